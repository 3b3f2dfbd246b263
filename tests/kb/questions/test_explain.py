"""How a question was read, as data and as lines."""

import json

from hypothesis import given
from hypothesis import strategies as st

from kb.language import Gazetteer, Lexicon
from kb.language.lexicon_file import parse_lexicon
from kb.questions.explain import question_object, reading_lines
from kb.questions.question import understand

LEXICON = Lexicon(
    parse_lexicon(
        "- official: [公益性岗位]\n  everyday: [公岗]\n  english: [public welfare post]\n"
        "- official: [社会保险]\n  everyday: [社会保险]\n  english: [social insurance]\n",
        "test.yaml",
    )
)
GAZETTEER = Gazetteer.load()
KNOWN = ("临人社发〔2016〕12号",)


def ask(text):
    return understand(text, LEXICON, GAZETTEER, KNOWN, [GAZETTEER["3713"]])


QUESTION = "临沂公岗和设会保险，临人社发12号二（一）2到2018年6月1日还有效吗"


def test_reading():
    data = question_object(ask(QUESTION))
    assert data["text"] == "临沂公岗和设会保险,临人社发12号二(一)2到2018年6月1日还有效吗"
    assert data["language"] == "zh"
    assert data["places"] == [{"name": "临沂市", "start": 0, "end": 2}]
    assert data["document_numbers"] == ["临人社发〔2016〕12号"]
    assert data["clauses"] == [{"steps": ["二", "（一）", "2"], "start": 17, "end": 22}]
    assert data["years"] == [2018]
    assert data["dates"] == ["2018-06-01"]
    assert data["asks"] == ["yes_no", "document"]
    assert data["terms"] == [
        {"said": "公岗", "meant": "公岗", "official": ["公益性岗位"], "typo": False, "start": 2, "end": 4},
        {"said": "设会保险", "meant": "社会保险", "official": ["社会保险"], "typo": True, "start": 5, "end": 9},
    ]
    assert data["expansion"] == ["公益性岗位", "社会保险"]
    assert "公岗" in data["content"]


def test_lines():
    assert reading_lines(ask(QUESTION))[:9] == [
        "问题 Question：临沂公岗和设会保险,临人社发12号二(一)2到2018年6月1日还有效吗",
        "语言 Language：中文 Chinese",
        "地区 Places：临沂市",
        "文号 Document numbers：临人社发〔2016〕12号",
        "条款 Clauses：二 （一） 2",
        "年份 Years：2018",
        "日期 Dates：2018-06-01",
        "问的是 Asked for：是否 yes or no、文件 a document",
        "用语 Terms：公岗 → 公益性岗位；设会保险 → 社会保险 → 社会保险",
    ]


def test_empty_parts_are_left_out():
    assert reading_lines(ask("天气")) == [
        "问题 Question：天气",
        "语言 Language：中文 Chinese",
        "关键词 Content words：天气",
    ]


@given(st.text(max_size=60))
def test_any_question_is_plain_data(text):
    question = ask(text)
    assert json.loads(json.dumps(question_object(question))) == question_object(question)
    assert all("：" in line for line in reading_lines(question))
