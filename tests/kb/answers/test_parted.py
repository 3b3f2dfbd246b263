from dataclasses import replace
from datetime import date

import pytest

from kb.answers.parted import parts_of_questions, parts_of_sides
from kb.answers.sides import SideScope

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def documents(base):
    return {entry.document.number or entry.document.id: entry.document.id for entry in base.documents(DAY)}


def test_each_side_answers_from_its_own_documents(base, documents):
    probe = base.ranker.probe(base.understand("公益性岗位最长几年？"))
    linyi, jiangsu = documents["临人社发〔2016〕12号"], documents["苏人社发〔2021〕82号"]
    sides = [SideScope("临沂市", frozenset({linyi})), SideScope("江苏省", frozenset({jiangsu}))]
    parts, missing = parts_of_sides(probe, sides, base.ranker, DAY)
    assert [(part.group, part.candidates[0].clause.label) for part in parts] == [
        ("临沂市", "二（一）2"),
        ("江苏省", "方案四（九）"),
    ]
    assert missing == []


def test_a_side_that_says_nothing_is_named(base, documents):
    probe = base.ranker.probe(base.understand("扶贫车间一次性奖补标准是多少？"))
    sides = [
        SideScope("临沂市", frozenset({documents["临人社发〔2016〕12号"]})),
        SideScope("江苏省", frozenset({documents["jiangsu-2012-service-system"]})),
        SideScope("北京市", frozenset()),
    ]
    parts, missing = parts_of_sides(probe, sides, base.ranker, DAY)
    assert [part.group for part in parts] == ["临沂市"]
    # Of Beijing no document is held: another notice says that.
    assert missing == ["江苏省"]


def test_two_sides_that_rest_on_one_clause_are_no_comparison(base, documents):
    probe = base.ranker.probe(base.understand("公益性岗位最长几年？"))
    same = frozenset({documents["临人社发〔2016〕12号"]})
    assert parts_of_sides(probe, [SideScope("甲", same), SideScope("乙", same)], base.ranker, DAY) == ([], [])


def test_two_sides_that_are_hardly_believed_are_no_answer(base, documents):
    linyi, jiangsu = documents["临人社发〔2016〕12号"], documents["苏人社发〔2021〕82号"]
    sides = [SideScope("临沂市", frozenset({linyi})), SideScope("江苏省", frozenset({jiangsu}))]
    probe = base.ranker.probe(base.understand("公益性岗位最长几年？"))
    best = [base.ranker.rank(probe, side.documents, DAY).candidates[0].score for side in sides]
    shipped = base.ranker.relevance
    try:
        # Each side comes up to a quarter of the level, neither to the level.
        base.ranker.relevance = replace(shipped, level=(max(best) + 1) / 2)
        assert parts_of_sides(probe, sides, base.ranker, DAY) == ([], [])
        base.ranker.relevance = replace(shipped, level=max(best))
        assert len(parts_of_sides(probe, sides, base.ranker, DAY)[0]) == 2
    finally:
        base.ranker.relevance = shipped


def test_questions_in_one_sentence_are_asked_one_by_one(base, documents):
    texts = ["临沂公益性岗位补贴最长几年", "大病保险一年最高支付多少", "红烧肉怎么做"]
    asked = [base.understand(text) for text in texts]
    parts, missing = parts_of_questions(asked, [documents["临人社发〔2016〕12号"]], base.ranker, DAY)
    assert [part.candidates[0].clause.label for part in parts] == ["二（一）2", "二（五）9"]
    assert [part.group for part in parts] == [None, None]
    assert missing == ["红烧肉怎么做"]


def test_one_question_with_an_answer_is_no_answer_in_parts(base, documents):
    asked = [base.understand(text) for text in ("公益性岗位补贴最长几年", "红烧肉怎么做")]
    assert parts_of_questions(asked, documents.values(), base.ranker, DAY) == ([], [])
