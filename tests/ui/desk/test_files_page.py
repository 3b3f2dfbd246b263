"""The pages of an editor on the whole application: roles, files handed in, drafts decided on, documents kept."""

from __future__ import annotations

import html
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from embedders import SECOND, Hashing
from every import every
from fastapi import FastAPI
from starlette.testclient import TestClient

from index import only_writer
from kb.building import build
from kb.drafts import DraftQueue, DraftReader
from kb.errors import StoreError
from kb.holdings import load_corpus
from kb.language import Gazetteer, locator
from kb.models import Models
from kb.people import AuditLog, FeedbackStore, KeptItem, KeptWork, User, Users, users_file
from kb.records import Filters
from kb.settings import Settings
from kb.store import StoreFollower
from ui.desk import indexing
from ui.desk.draft_text import text_runs
from ui.desk.files_page import ago
from ui.desk.indexing import Indexing
from ui.desk.keeping import Onlookers, keeping_of
from ui.desk.site import KEEPING_PAGES
from ui.pieces import words_in
from ui.server import COOKIE, Authentication, Services, Session, TrustedProxy
from ui.serving import create_app

HELD = "关于做好就业工作的通知\n\n临人社发〔2020〕1号\n\n一、每人补贴1000元。\n\n临沂市人力资源和社会保障局\n2020年5月4日\n"
NEW = (
    "关于采茶女工培训的通知\n\n临人社发〔2020〕2号\n\n一、采茶女工每人补贴2000元。\n\n"
    "二、本通知自2020年6月1日起施行，有效期至2025年5月31日。\n\n临沂市人力资源和社会保障局\n2020年5月5日\n"
)
NUMBER = "临人社发〔2020〕2号"
MODELS = Models(Hashing(), SECOND)
PROXY = TrustedProxy.of(["10.0.0.2"], "X-Remote-User", "X-Role")
JSON = {"Accept": "application/json"}


