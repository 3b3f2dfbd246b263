"""A corpus that grows, shrinks and is corrected: what a plan finds, what it refuses, and that a change happens wholly or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
import yaml
from every import every

import kb.holdings.corpus
from kb.benefits import notes_on_removal
from kb.documents import validity_on
from kb.errors import CatalogError, CorpusError, InvalidInput, UnknownDocument, UnknownRegion
from kb.holdings import corpus_change
from kb.holdings.catalog_file import entries_in, load_catalog
from kb.holdings.change_journal import settled
from kb.holdings.corpus import load_corpus
from kb.holdings.corpus_change import corpus_held_still, recover
from kb.holdings.curate import Plan, carry_out, plan_add, plan_remove, plan_replace
from kb.holdings.drafting import GivenFields, WordsNeeded
from kb.holdings.entry_names import file_name
from kb.holdings.folder import CATALOG_NAME, corpus_files
from kb.language import Gazetteer, locator
from kb.records import LoadedDocument

OLD = """关于做好就业扶贫工作的通知

临人社发〔2016〕12号

各县区：

一、扶贫车间按每人1000元给予补贴。

二、本通知自2016年5月16日起执行。

临沂市人力资源和社会保障局
2016年6月12日
"""
PLAIN = "就业服务要点\n\n一、办好招聘会。\n\n二、建好台账。\n"
NEW = """关于进一步做好就业帮扶工作的通知

临人社发〔2020〕30号

各县区：

一、扶贫车间按每人1200元给予补贴。

二、本通知自2020年6月1日起施行，有效期至2025年5月31日。原临人社发〔2016〕12号文件同时废止。

临沂市人力资源和社会保障局
2020年5月20日
"""
CATALOG = """# 说明：本目录由人维护。
documents:
  - file: 旧通知.txt   # 纸质扫描
    region:
      value: 临沂市
      rests_on: '临沂市人力资源和社会保障局'

  # 没有文号的一份
  - file: 要点.txt
    id: yaodian-2016
