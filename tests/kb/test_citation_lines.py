"""The line to cite a clause by, in each style, wherever one is copied from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from markdown_it import MarkdownIt

from kb.citation_lines import chosen_style, clause_address, line_to_cite
from kb.records import Clause, Document
from ui.pieces import source_line

DOCUMENT = Document(
    "某发〔2020〕3号", "a.txt", "关于就业的通知", "notice", number="某发〔2020〕3号", issuers=("甲局", "乙局"), issued=date(2020, 6, 12)
)  # fmt: skip
CLAUSE = Clause("某发〔2020〕3号 一（一）1", DOCUMENT.id, "一（一）1", "clause", (), "甲。", (0, 1), ())
TODAY = date.today()
ADDRESS = clause_address(DOCUMENT.id, CLAUSE.label)


@pytest.fixture
def style(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[str]:
    """The style that the environment names, for one test."""
    monkeypatch.setenv("POLICY_KB_CITATION_STYLE", request.param)
    chosen_style.cache_clear()
    yield request.param
    chosen_style.cache_clear()


def test_as_official_documents_cite():
    assert line_to_cite(DOCUMENT, "一（一）1") == "《关于就业的通知》（某发〔2020〕3号）一（一）1"


def test_as_references_cite():
    said = line_to_cite(DOCUMENT, "一（一）1", "gbt7714")
    assert said == f"甲局, 乙局. 关于就业的通知: 某发〔2020〕3号[A/OL]. 一（一）1(2020-06-12)[{TODAY}]. {ADDRESS}"
    many = replace(DOCUMENT, number=None, issuers=("甲局", "乙局", "丙局", "丁局"), issued=None)
    assert line_to_cite(many, "二", "gbt7714").startswith(
        f"甲局, 乙局, 丙局, 等. 关于就业的通知[A/OL]. 二[{TODAY}]. policy://"
    )
    assert line_to_cite(replace(many, issuers=()), "二", "gbt7714").startswith("关于就业的通知[A/OL]. ")


def test_in_markdown_every_character_shows():
    nasty = replace(DOCUMENT, title="关于*a*_b_[c](d)<e>的通知", number=None)
    shown = MarkdownIt().renderInline(line_to_cite(nasty, "附件1（a_b）", "markdown"))
    assert shown == "《关于*a*_b_[c](d)&lt;e&gt;的通知》<strong>附件1（a_b）</strong>"


@pytest.mark.parametrize("style", ["gbt7714"], indirect=True)
def test_one_setting_for_what_is_copied(style: str):
    wanted = line_to_cite(DOCUMENT, "一（一）1", "gbt7714")
    assert line_to_cite(DOCUMENT, "一（一）1") == wanted
    assert source_line(DOCUMENT, CLAUSE, "zh") == source_line(DOCUMENT, CLAUSE, "en") == wanted
