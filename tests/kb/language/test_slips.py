"""Typing slips undone, and right words left alone."""

import random
import time
from pathlib import Path

import pytest
from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.language.chinese_slips import ChineseSlips
from kb.language.english_slips import EnglishSlips
from kb.language.lexicon import Lexicon, fold_english
from kb.language.lexicon_file import LEXICON_NAME

LEXICON = Lexicon.load()
TERMS = (
    *(
        "扶贫车间",
        "社会保险",
        "社会保障",
        "创业担保贷款",
        "职业技能培训",
        "职业培训",
        "公益性岗位",
        "养老保险",
        "创业带就业",
    ),
    *("残疾人两项补贴", "灵活就业人员", "养老服务员"),
)
WORDS = (
    *(
        "subsidy",
        "subsidies",
        "insurance",
        "unemployment",
        "maternity",
        "training",
        "migrant",
        "government",
        "retirement",
    ),
    *(
        "reimbursement",
        "certificate",
        "county",
        "counties",
        "farming",
        "complaint",
        "pension",
        "work",
        "eligible",
        "share",
    ),
)


@pytest.fixture(scope="module")
def slips():
    return ChineseSlips(TERMS)


@pytest.fixture(scope="module")
def spelling():
    return EnglishSlips(WORDS, fold_english, ("whether", "through"))


@every(
    ("typed", "meant"),
    [
        ("扶贫车司", "扶贫车间"),  # one character wrong
        ("养老保脸", "养老保险"),
        ("残疾人两项补帖", "残疾人两项补贴"),
        ("灵活就业人园", "灵活就业人员"),
        ("创业担贷款", "创业担保贷款"),  # one missing
        ("职业技培训", "职业技能培训"),
        ("社会会保险", "社会保险"),  # one doubled
        ("社保会险", "社会保险"),  # two swapped
        ("创业担保款贷", "创业担保贷款"),
        ("公益性位岗", "公益性岗位"),
    ],
)
def test_chinese_slips(slips, typed, meant):
    for text, start in ((typed, 0), (f"请问{typed}怎么办", 2)):
        assert slips.find(text) == [(start, start + len(typed), meant)]


@every(
    "text",
    [
        *TERMS,
        "社会保健",  # two words, each right
        "养老服务等产业",  # 等 is a word by itself
        "创业促就业活动",
        "社会保险费怎么交",
        "社会保捡",  # 险 or 障: two terms fit
        "扶贫的车间",
        "职业培训费",
        "就业的人员",
        "",
    ],
)
def test_right_chinese_is_left_alone(slips, text):
    assert slips.find(text) == []


@every(
    ("typed", "meant"),
    [
        ("unemploymnet", "unemployment"),
        ("trianing", "training"),
        ("migarnt", "migrant"),
        ("insurence", "insurance"),
        ("maternaty", "maternity"),
        ("goverment", "government"),
        ("retirment", "retirement"),
        ("reimbursment", "reimbursement"),
        ("certifcate", "certificate"),
        ("reimbusemnt", "reimbursement"),
        ("eligable", "eligible"),
    ],
)
def test_english_slips(spelling, typed, meant):
    assert fold_english(spelling.correct(typed)) == fold_english(meant)


@every(
    "word",
    [
        *WORDS,
        "country",
        "countries",
        "framing",
        "compliant",
        "worker",  # derived from a known word
        "workers",
        "governmental",
        "retirements",
        "through",
        "trailing",
        "vacation",
        "shame",  # short words of other letters are other words
        "shape",
        "passion",
        "",
        "a",
    ],
)
def test_right_english_is_left_alone(spelling, word):
    assert spelling.correct(word) is None


