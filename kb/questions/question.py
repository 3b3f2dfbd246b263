"""What a question says, before any text is searched: language, places, documents, clauses, dates, terms and what is asked for.

`understand` is pure: the same words, lexicon and gazetteer give the same `Question`. All spans refer to `Question.text`,
the normalised question without politeness. Nothing here knows the corpus beyond the numbers and places it is given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import rjieba

from kb.errors import InvalidQuestion
from kb.language import (
    CHARACTERS,
    Gazetteer,
    Lexicon,
    Place,
    PlaceMention,
    TermMatch,
    has_word,
    language_of,
    normalise,
    stop_words,
    variants,
    without_filler,
)
from kb.questions.asked import Ask, AskedFor, asked_in
from kb.questions.clause_addresses import ClauseReference
from kb.questions.clause_references import references_to_clauses
from kb.questions.document_questions import (
    DAY_PARTS,
    OF_THE_HEAD,
    DocumentQuestion,
    about_documents,
    said_of_one,
    words_of_documents,
)
from kb.questions.groups import groups_named, name_of_group
from kb.questions.references import Reference, dates, document_numbers, years
from kb.questions.titles import HeldTitles, titles_named
from kb.records import Language
from kb.regex import regex

LONGEST_QUESTION = 500
_NO_TITLES = HeldTitles.of(())
_ENGLISH_WORD = regex(r"[A-Za-z][A-Za-z'’]*")
_POSSESSIVE = regex(r"['’]s?$")
_QUANTITY = regex(rf"[{CHARACTERS}万亿几多\d.]+(?:年|个?月|天|日|元|块|人|个|岁|成|名|户|家|号|次|%)?")


@dataclass(frozen=True)
class Question(AskedFor):
    """A question understood. Spans of `places`, `clauses` and `terms` refer to `text`; `expansion` holds official terms to add.

    `titles` are those of held documents that it names by their title, `near_titles` those that come near a title that is not held;
    `numbers_at` and `titles_at` are the spans of document numbers and of the titles held. `unheld_documents` are the numbers and titles it
    names that none of the known ones fits, `unknown_places` what reads like a place and is none known. `about` is what is asked of documents
    themselves; None if it asks what they say, or compares.
    """

    original: str
    text: str
    language: Language
    places: tuple[PlaceMention, ...] = ()
    document_numbers: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    terms: tuple[TermMatch, ...] = ()
    expansion: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    clauses: tuple[ClauseReference, ...] = ()
    dates: tuple[date, ...] = ()
    unheld_documents: tuple[str, ...] = ()
    unknown_places: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    near_titles: tuple[str, ...] = ()
    numbers_at: tuple[tuple[int, int], ...] = ()
    titles_at: tuple[tuple[int, int], ...] = ()
    about: DocumentQuestion | None = None


def check_question(text: str) -> None:
    """Raises InvalidQuestion where the text is empty, longer than LONGEST_QUESTION code points (white space too), or holds no word."""
    if not text.strip():
        raise InvalidQuestion("问题为空，请输入问题。", "The question is empty: type one.")
    if len(text) > LONGEST_QUESTION:
        raise InvalidQuestion(
            f"问题有 {len(text)} 字，最多 {LONGEST_QUESTION} 字，请缩短。",
            f"The question has {len(text)} characters: shorten it to {LONGEST_QUESTION}.",
        )
    if not has_word(normalise(text)):
        raise InvalidQuestion("问题里只有符号，请用文字提问。", "The question holds only symbols: ask in words.")


def understand(
    text: str,
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    known_numbers: Collection[str] = (),
    held: Collection[Place] = (),
    known_titles: HeldTitles = _NO_TITLES,
) -> Question:
    """Reads a question; `known_numbers` completes partial document numbers, `held` decides between places of one name."""
    plain = normalise(text)
    language: Language = "en" if language_of(plain) == "en" else "zh"
    plain = without_filler(plain, language)
    numbers = document_numbers(plain, known_numbers)
    titled = titles_named(plain, known_titles)
    references = (*numbers, *(one.reference for one in titled))
    # A title that is not held still says what is asked about, and where.
    choosing = [one for one in references if one in numbers or one.held]
    clauses = references_to_clauses(plain, references)
    mentions = gazetteer.find(plain, language, held) or gazetteer.of_towns(plain, held)
    groups = tuple(groups_named(plain, mentions))
    people = {mention for group in groups for mention in group}
    places = tuple(one for one in mentions if one not in people and not _within(one.start, one.end, choosing))
    numbers_at = tuple(_spans(numbers))
    titles_at = tuple(_spans(one.reference for one in titled if one.reference.held))
    words = words_of_documents(plain, (*numbers_at, *titles_at), places)
    asked = asked_in(plain, language)
    asks: frozenset[Ask] = asked.asks | {"document"} if references else asked.asks
    parts = asked.parts if said_of_one(words) else asked.parts - DAY_PARTS
    terms = tuple(term for term in lexicon.expand(plain, language) if not _within(term.start, term.end, numbers))
    return Question(
        original=text,
        text=plain,
        language=language,
        places=places,
        document_numbers=tuple(dict.fromkeys(reference.number for reference in numbers)),
        unheld_documents=tuple(dict.fromkeys(reference.number for reference in references if not reference.held)),
        years=years(plain, references),
        terms=terms,
        expansion=(*_expansion(plain, language, terms, places), *map(name_of_group, groups)),
        content=_content(plain, [*_spans(places), *_spans(numbers), *_spans(clauses)], terms, "yes_no" in asked.asks),
        clauses=clauses,
        dates=dates(plain, references),
        unknown_places=gazetteer.unknown(plain, mentions, text),
        titles=tuple(dict.fromkeys(title for one in titled if one.reference.held for title in one.titles)),
        near_titles=tuple(dict.fromkeys(title for one in titled if not one.reference.held for title in one.titles)),
        numbers_at=numbers_at,
        titles_at=titles_at,
        about=None if "comparison" in asked.asks or clauses else about_documents(words),
        **vars(replace(asked, asks=asks, parts=parts)),
    )


def of_none_held(question: Question) -> Question:
    """A question that describes a document which is none of those held: a 养犬管理办法 is missing, a 公益岗政策 is what texts may speak of.

    Of neither says the day of another document anything.
    """
    asked = question.about
    if asked is None or not asked.described or asked.facts & OF_THE_HEAD:
        return question
    start, end = asked.described[0][0], max(asked.described[-1][1], asked.called)
    missing = (question.text[start:end],) if asked.kinds else ()
    unheld = (*question.unheld_documents, *missing)
    return replace(question, parts=question.parts - DAY_PARTS, unheld_documents=unheld)


def _spans(mentions: Iterable[PlaceMention | Reference | ClauseReference]) -> Iterator[tuple[int, int]]:
    return ((mention.start, mention.end) for mention in mentions)


def _within(start: int, end: int, references: Iterable[Reference]) -> bool:
    return any(start < reference.end and end > reference.start for reference in references)


def _expansion(
    text: str, language: Language, terms: tuple[TermMatch, ...], places: tuple[PlaceMention, ...]
) -> tuple[str, ...]:
    """Official terms and printed numbers the question does not hold; an English question also gets its places' names."""
    added: list[str] = []
    for term in terms:
        # In a Chinese question the framing words (多少钱, 哪些地方) are not what the clause says.
        if language == "en" or not term.general:
            added += term.official
    if language == "en":
        added += [mention.place.short for mention in places]
    return tuple(dict.fromkeys([form for form in added if form not in text] + list(variants(text))))


