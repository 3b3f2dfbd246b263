"""What reading one file may cost, and the reasons for which a file is refused, each with its remedy."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from dataclasses import dataclass

from kb.errors import CorpusError
from kb.messages import Message


@dataclass(frozen=True)
class ReadingLimits:
    """What reading one file may cost; `unpacked_bytes` is the most that one packed stream, or all of a package, may unpack to.

    `archive_bytes` and `entries` are the most that an archive of files may hold, archives in it included.
    """

    file_bytes: int = 50 * 2**20
    memory_bytes: int = 2**30
    unpacked_bytes: int = 64 * 2**20
    archive_bytes: int = 2**30
    entries: int = 5000
    seconds: int = 180
    pages: int = 1000
    characters: int = 2_000_000


LIMITS = ReadingLimits()
SCAN_LIMITS = ReadingLimits(memory_bytes=4 * 2**30, seconds=3600, pages=200)
"""Recognising a page takes seconds, and its network more memory than a reader."""


_REASONS = {
    "empty": Message("是空文件：请放入正文或删去它。", "The file is empty: fill or remove it."),
    "truncated": Message(
        "不完整（文件被截断）：请重新下载或导出。", "The file is truncated: download or export it again."
    ),
    "damaged": Message(
        "已损坏，无法完整读取：请重新导出。", "The file is damaged and cannot be read whole: export it again."
    ),
    "encrypted": Message("已加密：请去掉密码后重新导出。", "The file is encrypted: export it without a password."),
    "circular": Message("引用了自身：请重新导出。", "The file refers to itself: export it again."),
    "bomb": Message(
        "解开后超过 {unpacked_mib} MiB：请重新导出。",
        "It unpacks to over {unpacked_mib} MiB (decompression bomb): export it again.",
    ),
    "bomb_archive": Message(
        "解开后过大（超过 {archive_mib} MiB，或压缩比超过 200 倍）：请拆分。",
        "It unpacks to over {archive_mib} MiB or 200 times its size (decompression bomb): split it.",
    ),
    "memory": Message(
        "需要超过 {memory_mib} MiB 内存：请拆分或重新导出。",
        "Reading takes over {memory_mib} MiB of memory: split or export it again.",
    ),
    "time": Message(
        "在 {seconds} 秒内没有读完：请拆分或重新导出。", "Not read within {seconds} seconds: split or export it again."
    ),
    "size": Message("超过 {file_mib} MiB：请拆分文件。", "The file is over {file_mib} MiB: split it."),
    "pages": Message("超过 {pages} 页：请拆分文件。", "Over {pages} pages: split it."),
    "characters": Message("超过 {characters} 字：请拆分文件。", "Over {characters} characters: split it."),
    "no_text": Message(
        "没有文字层，读它需要文字识别：请运行 pip install 'policy-kb[ocr]'。",
        "The file has no text layer, it needs OCR: pip install 'policy-kb[ocr]'.",
    ),
    "pictures_only": Message(
        "只有图像，没有文字：请导出为 .pdf 再读。", "It holds pictures alone and needs OCR: export it as PDF."
    ),
    "pages_without_text": Message(
        "第 {detail} 页没有文字层，读它需要文字识别：请运行 pip install 'policy-kb[ocr]'。",
        "Pages without a text layer need OCR: pip install 'policy-kb[ocr]'.",
    ),
    "unmapped": Message(
        "字体没有文字编码，读它需要文字识别：请运行 pip install 'policy-kb[ocr]'。",
        "Its fonts do not say which characters they print, it needs OCR: pip install 'policy-kb[ocr]'.",
    ),
    "garbled": Message(
        "第 {detail} 页的字体给出的文字不是所印的字，读它需要文字识别：请运行 pip install 'policy-kb[ocr]'。",
        "The fonts of a page give out other characters than they print, it needs OCR: pip install 'policy-kb[ocr]'.",
    ),
    "rotated": Message(
        "第 {detail} 页的文字是横置的：请旋转该页后重新导出。",
        "The text of a page lies on its side: rotate the page and export again.",
    ),
    "crashed": Message("使读取程序中断：请重新导出。", "The file made its reader stop: export it again."),
    "cells": Message("表格过大：请删去多余的行列。", "A table of it is too large: remove rows and columns not needed."),
    "nested": Message("结构套叠过深：请重新导出。", "Its parts are nested too deeply: export it again."),
    "encoding": Message("编码无法识别：请用浏览器重新保存。", "Its encoding is not known: save the page again."),
    "no_words": Message("没有文字：请核对文件。", "There is no text in it: check the file."),
    "writer": Message(
        "是 .{detail} 文件，读它需要 LibreOffice：请运行 apt install libreoffice-writer-nogui，或另存为 .docx。",
        "Reading .{detail} needs LibreOffice: apt install libreoffice-writer-nogui, or save it as .docx.",
    ),
    "calc": Message(
        "是 .{detail} 表格，读它需要 LibreOffice：请运行 apt install libreoffice-calc-nogui，或另存为 .xlsx。",
        "Reading .{detail} needs LibreOffice: apt install libreoffice-calc-nogui, or save it as .xlsx.",
    ),
    "unknown": Message(
        "是旧版办公软件的文件，格式未知或不完整：请另存为 .docx 或 .xlsx。",
        "An office file of unknown kind, or cut off: save it as .docx or .xlsx.",
    ),
    "picture": Message(
        "是图片，读它需要文字识别：请运行 pip install 'policy-kb[ocr]'。",
        "A picture, it needs OCR: pip install 'policy-kb[ocr]'.",
    ),
    "pixels": Message(
        "图像超过 {detail} 百万像素：请以 200–300 dpi 重新扫描。",
        "A picture of over {detail} million pixels: scan it again at 200 to 300 dpi.",
    ),
    "illegible": Message(
        "第 {detail} 页认不出文字：请重新扫描。", "The writing of a page cannot be recognised: scan it again."
    ),
    "zip": Message(
        "是压缩包：请用 policy-kb add 加入其中的文件。", "An archive: take its files in with policy-kb add."
    ),
    "packed": Message("是压缩包：请先解压，或重新打包为 .zip。", "An archive: unpack it, or pack it as .zip."),
    "entries": Message(
        "是含 {entries} 个以上部件的压缩包：请重新导出。", "A package of over {entries} parts: export it again."
    ),
    "unsafe_name": Message(
        "内部路径指向包外（{detail}），没有打开：请重新导出。",
        "A part of the package names a place outside it, so it was not opened: export it again.",
    ),
    "doctype": Message(
        "内部 XML 声明了文档类型或实体，没有打开：请重新导出。",
        "Its XML declares a document type or entities, so it was not opened: export it again.",
    ),
}


SCANNED = ("no_text", "pages_without_text", "unmapped", "garbled", "picture")
"""The reasons that recognising what is printed takes away."""


class RefusedFile(CorpusError):  # noqa: N818 - named for what is wrong, as those of kb/errors.py
    """A file that was refused, with the key of the reason."""

    reason = ""


class Refused(Exception):  # noqa: N818 - a reason, not a failure of the program
    """The file cannot be read: a key of `_REASONS`, and what its message needs to know."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def limit_process(limits: Mapping[str, int]) -> None:
    """Memory and time, where the system can limit them (Windows cannot; the parent's clock holds there); Refused when the time is up."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    for kind, value in ((resource.RLIMIT_AS, limits["memory_bytes"]), (resource.RLIMIT_CPU, limits["seconds"])):
        hard = resource.getrlimit(kind)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (soft, hard))
    signal.signal(signal.SIGALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_REAL, limits["seconds"])


def _out_of_time(*_: object) -> None:
    """Raised in the child, so that it ends the programs that it has started."""
    raise Refused("time")


def refused(name: str, reason: str, limits: ReadingLimits, detail: str = "") -> RefusedFile:
    """The error that names the file, the reason and the remedy, to be raised by the caller."""
    if reason == "table_said":
        zh, _, en = detail.partition("\n")
        return RefusedFile(f"{name} {zh}", en)
    words = _REASONS[reason].format(
        detail=detail,
        seconds=limits.seconds,
        pages=limits.pages,
        characters=limits.characters,
        entries=limits.entries,
        file_mib=limits.file_bytes // 2**20,
        memory_mib=limits.memory_bytes // 2**20,
        unpacked_mib=limits.unpacked_bytes // 2**20,
        archive_mib=limits.archive_bytes // 2**20,
    )
    error = RefusedFile(f"{name} {words.zh}", words.en)
    error.reason = reason
    return error
