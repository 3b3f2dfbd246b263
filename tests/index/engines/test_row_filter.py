"""A condition on scalar fields says exactly which entries a filter leaves."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import DocumentRow, RowFilter

EVER, LATER = (date(2016, 5, 16), date(2020, 5, 15)), (date(2021, 8, 27), date(2025, 12, 31))
DOCUMENTS = [
    DocumentRow.of("甲", "山东省/临沂市", *EVER),
    DocumentRow.of("乙", "江苏省", *LATER),
    DocumentRow.of('丙"\\', "江苏省", None, None),
    DocumentRow.of("丁", "*", date(2018, 1, 1), date(2030, 1, 1)),
]
# Three entries a document; the second one of 甲 is a blank form.
FILTER = RowFilter(DOCUMENTS, np.repeat(np.arange(4), 3), np.arange(12) == 1)


def of_documents(*places: int) -> np.ndarray:
    return np.isin(FILTER.owners, places)


@pytest.mark.parametrize(
    "allowed, condition",
    [
        pytest.param(of_documents(0, 1, 2, 3), "", id="all"),
        pytest.param(of_documents(1, 2), 'region in ["江苏省"]', id="a region"),
        # The latest first day among them is 2021-08-27; 乙 and 丁 hold on it, 甲 has ended, 丙 says no end.
        pytest.param(
            of_documents(1, 3),
            'region in ["*", "江苏省"] and first_day <= 20210827 and last_day >= 20210827',
            id="in force",
        ),
        pytest.param(
            of_documents(2), 'region in ["江苏省"] and document in ["丙\\"\\\\"]', id="a document of a region"
        ),
        pytest.param(of_documents(0, 1, 2, 3) & ~FILTER.blank, "blank == false", id="no blank forms"),
        pytest.param(np.arange(12) == 7, "entry in [7]", id="one entry"),
        pytest.param(np.arange(12) != 7, "entry not in [7]", id="all but one"),
    ],
)
def test_the_shortest_condition(allowed: np.ndarray, condition: str) -> None:
    assert FILTER.condition(allowed) == condition


@st.composite
def filters(draw: st.DrawFn) -> tuple[RowFilter, np.ndarray]:
    day = st.one_of(st.none(), st.dates(date(2010, 1, 1), date(2010, 1, 9)))
    rows = [
        DocumentRow.of(f"文{n}", draw(st.sampled_from(["", "*", "山东省", "江苏省"])), draw(day), draw(day))
        for n in range(draw(st.integers(1, 6)))
    ]
    owners = draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=14))
    bits = st.lists(st.booleans(), min_size=len(owners), max_size=len(owners))
    allowed = np.array(draw(bits.filter(any)))
    if draw(st.booleans()):
        # As filters come: whole documents.
        allowed = np.isin(owners, np.array(owners)[allowed])
    return RowFilter(rows, np.array(owners), np.array(draw(bits))), allowed


@given(filters())
def test_a_condition_is_met_by_the_allowed_entries_alone(given: tuple[RowFilter, np.ndarray]) -> None:
    rows, allowed = given
    # What is said is Python too, but for the word false.
    condition = rows.condition(allowed).replace("false", "False") or "True"
    met = [
        eval(condition, {}, vars(rows.documents[owner]) | {"entry": entry, "blank": bool(rows.blank[entry])})
        for entry, owner in enumerate(rows.owners)
    ]
    assert met == allowed.tolist()
