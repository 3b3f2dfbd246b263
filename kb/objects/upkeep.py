"""What is wrong with an installation."""

from __future__ import annotations

from typing import Literal

from kb.objects.plain import PlainObject


class DiagnosisObject(PlainObject):
    """What `doctor` saw at one point of the installation."""

    point: Literal["environment", "models", "corpus", "store", "data", "disk", "permissions", "fonts"]
    """What was looked at."""
    state: Literal["good", "attention", "wrong"]
    """`attention`: the program works, something of it does not, or not for long."""
    said: str
    """What was seen, in both languages."""
    remedy: str | None
    """What to do, in both languages; null where nothing need be done or `said` names it."""
