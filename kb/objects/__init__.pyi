from .answers import AnswerItemObject, AnswerObject, CitationObject, GlossObject, HitObject, NoticeObject
from .benefits import (
    AssumptionObject,
    BenefitObject,
    CardObject,
    CaseObject,
    ConditionObject,
    GrantObject,
    OtherPersonObject,
    PersonObject,
    SaidObject,
    SituationObject,
    StatementObject,
)
from .comparisons import ComparedQuoteObject, ComparedSideObject, ComparisonObject, FigureRowObject, MarkObject
from .documentation import field_tables
from .documents import BasisObject, ClauseObject, DocumentEntryObject, DocumentObject, EffectObject, SourceObject
from .plain import PlainObject, QuoteObject
from .questions import NamedClauseObject, NamedPlaceObject, QuestionObject, TermObject
from .reports import ClaimObject, DifferenceObject, EvidenceObject, ParaphraseObject, ReportObject, UnreadObject

__all__ = [
    "AnswerItemObject",
    "AnswerObject",
    "AssumptionObject",
    "BasisObject",
    "BenefitObject",
    "CardObject",
    "CaseObject",
    "CitationObject",
    "ClaimObject",
    "ClauseObject",
    "ComparedQuoteObject",
    "ComparedSideObject",
    "ComparisonObject",
    "ConditionObject",
    "DifferenceObject",
    "DocumentEntryObject",
    "DocumentObject",
    "EffectObject",
    "EvidenceObject",
    "FigureRowObject",
    "GlossObject",
    "GrantObject",
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
    "TermObject",
    "UnreadObject",
    "field_tables",
]
