"""Drafts held against the five notices."""

from __future__ import annotations

from datetime import date

import pytest
from every import every

from kb.errors import InvalidInput
from kb.store import KnowledgeBase
from kb.verification import Finding, Report, report_object

IN_FORCE, LATER = date(2018, 1, 1), date(2026, 11, 29)
QUOTE = "有条件的县区对新注册个体工商户并正常经营12个月以上的，给予不低于2000元一次性创业补贴"


def finding(report: Report, kind: str, place: int = 0) -> Finding:
    return [each for each in report.findings if each.claim.kind == kind][place]


def verified(base: KnowledgeBase, draft: str, day: date = IN_FORCE) -> Report:
    report = base.verify(draft, day)
    assert report.found == report.checked == len(report.findings) == sum(report.counts.values())
    for each in report.findings:
        assert draft[each.claim.start : each.claim.end] == each.claim.text
        for evidence in each.evidence:
            for quote in evidence.quotes:
                assert evidence.clause.text[quote.start : quote.end] == quote.text
        for difference in each.differences:
            assert draft[difference.start : difference.end] == difference.said
    return report


def test_a_quotation_is_proved_with_its_clause(base: KnowledgeBase) -> None:
    found = finding(verified(base, f"通知规定：“{QUOTE}。”"), "quotation")
    assert (found.status, found.differences) == ("proved", ())
    assert [each.clause.label for each in found.evidence] == ["二（二）5"]
    assert found.evidence[0].quotes[0].text == QUOTE


def test_what_is_only_written_otherwise_is_proved_and_told(base: KnowledgeBase) -> None:
    found = finding(verified(base, "「給予不低於２０００元 一次性創業補貼」"), "quotation")
    assert found.status == "proved"
    assert found.differences and all(each.spelling for each in found.differences)
    assert "２０００" in "".join(each.said for each in found.differences)


def test_what_is_left_out_with_dots_may_be(base: KnowledgeBase) -> None:
    report = verified(base, "“有条件的县区……给予不低于2000元一次性创业补贴”和“给予不低于2000元……有条件的县区对新注册”")
    assert finding(report, "quotation").status == "proved"
    # The other way round it does not stand there.
    assert finding(report, "quotation", 1).status != "proved"


@every(
    ("said", "stands"),
    [("2000元", "1000元"), ("不低于", "低于"), ("12个月", "24个月"), ("给予", "可以给予"), ("并正常经营", "")],
)
def test_an_altered_quotation_shows_what_stands_there(base: KnowledgeBase, said: str, stands: str) -> None:
    found = finding(verified(base, f"“{QUOTE.replace(said, stands)}”"), "quotation")
    assert found.status == "altered" and found.evidence[0].clause.label == "二（二）5"
    (difference,) = found.differences
    assert difference.said in stands and difference.stands in said and difference.said != difference.stands


def test_a_number_that_differs_in_a_digit_is_shown_whole(base: KnowledgeBase) -> None:
    found = finding(verified(base, f"“{QUOTE.replace('2000', '2500')}”"), "quotation")
    assert [(each.said, each.stands) for each in found.differences] == [("2500", "2000")]


def test_words_that_stand_nowhere_are_not_held(base: KnowledgeBase) -> None:
    found = finding(verified(base, "文件写道：“购房者凭结婚证可退还全部契税并赠送车位一个”"), "quotation")
    assert found.status == "not_held" and found.differences == ()


def test_an_expired_text_is_no_longer_in_force_which_is_not_not_held(base: KnowledgeBase) -> None:
    found = finding(verified(base, f"“{QUOTE}”", LATER), "quotation")
    assert found.status == "not_in_force" and found.evidence[0].validity == "expired"
    assert found.evidence[0].validity_quote == "本通知自2016年5月16日起执行，有效期至2020年5月15日。"
    assert found.note and "2020-05-15" in found.note.zh


