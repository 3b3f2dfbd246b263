from __future__ import annotations

import pytest
from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.language.gloss import Glossary
from kb.language.lexicon import Lexicon
from kb.language.lexicon_file import LexiconEntry

ENTRIES = [
    LexiconEntry(("公益性岗位", "公益岗位"), ("公岗",), ("public welfare post", "public-service job")),
    LexiconEntry(("岗位补贴",), (), ("post subsidy",)),
    LexiconEntry(("岗位",), (), ("post",)),
    LexiconEntry(("补贴",), ("补助",), ("subsidy",)),
    LexiconEntry(("补贴",), (), ("allowance",)),
    LexiconEntry(("期限",), ("多久",)),
    LexiconEntry(("标准",), (), ("standard",), general=True),
]


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary(ENTRIES)


def test_the_terms_of_a_text_in_reading_order_each_once(glossary: Glossary) -> None:
    assert glossary.gloss("补贴给公益性岗位，补贴按月发放。") == (
        ("补贴", "subsidy"),
        ("公益性岗位", "public welfare post"),
    )


def test_the_longest_term_at_a_place_is_taken_and_what_it_covers_is_not(glossary: Glossary) -> None:
    assert glossary.gloss("岗位补贴") == (("岗位补贴", "post subsidy"),)
    assert glossary.gloss("公益性岗位补贴") == (("公益性岗位", "public welfare post"), ("补贴", "subsidy"))


@every("text", ["期限三年", "标准", "公岗", "公益岗位"[:2], "", "贴", "post"])
def test_what_has_no_english_of_its_own_is_left_alone(glossary: Glossary, text: str) -> None:
    """A term without English, one that only frames a question, an everyday word, a part of a term."""
    assert glossary.gloss(text) == ()


def test_no_more_than_asked_for(glossary: Glossary) -> None:
    assert glossary.gloss("岗位，补贴，公益性岗位", most=2) == (("岗位", "post"), ("补贴", "subsidy"))
    assert glossary.gloss("岗位", most=0) == ()


def test_without_entries_nothing_is_glossed() -> None:
    assert Glossary([]).gloss("公益性岗位补贴") == ()


def test_the_shipped_lexicon_glosses_the_words_of_a_notice() -> None:
    glossed = dict(Glossary(Lexicon.load().entries).gloss("对公益性岗位人员给予社会保险补贴。"))
    assert "公益性岗位" in glossed
    assert all(english.isascii() for english in glossed.values())


@given(st.text(st.sampled_from("公益性岗位补贴期限，"), max_size=30), st.integers(0, 5))
def test_every_gloss_stands_in_the_text_in_order_and_is_one_of_the_lexicons(text: str, most: int) -> None:
    glossary = Glossary(ENTRIES)
    glossed = glossary.gloss(text, most)
    assert len(glossed) <= most
    assert len({term for term, _ in glossed}) == len(glossed)
    known = {entry.official[0]: entry.english[0] for entry in reversed(ENTRIES) if entry.english}
    assert all(known[term] == english and term in text for term, english in glossed)
    assert [term for term, _ in glossary.gloss(text, 99)][:most] == [term for term, _ in glossed]