@dataclass
class Office:
    """The pages over a corpus of one notice, signed in to by a proxy that names roles."""

    app: FastAPI
    services: Services
    settings: Settings

    def visitor(self, name: str, role: str = "editor") -> TestClient:
        headers = {"X-Remote-User": name.encode(), "X-Role": role.encode()}
        return TestClient(
            self.app, base_url="http://localhost", headers=headers, client=("10.0.0.2", 5000), follow_redirects=False
        )

    @property
    def queue(self) -> DraftQueue:
        return DraftQueue(self.settings.data)

    def deeds(self) -> list[tuple[str, str]]:
        entries = AuditLog(self.settings.data).entries()
        return [(entry.who, entry.deed) for entry in entries if not entry.deed.startswith("sign")]

    def settled(self, visitor: TestClient) -> None:
        """Waits for the index."""
        while visitor.get("/files/status").json()["state"] == "running":
            time.sleep(0.05)

    def finds(self, words: str) -> bool:
        self.services.source.refresh()  # type: ignore[union-attr]
        return any(words in hit.clause.text for hit in self.services.kb.search(words))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One for all tests: each hands in notices of its own and works under names of its own."""
    tmp_path = tmp_path_factory.mktemp("office")
    settings = Settings(corpus=tmp_path / "corpus", store=tmp_path / "store", data=tmp_path / "data")
    settings.corpus.mkdir()
    (settings.corpus / "甲.txt").write_text(HELD, encoding="utf-8")
    build(settings, models=MODELS)
    source = StoreFollower.open(settings=settings, models=MODELS)
    audit = AuditLog(settings.data)
    services = Services(source, FeedbackStore(settings.data), audit=audit, settings=settings)
    app = create_app(services, sign_in=Authentication(services.sessions, audit=audit), proxy=PROXY)
    return Office(app, services, settings)


def hand_in(visitor: TestClient, text: str = NEW, name: str = "新通知.txt") -> int:
    """The number of the new draft."""
    answer = visitor.post("/files", files={"file": (name, text.encode(), "text/plain")}, headers=JSON)
    assert answer.json()["files"][0]["url"], answer.text
    return int(answer.json()["files"][0]["url"].rpartition("/")[2])


def decide(visitor: TestClient, number: int, deed: str, version: int = 1, **fields: str) -> tuple[int, str]:
    answer = visitor.post(f"/files/{number}/{deed}", data={"version": str(version), **fields})
    return answer.status_code, answer.headers.get("location") or html.unescape(answer.text)


def test_each_role_opens_its_own_pages(office: Office):
    for path in ("/files", "/files/1", f"/documents/{quote('临人社发〔2020〕1号')}/upkeep", "/files/status"):
        refused = office.visitor("读者", "reader").get(path)
        assert refused.status_code == 403 and "只有编辑" in refused.text
        assert "only an editor" in html.unescape(office.visitor("读者", "reader").get(f"/en{path}").text)
    assert office.visitor("读者", "reader").post("/files", headers=JSON).json()["problem"].startswith("这一页会改动")
    # A name for a role that is none is a reader's; so is none.
    assert office.visitor("某", "owner").get("/files").status_code == 403
    assert '"/files"' not in office.visitor("读者", "reader").get("/catalogue").text
    for role in ("editor", "admin"):
        assert office.visitor("编", role).get("/files").status_code == 200
        assert 'href="/files"' in office.visitor("编", role).get("/catalogue").text
    visitor = office.visitor("升", "reader")
    assert visitor.get("/files").status_code == 403
    assert visitor.get("/files", headers={"X-Role": "editor"}).status_code == 200


def test_no_deed_of_an_editor_is_done_for_a_reader(office: Office):
    reader, before = office.visitor("读者", "reader"), office.deeds()
    routers = [routes(keeping) for keeping in [keeping_of(office.services)] if keeping for routes in KEEPING_PAGES]
    deeds = [route.path for router in routers for route in router.routes if "POST" in route.methods]  # type: ignore[attr-defined]
    assert len(deeds) > 5
    for deed in deeds:
        path = deed.replace("{number:number}", "1").replace("{document:path}", quote("临人社发〔2020〕1号"))
        for name in ("take", "withdraw", "user"):
            for prefix in ("", "/en"):
                answer = reader.post(
                    prefix + path.replace("{deed}", name), data={"version": "1", "reason": "x", "sure": "1"}
                )
                assert answer.status_code == 403, path
    twice = [("X-Remote-User", b"a"), ("X-Role", b"reader"), ("X-Role", b"admin")]
    visitor = TestClient(office.app, base_url="http://localhost", client=("10.0.0.2", 5000))
    assert visitor.get("/files", headers=httpx.Headers(twice)).status_code == 403
    assert office.deeds() == before


def test_a_page_that_serves_no_corpus_of_its_own_keeps_none(office: Office, tmp_path: Path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "别的.txt").write_text(NEW, encoding="utf-8")
    elsewhere = office.settings.model_copy(update={"corpus": tmp_path / "other"})
    services = Services(office.services.source, office.services.feedback, settings=elsewhere)
    client = TestClient(create_app(services), base_url="http://localhost")
    assert client.get("/files").status_code == 404 and 'href="/files"' not in client.get("/catalogue").text


def test_a_notice_is_taken_in_corrected_found_ended_and_withdrawn(office: Office):
    visitor = office.visitor("王")
    n = hand_in(visitor)
    waiting = html.unescape(visitor.get("/files").text)
    assert "新通知.txt" in waiting and "王" in waiting and "刚刚" in waiting
    page = html.unescape(visitor.get(f"/files/{n}").text)
    assert "有效期至2025年5月31日" in page and "<mark>临人社发〔2020〕2号<sup>" in page
    field = {"field": "effective_to", "value": "2025-05-30", "reason": "印错"}
    status, said = decide(visitor, n, "correct", **field, rests_on="有效期至2025年5月30日")
    assert status == 422 and "正文里没有“有效期至2025年5月30日”" in said and 'value="2025-05-30"' in said
    status, said = decide(visitor, n, "correct", **field, rests_on="有效期至2025年5月31日")
    assert status == 422 and "的到期写作“2025-05-30”，正文却是“2025-05-31”" in said and "catalog.yaml" not in said
    status, where = decide(visitor, n, "correct", **field | {"value": "2025-05-31"}, rests_on="有效期至2025年5月31日")
    assert (status, where) == (303, f"/files/{n}#field-effective_to")
    status, where = decide(visitor, n, "outline", 2, do="join", clause="二、本通知自", words="")
    assert (status, where) == (303, f"/files/{n}#kb-outline")
    assert decide(visitor, n, "undo", 3, edit="1")[0] == 303
    assert decide(visitor, n, "take", 4) == (303, f"/files?taken={n}")
    office.settled(visitor)
    assert office.finds("采茶女工") and NUMBER in visitor.get(f"/files?taken={n}").text
    upkeep = f"/documents/{quote(NUMBER)}/upkeep"
    assert upkeep in visitor.get(f"/documents/{quote(NUMBER)}").text
    ending = {"kind": "repeals", "by": "临人社发〔2024〕9号", "on": "2024-03-01", "reason": "见来文"}
    assert visitor.post(f"{upkeep}/end", data=ending).headers["location"].endswith("?done=ended")
    again = visitor.post(f"{upkeep}/end", data=ending | {"by": "临人社发〔2020〕1号"})
    assert again.status_code == 422
    office.settled(visitor)
    office.services.source.refresh()  # type: ignore[union-attr]
    ended = office.services.kb.document(NUMBER)
    assert (ended.superseded_by, str(ended.superseded_on)) == ("临人社发〔2024〕9号", "2024-03-01")
    assert visitor.post(f"{upkeep}/withdraw", data={"reason": "误收"}).status_code == 422
    gone = visitor.post(f"{upkeep}/withdraw", data={"reason": "误收", "sure": "1"})
    assert gone.headers["location"] == "/files?done=withdrawn"
    office.settled(visitor)
    assert not office.finds("采茶女工") and visitor.get(f"/documents/{quote(NUMBER)}").status_code == 404
    assert sum(folder.name.isdigit() for folder in office.settings.store.iterdir()) == 1
    changes = [deed for who, deed in office.deeds() if who == "王" and deed != "corpus_built"]
    assert changes == [
        *("draft_added", "draft_corrected", "draft_corrected", "draft_corrected"),
        *("document_added", "document_ended", "document_withdrawn"),
    ]
    assert AuditLog(office.settings.data).verify()


def test_what_decisions_not_held_decide_is_recorded_shown_and_taken_back(office: Office):
    visitor, number, question = office.visitor("周"), "临人社发〔2020〕12号", "采菱女工每人补贴2000元吗？"
    n = hand_in(visitor, NEW.replace("采茶", "采菱").replace("〔2020〕2号", "〔2020〕12号"))
    assert decide(visitor, n, "english", title_en="采菱 training")[0] == 422
    assert decide(visitor, n, "english", title_en="Training to gather water caltrop")[0] == 303
    assert 'value="Training to gather water caltrop"' in visitor.get(f"/files/{n}").text
    decide(visitor, n, "take", 2)
    page = f"/documents/{quote(number)}"

    def told(deed: str, **form: str) -> tuple[int, str]:
        """What the upkeep answers, and what the document's own page says once it counts."""
        answer = visitor.post(f"{page}/upkeep/{deed}", data=form)
        office.settled(visitor)
        office.services.source.refresh()  # type: ignore[union-attr]
        if answer.status_code != 303:
            return answer.status_code, html.unescape(answer.text)
        return 303, html.unescape(visitor.get(f"/en{page}" if deed == "english" else page).text)

    office.settled(visitor)
    assert "Training to gather water caltrop" in told("english", title_en="Training to gather  water caltrop, 2020")[1]
    assert "water caltrop" not in told("english", title_en="")[1]
    longer = {"kind": "extends", "by": "临人社发〔2025〕1号", "reason": "见来文"}
    assert told("end", **longer, on="2025-05-31")[0] == 422  # the text itself holds until then
    said = "临人社发〔2025〕1号（本库没有，由本单位记下）：延长有效期 临人社发〔2020〕12号，至2027-05-31。"
    assert said in told("end", **longer, on="2027-05-31")[1]
    held = office.services.kb.document(number)
    assert (str(held.effective_to), held.expiry_quote, held.superseded_by) == ("2027-05-31", None, None)
    asked = office.services.kb.ask(question, Filters(document=number, as_of=date(2026, 1, 1)))
    assert asked.citations[0].validity == "in_force"
    assert any("由临人社发〔2025〕1号延长至2027-05-31" in notice.message.zh for notice in asked.notices)
    anew = {"kind": "republishes", "by": "临人社发〔2026〕1号", "on": "2026-02-01", "reason": "见来文"}
    assert "重新公布" in told("end", **anew)[1]
    asked = office.services.kb.ask(question, Filters(document=number, as_of=date(2026, 3, 1)))
    assert any("已由临人社发〔2026〕1号替代" in notice.message.zh for notice in asked.notices)
    assert told("end", **longer, on="2028-05-31")[0] == 422  # what has been replaced cannot be extended
    assert told("forget", recorded="ended")[0] == 422  # a reason is asked for
    assert "重新公布" not in told("forget", recorded="ended", reason="记错了")[1]
    assert said not in told("forget", recorded="extended", reason="记错了")[1]
    assert told("forget", recorded="extended", reason="记错了")[0] == 422
    assert str(office.services.kb.document(number).effective_to) == "2025-05-31"
    changes = [deed for who, deed in office.deeds() if who == "周" and deed != "corpus_built"]
    assert changes[3:] == [
        *("value_corrected", "value_corrected", "document_extended", "document_ended"),
        *("decision_forgotten", "decision_forgotten"),
    ]


