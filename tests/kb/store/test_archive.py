from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.errors import StoreError
from kb.reading import build_clauses
from kb.records import Basis, Cell, Clause, Document, Effect, LoadedDocument, SetAside, SourceText, Span
from kb.store.archive import read_archive, write_archive

NOTICE = """关于做好工作的通知

一、开发公益性岗位

补贴期限最长不超过3年。
<div>
按月
发放。

附件1

任务分工表

序号\t任务\t责任单位
1\t设立扶贫车间\t市人社局
2\t\t
"""
FULL = Document(
    "某发〔2020〕3号",
    "甲/乙.txt",
    "关于“做好”\u2028工作的通知",
    "notice",
    number="某发〔2020〕3号",
    issuers=("甲局", "乙局"),
    regions=("甲市", "乙省"),
    issued=date(2020, 5, 1),
    issued_quote="2020年5月1日",
    published=date(2020, 5, 3),
    effective_from=date(2020, 5, 16),
    effective_quote="自2020年5月16日起",
    effective_to=date(2025, 5, 15),
    expiry_quote="至2025年5月15日",
    superseded_by="某发〔2022〕1号",
    superseded_quote="同时废止",
    superseded_on=date(2022, 1, 1),
    effects=(
        Effect(
            "repeals",
            "某发〔2022〕1号",
            "某发〔2020〕3号",
            "三",
            ("下列文件废止：", "某发〔2020〕3号"),
            on=date(2022, 1, 1),
        ),
        Effect(
            "extends",
            "某发〔2021〕1号",
            "某发〔2020〕3号",
            "一",
            ("延长",),
            until=date(2025, 5, 15),
            parts=("二",),
            obeyed=False,
        ),
    ),
    bases=(
        Basis(
            "digest", "《摘编》", "某发〔2020〕3号 引言", "引言", "根据《摘编》", True, superseded_on=date(2021, 3, 1)
        ),
    ),
)
BARE = Document("digest", "丙.txt", "摘编", "digest")


@pytest.fixture
def loaded(source: Callable[[str], SourceText]) -> list[LoadedDocument]:
    text = source(NOTICE)
    other = source("一、总体\u2028要求\n\n坚持分类\r\n施策。\n")
    return [
        LoadedDocument(FULL, text, *build_clauses(text, FULL.id)),
        LoadedDocument(BARE, other, *build_clauses(other, BARE.id)),
    ]


def test_what_was_saved_comes_back_equal(tmp_path: Path, loaded: list[LoadedDocument]) -> None:
    write_archive(tmp_path, loaded)
    held = read_archive(tmp_path)
    documents, clauses = held.documents, held.clauses
    assert documents == (FULL, BARE)
    assert tuple(clauses) == loaded[0].clauses + loaded[1].clauses
    assert clauses.own(BARE.id) == list(loaded[1].clauses)
    assert [head.label for head in clauses.heads] == [clause.label for clause in clauses]
    assert [clause.offsets for clause in clauses] == [c.offsets for item in loaded for c in item.clauses]
    assert {type(clause.cells) for clause in clauses} == {tuple}
    assert next(clause for clause in clauses if clause.kind == "row").cells[2] == Cell(
        "责任单位", "市人社局", NOTICE.index("市人社局")
    )


def test_what_was_set_aside_comes_back_with_its_document(tmp_path: Path, loaded: list[LoadedDocument]) -> None:
    write_archive(tmp_path, loaded)
    expected = [(item.document.id, text) for item in loaded for text in item.set_aside]
    assert (FULL.id, SetAside(NOTICE.index("<div>"), NOTICE.index("<div>") + 5, "<div>", "标记 markup")) in expected
    assert read_archive(tmp_path).set_aside == tuple(expected)


def test_one_record_a_line_whatever_the_text_holds(tmp_path: Path, loaded: list[LoadedDocument]) -> None:
    write_archive(tmp_path, loaded)
    lines = clause_lines(tmp_path).read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert len(lines) == len(loaded[0].clauses) + len(loaded[1].clauses)


