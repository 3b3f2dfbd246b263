"""What the evaluation's tests share: the five texts as files, and the questions that ship, read once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.questions import DEFAULT_FILE, EvalQuestion, load_questions
from eval.texts import CorpusTexts


@pytest.fixture(scope="session")
def texts(corpus: Path) -> CorpusTexts:
    return CorpusTexts.load(corpus)


@pytest.fixture(scope="session")
def shipped(texts: CorpusTexts) -> tuple[EvalQuestion, ...]:
    return load_questions(DEFAULT_FILE, texts)