def test_a_repeated_sentence_is_checked_without_quotation_marks(base: KnowledgeBase) -> None:
    report = verified(base, f"按规定，{QUOTE}。\n{QUOTE.replace('不低于', '低于')}。")
    assert finding(report, "wording").status == "proved"
    altered = finding(report, "wording", 1)
    assert altered.status == "altered" and [each.stands for each in altered.differences] == ["不"]


def test_a_paraphrase_is_shown_with_the_nearest_clause_and_not_judged(base: KnowledgeBase) -> None:
    report = verified(base, "新注册的个体工商户，正常经营满一年以后，县区有条件的会给予一次性创业补贴。")
    assert [each.nearest.clause.label for each in report.paraphrases] == ["二（二）5"]
    assert "paraphrase" not in report.counts


def test_titles_numbers_and_the_two_beside_each_other(base: KnowledgeBase) -> None:
    title = "《关于实施精准人力资源社会保障扶贫加快脱贫致富奔小康的意见》"
    report = verified(
        base, f"{title}（苏人社发〔2016〕289号）\n{title}（苏人社发〔2016〕298号）\n苏人社发〔2016〕290号"
    )
    assert [finding(report, "title", place).status for place in (0, 1)] == ["proved", "proved"]
    assert finding(report, "number").status == "proved"
    wrong = finding(report, "number", 1)
    assert wrong.status == "altered" and wrong.differences[0].stands == "苏人社发〔2016〕289号"
    # Alone it may be another document, which is not held.
    alone = finding(report, "number", 2)
    assert alone.status == "not_held" and alone.note and "289号" in alone.note.zh


def test_a_document_that_the_texts_only_mention_is_said_to_be_that(base: KnowledgeBase) -> None:
    found = finding(verified(base, "根据鲁人社发〔2016〕17号"), "number")
    assert found.status == "proved" and found.document is None
    assert found.note and "没有收它本身" in found.note.zh


def test_a_title_that_is_any_word_is_not_held(base: KnowledgeBase) -> None:
    assert finding(verified(base, "按照《就业》办理"), "title").status == "not_held"


@every(
    ("draft", "status", "said"),
    [
        (f"临人社发〔2016〕12号二（二）5规定：“{QUOTE}”", "proved", ""),
        (f"临人社发〔2016〕12号二（一）2规定：“{QUOTE}”", "altered", "二（二）5"),
        (f"“{QUOTE}”（临人社发〔2016〕12号二（一）2）。", "altered", "二（二）5"),
        ("临人社发〔2016〕12号二（一）9规定了补贴。", "out_of_range", "到二（一）3为止"),
        ("临人社发〔2016〕12号第三十条规定了补贴。", "out_of_range", "没有这一条"),
    ],
)
def test_a_clause_named(base: KnowledgeBase, draft: str, status: str, said: str) -> None:
    found = finding(verified(base, draft), "clause")
    assert found.status == status and said in (found.note.zh if found.note else "")


def test_a_clause_of_no_document_is_not_read(base: KnowledgeBase) -> None:
    report = verified(base, "按第八条办理。")
    assert report.found == 0 and ("第八条", "没有写明是哪份文件的条款") in [
        (each.text, each.reason.zh) for each in report.unread
    ]


def test_words_of_another_document_than_is_said(base: KnowledgeBase) -> None:
    report = verified(base, f"苏人社发〔2016〕289号规定：“{QUOTE}”\n苏人社发〔2016〕289号规定，{QUOTE}。")
    assert finding(report, "wording").status == "altered"
    found = finding(report, "quotation")
    assert found.status == "altered" and found.note
    assert "临人社发〔2016〕12号" in found.note.zh and "苏人社发〔2016〕289号" in found.note.zh


