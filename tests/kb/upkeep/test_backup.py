"""A backup holds everything that people wrote, and puts all of it back or nothing."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import run

from kb.errors import BackupError, CorpusError
from kb.holdings import corpus_held_still
from kb.people import FeedbackStore, Judgement
from kb.settings import Settings
from kb.upkeep import back_up, read_backup, restore

NOTICE = "关于做好就业工作的通知\n\n某人社发〔2020〕1号\n\n一、每人补贴1000元。\n".encode()


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """An installation with a text, its catalogue and cards, two users, a lexicon of its own and an entry of feedback."""
    corpus, data = tmp_path / "home" / "corpus", tmp_path / "home" / "data"
    (corpus / "子").mkdir(parents=True)
    (corpus / "子" / "甲.txt").write_bytes(NOTICE)
    (corpus / "catalog.yaml").write_text("documents:\n  - file: 子/甲.txt\n", encoding="utf-8")
    (corpus / "benefits.yaml").write_text("cards: []\n", encoding="utf-8")
    FeedbackStore(data).add(Judgement(verdict="wrong", question="补多少？"))
    (data / "users").write_text("wang:$argon2id$…\n", encoding="utf-8")
    lexicon = tmp_path / "home" / "lexicon.yaml"
    lexicon.write_text("terms: []\n", encoding="utf-8")
    return Settings(corpus=corpus, data=data, store=tmp_path / "store", lexicon=lexicon)


@pytest.fixture
def backup(home: Settings, tmp_path: Path) -> Path:
    back_up(home, tmp_path / "kept" / "b.zip")
    return tmp_path / "kept" / "b.zip"


def elsewhere(folder: Path) -> Settings:
    return Settings(corpus=folder / "c", data=folder / "d", store=folder / "s", lexicon=folder / "l.yaml")


def contents(*places: Path) -> dict[str, bytes]:
    """Every file below these places by its path."""
    found = [path for place in places for path in ([place] if place.is_file() else sorted(place.rglob("*")))]
    return {path.as_posix(): path.read_bytes() for path in found if path.is_file()}


def test_what_is_restored_elsewhere_is_what_was_kept(home: Settings, backup: Path, tmp_path: Path) -> None:
    there = elsewhere(tmp_path / "there")
    there.corpus.parent.mkdir()
    done = restore(there, backup)
    assert set(done.places) == {there.corpus, there.data, there.lexicon} and done.kept == ()
    for old, new in ((home.corpus, there.corpus), (home.data / "users", there.data / "users")):
        assert list(contents(old).values()) == list(contents(new).values()) != []
    assert there.lexicon is not None and there.lexicon.read_text(encoding="utf-8") == "terms: []\n"
    assert FeedbackStore(there.data).entries() == FeedbackStore(home.data).entries() != ()
    assert there.data.stat().st_mode & 0o777 == 0o700
    assert (there.data / "users").stat().st_mode & 0o777 == backup.stat().st_mode & 0o777 == 0o600
    assert read_backup(backup).documents == 1


def test_the_words_beside_the_office_come_along(home: Settings, tmp_path: Path) -> None:
    office = tmp_path / "kiosk" / "office.yaml"
    office.parent.mkdir()
    office.write_text("languages: {English: en, Tiếng Việt: vi.yaml, 无: none.yaml}\n", encoding="utf-8")
    office.with_name("vi.yaml").write_text("lang: vi\n", encoding="utf-8")
    back_up(home.model_copy(update={"office": office}), tmp_path / "b.zip")
    there = elsewhere(tmp_path / "there").model_copy(update={"office": tmp_path / "there" / "o.yaml"})
    there.corpus.parent.mkdir()
    restore(there, tmp_path / "b.zip")
    assert (there.corpus.parent / "vi.yaml").read_text(encoding="utf-8") == "lang: vi\n"
    assert (there.corpus.parent / "o.yaml").read_bytes() == office.read_bytes()
    with pytest.raises(BackupError, match="POLICY_KB_OFFICE"):
        restore(elsewhere(tmp_path / "there"), tmp_path / "b.zip")


def test_an_office_that_cannot_be_read_is_named(home: Settings, tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text("languages: {", encoding="utf-8")
    with pytest.raises(BackupError, match=r"office\.yaml"):
        back_up(home.model_copy(update={"office": tmp_path / "office.yaml"}), tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_what_stood_there_is_kept_beside(home: Settings, backup: Path) -> None:
    (home.corpus / "子" / "甲.txt").write_bytes(NOTICE.replace(b"1000", b"2000"))
    done = restore(home, backup)
    assert (home.corpus / "子" / "甲.txt").read_bytes() == NOTICE
    kept = next(place for place in done.kept if place.name.startswith("corpus.before-restore-"))
    assert "每人补贴2000元" in (kept / "子" / "甲.txt").read_text(encoding="utf-8")


def test_a_transaction_under_way_is_left_out(home: Settings, tmp_path: Path) -> None:
    writer = sqlite3.connect(home.data / "feedback.sqlite3", isolation_level=None)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM feedback")
    back_up(home, tmp_path / "b.zip")
    writer.execute("ROLLBACK")
    writer.close()
    there = elsewhere(tmp_path / "there")
    restore(there, tmp_path / "b.zip")
    assert len(FeedbackStore(there.data).entries()) == 1


def rewritten(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path], None]:
    """Rewrites an archive with its files changed."""

    def rewrite(file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        change(files)
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)

    return rewrite


def newer(files: dict[str, bytes]) -> None:
    # A format to come may look otherwise in all else.
    files["backup.json"] = json.dumps({"program": "policy-kb", "format": 3, "parts": []}).encode()


def altered(files: dict[str, bytes]) -> None:
    files["corpus/子/甲.txt"] = NOTICE.replace(b"1000", b"9000")


def outside(files: dict[str, bytes]) -> None:
    said = json.loads(files["backup.json"])
    said["files"]["corpus/../../evil.txt"] = {"sha256": "0" * 64, "size": 1}
    files |= {"backup.json": json.dumps(said).encode(), "corpus/../../evil.txt": b"x"}


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (rewritten(newer), "更新的版本"),
        (rewritten(altered), "散列不符"),
        (rewritten(outside), "不是 policy-kb 的备份"),
        (rewritten(lambda files: files.pop("backup.json")), "不是 policy-kb 的备份"),
        (rewritten(lambda files: files.pop("data/users")), "不是 policy-kb 的备份"),
        (cut_short, "不是 policy-kb 的备份"),
        (lambda file: file.write_text("documents: []", encoding="utf-8"), "不是 policy-kb 的备份"),
        (lambda file: file.unlink(), "找不到备份"),
    ],
    ids=[
        "newer",
        "altered",
        "out of its place",
        "foreign archive",
        "a file missing",
        "cut short",
        "no archive",
        "none",
    ],
)
def test_what_cannot_be_relied_on_changes_nothing(
    home: Settings, backup: Path, damage: Callable[[Path], None], said: str
) -> None:
    before = contents(home.corpus.parent)
    damage(backup)
    with pytest.raises(BackupError, match=said):
        restore(home, backup)
    assert contents(home.corpus.parent) == before


def test_a_folder_that_cannot_be_moved_takes_the_others_back(
    home: Settings, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(home.corpus.parent)
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path == home.data:
            raise OSError(16, "Device or resource busy", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(BackupError, match="挂载点"):
        restore(home, backup)
    assert contents(home.corpus.parent) == before


def test_a_corpus_that_is_being_changed_has_to_wait(home: Settings, backup: Path, tmp_path: Path) -> None:
    before = contents(home.corpus.parent)
    with corpus_held_still(home.corpus):
        for refused in (lambda: back_up(home, tmp_path / "late.zip"), lambda: restore(home, backup)):
            with pytest.raises(CorpusError, match="正在修改语料"):
                refused()
    assert not (tmp_path / "late.zip").exists()
    assert contents(home.corpus.parent) == before


def test_a_backup_takes_the_place_of_nothing(home: Settings, backup: Path) -> None:
    for place in (backup, home.data / "b.zip"):
        with pytest.raises(BackupError, match="换一个位置"):
            back_up(home, place)


def test_a_file_without_a_place_is_asked_for(home: Settings, backup: Path) -> None:
    with pytest.raises(BackupError, match="POLICY_KB_LEXICON"):
        restore(Settings(corpus=home.corpus, data=home.data), backup)


def test_the_commands_say_what_they_did(
    home: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    places = ("--corpus", home.corpus, "--data", home.data)
    file = tmp_path / "b.zip"
    made = run("backup", file, *places, capsys=capsys, monkeypatch=monkeypatch)
    assert (made.code, made.out.split("（")[0]) == (0, "已备份 1 份文件")
    declined = run("restore", file, *places, typed="n\n", capsys=capsys, monkeypatch=monkeypatch)
    assert declined.code == 1 and "没有改动" in declined.err
    done = run("restore", file, *places, "--yes", capsys=capsys, monkeypatch=monkeypatch)
    assert done.code == 0 and f"已恢复 {home.corpus}。" in done.out and "policy-kb build" in done.err