# 末尾的话
"""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of two texts with a catalogue."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "旧通知.txt").write_text(OLD, encoding="utf-8")
    (corpus / "要点.txt").write_text(PLAIN, encoding="utf-8")
    (corpus / CATALOG_NAME).write_text(CATALOG, encoding="utf-8")
    return corpus


@pytest.fixture
def new(tmp_path: Path) -> Path:
    file = tmp_path / "scan-0031.txt"
    file.write_text(NEW, encoding="utf-8")
    return file


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def loaded(folder: Path, gazetteer: Gazetteer) -> dict[str, LoadedDocument]:
    return {item.document.id: item for item in load_corpus(folder, locator(gazetteer))}


# -------------------------------------------------------------------------------------------------------- add


def test_a_draft_shows_what_the_text_says_and_with_which_words(folder: Path, new: Path, gazetteer: Gazetteer) -> None:
    before = contents(folder)
    plan = plan_add(folder, new, GivenFields(), gazetteer)
    assert contents(folder) == before
    assert plan.draft is not None
    assert plan.file == "临人社发〔2020〕30号-关于进一步做好就业帮扶工作的通知.txt"
    found = {finding.name.split()[-1]: (finding.value, finding.words, finding.line) for finding in plan.draft.findings}
    assert found["number"] == ("临人社发〔2020〕30号", "临人社发〔2020〕30号", 3)
    assert found["issued"] == ("2020-05-20", "2020年5月20日", 12)
    assert found["region"] == ("临沂市 < 山东省", "临沂市人力资源和社会保障局", None)
    assert plan.draft.doubts == ()
    (one,) = plan.effects
    assert (one.kind, one.of, one.by, one.on) == (
        "repeals",
        "临人社发〔2016〕12号",
        "临人社发〔2020〕30号",
        date(2020, 6, 1),
    )
    assert one.words == ("临人社发〔2016〕12号文件同时废止",)


def test_adding_keeps_the_catalogue_s_own_words(folder: Path, new: Path, gazetteer: Gazetteer) -> None:
    carry_out(plan_add(folder, new, GivenFields(), gazetteer))
    text = (folder / CATALOG_NAME).read_text(encoding="utf-8")
    lines = iter(text.splitlines())
    assert all(line in lines for line in CATALOG.splitlines()), "every old line stands there still, in order"
    documents = loaded(folder, gazetteer)
    old, young = documents["临人社发〔2016〕12号"].document, documents["临人社发〔2020〕30号"].document
    assert (old.superseded_by, old.superseded_on) == ("临人社发〔2020〕30号", date(2020, 6, 1))
    assert validity_on(old, date(2019, 1, 1))[0] == "undated"
    assert validity_on(old, date(2021, 1, 1)) == ("superseded", "临人社发〔2016〕12号文件同时废止")
    assert young.regions == ("临沂市", "山东省")
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [CATALOG_NAME, "旧通知.txt", "要点.txt", "临人社发〔2020〕30号-关于进一步做好就业帮扶工作的通知.txt"]
    )


def test_a_corpus_without_a_catalogue_gets_none_unless_one_is_needed(
    tmp_path: Path, new: Path, gazetteer: Gazetteer
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    carry_out(plan_add(corpus, new, GivenFields(), gazetteer))
    assert [path.suffix for path in corpus.iterdir()] == [".txt"]
    later = tmp_path / "later.txt"
    later.write_text(
        NEW.replace("〔2020〕30", "〔2025〕7")
        .replace("〔2016〕12", "〔2020〕30")
        .replace("2020年", "2025年")
        .replace("至2025年5", "至2030年5"),
        encoding="utf-8",
    )
    carry_out(plan_add(corpus, later, GivenFields(), gazetteer))
    documents = loaded(corpus, gazetteer)
    assert documents["临人社发〔2020〕30号"].document.superseded_by == "临人社发〔2025〕7号"


def test_a_text_without_a_number_gets_an_id_and_its_doubts_are_named(
    folder: Path, tmp_path: Path, gazetteer: Gazetteer
) -> None:
    file = tmp_path / "海南省技能提升行动要点.md"
    file.write_text("# 海南省技能提升行动要点\n\n一、办好培训。\n", encoding="utf-8")
    plan = plan_add(folder, file, GivenFields(), gazetteer)
    assert plan.draft is not None
    assert plan.draft.document.id == "hainan-plan"
    assert plan.file == "海南省技能提升行动要点.md"
    told = " ".join(map(str, plan.draft.doubts))
    assert all(
        words in told for words in ("没有找到本文的文号", "没有找到发文机关", "没有找到成文日期", "没有写明有效期")
    )
    assert plan_add(folder, file, GivenFields(id="jineng"), gazetteer).draft.document.id == "jineng"  # type: ignore[union-attr]


@every(
    ("stem", "name"),
    [
        ("新建文本文档", "鲁〔2020〕1号-关于做好就业帮扶工作的通知.txt"),
        ("scan-01", "鲁〔2020〕1号-关于做好就业帮扶工作的通知.txt"),
        (".隐藏", "鲁〔2020〕1号-关于做好就业帮扶工作的通知.txt"),
        ("山东2020年就业帮扶", "山东2020年就业帮扶.txt"),
        ("就业帮扶通知", "就业帮扶通知（2）.txt"),
    ],
)
def test_a_file_gets_a_name_that_a_person_recognises(stem: str, name: str) -> None:
    title = "某省人力资源社会保障厅关于做好就业帮扶工作的通知"
    assert file_name(Path(f"{stem}.TXT"), title, "鲁〔2020〕1号", {"就业帮扶通知.txt"}) == name


def test_a_region_that_contradicts_the_issuer_is_refused(folder: Path, new: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(CatalogError, match="江苏省"):
        plan_add(folder, new, GivenFields(region="江苏省", rests_on="各县区"), gazetteer)


def test_what_a_user_gives_rests_on_words_of_the_text(folder: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    file = tmp_path / "x.txt"
    file.write_text("就业帮扶工作安排的通知\n\n一、在琼企业可以申请补贴。\n", encoding="utf-8")
    with pytest.raises(WordsNeeded, match="--rests-on") as caught:
        plan_add(folder, file, GivenFields(region="海南"), gazetteer)
    assert caught.value.field == "region"
    with pytest.raises(InvalidInput, match="照抄原文"):
        plan_add(folder, file, GivenFields(region="海南", rests_on="不在其中"), gazetteer)
    with pytest.raises(UnknownRegion):
        plan_add(folder, file, GivenFields(region="火星基地"), gazetteer)
    plan = plan_add(folder, file, GivenFields(region="海南", rests_on="在琼企业", title="就业帮扶工作安排"), gazetteer)
    carry_out(plan)
    document = loaded(folder, gazetteer)[plan.draft.document.id].document  # type: ignore[union-attr]
    assert (document.region, document.title) == ("海南省", "就业帮扶工作安排")


def test_a_text_that_lies_there_unlisted_gets_its_entry(folder: Path, new: Path, gazetteer: Gazetteer) -> None:
    shutil.copy(new, folder / "新通知.txt")
    carry_out(plan_add(folder, folder / "新通知.txt", GivenFields(), gazetteer))
    assert loaded(folder, gazetteer)["临人社发〔2020〕30号"].document.file == "新通知.txt"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (OLD.encode(), "内容完全相同"),
        (OLD.replace("\n\n", "\n \n").encode("gb18030"), "文字完全相同"),
        (OLD.replace("1000", "1500").encode(), "文号同为 临人社发〔2016〕12号"),
        (b"", "空文件"),
        (b"PK\x03\x04\x00\x00", "已损坏"),
        ((NEW + "\n附注：略。\n").encode()[:-20] + "附注：再说一遍，按规定办理。\n".encode("gb18030"), "编码不一"),
    ],
)
def test_what_cannot_be_added_is_refused_by_name_and_nothing_changes(
    folder: Path, tmp_path: Path, gazetteer: Gazetteer, data: bytes, reason: str
) -> None:
    file, before = tmp_path / "坏.txt", contents(folder)
    file.write_bytes(data)
    with pytest.raises(CorpusError, match=reason) as caught:
        carry_out(plan_add(folder, file, GivenFields(), gazetteer))
    assert "坏.txt" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert contents(folder) == before


def test_a_missing_file_and_an_unknown_format_are_named(folder: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(CorpusError, match="找不到文件"):
        plan_add(folder, tmp_path / "none.txt", GivenFields(), gazetteer)
    (tmp_path / "x.xyz").write_text("x", encoding="utf-8")
    with pytest.raises(CorpusError, match="不是可读的格式"):
        plan_add(folder, tmp_path / "x.xyz", GivenFields(), gazetteer)


# --------------------------------------------------------------------------------------- remove and replace


def test_removing_takes_file_and_entry_out_and_keeps_the_text_beside(folder: Path, gazetteer: Gazetteer) -> None:
    plan = plan_remove(folder, "临人社发[2016]12号", gazetteer)
    carry_out(plan)
    assert list(loaded(folder, gazetteer)) == ["yaodian-2016"]
    assert plan.kept_at is not None
    assert plan.kept_at.read_text(encoding="utf-8") == OLD
    assert plan.kept_at.parent == folder.parent / "removed"
    text = (folder / CATALOG_NAME).read_text(encoding="utf-8")
    assert (
        text
        == "# 说明：本目录由人维护。\ndocuments:\n\n  # 没有文号的一份\n  - file: 要点.txt\n    id: yaodian-2016\n# 末尾的话\n"
    )


CARD = """\
subjects: {{grant: {{zh: 补贴, en: grants}}}}
cards:
  - {{id: a-grant, subject: grant, document: {document}, clause: 一, kind: subsidy, name: 补贴, official: 补贴, english: A grant,
     claimant: {{who: person, words: 贫困人口}}}}