@every(
    ("draft", "status", "stands"),
    [
        ("临人社发〔2016〕12号规定，新注册的个体户经营满12个月可领2000元创业补贴。", "proved", ""),
        ("临人社发〔2016〕12号规定，新注册个体工商户给予不低于3000元的创业补贴。", "altered", "不低于2000元"),
        ("临人社发〔2016〕12号有效期至2020年5月15日。", "proved", ""),
        ("临人社发〔2016〕12号有效期至2021年5月15日。", "altered", "2020"),
        ("临人社发〔2016〕12号规定，购房补贴77万元。", "not_held", ""),
    ],
)
def test_figures_are_held_against_the_clauses_of_the_document_named(
    base: KnowledgeBase, draft: str, status: str, stands: str
) -> None:
    # A figure in a sentence that repeats the text is checked with the sentence.
    found = verified(base, draft).findings[-1]
    assert found.claim.kind in ("figure", "wording") and found.status == status
    assert stands in "".join(each.stands for each in found.differences)
    assert all(each.document.number == "临人社发〔2016〕12号" for each in found.evidence)


@every(
    ("said", "day", "status"),
    [
        ("现行有效", IN_FORCE, "proved"),
        ("现行有效", LATER, "not_in_force"),
        ("已经废止", LATER, "proved"),
        ("已经废止", IN_FORCE, "altered"),
    ],
)
def test_words_on_validity_are_held_against_the_day(base: KnowledgeBase, said: str, day: date, status: str) -> None:
    found = finding(verified(base, f"临人社发〔2016〕12号{said}。", day), "validity")
    assert found.status == status
    assert "2020年5月15日" in found.evidence[0].quotes[0].text


def test_a_text_that_states_no_end_is_not_said_to_hold(base: KnowledgeBase) -> None:
    found = finding(verified(base, "苏人社发〔2016〕289号仍然有效。"), "validity")
    assert found.status == "not_held" and found.note and "没有写明有效期" in found.note.zh


def test_a_document_that_is_not_held_lends_its_clauses_to_no_other(base: KnowledgeBase) -> None:
    report = verified(base, "临人社发〔2016〕12号和川人社发〔2019〕77号。川人社发〔2019〕77号第八条规定了补贴。")
    assert not [each for each in report.findings if each.claim.kind == "clause"]


@pytest.mark.parametrize("draft", ["", "  \n", "x" * 2_000_001], ids=["empty", "blank", "too long"])
def test_nothing_and_too_much_are_refused(base: KnowledgeBase, draft: str) -> None:
    with pytest.raises(InvalidInput):
        base.verify(draft)


def test_a_long_quotation_takes_no_long_time_and_is_found(base: KnowledgeBase) -> None:
    clauses = (
        "".join(clause.text for clause in base.clauses("苏人社发〔2016〕289号"))[:4800]
        .replace("“", "")
        .replace("”", "")
    )
    found = finding(verified(base, f"“{clauses.replace('就业', '从业', 1)}”"), "quotation")
    assert found.status == "altered"
    assert ("从", "就") in [(each.said, each.stands) for each in found.differences]


def test_the_object_is_plain_data(base: KnowledgeBase) -> None:
    data = report_object(verified(base, f"“{QUOTE}”。\n祝好！", LATER))
    assert (data["found"], data["checked"]) == (2, 2) or data["found"] == data["checked"]
    claim = data["claims"][0]
    assert (claim["kind"], claim["status"], claim["evidence"][0]["validity"]) == (
        "quotation",
        "not_in_force",
        "expired",
    )
    assert [each["text"] for each in data["unread"]] == ["祝好！"]


@every(
    ("said", "label"),
    [("第5条", "二（二）5"), ("第二条", "二（二）5"), ("第二部分第5点", "二（二）5"), ("第3条", None)],
)
def test_a_clause_may_be_counted_in_any_way_that_leads_to_the_words(
    base: KnowledgeBase, said: str, label: str | None
) -> None:
    found = finding(verified(base, f"临人社发〔2016〕12号{said}规定“{QUOTE}”。"), "clause")
    assert (found.status == "proved") == (label is not None)
    # 第3条 is a part of the text, and the third of its numbered items.
    third = (
        "临人社发〔2016〕12号第3条规定“有条件的县区可对到户籍所在县区以外转移就业的劳动年龄农村贫困人口给予交通补助”。"
    )
    assert finding(verified(base, third), "clause").evidence[0].clause.label == "二（一）3"


