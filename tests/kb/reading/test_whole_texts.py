"""Nothing of a text is lost and no cell gets a name that does not stand above it: the built-in texts, and any folder of texts.

`POLICY_KB_TEXTS=DIR pytest tests/kb/reading/test_whole_texts.py` runs it over a folder of your own.
"""

from __future__ import annotations

import os
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
