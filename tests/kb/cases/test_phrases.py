"""Phrases are found as their expression finds them, which is made only where a text may hold one."""

import json
from pathlib import Path

import pytest

from kb.cases import Vocabulary
from kb.cases.phrases import PhrasePattern
from kb.language import normalise

QUESTIONS = Path(__file__).parents[3] / "eval" / "further.jsonl"


@pytest.mark.parametrize(
    ("phrases", "text"),
    [
        ("残疾证", "我有残疾证"),
        ("残疾(人)?证", "残疾证"),
        ("(没|无)工作", "现在无工作"),
        ("没有?活干", "没活干"),
        ("(很|太)*穷", "穷"),
        ("下岗、失业", "去年失业了"),
        ("甲|乙", "乙"),
        ("ABC", "abc"),
    ],
)
def test_nothing_that_may_be_missing_is_asked_for(phrases: str, text: str) -> None:
    assert PhrasePattern(phrases, "zh", {}).search(text)


def test_no_expression_is_made_for_a_text_without_a_phrase() -> None:
    pattern = PhrasePattern("残疾证、低(保|收入)户", "zh", {})
    assert pattern.search("我有残疾，没有证件，也不低于60岁") is None and "compiled" in vars(pattern)
    pattern = PhrasePattern("残疾证、低(保|收入)户", "zh", {})
    assert pattern.search("我有残疾") is None and "compiled" not in vars(pattern)


def test_questions_are_read_as_by_the_expressions_themselves() -> None:
    questions = [normalise(json.loads(line)["question"]) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    vocabulary = Vocabulary.of(None)
    rules = [pattern for rule in vocabulary.rules for pattern in rule.patterns.values()]
    for pattern in [*rules, vocabulary.gives, *(kind.cues for kind in vocabulary.kinds)]:
        made = pattern.compiled
        for question in questions[::7]:
            vars(pattern).pop("compiled", None)
            found = pattern.search(question)
            assert (found and found.span()) == ((same := made.search(question)) and same.span())
