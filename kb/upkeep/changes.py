"""A change of the corpus that is made and recorded, and the store brought up to date: the one way for commands and pages."""

from __future__ import annotations

from index import Progress
from kb.building import BuildReport, build, forget_others
from kb.holdings import Plan, carry_out
from kb.models import Models
from kb.people import AuditLog, Deed
from kb.settings import Settings
from kb.upkeep.corpus_record import record_build


def make_recorded(plan: Plan, deed: Deed, who: str, audit: AuditLog, **details: object) -> str:
    """Carries a plan out and records who did, with the file before and after; the document's number or id.

    AuditError where that cannot be recorded: nothing has changed then.
    """
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
    """Builds and records what changed in the corpus; with `forget` no older generation of the store stays.

    KnowledgeBaseError or TextIndexError, the store as it was, where it cannot.
    """
    result = build(settings, progress, models)
    if result.changed:
        record_build(settings, who)
    if forget:
        forget_others(settings)
    return result