def test_of_a_document_withdrawn_nothing_is_left_of_what_was_asked_and_picked(office: Office):
    editor, reader = office.visitor("王"), office.visitor("甲", "reader")
    n = hand_in(editor, NEW.replace("采茶", "采藕").replace("2号", "6号"))
    decide(editor, n, "take")
    office.settled(editor)
    assert office.finds("采藕女工")
    reader.get("/history")
    work = office.services.sessions.get(reader.cookies[COOKIE]).work  # type: ignore[union-attr]
    number, question = "临人社发〔2020〕6号", "临人社发〔2020〕6号还有效吗？"
    answer = office.services.kb.ask(question)
    assert answer.citations[0].document.id == number
    work.remember(question, Filters(), answer, None)
    reader.post("/collection/items", data={"clause": f"{number} 一"})
    reader.post("/batch", files={"file": ("表.csv", f"问题\n{question}\n".encode())})
    while reader.get("/batch/status").json()["state"] != "done":
        time.sleep(0.05)
    paths = ("/history/1/sheet", "/collection", "/collection.docx", "/collection.md", "/batch/result.xlsx")
    before = {path: reader.get(path) for path in paths}
    assert "有效期至2025年5月31日" in before["/history/1/sheet"].text and "采藕" in before["/collection.md"].text
    editor.post(f"/documents/{quote(number)}/upkeep/withdraw", data={"reason": "误收", "sure": "1"})
    office.settled(editor)
    after = {path: reader.get(path) for path in paths}
    assert [after[path].status_code for path in paths] == [404, 200, 200, 200, 404]
    history, batch = html.unescape(reader.get("/history").text), html.unescape(reader.get("/batch").text)
    assert question in history and "已不在库中" in history and "/history/1/sheet" not in history
    assert "已不再保留" in batch
    told = history + batch + "".join(html.unescape(page.text) for page in after.values())
    assert "有效期至" not in told and "采藕" not in told
    assert len(after["/collection.docx"].content) < len(before["/collection.docx"].content)
    assert editor.get(f"/files/{n}/pages/1.png").status_code == 404


