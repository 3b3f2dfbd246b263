"""The catalogue: what is held on a day, chosen, ordered and counted."""

from __future__ import annotations

import html
import re
from datetime import date
from urllib.parse import quote

from every import every
from fastapi import FastAPI
from starlette.testclient import TestClient

from kb.documents import DocumentEntry
from kb.records import Document, Validity
from ui.desk.catalogue import Bar, Wanted, by_region, by_validity, by_year, chosen, region_options
from ui.desk.catalogue_page import catalogue_routes
from ui.server import Services


def entry(
    name: str,
    regions: tuple[str, ...] = (),
    issued: date | None = None,
    validity: Validity = "undated",
    clauses: int = 1,
) -> DocumentEntry:
    return DocumentEntry(
        Document(name, "f.txt", f"关于{name}的通知", "notice", None, (), regions, issued), validity, None, clauses
    )


CITY = ("临沂市", "山东省")
HELD = (
    entry("甲", CITY, date(2016, 6, 12), "expired", 40),
    entry("乙", ("江苏省",), date(2012, 5, 14), "undated", 68),
    entry("丙", ("山东省",), date(2016, 1, 2), "in_force", 3),
    entry("丁", (), None, "undated", 7),
)


def names(entries: tuple[DocumentEntry, ...]) -> str:
    return "".join(each.document.id for each in entries)


# -- chosen, ordered, counted


@every(
    ("sort", "expected"),
    [
        ("-issued", "甲丙乙丁"),
        ("issued", "乙丙甲丁"),
        ("clauses", "丙丁甲乙"),
        ("-clauses", "乙甲丁丙"),
        ("validity", "丙甲丁乙"),
        # The wider region before those inside it; what has none comes last either way.
        ("region", "丙甲乙丁"),
        ("-region", "乙甲丙丁"),
    ],
)
def test_documents_are_ordered_by_a_column(sort: str, expected: str):
    assert names(chosen(HELD, Wanted(sort=sort))) == expected


def test_a_region_holds_those_inside_it():
    assert names(chosen(HELD, Wanted(region="山东省"))) == "甲丙"
    assert names(chosen(HELD, Wanted(region="临沂市"))) == "甲"
    assert names(chosen(HELD, Wanted(region="山东省", validity="in_force"))) == "丙"


def test_regions_are_offered_as_a_tree():
    assert region_options(HELD) == (("山东省", 0), ("临沂市", 1), ("江苏省", 0))


def test_bars_count_every_document_once():
    assert by_region(HELD, Wanted()) == (
        Bar("", 1, 100.0),
        Bar("山东省 › 临沂市", 1, 100.0, f"?region={quote('临沂市')}"),
        Bar("山东省", 1, 100.0, f"?region={quote('山东省')}"),
        Bar("江苏省", 1, 100.0, f"?region={quote('江苏省')}"),
    )
    # 2016 twice, 2012 once: 1 / 2; one without a date
    assert by_year(HELD) == (Bar("2016", 2, 100.0), Bar("2012", 1, 50.0), Bar("", 1, 50.0))
    assert [(bar.name, bar.count, bar.share) for bar in by_validity(HELD, Wanted())] == [
        ("in_force", 1, 50.0),
        ("expired", 1, 50.0),
        ("undated", 2, 100.0),
    ]


def test_many_regions_and_years_share_a_last_bar():
    many = tuple(entry(f"d{n}", (f"市{n:02}",), date(1980 + n, 1, 1)) for n in range(30))
    regions, years = by_region(many, Wanted()), by_year(many)
    assert (len(regions), regions[-1].count, regions[-1].others) == (13, 18, 18)
    # 2009 back to 1998 each have a bar, 1997 and before share one.
    assert (len(years), years[0].name, years[11].name, years[-1].count, years[-1].others) == (
        13,
        "2009",
        "1998",
        18,
        1997,
    )
    assert sum(bar.count for bar in regions) == sum(bar.count for bar in years) == 30


def test_a_column_chosen_again_turns_round_and_the_filters_stay():
    wanted = Wanted(date(2018, 1, 1), "山东省", "", "clauses")
    assert wanted.sorted_by("clauses") == f"?as_of=2018-01-01&region={quote('山东省')}&sort=-clauses"
    assert wanted.sorted_by("issued") == f"?as_of=2018-01-01&region={quote('山东省')}&sort=issued"
    assert (wanted.direction("clauses"), wanted.direction("issued")) == ("ascending", "")
    assert Wanted().query() == ""


# -- the page


