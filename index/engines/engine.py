"""The engine as a store sees it: a generation is put there while it is written, opened over what is in the folder, and taken away after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from index.engines.milvus import PATIENCE, EngineSettings, Milvus
from index.engines.milvus_collections import KINDS, Collections, check, load, point, put, take_away, target
from index.engines.milvus_rows import MilvusRows
from index.engines.row_filter import RowFilter
from index.errors import EngineAway, EngineError
from index.hybrid import HybridIndex
from index.manifest import JSON
from index.messages import Message
from index.semantic import SemanticIndex


class Engine:
    """A server that searches the vectors of a store. What a generation's manifest says of it, `held`, is JSON made here and read here."""

    def __init__(self, settings: EngineSettings) -> None:
        self._settings = settings
        self._server = Milvus(settings)

    @property
    def away(self) -> Message | None:
        """That the vectors in the store's folder answered the last question; None where the server did."""
        return self._server.replaced

    def reach(self) -> None:
        """Connects; EngineAway or EngineError where that, or what this program needs of the server, fails."""
        with self._server.asked():
            pass

    @property
    def said(self) -> Message:
        """What a build report says: what the server does and what is done here."""
        return Message(
            f"检索引擎 {self._settings.address}（Milvus {self._server.version}）：向量在引擎中检索，词语（BM25）在本程序中检索。",
            f"Engine {self._settings.address} (Milvus {self._server.version}): vectors are searched there, words (BM25) here.",
        )

    def holds(self, held: JSON) -> bool:
        """Whether all collections of a generation are there; EngineError where the server cannot be asked."""
        collections = _collections(held)
        if collections is None:
            return False
        with self._server.asked() as client:
            return all(client.has_collection(name, timeout=PATIENCE) for name in collections.names)

    def over(self, index: HybridIndex, held: JSON, rows: RowFilter) -> HybridIndex:
        """The index with its vectors searched by the server, where its generation must be; EngineError, EngineAway."""
        collections = _collections(held)
        if collections is None:
            raise EngineError(
                "知识库建立时没有用 POLICY_KB_ENGINE 所设的检索引擎：请运行 policy-kb build。",
                "The store was built without the engine that POLICY_KB_ENGINE names: run policy-kb build.",
            )
        found = []
        for name, semantic in zip(collections.names, index.semantics, strict=True):
            try:
                load(self._server, name)
                check(self._server, name, semantic.kinds)
            except EngineAway as error:
                self._server.replace(error)
            found.append(self._searching(name, semantic, rows))
        return index.asking(*found)

    def _searching(self, name: str, semantic: SemanticIndex, rows: RowFilter) -> SemanticIndex:
        searches, first = [], 0
        for condition, held in zip(KINDS, semantic.kinds, strict=True):
            searches.append(MilvusRows(self._server, name, condition, held, first, rows))
            first += len(held.owners)
        return semantic.asking(*searches)

    @contextmanager
    def holding(self, index: HybridIndex, before: JSON, rows: RowFilter) -> Iterator[JSON]:
        """Puts a generation there and points the aliases to it; the block, which writes its folder, is given what its manifest is to say.

        What was there stays until the block has ended, and is pointed to again where it fails; `before` is what the manifest of the
        generation says that is served now, whose collections stay. EngineError with the server as it was.
        """
        last = _collections(before)
        fresh = Collections.fresh(last.store if last else None, len(index.semantics))
        kept = last.names if last else ()
        swapped: list[tuple[str, str | None]] = []
        try:
            take_away(self._server, fresh.prefix, kept)
            # Side by side, since most of it is waiting for the server.
            # Imported here: it is not needed without an engine.
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor() as pool:
                kinds = [semantic.kinds for semantic in index.semantics]
                list(pool.map(lambda name, own: put(self._server, name, own, rows), fresh.names, kinds))
            for alias, name, semantic in zip(fresh.aliases, fresh.names, index.semantics, strict=True):
                swapped.append((alias, target(self._server, alias)))
                point(self._server, alias, name)
                check(self._server, alias, semantic.kinds)
            yield {"store": fresh.store, "generation": fresh.generation, "models": fresh.models}
        except BaseException:
            # Where the server is gone this fails too: what is left there is taken away before the next build.
            with suppress(EngineError):
                self._put_back(swapped, fresh.prefix, kept)
            raise
        with suppress(EngineError):
            take_away(self._server, fresh.prefix, (*fresh.names, *kept))

    def _put_back(self, swapped: Sequence[tuple[str, str | None]], prefix: str, kept: Sequence[str]) -> None:
        for alias, before in swapped:
            if before:
                point(self._server, alias, before)
        take_away(self._server, prefix, kept)

    def keep_only(self, held: JSON) -> None:
        """Takes away every generation of the store but this one; EngineError where that fails."""
        if collections := _collections(held):
            take_away(self._server, collections.prefix, collections.names)


def _collections(held: JSON) -> Collections | None:
    """The collections that a manifest speaks of, None where it speaks of none."""
    match held:
        case {"store": str(store), "generation": str(generation), "models": int(models)}:
            return Collections(store, generation, models)
    return None