def clause_lines(folder: Path) -> Path:
    """The only file of clauses that was written."""
    (found,) = folder.glob("clauses/*/clauses.jsonl")
    return found


def test_a_line_that_is_no_clause_is_a_store_error_when_it_is_read(
    tmp_path: Path, loaded: list[LoadedDocument]
) -> None:
    write_archive(tmp_path, loaded)
    path = clause_lines(tmp_path)
    path.write_bytes(path.read_bytes().replace(b'"label"', b'"lapel"', 1))
    clauses = read_archive(tmp_path).clauses
    assert clauses[1] == loaded[0].clauses[1]
    with pytest.raises(StoreError, match="policy-kb build"):
        _ = clauses[0]


def saved_offsets(folder: Path, offsets: tuple[int, ...]) -> tuple[list[list[int]], tuple[int, ...]]:
    """The offsets as written and as read again."""
    clause = Clause("D 一", "D", "一", "clause", ("一、",), "字" * len(offsets), offsets, (Span(0, len(offsets)),))
    document = replace(BARE, id="D")
    write_archive(folder, [LoadedDocument(document, SourceText("丙.txt", "", "utf-8", ""), (clause,), ())])
    written = json.loads(clause_lines(folder).read_text(encoding="utf-8"))["offsets"]
    return written, read_archive(folder).clauses[0].offsets


@pytest.mark.parametrize(
    ("offsets", "runs"),
    [
        ((5, 6, 7), [[5, 3]]),
        ((5, 6, 9, 10), [[5, 2], [9, 2]]),
        ((0, 1, -1, -1, 2), [[0, 2], [-1, 2], [2, 1]]),
        ((-1, 0), [[-1, 1], [0, 1]]),  # 0 follows -1 by value, not as a run
        ((-1, -1, 1, 2), [[-1, 2], [1, 2]]),
        ((3, -1, 4), [[3, 1], [-1, 1], [4, 1]]),
        ((), []),
    ],
)
def test_offsets_are_kept_as_runs(tmp_path: Path, offsets: tuple[int, ...], runs: list[list[int]]) -> None:
    assert saved_offsets(tmp_path, offsets) == (runs, offsets)


@given(st.lists(st.integers(-1, 6), max_size=12).map(tuple))
@example((-1, 0, 1, -1, 0))
def test_any_offsets_survive(tmp_path_factory: pytest.TempPathFactory, offsets: tuple[int, ...]) -> None:
    assert saved_offsets(tmp_path_factory.mktemp("runs"), offsets)[1] == offsets


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("documents.jsonl", "{"),
        ("documents.jsonl", '{"id": "D"}\n'),
        ("documents.jsonl", "[]\n"),
        ("documents.jsonl", "1\n"),
        ("clauses.json", '["other"]'),
        ("clauses/*/clauses.jsonl", '{"id": "D 一"}\n'),
        ("clauses/*/documents.json", "[]"),
        ("clauses/*/lines.npy", ""),
    ],
)
def test_a_damaged_file_is_a_store_error_that_names_the_remedy(
    tmp_path: Path, loaded: list[LoadedDocument], file: str, content: str
) -> None:
    write_archive(tmp_path, loaded)
    (found,) = tmp_path.glob(file)
    found.write_text(content, encoding="utf-8")
    with pytest.raises(StoreError, match="policy-kb build"):
        read_archive(tmp_path)


def test_a_missing_or_undecodable_file_is_a_store_error(tmp_path: Path, loaded: list[LoadedDocument]) -> None:
    with pytest.raises(StoreError, match="policy-kb build"):
        read_archive(tmp_path)
    write_archive(tmp_path, loaded)
    (tmp_path / "documents.jsonl").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(StoreError, match="policy-kb build"):
        read_archive(tmp_path)
