"""The catalogue as a table. Columns bear the names of GB/T 33480-2016 (电子公文元数据, chapter 4) where it has the element.

Elements that a notice's text does not state (份号, 密级和保密期限, 紧急程度, 签发人, …) have no column; what the standard does not know (where
and how long a text holds) stands behind, as its chapter 5 allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from kb.documents import validity_on
from kb.effect_messages import SUPERSEDED
from kb.files import CellValue
from kb.records import Document, Validity
from kb.sheets import SheetColumn, table_bytes

NUMBER: Final = "发文字号"
ISSUERS: Final = "发文机关或签发人署名"
ISSUED: Final = "成文日期"
_COLUMNS: Final = ("公文标识", "文种", NUMBER, "标题", ISSUERS, ISSUED)
_MORE: Final = ("发布日期", "适用地区", "施行日期", "有效期至", "效力", "效力依据")
_KINDS: Final[Mapping[str, str]] = {
    "notice": "通知",
    "opinion": "意见",
    "plan": "方案、计划",
    "regulation": "办法、规定",
    "decision": "决定",
    "announcement": "公告",
    "reply": "批复、函",
    "digest": "报刊摘编",
    "other": "其他",
}
_VALIDITY: Final[Mapping[Validity, str]] = {
    "in_force": "现行有效",
    "expired": "已失效",
    "not_yet_in_force": "尚未施行",
    "superseded": SUPERSEDED.zh,
    "undated": "未注明有效期",
}


def catalogue_csv(documents: Iterable[Document], as_of: date) -> bytes:
    """A row a document, as CSV that Excel opens; what is not stated is left empty."""
    columns = [SheetColumn(name) for name in (*_COLUMNS, *_MORE)]
    return table_bytes("catalogue.csv", columns, [_row(document, as_of) for document in documents])


def _row(document: Document, as_of: date) -> list[CellValue]:
    validity, proof = validity_on(document, as_of)
    return [
        document.id,
        _KINDS[document.kind],
        document.number or "",
        document.title,
        "、".join(document.issuers),
        document.issued or "",
        document.published or "",
        "全国" if document.national else document.region or "",
        document.effective_from or "",
        document.effective_to or "",
        f"{_VALIDITY[validity]}（{as_of}）",
        proof or "",
    ]
