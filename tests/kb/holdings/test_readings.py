"""Readings kept between builds: the same documents without reading a file again, and nothing of a file that changed or was damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

import kb.holdings.corpus as corpus_module
from kb.holdings.corpus import load_corpus
from kb.holdings.readings import KeptReadings
from kb.language import Gazetteer, locator
from kb.records import LoadedDocument, SourceText

NOTICE = (
    "# 关于做好就业工作的通知\n\n兰陵县人社发〔2020〕{n}号\n\n各镇：\n\n根据《就业促进法》制定本通知。\n\n一、补贴标准。每人{n}000元。\n\n"
    "| 项目 | 标准 |\n| --- | --- |\n| 培训 | {n}00元 |\n\n二、兰陵县人社发〔2019〕8号自2020年6月1日起停止执行。\n\n2020年{n}月1日\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for n in (1, 2):
        (corpus / f"{n}.md").write_text(NOTICE.format(n=n), encoding="utf-8")
    return corpus


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    names: list[str] = []

    def noted(path: Path, corpus: Path) -> SourceText:
        names.append(path.name)
        return read(path, corpus)

    read = corpus_module.read_document
    monkeypatch.setattr(corpus_module, "read_document", noted)
    return names


def load(folder: Path, program: str = "this") -> list[LoadedDocument]:
    kept = KeptReadings(folder.parent / "readings", program)
    loaded = load_corpus(folder, locator(Gazetteer.load()), None, kept)
    kept.save()
    return loaded


def test_what_is_kept_is_the_same_and_is_not_read_again(folder: Path, read_files: list[str]) -> None:
    first = load(folder)
    assert read_files == ["1.md", "2.md"]
    assert first[0].document.bases == () and len(first[0].notes) == 1  # 〔2019〕8号 is not held
    assert load(folder) == first
    assert read_files == ["1.md", "2.md"]


def test_a_changed_file_is_read_alone_and_the_reading_of_one_that_is_gone_is_removed(
    folder: Path, read_files: list[str]
) -> None:
    load(folder)
    (folder / "1.md").write_text(NOTICE.format(n=3), encoding="utf-8")
    (again,) = (item for item in load(folder) if item.source.file == "1.md")
    assert read_files == ["1.md", "2.md", "1.md"]
    assert "3000元" in "".join(clause.text for clause in again.clauses)
    (folder / "2.md").unlink()
    load(folder)
    assert len(list((folder.parent / "readings").iterdir())) == 1


def test_a_damaged_reading_and_that_of_another_program_are_read_again(folder: Path, read_files: list[str]) -> None:
    first = load(folder)
    kept = sorted((folder.parent / "readings").iterdir())[0]
    data = bytearray(kept.read_bytes())
    data[-1] ^= 1
    kept.write_bytes(data)
    assert load(folder) == first
    assert len(read_files) == 3
    assert load(folder, "another") == first
    assert len(read_files) == 5


def test_a_document_with_another_name_has_clauses_of_that_name(folder: Path, read_files: list[str]) -> None:
    (folder / "2.md").unlink()
    (folder / "1.md").write_text(NOTICE.format(n=1).replace("兰陵县人社发〔2020〕1号\n", ""), encoding="utf-8")
    load(folder)
    (folder / "catalog.yaml").write_text("documents:\n- {file: 1.md, id: x-1}\n", encoding="utf-8")
    (first,) = load(folder)
    assert first.document.id == "x-1"
    assert {clause.document for clause in first.clauses} == {"x-1"}
    assert all(clause.id.startswith("x-1 ") for clause in first.clauses)
    assert read_files == ["1.md"]


def test_a_curators_edit_of_the_outline_is_made_in_what_is_kept(folder: Path, read_files: list[str]) -> None:
    before = load(folder)[0]
    (folder / "catalog.yaml").write_text(
        "documents:\n- {file: 1.md, outline: [{do: join, at: 根据《就业促进法》}]}\n- {file: 2.md}\n", encoding="utf-8"
    )
    for _ in range(2):
        assert len(load(folder)[0].clauses) == len(before.clauses) - 1
    (folder / "catalog.yaml").unlink()
    assert load(folder)[0].clauses == before.clauses
    assert read_files == ["1.md", "2.md"]