def test_a_held_value_is_corrected_by_words_of_the_text(office: Office):
    visitor = office.visitor("孙")
    upkeep = f"/documents/{quote('临人社发〔2020〕1号')}/upkeep"
    field = {"field": "effective_from", "value": "2020-05-04", "reason": "按成文日期"}
    refused = visitor.post(f"{upkeep}/correct", data=field | {"rests_on": "自2020年5月4日起"})
    assert refused.status_code == 422 and "请照抄原文" in refused.text
    assert visitor.post(f"{upkeep}/correct", data=field | {"rests_on": "2020年5月4日"}).status_code == 303
    office.settled(visitor)
    loaded = load_corpus(office.settings.corpus, locator(Gazetteer.load()))
    (document,) = (item.document for item in loaded if item.document.id == "临人社发〔2020〕1号")
    assert str(document.effective_from) == "2020-05-04"


def test_the_outline_of_a_held_document_is_edited_and_undone(office: Office):
    visitor, number = office.visitor("孙"), "临人社发〔2020〕8号"
    decide(visitor, hand_in(visitor, NEW.replace("采茶", "采菱").replace("2号", "8号")), "take")
    office.settled(visitor)
    upkeep = f"/documents/{quote(number)}/upkeep"

    def labels() -> list[str]:
        office.settled(visitor)
        office.services.source.refresh()  # type: ignore[union-attr]
        return [clause.label for clause in office.services.kb.clauses(number)]

    before, split = labels(), {"do": "split", "words": "有效期至2025年5月31日", "edits": "0"}
    assert 'name="edits" value="0"' in visitor.get(upkeep).text
    assert visitor.post(f"{upkeep}/outline", data=split | {"words": "不在其中的字"}).status_code == 422
    assert labels() == before
    assert visitor.post(f"{upkeep}/outline", data=split).headers["location"].endswith("?done=outlined#kb-edit-outline")
    assert len(labels()) == len(before) + 1 and "二〔2〕" in labels()
    # Whoever still sees none is told; the other edit goes beside the first.
    assert visitor.post(f"{upkeep}/outline", data=split).status_code == 422
    aside = {"do": "aside", "clause": "有效期至2025年5月31日", "words": "另页", "edits": "1"}
    assert visitor.post(f"{upkeep}/outline", data=aside).status_code == 303
    assert "二〔2〕" not in labels() and "另页" in html.unescape(visitor.get(upkeep).text)
    for edits in (2, 1):
        assert visitor.post(f"{upkeep}/undo", data={"edit": str(edits), "edits": str(edits)}).status_code == 303
    assert labels() == before
    told = [
        entry.details for entry in AuditLog(office.settings.data).entries() if entry.details.get("field") == "outline"
    ]
    assert [len(each["outline"]) for each in told] == [1, 2, 1, 0]


