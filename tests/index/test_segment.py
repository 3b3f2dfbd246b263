"""An index in segments: changed, it is the one built from nothing, and what did not change is the same file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Entry, Group, HybridIndex, InvalidIndexInput, Query, open_generation, segment_runs, write_generation
from index.models.embedder import Progress, Vector
from index.segment import SEGMENT_SIZE


class Letters:
    """Embeds a text by how often it has each of four characters; remembers what it was asked."""

    dimension = 4

    def __init__(self, model_id: str = "letters") -> None:
        self.model_id = model_id
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        self.embedded += texts
        rows = np.array([[text.count(letter) + 0.1 for letter in "补贴期限"] for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def group(name: str, *texts: str) -> Group:
    entries = [Entry(f"{name} {n}", text, (text,), tuple(text.split("。"))) for n, text in enumerate(texts)]
    return Group(name, f"{name}:{'/'.join(texts)}", lambda: entries)


def built(groups: Sequence[Group], before: HybridIndex | None = None) -> tuple[HybridIndex, list[str]]:
    """The index, and what its main model had to read."""
    main = Letters()
    return HybridIndex.of_groups(groups, main, second=Letters("second"), before=before), main.embedded


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def draw(number: int) -> Group:
    words = ("补贴标准", "补贴期限。期限一年", "限额", "申请材料", "贴补")
    return group(f"文{number}", *(words[(number + n) % 5] + str(number) for n in range(1 + number % 4)))


MANY = [draw(number) for number in range(30)]


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of eight entries."""
    monkeypatch.setattr("index.segment.SEGMENT_SIZE", 8)


@pytest.mark.usefixtures("small_segments")
@pytest.mark.parametrize(
    ("changed", "read"),
    [
        ([*MANY[:9], group("文9", "全新的一条"), *MANY[10:]], ["全新的一条"]),
        ([*MANY[:4], *MANY[5:]], []),
        ([*MANY[:20], group("新文", "补贴。限额"), *MANY[20:]], ["补贴。限额", "补贴", "限额"]),
        (MANY[::-1], []),
    ],
    ids=["replaced", "removed", "added", "in another order"],
)
def test_an_index_changed_is_that_of_a_build_from_nothing(
    changed: list[Group], read: list[str], tmp_path: Path
) -> None:
    first, _ = built(MANY)
    first.save(tmp_path / "first")
    assert len(first.segments) > 3
    again, embedded = built(changed, HybridIndex.load(tmp_path / "first"))
    assert embedded == read
    again.save(tmp_path / "again")
    anew, _ = built(changed)
    anew.save(tmp_path / "anew")
    assert files(tmp_path / "again") == files(tmp_path / "anew")
    question = Letters().embed_passages(["补贴"])[0]
    loaded = HybridIndex.load(tmp_path / "again")
    assert loaded.search(Query("补贴的期限"), question, 10) == anew.search(Query("补贴的期限"), question, 10)


@pytest.mark.usefixtures("small_segments")
def test_segments_give_the_hits_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    parted, _ = built(MANY)
    monkeypatch.setattr("index.segment.SEGMENT_SIZE", SEGMENT_SIZE)
    whole, _ = built(MANY)
    assert (len(parted.segments) > 3, len(whole.segments)) == (True, 1)
    question = Letters().embed_passages(["限额"])[0]
    for query in (Query("补贴的期限"), Query("材料", ("限额",))):
        assert parted.search(query, question, 99) == whole.search(query, question, 99)
    assert parted.holding("补贴期限").tolist() == whole.holding("补贴期限").tolist()
    assert parted.ids == whole.ids


@pytest.mark.usefixtures("small_segments")
def test_segments_that_did_not_change_are_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.shared_files._SHARED_FROM", 0)
    first, _ = built(MANY)
    one = write_generation(tmp_path, first.save, {})
    changed = [*MANY[:9], group("文9", "全新的一条"), *MANY[10:]]
    again, _ = built(changed, HybridIndex.load(one))
    two = write_generation(tmp_path, again.save, {})
    names = {path.name for path in (two / "segments").iterdir()}
    fresh = names - {path.name for path in (one / "segments").iterdir()}
    assert len(fresh) == 1
    for path in (two / "segments").rglob("*.npy"):
        name = path.relative_to(two)
        assert (name.parts[1] in fresh) or path.samefile(one / name)
    assert open_generation(tmp_path).warning is None


@given(st.lists(st.tuples(st.text(max_size=4), st.integers(0, 3 * SEGMENT_SIZE)), max_size=12))
def test_runs_follow_each_other_and_are_bounded(groups: list[tuple[str, int]]) -> None:
    runs = segment_runs(groups)
    assert [at for run in runs for at in range(run.start, run.stop)] == list(range(len(groups)))
    for run in runs:
        *others, _ = (size for _, size in groups[run])
        assert sum(others) < 2 * SEGMENT_SIZE


@settings(max_examples=20)
@given(st.integers(0, 199), st.integers(0, 60))
def test_a_group_more_moves_no_boundary_but_those_near_it(at: int, size: int) -> None:
    """Boundaries are the groups' own: once two runs end at the same group, all later ones do."""
    groups = [(f"文{number}", 60) for number in range(200)]
    more = [*groups[:at], ("新文", size), *groups[at:]]
    ends = {groups[run.stop - 1][0] for run in segment_runs(groups)}
    moved = ends ^ {more[run.stop - 1][0] for run in segment_runs(more)}
    assert all(int(name[1:]) >= at - 1 for name in moved if name != "新文")
    assert len(moved) <= 5


def test_groups_without_entries_count_for_nothing() -> None:
    index, _ = built([group("空"), group("文", "补贴"), group("也空")])
    assert index.ids == ("文 0",)
    with pytest.raises(InvalidIndexInput, match="nothing to index"):
        built([group("空")])


def test_an_id_in_two_groups_is_refused() -> None:
    one, two = group("文", "补贴"), group("文", "限额")
    with pytest.raises(InvalidIndexInput, match="Two entries"):
        built([one, two])
