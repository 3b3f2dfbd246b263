"""Who signs in, whose programs ask, what people said about answers, and what must not be written down."""

from __future__ import annotations

from kb.people.audit import KEPT_DAYS, AuditEntry, AuditLog, Deed, audit_object, this_user
from kb.people.database import Database
from kb.people.feedback import (
    Feedback,
    FeedbackState,
    FeedbackStore,
    FeedbackVerdict,
    Judgement,
    feedback_object,
    judgement_of,
)
from kb.people.kept_work import KeptItem, KeptWork, WorkKind
from kb.people.keys import SCOPES, USUAL_RATE, Key, Keys, KeyScope, add_key, keys_file, read_keys, remove_key
from kb.people.masking import masked, without_masked
from kb.people.question_counts import QuestionCount, QuestionCounts, stats_object
from kb.people.refused_words import RefusedWords
from kb.people.users import (
    LONGEST_NAME,
    ROLES,
    Role,
    User,
    Users,
    add_user,
    check_name,
    check_password,
    covers,
    is_name,
    normal_name,
    remove_user,
    users_file,
)

__all__ = [
    "KEPT_DAYS",
    "LONGEST_NAME",
    "ROLES",
    "SCOPES",
    "USUAL_RATE",
    "AuditEntry",
    "AuditLog",
    "Database",
    "Deed",
    "Feedback",
    "FeedbackState",
    "FeedbackStore",
    "FeedbackVerdict",
    "Judgement",
    "KeptItem",
    "KeptWork",
    "Key",
    "KeyScope",
    "Keys",
    "QuestionCount",
    "QuestionCounts",
    "RefusedWords",
    "Role",
    "User",
    "Users",
    "WorkKind",
    "add_key",
    "add_user",
    "audit_object",
    "check_name",
    "check_password",
    "covers",
    "feedback_object",
    "is_name",
    "judgement_of",
    "keys_file",
    "masked",
    "normal_name",
    "read_keys",
    "remove_key",
    "remove_user",
    "stats_object",
    "this_user",
    "users_file",
    "without_masked",
]
