"""Places by name and in running questions. Codes are GB/T 2260, looked up by hand."""

import pytest
from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import KnowledgeBaseError, UnknownRegion
from kb.language.place_names import Place
from kb.language.places import Gazetteer
from kb.language.wording import normalise


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def held(gazetteer: Gazetteer) -> tuple[Place, ...]:
    return tuple(gazetteer.require(name) for name in ("江苏省", "临沂市", "海南省"))


def found(gazetteer, text, language="zh", prefer=()):
    return [(text[m.start : m.end], m.place.code) for m in gazetteer.find(text, language, prefer)]


@every(
    ("name", "code"),
    [
        ("临沂市", "3713"),
        ("临沂", "3713"),
        ("臨沂市", "3713"),
        ("Linyi", "3713"),
        ("linyi city", "3713"),
        ("Lin yi", "3713"),
        ("江苏", "32"),
        ("江蘇省", "32"),
        ("苏", "32"),
        ("苏北", "32"),
        ("JIANGSU PROVINCE", "32"),
        ("鲁", "37"),
        ("琼", "46"),
        ("Shaanxi", "61"),
        ("Shanxi", "14"),
        ("Inner Mongolia Autonomous Region", "15"),
        ("广西", "45"),
        ("Hong Kong", "81"),
        ("Macau", "82"),
        ("Harbin", "2301"),
        ("Urumqi", "6501"),
        ("Xi'an", "6101"),
        ("兰陵县", "371324"),
        ("溧水县", "320117"),
        ("姜堰市", "321204"),
        ("海安县", "320685"),
        ("江苏省南京市鼓楼区", "320106"),
        ("徐州鼓楼区", "320302"),
        ("日本", "JP"),
        ("United States", "US"),
    ],
)
def test_resolves_a_name(gazetteer, name, code):
    place = gazetteer.resolve(name)
    assert place is not None
    assert place.code == code


@every("name", ["", "  ", "火星", "💥", "全省", "Atlantis"])
def test_no_place(gazetteer, name):
    assert gazetteer.resolve(name) is None
    with pytest.raises(UnknownRegion):
        gazetteer.require(name)


def test_unknown_region_names_the_nearest_in_one_line(gazetteer):
    with pytest.raises(UnknownRegion, match="Linyi") as caught:
        gazetteer.require("Linyii")
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, KnowledgeBaseError)


def test_ambiguous_name_asks_for_the_city(gazetteer):
    assert len(gazetteer.candidates("鼓楼区")) == 4
    with pytest.raises(UnknownRegion, match="江苏省南京市鼓楼区"):
        gazetteer.require("鼓楼区")
    assert gazetteer.require("鼓楼区", prefer=[gazetteer["3203"]]).code == "320302"


def test_nesting(gazetteer):
    lanling = gazetteer.require("兰陵县")
    assert [place.name for place in gazetteer.ancestors(lanling)] == ["临沂市", "山东省", "中国"]
    assert gazetteer.contains(gazetteer["37"], lanling)
    assert gazetteer.contains(lanling, lanling)
    assert not gazetteer.contains(lanling, gazetteer["3713"])
    assert not gazetteer.contains(gazetteer["32"], lanling)
    # 文昌 lies in no prefecture.
    assert [place.name for place in gazetteer.ancestors(gazetteer.require("文昌市"))] == ["海南省", "中国"]
    assert gazetteer.full_name(lanling) == "山东省临沂市兰陵县"


@every(
    ("text", "expected"),
    [
        ("临沂的公岗能干几年", [("临沂", "3713")]),
        ("来临沂务工有补贴吗", [("临沂", "3713")]),
        ("兰陵县有扶贫车间吗", [("兰陵县", "371324")]),
        ("如皋的就业创业示范", [("如皋", "320682")]),
        ("南通海安县的试点", [("南通", "3206"), ("海安县", "320685")]),
        ("溧水县、铜山和姜堰市", [("溧水县", "320117"), ("铜山", "320312"), ("姜堰市", "321204")]),
        ("苏北五市是哪些", [("苏北", "32")]),
        ("脱贫人口来苏就业", [("苏", "32")]),
        ("做好援藏、援疆、援青工作", [("藏", "54"), ("疆", "65"), ("青", "63")]),
        ("海南日报登的政策", [("海南", "46")]),
        ("江西安置多少人", [("江西", "36")]),
        ("日本的失业补贴", [("日本", "JP")]),
        ("与陕西的劳务协作", [("陕西", "61")]),
        ("丰县湖西老区", [("丰县", "320321")]),
        ("合作市的岗位", [("合作市", "623001")]),
        ("临沂人社局在哪", [("临沂", "3713")]),
        ("江苏和临沂有什么区别", [("江苏", "32"), ("临沂", "3713")]),
    ],
)
def test_finds_places_in_chinese(gazetteer, text, expected):
    assert found(gazetteer, text) == expected


