"""Questions about documents, over the five notices. In force on 2018-06-01: 临人社发〔2016〕12号 alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from every import every

from kb.answers import Answer
from kb.answers.document_answers import states_a_term
from kb.building import build
from kb.records import Filters
from kb.settings import Settings
from kb.store import KnowledgeBase

DAY = date(2018, 6, 1)
LATER = date(2026, 11, 29)


def ask(base: KnowledgeBase, text: str, day: date = DAY, **filters: object) -> Answer:
    return base.ask(text, Filters(as_of=day, **filters))  # type: ignore[arg-type]


def told(answer: Answer, code: str) -> list[str]:
    return [notice.message.zh for notice in answer.notices if notice.code == code]


@every(
    ("text", "number", "quote", "says"),
    [
        ("临人社发12号文还有效吗", "临人社发〔2016〕12号", "有效期至2020年5月15日", "现行有效"),
        ("82号文执行到什么时候", "苏人社发〔2021〕82号", "截止2025年12月31日", "有效期至2025-12-31"),
        ("82号文到今天过期了没有", "苏人社发〔2021〕82号", "截止2025年12月31日", "有效期至2025-12-31"),
        ("289号文作废了没有", "苏人社发〔2016〕289号", "2016年10月9日", "没有写明有效期"),
        ("289号文哪天印发", "苏人社发〔2016〕289号", "2016年10月12日印发", "2016-10-09成文，2016-10-12印发"),
        ("临沂那个扶贫通知何时起施行", "临人社发〔2016〕12号", "自2016年5月16日起", "自2016-05-16起施行"),
        ("江苏2021年的方案什么时候到期", "苏人社发〔2021〕82号", "2025年12月31日", "有效期至2025-12-31"),
        ("Is document 289 still valid?", "苏人社发〔2016〕289号", "2016年10月9日", "没有写明有效期"),
    ],
)
def test_one_document(base: KnowledgeBase, text: str, number: str, quote: str, says: str) -> None:
    answer = ask(base, text)
    assert answer.status == "answered"
    assert {citation.document.number for citation in answer.citations} == {number}
    assert any(quote in "".join(item.text.split()) for item in answer.answer)
    (line,) = told(answer, "document_status")
    assert number in line and says in line


@every(
    ("text", "number", "quotes", "issuers"),
    [
        ("12号文是哪几个部门联合发的", "临人社发〔2016〕12号", ["市财政局"], 3),
        ("谁印发的82号文", "苏人社发〔2021〕82号", ["省乡村振兴局"], 5),
        ("Who issued document 289?", "苏人社发〔2016〕289号", ["江苏省人力资源和社会保障厅"], 2),
        ("82号文的全称是什么", "苏人社发〔2021〕82号", ["巩固拓展脱贫攻坚成果助力乡村振兴实施方案的通知"], 0),
        ("临沂那个扶贫通知的文号是多少", "临人社发〔2016〕12号", ["临人社发〔2016〕12号"], 0),
    ],
)
def test_what_stands_in_the_head(base: KnowledgeBase, text: str, number: str, quotes: list[str], issuers: int) -> None:
    answer = ask(base, text)
    assert answer.status == "answered"
    assert {citation.document.number for citation in answer.citations} == {number}
    said = "".join(answer_item.text for answer_item in answer.answer)
    assert all(quote in "".join(said.split()) for quote in quotes)
    assert [line.count("、") + 1 for line in told(answer, "issuers")] == ([issuers] if issuers else [])


def test_an_english_title_is_looked_for_among_those_of_the_place_first(base: KnowledgeBase) -> None:
    answer = ask(base, "When did the Linyi notice on social security and poverty relief take effect?", LATER)
    assert {citation.document.number for citation in answer.citations} == {"临人社发〔2016〕12号"}


def test_a_telephone_of_an_office_that_the_question_does_not_speak_of_is_none(base: KnowledgeBase) -> None:
    assert ask(base, "路灯不亮了该打哪个电话").status == "not_found"
    assert ask(base, "路灯不亮了该打哪个电话？水管爆了该打哪个电话？").status == "not_found"
    found = ask(base, "江苏2016年精准扶贫意见的联系电话是多少")
    assert found.status == "answered" and found.citations[0].clause.label.endswith("联系方式")


def test_a_number_that_a_document_does_not_have_is_not_answered_by_its_title(base: KnowledgeBase) -> None:
    answer = ask(base, "海南的劳务输出通知是几号文")
    assert answer.status == "not_found"
    assert told(answer, "document_status")


def test_documents_on_a_subject_are_listed(base: KnowledgeBase) -> None:
    answer = ask(base, "有哪些关于扶贫的文件")
    listed = {citation.document.number for citation in answer.citations}
    assert listed == {"临人社发〔2016〕12号", "苏人社发〔2016〕289号"}
    assert "2 件" in told(answer, "document_list")[0]
    # Papers to bring are none that are held.
    assert not told(ask(base, "办社会保险补贴要哪些文件"), "document_list")


def test_the_state_is_that_of_the_day_asked_about(base: KnowledgeBase) -> None:
    (line,) = told(ask(base, "12号文2019年还管用吗", LATER), "document_status")
    assert line.endswith("截至2019-12-31：现行有效。")
    (line,) = told(ask(base, "2020年6月1日12号文还有效吗", LATER), "document_status")
    assert line.endswith("截至2020-06-01：已到期，不再有效。")
    assert told(ask(base, "12号文还有效吗", LATER), "document_status")[0].endswith("截至2026-11-29：已到期，不再有效。")


def test_only_in_force_leaves_no_document_out_of_a_question_about_its_state(base: KnowledgeBase) -> None:
    answer = ask(base, "12号文还有效吗", LATER, in_force=True)
    assert answer.citations[0].validity == "expired"


def test_the_documents_in_force_are_listed_with_their_number_and_those_that_state_no_end(base: KnowledgeBase) -> None:
    answer = ask(base, "哪些文件现在有效")
    (line,) = told(answer, "document_list")
    assert "现行有效的文件有 1 件：临人社发〔2016〕12号" in line and "另有 3 件没有写明有效期" in line
    assert answer.citations[0].document.number == "临人社发〔2016〕12号"
    assert len({citation.document.id for citation in answer.citations}) == 4


@every(
    ("text", "day", "listed"),
    [
        ("哪些文件已经过期", LATER, ["临人社发〔2016〕12号", "苏人社发〔2021〕82号"]),
        ("江苏的文件哪些已经过期", LATER, ["苏人社发〔2021〕82号"]),
        ("哪些文件快到期了", date(2019, 12, 1), ["临人社发〔2016〕12号"]),
        ("哪些文件还没生效", date(2021, 8, 1), ["苏人社发〔2021〕82号"]),
    ],
)
def test_lists(base: KnowledgeBase, text: str, day: date, listed: list[str]) -> None:
    answer = ask(base, text, day)
    assert [citation.document.number for citation in answer.citations] == listed
    assert f" {len(listed)} 件" in told(answer, "document_list")[0]


def test_a_list_of_none_says_none(base: KnowledgeBase) -> None:
    answer = ask(base, "哪些文件被废止了")
    assert (answer.status, answer.citations) == ("not_found", ())
    assert "有 0 件" in told(answer, "document_list")[0]


def test_where_no_document_is_named_all_that_may_be_meant_are_told(base: KnowledgeBase) -> None:
    answer = ask(base, "什么时候到期")
    assert "5 份" in told(answer, "document_list")[0]
    assert len(told(answer, "document_status")) == 5
    chosen = ask(base, "什么时候到期", document="临人社发〔2016〕12号")
    assert len(told(chosen, "document_status")) == 1


def test_of_a_document_that_is_not_held_nothing_is_claimed(base: KnowledgeBase) -> None:
    answer = ask(base, "养犬管理办法还有效吗")
    assert (answer.status, told(answer, "document_not_held")) == ("not_found", ["没有收录“养犬管理办法”。"])


def test_a_search_finds_the_words_that_state_it(base: KnowledgeBase) -> None:
    hits = base.search("82号文执行到什么时候", 3, Filters(as_of=LATER))
    assert hits[0].clause.label == "方案施行日期"


def test_what_a_document_rests_on_and_repeals_is_answered_in_its_own_words(base: KnowledgeBase) -> None:
    rests = ask(base, "苏人社发〔2016〕289号以哪两份上级文件为依据？")
    quoted = "".join(item.text for item in rests.answer)
    assert rests.status == "answered" and "苏发〔2015〕35号" in quoted and "人社部发〔2016〕71号" in quoted
    none = ask(base, "苏人社发〔2016〕289号废止了哪份文件？")
    assert none.status == "not_found"
    assert told(none, "names_no_other") == ["苏人社发〔2016〕289号没有写明它废止哪份文件。"]


@every(
    ("sentence", "states"),
    [
        ("自2018年5月1日起，继续下调费率，政策执行期限至2019年4月30日。", True),
        ("补贴从2021年1月1日起执行。", True),
        ("到2020年12月31日，全部脱贫。", False),
        ("每年3月底前报送执行情况。", False),
    ],
)
def test_a_term_says_what_is_carried_out_and_until_which_day(sentence: str, states: bool) -> None:
    assert states_a_term(sentence) is states


def test_a_target_is_not_told_as_the_end_of_a_document_that_states_none(base: KnowledgeBase) -> None:
    answer = ask(base, "289号文什么时候到期")
    assert "没有写明有效期" in told(answer, "document_status")[0]
    assert not any("到2020年" in item.text for item in answer.answer)


def test_an_end_that_a_clause_states_of_a_measure_is_found(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    text = (
        "乙省人力资源和社会保障厅关于继续降低失业保险费率的通知\n各市人力资源和社会保障局：\n现就继续降低失业保险费率有关事项通知如下：\n"
        "自2018年5月1日起，继续实施失业保险总费率1%的降费率政策，政策执行期限至2019年4月30日。\n"
        "各地要做好宣传。\n乙省人力资源和社会保障厅\n2018年4月11日\n"
    )
    (corpus / "a.txt").write_text(text, encoding="utf-8")
    settings = Settings(corpus=corpus, store=tmp_path / "store", data=tmp_path / "data")
    build(settings)
    answer = KnowledgeBase.open(settings=settings).ask("降低失业保险费率的通知执行到什么时候？", Filters(as_of=DAY))
    assert "2019年4月30日" in answer.answer[0].text
    assert "没有写明有效期" in told(answer, "document_status")[0]


def test_an_english_list_of_nothing_in_scope_is_no_answer_about_documents(base: KnowledgeBase) -> None:
    answer = ask(base, "Which documents are in force?", region="海南省", kind="decision")
    assert answer.status != "answered"


@pytest.mark.parametrize(
    ("text", "name", "nearest"),
    [
        ("When was the housing subsidy notice issued?", "housing subsidy notice", True),
        ("When was the vaccination notice issued?", "vaccination notice", True),
        ("养犬管理办法是哪天公布的", "养犬管理办法", False),
    ],
)
def test_a_name_of_none_is_told_as_not_held(base: KnowledgeBase, text: str, name: str, nearest: bool) -> None:
    answer = ask(base, text)
    (line,) = told(answer, "document_not_held")
    assert (answer.status, answer.confidence) == ("not_found", 0.0)
    assert line.startswith(f"没有收录“{name}”") and ("名称最接近的是《" in line) == nearest
    assert not told(answer, "not_found")


def test_a_name_matched_by_meaning_is_no_surer_than_it_is_close(base: KnowledgeBase) -> None:
    answer = ask(base, "When was the Jiangsu employment assistance plan issued?")
    assert answer.status == "answered" and 0.75 <= answer.confidence < 1.0


def test_by_what_a_document_is_repealed_is_not_what_it_repeals(base: KnowledgeBase) -> None:
    for text in ("12号文被哪个文件废止了", "12号文被谁取代了", "Which document replaced document 12?"):
        answer = ask(base, text)
        assert answer.status == "not_found"
        assert "现行有效" in told(answer, "document_status")[0]


def test_an_end_that_no_text_states_is_not_found(base: KnowledgeBase) -> None:
    answer = ask(base, "289号文什么时候到期")
    assert answer.status == "not_found" and "没有写明有效期" in told(answer, "document_status")[0]
    assert ask(base, "289号文还有效吗，什么时候到期").status == "answered"


def test_the_years_of_a_plan_stand_in_its_title(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    text = "某市公园建设规划（2031—2035年）\n某府发〔2031〕5号\n一、新建公园十座。\n某市人民政府\n2031年2月3日\n"
    (folder / "公园规划.txt").write_text(text, encoding="utf-8")
    settings = Settings(corpus=folder, store=tmp_path / "store", data=tmp_path / "data")
    build(settings)
    answer = ask(KnowledgeBase.open(settings=settings), "公园建设规划是从哪年到哪年", date(2032, 1, 1))
    assert answer.status == "answered" and "2031—2035年" in answer.answer[0].text


def test_an_answer_that_states_nothing_of_what_is_asked_is_none(base: KnowledgeBase) -> None:
    answer = ask(base, "临沂的技校学生每年3000元补助什么时候到账")
    assert answer.status == "not_found" and not answer.answer


def test_documents_of_this_year_are_no_others(base: KnowledgeBase) -> None:
    for text, day in (("今年印发的文件有哪些", date(2021, 10, 1)), ("去年印发的文件有哪些", date(2022, 10, 1))):
        answer = ask(base, text, day)
        assert [citation.document.number for citation in answer.citations] == ["苏人社发〔2021〕82号"]


def test_nobody_calls_a_notice_a_statute(base: KnowledgeBase) -> None:
    answer = ask(base, "劳务输出条例是哪天公布的")
    assert answer.status == "not_found" and "劳务输出条例" in told(answer, "document_not_held")[0]
    assert ask(base, "劳务输出通知是哪天公布的").status == "answered"


def test_of_a_place_before_the_name_no_national_text_is_meant(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    text = "国务院关于桥梁养护的意见\n国发〔2031〕5号\n各省人民政府：\n一、桥梁应当养护。\n国务院\n2031年2月3日\n"
    (folder / "桥梁.txt").write_text(text, encoding="utf-8")
    settings = Settings(corpus=folder, store=tmp_path / "store", data=tmp_path / "data")
    build(settings)
    opened = KnowledgeBase.open(settings=settings)
    assert ask(opened, "桥梁养护意见是哪天发的", date(2032, 1, 1)).status == "answered"
    assert ask(opened, "江苏桥梁养护意见是哪天发的", date(2032, 1, 1)).status != "answered"


def test_a_title_answers_which_document_it_is_and_nothing_else(tmp_path: Path) -> None:
    settings = Settings(corpus=tmp_path / "corpus", store=tmp_path / "store")
    settings.corpus.mkdir()
    (settings.corpus / "a.txt").write_text(
        "甲市民政局\n关于做好夜校学习补助发放工作的通知\n甲民发〔2025〕7号\n各县区民政局：\n一、补助标准\n"
        "参加夜校课程并取得结业证书的居民，按每人800元的标准给予一次性补助。\n二、工作要求\n各县区要加强宣传。\n甲市民政局\n2025年3月1日\n",
        encoding="utf-8",
    )
    build(settings)
    base = KnowledgeBase.open(settings=settings)
    answer = base.ask("夜校学习补助什么时候到账？")
    assert "标题" not in [citation.clause.label for citation in answer.citations]
    asked = base.ask("夜校学习补助发放工作的通知，文号是多少？")
    assert "甲民发〔2025〕7号" in [item.text for item in asked.answer]
