"""A card that a person made, added to the cards of a corpus, or the reason why a clause has none.

Proved by what proves all cards, and written only where nothing is wrong with it.

Nothing else of `benefits.yaml` changes by a character.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from kb.benefits.card_file import CARDS_NAME, CardFile, parse_cards
from kb.benefits.checks import CardFault, Clauses, check_cards
from kb.cases import Vocabulary
from kb.errors import CardError
from kb.files import YamlEntries, whole_file
from kb.holdings import corpus_held_still
from kb.language import Gazetteer
from kb.messages import Message

_EMPTY: Final = "subjects: {}\ncards: []\n"
_REASONS: Final = "without_card"
_Faults: TypeAlias = tuple[CardFault, ...]


def add_card(
    corpus: Path, entry: Mapping[str, Any], new_subject: str, clauses: Clauses, vocabulary: Vocabulary
) -> _Faults:
    """Writes a card into the corpus's file, which is made where there is none; what is wrong with it, and then nothing is written.

    `entry` is a card as the file has it, without its id; with `new_subject` (Chinese) it opens a subject of its own.
    """

    def added(text: str) -> tuple[str, _Faults]:
        before = parse_cards(text, vocabulary)
        subject = _free("subject_{}", before.subjects) if new_subject else entry["subject"]
        made = {"id": _free("card-{}", {card.id for card in before.cards})} | dict(entry) | {"subject": subject}
        opened = _with_subject(text, subject, new_subject) if new_subject else text
        after = YamlEntries(opened, CARDS_NAME, "cards", "id", CardError).added(made)
        faults = check_cards(_only(parse_cards(after, vocabulary), made["id"]), clauses, Gazetteer.load())
        return after, tuple(faults)

    return _written(corpus, added)


def add_reason(corpus: Path, document: str, clause: str, reason: str, vocabulary: Vocabulary) -> _Faults:
    """Writes down why a clause has no card; what is wrong with it, and then nothing is written."""

    def added(text: str) -> tuple[str, _Faults]:
        held = parse_cards(text, vocabulary).without_card
        if any((one.document, one.clause) == (document, clause) for one in held):
            return text, (_told(Message(f"{clause} 已写明理由。", f"{clause} has a reason already.")),)
        opened = text if held else f"{text.rstrip()}\n\n{_REASONS}: []\n"
        after = _reasons(opened).added({"document": document, "clause": clause, "reason": reason})
        parse_cards(after, vocabulary)
        return after, ()

    return _written(corpus, added)


def remove_reason(corpus: Path, document: str, clause: str) -> _Faults:
    """Takes back why a clause has no card: it waits for one again."""
    return _written(corpus, lambda text: (_reasons(text).removed({"document": document, "clause": clause}), ()))


def _reasons(text: str) -> YamlEntries:
    return YamlEntries(text, CARDS_NAME, _REASONS, "clause", CardError)


def _written(corpus: Path, change: Callable[[str], tuple[str, _Faults]]) -> _Faults:
    """Has the corpus's file of cards changed, unless something is wrong, and says what; `change` may raise CardError."""
    path = corpus / CARDS_NAME
    with corpus_held_still(corpus):
        try:
            after, faults = change(path.read_bytes().decode("utf-8") if path.exists() else _EMPTY)
        except CardError as error:
            return (_told(error.message),)
        if faults:
            return faults
        try:
            with whole_file(path) as written:
                written.write(after.encode())
        except OSError as error:
            said = Message(
                f"{CARDS_NAME} 无法写入（{error.strerror}）：请检查权限和磁盘。",
                "The file of cards cannot be written: check permissions and disk.",
            )
            return (_told(said),)
    return ()


def _told(said: Message) -> CardFault:
    """A fault of no card in particular."""
    return CardFault(0, None, said)


def _only(file: CardFile, name: str) -> CardFile:
    return file.model_copy(update={"cards": tuple(card for card in file.cards if card.id == name)})


def _free(pattern: str, taken: Mapping[str, object] | set[str]) -> str:
    return next(name for number in count(1) if (name := pattern.format(number)) not in taken)


def _with_subject(text: str, name: str, zh: str) -> str:
    """The text with one more subject behind the last; its English is still missing."""
    root = yaml.compose(text, yaml.SafeLoader)
    # The text has been read as cards: it is a mapping with subjects.
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    node = next(value for key, value in pairs if key.value == "subjects")
    line = f"{name}: {{zh: {yaml.safe_dump(zh, allow_unicode=True, width=10**6).splitlines()[0]}}}"
    if not node.value:
        return f"{text[: node.start_mark.index].rstrip()}\n  {line}{text[node.end_mark.index :]}"
    last = node.value[-1][1].end_mark.index
    if node.flow_style:
        return f"{text[:last]}, {line}{text[last:]}"
    end = text.find("\n", last) + 1 or len(text)
    gap = "" if text[:end].endswith("\n") else "\n"
    return f"{text[:end]}{gap}{' ' * node.start_mark.column}{line}\n{text[end:]}"
