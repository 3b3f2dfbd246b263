"""What a text decides of other documents that it names, with the words that do it.

Repeal (《…》（…号）同时废止, 停止执行, 由本办法取代), of the whole or of a part (第三条停止执行), amendment (第三条修改为…, 作如下修改),
extension (有效期延长至2027年5月15日, 延长三年), 继续有效, 重新公布, and 与本通知不一致的以本通知为准. A document that a text only relies on
(根据…) or calls repealed already is none of these. Lists of documents under one such lead are read in kb/reading/ruling_lists.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from kb.language import DATE_PATTERN, DURATION_PATTERN, Duration, find_dates, find_durations
from kb.reading.named_documents import ASIDE, DOCUMENT, Masked, Named, flat, masked, sentences
from kb.reading.outline import NUMERAL
from kb.reading.title_kinds import TITLE_KINDS
from kb.records import EffectKind
from kb.regex import regex

_SELF = rf"(?:本|此|该|新)(?:{TITLE_KINDS}|[\u4e00-\u9fff]{{0,6}}?(?:{TITLE_KINDS}|文件|文))"
_LINK = (
    r"(?:[、，,；]?(?:以及|和|及|与|并|或)?(?:同时)?(?:将|对)?(?:此前|之前|以前)?(?:[^，。；、\ue000]{0,60}?(?:印发|发布|公布|下发|制定|出台))?的?"
    rf"(?:我[\u4e00-\u9fff]{{1,2}})?原?|[、和及][^，。；、{DOCUMENT}]{{2,50}}(?:{TITLE_KINDS}))"
)
_GROUP = rf"(?P<group>{DOCUMENT}{ASIDE}*(?:{_LINK}{DOCUMENT}{ASIDE}*)*)"
_NUMBER = rf"[{NUMERAL}\d]{{1,5}}"
_STEP = rf"(?:第(?:{_NUMBER}|{ASIDE})(?:部分|[编章节条款项目点段])?(?:之{_NUMBER})?|附件{_NUMBER}|{ASIDE})"
_STATED = r"(?:规定|内容|条款|政策|表述|要求|标准|优惠|待遇|措施|部分|事项)"
_PART = (
    rf"(?:文件|通知)?(?:中的?|内的?|里的?|的)?"
    rf"(?P<part>(?:(?:第(?:{_NUMBER}|{ASIDE})|附件{_NUMBER}|{_NUMBER}、)(?:部分|[编章节条款项目点段])?(?:之{_NUMBER})?"
    rf"(?:[、，和及至到与的]{{0,2}}(?:以及)?{_STEP})*"
    rf"|(?:有关|相关|部分|关于)[^，。；{DOCUMENT}]{{0,30}}?{_STATED}|“[^”]{{1,60}}”)"
    rf"(?:所?(?:规定|明确)?的?[^，。；、\ue000]{{0,20}}?{_STATED})?)"
)
_SINCE = (
    rf"(?:[自从于由至到]?(?:{DATE_PATTERN}|[^，。；、{DOCUMENT}]{{2,24}}?)(?:起|之日|之时)|[自从于由]{DATE_PATTERN})"
)
_OF_THEM = rf"(?:该|上述|前述|以上|原)[\u4e00-\u9fff\d]{{0,4}}?(?:{TITLE_KINDS}|文件)"
_BETWEEN = (
    rf"(?:{_SINCE}|[，,]|{ASIDE}|等(?:上述|以上)?[\u4e00-\u9fff\d]{{0,3}}?[件个份项]?(?:[\u4e00-\u9fff]{{0,6}}?文件)?|文件?|通知|{_OF_THEM}|"
    rf"经[^，。；{DOCUMENT}]{{1,14}}[，,]|(?:有效期)?(?:已|即将)?(?:于{DATE_PATTERN})?(?:到期|届满|期满)后?|在有效期内|{DATE_PATTERN}|"
    rf"所?(?:规定|明确)的(?:各项|有关|相关)?(?:政策|措施)?|在[^，。；{DOCUMENT}]{{2,12}}前|修[订改正]后|"
    r"同时|即行|即时|立即|一并|相应|随之|均|也|亦|都|全部|全文|自行|自动|同步|现予?|予以|宣布|正式|届时|决定|同意|将|统一|仍然?|继续|即|而)"
)
_END = r"(?:废止|失效|作废|(?:停止|终止)(?:执行|施行|实施|使用|适用)|不再(?:执行|施行|实施|使用|适用|有效|延续|延长))"
_NOT_DONE = r"(?!以?[后前]|的(?!通知|决定|公告|通告)|时|之|或|与|情形)"
_TERM = r"(?:的?(?:政策|文件|政策措施)?的?(?:有效期限?|有效时间|(?:执行|实施|施行|适用|试行|使用)(?:期限|时限|期|时间)|时效))"
_LENGTHEN = r"(?:延长|延续|顺延|展期|延期|续期|延(?=[至到]))(?:执行|实施|施行|有效期?|使用|适用)?(?:期限?)?"
_UNTIL = rf"(?:(?:截?至|到|为|为期){{0,2}}(?:{DATE_PATTERN})(?:止)?|(?:为|为期|期限为?)?(?:{DURATION_PATTERN}))"
_CARRY_ON = r"继续(?:有效|执行|施行|适用|实施|生效|使用|沿用)"
_AGAIN = r"重新(?:修订)?(?:公布|发布|印发|颁布|下发)"
_THEN = (
    rf"(?:[，,](?:[^，。；{DOCUMENT}]{{0,16}}[，,])?(?:同时)?(?:将)?(?:其|该[\u4e00-\u9fff]{{1,4}})?"
    rf"(?:{_TERM}(?:延长|延续|顺延|调整|定)?|{_LENGTHEN}|至|自{DATE_PATTERN}起?(?=至)){_UNTIL})"
)
_AMENDED = r"(?:修改|修订|修正|调整|变更|更正|改)[为成](?!止)|[作做](?:出|了)?(?:如下|以下|下列)(?:修改|修订|修正|调整)"
_PASSIVE = regex(
    rf"{_GROUP}(?:{_PART})?(?:{_BETWEEN}{{0,8}}"
    rf"(?:(?P<repeals>{_END}){_NOT_DONE}"
    rf"|(?P<extends>{_TERM}?{_BETWEEN}{{0,3}}(?:由原?(?:来的|定的?)?(?:{DATE_PATTERN}|{DURATION_PATTERN}))?(?:再|继续)?{_LENGTHEN}(?:{_UNTIL})?{_THEN}?"
    rf"|{_CARRY_ON}(?:{_UNTIL}|{_THEN})|(?:执行|实施|施行|适用)截?[至到]{DATE_PATTERN}止?|有效期限?(?:调整|变更|修改)(?:{_UNTIL}))"
    rf"|(?P<confirms>{_CARRY_ON}|仍然?有效|(?:予以)?保留){_NOT_DONE}"
    rf"|(?P<republishes>{_AGAIN}){_NOT_DONE}{_THEN}?"
    rf"|[^。；，{DOCUMENT}]{{0,24}}?(?P<amends>{_AMENDED})))"
)
_ACTIVE = regex(
    r"(?<![不未已得经被拟])(?:(?P<repeals>(?:宣布)?(?:废止|替代|取代|代替|替换|撤销|停止执行|停止施行))"
    rf"|(?P<extends>延长|延续(?:实施|执行)?|顺延)|(?P<confirms>{_CARRY_ON})|(?P<republishes>{_AGAIN}))"
    rf"(?:了)?(?:下列|以下)?(?:文件)?[：:]?(?:由?[\u4e00-\u9fff]{{0,14}}?(?:印发|发布|下发|制定|出台|公布)的?)?原?有?的?{_GROUP}"
    rf"(?:{_PART})?(?P<tail>{_TERM}?(?:{_UNTIL})?)(?!(?:的)?(?:第|中|内|有关|相关|部分|规定|附件|所|条件|要求|精神|标准))"
)
_REPLACED = regex(
    rf"{_GROUP}(?:{_PART})?{_BETWEEN}{{0,6}}(?:由|被|以)(?:本|此|该)[^，。；\ue000]{{1,15}}?(?:所|予以)?(?P<repeals>替代|取代|代替|替换)"
)
_UNLIKE = r"(?:不一致|不相一致|不符|相?抵触|有冲突|相冲突|不同)"
_SO_IT_PREVAILS = (
    rf"[^。；{DOCUMENT}]{{0,12}}?(?P<prevails>(?:以|按照?|执行){_SELF}[^。；，]{{0,4}}(?:为准|执行)|{_END})"
)
_PREVAILS_OVER = regex(
    rf"{_GROUP}[^。；{DOCUMENT}]{{0,16}}?与{_SELF}[^。；{DOCUMENT}]{{0,8}}?{_UNLIKE}{_SO_IT_PREVAILS}"
)
_PREVAILS = regex(rf"{_SELF}[^。；，{DOCUMENT}]{{0,8}}?与{_GROUP}[^。；{DOCUMENT}]{{0,12}}?{_UNLIKE}{_SO_IT_PREVAILS}")
_RELIES = regex(r"(?:根据|按照?|依据|依照|遵照|参照|依|执行|落实|贯彻|结合|符合|适用|详见|见|有关|关于)(?:了)?(?:原)?$")
_SAYS_SOMETHING = regex(
    rf"{_END}|替代|取代|代替|替换|撤销|{_LENGTHEN}|行至|施至|继续|有效|保留|重新|为准|{_UNLIKE}|调整|修改|修订|修正|变更|更正|改[为成]"
)
_SINCE_DAY = regex(rf"[自从于](?P<day>{DATE_PATTERN})起[，,]$")
_LIFTED = regex(r"(?:不得|不应|不宜|未|尚未|拟|如|若|如果|是否|建议)[^，。；]{0,6}$")


@dataclass(frozen=True)
class Ruling:
    """What a clause decides of a document that it names; `words` are the clause's own, each piece as it stands there.

    `clause` is the id of the clause, `label` its address. `on` is a day the words name for it, `on_issue` whether it holds from the day
    of issue, `until` and `term` the new end of an extension, `parts` the words for the part that it is about; none for the whole.
    """

    kind: EffectKind
    named: Named
    words: tuple[str, ...]
    clause: str = ""
    label: str = ""
    on: date | None = None
    on_issue: bool = False
    until: date | None = None
    term: Duration | None = None
    parts: tuple[str, ...] = ()


def rulings_in(text: str) -> tuple[Ruling, ...]:
    """Every ruling that the sentences of a clause make, in reading order."""
    if "《" not in text and "号" not in text:
        return ()
    plain = flat(text)
    found: dict[tuple[EffectKind, str, tuple[str, ...]], Ruling] = {}
    for start, end in sentences(plain.text):
        for ruling, first, last in _in_sentence(plain.text[start:end]):
            words = text[slice(*plain.source_span(start + first, start + last))]
            found.setdefault((ruling.kind, ruling.named.name, ruling.parts), replace(ruling, words=(words,)))
    return tuple(found.values())


def _in_sentence(sentence: str) -> Iterator[tuple[Ruling, int, int]]:
    """The rulings of a sentence without white space, each with the span of its words."""
    if not ("《" in sentence or "号" in sentence) or not _SAYS_SOMETHING.search(sentence):
        return
    signs = masked(sentence)
    taken: list[tuple[int, int]] = []
    for pattern in (_PREVAILS_OVER, _PREVAILS, _REPLACED, _PASSIVE, _ACTIVE):
        for match in pattern.finditer(signs.text):
            spots = _decided(signs, match)
            if not spots or any(low < match.end() and match.start() < high for low, high in taken):
                continue
            taken.append(match.span())
            # The words run from the first document (or the verb before it) to the end of the match.
            first = match.start() if match.start() < match.start("group") else spots[0]
            span = signs.places[first], signs.places[match.end()]
            for spot in spots:
                # 《甲》第三条、《乙》第五条同时废止: a part is said of the last document named before it.
                ruling = _ruling(sentence, signs, match, signs.named[spot], spot == spots[-1])
                if ruling:
                    yield ruling, *span


def _decided(signs: Masked, match: re.Match[str]) -> list[int]:
    """The signs of the documents that a match is about, less those before a comma that the sentence only relies on."""
    first, last = match.span("group")
    spots = [i for i in range(first, last) if signs.text[i] == DOCUMENT]
    before = signs.text[: spots[0]]
    if _LIFTED.search(before):
        return []
    if _RELIES.search(before) and match.start() == first:
        cut = max((i for i in range(first, last) if signs.text[i] in "，,"), default=-1)
        spots = [i for i in spots if i > cut] if cut >= 0 else []
    return spots


def _ruling(sentence: str, signs: Masked, match: re.Match[str], named: Named, last: bool) -> Ruling | None:
    groups = match.groupdict()
    kind: EffectKind = next(name for name in _KINDS if groups.get(name))
    part = groups.get("part")
    parts: tuple[str, ...] = ()
    if part and last:
        parts = (sentence[signs.places[match.start("part")] : signs.places[match.end("part")]],)
    said = f"{groups.get('extends') or groups.get('republishes') or ''}{groups.get('tail') or ''}"
    days, spans = find_dates(said), find_durations(said)
    if kind == "repeals" and parts:
        kind = "repeals_part"
    elif kind == "confirms" and (days or spans):
        kind = "extends"
    if kind == "extends":
        if not (days or spans):
            return None  # 关于延长《…》有效期的通知: the title of what says until when
        return Ruling(
            kind,
            named,
            (),
            until=days[-1].last if days else None,
            term=None if days or not spans else spans[-1].value,
            parts=parts,
        )
    since = _SINCE_DAY.search(signs.text[: match.start()])
    around = f"{since['day'] if since else ''} {signs.text[match.start() : match.end()]}"
    on = next((day.value for day in find_dates(around) if day.precision == "day"), None)
    return Ruling(
        kind,
        named,
        (),
        on=on if not days else None,
        on_issue=bool(re.search(r"(?:印发|发布|公布|下发|颁布)之日", signs.text[match.start() : match.end()])),
        until=days[-1].last if days and kind == "republishes" else None,
        parts=parts,
    )


_KINDS: tuple[EffectKind, ...] = ("prevails", "amends", "repeals", "extends", "confirms", "republishes")
