"""Which clauses a repeal or an amendment of a part means: `第三条、第五条第二款` beside the addresses of the document it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.questions import clauses_meant
from kb.records import Clause, Effect, LoadedDocument


def with_affected_clauses(loaded: Sequence[LoadedDocument]) -> list[LoadedDocument]:
    """The documents, each repeal or amendment of a part with the clauses it means.

    A repeal is obeyed where it means just these, else only told, as every amendment is.
    """
    return [
        replace(
            item,
            document=replace(
                item.document, effects=tuple(_affected(effect, item.clauses) for effect in item.document.effects)
            ),
        )
        for item in loaded
    ]


def _affected(effect: Effect, clauses: Sequence[Clause]) -> Effect:
    if effect.kind not in ("repeals_part", "amends"):
        return effect
    clauses_of_parts = [clauses_meant(part, clauses) for part in effect.parts]
    ids = tuple(dict.fromkeys(clause.id for meant, _ in clauses_of_parts for clause in meant))
    exact = effect.kind == "repeals_part" and effect.on is not None and all(exact for _, exact in clauses_of_parts)
    return replace(effect, clauses=ids, obeyed=exact)
