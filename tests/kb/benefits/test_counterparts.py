"""Side by side across regions and years: the amounts and terms of the texts, and nothing where a text is silent."""

from __future__ import annotations

import pytest

from kb.benefits.benefits import Benefits
from kb.benefits.counterparts import CardComparison, counterparts_of
from kb.benefits.objects import counterparts_object
from kb.errors import InvalidInput


def cells(comparison: CardComparison, field: str) -> dict[str, str | None]:
    row = next(row for row in comparison.rows if row.field == field)
    return {card.id: cell.plain if cell else None for card, cell in zip(comparison.cards, row.cells, strict=True)}


def test_startup_loans_of_jiangsu_and_hainan(benefits: Benefits) -> None:
    found = benefits.compare("jiangsu-2016-startup-loan")
    assert found.cards[0].id == "jiangsu-2016-startup-loan"
    amounts, terms = cells(found, "amount"), cells(found, "term")
    assert amounts["jiangsu-2016-startup-loan"] == "额度10万元，按规定财政贴息"
    assert amounts["hainan-2016-startup-loan"] == "最高不超过10万元，财政全额贴息"
    assert (terms["jiangsu-2016-startup-loan"], terms["hainan-2016-startup-loan"]) == ("期限3年", "两年")
    # The plan of 2021 names neither sum nor term.
    assert (amounts["jiangsu-2021-startup-loan"], terms["jiangsu-2021-startup-loan"]) == (None, None)
    assert next(row for row in found.rows if row.field == "term").differs


def test_the_school_allowance(benefits: Benefits) -> None:
    amounts = cells(benefits.compare("hainan-2016-technical-school-allowance"), "amount")
    assert amounts["hainan-2016-technical-school-allowance"] == "每生每年3000元左右"
    assert amounts["jiangsu-2016-technical-school-allowance"] == "每人每年不低于3000元"


def test_pension_contributions_of_the_severely_disabled(benefits: Benefits) -> None:
    amounts = cells(benefits.compare("linyi-2016-pension-severe"), "amount")
    assert amounts["linyi-2016-pension-severe"] == "全额代缴最低标准的养老保险费"
    assert amounts["jiangsu-2016-pension-severe"] is None


def test_public_welfare_posts_of_2016_and_2021(benefits: Benefits) -> None:
    terms = cells(benefits.compare("linyi-2016-post"), "term")
    assert terms["linyi-2016-post"] == "可延长至领取社会养老保险待遇；最长不超过3年"
    assert terms["jiangsu-2021-post"] == "每次签订期限不超过1年"
    assert terms["jiangsu-2016-post"] is None
    conditions = {row.field: row for row in benefits.compare("linyi-2016-post").conditions}
    certificate = conditions["持有残疾证"]
    assert certificate.differs
    # The other sides, the posts for graduates of 2012 among them, do not speak of a certificate.
    assert [cell is not None for cell in certificate.cells] == [True, False, False, False]


def test_counterparts_share_a_subject_and_other_documents_come_first(benefits: Benefits) -> None:
    card = benefits.card("linyi-2016-graduate-recruitment")
    found = counterparts_of(card, benefits.cards)
    assert {other.entry.subject for other in found} == {"graduate_post"}
    assert [other.document.id == card.document.id for other in found] == [False, False, True]


def test_every_cell_carries_words_that_stand_in_the_text(benefits: Benefits) -> None:
    data = counterparts_object(benefits.compare("linyi-2016-post"))
    quotes = [cell["quotes"] for row in data["rows"] for cell in row["cells"] if cell]
    assert quotes and all(quote for many in quotes for quote in many)


def test_no_such_card(benefits: Benefits) -> None:
    with pytest.raises(InvalidInput, match="linyi-2016-post"):
        benefits.compare("linyi-post")
