"""Which files of a folder are documents, and why each other one is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.holdings import SkippedFile, corpus_files, skipped_files


def skipped(folder: Path) -> dict[str, str]:
    return {one.file: one.reason.zh for one in skipped_files(folder, but=("benefits.yaml",))}


def test_every_file_that_is_not_taken_is_named_with_what_to_do(tmp_path: Path) -> None:
    for name in (
        "甲.txt",
        "乙.PDF",
        "catalog.yaml",
        "benefits.yaml",
        ".DS_Store",
        ".git/HEAD",
        "README.md",
        "2020/通知.GD",
        "2020/表.rar",
        "扫描.bmp",
        "打包.zip",
        "无后缀",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("一、补贴。", encoding="utf-8")
    (tmp_path / "链接.txt").symlink_to(tmp_path / "没有.txt")
    told = skipped(tmp_path)
    assert sorted(path.name for path in corpus_files(tmp_path)) == ["乙.PDF", "甲.txt"]
    assert sorted(told) == sorted(
        ["README.md", "2020/通知.GD", "2020/表.rar", "扫描.bmp", "打包.zip", "无后缀", "链接.txt"]
    )
    assert told["2020/通知.GD"] == "不是可读的格式，请转换为 .docx、.pdf 或 .txt"
    assert told["扫描.bmp"] == "请把图片另存为 .png"
    assert told["打包.zip"] == "请用 policy-kb add 加入其中的文件"
    assert "链接已失效" in told["链接.txt"]
    assert "请改名" in told["README.md"]


@pytest.mark.parametrize("name", ["catalog.yaml", ".隐藏.docx"])
def test_a_folder_of_texts_alone_skips_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "甲.txt").write_text("一、补贴。", encoding="utf-8")
    (tmp_path / name).write_text("", encoding="utf-8")
    assert skipped_files(tmp_path) == ()


def test_the_reason_is_said_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("一、补贴。", encoding="utf-8")
    (tmp_path / "乙.rar").write_text("", encoding="utf-8")
    (one,) = skipped_files(tmp_path)
    assert isinstance(one, SkippedFile)
    assert (one.reason.zh, one.reason.en) == ("请先解压", "unpack it first")
