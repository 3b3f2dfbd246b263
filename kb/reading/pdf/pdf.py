"""PDF with a text layer becomes a source text. The file is opened in a child process with limits (kb/reading/pdf/worker.py).

Whatever the file does, the outcome here is a text or one CorpusError with its name, the reason and the remedy.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import CorpusError
from kb.messages import Message
from kb.reading.pdf.doubt import DOUBTS
from kb.records import Doubt, SetAside, SourceText

ENCODING = "pdf"
_OBJECT = re.compile(rb"\b\d+ \d+ obj\b")
_LINEARIZED = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)")


@dataclass(frozen=True)
class PdfLimits:
    """What reading one PDF may cost; `stream_bytes` is the most that one packed stream may unpack to."""

    file_bytes: int = 50 * 2**20
    memory_bytes: int = 2**30
    stream_bytes: int = 64 * 2**20
    seconds: int = 180
    pages: int = 1000
    characters: int = 2_000_000


PDF_LIMITS = PdfLimits()

# The interpreter and its C libraries die of these when an allocation is refused at a bad moment; the reader itself is pure Python.
_OUT_OF_MEMORY = frozenset(int(s) for s in signal.Signals if s.name in {"SIGSEGV", "SIGABRT", "SIGBUS", "SIGKILL"})

_REASONS = {
    "empty": Message("是空文件：请放入正文或删去它。", "The file is empty: fill or remove it."),
    "not_pdf": Message(
        "不是 PDF 文件：请核对后缀或重新导出。", "Not a PDF at all: check its suffix or export it again."
    ),
    "truncated": Message(
        "不完整（文件被截断）：请重新下载或导出。", "The PDF is truncated: download or export it again."
    ),
    "damaged": Message(
        "已损坏，无法完整读取：请重新导出。", "The PDF is damaged and cannot be read whole: export it again."
    ),
    "encrypted": Message("已加密：请去掉密码后重新导出。", "The PDF is encrypted: export it without a password."),
    "circular": Message("引用了自身：请重新导出。", "The PDF refers to itself: export it again."),
    "bomb": Message(
        "解压后超过 {stream_mib} MiB：请重新导出。",
        "A stream unpacks to over {stream_mib} MiB (decompression bomb): export it again.",
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
        "没有文字层：请先做文字识别（OCR）。", "The PDF has no text layer, it needs OCR: recognise its text first."
    ),
    "pages_without_text": Message(
        "第 {detail} 页没有文字层：请先做文字识别（OCR）。",
        "Pages without a text layer need OCR: recognise their text first.",
    ),
    "unmapped": Message(
        "的字体没有文字编码：请先做文字识别（OCR）。", "Its fonts do not say which characters they print, it needs OCR."
    ),
    "rotated": Message(
        "第 {detail} 页的文字是横置的：请旋转该页后重新导出。",
        "The text of a page lies on its side: rotate the page and export again.",
    ),
    "crashed": Message("使读取程序中断：请重新导出。", "The PDF made its reader stop: export it again."),
    "no_library": Message(
        "需要 pdfplumber 才能读取：请运行 pip install pdfplumber。",
        "Reading PDF needs pdfplumber: pip install pdfplumber.",
    ),
}


def read_pdf(path: Path, name: str, limits: PdfLimits = PDF_LIMITS) -> SourceText:
    """The text of a PDF with its page starts; CorpusError with the file's name and the reason if it cannot be read."""
    try:
        if path.stat().st_size > limits.file_bytes:
            raise refused(name, "size", limits)
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(
            f"{name} 无法读取（{error.strerror}）：请检查权限。", "Cannot be read: check its permissions."
        ) from error
    if reason := _outer_fault(data):
        raise refused(name, reason, limits)
    result = _read_in_child(path, name, limits)
    if "reason" in result:
        raise refused(name, result["reason"], limits, result["detail"])
    aside = tuple(SetAside(**item) for item in result["set_aside"])
    if not result["text"].strip():
        raise refused(name, "no_text", limits)
    digest = hashlib.sha256(data).hexdigest()
    doubts = tuple(Doubt(start, end, DOUBTS[reason]) for start, end, reason in result["doubtful"])
    return SourceText(name, result["text"], ENCODING, digest, tuple(result["pages"]), aside, doubtful=doubts)


def _outer_fault(data: bytes) -> str:
    """What is wrong with the file as a whole, before anything in it is opened; "" where nothing is."""
    if not data.strip():
        return "empty"
    if b"%PDF-" not in data[:1024]:
        return "not_pdf"
    linearized = _LINEARIZED.search(data[:1024])
    last = data.rfind(b"%%EOF")
    # A gateway may append what it likes behind the end; objects behind it were to have an end of their own.
    if last < 0 or _OBJECT.search(data, last) or (linearized and int(linearized[1]) > len(data)):
        return "truncated"
    return ""


def _read_in_child(path: Path, name: str, limits: PdfLimits) -> dict[str, Any]:
    done = in_child("kb.reading.pdf.worker", path, name, limits)
    try:
        result: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise refused(name, ending(done), limits) from error
    return result


def in_child(module: str, path: Path, name: str, limits: PdfLimits, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Runs `python -m module FILE PDF_LIMITS [words]` to its end; CorpusError where that takes too long."""
    root = str(Path(__file__).resolve().parents[3])
    others = [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([root, *others]), "PYTHONWARNINGS": "ignore"}
    call = [sys.executable, "-P", "-m", module, str(path.resolve()), json.dumps(dataclasses.asdict(limits)), *words]
    try:
        return subprocess.run(
            call, stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=limits.seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise refused(name, "time", limits) from error


def ending(done: subprocess.CompletedProcess[bytes]) -> str:
    """Why a child left without a result."""
    if b"No module named 'pdfplumber'" in done.stderr or b"No module named 'pypdfium2'" in done.stderr:
        return "no_library"
    if b"MemoryError" in done.stderr or b"Cannot allocate memory" in done.stderr:
        return "memory"
    if -done.returncode in _OUT_OF_MEMORY:
        return "memory"
    return "time" if done.returncode in (-24, 152) else "crashed"  # SIGXCPU


def refused(name: str, reason: str, limits: PdfLimits, detail: str = "") -> CorpusError:
    """The error that names the file, the reason and the remedy, to be raised by the caller."""
    words = _REASONS[reason].format(
        detail=detail,
        seconds=limits.seconds,
        pages=limits.pages,
        characters=limits.characters,
        file_mib=limits.file_bytes // 2**20,
        memory_mib=limits.memory_bytes // 2**20,
        stream_mib=limits.stream_bytes // 2**20,
    )
    return CorpusError(f"{name} {words.zh}", words.en)
