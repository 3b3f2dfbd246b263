"""Tables of documents say what looking at each document says."""

from __future__ import annotations

from datetime import date

import pytest
from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.answers.held_documents import HeldDocuments, year_of
from kb.documents import validity_on
from kb.language import Gazetteer, RegionIndex
from kb.records import Document

DAYS = st.one_of(st.none(), st.dates(date(2010, 1, 1), date(2014, 1, 1)))
REGIONS = [("临沂市", "山东省"), ("山东省",), ("江苏省",), ("某开发区", "江苏省"), ()]


def document(n: int, regions: tuple[str, ...], days: tuple[date | None, ...]) -> Document:
    issued, first, last, superseded = days
    return Document(
        str(n),
        f"{n}.txt",
        "意见",
        "opinion" if n % 2 else "notice",
        number=f"甲发〔2012〕{n // 2}号" if n % 3 else None,
        regions=regions,
        national=not regions and n % 2 == 0,
        issued=issued,
        effective_from=first,
        effective_to=last,
        superseded_on=superseded,
    )


MANY = st.lists(st.tuples(st.sampled_from(REGIONS), st.tuples(DAYS, DAYS, DAYS, DAYS)), max_size=8)


@given(
    MANY,
    st.dates(date(2010, 1, 1), date(2014, 1, 1)),
    st.sampled_from(["临沂市", "兰陵县", "山东省", "南京市", "北京市"]),
)
def test_a_table_says_what_each_document_says(
    drawn: list[tuple[tuple[str, ...], tuple[date | None, ...]]], day: date, name: str
) -> None:
    gazetteer = Gazetteer.load()
    documents = [document(n, *one) for n, one in enumerate(drawn)]
    regions = RegionIndex.of(documents, gazetteer)
    held, place = HeldDocuments(documents, regions), gazetteer.require(name)
    assert list(held.all) == [one.id for one in documents]
    assert list(held.in_force(day)) == [one.id for one in documents if validity_on(one, day)[0] == "in_force"]
    assert list(held.of_years([2012, 2013])) == [one.id for one in documents if year_of(one) in (2012, 2013)]
    assert list(held.of_kind("notice")) == [one.id for one in documents if one.kind == "notice"]
    assert list(held.placeless) == [one.id for one in documents if not (one.regions or one.national)]
    for wanted in (("same", "parent"), ("child",), ("national",)):
        expected = [one.id for one in documents if regions.relation(one, place) in wanted]
        assert list(held.related(place, *wanted)) == expected  # type: ignore[arg-type]
    assert list(held.named(["甲发〔2012〕1号"])) == [one.id for one in documents if one.number == "甲发〔2012〕1号"]
    assert held.named(["意见"]) == held.all  # the title
    assert held.any_of(held.nearest((place,))) == {one.id for one in documents if regions.relation(one, place)}


def test_sets_of_documents_are_sets() -> None:
    documents = [document(n, (), (None,) * 4) for n in range(4)]
    held = HeldDocuments(documents, RegionIndex.of(documents, Gazetteer.load()))
    some, few = held.of_ids(["0", "2", "of another time"]), held.of_ids({"2", "3"})
    assert (set(some), len(some), "2" in some, "1" in some, 2 in some) == ({"0", "2"}, 2, True, False, False)
    assert set(some & few) == {"2"}
    assert set(some - few) == {"0"}
    assert some == {"0", "2"} == held.of_ids(["2", "0"])
    assert not held.of_ids([])
    assert held.of_ids(some) is some
    assert hash(some) == hash(held.of_ids(["2", "0"]))
    with pytest.raises(KeyError):
        _ = held["4"]


@every(
    ("number", "issued", "year"),
    [
        ("甲政办发〔2011〕54号", None, 2011),
        ("甲政办发〔2011〕54号", date(2012, 1, 4), 2012),
        ("甲局令第3号", None, None),
        (None, None, None),
    ],
)
def test_the_year_of_a_document_without_a_day_is_that_of_its_number(
    number: str | None, issued: date | None, year: int | None
) -> None:
    assert year_of(Document("a", "a.txt", "办法", "regulation", number=number, issued=issued)) == year
