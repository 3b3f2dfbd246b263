import errno
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Container
from pathlib import Path

import pytest
from filelock import FileLock

from index import (
    IndexStoreError,
    StoreBusy,
    StoreDamaged,
    StoreMissing,
    StoreOutdated,
    open_generation,
    storage,
    write_generation,
)
from index.manifest import FORMAT
from index.storage import only_writer, pointer_stamp


def write(store: Path, text: str) -> Path:
    def fill(folder: Path) -> None:
        (folder / "deep").mkdir()
        (folder / "deep" / "a.txt").write_text(text, encoding="utf-8")
        (folder / "b.bin").write_bytes(bytes(range(256)))

    return write_generation(store, fill, {"corpus": text, "n": 2})


def served(store: Path) -> str:
    return (open_generation(store).path / "deep" / "a.txt").read_text(encoding="utf-8")


def snapshot(store: Path) -> dict[str, bytes]:
    return {str(p.relative_to(store)): p.read_bytes() for p in sorted(store.rglob("*")) if p.is_file()}


def run_script(script: str, *arguments: Path) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store that holds two whole generations, `one` and (current) `two`."""
    write(tmp_path / "store", "one")
    write(tmp_path / "store", "two")
    return tmp_path / "store"


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def test_what_was_written_is_opened(tmp_path):
    path = write(tmp_path / "store", "one")
    generation = open_generation(tmp_path / "store")
    assert generation.path == path
    assert (generation.meta, generation.warning) == ({"corpus": "one", "n": 2}, None)


def test_the_manifest_lists_every_file(store):
    manifest = json.loads((open_generation(store).path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["format"] == FORMAT
    assert sorted(manifest["files"]) == ["b.bin", "deep/a.txt"]
    # SHA-256 of the three bytes `two`.
    assert manifest["files"]["deep/a.txt"] == {
        "sha256": "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3",
        "size": 3,
    }


def test_the_previous_generation_is_kept_and_older_ones_removed(store):
    write(store, "three")
    assert sorted(p.name for p in store.iterdir() if p.is_dir()) == ["000002", "000003"]
    assert served(store) == "three"


@pytest.mark.parametrize("damage", [flip_a_bit, truncate, empty, Path.unlink], ids=lambda f: f.__name__)
@pytest.mark.parametrize("name", ["b.bin", "deep/a.txt", "manifest.json"])
def test_a_damaged_generation_gives_way_to_the_other_with_a_warning(store, damage, name):
    damage(store / "000002" / name)
    generation = open_generation(store)
    assert generation.path.name == "000001"
    assert generation.meta["corpus"] == "one"
    assert generation.warning is not None
    assert "policy-kb build" in generation.warning.en


@pytest.mark.parametrize("name", ["b.bin", "manifest.json"])
def test_damage_everywhere_is_an_error_with_a_remedy(store, name):
    flip_a_bit(store / "000001" / name)
    flip_a_bit(store / "000002" / name)
    with pytest.raises(StoreDamaged, match="policy-kb build"):
        open_generation(store)


def test_every_single_bit_of_the_manifest_counts(tmp_path):
    manifest = write(tmp_path / "store", "one") / "manifest.json"
    whole = manifest.read_bytes()
    for position in range(len(whole)):
        damaged = bytearray(whole)
        damaged[position] ^= 1
        manifest.write_bytes(damaged)
        try:
            generation = open_generation(tmp_path / "store")
        except (StoreDamaged, StoreOutdated):
            continue
        # White space between the tokens may change without changing what is said; it is noticed all the same.
        assert generation.warning is not None
        assert generation.meta == {"corpus": "one", "n": 2}
        assert json.loads(damaged) == json.loads(whole)


@pytest.mark.parametrize(
    "pointer", ["", "000009\n", "../elsewhere\n", "\udce9\udce9"], ids=["empty", "gone", "out", "bytes"]
)
def test_a_damaged_pointer_leads_to_the_newest_whole_generation(store, pointer):
    (store / "CURRENT").write_bytes(pointer.encode("utf-8", "surrogateescape"))
    generation = open_generation(store)
    assert generation.path.name == "000002"
    assert generation.warning is not None


def test_a_lost_pointer_leads_to_the_newest_whole_generation(store):
    (store / "CURRENT").unlink()
    assert open_generation(store).path.name == "000002"


def test_a_damaged_store_is_healed_by_writing(store):
    flip_a_bit(store / "000002" / "b.bin")
    write(store, "three")
    assert open_generation(store).warning is None
    assert served(store) == "three"
    # What is kept beside it is the whole one, not the damaged one.
    assert sorted(p.name for p in store.iterdir() if p.is_dir()) == ["000001", "000003"]


@pytest.mark.parametrize("make", [False, True], ids=["no folder", "empty folder"])
def test_no_store(tmp_path, make):
    if make:
        (tmp_path / "store").mkdir()
    with pytest.raises(StoreMissing, match="policy-kb build"):
        open_generation(tmp_path / "store")


@pytest.mark.parametrize("version", [0, FORMAT + 1])
def test_another_format_is_named_and_replaced_by_writing(tmp_path, version):
    manifest = write(tmp_path / "store", "one") / "manifest.json"
    manifest.write_text(json.dumps({"format": version, "sha256": "", "other": 1}), encoding="utf-8")
    sha256 = hashlib.sha256(manifest.read_bytes()).hexdigest()
    (tmp_path / "store" / "CURRENT").write_text(f"000001 {sha256}\n", encoding="utf-8")
    with pytest.raises(StoreOutdated, match="policy-kb build"):
        open_generation(tmp_path / "store")
    write(tmp_path / "store", "two")
    assert served(tmp_path / "store") == "two"
    assert [p.name for p in (tmp_path / "store").iterdir() if p.is_dir()] == ["000002"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_crash_while_filling_leaves_the_store_as_it_was(store, error):
    before = snapshot(store)

    def fill(folder: Path) -> None:
        (folder / "half.txt").write_text("half", encoding="utf-8")
        raise error("stopped")

    with pytest.raises(error, match="stopped"):
        write_generation(store, fill, {})
    assert snapshot(store) == before
    assert sorted(p.name for p in store.iterdir() if p.is_dir()) == ["000001", "000002"]


def test_a_meta_that_is_no_json_leaves_the_store_as_it_was(store):
    before = snapshot(store)
    with pytest.raises(TypeError):
        write_generation(store, lambda folder: None, {"bad": {1, 2}})  # type: ignore[dict-item]
    assert snapshot(store) == before


def test_a_killed_writer_harms_no_reader_and_its_remains_are_removed(store):
    script = (
        "import os, signal, sys; from pathlib import Path; from index.storage import write_generation\n"
        "def fill(folder):\n"
        "    (folder / 'half').write_text('x')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_generation(Path(sys.argv[1]), fill, {})"
    )
    with run_script(script, store) as writer:
        writer.communicate(timeout=30)
    assert writer.returncode == -9
    assert list(store.glob(".building-*"))
    assert (served(store), open_generation(store).warning) == ("two", None)
    write(store, "three")
    assert not list(store.glob(".building-*"))


def test_a_second_writer_is_told_so(store):
    before = snapshot(store)
    with FileLock(store / ".lock"), pytest.raises(StoreBusy, match="try again"):
        write(store, "three")
    assert snapshot(store) == before


def test_a_second_writing_process_is_told_so_and_readers_see_the_old_generation(store):
    script = (
        "import sys, time; from pathlib import Path; from index.storage import write_generation\n"
        "def fill(folder):\n"
        "    print('filling', flush=True)\n"
        "    sys.stdin.readline()\n"
        "    (folder / 'deep').mkdir()\n"
        "    (folder / 'deep' / 'a.txt').write_text('other')\n"
        "write_generation(Path(sys.argv[1]), fill, {})"
    )
    with run_script(script, store) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "filling\n"
        with pytest.raises(StoreBusy):
            write(store, "three")
        assert served(store) == "two"
        other.communicate("go\n", timeout=30)
    assert other.returncode == 0
    assert served(store) == "other"


def test_a_store_that_cannot_be_a_folder_is_named(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(IndexStoreError, match="--store"):
        write(tmp_path / "file", "one")


def test_the_pointer_is_replaced_not_rewritten(store, monkeypatch):
    seen: list[tuple[str, str]] = []
    replace = Path.replace

    def spy(self: Path, target: Path) -> Path:
        seen.append((target.name, target.read_text(encoding="utf-8")))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", spy)
    write(store, "three")
    # Up to the rename the old pointer stands.
    assert [(name, text.split()[0]) for name, text in seen] == [("CURRENT", "000002")]


def test_the_pointer_vouches_for_the_manifest(store):
    manifest = (store / "000002" / "manifest.json").read_bytes()
    assert (store / "CURRENT").read_text() == f"000002 {hashlib.sha256(manifest).hexdigest()}\n"


def test_every_single_bit_and_every_cut_of_the_pointer_is_noticed(store):
    pointer = store / "CURRENT"
    whole = pointer.read_bytes()
    for position in range(len(whole)):
        for bit in range(8):
            pointer.write_bytes(whole[:position] + bytes([whole[position] ^ 1 << bit]) + whole[position + 1 :])
            # 000002 becomes 000003 or 000000 by one bit, and 000003 would become 000002, which is there.
            assert open_generation(store).warning is not None, (position, bit)
        pointer.write_bytes(whole[:position])
        assert open_generation(store).warning is not None, position
    pointer.write_bytes(whole)
    assert (served(store), open_generation(store).warning) == ("two", None)


def test_every_single_bit_of_the_manifest_pointed_to_is_noticed(store):
    manifest = store / "000002" / "manifest.json"
    whole = manifest.read_bytes()
    for position in range(len(whole)):
        manifest.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        generation = open_generation(store)
        assert generation.warning is not None, position
        # White space alone may leave the generation whole; nothing else does.
        assert generation.path.name == "000001" or whole[position : position + 1].isspace()


def test_a_store_of_the_time_when_the_pointer_was_a_name_is_outdated(tmp_path):
    manifest = write(tmp_path / "store", "one") / "manifest.json"
    manifest.write_text(json.dumps({"format": 1, "sha256": "", "files": {}, "meta": {}}), encoding="utf-8")
    (tmp_path / "store" / "CURRENT").write_text("000001\n", encoding="utf-8")
    with pytest.raises(StoreOutdated, match="policy-kb build"):
        open_generation(tmp_path / "store")


def test_a_reader_overtaken_while_it_verifies_begins_again_without_a_warning(store, monkeypatch):
    real = storage.check_files
    overtaken: list[Path] = []

    def slow(folder: Path, manifest: dict[str, object], but: Container[str] = ()) -> None:
        if not overtaken:
            overtaken.append(folder)
            write(store, "three")
            write(store, "four")
        real(folder, manifest, but)

    monkeypatch.setattr(storage, "check_files", slow)
    generation = open_generation(store)
    assert overtaken == [store / "000002"]
    assert (generation.meta["corpus"], generation.warning) == ("four", None)


def test_the_stamp_changes_with_every_write_only(store):
    assert pointer_stamp(store / "none") is None
    stamps = [pointer_stamp(store), pointer_stamp(store)]
    assert stamps[0] == stamps[1]
    write(store, "two")
    assert pointer_stamp(store) != stamps[0]


def test_the_store_is_held_before_anything_is_written(store):
    before = snapshot(store)
    with only_writer(store) as write_held:
        with pytest.raises(StoreBusy):
            write(store, "three")
        with pytest.raises(StoreBusy), only_writer(store):
            pass
        assert snapshot(store) == before
        write_held(lambda folder: None, {"n": 3})
    assert open_generation(store).meta == {"n": 3}


@pytest.mark.parametrize("step", ["fill", "seal", "read_manifest", "_point"])
def test_a_disk_that_fails_at_any_step_leaves_the_store_as_it_was(store, monkeypatch, step):
    before = snapshot(store)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def fill(folder: Path) -> None:
        if step == "fill":
            full()
        if step == "read_manifest":
            monkeypatch.setattr(storage, step, full)

    if step in {"seal", "_point"}:
        monkeypatch.setattr(storage, step, full)
    with pytest.raises(IndexStoreError, match=r"No space left on device.*--store") as caught:
        write_generation(store, fill, {})
    assert "\n" not in str(caught.value)
    assert snapshot(store) == before
    assert sorted(p.name for p in store.iterdir() if p.is_dir()) == ["000001", "000002"]


def test_a_generation_that_was_pointed_to_stays_although_the_last_flush_failed(store, monkeypatch):
    flush = storage.flush

    def failing(path: Path) -> None:
        if path == store and (store / "CURRENT").read_text().startswith("000003"):
            raise OSError(errno.EIO, "Input/output error")
        flush(path)

    monkeypatch.setattr(storage, "flush", failing)
    with pytest.raises(IndexStoreError):
        write(store, "three")
    assert (served(store), open_generation(store).warning) == ("three", None)
