"""Zip archives of files, sound ones and those made to do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kb.reading import unpacked
from kb.reading.limits import LIMITS, ReadingLimits


def zipped(files: Mapping[str, bytes], encoding: str = "utf-8") -> bytes:
    """An archive; in another encoding its names stand there without the mark of UTF-8, as Chinese programs write them."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    whole = data.getvalue()
    for name in files if encoding != "utf-8" else ():
        raw, plain = name.encode(encoding), name.encode()
        assert len(plain) == len(raw), "made for names of the same length"
        whole = whole.replace(plain, raw)
    return whole


def opened(tmp_path: Path, data: bytes, limits: ReadingLimits = LIMITS) -> dict[str, str]:
    """What each file of an archive holds, or why it was not unpacked."""
    (tmp_path / "包.zip").write_bytes(data)
    found = unpacked(tmp_path / "包.zip", "包.zip", tmp_path / "here", limits)
    return {
        one.name: str(one.problem.message.zh) if one.problem else one.path.read_text("utf-8") if one.path else ""
        for one in found
    }


def test_files_of_folders_and_of_archives_within_are_named_by_their_way(tmp_path: Path) -> None:
    inner = zipped({"丙.txt": b"3", "空.txt": b""})
    data = zipped({"甲.txt": b"1", "二级/乙.txt": b"2", "内.zip": inner, "__MACOSX/._甲.txt": b"", ".DS_Store": b""})
    assert opened(tmp_path, data) == {
        "包.zip/甲.txt": "1",
        "包.zip/二级/乙.txt": "2",
        "包.zip/内.zip/丙.txt": "3",
        "包.zip/内.zip/空.txt": "",
    }


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    plain = zipped({"abcd/efgh.txt": b"1"})
    assert list(opened(tmp_path, plain.replace(b"abcd/efgh", "通知/一号".encode("gb18030")))) == [
        "包.zip/通知/一号.txt"
    ]


def test_what_would_do_harm_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    deep = b"x"
    for name in ("一.txt", "二.zip", "三.zip", "四.zip"):
        deep = zipped({name: deep})
    hostile = zipped(
        {"../外.txt": b"1", "/etc/x.txt": b"1", "炸.txt": bytes(3 * 2**20), "深.zip": deep, "好.txt": b"1"}
    )
    said = opened(tmp_path, hostile)
    assert said.pop("包.zip/好.txt") == "1"
    reasons = {name.removeprefix("包.zip/"): words.split("：")[0].split("（")[0] for name, words in said.items()}
    assert {name: words.split()[-1] for name, words in reasons.items()} == {
        "../外.txt": "内部路径指向包外",
        "/etc/x.txt": "内部路径指向包外",
        "炸.txt": "解开后过大",
        "深.zip/四.zip/三.zip": "结构套叠过深",
    }
    assert not (tmp_path / "外.txt").exists()


def test_too_many_too_much_a_password_and_damage_are_told(tmp_path: Path) -> None:
    data = zipped({"甲.txt": b"1" * 100, "乙.txt": b"2" * 100})
    small = replace(LIMITS, archive_bytes=len(data), entries=1)
    assert "部件" in opened(tmp_path, data, small)["包.zip"]
    assert "解开后过大" in opened(tmp_path, data * 2, small)["包.zip"]
    assert "已损坏" in opened(tmp_path, data[: len(data) // 2])["包.zip"]
    locked = bytearray(data)
    locked[6] |= 1  # of the first file's own head, and of its line in the directory
    locked[data.index(b"PK\x01\x02") + 8] |= 1
    said = opened(tmp_path, bytes(locked))
    assert "已加密" in said["包.zip/甲.txt"] and said["包.zip/乙.txt"] == "2" * 100
