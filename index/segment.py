"""Segments of an index: the entries of a run of groups (of documents, say) with all that is known of them, in files of their own.

Where a segment ends is told from the groups' names and sizes alone, each for itself, and its name from what its groups hold. So a
change writes the segment it falls in; the others are the same files as before, and an index changed is that built from nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from index.dense import DensePart
from index.lexical import bigram_tokens, word_tokens
from index.models.embedder import PassageEmbedder, Progress
from index.postings import Postings
from index.records import Entry, check_ids, check_passages
from index.semantic import SemanticPart
from index.shared_files import share_folder
from index.vector_cache import HASH_BYTES, text_hash

SEGMENT_SIZE = 4096
"""So many entries a segment has on average; none has three times as many, unless one group has."""
_SECOND, _HASHES, _HELD = "second", "hashes.bin", "held.json"


@dataclass(frozen=True)
class Group:
    """Entries that come and go together. `name` stays when they change, `key` differs wherever they may; `entries` makes them."""

    name: str
    key: str
    entries: Callable[[], Sequence[Entry]]


@dataclass(frozen=True)
class Segment:
    """`sizes[g]` entries of each group, whose keys are `keys`. `hashes` are SHA-256 of all sentences and of all passages.

    `folder` is where its files lie already, if they do.
    """

    keys: tuple[str, ...]
    sizes: tuple[int, ...]
    ids: tuple[str, ...]
    main: SemanticPart
    second: SemanticPart | None
    bigrams: Postings
    words: Postings
    hashes: tuple[bytes, bytes]
    folder: Path | None = field(default=None, compare=False)

    @classmethod
    def of(
        cls,
        groups: Iterable[tuple[str, Sequence[Entry]]],
        embedder: PassageEmbedder,
        second: PassageEmbedder | None,
        progress: Progress | None = None,
    ) -> Segment:
        """Embeds and tokenises the entries of some groups, by their keys; `progress(done, n)` counts the main model's distinct texts."""
        keys, held = zip(*groups, strict=True)
        entries = [entry for own in held for entry in own]
        check_passages(entries)
        texts = [entry.text for entry in entries]
        return cls(
            keys,
            tuple(map(len, held)),
            tuple(entry.id for entry in entries),
            SemanticPart.build(entries, embedder, progress),
            SemanticPart.build(entries, second) if second else None,
            Postings.of(texts, bigram_tokens),
            Postings.of(texts, word_tokens),
            (
                b"".join(text_hash(text) for entry in entries for text in entry.sentences),
                b"".join(text_hash(text) for entry in entries for text in entry.passages),
            ),
        )

    @classmethod
    def joined(cls, pieces: Sequence[tuple[Segment, int]]) -> Segment:
        """Of groups, by number, of other segments."""
        runs = [(one, at, one.entries_of(at)) for one, at in _side_by_side(pieces)]
        slices = [(one, own) for one, _, own in runs]
        second = [(one.second, own) for one, own in slices if one.second]
        return cls(
            tuple(key for one, at, _ in runs for key in one.keys[at]),
            tuple(size for one, at, _ in runs for size in one.sizes[at]),
            tuple(identifier for one, own in slices for identifier in one.ids[own]),
            SemanticPart.joined([(one.main, own) for one, own in slices]),
            SemanticPart.joined(second) if second else None,
            Postings.joined([(one.bigrams, own) for one, own in slices]),
            Postings.joined([(one.words, own) for one, own in slices]),
            (
                b"".join(_rows(one.hashes[0], one.main.sentences, own) for one, own in slices),
                b"".join(_rows(one.hashes[1], one.main.passages, own) for one, own in slices),
            ),
        )

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def name(self) -> str:
        """Of its folder; tells what it holds."""
        return name_of(self.keys)

    def entries_of(self, groups: slice) -> slice:
        """The entries of some groups that follow each other."""
        ends = [0, *accumulate(self.sizes)]
        return slice(ends[groups.start], ends[groups.stop])

    def save(self, folder: Path) -> None:
        """Write native files into `folder`, or have those that lie elsewhere there too; errors as those of `load`."""
        if self.folder is not None:
            share_folder(self.folder, folder)
            return
        self.main.save(folder)
        if self.second:
            self.second.save(folder / _SECOND)
        self.bigrams.save(folder / "bigrams")
        self.words.save(folder / "words")
        held = {"keys": self.keys, "sizes": self.sizes, "ids": self.ids}
        (folder / _HELD).write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
        (folder / _HASHES).write_bytes(b"".join(self.hashes))
        # Read again: native code does not always say that the disk is full.
        Segment.load(folder)

    @classmethod
    def load(cls, folder: Path) -> Segment:
        """Read what `save` wrote, arrays mapped; OSError, EOFError, ValueError, LookupError, TypeError or RuntimeError where it is not that."""
        held = {name: tuple(each) for name, each in json.loads((folder / _HELD).read_text(encoding="utf-8")).items()}
        main = SemanticPart.load(folder)
        second = SemanticPart.load(folder / _SECOND) if (folder / _SECOND).is_dir() else None
        bigrams, words = Postings.load(folder / "bigrams"), Postings.load(folder / "words")
        hashes = main.split((folder / _HASHES).read_bytes())
        found = cls(held["keys"], held["sizes"], held["ids"], main, second, bigrams, words, hashes, folder)
        sizes = {len(found), sum(found.sizes), main.entries, len(bigrams), len(words)}
        if len(sizes | ({second.entries} if second else set())) != 1 or len(found.keys) != len(found.sizes):
            raise ValueError(f"{folder}: parts of different sizes: {sorted(sizes)}")
        return found


