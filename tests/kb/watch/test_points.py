"""Everything that wants looking at is named with the words that show it; what holds is not named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from command_line import run
from embedders import Hashing
from icalendar import Calendar

from kb.building import build
from kb.models import Models
from kb.people import FeedbackStore, Judgement
from kb.settings import Settings
from kb.store import KnowledgeBase
from kb.watch import WatchPoint, ends_calendar, watch_object, watch_points

DAY = date(2021, 3, 1)
TEXTS = {
    "办法": (
        "临沂市公益性岗位管理办法\n\n临人社发〔2018〕1号\n\n一、每人每月补贴800元。\n\n"
        "二、本办法自2018年3月1日起施行，有效期至2021年2月28日。\n\n临沂市人力资源和社会保障局\n2018年2月3日\n"
    ),
    "细则": (
        "关于开展公益性岗位招聘的通知\n\n临人社发〔2019〕5号\n\n"
        "根据《临沂市公益性岗位管理办法》（临人社发〔2018〕1号）和《山东省就业促进条例》，现就有关事项通知如下：\n\n"
        "一、凭《就业创业证》到街道报名。\n\n二、按照《岗位目录清单》（附件1）公布岗位。\n\n"
        "三、本通知自2019年6月1日起施行，有效期至2021年5月30日。\n\n临沂市人力资源和社会保障局\n2019年5月4日\n"
    ),
    "通知": (
        "关于落实稳岗返还的通知\n\n临人社发〔2020〕8号\n\n根据《山东省就业促进条例》，一、按规定返还失业保险费。\n\n"
        "二、本通知自2020年6月1日起施行，有效期至2021年5月31日。\n\n临沂市人力资源和社会保障局\n2020年5月4日\n"
    ),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("watch")
    settings = Settings(corpus=folder / "corpus", store=folder / "store", data=folder / "data")
    settings.corpus.mkdir()
    for name, text in TEXTS.items():
        (settings.corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    build(settings, models=Models(Hashing(), Hashing()))
    return settings


@pytest.fixture(scope="module")
def small(home: Settings) -> KnowledgeBase:
    return KnowledgeBase.open(settings=home, models=Models(Hashing(), Hashing()))


def told(points: tuple[WatchPoint, ...], kind: str) -> list[tuple[str, str | None]]:
    return [(point.document.id, point.label) for point in points if point.kind == kind]


def test_each_point_is_found_once_with_its_clause(small: KnowledgeBase) -> None:
    points = watch_points(small, as_of=DAY, cited={"临人社发〔2018〕1号": 4})
    # The last day that is told is the 90th: 2021-05-30, not 2021-05-31.
    assert told(points, "ends") == [("临人社发〔2019〕5号", None)]
    (used,) = (point for point in points if point.kind == "ended_in_use")
    assert used.said.zh == "已到期（2021-02-28），仍被临人社发〔2019〕5号引用，近来 4 次回答引用它。"
    assert used.words == "二、本办法自2018年3月1日起施行，有效期至2021年2月28日。"
    assert told(points, "basis_lapsed") == [("临人社发〔2019〕5号", "引言")]
    # A card, an annex and the number behind its own title are no documents; what two texts rest on is told once.
    (unheld,) = (point for point in points if point.kind == "not_held")
    assert unheld.said.zh == "依据 《山东省就业促进条例》，库中没有；另有 1 份文件也依据它。"


def test_before_the_term_ended_nothing_has_lapsed(small: KnowledgeBase) -> None:
    kinds = {point.kind for point in watch_points(small, as_of=date(2020, 12, 1))}
    assert kinds == {"ends", "not_held"}


def test_what_feedback_calls_outdated_is_told_of_its_document(small: KnowledgeBase, tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path)
    for verdict in ("outdated", "wrong", "outdated"):
        store.add(Judgement(verdict=verdict, question="补多少？", cited=("临人社发〔2018〕1号 一",)))
    store.set_state(3, "closed")
    points = watch_points(small, store.entries(), as_of=DAY)
    assert told(points, "said_outdated") == [("临人社发〔2018〕1号", "一")]
    assert "反馈第 1 条" in str(points[-1].said)


def test_the_calendar_holds_the_last_days(small: KnowledgeBase) -> None:
    events = Calendar.from_ical(ends_calendar(watch_points(small, as_of=DAY, days=91))).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [date(2021, 5, 30), date(2021, 5, 31)]
    assert events[0]["SUMMARY"] == "到期：临人社发〔2019〕5号《关于开展公益性岗位招聘的通知》"
    assert len({event["UID"] for event in events}) == 2


def test_the_command_prints_the_same(
    home: Settings,
    small: KnowledgeBase,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Models, "load", lambda *_: Models(Hashing(), Hashing()))
    words = ("watch", "--as-of", DAY, "--store", home.store, "--data", home.data)
    shown = run(*words, "--json", "--ics", tmp_path / "c.ics", capsys=capsys, monkeypatch=monkeypatch)
    assert shown.data == [watch_object(point) for point in watch_points(small, as_of=DAY)]
    assert (tmp_path / "c.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert "依据已失效 Rests on what has ended:" in run(*words, capsys=capsys, monkeypatch=monkeypatch).out
