"""Files that wait: what is taken among them, what is read, and that each is decided on once, by what was seen."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.drafts import (
    Draft,
    DraftChangedError,
    DraftQueue,
    DraftReader,
    correct_field,
    decisions,
    edit_outline,
    hand_in,
    put_aside,
    refuse,
    reopen,
    take_in,
)
from kb.errors import AuditError, CatalogError, CorpusError, DraftError, InvalidInput
from kb.holdings import Correction, OutlineEdit, corpus_held_still, load_corpus
from kb.language import Gazetteer, locator
from kb.people import AuditLog
from kb.reading import read_document
from kb.records import LoadedDocument, SourceText
from kb.settings import Settings

HELD = """关于做好就业扶贫工作的通知

临人社发〔2016〕12号

一、扶贫车间按每人1000元给予补贴。

二、本通知自2016年5月16日起执行。

临沂市人力资源和社会保障局
2016年6月12日
"""
NEW = """关于进一步做好就业帮扶工作的通知

临人社发〔2020〕30号

一、扶贫车间按每人1200元给予补贴。

二、本通知自2020年6月1日起施行，有效期至2025年5月31日。原临人社发〔2016〕12号文件同时废止。

临沂市人力资源和社会保障局
2020年5月20日
"""


@dataclass
class Desk:
    """A corpus of one notice and the queue before it."""

    settings: Settings
    queue: DraftQueue
    reader: DraftReader
    audit: AuditLog

    def handed(self, name: str = "新通知.txt", text: str = NEW, who: str = "王") -> Draft:
        (one,) = hand_in(self.queue, self.reader, self.settings.corpus, name, text.encode(), who)
        assert one.draft, one.problem
        return one.draft

    def problem(self, name: str, data: bytes) -> str:
        (one,) = hand_in(self.queue, self.reader, self.settings.corpus, name, data, "王")
        assert one.problem
        return str(one.problem)

    def corpus(self) -> list[LoadedDocument]:
        return load_corpus(self.settings.corpus, locator(Gazetteer.load()))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    settings = Settings(corpus=tmp_path / "corpus", data=tmp_path / "data")
    settings.corpus.mkdir()
    (settings.corpus / "旧通知.txt").write_text(HELD, encoding="utf-8")
    queue = DraftQueue(settings.data)
    return Desk(settings, queue, DraftReader(queue), AuditLog(settings.data))


# ---------------------------------------------------------------------------------------------- handing in


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("../../etc/通知.txt", NEW.encode(), "上级路径"),
        ("空.docx", b"", "空文件"),
        ("程序.exe", b"MZ\0\0\1\2", "不是可读的格式"),
        ("通知.txt", HELD.encode(), "与库中的 旧通知.txt 相同"),
        ("坏.pdf", b"%PDF-1.7\nnothing", ""),
    ],
)
def test_what_is_no_notice_is_refused_in_a_sentence_and_waits_nowhere(desk: Desk, name: str, data: bytes, said: str):
    problem = desk.problem(name, data)
    assert said in problem and problem.count("\n") == 0
    assert desk.queue.drafts() == ()


def test_too_large_a_file_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kb.drafts.handing_in.MOST_BYTES", 100)
    assert "没有收下" in desk.problem("大.txt", NEW.encode())


def test_an_archive_becomes_a_draft_for_each_of_its_files(desk: Desk):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲/新通知.txt", NEW)
        archive.writestr("甲/空.txt", "")
    found = hand_in(desk.queue, desk.reader, desk.settings.corpus, "一批.zip", packed.getvalue(), "王")
    assert [(one.name, one.draft is not None) for one in found] == [
        ("一批.zip/甲/新通知.txt", True),
        ("一批.zip/甲/空.txt", False),
    ]


def test_a_draft_survives_a_restart_and_waits_once(desk: Desk):
    draft = desk.handed()
    again = DraftQueue(desk.settings.data)
    assert again.drafts() == (draft,) and again.file(draft).read_text(encoding="utf-8") == NEW
    assert (draft.added_by, draft.state, draft.version) == ("王", "waiting", 1)
    assert "与已在等候的第 1 号" in desk.problem("改了名.txt", NEW.encode())


# ------------------------------------------------------------------------------------------------- reading


def test_every_field_comes_with_the_words_it_rests_on_the_uncertain_first(desk: Desk):
    held = [item.document for item in desk.corpus()]
    read = desk.reader.read(desk.handed(), held)
    fields = {field.name: field for field in read.fields}
    assert fields["effective_to"].value == "2025-05-31" and fields["number"].value == "临人社发〔2020〕30号"
    start, end = fields["number"].places[0]
    assert NEW[start:end] == "临人社发〔2020〕30号"
    assert read.fields[0].certainty == "missing" and read.fields[-1].certainty == "stated"
    assert [(one.ruling.kind, one.of.id if one.of else None) for one in read.rulings] == [
        ("repeals", "临人社发〔2016〕12号")
    ]


# ----------------------------------------------------------------------------------------------- decisions


def correction(words: str = "自2020年6月1日起施行", value: str = "2020-06-01") -> Correction:
    return Correction("issued", value, words, "落款日期印错")


def test_a_correction_whose_words_do_not_stand_in_the_text_is_refused(desk: Desk):
    draft = desk.handed()
    for wrong in (correction("自2021年1月1日起施行"), correction(value="2022-02-02"), correction(value="某天")):
        with pytest.raises((InvalidInput, CatalogError)):
            correct_field(desk.queue, desk.reader, (1, 1), wrong, "李", desk.audit)
    assert desk.queue.draft(1) == draft and desk.audit.entries() == ()


def test_what_is_taken_in_is_what_was_corrected_and_stands_in_the_record(desk: Desk):
    desk.handed()
    seen = correct_field(desk.queue, desk.reader, (1, 1), correction(), "李", desk.audit)
    edit = OutlineEdit(do="aside", at="临沂市人力资源和社会保障局", reason="试一试")
    seen = edit_outline(desk.queue, desk.reader, (1, seen.version), [edit], "李", desk.audit)
    assert desk.reader.read(seen, ()).document.issued == date(2020, 6, 1)
    take_in(desk.queue, (1, seen.version), "", "李", desk.settings, desk.audit)
    old, new = sorted((item for item in desk.corpus()), key=lambda item: item.document.id)
    assert new.document.issued == date(2020, 6, 1) and old.document.superseded_by == new.document.id
    assert any("试一试" in item.reason for item in new.set_aside)
    (entry,) = (
        entry
        for entry in yaml.safe_load((desk.settings.corpus / "catalog.yaml").read_text("utf-8"))["documents"]
        if entry["file"] == new.document.file
    )
    assert entry["issued"]["reason"] == "落款日期印错"
    told = [(one.who, one.deed, one.subject) for one in desk.audit.entries()]
    assert told == [
        ("李", "draft_corrected", "新通知.txt"),
        ("李", "draft_corrected", "新通知.txt"),
        ("李", "document_added", "临人社发〔2020〕30号"),
    ]
    taken = desk.queue.draft(1)
    assert (taken.state, taken.taken_as) == ("taken", "临人社发〔2020〕30号")
    assert not desk.queue.file(taken).exists()
    with pytest.raises(DraftError, match="已有决定"):
        refuse(desk.queue, (1, taken.version), "晚了", "王", desk.audit)


def test_a_draft_may_take_the_place_of_a_held_document(desk: Desk):
    text = NEW.replace("原临人社发〔2016〕12号文件同时废止。", "")
    desk.handed(text=text)
    take_in(desk.queue, (1, 1), "临人社发〔2016〕12号", "李", desk.settings, desk.audit)
    held = {item.document.id: item.document for item in desk.corpus()}
    assert held["临人社发〔2016〕12号"].superseded_by == "临人社发〔2020〕30号"
    assert desk.audit.entries()[-1].deed == "document_replaced"


def test_the_second_of_two_editors_sees_that_the_draft_has_changed(desk: Desk):
    desk.handed()
    put_aside(desk.queue, (1, 1), "等来文", "李", desk.audit)
    with pytest.raises(DraftChangedError, match=r"李 在 .* 改过这份草稿") as told:
        take_in(desk.queue, (1, 1), "", "王", desk.settings, desk.audit)
    assert told.value.draft.reason == "等来文" and len(desk.corpus()) == 1
    with pytest.raises(DraftError, match="须写明理由"):
        refuse(desk.queue, (1, 2), " ", "王", desk.audit)
    refuse(desk.queue, (1, 2), "不是公文", "王", desk.audit)
    again = desk.handed()
    with pytest.raises(DraftError, match="同一份文件已在等候"):
        reopen(desk.queue, (1, 3), "李", desk.audit)
    put = desk.queue.change(again.number, 1, "李", state="refused")
    reopen(desk.queue, (1, 3), "李", desk.audit)
    assert (desk.queue.draft(1).state, put.state) == ("waiting", "refused")
    deeds = ["draft_put_aside", "draft_refused", "draft_reopened"]
    assert [entry.deed for entry in desk.audit.entries()] == deeds


OTHER_DESK = """
import sys
from pathlib import Path
from kb.drafts import DraftQueue, refuse
from kb.people import AuditLog
data = Path(sys.argv[1])
print("begun", flush=True)
refuse(DraftQueue(data), (1, 1), "不是公文", "李", AuditLog(data))
"""


def test_two_desks_over_one_folder_decide_one_after_the_other(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.handed()
    started: list[subprocess.Popen[str]] = []
    plan = decisions.plan_add

    def while_another_refuses_it(*given: Any) -> Any:
        other = [sys.executable, "-c", OTHER_DESK, str(desk.settings.data)]
        started.append(subprocess.Popen(other, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        assert started[0].stdout and started[0].stdout.readline() == "begun\n"
        time.sleep(0.3)
        assert desk.queue.draft(1).state == "waiting" and started[0].poll() is None
        return plan(*given)

    monkeypatch.setattr(decisions, "plan_add", while_another_refuses_it)
    take_in(desk.queue, (1, 1), "", "王", desk.settings, desk.audit)
    said = started[0].communicate(timeout=30)[1]
    assert started[0].returncode == 1 and "王 在" in said and "DraftChangedError" in said
    assert desk.queue.draft(1).state == "taken" and len(desk.corpus()) == 2
    assert [entry.deed for entry in desk.audit.entries()] == ["document_added"]


def test_what_cannot_be_recorded_is_not_done_and_what_is_not_done_is_not_recorded(desk: Desk):
    desk.handed()
    record = desk.settings.data / "audit.sqlite3"
    record.write_bytes(b"no database" * 100)
    with pytest.raises(AuditError):
        take_in(desk.queue, (1, 1), "", "李", desk.settings, desk.audit)
    assert len(desk.corpus()) == 1 and desk.queue.draft(1).state == "waiting"
    record.unlink()
    with corpus_held_still(desk.settings.corpus), pytest.raises(CorpusError, match="正在修改语料"):
        take_in(desk.queue, (1, 1), "", "李", desk.settings, desk.audit)
    assert desk.audit.entries() == ()


def test_a_file_that_is_no_longer_what_was_looked_at_is_not_taken_in(desk: Desk):
    draft = desk.handed()
    desk.queue.file(draft).write_text(NEW.replace("1200元", "9200元"), encoding="utf-8")
    with pytest.raises(DraftError, match="不是收下时的那一份"):
        take_in(desk.queue, (1, 1), "", "李", desk.settings, desk.audit)
    assert len(desk.corpus()) == 1 and desk.queue.draft(1).state == "waiting"


def test_a_scan_that_two_look_at_is_read_once(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    draft, reads = desk.handed(), list[Path]()

    def slow(path: Path, corpus: Path) -> SourceText:
        reads.append(path)
        time.sleep(0.2)
        return read_document(path, corpus)

    monkeypatch.setattr("kb.drafts.reading.read_document", slow)
    started = DraftReader(desk.queue)
    with ThreadPoolExecutor(3) as pool:
        texts = list(pool.map(started.text, [draft] * 3))
    assert len(reads) == 1 and texts[0] is texts[2]


def test_a_corrected_value_holds_no_control_characters(desk: Desk):
    desk.handed()
    wild = Correction("title", "\x1b[31m关于\x00帮扶的通知", "就业帮扶工作", "题名印错")
    draft = correct_field(desk.queue, desk.reader, (1, 1), wild, "李", desk.audit)
    assert draft.curated["title"]["value"] == "[31m关于 帮扶的通知"


@pytest.mark.parametrize("name", [".", "/", "\\"])
def test_a_name_that_is_none_is_given_one(desk: Desk, name: str):
    assert desk.handed(name).name == "file.txt"


def test_a_draft_that_cannot_be_taken_in_waits_on(desk: Desk):
    desk.handed(text=HELD.replace("1000元", "1500元"))
    with pytest.raises(CorpusError, match="已在语料中"):
        take_in(desk.queue, (1, 1), "", "李", desk.settings, desk.audit)
    assert desk.queue.draft(1).state == "waiting" and desk.audit.entries() == ()
