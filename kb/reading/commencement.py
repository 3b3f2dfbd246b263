"""From when and until when a document holds, where it speaks of itself.

`本通知自2016年5月16日起执行，有效期至2020年5月15日。` states both. An end that belongs to one measure (`…职业技能培训补贴，政策执行时间至2021年底`),
a target (`到2020年`), a plan period or the end of another document (`原《…》同时废止`) is none: only a sentence whose subject is the
document (本通知, 本方案 …), one that publishes it (现予公布，自…起施行) or a closing paragraph without a subject is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from kb.language import DATE_PATTERN, DURATION_PATTERN, DateMention, Duration, find_dates, find_durations, folded
from kb.reading.bodies import organisations
from kb.reading.outline import TITLE_END, mark_of
from kb.reading.source_lines import SourceLine, flatten, line_at
from kb.reading.statements import Stated
from kb.reading.title_kinds import TITLE_KINDS
from kb.records import SourceText
from kb.regex import regex

_SELF = regex(
    rf"本[批次]?(?:实施|工作|行动|暂行|试行|指导|若干|管理|补充|总体|政策)*(?:{TITLE_KINDS}|文件|文|令|法典?|解释)(?:[（(][^）)]{{0,200}}[）)])?"
    r"(?:(?:规定|明确|所列|涉及|确定)的?(?:各项|所有|全部)?(?:政策措施|政策|措施)|(?:各项|所有|全部)(?:政策措施|政策|措施))?"
    r"(?:[（(][^）)]{0,200}[）)])?"
)
_PUBLISHES = regex(r"(?:现|特)(?:予以?|将.{2,120}?|)(?:公布|发布|颁布|印发(?:给你们)?)(?:《[^》]*》)?$")
_AT_ONCE = regex(r"(?:现|特)(?:予以?)?(?:公布|发布|颁布)(?:施行|执行|实施)$")
_REMARK = regex(r"^(?:注意|备?注|说明|其[他它])(?:事项)?[：:]")
_TERM_HEADING = regex(r"(?:执行|施行)(?:时间|日期|期限)")
_ISSUE_DAY = r"(?:本[\u4e00-\u9fff]{1,6}?)?(?:正式)?(?:印发|发布|公布|下发|颁布|发文|签发|成文|签署)之日"
_VERB = r"(?:开始|正式|统一)?(?:施行|执行|实施|生效|试行|起效|有效|计算|起算)"
_TO = r"(?:至|到|截至|截止(?:至|到|于|日期为|时间为)?|——?|–|-|－|~|～)"
_END = r"(?:止|截止|结束|为止)?"
_HOUR = r"(?:(?:\d{1,2}|[零十二四]{1,4})(?:[时点]|:\d\d)整?)?"
_STOP = r"(?=$|[（(])"
# A notice leaves out the year in which it is issued: 自4月2日起执行.
_DAY = rf"(?:{DATE_PATTERN}|\d{{1,2}}月\d{{1,2}}日)"
_LABEL = (
    r"(?:其|该)?(?:政策|文件|政策措施)?的?总?"
    r"(?:有效期限?|有效时间|(?:执行|实施|施行|适用|试行|暂行)(?:期限|期|时间|时限)?)(?:暂?定)?(?:为|是|：|:)?"
)
_FROM = regex(
    rf"(?:{_LABEL})?(?:自|从|于|由)(?:(?P<day>{_DAY})|{_ISSUE_DAY}){_HOUR}(?:起|始|开始)?"
    rf"(?:(?:满|的)?(?P<delay>{DURATION_PATTERN})(?:以?后|起)|(?P<span>{DURATION_PATTERN})内?(?=有效))?"
    rf"(?:{_TO}(?P<until>{DATE_PATTERN}){_HOUR}{_END}(?:期间|内)?)?"
    rf"(?P<verb>{_VERB})?(?:{_TO}(?P<later>{DATE_PATTERN}){_HOUR}{_END}|(?P<term>{DURATION_PATTERN}))?{_STOP}"
)
_UNTIL = regex(
    rf"(?:{_LABEL})?(?:自|从)?(?:(?P<day>{DATE_PATTERN})|{_ISSUE_DAY})?(?:起)?{_TO}(?P<until>{DATE_PATTERN}){_HOUR}{_END}{_STOP}"
)
_ENDS_ON = regex(rf"{_LABEL}(?P<until>{DATE_PATTERN}){_END}{_STOP}")
_TERM = regex(
    rf"(?:{_LABEL}|暂定|为期|期限为?)(?:自.{{2,6}}之日起)?(?:计算)?(?:共|为)?(?P<term>{DURATION_PATTERN}){_STOP}"
)
_LAPSE = regex(
    rf"(?:自|于|到|至)?(?P<lapse>{DATE_PATTERN})(?P<onward>起)?(?:自动|自行|同时|即行)?(?:失效|废止|停止执行|终止)$"
)
_NEUTRAL = regex(
    r"^(?:由|经|已经|适用于|到期|期满|届时|逾期|请|现|从其|[^，。]{0,12}(?:另有|有[新其]他?的?)(?:规定|要求|政策|调整))"
)
_OTHERS = regex(r"^(?:同时|原|此前|以前|之前|《)")
# What one decision changes for all: 经研究，决定从…起调整标准; or ends: 决定废止《…》，自…起执行.
_DECIDES = regex(rf"决定(?:(?:废止|停止)[^。；;]{{2,80}})?[，,]?(?:自|从)(?P<day>{_DAY})起")
# A half-width full stop ends a sentence where it follows a Chinese character.
_SENTENCE = regex(r"(?:[^。！？；;!?.]|(?<![\u4e00-\u9fff])\.)+[。！？；;!?.]?")
_SEGMENT = regex(r"(?:《[^》]{0,200}》|[（(][^）)]{0,200}[）)]|[^，,（(《])+")
_CLOSING_NEXT = regex(r"^(?:附件|附表|附[：:]|[（(]?此[件页]|抄送|抄报|主送)")
# What ends a paragraph: a sentence, or a note that has its line to itself (责任单位：…).
_ENDED = regex(r"[。！？；：:;!?]$|^[（(〔][^（）()〔〕]*[）)〕]$")

_LONG_PAST = timedelta(days=183)


@dataclass(frozen=True)
class ValidityTerm:
    """What a document says of its own time; `until` rests on `first` or the day of issue where it states a duration."""

    first: Stated[date] | None = None
    until: Stated[date] | None = None


@dataclass(frozen=True)
class _Sentence:
    """A sentence without white space, where it stands in the source, and what it may leave unsaid."""

    text: str
    start: int
    end: int
    closing: bool


def term_of(
    source: SourceText, lines: Sequence[SourceLine], issued: date | None, begins: date | None = None
) -> ValidityTerm:
    """The first commencement and the first end that the document states of itself.

    `begins` is the commencement where it is known better than the text has it: a term is counted from there then.
    """
    own, stoppable = False, True
    at_once: _Sentence | None = None
    statements: list[tuple[re.Match[str], _Sentence]] = []
    sole = len(_TERM_HEADING.findall(source.text)) == 1
    for sentence in _sentences(source.text, lines):
        for position, segment in enumerate(_SEGMENT.findall(sentence.text.rstrip("。！？；;!?."))):
            at_once = at_once or (sentence if _AT_ONCE.search(segment) else None)
            alone = not position and (sentence.closing or (sole and bool(_TERM_HEADING.match(segment))))
            words, subject = _without_subject(segment, alone, opening=not position)
            if subject:
                own, stoppable = True, True
            if not own:
                continue
            if _OTHERS.match(words):
                stoppable = False
                continue
            statement = _read(words, stoppable)
            if statement is None:
                own = not words or bool(_NEUTRAL.match(words))
            else:
                statements.append((statement, sentence))

    def stated(value: date, sentence: _Sentence) -> Stated[date]:
        return Stated.at(source.text, value, sentence.start, sentence.end)

    first = next((stated(day, at) for statement, at in statements if (day := _begin(statement, issued))), None)
    if first is None and at_once and issued:
        first = stated(issued, at_once)  # 现予发布施行, where no day is named
    if first is None and (decided := next(_decided(source.text, lines, issued), None)):
        first = stated(*decided).inferred()
    # A term may be stated before the day that it is counted from: 有效期两年，自…起计算.
    read = first.value if first else issued

    def end(statement: re.Match[str]) -> date | None:
        start = _begin(statement, issued) or read
        return _until(statement, (begins or start) if start == read else start)

    until = next((stated(day, at) for statement, at in statements if (day := end(statement))), None)
    return ValidityTerm(first, until)


def _decided(text: str, lines: Sequence[SourceLine], issued: date | None) -> Iterator[tuple[date, _Sentence]]:
    """The days from which on something is decided to hold."""
    for sentence in _sentences(text, lines):
        day = _date(found["day"], issued) if (found := _DECIDES.search(sentence.text)) else None
        if day and day.precision == "day":
            yield day.value, sentence


def _without_subject(segment: str, closing: bool, opening: bool) -> tuple[str, bool]:
    """The segment behind its subject, and whether that subject is the document."""
    mark = mark_of(segment) if opening else None
    words = segment[mark.length :].lstrip() if mark else segment
    if opening:
        words = _REMARK.sub("", words)
    if found := _SELF.match(words):
        return words[found.end() :], True
    if _PUBLISHES.search(words):
        return "", True
    if (closing or (mark and _TERM_HEADING.match(words))) and (mark is None or mark.rank <= 10):
        return words, _read(words, stoppable=False) is not None
    return words, False


def _read(words: str, stoppable: bool) -> re.Match[str] | None:
    """The statement a segment makes, if it makes one and nothing else."""
    found = _FROM.match(words)
    if found and (found["verb"] or found["until"]):
        return found
    for pattern in (_UNTIL, _ENDS_ON, _TERM):
        if match := pattern.match(words):
            return match
    return _LAPSE.match(words) if stoppable else None


def _begin(found: re.Match[str], issued: date | None) -> date | None:
    """The commencement that a statement gives."""
    parts = found.groupdict()
    day = _date(parts.get("day"), issued)
    first = day.value if day else issued if found.re.pattern == _FROM.pattern and not parts["day"] else None
    if first and (delay := _duration(parts.get("delay"))):
        # Civil Code of the PRC, Article 201: the day itself does not count, so 30 days after the 1st end on the 31st.
        first = delay.last_day(first + timedelta(days=1)) + timedelta(days=1)
    return first


def _until(found: re.Match[str], start: date | None) -> date | None:
    """The end that a statement gives; a term is counted from `start`."""
    parts = found.groupdict()
    if lapse := _date(parts.get("lapse")):
        return lapse.value - timedelta(days=1) if parts["onward"] else lapse.value
    if stop := _date(parts.get("until") or parts.get("later")):
        return stop.last
    length = _duration(parts.get("term") or parts.get("span"))
    return length.last_day(start) if length and start else None


def _date(words: str | None, issued: date | None = None) -> DateMention | None:
    """The date the words spell, the year that of issue where they name none, or the next where that day is long past.

    None for no words and for a day that is in no calendar.
    """
    days = find_dates(words or "")
    if words and not days and issued:
        days = [day for year in (issued.year, issued.year + 1) for day in find_dates(f"{year}年{words}")]
        days = [day for day in days if issued - day.value < _LONG_PAST]
    return next(iter(days), None)


def _duration(words: str | None) -> Duration | None:
    return next((mention.value for mention in find_durations(words or "")), None)


def _sentences(text: str, lines: Sequence[SourceLine]) -> Iterator[_Sentence]:
    """The sentences of a text that may be wrapped anywhere; a heading above a sentence is no part of it."""
    flat = flatten(text, lines)
    # Folding keeps every offset.
    words = folded(flat.text)
    places = {offset: i for i, offset in enumerate(flat.offsets)}
    heads = [places[line.start] for line in lines]
    edges = [head for i, head in enumerate(heads) if _begins(lines, i, words[head : head + 30])]
    starts = {line.start for line in lines}
    for begin, stop in pairwise([*edges, len(words)]):
        for match in _SENTENCE.finditer(words, begin, stop):
            start, end = flat.source_span(match.start(), match.end())
            closing = start in starts and _closes(lines, end)
            yield _Sentence(match[0], start, end, closing)


def _begins(lines: Sequence[SourceLine], index: int, words: str) -> bool:
    """Whether a line opens a paragraph. `words` is how the text goes on from there, without white space.

    A short line without punctuation may be a heading or a narrow piece of a sentence; what follows decides.
    """
    line, before = lines[index], lines[index - 1] if index else None
    if before is None or before.level or line.level or mark_of(line.text):
        return True
    if line.text.startswith("《") and (TITLE_END.search(before.text) or before.text.rstrip("）)").endswith("号")):
        return True
    if _ENDED.search(before.text) or _CLOSING_NEXT.match(line.text) or organisations(line.text):
        return True
    short = len(before.text) <= 20 and not re.search(r"[，。；、：,;:]", _unmarked(before.text))
    return short and bool(
        _SELF.match(words) or (mark_of(before.text) and _FROM.match(re.split("[，,。；;]", words)[0]))
    )


def _unmarked(words: str) -> str:
    mark = mark_of(words)
    return words[mark.length :] if mark else words


def _closes(lines: Sequence[SourceLine], end: int) -> bool:
    """Whether what follows the line where a sentence ends is a list of annexes, a signature, a date or nothing."""
    following = lines[line_at(lines, end - 1) + 1 :][:1]
    if not following:
        return True
    words = following[0].text
    dates = find_dates(words)
    is_date = bool(dates) and dates[0].start == 0 and len(words) - dates[0].end <= 6
    return bool(_CLOSING_NEXT.match(words)) or bool(organisations(words)) or is_date
