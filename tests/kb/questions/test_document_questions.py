"""Which questions are about documents themselves, and what they ask of them."""

from __future__ import annotations

import time

import pytest
from every import every

from kb.language import Gazetteer, Lexicon
from kb.questions import HeldTitles, Question, of_none_held, understand
from kb.questions.document_questions import about_documents, document_words, words_of_documents
from kb.questions.question import LONGEST_QUESTION

NUMBERS = ["某人社发〔2016〕12号", "某府办发〔2020〕3号"]
TITLES = HeldTitles.of(["某市失业保险条例", "某市人民政府关于印发某市公共租赁住房管理办法的通知"])


def read(text: str) -> Question:
    return understand(text, Lexicon.load(), Gazetteer.load(), NUMBERS, (), TITLES)


@every(
    ("text", "facts"),
    [
        ("12号文还有效吗", {"state"}),
        ("12号文有没有被废止", {"state"}),
        ("12号文被什么文件代替了", {"undone"}),
        ("Which notice replaced document 12?", {"undone"}),
        ("3号文是哪天印发的", {"printed"}),
        ("3号文的成文日期", {"issued", "state"}),
        ("12号文从什么时候开始执行", {"begin"}),
        ("12号文执行到哪年", {"begin", "end"}),
        ("《某市失业保险条例》什么时候失效", {"end"}),
        ("某市失业保险条例哪年公布的", {"issued"}),
        ("Is document 12 still valid?", {"state"}),
        ("When did 某人社发〔2016〕12号 take effect?", {"begin"}),
        ("When does the Linyi notice expire?", {"end"}),
        ("12号文是谁印发的", {"issuer"}),
        ("12号文由哪几个部门联合下发", {"issuer"}),
        ("12号文是哪天由谁印发的", {"issuer", "printed"}),
        ("谁制定的某市公租房管理办法", {"issuer"}),
        ("12号文的发文机关", {"issuer"}),
        ("某市公租房管理办法是几号文", {"number"}),
        ("《某市失业保险条例》的文号是多少", {"number"}),
        ("12号文的全称是什么", {"title"}),
        ("12号文是什么文件", {"title"}),
        ("12号文哪天印发的，文号是多少", {"number", "printed"}),
        ("Which two departments issued document 12?", {"issuer"}),
        ("Who issued document 12?", {"issuer"}),
        ("Which departments drew up the plan for rental housing?", {"issuer"}),
        ("What is the document number of the rental housing measures?", {"number"}),
    ],
)
def test_what_is_asked_of_one_document(text: str, facts: set[str]) -> None:
    asked = read(text).about
    assert asked is not None and (asked.facts, asked.state) == (facts, None)


@every(
    ("text", "state"),
    [
        ("哪些文件现在有效", "in_force"),
        ("目前有效的政策有哪些", "in_force"),
        ("没有过期的文件有哪些", "in_force"),
        ("哪些规定已经过期", "expired"),
        ("哪些通知被废止了", "superseded"),
        ("哪些办法还没施行", "not_yet_in_force"),
        ("哪些文件快到期了", "expiring"),
        ("2016年发布了哪些文件", "issued"),
        ("有哪些关于养老的文件", "issued"),
        ("有哪些文件是关于公租房的", "issued"),
        ("公租房方面的文件有哪些", "issued"),
        ("Which documents are in force?", "in_force"),
        ("Which documents are about rental housing?", "issued"),
        ("Which policies have been repealed?", "superseded"),
        ("What documents expire this year?", "expiring"),
    ],
)
def test_which_documents_are_asked_for(text: str, state: str) -> None:
    asked = read(text).about
    assert asked is not None and asked.state == state


@every(
    "text",
    [
        "居住证有效期多久",  # of a card
        "12号文的补贴什么时候到期",  # of what a document gives
        "失业保险金领到什么时候",
        "残疾人证由哪个部门签发",
        "12号文的补贴是谁发的",
        "这个办法由哪个部门实施",
        "12号文印发给哪些单位",
        "办残疾证要哪些文件",  # papers to bring
        "What documents do I need for rental housing?",
        "哪些补贴现在有效",
        "12号文第三条什么时候生效",  # of a clause
        "12号文和3号文哪个先到期，有什么区别",
        "How long is the permit valid?",
        "How long is the subsidy valid under document 12?",
        "Which file expires later: the 2016 notice or the 2021 plan?",
    ],
)
def test_what_a_document_says_is_another_question(text: str) -> None:
    assert read(text).about is None


def test_the_words_that_say_which_document_is_meant() -> None:
    question = read("那个关于养老服务的管理办法还管用吗")
    asked = question.about
    assert asked is not None
    assert "".join(question.text[start:end] for start, end in asked.described) == "养老服务管理"
    assert asked.kinds == ("办法",)


def test_a_day_is_a_documents_only_where_it_is_said_of_one() -> None:
    assert read("12号文有效期到哪天").parts == {"施行日期"}
    assert read("居住证有效期到哪天").parts == frozenset()
    assert "施行日期" in read("3号文从哪天起执行，统计表几日内报").parts  # one of two questions


def test_a_document_that_none_is_held_of_is_missing_and_a_policy_is_a_matter() -> None:
    assert of_none_held(read("养犬管理办法还有效吗")).unheld_documents == ("养犬管理办法",)
    assert of_none_held(read("养犬政策还有效吗")).unheld_documents == ()
    assert of_none_held(read("12号文还有效吗")).unheld_documents == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_word_is_of_one_kind(language: str) -> None:
    kinds = set(document_words(language).values())
    assert kinds <= {
        *("paper", "any", "which", "when", "soon", "state", "begin", "end", "over", "gone", "not"),
        *("issued", "printed", "link", "other", "none", "rests", "undoes", "one", "number"),
        *("who", "body", "made", "issuer", "title", "about", "related", "file", "by"),
    }


@every(
    ("text", "facts"),
    [
        ("12号文废止了哪份文件", {"repeals"}),
        ("3号文自何时施行，同时废止了什么", {"repeals", "begin"}),
        ("《某市失业保险条例》施行后，哪部旧条例废止了", {"repeals"}),
        ("某市失业保险条例依据哪几部上位法制定", {"rests_on"}),
        ("12号文以哪两份上级文件为依据", {"rests_on"}),
        ("3号文 贯彻 省里文号", {"rests_on"}),
        ("What earlier notice did 某人社发〔2016〕12号 replace?", {"repeals"}),
    ],
)
def test_what_a_document_does_to_another_or_rests_on(text: str, facts: set[str]) -> None:
    asked = read(text).about
    assert asked is not None and (asked.facts, asked.state) == (facts, None)


@pytest.mark.parametrize("unit", ["notice on relief funds ", "rules of relief notice ", "valid notice on funds "])
def test_the_longest_question_is_read_at_once(unit: str) -> None:
    """Links and descriptions may be joined in many ways; tried one by one they took minutes."""
    words = words_of_documents(f"{(unit * 30)[: LONGEST_QUESTION - 4]} who", (), ())
    begun = time.thread_time()
    about_documents(words)
    assert time.thread_time() - begun < 1


@pytest.mark.parametrize("text", ["根据12号文，补贴有多少", "12号文的补贴依据什么标准发", "依据哪个文件给低保户发补贴"])
def test_what_a_rule_rests_on_is_another_question(text: str) -> None:
    assert read(text).about is None