def test_words_repeated_without_quotation_marks_bind_the_clause_named(base: KnowledgeBase) -> None:
    found = finding(verified(base, f"临人社发〔2016〕12号第7条规定，{QUOTE}。"), "clause")
    assert found.status == "altered" and found.note and "二（二）5" in found.note.zh
    # Words that stand in many clauses, and those that do not follow the clause, are not said to be its.
    for draft in ("第7条规定，按规定给予贴息。", f"第7条以外的情形也可以办理，具体是{QUOTE}。"):
        assert finding(verified(base, f"临人社发〔2016〕12号{draft}"), "clause").status == "proved"


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("图解劳务输出如何拓“钱途”", "proved"),
        ("临沂市人力资源和社会保障局……精准扶贫工作的通知", "proved"),
        ("临沂市人力资源和社会保障局……精准扶贫工作的办法", "not_held"),
        ("图解劳务输出……通知", "not_held"),
    ],
    ids=["without its remark", "with dots", "dots and another end", "dots that leave the end out"],
)
def test_a_title_cut_short(base: KnowledgeBase, title: str, status: str) -> None:
    assert finding(verified(base, f"依据《{title}》办理"), "title").status == status


@pytest.mark.parametrize(
    ("draft", "status"),
    [
        (f"经研究：③{QUOTE}。", "proved"),
        (f"三是{QUOTE}。", "proved"),
        (f"临人社发〔2016〕12号第5条也明确{QUOTE}。", "proved"),
        (f"创业补贴：{QUOTE}。", "proved"),
        (f"{QUOTE.replace('个体工商户', '劳务公司')}。", "altered"),
        (f"{QUOTE.replace('，给予', '的，可以给予')}。", "altered"),
    ],
    ids=["circled", "counted aloud", "reported", "labelled", "another word", "another modal"],
)
def test_what_a_draft_puts_before_the_words_alters_nothing(base: KnowledgeBase, draft: str, status: str) -> None:
    assert finding(verified(base, draft), "wording").status == status


@pytest.mark.parametrize(
    ("told", "altered"),
    [
        ("残疾人以外的贫困人员，公益性岗位的补贴期限最长不超过3年，由县区发给。", False),
        ("农村贫困人口可认定为就业困难人员，并按需发给《就业创业证》。", False),
        ("农村贫困人口不可认定为就业困难人员，并按需发给《就业创业证》。", True),
        ("一次性奖补的资金，按当年扶持的脱贫人员来计算，可以重复享受。", True),
        (
            "有条件的县区对新注册的个体户正常经营12个月的，可以给不低于2000元的一次性创业补贴，所需资金由县区的就业资金安排。",
            False,
        ),
        (
            "有条件的县区对新注册的个体户正常经营12个月的，可以给低于2000元的一次性创业补贴，所需资金由县区的就业资金安排。",
            True,
        ),
    ],
    ids=["far", "a word for another", "negated", "negation lost", "retold", "bound lost"],
)
def test_what_is_told_in_other_words_is_altered_only_where_it_decides(
    base: KnowledgeBase, told: str, altered: bool
) -> None:
    report = verified(base, told)
    assert ("altered" in [each.status for each in report.findings]) == altered
    assert altered or report.paraphrases


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("江苏2016年的意见规定了补贴。", "proved"),
        ("江苏2019年的意见规定了补贴。", "not_held"),
        ("苏人社发〔2021〕82号由五个部门联合印发。", "proved"),
        ("苏人社发〔2021〕82号由六个部门联合印发。", "not_held"),
        (
            "海南省2016年的政策主要有：\n- 个人创业贷款的额度最高10万元；\n- 低保家庭的应届大学生可领每人1500元的创业补贴。",
            "proved",
        ),
        (
            "海南省2016年的政策主要有：\n- 个人创业贷款的额度最高10万元；\n- 低保家庭的应届大学生可领每人2000元的创业补贴。",
            "not_held",
        ),
    ],
    ids=["its year", "another year", "its issuers", "other issuers", "a list of a place", "altered in the list"],
)
def test_a_figure_may_name_the_document_or_stand_below_its_place(base: KnowledgeBase, said: str, status: str) -> None:
    assert verified(base, said, date(2022, 1, 1)).findings[-1].status == status


