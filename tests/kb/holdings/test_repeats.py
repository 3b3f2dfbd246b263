"""Texts that lie in a folder twice, nearly twice, or under one number: which is taken, and that none is left out without a line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from kb.commands import cli
from kb.documents import find_document
from kb.errors import CatalogError, CorpusError
from kb.holdings import PENDING, SkippedFile, carry_out, check_folder, load_corpus, plan_add, plan_remove, plan_replace
from kb.holdings.drafting import GivenFields
from kb.language import Gazetteer, locator
from kb.records import LoadedDocument

NUMBER = "临人社发〔2023〕12号"
BODY = """临沂市人力资源和社会保障局关于发放稳岗补贴的通知
临人社发〔2023〕12号
各县区人力资源和社会保障局：
　　一、范围。本市登记失业人员和灵活就业人员可以申请稳岗补贴。
　　二、标准。每人每月三百元，最长不超过十二个月。
　　三、本通知自2023年5月1日起施行，有效期至2026年4月30日。
临沂市人力资源和社会保障局
2023年4月6日
"""
ANNEX_TABLE = "附件：稳岗补贴申请材料\n1.居民身份证。\n2.失业登记凭证。\n3.社会保障卡。\n"
ANNEX = """稳岗补贴经办规程
临人社发〔2023〕12号
第一条 街道办事处在五个工作日内完成初审并公示。
第二条 县区经办机构在十个工作日内复核。
第三条 补贴按季度拨付到社会保障卡银行账户。
"""
NEXT_YEAR = BODY.replace("〔2023〕12号", "〔2024〕9号").replace("2023年", "2024年").replace("三百元", "四百元")
REPEAL = """临沂市人力资源和社会保障局关于废止稳岗补贴文件的通知
临人社发〔2025〕3号
各县区人力资源和社会保障局：
　　一、自2025年3月1日起，临人社发〔2023〕12号文件同时废止。
临沂市人力资源和社会保障局
2025年2月20日
"""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


class Folder:
    """A folder of texts as a build reads it: what is taken, by file, and what is said of the others."""

    def __init__(self, path: Path, gazetteer: Gazetteer) -> None:
        self.path, self._locate = path, locator(gazetteer)

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            (self.path / f"{name}.txt").write_text(text, encoding="utf-8")

    def read(self) -> tuple[dict[str, LoadedDocument], dict[str, str]]:
        over: list[SkippedFile] = []
        loaded = load_corpus(self.path, self._locate, over.append)
        return {item.source.file: item for item in loaded}, {one.file: str(one.reason) for one in over}


@pytest.fixture
def folder(tmp_path: Path, gazetteer: Gazetteer) -> Folder:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    return Folder(corpus, gazetteer)


def test_one_notice_as_text_and_in_word_is_taken_once(folder: Folder) -> None:
    folder.write(通知=BODY)
    word = docx.Document()
    for line in BODY.splitlines():
        word.add_paragraph(line)
    word.save(str(folder.path / "通知（扫描件转换）.docx"))
    taken, over = folder.read()
    assert [item.document.id for item in taken.values()] == [NUMBER]
    assert list(taken) == ["通知.txt"] and list(over) == ["通知（扫描件转换）.docx"]
    assert "通知.txt" in over["通知（扫描件转换）.docx"] and "移出文件夹" in over["通知（扫描件转换）.docx"]


@pytest.mark.parametrize("short", [BODY, BODY.removesuffix("2023年4月6日\n")])
def test_the_fuller_of_two_is_taken_whatever_they_are_called(folder: Folder, short: str) -> None:
    folder.write(a=short, b=BODY + ANNEX_TABLE)
    taken, over = folder.read()
    assert list(taken) == ["b.txt"] and taken["b.txt"].document.id == NUMBER
    assert "文字较全" in over["a.txt"] and "请把这一份移出文件夹" in over["a.txt"]


def test_of_two_versions_the_later_is_taken_and_the_words_of_the_other_are_shown(folder: Folder) -> None:
    corrected = BODY.replace("三百元", "三百五十元").replace("2023年4月6日", "2023年4月28日")
    folder.write(a=BODY + ANNEX_TABLE, b=corrected)
    taken, over = folder.read()
    assert list(taken) == ["b.txt"] and taken["b.txt"].document.issued == date(2023, 4, 28)
    assert "日期较晚" in over["a.txt"] and "每人每月三百元，最长不超过十二个月" in over["a.txt"]


def test_a_text_without_its_number_repeats_the_one_of_that_title_and_day(folder: Folder) -> None:
    folder.write(a=BODY.replace(f"{NUMBER}\n", ""), b=BODY)
    taken, over = folder.read()
    assert list(taken) == ["b.txt"] and "题名和成文日期相同" in over["a.txt"]


def test_the_notices_of_two_years_are_no_copies(folder: Folder) -> None:
    folder.write(a=BODY, b=NEXT_YEAR)
    taken, over = folder.read()
    assert len(taken) == 2 and not over


def test_different_texts_under_one_number_are_both_held_and_said_to_contradict(folder: Folder) -> None:
    folder.write(a规程=ANNEX, 通知=BODY)
    taken, over = folder.read()
    assert not over
    assert {file: item.document.id for file, item in taken.items()} == {"a规程.txt": "a规程", "通知.txt": NUMBER}
    assert all(item.document.number == NUMBER and "number" in item.document.uncertain for item in taken.values())
    assert all("a规程.txt" in str(item.notes) and "文号同为" in str(item.notes) for item in taken.values())
    assert {clause.document for clause in taken["a规程.txt"].clauses} == {"a规程"}
    documents = [item.document for item in taken.values()]
    assert find_document("临人社发[2023]12号", documents).file == "通知.txt"
    assert find_document("稳岗补贴经办规程", documents).file == "a规程.txt"


def test_what_ends_the_number_ends_every_text_of_it(folder: Folder) -> None:
    folder.write(规程=ANNEX, 通知=BODY, 废止=REPEAL)
    taken, _ = folder.read()
    ended = {file: item.document.superseded_by for file, item in taken.items()}
    assert ended == {"规程.txt": "临人社发〔2025〕3号", "通知.txt": "临人社发〔2025〕3号", "废止.txt": None}


def test_the_catalogue_decides_which_of_two_is_taken(folder: Folder) -> None:
    folder.write(a=BODY, b=BODY + ANNEX_TABLE)
    (folder.path / "catalog.yaml").write_text("documents:\n- file: a.txt\n", encoding="utf-8")
    taken, over = folder.read()
    assert list(taken) == ["a.txt"] and "目录列有它" in over["b.txt"] and "附件：稳岗补贴申请材料" in over["b.txt"]
    (folder.path / "catalog.yaml").write_text("documents:\n- file: a.txt\n- file: b.txt\n", encoding="utf-8")
    taken, over = folder.read()
    assert {item.document.id for item in taken.values()} == {NUMBER, "a"} and not over
    folder.write(c=ANNEX)
    with pytest.raises(CatalogError, match=r"没有列出 c\.txt"):
        folder.read()
    folder.write(b=BODY.replace("\n", "\n\n"))
    (folder.path / "c.txt").unlink()
    with pytest.raises(CatalogError, match="编号同为"):
        folder.read()


def test_check_names_copies_and_ends_with_1_where_texts_differ(folder: Folder, gazetteer: Gazetteer) -> None:
    folder.write(a=BODY, b=BODY.replace("\n", "\n\n"))
    checked = check_folder(folder.path, locator(gazetteer))
    assert [copy.file for copy in checked.copies] == ["b.txt"] and not checked.contradicts
    done = CliRunner().invoke(cli, ["check", str(folder.path)])
    assert done.exit_code == 0 and done.stdout.count("文字完全相同") == 1 and "全文相同" not in done.stdout
    folder.write(c=ANNEX)
    done = CliRunner().invoke(cli, ["check", str(folder.path)])
    assert done.exit_code == 1 and "a.txt、c.txt 文号同为" in done.stdout and "1 份须先核对" in done.stdout
    folder.write(b=BODY.replace("三百元", "五百元"))
    (folder.path / "c.txt").unlink()
    done = CliRunner().invoke(cli, ["check", str(folder.path)])
    assert done.exit_code == 1 and "五百元" in done.stdout


def test_adding_refuses_a_copy_and_takes_another_text_of_the_number(
    folder: Folder, tmp_path: Path, gazetteer: Gazetteer
) -> None:
    folder.write(通知=BODY, 又一份=BODY)  # the copy that lies there stops nothing
    offered = tmp_path / "来件.txt"
    offered.write_text(BODY + ANNEX_TABLE, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"已在语料中：通知\.txt，文号同为"):
        plan_add(folder.path, offered, GivenFields(), gazetteer)
    offered.write_text(ANNEX, encoding="utf-8")
    plan = plan_add(folder.path, offered, GivenFields(region="临沂市", rests_on="经办规程"), gazetteer)
    assert any("文号同为" in str(note) for note in plan.notes)
    carry_out(plan)
    taken, over = folder.read()
    assert sorted(item.document.number or "" for item in taken.values()) == [NUMBER, NUMBER]
    assert list(over) == ["又一份.txt"]


def test_of_many_files_another_text_of_a_number_waits_for_a_person(folder: Folder, tmp_path: Path) -> None:
    folder.write(通知=BODY)
    given = tmp_path / "来件"
    given.mkdir()
    (given / "规程.txt").write_text(ANNEX.replace("稳岗", "临沂市稳岗"), encoding="utf-8")
    (given / "次年.txt").write_text(NEXT_YEAR, encoding="utf-8")
    done = CliRunner().invoke(cli, ["add", str(given), "--corpus", str(folder.path), "--yes"])
    assert done.exit_code == 0, done.output
    reasons = (folder.path / PENDING / "reasons.txt").read_text("utf-8")
    assert "来件/规程.txt" in reasons and "文号同为" in reasons and "次年" not in reasons


def test_a_copy_does_not_take_the_place_of_what_is_removed_or_replaced(
    folder: Folder, tmp_path: Path, gazetteer: Gazetteer
) -> None:
    folder.write(通知=BODY + ANNEX_TABLE, 又一份=BODY, 次年=NEXT_YEAR)
    with pytest.raises(CorpusError, match=r"又一份\.txt 是它的副本"):
        plan_remove(folder.path, NUMBER, gazetteer)
    newer = tmp_path / "更正.txt"
    newer.write_text(BODY.replace("十二个月", "六个月").split("　　三、")[0], encoding="utf-8")
    with pytest.raises(CorpusError, match="移出副本"):
        plan_replace(folder.path, NUMBER, newer, gazetteer)
