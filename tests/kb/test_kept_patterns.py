"""Patterns kept for other processes: the same matches without compiling, nothing of a question, nothing of a damaged file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from re import _compiler  # type: ignore[attr-defined]

import pytest

from kb.kept_patterns import KeptPatterns

PATTERNS = [
    (r"(?P<years>\d{1,2})\s?年|(?P<months>[一二三\u4e00-\u9fff]+)个?月(?!底)", 0),
    (r"(?<!不)补贴|subsid(?:y|ies)\b", re.IGNORECASE),
    (r"^第(\d+)条(?P<rest>.*)$", re.MULTILINE | re.DOTALL),
]
TEXT = "第3条 不补贴；补贴 12年、三个月，Subsidies for\n第4条"


@pytest.fixture(autouse=True)
def python_as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(_compiler, "compile", _compiler.compile)
    monkeypatch.setattr(_compiler, "_sre", _compiler._sre)
    yield
    re.purge()


def found() -> list[tuple[object, ...]]:
    """Everything that a match tells, of patterns compiled now."""
    re.purge()
    patterns = [re.compile(pattern, flags) for pattern, flags in PATTERNS]
    return [
        (
            pattern.pattern,
            pattern.flags,
            pattern.groups,
            dict(pattern.groupindex),
            match.span(),
            match.groupdict(),
            match.lastgroup,
        )
        for pattern in patterns
        for match in pattern.finditer(TEXT)
    ]


def test_kept_patterns_match_alike_without_being_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = found()
    assert len(expected) == 5
    first = KeptPatterns(tmp_path)
    assert found() == expected
    first.keep()
    first.note_no_more()

    def never(pattern: str, flags: int = 0) -> None:
        raise AssertionError(pattern)

    monkeypatch.setattr(_compiler, "compile", never)
    second = KeptPatterns(tmp_path)
    assert found() == expected
    # They stay in use when nothing more is noted.
    second.note_no_more()
    assert found() == expected


def test_what_is_compiled_later_is_not_noted(tmp_path: Path) -> None:
    patterns = KeptPatterns(tmp_path)
    found()
    patterns.keep()
    patterns.note_no_more()
    re.compile("somebody's own words")
    assert "somebody" not in (tmp_path / "patterns.json").read_text(encoding="ascii")
    assert patterns._used is None


def test_a_damaged_file_is_compiled_afresh(tmp_path: Path) -> None:
    patterns = KeptPatterns(tmp_path)
    expected = found()
    patterns.keep()
    patterns.note_no_more()
    file = tmp_path / "patterns.json"
    file.write_bytes(file.read_bytes().replace(b"AAAA", b"AAAB", 1))
    assert found() == expected
    assert KeptPatterns(tmp_path)._kept == {}
    assert found() == expected