SENTENCES = (
    *(
        "公益性岗位的补贴标准是多少",
        "扶贫车间吸纳贫困劳动力给什么奖励",
        "失业保险金领取期限最长多久",
        "职业技能培训补贴怎么申请",
    ),
    *(
        "城乡居民基本养老保险缴费档次有哪些",
        "高校毕业生到基层就业有什么政策",
        "灵活就业人员可以参加生育保险吗",
        "返乡农民工创业贷款贴息几年",
    ),
    *(
        "残疾人能不能优先安排公益岗",
        "去外地打工有没有交通补助",
        "医保报销比例提高了多少",
        "一次性补多少钱",
        "村里老人看病怎么报",
        "我想开个小店能贷款吗",
    ),
    *(
        "省里对低收入农户有哪些帮扶措施",
        "市县两级财政怎么分担",
        "签了劳动合同才给补贴吗",
        "孩子上技校免学费吗",
        "搬迁户的社保关系怎么转",
    ),
    *(
        "办这个要带身份证和户口本吗",
        "合同到期不续签有赔偿吗",
        "离婚后房子归谁",
        "邻居家的狗咬了人怎么赔",
        "公司拖欠工资去哪里告",
    ),
    *(
        "What is the maximum amount of a start-up loan?",
        "Which counties may apply for the pilot?",
        "How long may someone stay in the post?",
    ),
    *(
        "Who pays for vocational training of poor households?",
        "The company has moved to another country.",
        "Is the village clinic open on weekends?",
    ),
    *(
        "What does the notice say about returning migrant workers?",
        "Children playing in the garden were watching a plane.",
    ),
    *("Could a retired teacher receive the allowance twice?", "Our neighbours complained about the noise last winter."),
    *(
        "Explain the difference between the two reform programmes.",
        "Travellers from Xuzhou and Nantong missed the ferry.",
    ),
)


@every("sentence", SENTENCES)
def test_an_ordinary_sentence_holds_no_slip(sentence):
    language = "en" if sentence.isascii() else "zh"
    assert [(match.term, match.meant) for match in LEXICON.expand(sentence, language) if match.typo] == []


def test_the_notices_themselves_hold_no_slip(corpus: Path):
    words = Lexicon.load(corpus / LEXICON_NAME).entries
    slips = ChineseSlips(form for entry in words for form in (*entry.official, *entry.everyday))
    found = []
    for path in sorted(corpus.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            found += [(line[start:end], term) for start, end, term in slips.find(line)]
    assert found == []


def test_a_match_says_what_was_meant():
    (match,) = LEXICON.expand("unemploymnet insurence", "en")
    assert (match.typo, match.meant, match.start, match.end) == (True, "unemployment insurance", 0, 22)
    assert "失业保险" in match.official
    (match,) = [one for one in LEXICON.expand("扶贫车司在哪", "zh") if one.typo]
    assert (match.term, match.meant) == ("扶贫车司", "扶贫车间")


def test_a_capital_inside_a_sentence_begins_a_name():
    assert [match.typo for match in LEXICON.expand("the Trianing of workers", "en") if match.term == "Trianing"] == []
    assert [match.meant for match in LEXICON.expand("Trianing of workers", "en") if match.typo] != []


def test_most_slips_in_long_words_are_undone():
    """Of words of nine letters and more with one letter left out, doubled or swapped, four in five come back, and none as another."""
    words = sorted({word for word in LEXICON._vocabulary() if len(word) >= 9})
    spelling = EnglishSlips(LEXICON._vocabulary(), fold_english)
    chance = random.Random(5)
    back = other = 0
    for word in words:
        i = chance.randrange(1, len(word) - 1)
        slip = chance.choice(
            [word[:i] + word[i + 1 :], word[:i] + word[i] + word[i:], word[:i] + word[i + 1] + word[i] + word[i + 2 :]]
        )
        meant = spelling.correct(slip) or slip
        back += fold_english(meant) == fold_english(word)
        other += meant != slip and fold_english(meant) != fold_english(word)
    assert back / len(words) >= 0.8
    assert other / len(words) <= 0.01


def test_the_indexes_are_built_quickly():
    forms = [form for entry in LEXICON.entries for form in (*entry.official, *entry.everyday)]
    started = time.process_time()
    ChineseSlips(forms)
    EnglishSlips(LEXICON._vocabulary(), fold_english)
    assert time.process_time() - started < 0.4


@given(st.text(max_size=40) | st.text(alphabet="扶贫车间社会保险创业担贷款的岗位公益性 补", max_size=20))
def test_spans_of_slips(text):
    end = 0
    for start, stop, term in ChineseSlips(TERMS).find(text):
        assert end <= start < stop <= len(text)
        assert term in TERMS
        assert text[start:stop] != term
        end = stop


@given(st.text(alphabet="abceinorstuy'", max_size=14))
def test_any_word_is_read(word):
    meant = EnglishSlips(WORDS, fold_english).correct(word)
    assert meant is None or (meant in WORDS and meant != word)
