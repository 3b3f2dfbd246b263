"""An office's own facts, words, kinds of benefit and telephone, without a line of Python."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb.benefits import Benefits, load_cards, next_facts, resolve_cards
from kb.benefits.granting import grants
from kb.cases import Vocabulary, profile_object
from kb.clause_table import ClauseTable
from kb.errors import FactsError
from kb.language import Gazetteer
from kb.records import LoadedDocument
from ui.situation.facts import asked_facts

AS_OF = date(2018, 1, 1)
OFFICE = """\
headings:
  service: {zh: 服役, en: Service}
facts:
  veteran:
    kind: yes_no
    zh: 退役军人
    en: a veteran
    heading: service
    said: {zh: "退役军人、退伍(军人|兵)?、当过兵", en: veteran; ex soldier}
  family_size:
    kind: number
    zh: 家庭人口
    en: people in the family
    heading: household
    unit: {zh: 人, en: people}
    high: 30
    said: {zh: _口人, en: family of _}
  level:
    kind: choice
    zh: 就读学段
    en: level of school
    heading: study
    choices:
      secondary: {zh: 中学, en: secondary school, said: {zh: 读(初中|高中), en: secondary school}}
      university: {zh: 大学, en: university, said: {zh: 读大学, en: university}}
words:
  minimum_living_allowance: {zh: 吃救济}
kinds:
  heating: {zh: 取暖补贴, en: heating allowance, cues: 取暖费}
contact: {zh: 请拨打029-12345。, en: Call 029-12345., phone: 029-12345}
"""


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    corpus = tmp_path_factory.mktemp("corpus")
    (corpus / "facts.yaml").write_text(OFFICE, encoding="utf-8")
    return Vocabulary.of_corpus(corpus)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我是退役军人，家里五口人，吃救济", {"veteran": True, "family_size": 5, "minimum_living_allowance": True}),
        ("我不是退伍军人", {"veteran": False}),
        ("我邻居当过兵，我没当过兵", {"veteran": False}),
        ("我在读大学，我弟弟读高中", {"level": "university"}),
        ("I'm an ex-soldier with a family of 4", {"veteran": True, "family_size": 4}),
    ],
)
def test_the_office_s_facts_are_read_as_the_program_s_are(
    words: Vocabulary, text: str, expected: dict[str, object]
) -> None:
    facts = profile_object(Benefits((), words, Gazetteer.load(), ()).read(text, AS_OF).profile)
    assert {name: facts.get(name) for name in expected} == expected


def test_a_fact_that_no_card_uses_costs_no_question(
    words: Vocabulary, corpus: Path, loaded: list[LoadedDocument], tmp_path: Path
) -> None:
    documents, clauses = [item.document for item in loaded], [clause for item in loaded for clause in item.clauses]
    cards = resolve_cards(load_cards(corpus, words), documents, ClauseTable(clauses).own)
    assert {"veteran", "family_size", "level"} & set(asked_facts(cards, words.facts)) == set()
    benefits = Benefits(cards, words, Gazetteer.load(), ())
    found = benefits.match(benefits.read("我是退役军人", AS_OF).profile, AS_OF)
    assert {"veteran", "family_size", "level"} & set(next_facts(found, most=None)) == set()
    # A card that turns on one asks for it.
    text = (corpus / "benefits.yaml").read_text(encoding="utf-8")
    assert "- registered_poor: 农村贫困人口" in text
    turned = text.replace("- registered_poor: 农村贫困人口", "- veteran: 农村贫困人口", 1)
    (tmp_path / "benefits.yaml").write_text(turned, encoding="utf-8")
    cards = resolve_cards(load_cards(tmp_path, words), documents, ClauseTable(clauses).own)
    assert asked_facts(cards, words.facts)["veteran"] == 1


def test_the_office_says_what_grants_and_whom_to_ask(words: Vocabulary, loaded: list[LoadedDocument]) -> None:
    assert (words.contact.phone, words.contact.said.zh) == ("029-12345", "请拨打029-12345。")
    clause = replace(loaded[0].clauses[-1], text="对低保户给予取暖费每户300元。", cells=())
    assert [grant.kind for grant in grants(clause, words)] == ["heating"]
    assert list(grants(clause, Vocabulary.builtin())) == []


@pytest.mark.parametrize(
    ("good", "bad", "line", "said"),
    [
        ("  veteran:\n", "  disabled:\n", 4, "已有的"),
        ("kind: yes_no", "kind: maybe", 5, "kind"),
        ("heading: service", "heading: army", 8, "army"),
        ("_口人", "(_口人", 17, "括号"),
        ("_口人", "$many口人", 17, "$many"),
        ("minimum_living_allowance", "minimal_allowance", 27, "minimal_allowance"),
        ("phone: 029", "telephone: 029", 30, "contact.phone"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, good: str, bad: str, line: int, said: str) -> None:
    assert good in OFFICE
    (tmp_path / "facts.yaml").write_text(OFFICE.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        Vocabulary.of_corpus(tmp_path)
    assert f"facts.yaml 第 {line} 行" in str(caught.value) and said in str(caught.value)
