"""The ground on which the store is tried: a corpus of three editions that name themselves in every clause, and how to tell which is served."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from growth import HashingEmbedder
from numpy.typing import NDArray

from kb.building import build
from kb.messages import Message
from kb.models import Models
from kb.settings import Settings
from kb.store import KnowledgeBase, StoreFollower

EDITIONS = ("甲版", "乙版", "丙版")
QUESTIONS = ("一次性奖补是多少？", "补贴期限几年？", "申请材料有哪些？", "培训补贴由谁发放？")
_BODY = (
    "一、奖补标准（{edition}）。对第{n}类对象给予一次性奖补{n}000元（{edition}）。\n\n"
    "二、补贴期限（{edition}）。补贴期限最长不超过{n}年（{edition}）。\n\n"
    "三、申请材料（{edition}）。申请人提交身份证明和申请表（{edition}）。\n\n"
    "四、发放（{edition}）。培训补贴由当地人社部门按月发放（{edition}）。\n"
)


class SlowEmbedder(HashingEmbedder):
    """`delay` seconds a text stand for a model's work."""

    def __init__(self, dimension: int, delay: float) -> None:
        super().__init__(dimension)
        self._delay = delay

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """float32 (n, d), L2-normalised."""
        time.sleep(self._delay * len(texts))
        return super().embed_passages(texts, progress)


def hashing(delay: float = 0.0) -> Models:
    """The stand-in for both models; only the main one takes time."""
    return Models(SlowEmbedder(32, delay), HashingEmbedder(32))


@dataclass
class Ground:
    """A folder with a corpus, a store and the digest that each edition must have."""

    folder: Path
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """Corpus and store inside the folder."""
        return Settings(corpus=self.folder / "corpus", store=self.folder / "store")

    def write_corpus(self, edition: str, notices: int = 3) -> None:
        """Notices that name their edition in every clause and title."""
        corpus = self.folder / "corpus"
        corpus.mkdir(exist_ok=True)
        for n in range(1, notices + 1):
            head = f"关于做好{edition}第{n}类就业工作的通知\n\n某人社发〔2020〕{n}号\n\n"
            (corpus / f"{n}.txt").write_text(head + _BODY.format(edition=edition, n=n), encoding="utf-8")

    def expect_all(self) -> None:
        """Builds every edition from nothing, elsewhere, and notes its digest."""
        for edition in EDITIONS:
            with tempfile.TemporaryDirectory() as other:
                clean = Ground(Path(other))
                clean.write_corpus(edition)
                build(clean.settings, models=hashing())
                self.digests[edition] = served_digest(KnowledgeBase.open(models=hashing(), settings=clean.settings))
        if len(set(self.digests.values())) != len(EDITIONS):
            raise SystemExit("the editions cannot be told apart: the trial would prove nothing")

    def served(self) -> tuple[str | None, Message | None]:
        """Edition and warning of what the store opens at; None for a whole that is no edition."""
        base = KnowledgeBase.open(settings=self.settings, models=hashing())
        found = served_digest(base)
        return next((name for name, known in self.digests.items() if known == found), None), base.warning


def served_digest(base: KnowledgeBase) -> str:
    """SHA-256 over all clauses and over the ranks and scores of a few searches."""
    total = hashlib.sha256()
    for entry in base.documents():
        total.update(repr(entry.document).encode())
        for clause in base.clauses(entry.document.id):
            total.update(repr(clause).encode())
    for question in QUESTIONS:
        for hit in base.search(question, 20):
            total.update(f"{hit.clause.id} {hit.score:.12f}".encode())
    return total.hexdigest()


def editions_of(live: StoreFollower, question: str) -> set[str]:
    """The editions that one answer and its citations name; where the stand-in's vectors bring no answer, those of one search."""
    answer = live.current.ask(question)
    texts = [item.text for item in answer.answer]
    for held in (
        *((each.clause, each.document) for each in answer.citations),
        *((each.clause, each.document) for each in answer.related),
    ):
        texts += [held[0].text, held[1].title]
    if not texts:
        texts = [text for hit in live.current.search(question) for text in (hit.clause.text, hit.document.title)]
    if not texts:
        raise ValueError(f"no clause at all for {question}")
    return {edition for edition in EDITIONS for text in texts if edition in text}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the empty lock, and every folder."""
    found = (path for path in folder.rglob("*") if path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"/" for path in found}
