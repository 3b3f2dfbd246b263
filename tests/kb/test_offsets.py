"""Offsets kept as runs read as the tuple they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.offsets import Offsets

DRAWN = st.lists(st.integers(-1, 6), max_size=12).map(tuple)


def test_text_in_one_piece_with_something_put_in_is_three_runs() -> None:
    assert Offsets.of((5, 6, 7, -1, -1, 9)).runs == ((5, 3), (-1, 2), (9, 1))


@given(DRAWN, DRAWN)
def test_they_are_the_tuple(drawn: tuple[int, ...], other: tuple[int, ...]) -> None:
    made = Offsets.of(drawn)
    assert (tuple(made), len(made), repr(made), hash(made)) == (drawn, len(drawn), repr(drawn), hash(drawn))
    assert [made[at] for at in range(-len(drawn), len(drawn))] == [*drawn, *drawn]
    assert made[1:4] == drawn[1:4]
    assert made == drawn
    assert drawn == made
    assert (made == Offsets.of(other)) is (drawn == other)
    for at in (len(drawn), -len(drawn) - 1):
        with pytest.raises(IndexError):
            _ = made[at]
