"""The lexicon as data and as a matcher; expected terms read from the field's usage, not from the code."""

from pathlib import Path

import pytest
from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import LexiconError
from kb.language.lexicon import Lexicon, fold_english
from kb.language.lexicon_file import LexiconEntry, parse_lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return _LOADED


_LOADED = Lexicon.load()


def official(lexicon, text, language):
    return {term for match in lexicon.expand(text, language) for term in match.official}


def test_size(lexicon):
    assert len(lexicon.entries) >= 300
    assert sum(bool(entry.everyday) for entry in lexicon.entries) >= 300
    assert sum(bool(entry.english) for entry in lexicon.entries) >= 300


def test_no_head_term_twice(lexicon):
    heads = [entry.official[0] for entry in lexicon.entries]
    assert len(heads) == len(set(heads))


@every(
    ("text", "term"),
    [
        ("公岗工资多少", "公益性岗位补贴"),
        ("村里的小工厂招人吗", "扶贫车间"),
        ("看病能报多少", "报销比例"),
        ("门槛费降了吗", "起付标准"),
        ("利息谁出", "贴息"),
        ("出省打工给路费吗", "交通补贴"),
        ("学手艺要交钱吗", "职业技能培训"),
        ("新农合", "新型农村合作医疗"),
        ("外地看病", "异地就医"),
        ("社保卡", "社会保障卡"),
        ("失业警报", "失业预警"),
        ("单病种", "按病种付费"),
        ("生孩子报销", "生育医疗费用"),
        ("征地农民", "被征地农民"),
        ("搬迁户贷款", "易地扶贫搬迁"),
        ("要盖章吗", "签章"),
    ],
)
def test_everyday_words_reach_official_ones(lexicon, text, term):
    assert term in official(lexicon, text, "zh")


@every(
    ("text", "term"),
    [
        ("public-welfare posts", "公益性岗位"),
        ("Poverty Alleviation Workshops", "扶贫车间"),
        ("labor export", "劳务输出"),
        ("labour export", "劳务输出"),
        ("the deductible", "起付标准"),
        ("unemployment early warning", "失业预警"),
        ("a disabled person", "残疾人"),
        ("returning migrant workers", "返乡农民工"),
        ("critical-illness insurance", "大病保险"),
        ("reimbursement rates", "报销比例"),
        ("social security card", "社会保障卡"),
        ("flexible workers", "灵活就业人员"),
        ("maternity insurance", "生育保险"),
        ("relocated households", "易地扶贫搬迁"),
    ],
)
def test_english_reaches_official_terms(lexicon, text, term):
    assert term in official(lexicon, text, "en")


def test_the_longest_english_phrase_wins_wherever_it_begins():
    lexicon = Lexicon(
        [
            LexiconEntry(("群众",), english=("the public",)),
            LexiconEntry(("公益性岗位",), english=("public welfare post",)),
            LexiconEntry(("期限",), english=("term",)),
        ]
    )
    found = lexicon.expand("is the public welfare post term open to the public?", "en")
    assert [(match.term, match.official) for match in found] == [
        ("public welfare post", ("公益性岗位",)),
        ("term", ("期限",)),
        ("the public", ("群众",)),
    ]


def test_longest_form_wins(lexicon):
    (match,) = lexicon.expand("创业担保贷款", "zh")
    assert (match.term, match.start, match.end) == ("创业担保贷款", 0, 6)
    (match,) = lexicon.expand("medical insurance", "en")
    assert match.term == "medical insurance"


def test_english_matches_whole_words_only(lexicon):
    # "aid" is a word of the lexicon; "said" and "maid" are not.
    assert official(lexicon, "said the maid", "en") == set()


@every(
    ("typed", "meant"),
    [
        ("设会保险", "社会保险"),  # she / she
        ("失业预紧", "失业预警"),  # jin / jing
        ("创业但保贷款", "创业担保贷款"),
        ("公义性岗位", "公益性岗位"),
        ("大病宝险", "大病保险"),
    ],
)
def test_words_that_only_sound_right(lexicon, typed, meant):
    assert meant in official(lexicon, f"{typed}怎么办", "zh")


def test_a_slip_is_marked_and_a_right_spelling_is_not(lexicon):
    assert [match.typo for match in lexicon.expand("设会保险", "zh")] == [True]
    assert [match.typo for match in lexicon.expand("社会保险", "zh")] == [False]


@every(
    ("one", "other"),
    [
        ("programmes", "program"),
        ("Labour", "labor"),
        ("subsidies", "subsidy"),
        ("enrolled", "enroll"),
        ("centres", "center"),
        ("organised", "organized"),
        ("borrowing", "borrow"),
        ("diseases", "disease"),
    ],
)
def test_folding(one, other):
    assert fold_english(one) == fold_english(other)


def test_folding_keeps_different_words_apart():
    assert fold_english("business") != fold_english("busy")
    assert fold_english("apply") != fold_english("app")


@every(
    ("text", "line", "words"),
    [
        ("- official: [失业保险]\n- everyday: [失业金]\n", 2, "official"),
        ("- official: [失业保险]\n  everday: [失业金]\n", 2, "everday"),
        ("- official: 失业保险\n", 1, "official"),
        ("- official: [失业保险, 险]\n", 1, "险"),
        ("- official: [失业保险]\n  english: []\n", 2, "english"),
        ("- official: [失业保险]\n  general: maybe\n", 2, "general"),
        ("- official: [失业保险]\n- 失业\n", 2, "pairs are expected"),
        ("official: [失业保险]\n", 1, "list"),
        ("- official: [失业保险\n", 2, "YAML"),
        ("", 1, "empty"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(text, line, words):
    with pytest.raises(LexiconError, match=words) as caught:
        parse_lexicon(text, "office.yaml")
    assert f"line {line}:" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_office_brings_its_own(tmp_path: Path):
    path = tmp_path / "office.yaml"
    path.write_text(
        "- official: [高龄津贴]\n  everyday: [寿星钱]\n  english: [longevity allowance]\n", encoding="utf-8"
    )
    lexicon = Lexicon.load(path)
    assert "高龄津贴" in official(lexicon, "寿星钱怎么领", "zh")
    assert official(lexicon, "扫大街", "zh") == official(_LOADED, "扫大街", "zh")
    assert "高龄津贴" in official(lexicon, "Longevity allowances", "en")
    with pytest.raises(LexiconError, match="Cannot read"):
        Lexicon.load(tmp_path / "missing.yaml")


def test_an_office_switches_an_entry_off(tmp_path: Path):
    path = tmp_path / "office.yaml"
    path.write_text("- official: [托底安置]\n  off: true\n", encoding="utf-8")
    lexicon = Lexicon.load(path)
    assert "托底安置" in official(_LOADED, "兜底安置", "zh")
    assert "托底安置" not in official(lexicon, "兜底安置", "zh")
    assert len(lexicon.entries) == len(_LOADED.entries) - 1


def test_what_the_texts_say_of_their_words_is_one_layer_more():
    mined = [LexiconEntry(("新型农村合作医疗", "新农合特别版"))]
    lexicon = Lexicon.load(mined=mined)
    assert official(lexicon, "新农合特别版怎么交", "zh") >= {"新型农村合作医疗"}
    assert len(lexicon.entries) == len(_LOADED.entries) + 1


@given(st.text(max_size=60) | st.text(alphabet="社会保险公益性岗位设贴 abjobs", max_size=20))
def test_spans_are_the_terms(text):
    for language in ("zh", "en"):
        for match in _LOADED.expand(text, language):
            assert text[match.start : match.end] == match.term
            assert match.official