@pytest.mark.parametrize(("prefix", "name"), [("", "意见"), ("/en", "Opinion")])
def test_a_kind_is_typed_by_its_name(office: Office, prefix: str, name: str):
    visitor, upkeep = office.visitor("孙"), f"{prefix}/documents/{quote('临人社发〔2020〕1号')}/upkeep"
    assert name in html.unescape(visitor.get(upkeep).text) and "<code" not in visitor.get(upkeep).text
    field = {"field": "kind", "rests_on": "就业工作", "reason": "题名有误"}
    assert visitor.post(f"{upkeep}/correct", data=field | {"value": "决议"}).status_code == 422
    visitor.post(f"{upkeep}/correct", data=field | {"value": name})
    loaded = load_corpus(office.settings.corpus, locator(Gazetteer.load()))
    assert {item.document.kind for item in loaded if item.document.id == "临人社发〔2020〕1号"} == {"opinion"}
    office.settled(visitor)


def test_the_second_editor_sees_the_first(office: Office):
    first, second = office.visitor("赵"), office.visitor("李")
    n = hand_in(first, NEW.replace("2号", "3号").replace("采茶", "制茶"))
    first.get(f"/files/{n}")
    assert "赵 刚刚也打开了这份草稿" in html.unescape(second.get(f"/files/{n}").text)
    assert decide(first, n, "aside", reason="等原件") == (303, "/files")
    status, said = decide(second, n, "take")
    assert status == 409 and "赵 在" in said and "等原件" in said
    assert decide(second, n, "refuse", 2, reason="")[0] == 422
    assert decide(second, n, "refuse", 2, reason="不是公文") == (303, "/files")
    assert "不是公文" in html.unescape(first.get("/files?state=refused").text)
    assert office.finds("每人补贴") and not office.finds("制茶女工")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.bin", b"MZ\0\1", "不是可读的格式"),
        ("a.txt", b"", "空文件"),
        ("a.txt", HELD.encode(), "与库中的 甲.txt 相同"),
    ],
)
def test_what_cannot_be_taken_is_told_beside_its_name(office: Office, name: str, data: bytes, said: str):
    visitor, before = office.visitor("王"), office.queue.drafts()
    (one,) = visitor.post("/files", files={"file": (name, data)}, headers=JSON).json()["files"]
    assert said in one["said"] and not one["url"]
    assert said in html.unescape(visitor.post("/files", files={"file": (name, data)}).text)
    assert office.queue.drafts() == before


