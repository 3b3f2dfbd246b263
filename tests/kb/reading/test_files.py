from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import CorpusError
from kb.holdings import corpus_files
from kb.reading.files import read_document

NOTICE = "关于就业补贴的通知\n\n一、补贴标准为每人1000元。㐀\n"


@pytest.mark.parametrize(
    ("encoding", "read_as"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_encodings_give_the_same_text(tmp_path: Path, encoding: str, read_as: str) -> None:
    (tmp_path / "a.txt").write_bytes(NOTICE.encode(encoding))
    source = read_document(tmp_path / "a.txt", tmp_path)
    assert (source.text, source.encoding, source.file) == (NOTICE, read_as, "a.txt")


def test_gbk_file_is_read(tmp_path: Path) -> None:
    text = NOTICE.replace("㐀", "")
    (tmp_path / "a.md").write_bytes(text.encode("gbk"))
    assert read_document(tmp_path / "a.md", tmp_path).text == text


def test_rare_characters_of_gb18030_are_read(tmp_path: Path) -> None:
    """Two names with characters of four bytes, as they stand in lists of persons and places."""
    text = "关于表彰先进个人的通知\n\n一、表彰𠮷某、㛃某、䶮某等同志，名单见附件，请各单位认真学习，做好宣传工作。\n"
    data = text.encode("gb18030")
    assert len("𠮷".encode("gb18030")) == 4
    (tmp_path / "a.txt").write_bytes(data)
    source = read_document(tmp_path / "a.txt", tmp_path)
    assert (source.text, source.encoding) == (text, "gb18030")


def test_utf_16_of_the_other_byte_order_keeps_its_mark_out_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xfe\xff" + NOTICE.encode("utf-16-be"))
    assert read_document(tmp_path / "a.txt", tmp_path).text == NOTICE


def test_traditional_characters_are_policy_chinese_too(tmp_path: Path) -> None:
    text = "關於實施就業補貼辦法的通知\n\n一、補貼標準為每人1000元，由勞工局審核發放。\n"
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        (tmp_path / "a.txt").write_bytes(text.encode(encoding))
        assert read_document(tmp_path / "a.txt", tmp_path).text == text


LONG = "".join(f"第{n}条　对符合条件的就业困难人员给予岗位补贴。\r\n" for n in range(1, 9))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("關於實施就業補貼辦法的通知，補貼標準為每人一千元，由勞工局審核發放。".encode("big5"), "可能是 Big5"),
        ("日本語のテキストです。雇用保険の手続きについて。\n".encode("shift_jis"), "可能是 Shift_JIS"),
        (LONG.encode().decode("gb18030", "replace").encode(), r"读作 UTF-8 时 \d\d% 的字不是公文用字"),
        (LONG.encode().decode("latin-1").encode(), r"读作 UTF-8 时 \d\d% 的字不是公文用字"),
        (LONG.encode("utf-8") + LONG.encode("gb18030"), "第 9 行起是 GB18030，此前是 UTF-8"),
        (LONG.encode("gb18030") + LONG.encode("utf-8"), "第 9 行起是 UTF-8，此前是 GB18030"),
        (b"\xef\xbb\xbf" + LONG.encode("utf-8") + LONG.encode("gb18030"), "第 9 行起是 GB18030"),
        (LONG.encode("utf-8")[:-6], "第 8 行起是 无法识别"),
        (LONG.encode("utf-16") + LONG.encode("utf-8"), "第 9 行起却不是"),
        (LONG.encode("utf-16-le") + LONG.encode("utf-8"), "不是文本文件"),
        ("补贴标准\x07如下\n".encode(), "第 1 行有控制字符"),
    ],
)
def test_a_wrong_guess_and_mixed_encodings_are_named(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "坏.txt").write_bytes(data)
    with pytest.raises(CorpusError, match=reason) as caught:
        read_document(tmp_path / "坏.txt", tmp_path)
    assert "坏.txt" in str(caught.value)


def test_the_text_is_what_its_codec_gives(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"):
        data = LONG.encode(encoding)
        (tmp_path / "a.txt").write_bytes(data)
        source = read_document(tmp_path / "a.txt", tmp_path)
        assert data.decode(source.encoding) == source.text == LONG


def test_line_ends_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("甲\r\n乙\r\n".encode())
    assert read_document(tmp_path / "a.txt", tmp_path).text == "甲\r\n乙\r\n"


# A table as Excel 2003 writes it as XML: its elements must not pass for a text.
EXCEL_2003 = (
    '<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell>'
    "<Data>补贴标准</Data></Cell></Row></Table></Worksheet></Workbook>"
).encode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空文件"),
        (b" \n\t ", "空文件"),
        (EXCEL_2003, "格式未知.*docx 或 .xlsx"),
        (b"PK\x03\x04\x00\x00", "已损坏"),
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
    for name in ("乙.txt", "甲.md", ".隐藏.txt", "音.mp3"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [path.name for path in corpus_files(tmp_path)] == ["乙.txt", "甲.md"]
