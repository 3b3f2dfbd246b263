"""Nothing of a text is lost and no cell gets a name that does not stand above it: the built-in texts, and any folder of texts.

`POLICY_KB_TEXTS=DIR pytest tests/kb/reading/test_whole_texts.py` runs it over a folder of your own.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from kb.holdings.corpus import read_clauses
from kb.holdings.folder import corpus_files
from kb.reading import bare, read_document
from kb.records import SourceText

CORPUS = Path(__file__).parents[3] / "corpus"
FOLDERS = [CORPUS, *(Path(folder) for folder in [os.environ.get("POLICY_KB_TEXTS", "")] if folder)]
TEXTS = [(path, folder) for folder in FOLDERS for path in corpus_files(folder)]

TABLES = {
    "a spanned first cell left out": "类别\t序号\t指标\t分值\t备注\n基础指标\t1\t住所\t每年8分\t以登记为准\n2\t就业\t每年2分\t不含补缴\n",
    "a second header row": "区县\t标准\n城镇\t农村\n甲县\t600元\t400元\n乙县\t620元\t420元\n",
    "a group above its rows": "项目\t标准\n一、生活补贴\n甲类\t300元\n乙类\t200元\n",
    "a form to fill in": "联系人\t\t职务\n联系电话\t\t电子邮箱\n地址\t\t邮编\n",
    "Markdown": "| 对象 | 标准 |\n| --- | --- |\n| 甲类 | 300元 |\n| 乙类 | 200元 |\n",
}


def check(source: SourceText) -> None:
    clauses, _ = read_clauses(source, "document")  # compares every character with the source, in order
    for clause in clauses:
        for cell in clause.cells:
            above = bare(source.text[: cell.start])
            assert all(bare(name) in above for name in cell.column.split("·")), (clause.label, cell)


@pytest.mark.parametrize(("path", "folder"), TEXTS, ids=[path.name for path, _ in TEXTS])
def test_every_character_has_its_place_and_every_name_stands_above_its_cell(path: Path, folder: Path) -> None:
    check(read_document(path, folder))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_tables_that_copies_break(table: str) -> None:
    """Of the form, no label is the name of another field."""
    text = f"某市关于发放补贴的通知\n各区：\n一、范围。下列人员可以申请。\n附件：标准\n{table}某市某局\n2023年4月6日\n"
    check(SourceText("table.txt", text, "utf-8", "0"))


PIECES = (
    "发文机关丁县民政局\n发文日期2019年05月06日\n效力级别规范性文件\n",
    "索引号：AB001\n标题：关于发放补贴的通知\n发布日期：2019-05-08\n",
    "您当前所在位置:\n首页 > 政策\n政民互动>民意征集\n",
    "简介：为你整理了多篇文件，供参考。\n全文如下：\n",
    "丁县人民政府令\n第5号\n《丁县甲办法》已经通过，现予公布。\n县长 某某\n二○一九年五月六日\n",
    "关于发放补贴的通知\n（丁政发[2019]8号）\n各乡镇人民政府∶\n现将《丁县甲办法》印发给你们。\n",
    "各乡镇人民政府，县直单位： 现通知如下。 一、范围。甲类。 二、标准。乙类。\n",
    "丁县甲办法\n目 录\n第一章 总则\n第一章 总则\n第一条 为了就业。\n第二条 适用本县。\n",
    "第一部分 现状\n一、成效\n（一）甲。\n1.乙。\n（1）丙。\n——丁。\n",
    "1.在《丁县乙条例》第七条中增加一项。\n第九条修改为：“县政府应当投入。”\n",
    "类别\t标准\t备注\n甲类\t300元\t按月\n乙类\t200元\n",
    "| 对象 | 标准 |\n| --- | --- |\n| 甲类 | 300元 |\n",
    "单位\n补助资金（万元）\n甲区\n150\n乙区\n210\n",
    "附件：1. 申请表\n2. 汇总表\n",
    "附件1\n申请表\n姓名\t\t性别\n",
    "丁县民政局   丁县财政局\n2019年5月6日\n（此件公开发布）\n",
    "2022年4月1日至4月20日\n联系电话：0000-0000000\n",
    "— 3 —\n\f\n- 4 -\n",
    "责任编辑：某某\n上一篇：甲\n丁ICP备10000000号\n扫码关注微信公众号\n",
    "## 说明\n**重点**：按月发放。\n发放至\n年底。\n",
)


@pytest.mark.parametrize("seed", range(150))
def test_texts_put_together_at_random(seed: int) -> None:
    chance = random.Random(seed)
    pieces = [*chance.choices(PIECES, k=chance.randint(2, 9)), "特此通知，请遵照执行。\n"]
    check(SourceText("random.txt", chance.choice(("", "\n", " \n")).join(pieces), "utf-8", "0"))