def test_how_often_is_no_term_and_english_figures_are_told_unread(base: KnowledgeBase) -> None:
    report = verified(base, "临人社发〔2016〕12号规定，大病保险一年最高可报50万元。\n\nThe rate was to reach 50%.")
    assert [each.claim.text for each in report.findings if each.claim.figure] == ["50万元"]
    assert ("50%", "figures of an English") in [(each.text, each.reason.en[:21]) for each in report.unread]


def test_a_term_in_quotation_marks_leaves_the_sentence_to_be_read(base: KnowledgeBase) -> None:
    report = verified(base, "奖补资金主要用于“扶贫车间”的设立和管理运行经费。\n由“扶贫车间”向乡镇人社所提出补贴申报。")
    assert finding(report, "wording").status == "proved"
    assert [each.nearest.clause.label for each in report.paraphrases] == ["二（一）1"]


def test_what_stands_around_a_quotation_is_read_too(base: KnowledgeBase) -> None:
    report = verified(base, f"通知说“{QUOTE}”，而公益性岗位的补贴期限最长不超过3年由县区确定，祝您生活愉快。")
    assert [each.nearest.clause.label for each in report.paraphrases] == ["二（一）2"]


@pytest.mark.parametrize(
    ("draft", "status", "stands"),
    [
        ("临人社发〔2016〕12号：“扶贫车间”一次性奖补每人2000元。", "altered", "每人1000元"),
        ("海南省社保返还期限最长5年。", "not_held", ""),
        ("临人社发〔2016〕12号：公益岗每村最多3个人。", "proved", ""),
    ],
    ids=["words on the other side", "another place's figure", "people counted otherwise"],
)
def test_which_figure_is_meant(base: KnowledgeBase, draft: str, status: str, stands: str) -> None:
    found = verified(base, draft).findings[-1]
    assert (found.claim.kind, found.status) == ("figure", status)
    assert stands in "".join(each.stands for each in found.differences)


def test_the_day_beneath_a_letter_is_its_own(base: KnowledgeBase) -> None:
    report = verified(base, "特此函复。\n某县人社局\n2018年5月20日\n")
    assert report.found == 0 and [each.reason.en[:15] for each in report.unread][-1] == "the draft's own"


def test_a_check_that_did_not_run_is_seen(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = f"临人社发〔2016〕12号第5条：补贴2000元。通知说“{QUOTE}”。"
    whole = verified(base, draft)
    monkeypatch.setattr("kb.verification.checking.DraftCheck._figures", lambda *_: None)
    report = base.verify(draft, IN_FORCE)
    assert report.found == whole.found > report.checked


@pytest.mark.parametrize(
    ("draft", "kind", "status"),
    [
        ("苏人社发〔2021〕82号规定“每次签订期限不超过一年”。", "quotation", "proved"),
        ("苏人社发〔2021〕82号规定“每次签订期限不超过二年”。", "quotation", "altered"),
        ("苏人社发〔2021〕82号规定“每次签订期限不超过（一年”。", "quotation", "altered"),
        ("《方案》（苏人社发〔2021〕82号）规定了岗位。", "title", "proved"),
        ("《办法》（苏人社发〔2021〕82号）规定了岗位。", "title", "altered"),
        (f"- {QUOTE.replace('2000元', '**2000元**')}", "wording", "proved"),
    ],
    ids=[
        "numeral in another script",
        "another numeral",
        "a sign beside it",
        "short title",
        "another title",
        "bold in Markdown",
    ],
)
def test_what_only_the_writing_changes(base: KnowledgeBase, draft: str, kind: str, status: str) -> None:
    found = finding(verified(base, draft, date(2022, 1, 1) if "2021" in draft else IN_FORCE), kind)
    assert found.status == status
    assert status == "altered" or all(each.spelling for each in found.differences)