def test_every_document_stands_with_its_validity_and_proof(client: TestClient):
    page = client.get("/catalogue?as_of=2018-01-01").text
    assert "列出 5 份，共 5 份；效力按 2018-01-01 判断" in page
    rows = page[page.index("<tbody role") :].split("<tr ")[1:]
    assert len(rows) == 5
    linyi = next(row for row in rows if "临人社发〔2016〕12号" in row)
    assert "kb-badge-in_force" in linyi and "有效期至2020年5月15日" in linyi
    assert "山东省 › 临沂市" in linyi and "2016-05-16" in linyi and "2020-05-15" in linyi
    assert f'href="/documents/{quote("临人社发〔2016〕12号")}?as_of=2018-01-01#kb-set-aside"' in linyi
    assert ">40</td>" in linyi and ">56</a>" in linyi
    later = next(row for row in rows if "苏人社发〔2021〕82号" in row)
    assert "kb-badge-not_yet_in_force" in later
    # The digest has no number, no issue date and no term of its own.
    digest = next(row for row in rows if "图解劳务输出" in row)
    assert "原文无文号" in digest and "报刊摘编" in digest and "2016-10-17" in digest and "未载明" in digest


def test_the_charts_are_tables_that_say_their_numbers(client: TestClient):
    page = client.get("/catalogue?as_of=2018-01-01").text
    charts = re.findall(r'<table class="kb-bars">(.*?)</table>', page, re.DOTALL)
    assert [re.search("<caption>(.*?)</caption>", chart)[1] for chart in charts] == ["按地区", "按成文年份", "按效力"]  # type: ignore[index]
    counts = [re.findall(r'kb-bar-count">(\d+)<', chart) for chart in charts]
    assert counts == [["3", "1", "1"], ["1", "3", "1"], ["1", "1", "3"]]


def test_a_bad_date_is_said_under_its_field_and_kept(client: TestClient):
    page = client.get("/catalogue", params={"as_of": '去年"><b>', "region": "江苏省"}).text
    assert 'value="去年&#34;&gt;&lt;b&gt;"' in page and 'aria-describedby="kb-day-error"' in page
    assert "看不懂这个日期" in page
    assert f"列出 3 份，共 5 份；效力按 {date.today().isoformat()} 判断" in page
    assert '<option value="江苏省" lang="zh-CN" selected>' in page


def test_what_is_not_offered_is_said_and_passed_over(client: TestClient):
    page = client.get("/catalogue", params={"region": "月球<b>", "validity": "eternal", "sort": "__class__"}).text
    assert "库中没有“月球&lt;b&gt;”的文件" in page and "没有这种效力" in page and "列出 5 份" in page


def test_nothing_that_fits_is_a_sentence(client: TestClient):
    page = client.get("/catalogue?validity=superseded").text
    assert "没有符合条件的文件" in page and "kb-bars" not in page


def test_a_column_sorts_both_ways(client: TestClient):
    def first(query: str) -> str:
        page = client.get(f"/catalogue{query}").text
        return html.unescape(re.findall(r'class="kb-catalogue-title"[^>]*>([^<]*)<', page)[0])

    assert first("?sort=issued").startswith("省政府办公厅关于印发2012年")
    assert first("").startswith("省人力资源社会保障厅")
    assert first("?sort=-clauses").startswith("关于实施精准人力资源")
    assert 'aria-sort="descending"' in client.get("/catalogue?sort=-clauses").text


def test_the_english_page_has_its_own_words(client: TestClient):
    page = client.get("/en/catalogue").text
    assert '<html lang="en"' in page and "By year of issue" in page and 'action="/en/catalogue"' in page
    assert 'href="/en/documents/' in page


class Many:
    """A knowledge base of five hundred documents, one superseded by another."""

    @property
    def current(self) -> Many:
        return self

    def documents(self, as_of: date | None = None) -> tuple[DocumentEntry, ...]:
        made = [entry(f"第{n}号", (f"市{n % 60}", "某省"), date(1990 + n % 35, 1, 1)) for n in range(500)]
        old = Document("旧", "f.txt", "旧" * 300, "opinion", superseded_by="第1号", superseded_on=date(2020, 1, 1))
        everywhere = Document("国", "f.txt", "全国通知", "notice", national=True)
        return (
            DocumentEntry(old, "superseded", "自即日起废止", 2),
            DocumentEntry(everywhere, "undated", None, 1),
            *made,
        )


def test_five_hundred_documents_are_listed(services: Services):
    app = FastAPI()
    app.include_router(catalogue_routes(Services(Many(), services.feedback)))  # type: ignore[arg-type]
    page = TestClient(app).get("/catalogue?sort=document").text
    assert page.count('class="kb-catalogue-title"') == 502
    assert "<span>全国</span>" in page and "<span>未载明</span>" in page
    assert page.count("kb-bar-fill") <= 13 + 14 + 2
    assert f'<a href="/documents/{quote("第1号")}" lang="zh-CN" title="关于第1号的通知">第1号</a>' in page
