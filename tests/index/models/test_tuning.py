"""The tuners on a handful of texts: they learn them, and what they give is what the package reads."""

from __future__ import annotations

import io

import numpy as np
import pytest
from embedders import MODEL_FILES

from index import (
    QuestionTuner,
    TaughtMention,
    TaughtQuestion,
    TaughtText,
    TokenEncoder,
    Tuner,
    load_embedder,
    tuned_layers,
)
from kb.cases import FactJudge

SAID = [("我有残疾证", True), ("我是残疾人", True), ("我妹夫是残疾人", False), ("残疾人怎么领补贴", False)]


def taught(text: str, is_so: bool) -> TaughtText:
    at = text.index("残疾")
    mention = TaughtMention("disabled=True", at, at + 2, is_so)
    return TaughtText(text, frozenset({"disabled=True"} if is_so else ()), frozenset(), (mention,))


@pytest.mark.thorough
def test_it_learns_what_it_is_taught():
    tuner = Tuner([taught(*each) for each in SAID], rounds=30, least=1)
    losses = list(tuner.fit())
    assert tuner.statements == ["disabled=True"] and losses[-1] < losses[0] / 2
    file = io.BytesIO()
    np.savez_compressed(file, **tuner.arrays())
    judge = FactJudge(data=file.getvalue())
    for text, is_so in SAID:
        at = text.index("残疾")
        judged = judge(text)
        assert (judged.of("disabled", True) > 0.5) == (judged.of("disabled", True, at, at + 2) > 0.5) == is_so


@pytest.mark.thorough
def test_questions_come_near_what_answers_them():
    passages = ["用人单位应当按时足额缴纳失业保险费", "残疾人就业保障金由税务机关征收", "租赁住房提取公积金"]
    asked = ["Who collects the money for disabled workers?", "May I use the housing fund for my rent?"]
    vectors = load_embedder(cache=MODEL_FILES).embed_passages(passages)
    tuner = QuestionTuner(
        [TaughtQuestion(text, at) for at, text in enumerate(asked, 1)], vectors, vectors, np.arange(3), rounds=10
    )
    losses = list(tuner.fit())
    assert losses[-1] < losses[0] / 2
    arrays = tuner.arrays()
    assert arrays["slope"] > 0 and abs(arrays["intercept"]) < 1
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    encoder = TokenEncoder("questions@1", lambda: tuned_layers(file.getvalue()))
    for at, text in enumerate(asked, 1):
        assert (vectors @ encoder(text).vectors.mean(axis=0)).argmax() == at
