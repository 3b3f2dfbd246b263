"""The format of `benefits.yaml`: what each clause grants, to whom and on what terms, every statement with the words it rests on.

    subjects:
      public_welfare_post: {zh: 公益性岗位, en: public-welfare post}
    cards:
      - id: linyi-2016-post
        ...
        conditions:
          all:
            - registered_poor: 农村贫困人口            # a fact (kb/data/facts.yaml, the office's facts.yaml), with its words
            - months_to_pension: {under: 60, words: 距享受社会养老保险待遇不足5年}
            - unstated: 按规定                         # left open by the text
            - check: {plain: 经认定, en: recognised, words: 经认定的}   # stated, but a fact of no profile
    without_card:
      - {document: …, clause: 三（二）, reason: 钱给下级机关}

`words` are verbatim; `clause` beside them names another clause of the same document. `from_elsewhere` holds the words by which a
benefit is also meant for people from outside the document's own region. Errors are one line with the line of the file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)

from kb.benefits.card_conditions import (
    STRICT,
    Quoted,
    VerbatimWords,
    WrittenCondition,
    listed,
    vocabulary_of,
    words_only,
)
from kb.cases import Fact, OneOf, Vocabulary
from kb.errors import CardError
from kb.files import Day, YamlFile, YamlPath, parse_yaml, read_yaml

CARDS_NAME = "benefits.yaml"
Per = Literal["once", "person", "year", "month", "person_once", "person_year", "person_month", "share", "loan"]
Exactness = Literal["exactly", "at_least", "at_most", "about"]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Statement(Quoted):
    """A statement in plain Chinese (and English) with its words; `when` says in which case it holds."""

    plain: VerbatimWords
    en: VerbatimWords | None = None
    when: WrittenCondition | None = None


class CardAmount(Statement):
    """An amount; `yuan` where the text gives a sum, `exactness` how it is meant."""

    yuan: int | None = None
    share: float | None = None
    per: Per | None = None
    exactness: Exactness = "exactly"


class CardTerm(Statement):
    """How long; `months` where the text gives a length."""

    months: int | None = None
    exactness: Exactness = "exactly"


class Ends(Quoted):
    """The last day of one benefit, where the text ends it before the document."""

    day: Day


class Claimants(Quoted):
    """Who may claim."""

    who: Annotated[tuple[str, ...], Field(min_length=1), BeforeValidator(listed)]
    _fact: Fact | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _known(self, info: ValidationInfo) -> Claimants:
        self._fact = vocabulary_of(info).facts["claimant"]
        for value in self.who:
            if value not in self._fact.values:
                raise ValueError(f"{value} 不是申请人 (one of {', '.join(self._fact.values)})")
        return self

    def condition(self) -> OneOf:
        """That the claimant is one of these."""
        if self._fact is None:
            raise ValueError("a condition on a fact is made by validation")
        return OneOf(self._fact, self.who, self.quote)


Statements = Annotated[tuple[Statement, ...], BeforeValidator(listed)]


def _kind(value: str, info: ValidationInfo) -> str:
    known = [kind.name for kind in vocabulary_of(info).kinds]
    if value not in known:
        raise ValueError(f"应为 {'、'.join(known)} 之一 (one of {', '.join(known)})")
    return value


class CardEntry(BaseModel):
    """One benefit of one clause."""

    model_config = STRICT

    id: Slug
    subject: Identifier
    document: VerbatimWords
    clause: VerbatimWords
    kind: Annotated[str, AfterValidator(_kind)]
    name: VerbatimWords
    official: VerbatimWords
    english: VerbatimWords | None = None
    giver: Statement | None = None
    claimant: Claimants
    from_elsewhere: Annotated[Quoted | None, BeforeValidator(words_only)] = None
    conditions: WrittenCondition | None = None
    amount: Annotated[tuple[CardAmount, ...], BeforeValidator(listed)] = ()
    term: Annotated[tuple[CardTerm, ...], BeforeValidator(listed)] = ()
    how: Statements = ()
    where: Statements = ()
    papers: Statements = ()
    funding: Statements = ()
    ends: Ends | None = None
    _lines: Callable[[YamlPath], int] | None = PrivateAttr(default=None)

    @property
    def line(self) -> int:
        """The line of `benefits.yaml` the card begins on; 0 if it was not read from a file."""
        return self.line_of(())

    def line_of(self, place: YamlPath) -> int:
        """The line a field of it stands on, `("amount", 0, "yuan")`, or that of the nearest thing around it."""
        return self._lines(place) if self._lines else 0


class WithoutCard(BaseModel):
    """A clause that speaks of money or help and has no card, with the reason."""

    model_config = STRICT

    document: VerbatimWords
    clause: VerbatimWords
    reason: VerbatimWords
    _line: int = PrivateAttr(default=0)

    @property
    def line(self) -> int:
        """The line it stands on."""
        return self._line


class Subject(BaseModel):
    """What a group of counterparts is about."""

    model_config = STRICT

    zh: VerbatimWords
    en: VerbatimWords | None = None


class CardFile(BaseModel):
    """The whole file."""

    model_config = STRICT

    subjects: dict[Identifier, Subject]
    cards: tuple[CardEntry, ...] = ()
    without_card: tuple[WithoutCard, ...] = ()


def load_cards(corpus: Path, vocabulary: Vocabulary) -> CardFile | None:
    """The cards of a corpus, or None if it has none; CardError names the line of the first thing that is wrong."""
    parsed = read_yaml(corpus / CARDS_NAME, CardError)
    return _cards(parsed, vocabulary) if parsed else None


def parse_cards(text: str, vocabulary: Vocabulary) -> CardFile:
    """The cards in a YAML text; CardError names the line."""
    return _cards(parse_yaml(text, CARDS_NAME, CardError), vocabulary)


def _cards(parsed: YamlFile, vocabulary: Vocabulary) -> CardFile:
    file = parsed.validated(CardFile, {"vocabulary": vocabulary})
    for index, card in enumerate(file.cards):
        card._lines = partial(_line_in_card, parsed, index)
    for index, entry in enumerate(file.without_card):
        entry._line = parsed.line_of(("without_card", index))
    _check(file, parsed)
    return file


def _line_in_card(parsed: YamlFile, index: int, place: YamlPath) -> int:
    return parsed.line_of(("cards", index, *place))


def _check(file: CardFile, parsed: YamlFile) -> None:
    seen: dict[str, int] = {}
    for card in file.cards:
        if card.id in seen:
            cause = f"id {card.id} 与第 {seen[card.id]} 行重复：请改其一"
            raise parsed.wrong(
                card.line_of(("id",)), cause, f"id {card.id} is used on line {seen[card.id]} too: change one"
            )
        seen[card.id] = card.line
        if card.subject not in file.subjects:
            cause = f"subject {card.subject} 不在 subjects 中：请先列出"
            line = card.line_of(("subject",))
            raise parsed.wrong(line, cause, f"subject {card.subject} is not among the subjects: list it")
