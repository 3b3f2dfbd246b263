"""Who signs in, what people said about answers, and what must not be written down."""

from __future__ import annotations

from kb.people.feedback import (
    Feedback,
    FeedbackState,
    FeedbackStore,
    FeedbackVerdict,
    Judgement,
    feedback_object,
    judgement_of,
)
from kb.people.masking import masked, without_masked
from kb.people.users import (
    LONGEST_NAME,
    Users,
    add_user,
    check_name,
    check_password,
    is_name,
    normal_name,
    remove_user,
    users_file,
)

__all__ = [
    "LONGEST_NAME",
    "Feedback",
    "FeedbackState",
    "FeedbackStore",
    "FeedbackVerdict",
    "Judgement",
    "Users",
    "add_user",
    "check_name",
    "check_password",
    "feedback_object",
    "is_name",
    "judgement_of",
    "masked",
    "normal_name",
    "remove_user",
    "users_file",
    "without_masked",
]
