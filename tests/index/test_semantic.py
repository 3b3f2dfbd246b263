from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from embedders import Compass
from hypothesis import given
from hypothesis import strategies as st

from index import Entry, InvalidIndexInput
from index.dense import DensePart
from index.models.embedder import Progress, Vector
from index.semantic import SemanticIndex, SemanticPart

DIRECTIONS = {"east": (1, 0), "north": (0, 1), "northeast": (1, 1), "west": (-1, 0), "3-4": (3, 4)}
ALL = np.arange(3)
HALF = 0.5**0.5


def unit(*values: float) -> Vector:
    vector = np.array(values, dtype=np.float32)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def near(expected: object) -> object:
    """As close as float16 keeps a cosine."""
    return pytest.approx(expected, abs=1e-3)


ENTRIES = [
    Entry("甲", "", ("north", "3-4"), ("west", "east")),
    Entry("乙", "", ("northeast",), ()),
    Entry("丙", "", ("west",), ("north",)),
]


@pytest.fixture(scope="module")
def part() -> SemanticPart:
    return SemanticPart.build(ENTRIES, Compass())


@pytest.fixture(scope="module")
def index(part: SemanticPart) -> SemanticIndex:
    return SemanticIndex([part])


def test_the_best_sentence_and_the_best_passage_of_each_entry(index: SemanticIndex) -> None:
    sentence, passage = index.best(unit(1, 0), ALL)
    # 甲: the better of west and east, of north and (3, 4) / 5. 乙 has no sentence: its passage stands in for one.
    assert sentence == near([1, HALF, 0])
    assert passage == near([3 / 5, HALF, -1])
    assert (sentence.dtype, passage.dtype) == (np.float32, np.float32)


def test_of_one_entry_alone(index: SemanticIndex) -> None:
    sentence, passage = index.best(unit(0, 1), np.array([2]))
    assert (sentence.tolist(), passage.tolist()) == ([near(1)], [near(0)])


def test_of_no_entry_there_is_nothing(index: SemanticIndex) -> None:
    assert [len(scores) for scores in index.best(unit(0, 1), ALL[:0])] == [0, 0]


def test_the_sentences_of_an_entry_in_order(index: SemanticIndex) -> None:
    assert index.of_sentences(unit(1, 0), 0) == near([-1, 1])
    assert index.of_sentences(unit(1, 0), 1).shape == (0,)
    assert index.has_sentences(ALL).tolist() == [True, False, True]


def test_a_text_is_embedded_once_wherever_it_stands() -> None:
    compass, seen = Compass(), []
    SemanticPart.build(ENTRIES, compass, lambda done, total: seen.append((done, total)))
    assert compass.embedded == ["north", "3-4", "west", "east", "northeast"]
    assert seen == [(5, 5)]


def test_its_size(index: SemanticIndex, part: SemanticPart) -> None:
    assert (part.entries, index.dimension) == (3, 2)


def test_parts_of_different_sizes_are_no_index() -> None:
    one = DensePart.of(np.ones((1, 2), np.float16), [1])
    two = DensePart.of(np.ones((1, 2), np.float16), [1, 0])
    with pytest.raises(ValueError, match="2 entries with sentences, 1 with passages"):
        _ = SemanticPart(two, one).entries


@pytest.mark.parametrize("vector", [unit(1, 0, 0), np.ones((1, 2), np.float32), np.float32(1)], ids=["3", "1x2", "0-d"])
def test_a_vector_of_another_shape_is_refused(index: SemanticIndex, vector: Vector) -> None:
    with pytest.raises(InvalidIndexInput, match=r"2 dimensions.*rebuild"):
        index.check(vector)


def test_a_vector_of_its_shape_is_not(index: SemanticIndex) -> None:
    index.check(unit(1, 0))


def test_a_round_trip_keeps_every_cosine(index: SemanticIndex, part: SemanticPart, tmp_path: Path) -> None:
    part.save(tmp_path / "made")
    loaded = SemanticIndex([SemanticPart.load(tmp_path / "made")])
    for vector in (unit(1, 0), unit(-2, 5)):
        for ours, theirs in zip(index.best(vector, ALL), loaded.best(vector, ALL), strict=True):
            assert ours.tobytes() == theirs.tobytes()
    assert loaded.has_sentences(ALL).tolist() == [True, False, True]


@given(
    st.lists(
        st.tuples(
            st.lists(st.floats(0, 6.28), min_size=1, max_size=3),
            st.lists(st.floats(0, 6.28), max_size=3),
            st.booleans(),
        ),
        min_size=1,
        max_size=5,
    ),
    st.floats(0, 6.28),
)
def test_it_agrees_with_the_cosines_taken_one_by_one(
    entries: list[tuple[list[float], list[float], bool]], asked: float
) -> None:
    """Angles stand for texts: the cosine of two is the cosine of their difference."""

    class Angles(Compass):
        def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
            return np.stack([unit(math.cos(float(text)), math.sin(float(text))) for text in texts])

    made = SemanticPart.build(
        [Entry(str(n), "", tuple(map(str, p)), tuple(map(str, s))) for n, (p, s, _) in enumerate(entries)], Angles()
    )
    chosen = [n for n, (_, _, wanted) in enumerate(entries) if wanted]
    sentence, passage = SemanticIndex([made]).best(unit(math.cos(asked), math.sin(asked)), np.array(chosen, np.int64))
    for n, (passages, sentences) in enumerate(entries[at][:2] for at in chosen):
        best = max(math.cos(asked - angle) for angle in passages)
        assert passage[n] == near(best)
        assert sentence[n] == near(max((math.cos(asked - a) for a in sentences), default=best))
