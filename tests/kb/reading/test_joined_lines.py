"""Whole notices on one line, and titles joined to the text below; the texts are our own words."""

from __future__ import annotations

import itertools
from datetime import date

from kb.reading import build_clauses, extract
from kb.reading.joined_lines import inner_starts
from kb.records import SourceText

FILL = "各地要把这项工作摆上重要位置，明确责任分工，加强协调配合，确保各项任务按时完成，切实让群众得到实惠。" * 2
ONE_LINE = (
    f"乙市人民政府办公室关于加强某项工作的通知\n各区县人民政府，市级有关部门：为做好有关工作，现通知如下。一、总体要求（一）提高认识。{FILL}"
    f"（二）明确目标。{FILL}二、主要任务（一）摸清底数。第一、二产业从业人员都要登记。{FILL}（二）落实补贴。每人每月三百元。三、加强督查。{FILL}"
    "附件：任务分工表乙市人民政府办公室2021年7月13日"
).replace("分工表乙市", "分工表（略）乙市")


def pieces(text: str) -> list[str]:
    edges = sorted({0, *inner_starts(text), len(text)})
    return [piece for a, b in itertools.pairwise(edges) for piece in text[a:b].split("\n") if piece]


def test_a_notice_on_one_line_is_taken_apart_where_its_numbers_count_on() -> None:
    assert [piece[:8] for piece in pieces(ONE_LINE)] == [
        "乙市人民政府办公",
        "各区县人民政府，",
        "为做好有关工作，",
        "一、总体要求",
        "（一）提高认识。",
        "（二）明确目标。",
        "二、主要任务",
        "（一）摸清底数。",
        "（二）落实补贴。",
        "三、加强督查。各",
        "附件：任务分工表",
        "乙市人民政府办公",
    ]


def test_it_is_read_like_one_with_lines() -> None:
    source = SourceText("one.txt", ONE_LINE, "utf-8", "0")
    found = extract(source)
    assert found.issued is not None and found.issued.value == date(2021, 7, 13)
    assert found.issuers is not None and found.issuers.value == ("乙市人民政府办公室",)
    clauses, _ = build_clauses(source, "one")
    assert ("二、主要任务", "（二）落实补贴。") in {clause.path for clause in clauses}


def test_articles_on_one_line() -> None:
    line = "".join(f"第{n}条 {FILL}" for n in "一二三四") + "附则另行规定。"
    assert [piece[:3] for piece in pieces(line)] == ["第一条", "第二条", "第三条", "第四条"]


def test_a_long_paragraph_is_left_alone() -> None:
    for line in (
        FILL * 4,
        f"支持下列人员：（一）失业人员；（二）残疾人；（三）退役军人。{FILL * 3}",
        f"根据第三条、第四条和第一、二、三产业的分类，{FILL * 3}",
    ):
        assert inner_starts(line) == frozenset()


def test_a_title_the_text_has_named_is_a_line_of_its_own() -> None:
    text = f"现将《帮扶困难群众八条措施》印发给你们。\n帮扶困难群众八条措施为深入贯彻有关部署，制定以下措施。\n一、{FILL}\n"
    assert pieces(text)[1:3] == ["帮扶困难群众八条措施", "为深入贯彻有关部署，制定以下措施。"]
    assert inner_starts("《某办法》已经通过。\n某办法的实施由市局负责。\n") == frozenset()


def test_a_number_before_the_salutation_and_a_signature_behind_the_last_sentence_are_lines_of_their_own() -> None:
    text = (
        "关于做好某项工作的通知\n甲财〔2019〕8号各区财政局，各有关单位：为做好有关工作，现通知如下：\n"
        "一、加强领导。\n二、抓好落实。本通知自2019年9月1日起施行。甲市财政局2019年7月26日\n"
    )
    found = extract(SourceText("a.txt", text, "utf-8", ""))
    assert found.number and found.number.value == "甲财〔2019〕8号"
    assert found.issuers and found.issuers.value == ("甲市财政局",)
    assert found.issued and found.issued.value == date(2019, 7, 26)
    assert found.effective_from and found.effective_from.value == date(2019, 9, 1)


def test_a_number_or_a_day_inside_a_sentence_takes_nothing_apart() -> None:
    text = "甲财〔2019〕8号文件已经印发。\n报送乙市财政局。截至甲市财政局2019年7月26日统计，共有三户。\n"
    assert pieces(text) == text.splitlines()
