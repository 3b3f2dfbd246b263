"""Cards made by an editor: the draft beside its clause, what is wrong with it, what is written, and who may."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from kb.benefits import load_cards
from kb.cases import Vocabulary
from kb.holdings import corpus_held_still
from kb.people import FeedbackStore
from kb.store import KnowledgeBase
from ui.desk.card_page import card_routes
from ui.server import Services, SessionCookies, tell_roles

ROOT = Path(__file__).parents[3]
LINYI = "临人社发〔2016〕12号"
GRANT = {
    "clause": "二（二）5",
    "kind": "subsidy",
    "subject": "startup_grant",
    "name": "一次性创业补贴",
    "official": "一次性创业补贴",
    "who": "person",
    "who_words": "劳动年龄内的农村贫困人口",
    "amount.0.plain": "不低于2000元，一次性",
    "amount.0.words": "给予不低于2000元一次性创业补贴",
    "amount.0.yuan": "2000",
    "amount.0.exactness": "at_least",
    "condition.0.fact": "registered_poor",
    "condition.0.words": "农村贫困人口",
    "condition.1.fact": "check",
    "condition.1.value": "正常经营12个月以上",
    "condition.1.words": "正常经营12个月以上",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """The shipped cards of one document without those of its clause on starting a business, whose reason is gone too."""
    text, last, reasons = (ROOT / "corpus" / "benefits.yaml").read_text(encoding="utf-8").partition("without_card:")
    head, *cards = re.split(r"(?m)^(?=  - id: )", text)
    of_it = [card for card in cards if f"document: {LINYI}" in card]
    kept = [card for card in of_it if "clause: 二（二）5" not in card]
    assert 0 < len(of_it) - len(kept) < 6
    (tmp_path / "benefits.yaml").write_text("".join([head, *kept, last, reasons]), encoding="utf-8")
    return tmp_path


@dataclass(frozen=True)
class Office:
    """The pages of the cards, and in whose name the index was to be brought up to date."""

    client: TestClient
    services: Services
    indexed: list[str]


@pytest.fixture
def office(base: KnowledgeBase, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    services, indexed = Services(base, FeedbackStore(tmp_path_factory.mktemp("data"))), list[str]()
    app = FastAPI()
    app.include_router(card_routes(services, corpus, indexed.append))
    tell_roles(app, services.site)
    app.add_middleware(SessionCookies, sessions=services.sessions)
    return Office(TestClient(app, base_url="http://localhost"), services, indexed)


def words(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def test_a_clause_without_a_card_waits_with_its_draft_beside_its_words(office: Office, base: KnowledgeBase):
    client = office.client
    assert LINYI in words(client.get("/cards").text)
    page = client.get(f"/cards/{LINYI}").text
    clause = next(each for each in base.clauses(LINYI) if each.label == "二（二）5")
    assert "".join(clause.text.split()) in "".join(words(page).split())
    assert 'value="给予不低于2000元一次性创业补贴"' in page


def test_a_card_is_proved_written_and_built(office: Office, corpus: Path):
    before = (corpus / "benefits.yaml").read_text(encoding="utf-8")
    client = office.client
    sent = client.post(f"/cards/{LINYI}", data=GRANT, follow_redirects=False)
    assert sent.status_code == 303, words(sent.text)
    assert sent.headers["location"].endswith("?done=1&clause=" + quote("二（二）5"))
    after = (corpus / "benefits.yaml").read_text(encoding="utf-8")
    # What stood there stands there still: one block of lines is new.
    old, new = before.splitlines(), after.splitlines()
    first = next(n for n, line in enumerate(new) if n == len(old) or line != old[n])
    assert new[:first] + new[first + len(new) - len(old) :] == old
    file = load_cards(corpus, Vocabulary.builtin())
    (card,) = [card for card in file.cards if card.id == "card-1"]
    assert (card.name, card.english, card.amount[0].yuan, card.amount[0].exactness) == (
        "一次性创业补贴",
        None,
        2000,
        "at_least",
    )
    assert len(office.indexed) == 1
    # The clause is done with, but what else it grants can be gone on with.
    made = f'value="{GRANT["amount.0.words"]}"'
    assert made not in client.get(f"/cards/{LINYI}").text
    assert "二（二）5" in words(client.get(sent.headers["location"]).text)


def test_a_value_is_chosen_by_the_name_the_page_has_for_it_and_a_card_without_english_is_marked(
    office: Office, corpus: Path
):
    page = office.client.get(f"/cards/{LINYI}").text
    assert re.search(r'<option value="没有工作">就业状况</option>', page) and 'list="card-values"' in page
    state = {"condition.2.fact": "employment", "condition.2.value": "没有工作", "condition.2.words": "农村贫困人口"}
    sent = office.client.post(f"/cards/{LINYI}", data=GRANT | state)
    assert "一次性创业补贴 二（二）5 · 一次性创业补贴 · 不低于2000元，一次性 缺英文" in words(sent.text)
    (card,) = [card for card in load_cards(corpus, Vocabulary.builtin()).cards if card.id == "card-1"]
    assert card.conditions.leaves[-1].leaf.values == ("unemployed",)


def test_a_new_subject_is_opened_with_its_first_card(office: Office, corpus: Path):
    sent = GRANT | {"subject": "", "new_subject": "开店补贴"}
    assert office.client.post(f"/cards/{LINYI}", data=sent, follow_redirects=False).status_code == 303
    file = load_cards(corpus, Vocabulary.builtin())
    assert file.subjects["subject_1"].zh == "开店补贴" and file.subjects["subject_1"].en is None
    (corpus / "benefits.yaml").unlink()
    assert office.client.post(f"/cards/{LINYI}", data=sent, follow_redirects=False).status_code == 303
    assert [card.id for card in load_cards(corpus, Vocabulary.builtin()).cards] == ["card-1"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"amount.0.words": "给予5000元创业补贴"}, "多少：所据的“给予5000元创业补贴”不在 二（二）5 中，请照抄原文。"),
        ({"amount.0.plain": "不低于3000元"}, "多少：3000 不在所引原文中"),
        ({"who_words": "村民"}, "谁可以申请：所据的“村民”不在"),
        ({"amount.0.yuan": "两千"}, "“两千”用不上"),
        ({"amount.0.words": "", "term.0.months": "12"}, "请填写：多少（原文）、多久（原文）、多久（平常话）。"),
        ({"condition.2.value": "60"}, "请填写：条件（哪一样）、条件（原文）。"),
        ({"condition.0.fact": "employment", "condition.0.value": "歇着"}, "“歇着”用不上"),
        ({"name": "", "kind": " "}, "请填写：名称（平常话）、种类。"),
        ({"subject": ""}, "请选一个主题"),
        ({"condition.0.fact": "no_such_fact"}, "no_such_fact"),
    ],
    ids=["quote", "figure", "claimant", "number", "begun", "condition", "choice", "name", "subject", "fact"],
)
def test_what_is_wrong_is_said_what_was_typed_stays_and_nothing_is_written(
    office: Office, corpus: Path, changed: dict[str, str], said: str
):
    before = (corpus / "benefits.yaml").read_bytes()
    found = office.client.post(f"/cards/{LINYI}", data=GRANT | changed)
    assert found.status_code == 422 and said in words(found.text)
    # Who fills in a form knows neither the file nor the card's id in it.
    assert "benefits.yaml" not in found.text or changed.get("condition.0.fact") == "no_such_fact"
    assert f'value="{(GRANT | changed)["who_words"]}"' in found.text
    assert (corpus / "benefits.yaml").read_bytes() == before and not office.indexed


def test_a_clause_that_grants_nothing_is_set_aside_with_its_reason_and_taken_back(office: Office, corpus: Path):
    before = (corpus / "benefits.yaml").read_bytes()
    sent = {"clause": "二（二）5", "official": "一次性创业补贴", "deed": "set_aside", "reason": "只是要求: 不给待遇"}
    done = office.client.post(f"/cards/{LINYI}", data=sent, follow_redirects=False)
    assert done.status_code == 303, words(done.text)
    held = load_cards(corpus, Vocabulary.builtin()).without_card
    assert (held[-1].document, held[-1].clause, held[-1].reason) == (LINYI, "二（二）5", "只是要求: 不给待遇")
    page = words(office.client.get(done.headers["location"]).text)
    assert "不再等着做卡" in page and "只是要求: 不给待遇" in page and "二（二）5 · " not in page
    again = office.client.post(f"/cards/{LINYI}", data=sent)
    assert again.status_code == 422 and "已写明理由" in words(again.text)
    back = office.client.post(f"/cards/{LINYI}", data=sent | {"deed": "take_back"}, follow_redirects=False)
    assert back.status_code == 303 and (corpus / "benefits.yaml").read_bytes().split() == before.split()
    assert "二（二）5 · " in words(office.client.get(f"/cards/{LINYI}").text)
    assert len(office.indexed) == 2


def test_without_a_reason_or_a_clause_nothing_is_set_aside(office: Office, corpus: Path):
    before = (corpus / "benefits.yaml").read_bytes()
    sent = {"clause": "二（二）5", "official": "一次性创业补贴", "deed": "set_aside"}
    empty = office.client.post(f"/cards/{LINYI}", data=sent)
    # What was drafted for the card stays beside it.
    assert empty.status_code == 422 and "请写明理由" in words(empty.text) and "给予不低于2000元" in empty.text
    for changed in ({"clause": "九十九", "reason": "无"}, {"deed": "take_back"}):
        assert office.client.post(f"/cards/{LINYI}", data=sent | changed).status_code in (404, 422)
    assert (corpus / "benefits.yaml").read_bytes() == before and not office.indexed


def test_the_first_reason_of_a_corpus_opens_the_list(office: Office, corpus: Path):
    (corpus / "benefits.yaml").unlink()
    sent = {"clause": "二（二）5", "official": "", "deed": "set_aside", "reason": "没有待遇"}
    assert office.client.post(f"/cards/{LINYI}", data=sent, follow_redirects=False).status_code == 303
    (held,) = load_cards(corpus, Vocabulary.builtin()).without_card
    assert held.reason == "没有待遇"


@pytest.mark.parametrize("field", ["amount.1000000000.plain", "amount.x.plain", "amount.-1.plain"])
def test_a_row_that_no_form_has_is_passed_over(office: Office, corpus: Path, field: str):
    sent = office.client.post(f"/cards/{LINYI}", data=GRANT | {field: "x"}, follow_redirects=False)
    assert sent.status_code == 303, words(sent.text)


def test_a_document_not_held_and_a_corpus_under_change_are_told(office: Office, corpus: Path):
    assert office.client.post("/cards/none", data=GRANT).status_code == 404
    with corpus_held_still(corpus):
        sent = office.client.post(f"/cards/{LINYI}", data=GRANT)
    assert sent.status_code == 422 and "正在修改语料" in words(sent.text) and not office.indexed


def test_only_editors_make_cards(office: Office):
    office.client.get("/cards")
    for session in office.services.sessions._held.values():
        session.role = "reader"
    assert office.client.get(f"/cards/{LINYI}").status_code == 403
    assert office.client.post(f"/cards/{LINYI}", data=GRANT).status_code == 403
    assert "只有编辑" in words(office.client.get("/cards").text)