def test_a_form_without_a_file_and_a_draft_that_is_none_are_told(office: Office):
    visitor = office.visitor("王")
    assert "还没有选择文件" in visitor.post("/files", data={"x": "1"}).text
    assert visitor.get("/files/99").status_code == 404 and "没有第 99 号草稿" in visitor.get("/files/99").text
    assert visitor.post("/files/1/burn", data={}).status_code == 404


def test_an_administrator_manages_users_and_keys(office: Office, cheap_passwords: None):
    assert office.visitor("编").get("/access").status_code == 403
    admin = office.visitor("管", "admin")
    assert 'href="/access"' in admin.get("/access").text
    user = {"name": "钱", "password": "a long password", "role": "editor"}
    assert "已增加用户 钱" in admin.post("/access/user", data=user).text
    assert "已保存用户 钱" in admin.post("/access/user", data=user | {"role": "reader"}).text
    assert "密码太短" in admin.post("/access/user", data=user | {"password": "short"}).text
    # The role alone: the password stays; a new user needs one.
    before = Users(users_file(office.settings)).table()["钱"]
    assert "已保存用户 钱" in admin.post("/access/user", data=user | {"role": "editor", "password": ""}).text
    assert Users(users_file(office.settings)).table()["钱"] == User(before.digest, "editor")
    assert "密码太短" in admin.post("/access/user", data=user | {"name": "孙", "password": ""}).text
    assert "不能移出自己" in admin.post("/access/no-user", data={"name": "管"}).text
    assert "不能收回自己" in admin.post("/access/user", data=user | {"name": "管"}).text
    made = admin.post("/access/key", data={"name": "门户", "rate": "60", "ask": "1"}).text
    assert "kb_" in made and "kb_" not in admin.get("/access").text.replace("kb_users", "")
    assert "请写数字" in admin.post("/access/key", data={"name": "乙", "rate": "many"}).text
    assert "已移出 门户" in admin.post("/access/no-key", data={"name": "门户"}).text
    assert "已移出用户 钱" in admin.post("/access/no-user", data={"name": "钱"}).text
    deeds = [deed for who, deed in office.deeds() if who == "管"]
    assert deeds == ["user_added", "user_changed", "user_changed", "key_added", "key_removed", "user_removed"]


def test_what_a_removed_user_asked_is_not_found_by_the_next_of_that_name(office: Office, cheap_passwords: None):
    admin, kept = office.visitor("管", "admin"), KeptWork(office.settings.data, 30)
    admin.post("/access/user", data={"name": "周", "password": "a long password", "role": "reader"})
    kept.put("周", "asked", 1, KeptItem("1", b"{}"))
    admin.post("/access/no-user", data={"name": "周"})
    assert kept.of("周", "asked") == ()


