"""From ranked clauses to an answer. Utilities and weights are given here, so that neither the fit nor the choices in kb/ matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Hit
from kb.answers import composition as answers
from kb.answers.answer import Answer
from kb.answers.candidates import AnswerWeights, Candidate
from kb.answers.citations import answer_object
from kb.answers.composition import AnswerPart, Setting, compose
from kb.answers.evidence import ClauseEvidence
from kb.answers.gate import passed_gate
from kb.answers.outline import Outline
from kb.answers.relevance import Features, score
from kb.answers.scope import Scope
from kb.answers.support import words_of
from kb.cases import Vocabulary
from kb.documents import validity_on
from kb.errors import GateError
from kb.language import Gazetteer, Glossary, LexiconEntry, RegionIndex, TermMatch
from kb.messages import Message
from kb.questions import Question
from kb.records import Cell, Clause, Document, Doubt, Language, Quote, Span

CONTACT = Vocabulary.builtin().contact.said
DAY = date(2024, 1, 1)
WEIGHTS = AnswerWeights(further=1.0, complement=4.0, met=0.6, most=2, near=0.25, related=2)
JIANGSU = Document(
    "J", "j.txt", "江苏的通知", "notice", regions=("江苏省",), issued=date(2012, 5, 14), effective_to=date(2030, 1, 1)
)
LINYI = Document(
    "L",
    "l.txt",
    "临沂的意见",
    "opinion",
    number="临人社发〔2016〕12号",
    regions=("临沂市", "山东省"),
    issued=date(2016, 6, 12),
    effective_to=date(2020, 5, 15),
    expiry_quote="有效期至2020年5月15日",
)
HAINAN = Document(
    "H", "h.txt", "海南的通知", "notice", regions=("海南省",), issued=date(2020, 3, 1), effective_to=date(2030, 1, 1)
)
NATIONAL = Document("N", "n.txt", "全国的条例", "regulation", effective_to=date(2030, 1, 1), national=True)
OUTLINE = Outline(lambda _: (), {"J": JIANGSU, "L": LINYI, "H": HAINAN, "N": NATIONAL}.__getitem__)
GLOSSARY = Glossary([LexiconEntry(("补贴",), (), ("subsidy",)), LexiconEntry(("身份证",), (), ("identity card",))])


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def regions(gazetteer: Gazetteer) -> RegionIndex:
    return RegionIndex.of([JIANGSU, LINYI, HAINAN, NATIONAL], gazetteer)


def ranked(
    document: Document, label: str, utility: float, *sentences: str, quoted: Sequence[int] = (0,), heading: str = ""
) -> Candidate:
    """A clause of these sentences (one of its own making where none is given), of which some are quoted and the others not."""
    sentences = sentences or (f"{document.title}{label}的补贴按月发放。",)
    text = "".join(sentences)
    starts = [sum(map(len, sentences[:i])) for i in range(len(sentences))]
    spans = tuple(Span(start, start + len(s)) for start, s in zip(starts, sentences, strict=True))
    path = (heading,) if heading else (f"{label}、",)
    clause = Clause(f"{document.id} {label}", document.id, label, "clause", path, text, tuple(range(len(text))), spans)
    quotes = [Quote(text[span.start : span.end], span.start, span.end) for span in spans]
    evidence = ClauseEvidence(
        clause,
        tuple(quotes[i] for i in quoted),
        0.5,
        tuple(quote for i, quote in enumerate(quotes) if i not in quoted),
    )
    features = Features(*(0.0,) * len(fields(Features)))
    hit = Hit(clause.id, 0.5, 1.0, 0.9, 0.9)
    return Candidate(hit, clause, document, evidence, *validity_on(document, DAY), features, utility, score(utility))


def asking(text: str = "补贴多少", content: str = "", terms: tuple[TermMatch, ...] = ()) -> Question:
    return Question(text, text, "zh", content=tuple(content.split()), terms=terms)


def answer(
    question: Question,
    parts: Sequence[Candidate] | Sequence[AnswerPart],
    regions: RegionIndex,
    scope: Scope | None = None,
    weights: AnswerWeights = WEIGHTS,
    missing: Sequence[str] = (),
    language: Language = "zh",
) -> Answer:
    """Candidates stand for the one part of an answer to one question; only then its facets are looked for. All words weigh the same."""
    given_parts = [part for part in parts if isinstance(part, AnswerPart)]
    given_parts = given_parts or [AnswerPart(tuple(item for item in parts if isinstance(item, Candidate)))]
    whole = words_of(question, {}, 1.0, lambda rows: np.zeros((len(question.content), len(rows)), np.float32))
    words = whole if len(given_parts) == 1 else None
    setting = Setting(scope or Scope(frozenset()), regions, GLOSSARY, DAY, language, weights, CONTACT, OUTLINE)
    return compose(question, given_parts, words, missing, setting)


def cited(result: Answer) -> list[str]:
    return [citation.clause.id for citation in result.citations]


def codes(result: Answer) -> list[str]:
    return [notice.code for notice in result.notices]


# -- one subject


def test_the_best_clause_is_quoted_and_the_next_are_related(regions: RegionIndex) -> None:
    items = [
        ranked(NATIONAL, label, utility) for label, utility in (("一", 2.0), ("二", 0.5), ("三", 0.0), ("四", -1.0))
    ]
    result = answer(asking(), items, regions)
    assert (result.status, result.question, result.as_of) == ("answered", "补贴多少", DAY)
    assert cited(result) == ["N 一"]
    assert [(item.text, item.citation, item.column, item.group, item.gloss) for item in result.answer] == [
        ("全国的条例一的补贴按月发放。", 1, None, None, ())
    ]
    assert result.citations[0].score == items[0].score
    assert [(hit.clause.id, hit.score) for hit in result.related] == [("N 二", items[1].score), ("N 三", 0.5)]


def test_another_clause_nearly_as_good_is_quoted_too_but_no_third(regions: RegionIndex) -> None:
    items = [ranked(NATIONAL, label, utility) for label, utility in (("一", 2.0), ("二", 1.0), ("三", 1.0))]
    result = answer(asking(), items, regions)
    assert cited(result) == ["N 一", "N 二"]
    assert [citation.n for citation in result.citations] == [1, 2]
    assert [item.citation for item in result.answer] == [1, 2]
    assert cited(answer(asking(), [items[0], ranked(NATIONAL, "二", 0.99)], regions)) == ["N 一"]
    assert len(answer(asking(), items, regions, weights=replace(WEIGHTS, most=3)).citations) == 3


def test_a_clause_that_says_the_same_words_is_not_quoted_again(regions: RegionIndex) -> None:
    text = "补贴期限最长不超过3年。"
    items = [ranked(NATIONAL, "一", 2.0, text), ranked(JIANGSU, "一", 2.0, text), ranked(JIANGSU, "二", 1.5)]
    assert cited(answer(asking(), items, regions)) == ["N 一", "J 二"]


def test_words_that_may_not_be_what_is_printed_stand_behind_those_that_are_sure(regions: RegionIndex) -> None:
    first, second = ranked(NATIONAL, "一", 2.0, "补贴8001元。"), ranked(JIANGSU, "二", 1.9)
    doubt = Doubt(2, 6, Message("数字旁有注号。", "A mark stands beside the number."))
    doubtful = replace(first, clause=replace(first.clause, doubts=(doubt,)))
    result = answer(asking(), [doubtful, second], regions)
    assert [(item.citation, item.uncertain) for item in result.answer] == [(2, False), (1, True)]
    assert [item.get("uncertain", False) for item in answer_object(result, "q")["answer"]] == [False, True]
    assert "text_uncertain" in codes(result)


def test_a_rule_that_is_not_in_force_is_not_quoted_beside_one_that_is(regions: RegionIndex) -> None:
    newer = replace(LINYI, id="L2", number=None, effective_from=date(2020, 6, 1), effective_to=date(2099, 1, 1))
    items = [ranked(newer, "一", 2.0), ranked(LINYI, "二", 2.0)]
    assert [item.validity for item in items] == ["in_force", "expired"]
    assert cited(answer(asking(), items, regions)) == ["L2 一"]
    # Beside one that expired too it is.
    assert cited(answer(asking(), [ranked(LINYI, "一", 2.0), items[1]], regions)) == ["L 一", "L 二"]


def test_a_cell_is_given_with_its_column(regions: RegionIndex) -> None:
    text = "任务：设立扶贫车间\n责任单位：市人社局"
    offsets = (-1,) * 3 + tuple(range(6)) + (-1,) * 6 + tuple(range(7, 11))
    cells = (Cell("任务", "设立扶贫车间", 0), Cell("责任单位", "市人社局", 7))
    row = Clause(
        "N 第1行", "N", "第1行", "row", ("设立扶贫车间",), text, offsets, (Span(3, 9), Span(15, 19)), None, cells
    )
    quotes = (Quote("设立扶贫车间", 3, 9), Quote("市人社局", 15, 19))
    item = replace(ranked(NATIONAL, "一", 2.0), clause=row, evidence=ClauseEvidence(row, quotes, 0.5))
    result = answer(asking(), [item], regions)
    assert [(item.text, item.column) for item in result.answer] == [("设立扶贫车间", "任务"), ("市人社局", "责任单位")]


def test_an_expired_rule_is_never_presented_without_a_notice(regions: RegionIndex) -> None:
    result = answer(asking(), [ranked(LINYI, "一", 2.0)], regions)
    assert (result.citations[0].validity, result.citations[0].validity_quote) == ("expired", "有效期至2020年5月15日")
    assert "expired" in codes(result)


def test_an_english_answer_glosses_the_terms_of_its_quotes_and_leaves_them_as_they_are(regions: RegionIndex) -> None:
    text = "申请补贴的人提供身份证。"
    result = answer(asking(), [ranked(NATIONAL, "一", 2.0, text)], regions, language="en")
    assert [(item.text, item.gloss) for item in result.answer] == [
        (text, (("补贴", "subsidy"), ("身份证", "identity card")))
    ]
    assert result.language == "en"


# -- the verbatim gate


@pytest.mark.parametrize(
    "quote",
    [Quote("补贴按年发放。", 0, 7), Quote("补贴", 1, 3), Quote("", 0, 0), Quote("按月发放。", 99, 104)],
    ids=["other words", "other offsets", "empty", "outside"],
)
def test_an_answer_whose_quote_is_not_in_its_clause_is_not_given(regions: RegionIndex, quote: Quote) -> None:
    item = ranked(NATIONAL, "一", 2.0, "补贴按月发放。")
    with pytest.raises(GateError, match="N 一"):
        answer(asking(), [replace(item, evidence=ClauseEvidence(item.clause, (quote,), 0.5))], regions)


def test_a_column_name_that_was_put_in_cannot_be_quoted(regions: RegionIndex) -> None:
    item = ranked(NATIONAL, "一", 2.0, "任务：培训")
    inserted = replace(item.clause, offsets=(-1, -1, -1, 0, 1))
    quote = Quote("任务：培训", 0, 5)
    with pytest.raises(GateError):
        answer(asking(), [replace(item, clause=inserted, evidence=ClauseEvidence(inserted, (quote,), 0.5))], regions)


# -- comparisons


def test_each_side_gives_its_best_clause_under_its_name(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    parts = [
        AnswerPart((ranked(LINYI, "一", -3.0), ranked(LINYI, "二", -5.0)), "临沂市"),
        AnswerPart((ranked(JIANGSU, "一", 2.0), ranked(JIANGSU, "二", 0.0)), "江苏省"),
    ]
    scope = Scope(frozenset(), (gazetteer.require("临沂市"), gazetteer.require("江苏省")))
    result = answer(asking("临沂和江苏的补贴"), parts, regions, scope)
    # In the order asked, however weak a side is.
    assert cited(result) == ["L 一", "J 一"]
    assert [(item.group, item.citation) for item in result.answer] == [("临沂市", 1), ("江苏省", 2)]
    assert [citation.n for citation in result.citations] == [1, 2]
    # What was not cited, of whichever side, by utility.
    assert [hit.clause.id for hit in result.related] == ["J 二", "L 二"]
    assert codes(result) == ["expired"]


def test_each_side_may_have_a_further_clause_nearly_as_good_as_its_own_best(regions: RegionIndex) -> None:
    parts = [
        AnswerPart((ranked(HAINAN, "一", -3.0), ranked(HAINAN, "二", -3.5), ranked(HAINAN, "三", -3.5)), "海南省"),
        AnswerPart((ranked(JIANGSU, "一", 2.0), ranked(JIANGSU, "二", 0.5)), "江苏省"),
    ]
    assert cited(answer(asking("海南和江苏的补贴"), parts, regions)) == ["H 一", "H 二", "J 一"]


def test_rules_around_the_places_compared_are_declared_as_such(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    parts = [AnswerPart((ranked(JIANGSU, "一", 2.0),), "南京市"), AnswerPart((ranked(LINYI, "一", 1.0),), "兰陵县")]
    scope = Scope(frozenset(), (gazetteer.require("南京市"), gazetteer.require("兰陵县")))
    assert codes(answer(asking("南京和兰陵的补贴"), parts, regions, scope)) == [
        "parent_region",
        "expired",
        "parent_region",
    ]


def test_a_side_that_has_nothing_is_named(regions: RegionIndex) -> None:
    result = answer(
        asking(), [AnswerPart((ranked(NATIONAL, "一", 2.0),), "南京市")], regions, missing=["苏州市", "海南省"]
    )
    assert result.status == "answered"
    assert [(notice.code, notice.text) for notice in result.notices if notice.code != "not_stated"] == [
        ("side_not_found", "苏州市：现有文件没有写到这件事。 苏州市: the documents held do not say."),
        ("side_not_found", "海南省：现有文件没有写到这件事。 海南省: the documents held do not say."),
    ]


def test_a_clause_may_speak_for_both_sides(regions: RegionIndex) -> None:
    both = ranked(JIANGSU, "一", 2.0)
    result = answer(asking(), [AnswerPart((both,), "南京市"), AnswerPart((both,), "苏州市")], regions)
    assert cited(result) == ["J 一", "J 一"]
    assert [(item.group, item.citation) for item in result.answer] == [("南京市", 1), ("苏州市", 2)]
    assert result.related == ()


# -- several things asked


TERM, MATERIALS = "补贴期限最长不超过3年。", "申请人提供身份证复印件和劳动合同。"
TWO = asking("补贴期限和身份证合同", "补贴 期限 身份证 合同")


def test_a_clause_that_holds_what_the_best_one_lacks_is_quoted_beside_it(regions: RegionIndex) -> None:
    items = [
        ranked(NATIONAL, "一", 2.0, TERM),
        ranked(NATIONAL, "二", 0.5, "按时足额发放到位。"),
        ranked(NATIONAL, "三", -2.0, MATERIALS),
    ]
    assert cited(answer(TWO, items, regions)) == ["N 一", "N 三"]
    # One thing asked: one clause.
    assert cited(answer(asking("补贴期限身份证合同", "补贴 期限 身份证 合同"), items, regions)) == ["N 一"]
    # Nothing lacking: one clause.
    assert cited(answer(asking("补贴和期限", "补贴 期限"), items, regions)) == ["N 一"]


def test_a_complement_that_is_much_weaker_than_the_best_is_not_quoted(regions: RegionIndex) -> None:
    best = ranked(NATIONAL, "一", 2.0, TERM)
    assert cited(answer(TWO, [best, ranked(NATIONAL, "三", -2.0, MATERIALS)], regions)) == ["N 一", "N 三"]
    assert cited(answer(TWO, [best, ranked(NATIONAL, "三", -2.01, MATERIALS)], regions)) == ["N 一"]


def test_a_clause_that_holds_too_little_of_the_other_thing_is_not_quoted(regions: RegionIndex) -> None:
    # 身份证 of 身份证, 合同: a half, below 0.6.
    items = [ranked(NATIONAL, "一", 2.0, TERM), ranked(NATIONAL, "三", 0.0, "申请人提供身份证复印件。")]
    assert cited(answer(TWO, items, regions)) == ["N 一"]
    assert cited(answer(TWO, items, regions, weights=replace(WEIGHTS, met=0.5))) == ["N 一", "N 三"]


def test_a_further_sentence_of_the_clause_quoted_is_taken_before_another_clause(regions: RegionIndex) -> None:
    items = [
        ranked(NATIONAL, "一", 2.0, "总的要求如下。", MATERIALS, TERM, quoted=[2]),
        ranked(NATIONAL, "二", 1.9, MATERIALS.replace("申请人", "本人")),
    ]
    result = answer(TWO, items, regions, weights=replace(WEIGHTS, most=1))
    assert cited(result) == ["N 一"]
    # In reading order.
    assert [item.text for item in result.answer] == [MATERIALS, TERM]
    assert [item.citation for item in result.answer] == [1, 1]


def test_a_heading_speaks_for_the_sentences_under_it(regions: RegionIndex) -> None:
    items = [
        ranked(NATIONAL, "一", 2.0, TERM),
        ranked(NATIONAL, "二", 0.0, "由县级窗口出具。", heading="二、身份证和合同"),
    ]
    assert cited(answer(TWO, items, regions)) == ["N 一", "N 二"]


def test_a_side_of_a_comparison_gives_no_clause_for_each_thing_asked(regions: RegionIndex) -> None:
    parts = [
        AnswerPart((ranked(JIANGSU, "一", 2.0, TERM), ranked(JIANGSU, "二", 0.0, MATERIALS)), "江苏省"),
        AnswerPart((ranked(HAINAN, "一", 1.0, MATERIALS + TERM), ranked(HAINAN, "二", -1.0, TERM)), "海南省"),
    ]
    result = answer(TWO, parts, regions)
    assert cited(result) == ["J 一", "H 一"]
    # Alone it would.
    assert cited(answer(TWO, parts[:1], regions)) == ["J 一", "J 二"]


def test_a_thing_asked_with_a_figure_is_not_met_without_one(regions: RegionIndex) -> None:
    question = replace(asking("补贴期限和合同期限各是几年", "补贴 期限 合同"), figures=frozenset({"duration"}))
    bare = ranked(NATIONAL, "一", 2.0, TERM, "合同由双方自行商定。")
    figure = ranked(NATIONAL, "二", 0.0, "劳动合同为期2年。")
    assert cited(answer(question, [bare, figure], regions)) == ["N 一", "N 二"]


def test_words_are_met_through_the_official_terms_for_them(regions: RegionIndex) -> None:
    items = [
        ranked(NATIONAL, "一", 2.0, "公益性岗位补贴期限最长3年。"),
        ranked(NATIONAL, "二", 0.5, "公岗和低保户的期限。"),
    ]
    terms = (TermMatch("公岗", ("公益性岗位",), 0, 2), TermMatch("低保户", ("公益性岗位",), 3, 6))
    assert cited(answer(asking("公岗和低保户的期限", "公岗 低保户 期限", terms), items, regions)) == ["N 一"]
    assert cited(answer(asking("公岗和低保户的期限", "公岗 低保户 期限"), items, regions)) == ["N 一", "N 二"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([NATIONAL, JIANGSU, LINYI]),
            st.floats(-5, 5),
            st.lists(st.sampled_from([TERM, MATERIALS, "按时足额发放到位。"]), min_size=1, max_size=3, unique=True),
            st.integers(0, 2),
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["补贴期限和身份证合同", "补贴", "补贴、期限、身份证、合同"]),
)
def test_whatever_is_ranked_the_best_is_quoted_and_nothing_twice(
    regions: RegionIndex, drawn: list[tuple[Document, float, list[str], int]], text: str
) -> None:
    items = [
        ranked(document, str(n), utility, *sentences, quoted=[min(quoted, len(sentences) - 1)])
        for n, (document, utility, sentences, quoted) in enumerate(drawn)
    ]
    items.sort(key=lambda item: -item.utility)
    result = answer(asking(text, "补贴 期限 身份证 合同"), items, regions)
    ids = cited(result)
    assert ids[0] == items[0].clause.id
    assert len(set(ids)) == len(ids) <= WEIGHTS.most + 1
    assert not set(ids) & {hit.clause.id for hit in result.related}
    for citation in result.citations:
        starts = [quote.start for quote in citation.quotes]
        assert starts == sorted(set(starts))
        assert all(citation.clause.text[quote.start : quote.end] == quote.text for quote in citation.quotes)
    assert passed_gate(result) is result


# -- no answer


def setting(regions: RegionIndex, scope: Scope | None = None) -> Setting:
    return Setting(scope or Scope(frozenset()), regions, GLOSSARY, DAY, "zh", WEIGHTS, CONTACT, OUTLINE)


def test_not_found_names_the_nearest_clauses_as_related_only(regions: RegionIndex) -> None:
    items = [ranked(document, "一", 0.0) for document in (NATIONAL, LINYI, HAINAN)]
    result = answers.not_found(asking(), items, setting(regions))
    assert (result.status, result.answer, result.citations) == ("not_found", (), ())
    assert [(hit.clause.id, hit.score) for hit in result.related] == [("N 一", 0.5), ("L 一", 0.5)]
    assert codes(result) == ["not_found", "related", "where_to_ask"]
    assert "《全国的条例》一、《临沂的意见》（临人社发〔2016〕12号）一" in result.notices[1].text
    assert "不是答案" in result.notices[1].text
    assert passed_gate(result) is result


def test_a_clause_that_is_not_near_is_not_worth_showing(regions: RegionIndex) -> None:
    # Scores of 0.27 and 0.24.
    items = [ranked(NATIONAL, "一", -1.0), ranked(NATIONAL, "二", -1.15)]
    assert [hit.clause.id for hit in answers.not_found(asking(), items, setting(regions)).related] == ["N 一"]
    assert codes(answers.not_found(asking(), items[1:], setting(regions))) == ["not_found", "where_to_ask"]


def test_not_found_without_any_clause_names_none(regions: RegionIndex) -> None:
    result = answers.not_found(asking(), [], setting(regions))
    assert (codes(result), result.related) == (["not_found", "where_to_ask"], ())


def test_out_of_scope_names_the_place(regions: RegionIndex, gazetteer: Gazetteer) -> None:
    scope = Scope(frozenset(), (), (gazetteer.require("青岛市"),))
    result = answers.out_of_scope(asking("青岛的补贴"), setting(regions, scope))
    assert (result.status, result.answer, result.citations, result.related) == ("out_of_scope", (), (), ())
    assert "青岛市" in result.notices[0].text


def test_an_invalid_question_says_why() -> None:
    result = answers.invalid_answer("？？", "问题里只有符号", DAY, "zh")
    assert (result.status, result.answer) == ("invalid", ())
    assert [(notice.code, notice.text) for notice in result.notices] == [("invalid", "问题里只有符号")]
