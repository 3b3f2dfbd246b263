"""Expressions made late are those of `re`, and what they say they need they need."""

from __future__ import annotations

import importlib
import pkgutil
import re

import kb
from kb.language.wording import _dialects
from kb.regex import regex


def test_a_late_expression_answers_as_one_made_at_once() -> None:
    made = re.compile(r"(\d+)元", re.IGNORECASE)
    for text in ("补贴500元，另加20元", "没有金额", ""):
        late = regex(r"(\d+)元", re.IGNORECASE, needs="元")
        assert [match.span() for match in late.finditer(text)] == [match.span() for match in made.finditer(text)]
        late = regex(r"(\d+)元", re.IGNORECASE, needs="元")
        assert late.sub("X", text) == made.sub("X", text) and late.findall(text) == made.findall(text)
        late = regex(r"(\d+)元", re.IGNORECASE, needs="元")
        assert bool(late.search(text)) == bool(made.search(text)) and late.groups == 1


def test_it_is_made_where_a_text_may_match_and_not_before() -> None:
    late = regex(r"(", needs="元")  # an expression that cannot be made
    assert late.search("五百块") is None and list(late.finditer("五百块")) == [] and late.sub("", "五百块") == "五百块"
    try:
        late.search("五百元")
    except re.error:
        return
    raise AssertionError("it was not made")


def test_without_what_it_needs_nothing_matches(base) -> None:
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(kb.__path__, "kb.")
        if module.name.startswith(("kb.language", "kb.questions", "kb.answers", "kb.cases"))
    ]
    values = [value for module in modules for value in vars(module).values()] + [_dialects()[0]]
    needing = [value for value in values if getattr(value, "_needs", None)]
    assert len(needing) > 20
    texts = [clause.text for document in base.documents() for clause in base.clauses(document.document.id)]
    texts += [
        "二〇一六年三成半、八五折、百分之五至七、1/3；半个月、5月初、“十三五”期间、每月5日",
        "12 May 2016, no. 12 of 2016",
    ]
    for one in needing:
        made, gone = re.compile(one.pattern, one._flags), str.maketrans("", "", "".join(one._needs))
        for text in texts:
            found = made.search(text.translate(gone))
            assert found is None, f"{one.pattern}: {found} holds none of {sorted(one._needs)}"