@every(
    "text",
    [
        "产业合作与乡村振兴",
        "公安机关的证明",
        "大同小异",
        "解放思想",
        "健康长寿的老人",
        "来宾登记",
        "比如平安保险",
        "延长补贴期限",
        "惠民富民政策",
        "朝鲜族学生",
        "全省统一",
        "在新形势下",
        "石梁河库区",
        "老城区改造",
        "三支一扶",
    ],
)
def test_ordinary_words_are_no_places(gazetteer, text):
    assert found(gazetteer, text) == []


@every(
    ("text", "expected"),
    [
        ("What subsidies are there in Linyi?", [("Linyi", "3713")]),
        ("Jiangsu's plan and Hainan's", [("Jiangsu", "32"), ("Hainan", "46")]),
        ("unemployment benefit in japan", [("japan", "JP")]),
        ("Lanling County workshop", [("Lanling County", "371324")]),
        ("Shanxi or Shaanxi", [("Shanxi", "14"), ("Shaanxi", "61")]),
        ("in Inner Mongolia", [("Inner Mongolia", "15")]),
        ("how can it help us, a chad", []),
        ("Nanjing Gulou District", [("Nanjing", "3201"), ("Gulou District", "320106")]),
    ],
)
def test_finds_places_in_english(gazetteer, text, expected):
    assert found(gazetteer, text, "en") == expected


def test_a_short_name_that_is_a_common_word_names_a_place_held(gazetteer):
    tianhe = [gazetteer["440106"]]
    assert found(gazetteer, "在天河上幼儿园", prefer=tianhe) == [("天河", "440106")]
    assert found(gazetteer, "在天河上幼儿园") == []
    # 友谊县, whose short name the tokeniser takes for a word.
    assert found(gazetteer, "友谊长存", prefer=[gazetteer["230522"]]) == []


def test_a_shared_name_goes_to_the_place_held(gazetteer, held):
    # Suzhou is 苏州 in Jiangsu and 宿州 in Anhui.
    (mention,) = gazetteer.find("pilot in Suzhou", "en")
    assert [mention.place.name, *(other.name for other in mention.others)] == ["苏州市", "宿州市"]
    (mention,) = gazetteer.find("pilot in Suzhou", "en", held)
    assert (mention.place.name, mention.others) == ("苏州市", ())
    assert [m.place.name for m in gazetteer.find("Suzhou in Anhui", "en", held)] == ["宿州市", "安徽省"]
    (mention,) = gazetteer.find("鼓楼区的补贴", "zh", held)
    assert {mention.place.code, *(other.code for other in mention.others)} == {"320106", "320302"}


@given(st.text(max_size=60) | st.text(alphabet="江苏临沂海南市县区的来在 LinyisJ'", max_size=25))
def test_never_fails_and_spans_are_ordered(text):
    gazetteer = _LOADED
    for language in ("zh", "en"):
        end = 0
        for mention in gazetteer.find(text, language):
            assert end <= mention.start < mention.end <= len(text)
            end = mention.end
    gazetteer.resolve(text)


_LOADED = Gazetteer.load()


@pytest.mark.parametrize("name", ["乾县", "乾安县"])
def test_a_place_is_found_though_folding_changes_its_name(name: str, gazetteer: Gazetteer) -> None:
    for text in (f"{name}的补贴", normalise(f"{name}的补贴")):
        assert [mention.place.name for mention in gazetteer.find(text, "zh")] == [name]
    assert gazetteer.require(name).name == name


@every(
    ("text", "names"),
    [
        ("龙岗山镇的补贴怎么领", ("龙岗山镇",)),
        ("阿尔法市有没有贴息", ("阿尔法市",)),
        # Inside a known place, and words that only sound like one.
        ("兰陵县卞庄街道怎么办", ()),
        ("贫困县、示范区、社区和本市有什么政策", ()),
        ("我们县能领吗", ()),
        ("山区和城区一样吗", ()),
    ],
)
def test_what_reads_like_a_place_and_is_none_known(text: str, names: tuple[str, ...], gazetteer: Gazetteer) -> None:
    assert gazetteer.unknown(text, gazetteer.find(text, "zh")) == names


@every(
    ("text", "names"),
    [
        ("於潜镇的补贴标准是多少", ("於潜镇",)),
        ("我住在崑岭乡，能领吗", ("崑岭乡",)),
        ("於都县的补贴标准", ()),  # known
        ("临安区於潜镇的补贴标准", ()),  # inside a known place
        ("於本镇居住的人能领吗", ()),
        ("有幾个镇能领", ()),
        ("於該鎮居住的貧困戶能領補貼嗎", ()),  # traditional script all through
    ],
)
def test_a_place_with_a_character_that_folding_changes_is_not_dropped(
    text: str, names: tuple[str, ...], gazetteer: Gazetteer
) -> None:
    plain = normalise(text)
    assert gazetteer.unknown(plain, gazetteer.find(plain, "zh"), text) == names
