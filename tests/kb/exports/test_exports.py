"""What is exported says what the texts say, word for word, and no more."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from markdown_it import MarkdownIt

from kb.exports import clause_lines, document_markdown, linked_data
from kb.objects import ExportedClauseObject
from kb.records import Effect, LoadedDocument

DAY = date(2018, 1, 1)
LINYI = "临人社发〔2016〕12号"


@pytest.fixture(scope="module")
def linyi(loaded: list[LoadedDocument]) -> LoadedDocument:
    return next(each for each in loaded if each.document.id == LINYI)


def described(item: LoadedDocument, day: date, **changed: Any) -> dict[str, Any]:
    (found,) = linked_data([(replace(item.document, **changed), item.clauses)], day)["@graph"]
    assert isinstance(found, dict)
    return found


def test_a_document_is_legislation_with_its_force_on_the_day(linyi: LoadedDocument):
    found = described(linyi, DAY)
    assert found["@type"] == "Legislation" and found["legislationIdentifier"] == LINYI
    assert found["legislationLegalForce"] == {"@id": "schema:InForce"} and found["legislationDate"] == "2016-06-12"
    assert found["eli:first_date_entry_in_force"] == "2016-05-16"
    # ELI means the first day without, the text (有效期至2020年5月15日) the last day with.
    assert found["eli:date_no_longer_in_force"] == "2020-05-16"
    assert found["legislationJurisdiction"]["containedInPlace"] == {"@type": "AdministrativeArea", "name": "山东省"}
    assert described(linyi, date(2020, 5, 16))["legislationLegalForce"] == {"@id": "schema:NotInForce"}
    assert described(linyi, date(2016, 5, 15))["legislationLegalForce"] == {"@id": "schema:NotInForce"}


def test_of_a_text_without_a_stated_end_no_force_is_claimed(linyi: LoadedDocument):
    found = described(linyi, DAY, effective_to=None)
    assert found["creativeWorkStatus"] == "undated"
    assert not {"legislationLegalForce", "eli:date_no_longer_in_force"} & found.keys()


def test_what_another_document_decides_is_joined_to_it(linyi: LoadedDocument):
    clause = linyi.clauses[5]
    part = Effect("repeals_part", "某发〔2017〕1号", LINYI, "三", ("废止",), date(2017, 6, 1), clauses=(clause.id,))
    found = described(linyi, DAY, effects=(part, replace(part, kind="prevails")))
    assert found["legislationLegalForce"] == {"@id": "schema:PartiallyInForce"}
    assert len(found["eli:amended_by"]) == 1 and "eli:repealed_by" not in found
    assert described(linyi, DAY, superseded_on=date(2017, 1, 1))["eli:date_no_longer_in_force"] == "2017-01-01"


def test_every_clause_is_there_once_word_for_word(loaded: list[LoadedDocument]):
    def texts(parts: list[dict[str, Any]]) -> list[str]:
        return [text for part in parts for text in (part["text"], *texts(part.get("hasPart", [])))]

    for item in loaded:
        wanted = [clause.text for clause in item.clauses]
        assert sorted(texts(described(item, DAY)["hasPart"])) == sorted(wanted)
        assert [line.text for line in clause_lines(item.document, item.clauses, DAY)] == wanted
        rendered = MarkdownIt().render(document_markdown(item.document, item.clauses, DAY))
        shown = "".join(unescape(rendered.replace("<br />", "")).split())
        at = 0
        for text in wanted:
            at = shown.index("".join(text.split()), at)


def test_the_command_writes_each_form(
    built_store: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def exported(form: str, *words: str) -> Any:
        return run(
            *("export", "--format", form, "--store", built_store, "--as-of", "2018-01-01", *words),
            capsys=capsys,
            monkeypatch=monkeypatch,
        )

    assert len(exported("jsonld").data["@graph"]) == 5
    lines = [ExportedClauseObject.model_validate(json.loads(line)) for line in exported("jsonl").out.splitlines()]
    assert len({line.document for line in lines}) == 5 and len({line.clause_id for line in lines}) == len(lines)
    one = exported("markdown", "--document", "临人社发[2016]12号").out
    assert one.count("\n# ") == 0 and one.startswith("# 临沂市人力资源和社会保障局")
    assert exported("jsonl", "--data", str(tmp_path)).code == 0
    listed = run("audit", "list", "--data", str(tmp_path), capsys=capsys, monkeypatch=monkeypatch).out
    assert "export" in listed and "jsonl" in listed
    heading, *rows = csv.reader(io.StringIO(exported("csv").out.removeprefix("\ufeff")))
    assert (
        heading[:6] == ["公文标识", "文种", "发文字号", "标题", "发文机关或签发人署名", "成文日期"] and len(rows) == 5
    )
    (linyi,) = (dict(zip(heading, row, strict=True)) for row in rows if row[0] == "临人社发〔2016〕12号")
    assert linyi["文种"] == "通知" and linyi["施行日期"] == "2016-05-16" and linyi["效力"] == "现行有效（2018-01-01）"
    assert exported("pdf").code == 2
    assert exported("jsonl", "--document", "不存在的文件").code == 1
