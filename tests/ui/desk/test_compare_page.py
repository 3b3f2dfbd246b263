from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from kb.answers import AnswerItem, Citation, DifferenceMark, MarkedQuote
from kb.records import Clause, Document, Quote
from ui.desk.compare_page import difference_runs

SIDES = ["region:临沂市", "region:江苏省"]


def compared(client: TestClient, path: str = "/compare", **form: object) -> str:
    return client.post(path, data=form).text


def test_the_form_offers_what_is_held(client: TestClient):
    page = client.get("/compare").text
    values = re.findall(r'type="checkbox" name="side" value="([^"]+)"', page)
    assert {"region:江苏省", "region:海南省", "year:2012", "year:2016", "document:苏人社发〔2021〕82号"} <= set(values)
    assert page.count("<h1>") == 1 and 'lang="zh-CN"' in page
    # Whole titles: another of the same beginning would look the same.
    assert (
        "图解劳务输出如何拓“钱途”（政策读本：关于做好劳务输出脱贫工作的通知）</span>" in page
        and "……</span>" not in page
    )


def test_sides_stand_beside_each_other_in_the_order_chosen(client: TestClient):
    page = compared(client, subject="公益性岗位的期限", side=SIDES)
    assert re.findall(r'<h3 lang="zh-CN">([^<]+)</h3>', page) == ["临沂市", "江苏省"]
    assert '<mark class="kb-differs">' in page
    assert "临人社发〔2016〕12号" in page and "苏人社发〔2021〕82号" in page
    # What was typed is still there.
    assert 'value="公益性岗位的期限"' in page and page.count(" checked>") == 2


def test_the_days_and_words_of_the_texts_fill_the_table(client: TestClient):
    page = compared(client, subject="公益性岗位的期限", side=SIDES)
    table = page[page.index("<table") :]
    assert "期限" in table and "不超过1年" in table


def test_a_side_without_a_rule_says_so(client: TestClient):
    page = compared(client, subject="扶贫车间的一次性奖补", side=["region:临沂市", "region:海南省"])
    sides = page.split('<section class="kb-side">')[1:]
    assert "1000元" in sides[0] and "没有找到依据" in sides[1] and "blockquote" not in sides[1]


def test_a_side_may_be_typed(client: TestClient):
    page = compared(client, subject="创业担保贷款额度", side=["region:江苏省"], other="海南、 ")
    assert re.findall(r'<h3 lang="zh-CN">([^<]+)</h3>', page) == ["江苏省", "海南省"]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"subject": "", "side": SIDES}, "问题为空"),
        ({"subject": "贷款", "side": SIDES[:1]}, "2 到 4 方"),
        ({"subject": "贷款", "side": SIDES, "other": "月球基地"}, "月球基地"),
        ({"subject": "贷款", "side": SIDES, "as_of": "去年"}, "看不懂这个日期"),
        ({"subject": "贷" * 600, "side": SIDES}, "最多 500 字"),
        ({"subject": "😀😀", "side": SIDES}, "只有符号"),
        ({"subject": "贷款", "side": ["moon:x", "region:江苏省"]}, "2 到 4 方"),
    ],
    ids=["empty", "one side", "no place", "no day", "too long", "emoji", "unknown kind of side"],
)
def test_what_cannot_be_compared_is_said_and_nothing_is_lost(client: TestClient, form: dict[str, object], said: str):
    page = compared(client, **form)
    problem = re.search(r'<p class="kb-error" role="alert">([^<]*)</p>', page)
    assert problem and said in problem[1]
    assert f'value="{form["subject"]}"' in page


def test_markup_in_the_subject_stays_text(client: TestClient):
    page = compared(client, subject="贷款<script>x</script>{{7*7}}", side=SIDES)
    assert "<script>x" not in page and "{{7*7}}" in page and "49" not in page.split("kb-compared")[0]


def test_the_english_page_frames_in_english(client: TestClient):
    page = compared(client, "/en/compare", subject="public welfare posts", side=SIDES)
    assert '<html lang="en"' in page and "Validity judged as of" in page
    assert 'href="/en/documents/' in page


def test_no_word_is_added_to_a_quote(document: Document, clause: Clause):
    marks = (
        DifferenceMark(1, 3, "money", True),
        DifferenceMark(3, 4, "term", False),
        DifferenceMark(5, 6, "share", True, bound_only=True),
    )
    text = "a<b>c&d"
    citation = Citation(1, clause, document, "undated", None, (), 0.0)
    runs = difference_runs(MarkedQuote(AnswerItem(text, 1), citation, Quote(text, 0, 7), marks))
    assert [(run.text, run.kind) for run in runs] == [
        *(("a", ""), ("<b", "differs"), (">", "same"), ("c", ""), ("&", "bound"), ("d", ""))
    ]
