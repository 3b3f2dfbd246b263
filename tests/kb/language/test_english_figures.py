"""English for figures and negations: a sentence of a kind each, the English written by hand."""

from __future__ import annotations

from every import every

from kb.language import in_english


@every(
    ("text", "said"),
    [
        ("补贴期限最长不超过3年", [("最长不超过3年", "at most 3 years")]),
        ("一次性创业补贴不低于2000元", [("不低于2000元", "at least 2,000 yuan, one-off")]),
        ("每人每月300元", [("每人每月300元", "300 yuan per person per month")]),
        ("贷款额度最高300万元", [("最高300万元", "at most 3 million yuan")]),
        (
            "自2016年5月16日起至2020年5月15日",
            [("自2016年5月16日起", "from 16 May 2016"), ("至2020年5月15日", "until 15 May 2020")],
        ),
        ("2020年底前完成", [("2020年底前", "by 31 December 2020")]),
        ("应当在10个工作日内办结", [("10个工作日内", "within 10 working days")]),
        ("年满16周岁至60周岁", [("满16周岁至60周岁", "16 to 60 years of age")]),
        ("占三分之一，提高5%", [("三分之一", "1/3"), ("提高5%", "raised by 5%")]),
        ("期限12个月", [("12个月", "12 months")]),
        ("每季度末25日前报送，期满25日前提出", [("25日", "before day 25 of the month"), ("25日", "25 days")]),
        ("不得收费，但孤儿除外", [("不得", "must not"), ("但", "but"), ("除外", "except the above")]),
        ("不得超过工资总额的20%", [("不得超过", "must not exceed"), ("20%", "20%")]),
        ("第3名不断进步，动产与不动产不同", []),
    ],
)
def test_the_english_of_a_sentence(text: str, said: list[tuple[str, str]]) -> None:
    assert list(in_english(text)) == said
