"""Many files added at once: what is taken, what waits for a person, and what an interruption leaves."""

from __future__ import annotations

import io
import threading
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

import kb.holdings.corpus_change
import kb.holdings.intake
from kb.commands import cli
from kb.holdings import PENDING, offered_files
from kb.language import Gazetteer
from kb.people import AuditLog
from kb.reading import read_document
from kb.records import SourceText

NOTICE = (
    "临沂市人力资源和社会保障局关于做好第{n}批就业工作的通知\n\n临人社发〔2021〕{n}号\n\n各县区：\n\n一、补贴标准为每人{n}00元。\n\n"
    "临沂市人力资源和社会保障局\n2021年1月2日\n"
)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A corpus of one notice, and a folder of folders with all that lies in an office."""
    corpus, given = tmp_path / "corpus", tmp_path / "来件"
    (given / "一/二").mkdir(parents=True)
    corpus.mkdir()
    (corpus / "一号.txt").write_text(NOTICE.format(n=1), encoding="utf-8")
    (given / "一/二号.txt").write_text(NOTICE.format(n=2), encoding="utf-8")
    (given / "一/二/又是一号.txt").write_text(NOTICE.format(n=1), encoding="utf-8")
    (given / "一/二/三号另存.md").write_text(NOTICE.format(n=3).replace("\n\n", "\n\n\n"), encoding="utf-8")
    (given / "空.docx").write_bytes(b"")
    (given / "无地名.txt").write_text("关于甲的通知\n\n一、办好甲事。\n", encoding="utf-8")
    (given / "程序.ini").write_text("[a]", encoding="utf-8")
    word = Document()
    for line in NOTICE.format(n=4).splitlines():
        word.add_paragraph(line)
    word.save(data := io.BytesIO())
    (given / "断.docx").write_bytes(data.getvalue()[:3000])
    with zipfile.ZipFile(given / "包.zip", "w") as archive:
        archive.writestr("内/三号.txt", NOTICE.format(n=3))
        archive.writestr("内/四号.pdf", data.getvalue())
    return corpus, given


def names(corpus: Path) -> list[str]:
    return sorted(path.name for path in corpus.iterdir() if path.is_file())


def test_what_is_whole_is_taken_and_the_rest_waits_with_its_reasons(folders: tuple[Path, Path]) -> None:
    corpus, given = folders
    done = CliRunner().invoke(cli, ["add", str(given), "--corpus", str(corpus), "--yes"])
    assert done.exit_code == 0, done.output
    assert "完整 whole 3，已有 held 1，待核对 to be looked at 5" in done.stdout
    assert [name.split("-")[0] + name[name.rindex(".") :] for name in names(corpus)] == [
        *("一号.txt.txt", "临人社发〔2021〕2号.txt", "临人社发〔2021〕3号.md", "临人社发〔2021〕4号.docx")
    ]
    waiting = corpus / PENDING
    reasons = dict(line.split("\t") for line in (waiting / "reasons.txt").read_text("utf-8").splitlines())
    assert {name: words.split("：")[0].split("。")[0] for name, words in reasons.items()} == {
        "来件/空.docx": "是空文件",
        "来件/无地名.txt": "没有找到适用地区，回答时会提醒核对",
        "来件/程序.ini": "不是可读的格式 not a format that is read",
        "来件/包.zip/内/三号.txt": "已在语料中",
        "来件/断.docx": "已损坏，无法完整读取",
    }
    assert (waiting / "来件/无地名.txt").is_file()
    # A person gives the place; the file leaves `.pending`.
    place = ["--region", "临沂市", "--rests-on", "办好甲事"]
    settled = ["add", str(waiting / "来件/无地名.txt"), *place, "--corpus", str(corpus), "--yes"]
    assert CliRunner().invoke(cli, settled).exit_code == 0
    assert not (waiting / "来件/无地名.txt").exists()
    assert "无地名" not in (waiting / "reasons.txt").read_text("utf-8")


def test_an_interruption_loses_nothing_and_a_second_start_takes_nothing_twice(
    folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, given = folders
    for n in range(10, 20):
        (given / f"{n}.txt").write_text(NOTICE.format(n=n), encoding="utf-8")
    monkeypatch.setattr(kb.holdings.intake, "_TOGETHER", 4)
    gazetteer = Gazetteer.load()
    record = AuditLog(tmp_path / "data")
    make = kb.holdings.corpus_change.make_change
    calls: list[int] = []

    def interrupted(*arguments: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        make(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(kb.holdings.corpus_change, "make_change", interrupted)
    add = ["add", str(given), "--corpus", str(corpus), "--data", str(tmp_path / "data"), "--yes"]
    assert CliRunner().invoke(cli, add).exit_code != 0
    assert len(names(corpus)) == 1 + 4 and len(record.entries()) == 4
    again = offered_files(corpus, [given], tmp_path / "b", gazetteer)
    assert sum(one.held for one in again) == 4 + 1
    assert CliRunner().invoke(cli, add).exit_code == 0
    assert len(names(corpus)) == 1 + 13
    recorded = [entry.details["after"] for entry in record.entries() if entry.deed == "document_added"]
    assert sorted(["一号.txt", *recorded]) == names(corpus)
    last = offered_files(corpus, [given], tmp_path / "c", gazetteer)
    assert not any(one.whole for one in last)


def test_files_are_read_at_once_and_told_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, given = tmp_path / "corpus", tmp_path / "来件"
    corpus.mkdir()
    given.mkdir()
    # Two by two: whoever is read alone waits in vain. The third is the first again, which is whole by then.
    for name, n in (("1.txt", 1), ("2.txt", 2), ("3.txt", 1), ("4.txt", 3)):
        (given / name).write_text(NOTICE.format(n=n), encoding="utf-8")
    together = threading.Barrier(2)

    def slow(path: Path, root: Path) -> SourceText:
        together.wait(timeout=20)
        if path.name == "1.txt":
            time.sleep(0.2)
        return read_document(path, root)

    monkeypatch.setattr(kb.holdings.intake, "_cores", lambda: 2)
    monkeypatch.setattr(kb.holdings.intake, "read_document", slow)
    found = offered_files(corpus, [given], tmp_path / "a", Gazetteer.load())
    assert [Path(one.name).name for one in found] == ["1.txt", "2.txt", "3.txt", "4.txt"]
    assert [one.held for one in found] == [False, False, True, False]


def test_options_of_one_text_are_refused_for_many(folders: tuple[Path, Path]) -> None:
    corpus, given = folders
    done = CliRunner().invoke(cli, ["add", str(given), "--region", "临沂市", "--corpus", str(corpus)])
    assert done.exit_code != 0
    assert len(names(corpus)) == 1


def test_a_file_is_taken_by_what_it_holds_alone_and_among_others_and_its_macros_are_told(tmp_path: Path) -> None:
    word = Document()
    for line in NOTICE.format(n=4).splitlines():
        word.add_paragraph(line)
    given = tmp_path / "通知.docm"
    word.save(str(given))
    with zipfile.ZipFile(given, "a") as package:
        package.writestr("word/vbaProject.bin", b"AutoOpen")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    done = CliRunner().invoke(cli, ["add", str(given), "--corpus", str(corpus), "--yes"])
    assert done.exit_code == 0 and "文件含宏，没有运行。" in done.output, done.output
    assert [name[-5:] for name in names(corpus) if name != "catalog.yaml"] == [".docx"]
    (folder := tmp_path / "来件").mkdir()
    (folder / given.name).write_bytes(given.read_bytes())
    (other := tmp_path / "另一处").mkdir()
    done = CliRunner().invoke(cli, ["add", str(folder), "--corpus", str(other), "--yes"])
    assert "? 来件/通知.docm：文件含宏，没有运行。" in done.stdout
    assert [name[-5:] for name in names(other)] == [".docx"]
