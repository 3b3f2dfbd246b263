"""Every error of the package, each with a message that names cause and remedy in one line (Chinese, then English).

EvalError
└── QuestionSetError   the question file is broken; `problems` has one line for each fault
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.messages import SaidError


class EvalError(SaidError):
    """Root of every error this package raises on purpose."""


class QuestionSetError(EvalError):
    """The question set cannot be used. Each problem is `file:line: what is wrong: how to mend it`."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)