def test_a_reason_is_recorded_without_the_numbers_in_it(office: Office):
    visitor = office.visitor("孙")
    number = hand_in(visitor, NEW.replace("采茶", "打字").replace("2号", "61号"))
    decide(visitor, number, "refuse", reason="居民来电13812345678说明")
    assert office.queue.draft(number).reason == "居民来电［电话号码］说明"
    recorded = AuditLog(office.settings.data).entries()[-1]
    assert recorded.details["reason"] == "居民来电［电话号码］说明"


@pytest.mark.parametrize("digits", ["9" * 22, "9" * 5000])
def test_numbers_of_many_digits_name_nothing(office: Office, digits: str):
    admin = office.visitor("管", "admin")
    paths = (f"/files/{digits}", f"/files/1/pages/{digits}.png", f"/files/{digits}/take")
    assert [admin.get(path).status_code for path in paths] == [404] * 3
    assert admin.get(f"/record?before={digits}").status_code == 200


def test_a_form_that_cannot_be_read_is_told_on_the_page(office: Office):
    broken = office.visitor("编").post("/files", content=b"x", headers={"Content-Type": "multipart/form-data"})
    assert broken.status_code == 422 and words_in("zh").files.no_file in broken.text


def test_what_a_failed_build_should_have_forgotten_the_next_one_forgets(
    office: Office, monkeypatch: pytest.MonkeyPatch
):
    asked: list[bool] = []

    def rebuilt(*_: object, forget: bool) -> None:
        asked.append(forget)
        if len(asked) == 1:
            raise StoreError("忙。", "Busy.")

    monkeypatch.setattr(indexing, "rebuild", rebuilt)
    upkeep = Indexing(office.services.source, office.settings)  # type: ignore[arg-type]
    for forget in (True, False, False):
        upkeep.start("编", forget=forget)
        while upkeep.progress.state == "running":
            time.sleep(0.01)
    assert asked == [True, True, False]


def test_a_change_is_indexed_after_another_desk_that_is_building(office: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(indexing, "_LOOK_AGAIN_SECONDS", 0.01)
    visitor = office.visitor("吴")
    with only_writer(office.settings.store):
        decide(visitor, hand_in(visitor, NEW.replace("采茶", "焊接").replace("2号", "71号")), "take")
        time.sleep(0.5)
        assert visitor.get("/files/status").json()["state"] == "running"
    office.settled(visitor)
    assert office.finds("焊接女工")


# -- parts


def test_no_character_of_a_draft_is_lost_between_marks(tmp_path: Path):
    queue = DraftQueue(tmp_path)
    read = DraftReader(queue).read(queue.add("新通知.txt", NEW.encode(), "王"), ())
    runs = text_runs(read.source, read.fields, read.clauses)
    assert "".join(run.text for run in runs) == NEW
    marked = {n for run in runs for n in run.first}
    assert marked == {n for n, field in enumerate(read.fields, 1) if field.places}
    assert {"c:一", "c:二"} <= {run.anchor for run in runs}


@every(
    ("seconds", "zh", "en"),
    [
        (5, "刚刚", "just now"),
        (60, "1 分钟前", "1 minute ago"),
        (7300, "2 小时前", "2 hours ago"),
        (90000, "1 天前", "1 day ago"),
    ],
)
def test_an_age_is_told_in_words(seconds: int, zh: str, en: str):
    now = datetime.now(UTC)
    when = now - timedelta(seconds=seconds)
    assert (ago(when, words_in("zh"), now), ago(when, words_in("en"), now)) == (zh, en)


def test_whoever_looked_long_ago_is_not_named():
    now = [0.0]
    onlookers = Onlookers(lambda: now[0])
    first, second = Session("a", 0.0), Session("b", 0.0)
    assert onlookers.look(1, first, "王") == []
    now[0] = 130.0
    assert onlookers.look(1, second, "李") == [("王", 2)] and onlookers.look(2, second, "李") == []
    now[0] = 1000.0
    assert onlookers.look(1, first, "王") == []
