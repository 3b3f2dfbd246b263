"""The cards of a corpus as a build takes them: what is proved goes into the store, what is not is named and left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.card_checks import Fault, check_cards, check_coverage, clauses_by_label
from kb.card_file import CardFile, load_cards
from kb.corpus import LoadedDocument
from kb.places import Gazetteer


@dataclass(frozen=True)
class ProvenCards:
    """The cards without a fault (None where the corpus has no file of cards), and all faults."""

    file: CardFile | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def messages(self) -> tuple[str, ...]:
        """The faults a build names: each card left out, and in one line the clauses without a card."""
        left_out = {fault.card: fault.text for fault in reversed(self.faults) if fault.card}
        lines = [f"{text} 已略去此卡。 It was left out." for text in reversed(left_out.values())]
        others = [fault for fault in self.faults if fault.card is None]
        if others:
            lines.append(
                f"另有 {len(others)} 处没有卡片也没有理由：请运行 policy-kb cards check。"
                f" {len(others)} clauses have neither card nor reason: run policy-kb cards check."
            )
        return tuple(lines)


def prove_cards(corpus: Path, loaded: Sequence[LoadedDocument]) -> ProvenCards:
    """Reads and checks the cards; CardError where the file itself is wrong."""
    file = load_cards(corpus)
    if file is None:
        return ProvenCards()
    faults = check_cards(file, clauses_by_label(loaded), Gazetteer.load())
    bad = {fault.card for fault in faults}
    kept = tuple(card for card in file.cards if card.id not in bad)
    return ProvenCards(file.model_copy(update={"cards": kept}), (*faults, *check_coverage(file, loaded)))
