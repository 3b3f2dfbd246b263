"""`every`: as `pytest.mark.parametrize`, but one test for all rows, which tells of each row that fails.

For what takes microseconds a row: pytest pays four milliseconds for a test of its own, in each process that collects it too. Fixtures are
shared by the rows, so only such will do as no row changes.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

import pytest


def every(names: str | tuple[str, ...], rows: Collection[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The test is called with each row as the arguments of these names."""
    several = names if isinstance(names, tuple) else (names,)

    def of(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def tried(**fixtures: Any) -> None:
            failures: list[BaseException] = []
            for row in rows:
                try:
                    test(**fixtures, **dict(zip(several, row if names is several else (row,), strict=True)))
                except BaseException as failure:
                    failure.add_note(f"in the row {row!r}")
                    if not isinstance(failure, AssertionError | pytest.fail.Exception):
                        raise
                    failures.append(failure)
            if failures:
                raise BaseExceptionGroup(f"{len(failures)} of {len(rows)} rows", failures)

        signature = inspect.signature(test)
        kept = [each for name, each in signature.parameters.items() if name not in several]
        tried.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
        assert rows and len(kept) + len(several) == len(signature.parameters), test.__name__
        return tried

    return of
