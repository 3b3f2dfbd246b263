"""The cards of a corpus as a build takes them: what is proved goes into the store, what is not is named and left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.benefits.card_file import CARDS_NAME, CardFile, load_cards
from kb.benefits.checks import CardFault, check_cards, check_coverage, clauses_by_label
from kb.cases import Vocabulary
from kb.errors import CorpusError
from kb.language import Gazetteer
from kb.messages import Message
from kb.records import LoadedDocument


@dataclass(frozen=True)
class ProvenCards:
    """The cards without a fault (None if the corpus has no file of cards), the words they are checked with, and all faults."""

    vocabulary: Vocabulary
    file: CardFile | None = None
    faults: tuple[CardFault, ...] = ()

    @property
    def messages(self) -> tuple[Message, ...]:
        """The faults a build names: each card left out (of a document that is gone, their number), and how many clauses have none."""
        gone = Counter(fault.absent for fault in self.faults if fault.card and fault.absent)
        lines = [
            Message(
                f"{CARDS_NAME} 里 {document} 的 {number} 张卡片已略去：语料里没有这份文件，请加入文件或删去卡片。",
                f"{number} cards of {document} were left out: the corpus does not hold it; add the text or delete the cards.",
            )
            for document, number in gone.items()
        ]
        left_out = {fault.card: fault.message for fault in reversed(self.faults) if fault.card and not fault.absent}
        lines += [
            Message(f"{said.zh} 已略去此卡。", f"{said.en} It was left out.") for said in reversed(left_out.values())
        ]
        others = [fault for fault in self.faults if fault.card is None and not fault.absent]
        if others:
            lines.append(
                Message(
                    f"另有 {len(others)} 处没有卡片也没有理由：请运行 policy-kb cards check。",
                    f"{len(others)} clauses have neither card nor reason: run policy-kb cards check.",
                )
            )
        return tuple(lines)


def prove_cards(corpus: Path, loaded: Sequence[LoadedDocument]) -> ProvenCards:
    """Reads the office's facts, reads and checks the cards; CardError or FactsError where a file itself is wrong."""
    vocabulary = Vocabulary.of_corpus(corpus)
    file = load_cards(corpus, vocabulary)
    if file is None:
        return ProvenCards(vocabulary)
    faults = check_cards(file, clauses_by_label(loaded), Gazetteer.load())
    bad = {fault.card for fault in faults}
    kept = tuple(card for card in file.cards if card.id not in bad)
    return ProvenCards(
        vocabulary, file.model_copy(update={"cards": kept}), (*faults, *check_coverage(file, loaded, vocabulary))
    )


def notes_on_removal(corpus: Path, document: str) -> tuple[Message, ...]:
    """What to say where a document leaves the corpus and cards of it are written: they stay, so that nothing is lost."""
    try:
        file = load_cards(corpus, Vocabulary.of_corpus(corpus))
    except CorpusError as error:
        return (error.message,)
    number = sum(card.document == document for card in file.cards) if file else 0
    if not number:
        return ()
    return (
        Message(
            f"{CARDS_NAME} 里还有这份文件的 {number} 张待遇卡，原样留着，建库时略去：重新加入这份文件即恢复，不再需要请手动删去。",
            f"{number} benefit cards of it stay in {CARDS_NAME} and are left out of a build:"
            " they count again once the text is added back; delete them if it is not.",
        ),
    )
