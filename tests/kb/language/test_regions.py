"""Which rules apply where: 兰陵县 and 罗庄区 lie in 临沂市, 临沂市 and 青岛市 in 山东省, 南京市 in 江苏省."""

from __future__ import annotations

import pytest
from every import every

from kb.language.places import Gazetteer
from kb.language.regions import RegionIndex, locator
from kb.records import Document

LINYI = Document("L", "l.txt", "临沂市的意见", "opinion", regions=("临沂市", "山东省"))
JIANGSU = Document("J", "j.txt", "江苏省的通知", "notice", regions=("江苏省",))
NATIONAL = Document("N", "n.txt", "全国的通知", "notice", national=True)
UNKNOWN = Document("U", "u.txt", "某个通知", "notice")
ZONE = Document("Z", "z.txt", "某新区的办法", "measures", regions=("某某新区", "临沂市", "山东省"))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def regions(gazetteer: Gazetteer) -> RegionIndex:
    return RegionIndex.of([LINYI, JIANGSU, NATIONAL, ZONE], gazetteer)


@every(
    ("document", "place", "relation"),
    [
        (LINYI, "临沂市", "same"),
        (LINYI, "兰陵县", "parent"),
        (LINYI, "罗庄区", "parent"),
        (LINYI, "山东省", "child"),
        (LINYI, "青岛市", None),
        (LINYI, "江苏省", None),
        (JIANGSU, "江苏省", "same"),
        (JIANGSU, "南京市", "parent"),
        (JIANGSU, "山东省", None),
        (JIANGSU, "日本", None),
        (NATIONAL, "青岛市", "national"),
        (NATIONAL, "兰陵县", "national"),
        (NATIONAL, "中国", "national"),
        (NATIONAL, "日本", None),
        (UNKNOWN, "青岛市", None),  # where it holds is not known
    ],
)
def test_how_a_rule_relates_to_a_place(
    regions: RegionIndex, gazetteer: Gazetteer, document: Document, place: str, relation: str | None
) -> None:
    assert regions.relation(document, gazetteer.require(place)) == relation


@pytest.mark.parametrize(("place", "relation"), [("临沂市", "child"), ("山东省", "child"), ("青岛市", None)])
def test_a_region_the_gazetteer_does_not_know_is_inside_those_named_around_it(
    regions: RegionIndex, gazetteer: Gazetteer, place: str, relation: str | None
) -> None:
    assert regions.relation(ZONE, gazetteer.require(place)) == relation


def test_the_places_held_are_those_the_gazetteer_knows(regions: RegionIndex) -> None:
    assert {place.code for place in regions.held} == {"3713", "32"}


def test_the_places_held_come_in_the_order_of_their_documents(gazetteer: Gazetteer) -> None:
    """A set of them would come in another order in each process."""
    names = ["徐州市", "海口市", "青岛市", "广州市", "沈阳市", "成都市"]
    documents = [Document(name, f"{name}.txt", name, "notice", regions=(name,)) for name in names]
    assert [place.name for place in RegionIndex.of(documents, gazetteer).held] == names


def test_districts_of_one_name_are_told_apart_by_what_lies_around_them(gazetteer: Gazetteer) -> None:
    district = Document("G", "g.txt", "通知", "notice", regions=("鼓楼区", "南京市", "江苏省"))
    index = RegionIndex.of([district], gazetteer)
    assert index.relation(district, gazetteer["320106"]) == "same"  # 南京市鼓楼区
    assert index.relation(district, gazetteer["320302"]) is None  # 徐州市鼓楼区


@every(
    ("text", "chain"),
    [
        ("临沂市人力资源和社会保障局", ("临沂市", "山东省", "中国")),
        ("海南省委办公厅", ("海南省", "中国")),
        ("中国江苏省委员会", ("江苏省", "中国")),
        ("人力资源和社会保障部", ()),
        ("中国残疾人联合会", ()),
        ("大仲村镇人民政府", ("兰陵县", "临沂市", "山东省", "中国")),
        ("东华门街道办事处", ("东城区", "北京市", "中国")),
        ("城关镇人民政府", ()),  # many counties have one
        ("乡镇企业局", ()),
    ],
)
def test_an_issuers_name_gives_its_region_and_those_around_it(
    gazetteer: Gazetteer, text: str, chain: tuple[str, ...]
) -> None:
    assert locator(gazetteer)(text) == chain


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("山东省临沂市人力资源和社会保障局", ("临沂市", "山东省", "中国")),
        ("南京市鼓楼区人力资源和社会保障局", ("鼓楼区", "南京市", "江苏省", "中国")),
    ],
)
def test_an_issuers_name_written_with_its_parents_gives_the_innermost(
    gazetteer: Gazetteer, text: str, chain: tuple[str, ...]
) -> None:
    assert locator(gazetteer)(text) == chain