def _content(text: str, known: list[tuple[int, int]], terms: tuple[TermMatch, ...], to_do: bool) -> tuple[str, ...]:
    """The words that carry the question, slips undone; stop words, quantities, places and references left out.

    It may ask whether something is `to_do`, which is then said last.
    """
    for start, end in known:
        text = text[:start] + " " * (end - start) + text[end:]
    text, terms = _slips_undone(text, terms)
    words = [_POSSESSIVE.sub("", word.group().lower()) for word in _ENGLISH_WORD.finditer(text)]
    words = [word for word in words if word not in stop_words("en")]
    if not text.isascii():
        every = list(_words(text, terms))
        chinese = _with_last_whole(every) if to_do else every
        chinese = [word for word in chinese if has_word(word) and not _QUANTITY.fullmatch(word)]
        chinese = [word for word in chinese if not word.isascii() and word not in stop_words("zh")]
        # One character alone rarely carries a question, unless nothing else does.
        words = ([word for word in chinese if len(word) > 1] or chinese) + words
    return tuple(dict.fromkeys(words))


def _with_last_whole(found: Sequence[str]) -> list[str]:
    """The words, the last of them with the single characters before it: what is asked of 养狗 is lost with 养 and 狗."""
    stop = stop_words("zh")
    last = next((at for at in range(len(found), 0, -1) if has_word(found[at - 1]) and found[at - 1] not in stop), 0)
    first = last
    while first and len(found[first - 1]) == 1 and has_word(found[first - 1]) and found[first - 1] not in stop:
        first -= 1
    return [*found[:first], *filter(None, ["".join(found[first:last])]), *found[last:]]


def _slips_undone(text: str, terms: tuple[TermMatch, ...]) -> tuple[str, tuple[TermMatch, ...]]:
    """The text with the words that were meant, and the terms written right where they now stand."""
    right: list[TermMatch] = []
    shift = 0
    for term in terms:
        start, end = term.start + shift, term.end + shift
        if term.meant and text[start:end] == term.term:
            text = text[:start] + term.meant + text[end:]
            shift += len(term.meant) - len(term.term)
        elif not term.meant:
            right.append(replace(term, start=start, end=end))
    return text, tuple(right)


def _words(text: str, terms: Iterable[TermMatch]) -> Iterator[str]:
    """Dictionary words; a term of the lexicon that the dictionary does not know (公岗) stays whole."""
    # New words are not guessed (the False): a guess depends on its neighbours, so text and question would differ.
    at = 0
    for term in terms:
        if text[term.start : term.end] == term.term and term.start >= at:
            yield from rjieba.cut(text[at : term.start], False)
            words = rjieba.cut(term.term, False)
            yield from words if any(len(word) > 1 for word in words) else [term.term]
            at = term.end
    yield from rjieba.cut(text[at:], False)
