"""What can be done with a citation: the buttons' words, values and addresses."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

from kb.answers import Answer
from kb.records import Quote
from ui.pieces.citation_cards import quoted_with_citation
from ui.pieces.links import Shelf, clause_anchor, document_path, picture_path
from ui.pieces.templating import piece
from ui.pieces.words import words_in

SHELF = Shelf(3, "/en", date(2018, 1, 1))
ZH, EN = words_in("zh"), words_in("en")
LINE = "《关于做好就业扶贫工作的通知》（某人社发〔2016〕12号）二（一）2"


def cards(answered: Answer) -> str:
    """The cards of an answer as they are written."""
    return piece("_citations.html", "cards", answered.citations, SHELF, ZH)


def buttons(html: str) -> dict[str, tuple[str, str]]:
    """Class, value and name of each button."""
    found = re.findall(
        r'<button type="button" class="([\w-]+(?: kb-copy-both)?)[^"]*" value="([^"]*)" name="([^"]*)"', html
    )
    return {kind: (unescape(value), unescape(name)) for kind, value, name in found}


def test_a_card_offers_to_copy_to_open_and_to_pick(answered: Answer):
    found = buttons(cards(answered))
    assert found["kb-copy"] == (LINE, "")
    assert found["kb-copy kb-copy-both"] == (
        f"“补贴期限最长不超过3年。”\n—— {LINE} [已失效、效力按 2018-01-01 判断]",
        "",
    )
    assert found["kb-pick"] == ("某人社发〔2016〕12号 二（一）2", "7-19|2018-01-01")


def test_the_document_is_opened_at_the_clause_with_the_quote_marked_on_the_same_day(answered: Answer):
    address = re.search(r'href="([^"]*)"', cards(answered))
    assert address
    split = urlsplit(unescape(address[1]))
    assert split.path == "/en/documents/%E6%9F%90%E4%BA%BA%E7%A4%BE%E5%8F%91%E3%80%942016%E3%80%9512%E5%8F%B7"
    assert parse_qs(split.query) == {"clause": ["二（一）2"], "mark": ["7-19"], "as_of": ["2018-01-01"]}
    assert split.fragment == "c%3A%E4%BA%8C%EF%BC%88%E4%B8%80%EF%BC%892"


def test_a_clause_that_is_no_source_has_no_quote_to_copy(answered: Answer):
    found = buttons(piece("_citations.html", "related", answered.related, True, SHELF, ZH))
    assert set(found) == {"kb-copy", "kb-pick"}
    assert found["kb-pick"][1] == "|2018-01-01"


def test_several_quotes_are_copied_each_in_its_own_marks(answered: Answer):
    citation = replace(answered.citations[0], quotes=(Quote("托底安置。", 2, 7), Quote("不重复享受。", 19, 25)))
    assert quoted_with_citation(citation, None, EN).split("\n") == [
        "“托底安置。”",
        "“不重复享受。”",
        "—— Clause 二（一）2, 某人社发〔2016〕12号, issued 2016-06-12: 《关于做好就业扶贫工作的通知》 [Expired]",
    ]


def test_markup_in_a_clause_name_stays_text(answered: Answer):
    citation = answered.citations[0]
    clause = replace(citation.clause, id='a"><script>', label='b"><script>', document='c"/../<d>')
    html = cards(replace(answered, citations=(replace(citation, clause=clause),)))
    assert "<script" not in html
    assert buttons(html)["kb-pick"][0] == 'a"><script>'
    assert "/documents/c%22%2F..%2F%3Cd%3E?" in unescape(html)


def test_addresses():
    assert clause_anchor("二（一）2") == "c:二（一）2"
    assert document_path("a/b c") == "/documents/a%2Fb%20c"
    assert document_path("x", date(2018, 1, 1)) == "/documents/x?as_of=2018-01-01"
    assert picture_path("a b", 3) == "/documents/a%20b/pages/3.png"