def segments_of(
    groups: Sequence[Group],
    before: Sequence[Segment],
    embedder: PassageEmbedder,
    second: PassageEmbedder | None,
    progress: Progress | None = None,
) -> list[Segment]:
    """The segments of all groups, at least one entry in all; what those `before`, of the same models, hold of them is taken from there."""
    held = {key: (one, number) for one in before for number, key in enumerate(one.keys)}
    fresh = [(group.key, group.entries()) for group in groups if group.key not in held]
    if fresh:
        made = Segment.of(fresh, embedder, second, progress)
        held |= {key: (made, number) for number, key in enumerate(made.keys)}
    pieces = [held[group.key] for group in groups]
    runs_of_ids = (one.ids[one.entries_of(at)] for one, at in _side_by_side(pieces))
    check_ids([identifier for ids in runs_of_ids for identifier in ids])
    known = {one.name: one for one in (*before, *([made] if fresh else ()))}
    sizes = [one.sizes[number] for one, number in pieces]
    runs = segment_runs([(group.name, size) for group, size in zip(groups, sizes, strict=True)])
    return [known.get(name_of([group.key for group in groups[run]])) or Segment.joined(pieces[run]) for run in runs]


def segment_runs(groups: Iterable[tuple[str, int]]) -> list[slice]:
    """Which groups, by name and number of entries, make a segment: one ends where a number drawn by a group's name says so.

    The larger a group, the likelier it is the last of its segment; twice the size of a segment ends it in any case.
    """
    runs: list[slice] = []
    first = held = end = 0
    for end, (name, size) in enumerate(groups, 1):
        held += size
        drawn = int.from_bytes(text_hash(name)[:8]) / 2**64
        if held >= 2 * SEGMENT_SIZE or drawn * SEGMENT_SIZE < size:
            runs.append(slice(first, end))
            first, held = end, 0
    return [*runs, *([slice(first, end)] if first < end else ())]


def name_of(keys: Iterable[str]) -> str:
    """The name of the segment of the groups with these keys."""
    return hashlib.sha256("\0".join(keys).encode()).hexdigest()[:32]


def _side_by_side(pieces: Iterable[tuple[Segment, int]]) -> Iterator[tuple[Segment, slice]]:
    """Groups of segments, those that follow each other in one as one slice."""
    run: tuple[Segment, slice] | None = None
    for one, number in pieces:
        if run and run[0] is one and run[1].stop == number:
            run = one, slice(run[1].start, number + 1)
            continue
        if run:
            yield run
        run = one, slice(number, number + 1)
    if run:
        yield run


def _rows(hashes: bytes, part: DensePart, entries: slice) -> bytes:
    return hashes[part.starts[entries.start] * HASH_BYTES : part.starts[entries.stop] * HASH_BYTES]
