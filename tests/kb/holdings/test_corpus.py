"""The five notices as a whole: nothing lost, nothing invented, every annex there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from every import every

from kb.errors import CatalogError, CorpusError
from kb.holdings import SkippedFile
from kb.holdings.corpus import load_corpus, verify
from kb.language import Gazetteer, locator
from kb.reading import bare, build_clauses
from kb.records import LoadedDocument, SourceText

LINYI = "临人社发〔2016〕12号"
JIANGSU_2012 = "jiangsu-2012-service-system"
JIANGSU_2016 = "苏人社发〔2016〕289号"
JIANGSU_2021 = "苏人社发〔2021〕82号"
HAINAN = "hainan-2016-labour-export-digest"


@pytest.fixture(scope="module")
def loaded(corpus: Path) -> dict[str, LoadedDocument]:
    return {item.document.id: item for item in load_corpus(corpus, locator(Gazetteer.load()))}


def test_the_five_documents(loaded: dict[str, LoadedDocument]) -> None:
    assert set(loaded) == {LINYI, JIANGSU_2012, JIANGSU_2016, JIANGSU_2021, HAINAN}
    assert loaded[LINYI].document.regions == ("临沂市", "山东省")
    assert loaded[HAINAN].document.kind == "digest"


@every("identifier", [LINYI, JIANGSU_2012, JIANGSU_2016, JIANGSU_2021, HAINAN])
def test_every_clause_stands_in_its_source(loaded: dict[str, LoadedDocument], identifier: str) -> None:
    """White space and what was set aside apart, a clause is a piece of its source; of a table row, each cell is."""
    item = loaded[identifier]
    gone = {i for text in item.set_aside for i in range(text.start, text.end)}
    rest = bare("".join(c for i, c in enumerate(item.source.text) if i not in gone))
    for clause in item.clauses:
        pieces = [cell.text for cell in clause.cells] if clause.cells else [clause.text]
        for piece in pieces:
            # A header block gathers the lines above a table and the header's cells: each line stands there.
            lines = piece.split("\n") if clause.kind == "block" else [piece]
            for line in lines:
                assert bare(line) in rest or all(bare(word) in rest for word in line.split(" ")), clause.id


@every("identifier", [LINYI, JIANGSU_2012, JIANGSU_2016, JIANGSU_2021, HAINAN])
def test_no_word_of_a_document_is_lost(loaded: dict[str, LoadedDocument], identifier: str) -> None:
    item = loaded[identifier]
    covered = {offset for clause in item.clauses for offset in clause.offsets}
    covered |= {i for text in item.set_aside for i in range(text.start, text.end)}
    lost = [c for i, c in enumerate(item.source.text) if i not in covered and not c.isspace()]
    assert lost == []


def test_addresses_are_unique_and_survive_a_second_reading(loaded: dict[str, LoadedDocument]) -> None:
    for item in loaded.values():
        ids = [clause.id for clause in item.clauses]
        assert len(ids) == len(set(ids))
        assert [clause.id for clause in build_clauses(item.source, item.document.id)[0]] == ids
        assert all(not any(c.isspace() for c in clause.label) for clause in item.clauses)


def test_every_annex_row_is_one_clause(loaded: dict[str, LoadedDocument]) -> None:
    rows = Counter(
        clause.id.rsplit(" ", 1)[0] for item in loaded.values() for clause in item.clauses if clause.kind == "row"
    )
    assert rows == {
        f"{JIANGSU_2012} 附件1": 13,
        f"{JIANGSU_2012} 附件2": 11,
        f"{JIANGSU_2016} 附件1": 6,
        f"{JIANGSU_2016} 附件2": 8,
    }


def test_a_row_has_its_columns_place_and_deadline(loaded: dict[str, LoadedDocument]) -> None:
    row = next(clause for clause in loaded[JIANGSU_2012].clauses if clause.label == "附件1第9项")
    cells = {cell.column: cell.text for cell in row.cells}
    assert cells["试点项目"] == "灵活就业人员参加生育保险试点"
    assert cells["试点地区"] == "南京市、南通市"
    assert cells["时间期限"] == "2012年"
    assert cells["类别"] == "社会保障类"


def test_a_city_row_has_its_figures_and_unit(loaded: dict[str, LoadedDocument]) -> None:
    row = next(clause for clause in loaded[JIANGSU_2016].clauses if clause.label == "附件2徐州市")
    assert row.text == "单位：人、万元\n地区：徐州市\n基础数据·低收入人口：682202\n基础数据·其中：劳动力人口：493134"


def test_two_outlines_in_one_file(loaded: dict[str, LoadedDocument]) -> None:
    labels = [clause.label for clause in loaded[JIANGSU_2012].clauses]
    assert [label for label in labels if label in ("计划一", "计划四（四）", "意见一", "意见三（四）")] == [
        "计划一",
        "计划四（四）",
        "意见一",
        "意见三（四）",
    ]


def test_title_issuers_dates_and_notes_are_findable(loaded: dict[str, LoadedDocument]) -> None:
    texts = {clause.id: clause.text for item in loaded.values() for clause in item.clauses}
    assert "2016年10月12日印发" in texts[f"{JIANGSU_2016} 版记"]
    assert "临沂市财政局\n2016年6月12日" in texts[f"{LINYI} 落款"]
    assert texts[f"{LINYI} 施行日期"] == "本通知自2016年5月16日起执行，有效期至2020年5月15日。"
    assert texts[f"{JIANGSU_2021} 通知 标题"].startswith("江苏省人力资源和社会保障厅\n江苏省发展和改革委员会")
    assert any("本表采用月报于报告期终了5日内报出" in text for text in texts.values())
    assert any("主要致贫原因(复选):因病" in text for text in texts.values())


def test_what_was_set_aside_is_what_is_wrong_with_these_scans(loaded: dict[str, LoadedDocument]) -> None:
    reasons = Counter((item.document.id, text.reason.split()[0]) for item in loaded.values() for text in item.set_aside)
    assert reasons[(HAINAN, "重复段落")] == 69
    assert reasons[(JIANGSU_2016, "重复短语")] == 3
    assert reasons[(JIANGSU_2016, "空表行")] == 8  # the eight cities of the continuation table
    assert reasons[(LINYI, "空表行")] == 1
    for item in loaded.values():
        for text in item.set_aside:
            assert bare(item.source.text[text.start : text.end]) == bare(text.text)


def test_a_clause_that_differs_from_its_source_is_refused() -> None:
    text = SourceText("样本.txt", "一、目标\n\n补贴标准为1000元。\n", "utf-8", "0")
    clauses, aside = build_clauses(text, "D")
    forged = SourceText("样本.txt", text.text.replace("1000", "5000"), "utf-8", "0")
    verify(text, clauses, aside)
    with pytest.raises(CorpusError, match="与原文不符"):
        verify(forged, clauses, aside)
    with pytest.raises(CorpusError, match="不在任何条款中"):
        verify(SourceText("样本.txt", text.text + "漏", "utf-8", "0"), clauses, aside)


def test_a_text_the_catalogue_does_not_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("关于甲的通知\n\n一、办好甲事。\n", encoding="utf-8")
    (tmp_path / "catalog.yaml").write_text("documents: []\n", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"甲\.txt"):
        load_corpus(tmp_path, lambda text: ())


def test_a_corpus_without_a_catalogue_reads_itself(tmp_path: Path) -> None:
    notice = "关于做好就业工作的通知\n\n临人社发〔2030〕5号\n\n各县区：\n\n一、办好就业服务。\n\n临沂市人力资源和社会保障局\n2030年1月2日\n"
    (tmp_path / "甲.txt").write_text(notice, encoding="utf-8")
    (item,) = load_corpus(tmp_path, locator(Gazetteer.load()))
    assert (item.document.id, item.document.region) == ("临人社发〔2030〕5号", "临沂市")
    assert item.document.title == "关于做好就业工作的通知"


def test_a_file_that_cannot_be_used_is_passed_over_unless_the_catalogue_lists_it(tmp_path: Path) -> None:
    (tmp_path / "一").mkdir()
    (tmp_path / "二").mkdir()
    (tmp_path / "二/通知.txt").write_text("关于丙的通知\n\n一、办好丙事。\n", encoding="utf-8")
    (tmp_path / "通知.txt").write_text("关于甲的通知\n\n一、办好甲事。\n", encoding="utf-8")
    (tmp_path / "一/通知.txt").write_text("关于乙的通知\n\n一、办好乙事。\n", encoding="utf-8")
    (tmp_path / "副本.md").write_text("关于甲的通知\n\n一、办好 甲事。\n", encoding="utf-8")
    (tmp_path / "空.docx").write_bytes(b"")
    over: list[SkippedFile] = []
    loaded = load_corpus(tmp_path, lambda text: (), over.append)
    assert [item.document.id for item in loaded] == ["通知", "二-通知", "副本"]
    assert {one.file: one.reason.zh for one in over} == {
        "空.docx": "是空文件：请放入正文或删去它",
        "通知.txt": "与 副本.md 重复：文字完全相同，收入的是 副本.md，两份一样全；请把这一份移出文件夹",
    }
    entries = "".join(
        f"- file: {name}\n  id: d{n}\n" for n, name in enumerate(["一/通知.txt", "二/通知.txt", "副本.md", "空.docx"])
    )
    (tmp_path / "通知.txt").unlink()
    (tmp_path / "catalog.yaml").write_text(f"documents:\n{entries}", encoding="utf-8")
    with pytest.raises(CorpusError, match="空"):
        load_corpus(tmp_path, lambda text: (), over.append)
