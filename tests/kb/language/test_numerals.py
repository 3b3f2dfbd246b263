"""Numbers in words and figures; the variants are those that notices print, worked out by hand."""

from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.language.english_numerals import english_number
from kb.language.numerals import variants


@every(
    ("text", "expected"),
    [
        ("三年", ("3年", "36个月")),
        ("3年", ("三年", "36个月")),
        ("36个月", ("三十六个月", "3年", "三年")),
        ("三十六个月", ("36个月", "3年", "三年")),
        ("两年", ("2年", "24个月")),
        ("两年半", ("2.5年", "30个月")),
        ("2.5年", ("两年半", "30个月")),
        ("30个月", ("三十个月", "2.5年", "两年半")),
        ("一年零三个月", ("1年3个月", "一年三个月", "15个月")),
        ("半年", ("6个月", "六个月")),
        ("十五年", ("15年",)),
        ("30天", ("三十天", "30日", "三十日")),
        ("十个工作日", ("10个工作日",)),
        ("二〇一二年", ("2012年",)),
        ("60岁", ("60周岁", "六十周岁")),
        ("16-59岁", ("16岁", "16周岁", "十六周岁", "59周岁", "五十九周岁")),
    ],
)
def test_times(text, expected):
    assert variants(text) == expected


@every(
    ("text", "expected"),
    [
        ("十万", ("10万", "100000")),
        ("10万", ("100000", "十万")),
        ("100000", ("10万", "十万")),
        ("十万块", ("10万元", "100000元", "十万元")),
        ("100,000元", ("10万元", "100000元", "十万元")),
        ("五千块", ("5000元", "五千元")),
        ("贷10w", ("10万", "100000", "十万")),
        ("5k元", ("5000元", "五千元")),
        ("¥5000", ("5000元", "五千元")),
        ("五十户", ("50户",)),
        ("1.2亿元", ("一亿二千万元",)),
    ],
)
def test_amounts(text, expected):
    assert variants(text) == expected


@every(
    ("text", "expected"),
    [
        ("百分之六十", ("60%",)),
        ("60%", ("百分之六十",)),
        ("报七成", ("70%", "百分之七十")),
        ("七成半", ("75%", "百分之七十五")),
        ("打八折", ("80%", "百分之八十")),
        ("17个点的税", ("17%", "百分之十七")),
        ("一半", ("50%", "百分之五十")),
        ("三分之二", ("2/3",)),
        ("四分之一", ("1/4", "25%", "百分之二十五")),
        ("1/3", ("三分之一",)),
    ],
)
def test_shares(text, expected):
    assert variants(text) == expected


@every(
    "text",
    [
        "三支一扶",
        "四个不出村",
        "第3条",
        "第三年",
        "6月1日",
        "2018年6月1日",
        "2012年",
        "一年级",
        "三成立",
        "十来年",
        "6/1/2018",
        "how much a year",
    ],
)
def test_no_quantity(text):
    assert variants(text) == ()


@every(
    ("text", "expected"),
    [
        ("three years", ("3年", "三年", "36个月")),
        ("36 months", ("3年", "三年", "36个月")),
        ("two and a half years", ("30个月", "三十个月", "2.5年", "两年半")),
        ("half a year", ("6个月", "六个月", "半年")),
        ("ten working days", ("10个工作日", "十个工作日")),
        ("60 years old", ("60岁", "60周岁", "六十周岁")),
        ("ten thousand yuan", ("1万元", "10000元", "一万元")),
        ("100,000 yuan", ("10万元", "100000元", "十万元")),
        ("RMB 5,000", ("5000元", "五千元")),
        ("1.5 million yuan", ("150万元", "1500000元", "一百五十万元")),
        ("twenty-five people", ("25人",)),
        ("5 percent", ("5%", "百分之五")),
        ("sixty per cent", ("60%", "百分之六十")),
        ("half of it", ("一半", "50%", "百分之五十")),
        ("two thirds of the wage", ("三分之二", "2/3")),
        ("the second half of the year", ()),
        ("in 2018", ()),
    ],
)
def test_english(text, expected):
    assert variants(text) == expected


def test_english_number_words():
    assert english_number("two hundred and fifty") == 250
    assert english_number("one hundred thousand") == 100_000
    assert english_number("zero") is None


PIECES = [
    "三",
    "两",
    "半",
    "1.5",
    "2,000",
    "万",
    "亿",
    "年",
    "个月",
    "天",
    "%",
    "百分之",
    "成",
    "/",
    "two",
    " and a half ",
    "hundred ",
    " years",
    "¥",
    "k",
]


@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_any_text_has_variants(text):
    forms = variants(text)
    assert len(set(forms)) == len(forms)
    assert not [form for form in forms if form in text]
