from __future__ import annotations

from pathlib import Path

import pytest

from kb.documents import corpus_files, read_document
from kb.errors import CorpusError

NOTICE = "关于就业补贴的通知\n\n一、补贴标准为每人1000元。㐀\n"


@pytest.mark.parametrize(
    ("encoding", "read_as"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030")]
)
def test_encodings_give_the_same_text(tmp_path: Path, encoding: str, read_as: str) -> None:
    (tmp_path / "a.txt").write_bytes(NOTICE.encode(encoding))
    source = read_document(tmp_path / "a.txt", tmp_path)
    assert (source.text, source.encoding, source.file) == (NOTICE, read_as, "a.txt")


def test_gbk_file_is_read(tmp_path: Path) -> None:
    text = NOTICE.replace("㐀", "")
    (tmp_path / "a.md").write_bytes(text.encode("gbk"))
    assert read_document(tmp_path / "a.md", tmp_path).text == text


def test_line_ends_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("甲\r\n乙\r\n".encode())
    assert read_document(tmp_path / "a.txt", tmp_path).text == "甲\r\n乙\r\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空文件"),
        (b" \n\t ", "空文件"),
        (b"PK\x03\x04\x00\x00", "不是文本文件"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe\xfa", "编码无法识别"),
        ("Größe für Straße naïve café".encode("latin-1"), "编码无法识别"),
        ("日本語のテキストです。雇用保険".encode("euc-jp")[:-1] + b"\xff", "编码无法识别"),
    ],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "坏.txt").write_bytes(data)
    with pytest.raises(CorpusError, match=reason) as caught:
        read_document(tmp_path / "坏.txt", tmp_path)
    assert "坏.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_and_empty_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="找不到文件夹"):
        corpus_files(tmp_path / "none")
    (tmp_path / "README.md").write_text("about", encoding="utf-8")
    with pytest.raises(CorpusError, match="没有"):
        corpus_files(tmp_path)


def test_files_come_sorted_and_hidden_ones_are_left_out(tmp_path: Path) -> None:
    for name in ("乙.txt", "甲.md", ".隐藏.txt", "图.png"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [path.name for path in corpus_files(tmp_path)] == ["乙.txt", "甲.md"]
