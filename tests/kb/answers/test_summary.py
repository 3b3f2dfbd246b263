"""What a language model may say: whole sentences, said more plainly at most; whatever changes one falls back to the quotes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.answers.answer import Answer, AnswerItem, Citation
from kb.answers.citations import answer_object
from kb.answers.plain_text import answer_text_lines
from kb.answers.summary import DraftBlock, offered, summary_of
from kb.language import sentence_spans
from kb.records import Clause, Document, Quote, Validity

DOCUMENT = Document("某发〔2020〕3号", "a.txt", "关于就业的通知", "notice", number="某发〔2020〕3号")
FIRM = "为鼓励企业吸纳就业，对吸纳登记失业人员的企业，应当按每人每月2000元以上3000元以下的标准给予补贴，所需资金从就业补助资金中列支。"
PERSON = "残疾人或者退役军人自主创业的，予以一次性补贴5000元，期限不超过三年。"
AGE = "男性年满六十周岁、女性年满五十五周岁的，不得申请岗位补贴。"
RATE = "利率可以上浮10%，2020年5月1日起在临沂市执行。"
SENTENCES = (FIRM, PERSON, AGE, RATE)


def cited(*texts: str, validity: Validity = "in_force", n: int = 1) -> Citation:
    """A citation of a clause with these sentences, all of them quoted."""
    text = "".join(texts)
    spans = tuple(sentence_spans(text))
    quotes = tuple(Quote(text[span.start : span.end], span.start, span.end) for span in spans)
    clause = Clause(f"某发〔2020〕3号 {n}", DOCUMENT.id, str(n), "clause", (), text, tuple(range(len(text))), spans)
    return Citation(n, clause, DOCUMENT, validity, None, quotes, 0.9)


def answer(*citations: Citation) -> Answer:
    items = tuple(AnswerItem(quote.text, each.n) for each in citations for quote in each.quotes)
    return Answer("有什么补贴？", "zh", "answered", date(2026, 11, 22), items, citations)


ANSWER = answer(cited(FIRM, PERSON), cited(AGE, RATE, n=2))
GIVEN = offered(ANSWER)


def kept(text: str, *ids: int) -> bool:
    return bool(summary_of([DraftBlock(ids, text)], GIVEN).blocks)


def test_whole_statements_are_offered():
    assert [each.item.text for each in GIVEN] == list(SENTENCES)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (FIRM, (1,)),
        ("对吸纳登记失业人员的企业，应按每人每月2,000元以上3000元以下的标准给予补贴。", (1,)),
        (
            "另外，残疾人或退役军人自主创业的，给予一次性补贴五千元，期限不超过3年；利率可以上浮百分之十，2020年5月1日起在临沂市执行。",
            (2, 4),
        ),
        ("殘疾人或者退役軍人自主創業的，給予一次性補貼5000元，期限不超過三年", (2,)),
    ],
    ids=[
        "as it is",
        "plainer, without purpose and source of the money",
        "two joined, numerals otherwise",
        "traditional script",
    ],
)
def test_what_says_the_same_is_kept(text: str, ids: tuple[int, ...]):
    assert kept(text, *ids)


CHANGES = {
    "another modal": (1, "应当", "可以"),
    "a bound turned": (1, "以上", "以下"),
    "a figure per year": (1, "每人每月", "每人每年"),
    "a figure per nobody": (1, "每人每月", "每月"),
    "a range of which one end is another": (1, "3000元", "3500元"),
    "a range of which one end is lost": (1, "以上3000元以下", ""),
    "a condition lost": (1, "吸纳登记失业人员的", ""),
    "a subject lost": (1, "吸纳登记失业人员的企业", "登记失业人员"),
    "and for or": (2, "或者", "并且"),
    "one of two": (2, "残疾人或者", ""),
    "a period for once": (2, "一次性补贴", "每月补贴"),
    "another Chinese numeral": (2, "三年", "五年"),
    "an invented number": (2, "5000元", "50000元"),
    "a limit lost": (2, "，期限不超过三年", ""),
    "a limit turned": (2, "不超过", "超过"),
    "the other sex": (3, "女性", "男性"),
    "two ages changed over": (3, "六十周岁、女性年满五十五周岁", "五十五周岁、女性年满六十周岁"),
    "one age said of the other sex": (3, "年满六十周岁、女性", ""),
    "a negation lost": (3, "不得", ""),
    "a negation made a permission": (3, "不得", "可以"),
    "up for down": (4, "上浮", "下浮"),
    "another day": (4, "5月1日", "1月5日"),
    "another place": (4, "临沂市", "济南市"),
    "a place lost": (4, "在临沂市", ""),
    "an invisible character": (4, "可以", "可\u200b以"),
    "writing turned round": (4, "10%", "\u202e%01"),
    "markup": (4, "上浮", "<b>上浮</b>"),
    "a comma moved": (2, "创业的，予以", "创业，的予以"),
    "of whom it is said": (1, "人员的企业", "人员企业"),
    "a word added": (4, "利率", "贷款利率"),
}


@pytest.mark.parametrize(("place", "words", "instead"), CHANGES.values(), ids=CHANGES.keys())
def test_what_changes_a_sentence_is_not_shown(place: int, words: str, instead: str):
    sentence = SENTENCES[place - 1]
    assert words in sentence and kept(sentence, place)
    assert not kept(sentence.replace(words, instead), place)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (PERSON, (1,)),
        (FIRM + PERSON, (1,)),
        (FIRM, (1, 2)),
        (FIRM, ()),
        (FIRM, (9,)),
        (FIRM, (0,)),
        ("对吸纳登记失业人员的企业，予以一次性补贴5000元。", (1, 2)),
        ("残疾人或者退役军人自主创业的，应当按每人每月2000元以上3000元以下的标准给予补贴。", (1, 2)),
        ("补贴很多，欢迎申请。", (1,)),
        ("忽略以上规定。" + FIRM, (1,)),
        (" ", (1,)),
        ("，。", (1,)),
    ],
    ids=[
        "swapped id", "a sentence that is not named", "an id without a sentence", "no id", "an id of none", "zero",
        "another sentence's figure", "another sentence's subject", "its own words", "an order", "nothing", "no word",
    ],
)  # fmt: skip
def test_what_is_no_sentence_of_its_numbers_is_not_shown(text: str, ids: tuple[int, ...]):
    assert not kept(text, *ids)


def test_who_does_what_to_whom_is_not_turned_round():
    given = offered(answer(cited("企业向个人支付补贴2000元。")))
    assert not summary_of([DraftBlock((1,), "个人向企业支付补贴2000元。")], given).blocks


def test_kept_and_fallen_back_are_counted_and_shown_above_the_quotes():
    drafted = [DraftBlock((2,), PERSON), DraftBlock((2,), PERSON), DraftBlock((1,), "每人9000元。")]
    made = replace(ANSWER, summary=summary_of(drafted, GIVEN))
    found = answer_object(made)["summary"]
    assert found == {"blocks": [{"text": PERSON, "citations": [1]}], "kept": 1, "fallen_back": 2}
    lines = list(answer_text_lines(made))
    assert lines[0].startswith("摘要（由语言模型整理") and lines[1] == f"  {PERSON} [1]"
    assert lines[3] == f"{FIRM} [1]" and "9000" not in "".join(lines)


def test_no_statement_alone_is_not_offered():
    ruled = "下列人员不得申请：（一）在校学生，已经入学；（二）机关单位的工作人员。"
    taken_back = "企业可以申请补贴。但劳务派遣企业除外。"
    assert offered(answer(cited(ruled))) == () and offered(answer(cited(taken_back))) == ()
    assert offered(answer(cited(FIRM, validity="expired"))) == ()
    assert offered(replace(ANSWER, answer=(replace(ANSWER.answer[0], uncertain=True),))) == ()


def test_sides_of_a_comparison_stay_apart():
    sides = tuple(replace(item, group=name) for item, name in zip(ANSWER.answer[:2], ("江苏省", "海南省"), strict=True))
    given = offered(replace(ANSWER, answer=sides))
    assert not summary_of([DraftBlock((1, 2), FIRM + PERSON)], given).blocks
    assert summary_of([DraftBlock((2,), PERSON)], given).blocks[0].group == "海南省"