"""


def test_cards_of_a_document_that_leaves_stay_and_are_named(folder: Path, gazetteer: Gazetteer) -> None:
    cards = folder / "benefits.yaml"
    cards.write_text(CARD.format(document="临人社发〔2016〕12号"), encoding="utf-8")
    plan = plan_remove(folder, "临人社发〔2016〕12号", gazetteer)
    assert [note.zh.split("，")[0] for note in notes_on_removal(folder, "临人社发〔2016〕12号")] == [
        "benefits.yaml 里还有这份文件的 1 张待遇卡"
    ]
    carry_out(plan)
    assert cards.read_text(encoding="utf-8") == CARD.format(document="临人社发〔2016〕12号")


@pytest.mark.parametrize(("cards", "notes"), [(CARD.format(document="yaodian-2016"), 0), ("cards: [\n", 1)])
def test_cards_of_others_need_no_word_and_a_broken_file_is_said(folder: Path, cards: str, notes: int) -> None:
    (folder / "benefits.yaml").write_text(cards, encoding="utf-8")
    said = notes_on_removal(folder, "临人社发〔2016〕12号")
    assert len(said) == notes
    assert all("YAML" in note.en for note in said)


def test_the_last_the_unknown_and_the_needed_document_are_not_removed(
    folder: Path, new: Path, gazetteer: Gazetteer
) -> None:
    with pytest.raises(UnknownDocument):
        plan_remove(folder, "不存在", gazetteer)
    carry_out(plan_add(folder, new, GivenFields(), gazetteer))
    with pytest.raises(CorpusError, match="先移出 临人社发〔2016〕12号"):
        plan_remove(folder, "临人社发〔2020〕30号", gazetteer)
    for name in ("临人社发〔2016〕12号", "临人社发〔2020〕30号"):
        carry_out(plan_remove(folder, name, gazetteer))
    with pytest.raises(CorpusError, match="唯一"):
        plan_remove(folder, "yaodian-2016", gazetteer)


def test_a_newer_number_supersedes_and_the_old_text_stays(folder: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    file = tmp_path / "new.txt"
    file.write_text(NEW.replace("原临人社发〔2016〕12号文件同时废止。", ""), encoding="utf-8")
    plan = plan_replace(folder, "临人社发〔2016〕12号", file, gazetteer)
    assert any("仅以您的命令为据" in note.zh for note in plan.notes)
    carry_out(plan)
    old = loaded(folder, gazetteer)["临人社发〔2016〕12号"].document
    assert (old.superseded_by, old.superseded_quote) == ("临人社发〔2020〕30号", "临人社发〔2020〕30号")
    assert old.superseded_on == date(2020, 6, 1)


def test_the_same_number_is_a_corrected_text(folder: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    file = tmp_path / "corrected.md"
    file.write_text(OLD.replace("1000", "1100"), encoding="utf-8")
    plan = plan_replace(folder, "临人社发〔2016〕12号", file, gazetteer)
    carry_out(plan)
    item = loaded(folder, gazetteer)["临人社发〔2016〕12号"]
    assert (item.source.file, "1100" in item.source.text) == ("旧通知.md", True)
    assert plan.kept_at is not None
    assert (plan.kept_at.parent, plan.kept_at.read_text(encoding="utf-8")) == (folder.parent / "replaced", OLD)
    assert not (folder / "旧通知.txt").exists()
    assert "- file: 旧通知.md   # 纸质扫描" in (folder / CATALOG_NAME).read_text(encoding="utf-8")


def test_the_same_name_is_overwritten_in_one_step(folder: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    file = tmp_path / "corrected.txt"
    file.write_text(PLAIN.replace("台账", "名册"), encoding="utf-8")
    carry_out(plan_replace(folder, "yaodian-2016", file, gazetteer))
    assert "名册" in loaded(folder, gazetteer)["yaodian-2016"].source.text
    assert (folder / CATALOG_NAME).read_text(encoding="utf-8") == CATALOG


# ---------------------------------------------------------------------------------------------- wholly or not


class Crash(BaseException):
    """Stands for the power going: nothing that follows is run."""


def _plans(folder: Path, new: Path, gazetteer: Gazetteer) -> dict[str, Callable[[], Plan]]:
    corrected = new.with_name("corrected.md")
    corrected.write_text(OLD.replace("1000", "1100"), encoding="utf-8")
    return {
        "add": lambda: plan_add(folder, new, GivenFields(), gazetteer),
        "remove": lambda: plan_remove(folder, "临人社发〔2016〕12号", gazetteer),
        "replace": lambda: plan_replace(folder, "临人社发〔2016〕12号", new, gazetteer),
        "correct": lambda: plan_replace(folder, "临人社发〔2016〕12号", corrected, gazetteer),
    }


@pytest.mark.parametrize("kind", ["add", "remove", "replace", "correct"])
def test_a_crash_at_any_step_leaves_the_old_or_the_new_corpus(
    folder: Path, new: Path, gazetteer: Gazetteer, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        kb.holdings.corpus, "corpus_files", lambda corpus: settled(corpus, corpus_files(corpus), CATALOG_NAME)
    )
    pristine = folder.with_name("pristine")
    shutil.copytree(folder, pristine)
    before = _state(folder, gazetteer)
    seen: set[bool] = set()
    for step in range(1, 40):
        shutil.rmtree(folder)
        shutil.copytree(pristine, folder)
        plan = _plans(folder, new, gazetteer)[kind]()
        with monkeypatch.context() as patch:
            left = _crash_at(patch, step)
            with suppress(Crash):
                carry_out(plan)
        crashed = _state(folder, gazetteer)
        recover(folder)
        assert _state(folder, gazetteer) == crashed, "recovery changes nothing that a reader sees"
        assert not [name for name in contents(folder) if name.startswith(".")]
        seen.add(crashed == before)
        if left() > 0:
            break
    assert step > 4
    assert seen == {True, False}


def _state(folder: Path, gazetteer: Gazetteer) -> list[tuple[str, str, str | None]]:
    return [(i.document.id, i.source.sha256, i.document.superseded_by) for i in load_corpus(folder, locator(gazetteer))]


def _crash_at(patch: pytest.MonkeyPatch, step: int) -> Callable[[], int]:
    """Lets every write, rename, copy and deletion pass until the `step`th, which raises; gives the steps left."""
    left = [step]

    def guard(real: Callable[..., object]) -> Callable[..., object]:
        def call(*words: object, **named: object) -> object:
            left[0] -= 1
            if left[0] <= 0:
                raise Crash
            return real(*words, **named)

        return call

    patch.setattr(os, "fsync", guard(os.fsync))
    patch.setattr(shutil, "copy2", guard(shutil.copy2))
    for name in ("replace", "unlink"):
        patch.setattr(Path, name, guard(getattr(Path, name)))
    return lambda: left[0]


@pytest.mark.parametrize("kind", ["add", "remove", "replace", "correct"])
def test_a_full_disk_leaves_the_corpus_as_it_was(
    folder: Path, new: Path, gazetteer: Gazetteer, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, before = _plans(folder, new, gazetteer)[kind](), contents(folder)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CorpusError, match="No space left"):
        carry_out(plan)
    assert contents(folder) == before


def test_a_corpus_changed_in_the_meantime_is_not_overwritten(folder: Path, new: Path, gazetteer: Gazetteer) -> None:
    plan = plan_add(folder, new, GivenFields(), gazetteer)
    (folder / CATALOG_NAME).write_text(CATALOG + "# 又改了\n", encoding="utf-8")
    before = contents(folder)
    with pytest.raises(CorpusError, match="刚被他人改动"):
        carry_out(plan)
    assert contents(folder) == before


def test_who_corrects_a_text_second_does_not_write_over_the_text_that_the_first_kept(
    folder: Path, tmp_path: Path, gazetteer: Gazetteer
) -> None:
    plans = []
    for sum_ in ("1100", "1200"):
        better = tmp_path / sum_ / "旧通知.txt"
        better.parent.mkdir()
        better.write_text(OLD.replace("1000", sum_), encoding="utf-8")
        plans.append(plan_replace(folder, "临人社发〔2016〕12号", better, gazetteer))
    carry_out(plans[0])
    with pytest.raises(CorpusError, match="刚被他人改动"):
        carry_out(plans[1])
    assert plans[0].kept_at and plans[0].kept_at.read_text(encoding="utf-8") == OLD


def test_processes_with_temporary_folders_of_their_own_share_the_lock(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As a service with PrivateTmp=yes and a command beside it.
    with corpus_held_still(folder):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        with pytest.raises(CorpusError, match="正在修改语料"), corpus_held_still(folder):
            pass
    assert not [path for path in folder.iterdir() if path.name.endswith(".lock")]


def test_a_folder_that_takes_no_lock_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / f".{folder.name}.lock").mkdir()
    with pytest.raises(CorpusError, match="无法锁定语料"), corpus_held_still(folder):
        pass


def test_two_changes_at_once_do_not_mix(folder: Path, new: Path, gazetteer: Gazetteer) -> None:
    plan = plan_add(folder, new, GivenFields(), gazetteer)
    with corpus_change._alone(folder), pytest.raises(CorpusError, match="另一个命令"):
        carry_out(plan)


# ------------------------------------------------------------------------------------------ catalogue layouts

ENTRY = {"file": "新 文件.txt", "region": {"value": "海南省", "rests_on": '写着"琼"字: #1'}}


@pytest.mark.parametrize(
    "text",
    [
        "documents: []\n",
        "documents:\n- file: 甲.txt\n- file: 乙.txt",
        "documents: [{file: 甲.txt}, {file: 乙.txt, id: yi-1}]\n",
        "documents:\n    -   file: 甲.txt\n        title:\n          value: 题\n          rests_on: >-\n            很长\n            的话\n",
        "documents:\r\n  - file: 甲.txt\r\n    # 尾注\r\n",
        "\ufeffdocuments:\n  - {file: 甲.txt}\n",
    ],
)
def test_every_layout_can_be_added_to_and_taken_from(text: str, tmp_path: Path) -> None:
    longer = entries_in(text).added(ENTRY)
    (tmp_path / CATALOG_NAME).write_bytes(longer.encode())
    catalog = load_catalog(tmp_path)
    assert catalog is not None
    assert catalog.entries[-1].file == "新 文件.txt"
    assert catalog.entries[-1].region is not None
    assert catalog.entries[-1].region.rests_on == '写着"琼"字: #1'
    assert ("\r\n" in text) == ("\r\n" in longer)
    assert "\n" not in longer.replace("\r\n", "") if "\r\n" in text else True
    shorter = entries_in(longer).removed("新 文件.txt")
    assert yaml.load(shorter, Loader=yaml.BaseLoader) == yaml.load(text, Loader=yaml.BaseLoader)
    if "甲" in text:
        fields = {"superseded_by": {"value": "鲁〔2020〕1号", "rests_on": "同时废止"}}
        entries = yaml.load(entries_in(longer).extended("甲.txt", fields), Loader=yaml.BaseLoader)["documents"]
        assert entries[0]["superseded_by"]["rests_on"] == "同时废止"
        assert (
            yaml.load(entries_in(longer).renamed("甲.txt", "丙.md"), Loader=yaml.BaseLoader)["documents"][0]["file"]
            == "丙.md"
        )


@pytest.mark.parametrize("text", ["documents: {}\n", "- file: 甲.txt\n", "documents:\n"])
def test_a_layout_that_cannot_be_edited_is_refused(text: str) -> None:
    with pytest.raises(CatalogError, match="手工编辑"):
        entries_in(text).added(ENTRY)


def test_an_edit_that_would_change_another_entry_is_refused() -> None:
    text = "documents:\n  - file: &name 甲.txt\n  - file: 乙.txt\n    title: {value: *name, rests_on: x}\n"
    with pytest.raises(CatalogError, match="手工编辑"):
        entries_in(text).removed("甲.txt")
