"""The catalogue: its format, its line numbers, and the comparison of what is curated with what the texts say."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
import yaml
from every import every

from kb.documents import validity_on
from kb.errors import CatalogError
from kb.holdings.catalog import check_documents, check_supersession, resolve_document
from kb.holdings.catalog_file import Catalog, CatalogEntry, load_catalog
from kb.holdings.folder import corpus_files
from kb.reading import extract, read_document
from kb.records import Document, SourceText

CORPUS = Path(__file__).parents[3] / "corpus"
PLACES = {
    "临沂市": ("临沂市", "山东省", "中国"),
    "江苏省": ("江苏省", "中国"),
    "海南": ("海南省", "中国"),
    "鲁": ("山东省", "中国"),
    "贵州省": ("贵州省", "中国"),
}


def locate(words: str) -> tuple[str, ...]:
    """The place a name begins with or mentions first, from a small table."""
    return next((regions for name, regions in PLACES.items() if name in words), ())


TEXT = """某省财政厅关于某事的通知
某财〔2020〕1号
各市财政局：
特此通知。
本通知自2020年1月1日起执行，有效期至2021年12月31日。
某省财政厅
2019年12月20日
"""
BARE = "某厅关于某事的意见\n各市：\n请遵照执行。\n"


def source(text: str = TEXT, file: str = "a.txt") -> SourceText:
    return SourceText(file, text, "utf-8", "")


def document(text: str = TEXT, file: str = "a.txt", **curated: object) -> Document:
    """The text resolved; with an entry where anything is curated."""
    entry = CatalogEntry.model_validate({"file": file, **curated}) if curated else None
    return resolve_document(source(text, file), entry, extract(source(text, file)), locate)


def given(value: object, rests_on: str = "某省财政厅") -> dict[str, object]:
    return {"value": value, "rests_on": rests_on}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    catalog = load_catalog(CORPUS)
    assert catalog
    sources = [read_document(path, CORPUS) for path in corpus_files(CORPUS)]
    entries = catalog.entries_for([text.file for text in sources])
    found = [resolve_document(text, entries[text.file], extract(text), locate) for text in sources]
    check_documents(found)
    check_supersession(catalog, found, sources)
    return {item.id: item for item in found}


def test_the_corpus_holds_the_five_documents(documents: dict[str, Document]) -> None:
    facts = {
        item.id: (
            item.number,
            item.regions,
            item.kind,
            item.issued,
            item.published,
            item.effective_from,
            item.effective_to,
        )
        for item in documents.values()
    }
    linyi, opinion, plan = "临人社发〔2016〕12号", "苏人社发〔2016〕289号", "苏人社发〔2021〕82号"
    jiangsu = ("江苏省",)
    assert facts == {
        linyi: (linyi, ("临沂市", "山东省"), "notice", date(2016, 6, 12), None, date(2016, 5, 16), date(2020, 5, 15)),
        opinion: (opinion, jiangsu, "opinion", date(2016, 10, 9), None, None, None),
        plan: (plan, jiangsu, "notice", date(2021, 8, 27), None, date(2021, 8, 27), date(2025, 12, 31)),
        "jiangsu-2012-service-system": (None, jiangsu, "notice", date(2012, 5, 14), None, None, None),
        "hainan-2016-labour-export-digest": (None, ("海南省",), "digest", None, date(2016, 10, 17), None, None),
    }


def test_names_and_quotes_of_the_corpus(documents: dict[str, Document]) -> None:
    assert documents["jiangsu-2012-service-system"].issuers == ("江苏省人民政府办公厅",)
    assert documents["jiangsu-2012-service-system"].issued_quote == "二○一二年五月十四日"
    assert documents["苏人社发〔2021〕82号"].expiry_quote == "本方案自印发之日起实施，政策执行期限截止2025年12月31日。"
    assert "劳务输出脱贫" in documents["hainan-2016-labour-export-digest"].title


def test_validity_of_the_corpus(documents: dict[str, Document]) -> None:
    linyi = documents["临人社发〔2016〕12号"]
    proof = "本通知自2016年5月16日起执行，有效期至2020年5月15日。"
    assert validity_on(linyi, date(2018, 1, 1)) == ("in_force", proof)
    assert validity_on(linyi, date(2020, 5, 16)) == ("expired", proof)
    assert validity_on(documents["苏人社发〔2016〕289号"], date(2026, 1, 1)) == ("undated", None)


def test_the_texts_are_those_that_were_handed_over() -> None:
    digests = {hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in corpus_files(CORPUS)}
    assert digests == {
        "5947907bb5a1bf0d",
        "47a5cf062b07fa32",
        "38482ba151e0ede1",
        "982064c555b25604",
        "3bd7212f234a5299",
    }


def test_without_a_catalogue_everything_comes_from_the_text() -> None:
    found = document()
    assert (found.id, found.number, found.kind) == ("某财〔2020〕1号", "某财〔2020〕1号", "notice")
    assert found.issuers == ("某省财政厅",)
    assert found.effective_quote == "本通知自2020年1月1日起执行，有效期至2021年12月31日。"


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("江苏省财政厅关于某事的通知\n各市：\n好。\n", ("江苏省",)),
        ("某厅关于某事的通知\n鲁财〔2020〕1号\n各市：\n好。\n", ("山东省",)),
        ("关于临沂市某事的通知\n各县：\n好。\n", ("临沂市", "山东省")),
        ("财政部关于推广贵州省经验的通知\n各省：\n好。\n", ()),
        ("无。", ()),
        (
            "市财政局关于印发某办法的通知\n各区：\n现将《临沂市某办法》印发。\n市财政局\n2020年1月1日\n",
            ("临沂市", "山东省"),
        ),
        ("省财政厅关于某事的通知\n各市：\n好。江苏省财政厅负责。\n省财政厅\n2020年1月1日\n", ("江苏省",)),
        ("市财政局关于某事的通知\n各区：\n学习贵州省做法，市财政局负责。\n市财政局\n2020年1月1日\n", ()),
        ("临时救助办法\n第一条 参照《贵州省临时救助办法》制定本办法。\n第二条 好。\n", ()),
    ],
    ids=["issuer", "number", "title", "national", "nothing", "issued", "elsewhere", "another place", "another's title"],
)
def test_region_without_a_catalogue(text: str, regions: tuple[str, ...]) -> None:
    assert document(text).regions == regions


@every(
    ("body", "national"),
    [("海关总署", True), ("市场监管总局", True), ("审计署", True), ("民政部办公厅", True), ("双河镇武装部", False)],
)
def test_national_bodies_hold_everywhere(body: str, national: bool) -> None:
    assert document(f"{body}关于某事的公告\n\n一、好。\n").national is national


@pytest.mark.parametrize(
    ("file", "identity"),
    [("某 通知（试行）.txt", "某-通知-试行"), ("b/Notice 2016.md", "notice-2016"), ("——.txt", "document")],
)
def test_a_text_without_number_is_known_by_its_file(file: str, identity: str) -> None:
    assert document("无。", file).id == identity


def test_curated_values_fill_what_the_text_leaves_open() -> None:
    found = document(BARE, id="some-opinion", issued=given("2020-01-01", "请遵照执行"), region=given("临沂市", "某厅"))
    assert (found.id, found.issued, found.issued_quote) == ("some-opinion", date(2020, 1, 1), "请遵照执行")
    assert found.regions == ("临沂市", "山东省")


def test_an_english_title_is_the_curators_and_rests_on_no_words() -> None:
    titled = document(number=given("某财〔2020〕1号"), title_en="Notice on one thing: what it is")
    assert titled.title_en == "Notice on one thing: what it is" and document().title_en is None


def test_curated_names_may_be_fuller_than_those_of_the_text() -> None:
    assert document(issuers=given(["某某省人民财政厅"])).issuers == ("某某省人民财政厅",)
    assert document(title=given("关于某事的通知")).title == "关于某事的通知"
    assert document(number=given("某财[2020]1号")).number == "某财〔2020〕1号"


def corrected(value: str, rests_on: str) -> dict[str, object]:
    return {"value": value, "rests_on": rests_on, "reason": "印错"}


@every(
    ("term", "curated", "first", "until"),
    [
        ("自2020年1月1日起施行，有效期两年", {"effective_from": "2020-03-01"}, "2020-03-01", "2022-02-28"),
        ("有效期两年，自2020年1月1日起计算", {"effective_from": "2020-03-01"}, "2020-03-01", "2022-02-28"),
        ("自印发之日起施行，有效期两年", {"issued": "2019-11-20"}, "2019-11-20", "2021-11-19"),
        ("自印发之日起30日后施行，有效期两年", {"issued": "2019-11-20"}, "2019-12-21", "2021-12-20"),
        ("自印发之日起施行，有效期两年", {"effective_from": "2020-03-01"}, "2020-03-01", "2022-02-28"),
        ("自2020年1月1日起施行，有效期两年", {"issued": "2019-11-20"}, "2020-01-01", "2021-12-31"),
        ("自2020年1月1日起施行，有效期至2021年6月30日", {"effective_from": "2020-03-01"}, "2020-03-01", "2021-06-30"),
        (
            "自2020年1月1日起施行，有效期两年",
            {"effective_from": "2020-03-01", "effective_to": "2024-12-31"},
            *("2020-03-01", "2024-12-31"),
        ),
    ],
)
def test_what_is_counted_from_a_corrected_day_moves_with_it(
    term: str, curated: dict[str, str], first: str, until: str
) -> None:
    text = TEXT.replace("自2020年1月1日起执行，有效期至2021年12月31日", term)
    found = document(text, **{name: corrected(day, "特此通知") for name, day in curated.items()})
    assert (str(found.effective_from), str(found.effective_to)) == (first, until)
    assert "effective_to" in curated or found.expiry_quote == f"本通知{term}。"


def test_a_day_that_only_the_catalogue_knows_is_counted_from() -> None:
    text = "某厅关于某事的意见\n各市：\n请遵照执行。\n本意见自印发之日起施行，有效期两年。\n"
    found = document(text, id="some-opinion", issued=given("2020-01-01", "请遵照执行"))
    assert (found.effective_from, found.effective_to) == (date(2020, 1, 1), date(2021, 12, 31))


@every(
    ("curated", "ours", "text"),
    [
        ({"number": given("某财〔2020〕2号")}, "某财〔2020〕2号", "某财〔2020〕1号"),
        ({"title": given("关于另一事的通知")}, "关于另一事的通知", "某省财政厅关于某事的通知"),
        ({"issuers": given(["某省民政厅"])}, "某省民政厅", "某省财政厅"),
        ({"issuers": given(["某省财政厅", "某省民政厅"])}, "某省财政厅、某省民政厅", "某省财政厅"),
        ({"issued": given("2019-12-21")}, "2019-12-21", "2019-12-20"),
        ({"effective_from": given("2020-01-02")}, "2020-01-02", "2020-01-01"),
        ({"effective_to": given("2022-12-31")}, "2022-12-31", "2021-12-31"),
        ({"published": given("2020-02-02", "2019年12月20日")}, "2020-02-02", "2019-12-20"),
    ],
)
def test_a_contradiction_names_both_values_the_file_and_the_words(
    curated: dict[str, object], ours: str, text: str
) -> None:
    with pytest.raises(CatalogError) as caught:
        document(**curated)
    message = str(caught.value)
    assert f"写作“{ours}”，正文却是“{text}”" in message
    assert "a.txt" in message
    assert "\n" not in message


def test_a_region_that_the_issuer_is_not_in_is_a_contradiction() -> None:
    text = "江苏省财政厅关于某事的通知\n各市：\n好。\n"
    with pytest.raises(CatalogError, match="写作“贵州省”，正文却是“江苏省”（“江苏省财政厅”）"):
        document(text, id="x", region=given("贵州省", "好"))
    inside = document(text, id="x", region=given("某市", "好"), parents=given(["江苏省"], "江苏省"))
    assert inside.regions == ("某市", "江苏省")


def test_words_that_do_not_stand_in_the_text() -> None:
    with pytest.raises(CatalogError, match=r"^地区所据的“没有的话”不在 a\.txt 中"):
        document(region=given("江苏省", "没有的话"))
    assert document(region=given("江苏省", "某省财政厅 关于某事的\n通知")).region == "江苏省"


def test_an_id_beside_a_number_and_a_missing_id() -> None:
    with pytest.raises(CatalogError, match="请删去 id"):
        document(id="some-notice")
    with pytest.raises(CatalogError, match="请补上 id"):
        document(BARE, region=given("江苏省", "某厅"))


def write(folder: Path, text: str) -> Path:
    (folder / "catalog.yaml").write_text(text, encoding="utf-8")
    return folder


def test_no_catalogue_is_no_error(tmp_path: Path) -> None:
    assert load_catalog(tmp_path) is None


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("documents:\n  - file: a.txt\n    titel: x\n", 3, "不认识 documents.0.titel"),
        ("documents:\n  - file: a.txt\n  - id: x\n", 3, "缺少 documents.1.file"),
        (
            "documents:\n  - file: a.txt\n    issued:\n      value: 2016-02-30\n      rests_on: x\n",
            4,
            "documents.0.issued.value",
        ),
        ("documents:\n  - file: a.txt\n    issued:\n      value: 20160101\n      rests_on: x\n", 4, "须为日期"),
        ("documents:\n  - file: a.txt\n    issued:\n      value: 2016-01-01\n", 3, "缺少 documents.0.issued.rests_on"),
        ("documents:\n  - file: a.txt\n    title: 某题\n", 3, "documents.0.title"),
        ("documents:\n  - file: a.txt\n    title_en: 某通知\n", 3, "documents.0.title_en"),
        ("documents:\n  - file: a.txt\n    title_en: ' '\n", 3, "documents.0.title_en"),
        ("documents:\n  - file: a.txt\n    id: Not A Slug\n", 3, "documents.0.id"),
        ("documents:\n  - file: a.txt\n    kind: {value: poem, rests_on: x}\n", 3, "documents.0.kind.value"),
        ("documents:\n  - file: a.txt\n    title: {value: x, rests_on: ' '}\n", 3, "documents.0.title.rests_on"),
        ("documents:\n  - file: a.txt\n    superseded_by: {value: b, rests_on: x}\n", 2, "superseded_on"),
        ("documents:\n  - file: a.txt\n    parents: {value: [b], rests_on: x}\n", 2, "parents"),
        ("documents:\n  - file: a.txt\n  - file: a.txt\n", 3, "file a.txt 与第 2 行重复"),
        ("documents:\n  - {file: a.txt, id: x}\n  - {file: b.txt, id: x}\n", 3, "id x 与第 2 行重复"),
        ("documents:\n  - file: a.txt\n    file: b.txt\n", 3, "file 重复"),
        ("documents:\n  - file: [a\n", 3, "不是合法的 YAML"),
        ("documents: !!python/object:os.system x\n", 1, "不是合法的 YAML"),
        ("documents:\n  - \tfile: a\n", 2, "不是合法的 YAML"),
        ("", 1, "空的"),
        ("- file: a.txt\n", 1, "有误"),
        ("documents: 3\n", 1, "documents 有误"),
        ("texts: []\n", 1, "documents"),
        ("documents: &a [*a]\n", 1, "内容过多"),
    ],
)
def test_a_wrong_catalogue_names_the_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(CatalogError) as caught:
        load_catalog(write(tmp_path, text))
    message = str(caught.value)
    assert message.startswith(f"catalog.yaml 第 {line} 行")
    assert words in message
    assert "\n" not in message


def test_a_catalogue_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "catalog.yaml").write_bytes("文件".encode("gbk"))
    with pytest.raises(CatalogError, match="UTF-8"):
        load_catalog(tmp_path)


def test_entry_without_text_and_text_without_entry(tmp_path: Path) -> None:
    catalog = load_catalog(write(tmp_path, "documents:\n  - file: a.txt\n  - file: b.txt\n"))
    assert catalog
    assert set(catalog.entries_for(["b.txt", "a.txt"])) == {"a.txt", "b.txt"}
    with pytest.raises(CatalogError, match=r"第 3 行列出的 b\.txt 不在语料中"):
        catalog.entries_for(["a.txt"])
    with pytest.raises(CatalogError, match=r"没有列出 c\.txt、d\.txt"):
        catalog.entries_for(["a.txt", "b.txt", "c.txt", "d.txt"])


def test_two_texts_with_one_id() -> None:
    with pytest.raises(CatalogError, match=r"a\.txt 与 b\.txt 的编号同为 某财〔2020〕1号"):
        check_documents([document(), document(file="b.txt")])


NEWER = "某省财政厅关于新事的通知\n某财〔2021〕9号\n各市：\n某财〔2020〕1号同时废止。\n某省财政厅\n2021年3月1日\n"


def replaced(number: str, words: str) -> tuple[Catalog, list[Document], list[SourceText]]:
    curated = {"superseded_by": given(number, words), "superseded_on": given("2021-03-01", words)}
    entries = [CatalogEntry.model_validate({"file": "a.txt", **curated}), CatalogEntry(file="b.txt")]
    texts = [source(), source(NEWER, "b.txt")]
    found = [resolve_document(text, entry, extract(text), locate) for text, entry in zip(texts, entries, strict=True)]
    return Catalog(entries), found, texts


def test_a_superseded_document_rests_on_words_of_the_newer_one() -> None:
    catalog, found, texts = replaced("某财[2021]9号", "某财〔2020〕1号同时废止")
    check_documents(found)
    check_supersession(catalog, found, texts)
    assert (found[0].superseded_by, found[0].superseded_on) == ("某财〔2021〕9号", date(2021, 3, 1))
    assert validity_on(found[0], date(2021, 3, 1)) == ("superseded", "某财〔2020〕1号同时废止")


@pytest.mark.parametrize("number", ["某财〔2099〕9号", "某财〔2020〕1号"])
def test_superseded_by_an_unknown_document_or_itself(number: str) -> None:
    with pytest.raises(CatalogError, match="不是语料中的另一文件"):
        check_documents(replaced(number, "同时废止")[1])


def test_supersession_without_its_words() -> None:
    with pytest.raises(CatalogError, match=r"superseded_by ?所据的“取而代之”不在 b\.txt 中"):
        check_supersession(*replaced("某财〔2021〕9号", "取而代之"))


def test_the_shipped_catalogue_is_read_by_plain_yaml_too() -> None:
    data = yaml.safe_load((CORPUS / "catalog.yaml").read_text(encoding="utf-8"))
    assert len(data["documents"]) == 5


def test_a_region_that_only_stands_before_the_name_elsewhere_is_uncertain() -> None:
    found = document("省财政厅关于某事的通知\n各市：\n好。江苏省财政厅负责。\n省财政厅\n2020年1月1日\n")
    assert found.regions == ("江苏省",) and "region" in found.uncertain
