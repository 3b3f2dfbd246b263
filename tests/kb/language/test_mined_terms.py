"""Short forms that texts spell out."""

from __future__ import annotations

import pytest

from kb.language.mined_terms import mined_entries, mined_pairs


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        (
            "整合城镇居民基本医疗保险（以下简称城镇居民医保）和新型农村合作医疗",
            ("城镇居民基本医疗保险", "城镇居民医保"),
        ),
        ("由市高校毕业生就业指导中心（以下简称“市高指中心”）办理", ("市高校毕业生就业指导中心", "市高指中心")),
        (
            "银行(以下简称受委托银行)办理：指定受委托办理金融业务的银行(以下简称受委托银行)",
            ("受委托办理金融业务的银行", "受委托银行"),
        ),
    ],
    ids=["of two", "quoted", "the whole phrase"],
)
def test_a_short_form_stands_for_the_least_that_holds_its_characters(text: str, pair: tuple[str, str]) -> None:
    assert pair in [entry.official for entry in mined_entries(mined_pairs([text]))]


@pytest.mark.parametrize(
    "text",
    [
        "设立就业见习基地（以下简称见习基地）",
        "公布《居住证暂行条例》（以下简称《条例》）",
        "关于印发广州市引进人才入户管理办法的通知（以下简称本办法）",
        "按照规定（见附件）办理",
    ],
    ids=["its own end", "a title", "too general", "no short form"],
)
def test_what_adds_nothing_is_left(text: str) -> None:
    assert mined_entries(mined_pairs([text])) == ()


def test_a_pair_is_one_entry_however_often_it_is_said() -> None:
    texts = ["新型农村合作医疗（以下简称新农合）"] * 2
    assert [entry.official for entry in mined_entries(mined_pairs(texts))] == [("新型农村合作医疗", "新农合")]
