"""From a question to its candidates, over a few clauses, with the real second model and a main one that counts characters."""

from __future__ import annotations

from datetime import date

import pytest
from embedders import SECOND, Hashing
from pytest import approx

from index import HybridIndex
from kb.answers.ranking import NearWords, Ranker, is_unknown
from kb.answers.relevance import Relevance, score
from kb.building import entry_of
from kb.language import Gazetteer, Lexicon, LexiconEntry, RegionIndex, TermMatch, sentence_spans
from kb.models import Models
from kb.questions import Question, understand
from kb.records import Clause, ClauseKind, Document

DAY = date(2024, 1, 1)
CURRENT = Document("甲", "a.txt", "甲市的通知", "notice", issued=date(2016, 6, 12), effective_to=date(2030, 1, 1))
EXPIRED = Document("乙", "b.txt", "乙市的意见", "opinion", issued=date(2012, 1, 1), effective_to=date(2015, 1, 1))


def clause(document: Document, label: str, text: str, kind: ClauseKind = "clause") -> Clause:
    spans = tuple(sentence_spans(text))
    return Clause(f"{document.id} {label}", document.id, label, kind, (label,), text, tuple(range(len(text))), spans)


CLAUSES = [
    clause(CURRENT, "一", "对公益性岗位人员给予岗位补贴，每人每月500元。"),
    clause(CURRENT, "二", "岗位补贴的期限最长不超过3年。"),
    clause(CURRENT, "三", "从事环境卫生清扫的人员由乡镇统一管理。"),
    clause(CURRENT, "落款", "甲市人力资源和社会保障局\n2016年6月12日", "block"),
    clause(EXPIRED, "一", "对公益性岗位人员给予岗位补贴，每人每月300元。"),
    *(clause(EXPIRED, str(n), f"第{n}类事项按照原有规定执行，由县级窗口办理。") for n in range(2, 18)),
    clause(EXPIRED, "18", "其余由乙市人力资源和社会保障局解释，0513-6612345。"),
]
RELEVANCE = Relevance(
    weights={"retrieval": 4.0, "stated": 2.0}, answers={"best_stated": 1.0, "lead": 0.5}, bias=-1.0, level=0.5
)
LEXICON = Lexicon([LexiconEntry(("公益性岗位",), ("公岗",), ("public welfare post",)), LexiconEntry(("大病保险",))])


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def models() -> Models:
    return Models(Hashing(), SECOND)


@pytest.fixture(scope="module")
def ranker(models: Models, gazetteer: Gazetteer) -> Ranker:
    documents = [CURRENT, EXPIRED]
    by_id = {document.id: document for document in documents}
    entries = [entry_of(it, by_id[it.document]) for it in CLAUSES]
    index = HybridIndex.build(entries, models.main, second=models.second)
    made = Ranker(index, models, documents, CLAUSES, RegionIndex.of(documents, gazetteer))
    made.relevance = RELEVANCE
    return made


def read(text: str, gazetteer: Gazetteer) -> Question:
    return understand(text, LEXICON, gazetteer)


# -- words that nobody knows


def question(text: str, content: str, terms: tuple[TermMatch, ...] = (), language: str = "zh") -> Question:
    return Question(text, text, language, content=tuple(content.split()), terms=terms)  # type: ignore[arg-type]


def unknown(asked: Question, vocabulary: set[str]) -> set[str]:
    return {word for word in asked.content if is_unknown(word, asked, asked.terms, vocabulary)}


def test_a_word_is_known_by_the_lexicon_or_by_the_texts() -> None:
    asked = question("公岗扫大街的补贴", "公岗 扫大街 补贴", (TermMatch("公岗", ("公益性岗位",), 0, 2),))
    assert unknown(asked, {"补贴"}) == {"扫大街"}
    assert unknown(asked, set()) == {"扫大街", "补贴"}


def test_a_term_that_only_frames_a_chinese_question_knows_no_word() -> None:
    term = TermMatch("多少钱", ("标准",), 0, 3, general=True)
    assert unknown(question("多少钱", "多少钱", (term,)), set()) == {"多少钱"}
    english = TermMatch("how much", ("标准",), 0, 8, general=True)
    assert unknown(question("how much", "much", (english,), "en"), set()) == set()


