"""The tuner on a handful of texts: it learns them, and what it gives is what the judge of facts reads."""

from __future__ import annotations

import io

import numpy as np
import pytest

from index import TaughtMention, TaughtText, Tuner
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
