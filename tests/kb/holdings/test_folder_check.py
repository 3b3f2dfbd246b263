"""`policy-kb check`: what a folder's files say and how sure it is; the texts are our own words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kb.commands import cli
from kb.errors import CorpusError
from kb.holdings import check_folder
from kb.language import Gazetteer, locator

PLAIN = """临沂市某局关于发放补贴的通知
临某发〔2023〕12号
各县区某局：
　　一、范围。失业人员可以申请补贴。
　　二、标准。每人每月三百元。
　　三、本通知自2023年5月1日起施行，有效期至2026年4月30日。
临沂市某局
2023年4月6日
"""


def written(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def test_every_field_has_its_words_and_its_certainty(tmp_path: Path, gazetteer: Gazetteer) -> None:
    boxed = f"成文日期：2023-04-08\n{PLAIN}".replace("临某发〔2023〕12号\n", "")
    box = "文号：临某发〔2023〕12号　发布日期：2023-04-12\n"
    (file,) = check_folder(written(tmp_path, a=box + boxed), locator(gazetteer)).files
    found = {field.name: (field.value, field.certainty, field.words, field.against) for field in file.fields}
    assert found["number"] == ("临某发〔2023〕12号", "site", "临某发〔2023〕12号", None)
    assert found["issued"] == ("2023-04-06", "contradicted", "2023年4月6日", "2023-04-08")
    assert found["published"] == ("2023-04-12", "site", "2023-04-12", None)
    assert found["region"][:2] == ("临沂市", "stated")
    assert found["printed"] == (None, "missing", None, None)
    assert found["effective_to"][:2] == ("2026-04-30", "stated")
    assert file.contradicts


def test_gaps_in_the_numbering(tmp_path: Path, gazetteer: Gazetteer) -> None:
    def gaps(text: str) -> list[str]:
        (file,) = check_folder(written(tmp_path, a=text), locator(gazetteer)).files
        return [str(gap) for gap in file.gaps]

    assert gaps(PLAIN) == []
    assert [gap.split(" ")[0] for gap in gaps(PLAIN.replace("三、本", "五、本"))] == ["五：二、"]
    law = "乙省某办法\n第一章 总则\n第一条 为了就业。\n第二条 适用本省。\n第二章 附则\n第四条 自2020年1月1日起施行。\n"
    assert len(gaps(law)) == 1 and "第四条" in gaps(law)[0]
    counting_on = PLAIN.replace("失业人员可以申请补贴。", "\n（一）甲类人员。\n（二）乙类人员。").replace(
        "每人每月三百元。", "\n（三）甲类三百元。\n（四）乙类四百元。"
    )
    assert gaps(counting_on) == []


def test_articles_count_anew_in_each_text_of_a_file(tmp_path: Path, gazetteer: Gazetteer) -> None:
    rules = "".join(f"乙省{name}规定\n第一条 为了就业。\n第二条 适用本省。\n" for name in "甲丙")
    order = f"乙省人民政府令第5号\n《乙省甲规定》《乙省丙规定》已经通过，现予公布。\n2019年4月6日\n{rules}"
    (file,) = check_folder(written(tmp_path, a=order), locator(gazetteer)).files
    assert file.clauses > 4 and file.gaps == ()


def test_a_file_that_is_not_what_its_name_says_is_named(tmp_path: Path, gazetteer: Gazetteer) -> None:
    (written(tmp_path, a=PLAIN) / "乙.docx").write_text("not read", "utf-8")
    assert check_folder(tmp_path, locator(gazetteer)).misnamed == ("乙.docx",)
    assert "乙.docx：按内容是纯文本" in CliRunner().invoke(cli, ["check", str(tmp_path)]).stdout


def test_what_is_set_aside_many_times_is_shown_once_with_its_lines(tmp_path: Path) -> None:
    folder = written(tmp_path, a="【打印】\n" + PLAIN.replace("各", "【打印】\n各", 1))
    shown = CliRunner().invoke(cli, ["check", str(folder)]).stdout
    (line,) = [line for line in shown.splitlines() if "set aside" in line]
    assert line.endswith("【打印】（2 处 times）") and "第 1、" in line


def test_a_file_that_cannot_be_read_hides_no_other(tmp_path: Path, gazetteer: Gazetteer) -> None:
    (written(tmp_path, b=PLAIN) / "a.txt").write_bytes(b"\xff\xfe\x00\x81\x00" * 9)
    bad, good = check_folder(tmp_path, locator(gazetteer)).files
    assert bad.problem is not None and "a.txt" in str(bad.problem) and bad.contradicts
    assert good.problem is None and good.clauses > 3 and not good.contradicts


def test_the_same_text_twice_and_nearly_the_same(tmp_path: Path, gazetteer: Gazetteer) -> None:
    long = PLAIN.replace(
        "每人每月三百元。", "每人每月三百元。" + "".join(f"第{n}类人员另按{n * 37}元计发。" for n in range(60))
    )
    other = PLAIN.replace("失业", "残疾").replace("三百", "六百").replace("发放补贴", "托养服务")
    folder = written(tmp_path, a=long, b=long.replace("\n", "\n\n"), c=long.replace("三百", "四百"), d=other)
    same = {pair.files: pair.share for pair in check_folder(folder, locator(gazetteer)).same}
    assert same[("a.txt", "b.txt")] == 1
    assert 0.8 <= same[("a.txt", "c.txt")] < 1
    assert not any("d.txt" in files for files in same)


def test_the_command(tmp_path: Path) -> None:
    table = PLAIN + "附件：标准表\n类别\t标准\t备注\n甲\t三百元\n乙\t四百元\t按月\n"
    folder = str(written(tmp_path, a=table))
    shown = CliRunner().invoke(cli, ["check", folder])
    assert shown.exit_code == 0
    assert "临某发〔2023〕12号 [正文写明 stated]" in shown.stdout and "没有列名" in shown.stdout
    written(tmp_path, b=f"成文日期：2023-04-08\n发布日期：2023-04-12\n{PLAIN}")
    result = CliRunner().invoke(cli, ["check", folder, "--json"])
    read = json.loads(result.stdout)
    assert result.exit_code == 1 and read["contradicts"] is True
    assert read["files"][1]["fields"]["issued"]["certainty"] == "contradicted"
    (table,) = read["files"][0]["tables_without_labels"]
    assert table["rows"] == 1  # the row as long as its header has names


def test_what_a_text_decides_of_others_and_files_not_read_are_named(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = PLAIN.replace("2026年4月30日。", "2026年4月30日。《临沂市补贴办法》（临某发〔2019〕3号）同时废止。")
    (written(tmp_path, a=text) / "b.ppt").write_bytes(b"PK")
    result = check_folder(tmp_path, locator(gazetteer))
    assert [(ruling.kind, ruling.label) for ruling in result.files[0].rulings] == [("repeals", "三")]
    assert [skipped.file for skipped in result.skipped] == ["b.ppt"]
    shown = CliRunner().invoke(cli, ["check", str(tmp_path)]).stdout
    assert "《临沂市补贴办法》" in shown and "b.ppt" in shown


def test_an_empty_folder_is_said(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(CorpusError):
        check_folder(tmp_path, locator(gazetteer))


def test_a_table_copied_one_cell_a_line_is_told_where_nothing_proves_its_columns(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    cells = "类别\n标准\n住房\n每月800元\n就业\n每月500元\n培训\n每月200元\n"
    text = PLAIN.replace("　　三、", f"{cells}　　三、")
    few = PLAIN.replace("　　三、", "类别\n标准\n住房\n　　三、")
    folder = written(tmp_path, stacked=text, few=few.replace("12号", "13号"))
    found = {file.file: file.stacked for file in check_folder(folder, locator(gazetteer)).files}
    assert found == {"stacked.txt": (("二", 8),), "few.txt": ()}


def test_other_laws_of_a_file_are_told_and_give_the_first_neither_number_nor_day(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    first = "临沂市甲事条例\n（1994年3月1日临沂市人大常委会通过）\n第一条 为甲，制定本条例。\n第二条 甲事照办。\n"
    other = "临沂市乙事管理办法\n（1996年5月1日临沂市人民政府令第7号公布）\n第一条 为乙，制定本办法。\n第二条 本办法自1996年6月1日起施行。\n"
    order = "临沂市人民政府令\n第7号\n《临沂市乙事管理办法》已经通过，现予公布。\n"
    folder = written(tmp_path, collection=first + other, order=order + other)
    collection, issued = check_folder(folder, locator(gazetteer)).files
    assert (collection.other_laws, issued.other_laws) == (("临沂市乙事管理办法",), ())
    fields = {field.name: field.value for field in collection.fields}
    assert (fields["number"], fields["issued"], fields["effective_from"]) == (None, "1994-03-01", None)
    assert {field.name: field.value for field in issued.fields}["effective_from"] == "1996-06-01"


def test_what_a_copy_damaged_is_told_and_what_rests_on_it_unsure(tmp_path: Path, gazetteer: Gazetteer) -> None:
    folder = written(tmp_path, damaged=PLAIN.replace("发放补贴", "发放?补贴").replace("三百元", "三?元"))
    (file,) = check_folder(folder, locator(gazetteer)).files
    assert [count for _, count in file.doubts] == [2]
    certain = {field.name: field.certainty for field in file.fields}
    assert (certain["title"], certain["number"]) == ("inferred", "stated")


def test_a_file_that_is_refused_is_not_said_to_be_read_as_something_else(tmp_path: Path, gazetteer: Gazetteer) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"\x00\x01\x02abc")
    result = check_folder(written(tmp_path, plain=PLAIN), locator(gazetteer))
    assert result.misnamed == ()
    assert next(file for file in result.files if file.file == "broken.pdf").problem
