"""Validity on the days around each boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from every import every

from kb.documents import validity_on
from kb.records import Document, Validity

OPEN = Document("x", "x.txt", "某通知", "notice", issued=date(2016, 6, 12), issued_quote="2016年6月12日")
TERM = replace(
    OPEN,
    effective_from=date(2016, 5, 16),
    effective_quote="自2016年5月16日起执行",
    effective_to=date(2020, 5, 15),
    expiry_quote="有效期至2020年5月15日",
)
REPLACED = replace(TERM, superseded_by="y", superseded_on=date(2018, 1, 1))


@every(
    ("document", "as_of", "validity", "quote"),
    [
        (TERM, date(2016, 5, 15), "not_yet_in_force", "自2016年5月16日起执行"),
        (TERM, date(2016, 5, 16), "in_force", "有效期至2020年5月15日"),
        (TERM, date(2020, 5, 15), "in_force", "有效期至2020年5月15日"),
        (TERM, date(2020, 5, 16), "expired", "有效期至2020年5月15日"),
        (OPEN, date(2016, 6, 11), "not_yet_in_force", "2016年6月12日"),
        (OPEN, date(2016, 6, 12), "undated", None),
        (OPEN, date(2099, 1, 1), "undated", None),
        (replace(TERM, effective_to=None), date(2030, 1, 1), "undated", None),
        (
            replace(OPEN, effective_to=date(2017, 1, 1), expiry_quote="至"),
            date(2016, 6, 11),
            "not_yet_in_force",
            "2016年6月12日",
        ),
        (replace(OPEN, issued=None), date(1999, 1, 1), "undated", None),
        (REPLACED, date(2017, 12, 31), "in_force", "有效期至2020年5月15日"),
        (REPLACED, date(2018, 1, 1), "superseded", None),
        (REPLACED, date(2021, 1, 1), "superseded", None),
        (replace(REPLACED, superseded_on=None), date(2021, 1, 1), "expired", "有效期至2020年5月15日"),
    ],
)
def test_validity(document: Document, as_of: date, validity: Validity, quote: str | None) -> None:
    assert validity_on(document, as_of) == (validity, quote)
