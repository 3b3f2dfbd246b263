import threading
from pathlib import Path

import pytest

from index.models.model_files import model_files

NAME = "model@2"


def make(folder: Path) -> None:
    (folder / "weights").write_bytes(b"12345")


def never(folder: Path) -> None:
    raise AssertionError("it was made before")


def test_it_is_made_once_and_kept(tmp_path):
    with model_files(tmp_path / "models", NAME, make) as folder:
        assert (folder / "weights").read_bytes() == b"12345"
    with model_files(tmp_path / "models", NAME, never) as again:
        assert again == folder == tmp_path / "models" / NAME


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "weights").write_bytes(b"12346"),
        lambda folder: (folder / "weights").unlink(),
        lambda folder: (folder / "manifest.json").write_text("{", encoding="ascii"),
    ],
    ids=["flipped", "lost", "manifest"],
)
def test_what_is_damaged_is_made_again(tmp_path, harm):
    with model_files(tmp_path, NAME, make) as folder:
        harm(folder)
    with model_files(tmp_path, NAME, make) as folder:
        assert (folder / "weights").read_bytes() == b"12345"
    with model_files(tmp_path, NAME, never):
        pass


def test_another_version_and_what_a_killed_process_left_go(tmp_path):
    for name in ("model@1", ".making-x1y2", "other@1"):
        (tmp_path / name).mkdir()
    with model_files(tmp_path, NAME, make):
        pass
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == [NAME, "other@1"]


@pytest.mark.parametrize("cache", [True, False], ids=["unwritable", "none"])
def test_where_nothing_can_be_kept_it_is_made_for_the_moment(tmp_path, cache):
    (tmp_path / "file").touch()
    with model_files(tmp_path / "file" / "models" if cache else None, NAME, make) as folder:
        assert (folder / "weights").read_bytes() == b"12345"
    assert not folder.exists()


def test_two_at_once_make_it_once(tmp_path):
    made: list[Path] = []
    begun = threading.Barrier(2)

    def slow(folder: Path) -> None:
        made.append(folder)
        make(folder)

    def take() -> None:
        begun.wait()
        with model_files(tmp_path, NAME, slow) as folder:
            assert (folder / "weights").exists()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_a_failure_to_make_is_passed_on_and_leaves_nothing(tmp_path):
    def broken(folder: Path) -> None:
        (folder / "half").touch()
        raise ValueError("not such a file")

    with pytest.raises(ValueError, match="not such a file"), model_files(tmp_path, NAME, broken):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]
