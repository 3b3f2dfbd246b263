"""What the evaluation's tests share: the five texts as files, the questions that ship and the store opened, each read once a session."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import eval.opened
from eval.opened import OpenedStore
from eval.questions import DEFAULT_FILE, EvalQuestion, load_questions
from eval.texts import CorpusTexts
from kb.settings import Settings


@pytest.fixture(scope="session", autouse=True)
def _opened_once() -> Iterator[None]:
    """A store and a corpus that a command names are read once: no test changes them, and each command would read both anew."""
    load, open_store = cache(CorpusTexts.load), eval.opened.open_store
    opened = cache(lambda store, lexicon, model: open_store(store, Settings(store=store, lexicon=lexicon, model=model)))

    def open_once(store: Path, settings: Settings) -> OpenedStore:
        return opened(store, settings.lexicon, settings.model)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CorpusTexts, "load", load)
        patch.setattr(eval.opened, "open_store", open_once)
        yield


@pytest.fixture(scope="session")
def texts(corpus: Path) -> CorpusTexts:
    return CorpusTexts.load(corpus)


@pytest.fixture(scope="session")
def shipped(texts: CorpusTexts) -> tuple[EvalQuestion, ...]:
    return load_questions(DEFAULT_FILE, texts)
