"""What is withdrawn is nowhere any more, and a correction stands on words of the text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from command_line import Call, Run, run
from embedders import Hashing

from kb import Filters, report_object
from kb.errors import UnknownDocument
from kb.models import Models
from kb.people import AuditLog
from kb.settings import Settings
from kb.store import KnowledgeBase

KEPT = "关于做好就业工作的通知\n\n临人社发〔2020〕1号\n\n一、每人补贴1000元。\n\n临沂市人力资源和社会保障局\n2020年5月4日\n"
GONE = (
    "关于采茶女工培训的通知\n\n临人社发〔2020〕2号\n\n一、采茶女工每人补贴2000元。\n\n"
    "二、本通知自2020年6月1日起施行，有效期至2025年5月31日。原定有效期至2026年5月31日。\n\n临沂市人力资源和社会保障局\n2020年5月5日\n"
)
NUMBER = "临人社发〔2020〕2号"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(Models, "load", lambda *_: Models(Hashing(), Hashing()))
    monkeypatch.setenv("POLICY_KB_DATA", str(tmp_path / "data"))
    settings = Settings(corpus=tmp_path / "corpus", store=tmp_path / "store")
    settings.corpus.mkdir()
    for name, text in (("甲", KEPT), ("乙", GONE)):
        (settings.corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    (settings.corpus / "catalog.yaml").write_text(
        "documents:\n  - file: 甲.txt  # first\n  - file: 乙.txt\n", encoding="utf-8"
    )
    return settings


@pytest.fixture
def cli(home: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    def call(*words: str, typed: str = "") -> Run:
        places = ("--corpus", home.corpus, "--store", home.store)
        return run(*words, *places, typed=typed, capsys=capsys, monkeypatch=monkeypatch)

    return call


def test_what_is_withdrawn_is_on_no_path(home: Settings, cli: Call) -> None:
    assert cli("build").code == 0
    assert "采茶女工" in text_of(home.store)
    assert cli("withdraw", NUMBER, "--reason", "误收", typed="n\n").code == 1
    assert "采茶女工" in text_of(home.store)
    assert cli("withdraw", NUMBER, "--reason", "误收", "--yes").code == 0
    # Neither the generation that is served nor one before, no index, no picture and no cache holds a word of it.
    assert "采茶" not in text_of(home.store) and NUMBER not in text_of(home.store)
    base = KnowledgeBase.open(settings=home)
    assert [entry.document.id for entry in base.documents()] == ["临人社发〔2020〕1号"]
    assert {hit.document.id for hit in base.search("采茶女工每人补贴多少")} <= {"临人社发〔2020〕1号"}
    assert not any("采茶" in citation.clause.text for citation in base.ask("采茶女工每人补贴多少？").citations)
    report = report_object(base.verify("采茶女工每人补贴2000元。"))
    assert "proved" not in {claim["status"] for claim in report["claims"]}
    for asked in (lambda: base.clauses(NUMBER), lambda: base.search("补贴", filters=Filters(document=NUMBER))):
        with pytest.raises(UnknownDocument):
            asked()
    deeds = {entry.deed: entry for entry in AuditLog(home.data).entries()}
    assert deeds["document_withdrawn"].details["reason"] == "误收"
    assert list(deeds["corpus_built"].details["removed"]) == ["乙.txt"]


def test_a_withdrawal_that_was_killed_before_it_had_forgotten_is_finished_by_the_next_build(
    home: Settings, cli: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("build").code == 0

    def killed(_: Settings) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("kb.upkeep.changes.forget_others", killed)
        cli("withdraw", NUMBER, "--reason", "误收", "--yes")
    # The generation before still holds it.
    assert "采茶女工" in text_of(home.store)
    assert cli("build").code == 0
    assert "采茶" not in text_of(home.store)
    assert [entry.deed for entry in AuditLog(home.data).entries()][-2:] == ["document_withdrawn", "corpus_built"]
    generations = sorted(path.name for path in home.store.iterdir())
    assert cli("build").code == 0 and sorted(path.name for path in home.store.iterdir()) == generations


def text_of(store: Path) -> str:
    """All that lies in a store, as far as it is text."""
    files = [path for path in store.rglob("*") if path.is_file()]
    return "".join(path.read_bytes().decode("utf-8", "ignore") for path in files)


def correct(cli: Call, value: str, words: str, *options: str) -> Run:
    return cli("correct", NUMBER, "effective_to", value, "--rests-on", words, "--reason", "印错", *options)


def test_a_correction_stands_though_the_text_reads_otherwise(home: Settings, cli: Call) -> None:
    shown = correct(cli, "2026-05-31", "原定有效期至2026年5月31日", "--yes")
    assert shown.code == 0 and "effective_to：2025-05-31 → 2026-05-31。" in shown.out
    catalog = (home.corpus / "catalog.yaml").read_text(encoding="utf-8")
    assert catalog.startswith("documents:\n  - file: 甲.txt  # first\n  - file: 乙.txt\n    effective_to:")
    # Corrected once more, the value is changed in its place.
    assert correct(cli, "2025-05-31", "有效期至2025年5月31日", "--yes").code == 0
    assert correct(cli, "2026-05-31", "原定有效期至2026年5月31日", "--yes").code == 0
    assert cli("build").code == 0
    (entry,) = (entry for entry in KnowledgeBase.open(settings=home).documents() if entry.document.id == NUMBER)
    assert entry.document.effective_to == date(2026, 5, 31)
    assert entry.document.expiry_quote == "原定有效期至2026年5月31日"
    told = [entry.details for entry in AuditLog(home.data).entries() if entry.deed == "value_corrected"]
    assert [(each["before"], each["after"]) for each in told] == [
        ("2025-05-31", "2026-05-31"),
        ("2026-05-31", "2025-05-31"),
        ("2025-05-31", "2026-05-31"),
    ]
    assert all(each["reason"] == "印错" for each in told)


def test_what_moves_with_a_correction_is_told_and_recorded(home: Settings, cli: Call) -> None:
    (home.corpus / "乙.txt").write_text(GONE.replace("有效期至2025年5月31日。", "有效期5年。"), encoding="utf-8")
    given = ("2020-05-05", "--rests-on", "2020年5月5日", "--reason", "印错")
    shown = cli("correct", NUMBER, "effective_from", *given, "--yes")
    moved = "effective_to：2025-05-31 → 2025-05-04。"
    assert shown.code == 0 and "effective_from：2020-06-01 → 2020-05-05。" in shown.out and moved in shown.out
    (told,) = (entry.details for entry in AuditLog(home.data).entries() if entry.deed == "value_corrected")
    assert told["also"] == moved


@pytest.mark.parametrize(
    ("value", "words", "said"),
    [
        ("2026-05-31", "有效期至2027年5月31日", "请照抄原文"),
        ("2027-05-31", "有效期至2025年5月31日", "正文却是"),
        ("2025-05-31", "有效期至2025年5月31日", "无需更正"),
        ("soon", "有效期至2025年5月31日", "日期“soon”无效"),
    ],
    ids=["words not there", "another day in the words", "nothing to correct", "no day"],
)
def test_a_correction_without_ground_changes_nothing(
    home: Settings, cli: Call, value: str, words: str, said: str
) -> None:
    before = (home.corpus / "catalog.yaml").read_bytes()
    refused = correct(cli, value, words, "--yes")
    assert refused.code == 1 and said in refused.err and refused.err.strip().count("\n") == 0
    assert (home.corpus / "catalog.yaml").read_bytes() == before
    assert AuditLog(home.data).entries() == ()


def test_an_english_title_rests_on_no_words_and_holds_none_of_the_texts(home: Settings, cli: Call) -> None:
    given = ("--reason", "英文页面", "--yes")
    assert cli("correct", NUMBER, "title_en", "采茶 women", *given).code == 1
    assert cli("correct", NUMBER, "title_en", "Training for tea pickers", *given).code == 0
    assert cli("build").code == 0
    assert KnowledgeBase.open(settings=home).document(NUMBER).title_en == "Training for tea pickers"
    assert cli("correct", NUMBER, "title_en", "", *given).code == 0
    assert (home.corpus / "catalog.yaml").read_text(
        "utf-8"
    ) == "documents:\n  - file: 甲.txt  # first\n  - file: 乙.txt\n"


def test_a_decision_that_is_not_held_extends_or_replaces_a_document(
    home: Settings, cli: Call, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(*words: str) -> Run:
        said = ("--reason", "见来文", "--yes", "--corpus", home.corpus)
        return run(*words, *said, capsys=capsys, monkeypatch=monkeypatch)

    longer = ("extend", NUMBER, "--by", "临人社发[2025]7号", "--until")
    assert told(*longer, "2025-05-31").code == 1
    shown = told(*longer, "2027-05-31")
    assert shown.code == 0 and "临人社发〔2025〕7号" in shown.out and "至2027-05-31" in shown.out
    by = ("--by", "临人社发〔2026〕2号", "--on", "2026-09-01")
    assert told("end", "临人社发〔2020〕1号", *by, "--republished").code == 0
    assert cli("build").code == 0
    held = {entry.document.id: entry.document for entry in KnowledgeBase.open(settings=home).documents()}
    assert (held[NUMBER].effective_to, held[NUMBER].superseded_by) == (date(2027, 5, 31), None)
    replaced = held["临人社发〔2020〕1号"]
    assert (replaced.superseded_by, replaced.superseded_on) == ("临人社发〔2026〕2号", date(2026, 9, 1))
    assert not replaced.is_repealed
    assert [entry.deed for entry in AuditLog(home.data).entries()][:2] == ["document_extended", "document_ended"]
