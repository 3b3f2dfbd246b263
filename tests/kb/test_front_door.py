"""The front door: what a program may rely on, and that it is quick to open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kb

ROOT = Path(__file__).parents[2]


def test_all_names_are_listed_once_and_in_order() -> None:
    assert kb.__all__ == sorted(set(kb.__all__))


@pytest.mark.parametrize("name", kb.__all__)
def test_every_name_is_there_and_says_what_it_is(name: str) -> None:
    thing = getattr(kb, name)
    assert thing.__doc__ and len(thing.__doc__) > 20
    # Not the signature that a dataclass without a docstring is given.
    assert not thing.__doc__.startswith(f"{name}(")


def test_what_is_not_named_is_not_there() -> None:
    with pytest.raises(AttributeError, match="No kb attribute everything"):
        kb.everything  # noqa: B018
    assert dir(kb) == list(kb.__all__)


def test_opening_it_loads_none_of_the_rooms() -> None:
    code = "import sys, kb; print(sorted(name for name in sys.modules if name.startswith('kb.')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
