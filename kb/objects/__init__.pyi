from .answers import AnswerItemObject, AnswerObject, CitationObject, GlossObject, HitObject, NoticeObject
from .benefits import (
    AssumptionObject,
    BenefitObject,
    CardObject,
    CaseObject,
    ConditionObject,
    GrantingClauseObject,
    GrantObject,
    OtherPersonObject,
    PersonObject,
    SaidObject,
    SituationObject,
    StatementObject,
    UncardedRuleObject,
)
from .comparisons import ComparedQuoteObject, ComparedSideObject, ComparisonObject, FigureRowObject, MarkObject
from .documentation import field_tables
from .documents import (
    BasisObject,
    ClauseObject,
    DocumentEntryObject,
    DocumentObject,
    EffectObject,
    ExportedClauseObject,
    SourceObject,
)
from .people import AuditEntryObject, StatsObject
from .plain import PlainObject, QuoteObject
from .questions import NamedClauseObject, NamedPlaceObject, QuestionObject, TermObject
from .reports import ClaimObject, DifferenceObject, EvidenceObject, ParaphraseObject, ReportObject, UnreadObject
from .upkeep import DiagnosisObject
from .versions import ClauseChangeObject, ClauseVersionObject, TextDifferencesObject, TextVersionObject
from .watch import WatchPointObject

__all__ = [
    "AnswerItemObject",
    "AnswerObject",
    "AssumptionObject",
    "AuditEntryObject",
    "BasisObject",
    "BenefitObject",
    "CardObject",
    "CaseObject",
    "CitationObject",
    "ClaimObject",
    "ClauseChangeObject",
    "ClauseObject",
    "ClauseVersionObject",
    "ComparedQuoteObject",
    "ComparedSideObject",
    "ComparisonObject",
    "ConditionObject",
    "DiagnosisObject",
    "DifferenceObject",
    "DocumentEntryObject",
    "DocumentObject",
    "EffectObject",
    "EvidenceObject",
    "ExportedClauseObject",
    "FigureRowObject",
    "GlossObject",
    "GrantObject",
    "GrantingClauseObject",
    "HitObject",
    "MarkObject",
    "NamedClauseObject",
    "NamedPlaceObject",
    "NoticeObject",
    "OtherPersonObject",
    "ParaphraseObject",
    "PersonObject",
    "PlainObject",
    "QuestionObject",
    "QuoteObject",
    "ReportObject",
    "SaidObject",
    "SituationObject",
    "SourceObject",
    "StatementObject",
    "StatsObject",
    "TermObject",
    "TextDifferencesObject",
    "TextVersionObject",
    "UncardedRuleObject",
    "UnreadObject",
    "WatchPointObject",
    "field_tables",
]
