"""Doctor finds what is wrong, and says nothing of what is not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from command_line import run
from embedders import Hashing

import kb.upkeep.doctor as doctor_module
from index import write_generation
from kb.building import corpus_fingerprint
from kb.models import Models
from kb.people import FeedbackStore, Judgement
from kb.settings import Settings
from kb.upkeep.doctor import POINTS, examine

pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation with nothing wrong; its models are stand-ins."""
    monkeypatch.setattr(Models, "load", lambda *_: Models(Hashing(), Hashing()))
    settings = Settings(corpus=tmp_path / "corpus", store=tmp_path / "store", data=tmp_path / "data")
    settings.corpus.mkdir()
    (settings.corpus / "甲.txt").write_text("通知\n\n一、每人补贴1000元。\n", encoding="utf-8")
    FeedbackStore(settings.data).add(Judgement(verdict="wrong", question="补多少？"))
    meta = {"fingerprint": corpus_fingerprint(settings)}
    write_generation(settings.store, lambda folder: (folder / "x").write_text("x" * 9) and None, meta)
    return settings


def faults(settings: Settings) -> set[tuple[str, str]]:
    return {(each.point, each.state) for each in examine(settings) if each.state != "good"}


def test_a_sound_installation_has_no_fault(home: Settings) -> None:
    findings = examine(home)
    assert [each for each in findings if each.state != "good"] == []
    assert {each.point for each in findings} == set(POINTS)


def damage_store(settings: Settings) -> None:
    (settings.store / "000001" / "x").write_text("y" * 9)


def damage_feedback(settings: Settings) -> None:
    file = settings.data / "feedback.sqlite3"
    data = bytearray(file.read_bytes())
    data[4096:4200] = b"\xff" * 104
    file.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (damage_store, ("store", "wrong")),
        (lambda home: shutil.rmtree(home.store), ("store", "wrong")),
        (lambda home: (home.corpus / "甲.txt").unlink(), ("corpus", "wrong")),
        (lambda home: (home.corpus / "乙.txt").write_text("通知\n\n一、乙。\n"), ("store", "attention")),
        (damage_feedback, ("data", "wrong")),
        (lambda home: (home.data / "users").write_text("wang\n"), ("data", "wrong")),
        (lambda home: (home.data / "feedback.sqlite3").chmod(0o644), ("permissions", "attention")),
    ],
    ids=["damaged store", "no store", "no text", "stale store", "damaged feedback", "wrong users", "open to all"],
)
def test_each_fault_is_found(home: Settings, harm: Callable[[Settings], object], found: tuple[str, str]) -> None:
    harm(home)
    assert found in faults(home)
    assert all(each.remedy or "：" in each.said.zh for each in examine(home) if each.state != "good")


def test_a_full_disk_and_a_package_of_another_version(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(doctor_module.shutil, "disk_usage", lambda _: Usage(199_999_999))
    monkeypatch.setattr(doctor_module, "requires", lambda _: ["numpy<1", "no-such-package", 'nothing; extra == "test"'])
    assert faults(home) == {("disk", "wrong"), ("environment", "wrong")}
    (said,) = (each.said.en for each in examine(home) if each.point == "environment")
    assert "numpy<1, found" in said and "no-such-package missing" in said and "nothing" not in said


def test_the_command_ends_with_1_where_something_is_wrong(
    home: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    places = ("--corpus", home.corpus, "--store", home.store, "--data", home.data)
    assert run("doctor", *places, capsys=capsys, monkeypatch=monkeypatch).code == 0
    shutil.rmtree(home.store)
    shown = run("doctor", *places, "--json", capsys=capsys, monkeypatch=monkeypatch)
    assert shown.code == 1
    assert {"point": "store", "state": "wrong"}.items() <= next(x for x in shown.data if x["state"] == "wrong").items()
