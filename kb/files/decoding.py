"""Bytes become text: UTF-8, UTF-16 and GB18030, told apart by what they decode to, and refused by name where none of them fits.

Nearly any bytes decode as GB18030, and any even number of them as UTF-16, so that a decoding is believed only where it gives what
notices are written in: the characters of GB 2312 level 1 and Big5 level 1, punctuation and ASCII. No library guesses here: its guess
would have to be checked in the same way.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache

from kb.errors import CorpusError
from kb.regex import regex

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERS = (("big5hkscs", "Big5"), ("shift_jis", "Shift_JIS"), ("euc_kr", "EUC-KR"))
_SIGNS = regex(
    r"[\u00a7\u00b0\u00b1\u00b7\u00d7\u00f7\u0391-\u03c9\u2010-\u303f\u3200-\u33ff\ufe30-\ufe4f\uff01-\uffef\ufeff]"
)
_CONTROL = regex(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINES = regex(rb"\r\n|\r|\n")
_GUESSED, _DECLARED = 0.15, 0.40
"""The largest share of uncommon characters: of an encoding that was only guessed, and of one that the bytes themselves prove."""
_ENOUGH = 20


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text and the Python codec that gives it; CorpusError names the file and why it is no text that can be trusted."""
    if not data.strip():
        raise CorpusError(f"{name} 是空文件：请放入正文或删去它。", "The file is empty: fill or remove it.")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _declared(data, encoding, name), encoding
    if b"\x00" in data:
        return _utf16_unmarked(data, name)
    if (text := _try(data, "utf-8")) is not None:
        return _checked(text, "utf-8", name), "utf-8"
    _refuse_mixed(data, name)
    text = _try(data, "gb18030")
    if text is None or _CONTROL.search(text):
        raise _unknown(data, name)
    if _uncommon_share(text) > _GUESSED:
        raise _misread(text, "GB18030", name, data)
    return text, "gb18030"


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