def test_a_capital_hides_no_term() -> None:
    asked = question("Post for grandmother", "post grandmother", (TermMatch("Post", ("岗位",), 0, 4),), "en")
    assert unknown(asked, {"岗位"}) == {"grandmother"}


def test_the_texts_own_words_are_added_for_one_that_nobody_knows(
    ranker: Ranker, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = read("打扫街道的人归谁管", gazetteer)
    monkeypatch.setattr(ranker, "near_words", NearWords(cosine=0.0, most=1))
    everything = ranker.probe(asked)
    assert set(everything.query.expansion) > set(asked.expansion)
    monkeypatch.setattr(ranker, "near_words", NearWords(cosine=1.01))
    nothing = ranker.probe(asked)
    assert nothing.query.expansion == asked.expansion
    # How near the texts come is weighed all the same.
    assert everything.features.known == nothing.features.known < 1


def test_words_that_are_known_bring_no_others(
    ranker: Ranker, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranker, "near_words", NearWords(cosine=0.0, most=1))
    asked = read("公岗的岗位补贴期限", gazetteer)
    probe = ranker.probe(asked)
    assert (probe.question, probe.features.known) == (asked, 1.0)


# -- what a question comes to


def test_a_probe_says_what_is_asked_for(ranker: Ranker, gazetteer: Gazetteer) -> None:
    asked = read("公岗的岗位补贴最长几年", gazetteer)
    probe = ranker.probe(asked)
    assert probe.words.figures == {"duration"}
    assert (probe.features.english, probe.features.figure, probe.features.asks_part) == (0.0, 1.0, 0.0)
    assert probe.features.words == len(asked.content)
    signed = ranker.probe(read("这个通知的成文日期", gazetteer))
    assert "落款" in signed.roles
    assert signed.features.asks_part == 1.0


def test_every_telephone_found_is_weighed_for_a_question_that_asks_for_one(
    ranker: Ranker, gazetteer: Gazetteer
) -> None:
    def weighed(text: str) -> set[str]:
        probe = ranker.probe(read(text, gazetteer))
        return {candidate.clause.label for candidate in ranker.rank(probe, ["乙"], DAY).candidates}

    assert "18" not in weighed("第3类事项由县级窗口办理吗")
    assert "18" in weighed("第3类事项县级窗口的电话是多少")


def test_a_known_thing_of_which_the_texts_say_nothing_is_noticed(ranker: Ranker, gazetteer: Gazetteer) -> None:
    held, unheld = (ranker.probe(read(text, gazetteer)) for text in ("公岗的期限", "大病保险的期限"))
    assert (held.features.unheld, unheld.features.unheld) == (0.0, 1.0)


# -- candidates


def test_only_clauses_of_the_documents_asked_are_ranked(ranker: Ranker, gazetteer: Gazetteer) -> None:
    probe = ranker.probe(read("公岗的岗位补贴每月多少元", gazetteer))
    both = ranker.rank(probe, {"甲", "乙"}, DAY)
    assert {item.document.id for item in both.candidates} == {"甲", "乙"}
    one = ranker.rank(probe, {"甲"}, DAY)
    assert len(one.hits) == len(one.candidates) == 4
    assert {item.document.id for item in one.candidates} == {"甲"}
    nothing = ranker.rank(probe, set(), DAY)
    assert (nothing.hits, nothing.candidates) == ((), ())


def test_every_candidate_carries_its_evidence_and_its_validity_on_the_day(ranker: Ranker, gazetteer: Gazetteer) -> None:
    probe = ranker.probe(read("公岗的岗位补贴每月多少元", gazetteer))
    for day, validities in ((DAY, ("in_force", "expired")), (date(2014, 1, 1), ("not_yet_in_force", "in_force"))):
        ranking = ranker.rank(probe, {"甲", "乙"}, day)
        for item in ranking.candidates:
            assert item.clause.id == item.hit.id
            assert item.clause.document == item.document.id
            assert item.evidence.clause is item.clause
            assert item.evidence.quotes
            assert item.utility == ranker.relevance.utility(item.features)
        best, utilities = ranking.candidates[0], [item.utility for item in ranking.candidates]
        odds = ranker.relevance.log_odds(best.features, utilities, probe.features)
        assert best.score == score(odds)
        for item in ranking.candidates[1:]:
            assert item.score == approx(score(odds - max(best.utility - item.utility, 0.0)))
        found = {item.document.id: item.validity for item in ranking.candidates}
        assert found["乙"] == validities[1]
        assert found["甲"] in (validities[0], "in_force")


def test_features_are_measured_on_the_clause(ranker: Ranker, gazetteer: Gazetteer) -> None:
    probe = ranker.probe(read("2016年公岗的岗位补贴期限几年", gazetteer))
    found = {item.clause.id: item.features for item in ranker.rank(probe, {"甲", "乙"}, DAY).candidates}
    term, money = found["甲 二"], found["甲 一"]
    # 每人每月500元 holds no duration: no sentence of that clause supports the question.
    assert (money.stated, money.close) == (0.0, 0.0)
    assert (money.no_figure, term.no_figure) == (1.0, 0.0)
    assert 0 < term.stated <= term.close <= 1
    # 期限 stands in the texts, and only one of the two says it.
    assert (money.unsaid - term.unsaid, term.said > 0) == (1.0, True)
    assert (term.year, found["乙 一"].year) == (1.0, 0.0)
    assert (term.in_force, found["乙 一"].in_force) == (1.0, 0.0)
    # 公岗 is 公益性岗位 in the texts.
    assert (money.terms, term.terms) == (1.0, 0.0)
    assert max(features.second for features in found.values()) <= 0
    assert {features.close_english for features in found.values()} == {0.0}
    assert {(it.part, it.missed, it.row) for it in found.values()} == {(0.0, 0.0, 0.0)}
    # A signature is a part that nobody asked for.
    assert {name for name, features in found.items() if features.other_part} <= {"甲 落款"}


def test_an_english_question_is_held_against_whole_clauses_too(ranker: Ranker, gazetteer: Gazetteer) -> None:
    probe = ranker.probe(read("Who pays for a public welfare post?", gazetteer))
    found = {item.clause.id: item.features for item in ranker.rank(probe, {"甲"}, DAY).candidates}
    assert probe.features.english == 1.0
    assert found["甲 一"].close_english > 0


def test_a_part_asked_for_is_a_candidate_however_far_down_and_others_miss_it(
    ranker: Ranker, gazetteer: Gazetteer
) -> None:
    probe = ranker.probe(read("这个通知的成文日期", gazetteer))
    found = {item.clause.id: item.features for item in ranker.rank(probe, {"甲", "乙"}, DAY).candidates}
    assert (found["甲 落款"].part, found["甲 落款"].other_part, found["甲 落款"].missed) == (1.0, 0.0, 0.0)
    assert {features.missed for name, features in found.items() if name != "甲 落款"} == {1.0}


def test_a_clause_named_by_its_number_comes_first(ranker: Ranker, gazetteer: Gazetteer) -> None:
    probe = ranker.probe(read("第三条公岗的岗位补贴", gazetteer))
    assert probe.question.clauses
    ranking = ranker.rank(probe, {"甲", "乙"}, DAY)
    assert ranking.candidates[0].clause.id in ("甲 三", "乙 3")
    plain = ranker.rank(ranker.probe(read("公岗的岗位补贴", gazetteer)), {"甲", "乙"}, DAY)
    assert plain.candidates[0].clause.id in ("甲 一", "甲 二")


def test_a_store_of_one_model_can_be_ranked(models: Models, gazetteer: Gazetteer) -> None:
    entries = [entry_of(it, CURRENT) for it in CLAUSES[:3]]
    index = HybridIndex.build(entries, models.main)
    ranker = Ranker(index, models, [CURRENT], CLAUSES[:3], RegionIndex.of([CURRENT], gazetteer))
    ranker.relevance = RELEVANCE
    probe = ranker.probe(read("岗位补贴最长几年", gazetteer))
    assert probe.features.known == 1.0
    ranking = ranker.rank(probe, {"甲"}, DAY)
    assert {hit.second for hit in ranking.hits} == {-1.0}
    assert {item.features.second for item in ranking.candidates} == {0.0}


def test_of_no_document_none_is_titled(ranker: Ranker, gazetteer: Gazetteer) -> None:
    assert ranker.titled(read("which notice is about post subsidies", gazetteer), ()) == ((), 0.0)
