"""From what an office writes as its expected clause to the clauses it means: an address, a citation line, or words of the clause."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from eval.errors import EvalError
from kb.citation_lines import citation_line
from kb.records import Clause
from kb.store import KnowledgeBase

_SHORTEST_QUOTE: Final = 6
_BRACKETS: Final = str.maketrans("[【〔﹝{（]】〕﹞}）", "(((((())))))")


class ExpectedClauses:
    """Finds the clauses that an office means: by address, by citation line, or by words of the clause."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._clauses: dict[str, Clause] = {}
        self._by_name: dict[str, set[str]] = {}
        self._text: dict[str, str] = {}
        for document in (entry.document for entry in base.documents()):
            for clause in base.clauses(document.id):
                self._clauses[clause.id] = clause
                self._text[clause.id] = folded(clause.text)
                names = {clause.id, clause.label, citation_line(document, clause.label)}
                names |= {
                    f"{name}{clause.label}" for name in (document.number, document.title, f"《{document.title}》")
                }
                for name in names:
                    self._by_name.setdefault(folded(name), set()).add(clause.id)

    def find(self, cell: str, document: str | None = None) -> tuple[frozenset[str], ...]:
        """For each clause that a cell names the ids it may be; EvalError with what was not found.

        The whole cell is tried first, then its lines, then its parts between semicolons: a quotation may have those itself.
        """
        unknown = cell
        for separator in (None, r"\n", r"[\n；;|]"):
            parts = [cell] if separator is None else re.split(separator, cell)
            parts = [part for part in (re.sub(r"^\s*\[\d+\]", "", part).strip() for part in parts) if part]
            found = [self._one(part, document) for part in parts]
            if parts and all(found):
                return tuple(found)
            unknown = next((part for part, ids in zip(parts, found, strict=True) if not ids), unknown)
        raise EvalError(
            f"预期条款“{unknown[:40]}”找不到：请写地址（如 临人社发〔2016〕12号 二（一）2）或照抄条文中一句（至少 {_SHORTEST_QUOTE} 字）。",
            "Expected clause not found: give its address, or copy a sentence of it.",
        )

    def covers(self, expected: frozenset[str], clause: str) -> bool:
        """Whether a clause is one of those expected or lies within one."""
        current: str | None = clause
        while current is not None:
            if current in expected:
                return True
            held = self._clauses.get(current)
            current = held.parent if held else None
        return False

    def _one(self, text: str, document: str | None) -> frozenset[str]:
        wanted = folded(text)
        named = self._of(self._by_name.get(wanted, set()), document)
        if len(named) == 1:
            return named
        if named:
            # A label alone may stand in several documents.
            raise EvalError(
                f"预期条款“{text}”在几份文件里都有：请连同文号写，如 {sorted(named)[0]}。",
                "Several documents have that label: write it with the document's number.",
            )
        if len(wanted) < _SHORTEST_QUOTE:
            return frozenset()
        return self._of({name for name, held in self._text.items() if wanted in held}, document)

    def _of(self, ids: set[str], document: str | None) -> frozenset[str]:
        return frozenset(name for name in ids if document is None or self._clauses[name].document == document)


def folded(text: str) -> str:
    """The text without white space, widths and bracket styles made one."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text.translate(_BRACKETS))).lower()