# ----------------------------------------------------------------------------------- what a text is written in


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """The level 1 characters of GB 2312 (3,755 by frequency of use) and of Big5 (5,401), read from the codecs."""
    simplified = (bytes((a, b)) for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF))
    traditional = (bytes((a, b)) for a in range(0xA4, 0xC7) for b in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    text = "".join(pair.decode("gb2312", "ignore") for pair in simplified)
    return frozenset(text + "".join(pair.decode("big5", "ignore") for pair in traditional))


def _uncommon(text: str) -> tuple[list[str], int]:
    """The characters that policy Chinese rarely uses, and how many characters beyond ASCII were looked at."""
    common = _common()
    letters = [c for c in text if ord(c) > 127 and not c.isspace()]
    return [c for c in letters if c not in common and not _SIGNS.match(c)], len(letters)


def _uncommon_share(text: str) -> float:
    """0..1; 1 where the text holds no character beyond ASCII at all."""
    rare, letters = _uncommon(text)
    return len(rare) / letters if letters else 1.0


# ------------------------------------------------------------------------------------------ declared by a mark


def _declared(data: bytes, encoding: str, name: str) -> str:
    text = _try(data, encoding)
    if text is not None and (encoding == "utf-8-sig" or not _odd_line(text)):
        return _checked(text, encoding, name)
    if encoding == "utf-8-sig":
        _refuse_mixed(data.removeprefix(codecs.BOM_UTF8), name)
        raise _unknown(data, name)
    line = _odd_line(data.decode(encoding, "replace")) or 1
    raise CorpusError(
        f"{name} 以 {encoding.upper()} 标记开头，第 {line} 行起却不是：请统一另存为 UTF-8。",
        f"It begins as {encoding.upper()} but breaks at line {line}: save all of it as UTF-8.",
    )


def _odd_line(text: str) -> int | None:
    """The first line (from 1) whose characters are mostly none that notices use."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        rare, letters = _uncommon(line)
        if "\ufffd" in line or _CONTROL.search(line) or (letters >= 4 and len(rare) > letters / 2):
            return number
    return None


def _checked(text: str, encoding: str, name: str) -> str:
    """The text of an encoding that the bytes prove, unless it holds control characters or was spoilt before it was saved."""
    shown = encoding.removesuffix("-sig").upper()
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise CorpusError(
            f"{name} 不是文本文件（第 {line} 行有控制字符）：请另存为 UTF-8 文本。",
            f"Not a text file (control character in line {line}): save it as UTF-8 text.",
        )
    rare, letters = _uncommon(text)
    if letters >= _ENOUGH and len(rare) > _DECLARED * letters:
        raise _misread(text, shown, name, b"")
    return text


def _utf16_unmarked(data: bytes, name: str) -> tuple[str, str]:
    """UTF-16 without a mark, where one byte order gives policy Chinese and the other does not."""
    fits: list[tuple[float, str, str]] = []
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _try(data, encoding)
        if text and not _CONTROL.search(text) and (share := _uncommon_share(text)) <= _GUESSED:
            fits.append((share, encoding, text))
    if len(fits) != 1:
        raise CorpusError(f"{name} 不是文本文件：请另存为 UTF-8 文本。", "Not a text file: save it as UTF-8 text.")
    return fits[0][2], fits[0][1]


# ---------------------------------------------------------------------------------------------------- refusals


def _line_kinds(data: bytes) -> Iterator[tuple[int, str]]:
    """Each line beyond ASCII with what it can only be: `UTF-8`, `GB18030` or `?`; lines that may be either are left out."""
    for number, line in enumerate(_LINES.split(data), 1):
        if line.isascii():
            continue
        utf, gb = _try(line, "utf-8"), _try(line, "gb18030")
        as_utf = utf is not None and _uncommon_share(utf) <= _GUESSED
        as_gb = gb is not None and _uncommon_share(gb) <= _GUESSED
        if as_utf != as_gb:
            yield number, "UTF-8" if as_utf else "GB18030"
        elif utf is None and gb is None:
            yield number, "?"


def _refuse_mixed(data: bytes, name: str) -> None:
    kinds = list(_line_kinds(data))
    if not any(kind == "UTF-8" for _, kind in kinds):
        return
    first = kinds[0][1]
    broken = next(((line, kind) for line, kind in kinds if kind != first), None)
    if broken is None:
        return
    line, kind = broken
    words = "无法识别" if kind == "?" else kind
    raise CorpusError(
        f"{name} 编码不一：第 {line} 行起是 {words}，此前是 {first}：请统一另存为 UTF-8。",
        f"Mixed encodings: line {line} is {kind if kind != '?' else 'unknown'}, what stands before it {first}:"
        " save all of it as UTF-8.",
    )


def _misread(text: str, shown: str, name: str, data: bytes) -> CorpusError:
    rare, letters = _uncommon(text)
    share = round(100 * len(rare) / letters) if letters else 0
    likely = _likely(data)
    hint, english = (f"可能是 {likely}，", f"it may be {likely}; ") if likely else ("", "")
    return CorpusError(
        f"{name} 的编码无法识别：读作 {shown} 时 {share}% 的字不是公文用字（如“{''.join(rare[:4])}”），{hint}请另存为 UTF-8。",
        f"Unknown encoding: read as {shown}, {share} % of its characters are none that notices use; {english}save it as UTF-8.",
    )


def _unknown(data: bytes, name: str) -> CorpusError:
    likely = _likely(data)
    hint, english = (f"可能是 {likely}，", f" (it may be {likely})") if likely else ("", "")
    return CorpusError(
        f"{name} 的编码无法识别（支持 UTF-8、UTF-16、GBK、GB18030）：{hint}请另存为 UTF-8。",
        f"Unknown encoding{english}: save the file as UTF-8.",
    )


def _likely(data: bytes) -> str | None:
    """Another encoding that the bytes may be in, to be named and never used."""
    for codec, shown in _OTHERS:
        text = _try(data, codec) if data else None
        if text is None or _CONTROL.search(text):
            continue
        rare, letters = _uncommon(text)
        kana = sum(1 for c in rare if "\u3040" <= c <= "\u30ff" or "\uac00" <= c <= "\ud7a3")
        if letters and len(rare) - kana <= _GUESSED * letters:
            return shown
    return None
