"""A file that is written whole or stays as it was."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.files import whole_file


@pytest.fixture
def umask_027() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with whole_file(path) as file:
        file.write(b"new")
        file.flush()
        assert not path.exists()
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["a.json"]


def test_after_an_error_the_old_file_stays_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), whole_file(path) as file:
        file.write(b"ne")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.json"]


@pytest.mark.usefixtures("umask_027")
def test_modes(tmp_path: Path) -> None:
    fresh, kept, private = tmp_path / "fresh", tmp_path / "kept", tmp_path / "private"
    kept.touch()
    kept.chmod(0o604)
    private.touch()
    private.chmod(0o644)
    for path in (fresh, kept, private):
        with whole_file(path, private=path is private) as file:
            assert mode(Path(file.name)) & 0o077 == 0 or path is not private
    assert [oct(mode(path)) for path in (fresh, kept, private)] == ["0o640", "0o604", "0o600"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "users").write_bytes(b"old")
    (tmp_path / "users").symlink_to("data/users")
    with whole_file(tmp_path / "users") as file:
        file.write(b"new")
    assert (tmp_path / "users").is_symlink()
    assert (tmp_path / "data" / "users").read_bytes() == b"new"


@pytest.mark.parametrize("name", ["folder", "pipe", "missing/file"])
def test_what_is_no_file_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError), whole_file(tmp_path / name):
        pass
    assert names(tmp_path) == ["folder", "pipe"]


def test_a_name_as_long_as_a_name_may_be(tmp_path: Path) -> None:
    path = tmp_path / ("文" * 85)  # 255 bytes
    with whole_file(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"
