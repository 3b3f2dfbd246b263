"""Questions with the article of a statute that answers each (question_pairs.jsonl), among other articles: what the layers for questions learn.

The questions are ours, written for articles that answer no question of STARD; the articles lie outside the project, in a file of STARD's form
(bench/stard.py).
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from eval.errors import EvalError
from kb.language import Gazetteer, Lexicon, sentence_spans
from kb.questions import understand

if TYPE_CHECKING:
    from index import PassageEmbedder, QuestionTuner

PAIRS_FILE = Path(__file__).parent / "question_pairs.jsonl"
_OTHERS = 2400


def question_tuner(pairs: Path, articles: Path, embedder: PassageEmbedder) -> QuestionTuner:
    """The tuner over all pairs, an English question also with its official terms behind it; EvalError where an article is missing."""
    from index import QuestionTuner, TaughtQuestion

    rows = [json.loads(line) for line in pairs.read_text(encoding="utf-8").splitlines()]
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        content = {row["name"]: row["content"] for row in map(json.loads, lines)}
    if lacking := next((row["article"] for row in rows if row["article"] not in content), None):
        raise EvalError(f"{articles} 里没有 {lacking}：请换文件。", "It lacks an article: take the whole file.")
    named = list(dict.fromkeys(row["article"] for row in rows))
    rest = sorted(content.keys() - set(named))
    texts = [content[name] for name in (*named, *random.Random(1).sample(rest, min(_OTHERS, len(rest))))]
    spans = [(at, text[one.start : one.end]) for at, text in enumerate(texts) for one in sentence_spans(text)]
    passages = embedder.embed_passages(texts)
    sentences = embedder.embed_passages([sentence for _, sentence in spans])
    at = {name: number for number, name in enumerate(named)}
    taught = [
        TaughtQuestion(text, at[row["article"]])
        for row, texts in zip(rows, _as_asked([row["question"] for row in rows]), strict=True)
        for text in texts
    ]
    return QuestionTuner(taught, passages, sentences, np.array([owner for owner, _ in spans]))


def _as_asked(questions: Sequence[str]) -> list[list[str]]:
    """Each question as its texts are searched (kb/answers/retrieval.py): an English one alone and with its official terms."""
    lexicon, gazetteer = Lexicon.load(), Gazetteer.load()
    read = [understand(text, lexicon, gazetteer) for text in questions]
    return [
        list({one.text: 1, " ".join((one.text, *(one.expansion if one.language == "en" else ()))): 1}) for one in read
    ]
