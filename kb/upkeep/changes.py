"""A change of the corpus that is made and recorded, and the store brought up to date: the one way for commands and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.building import BuildReport, build, forget_others
from kb.people import AuditLog, Deed
from kb.settings import Settings

if TYPE_CHECKING:
    from index import Progress
    from kb.holdings import Plan
    from kb.models import Models


def make_recorded(plan: Plan, deed: Deed, who: str, audit: AuditLog, **details: object) -> str:
    """Carries a plan out and records who did, with the file before and after; the document's number or id.

    AuditError where that cannot be recorded: nothing has changed then.
    """
    from kb.holdings import carry_out

    document = plan.draft.document if plan.draft else plan.held
    name = (document.number or document.id) if document else plan.file
    said = {
        "before": plan.held.file if plan.held else None,
        "after": plan.file if plan.change.arriving or plan.draft else None,
        "kept_at": str(plan.kept_at) if plan.kept_at else None,
        "entry": plan.entry or None,
        # What moved with a corrected value.
        "also": "".join(note.zh for note in plan.notes[1:]) if deed == "value_corrected" and plan.notes[1:] else None,
    } | details
    with audit.recording(who, deed, name, **{key: value for key, value in said.items() if value is not None}):
        carry_out(plan)
    return name


def rebuild(
    settings: Settings,
    who: str,
    progress: Progress | None = None,
    models: Models | None = None,
    *,
    forget: bool = False,
) -> BuildReport:
    """Builds and records what changed in the corpus; with `forget`, or after a withdrawal, no older generation of the store stays.

    KnowledgeBaseError or TextIndexError, the store as it was, where it cannot.
    """
    result = build(settings, progress, models)
    # Forgotten before it is recorded: what a crash comes between is forgotten with the next build.
    withdrawn = forget or _is_withdrawn_since(settings)
    if withdrawn:
        forget_others(settings)
    if withdrawn or result.changed:
        # Imported here: a build that finds nothing changed compares no texts.
        from kb.upkeep.corpus_record import record_build

        record_build(settings, who)
    return result


def _is_withdrawn_since(settings: Settings) -> bool:
    """Whether a document was withdrawn after the last build that was recorded."""
    last = AuditLog(settings.data).newest("document_withdrawn", "corpus_built")
    return last is not None and last.deed == "document_withdrawn"
