"""What is asked of a thing and stands in no quoted sentence is named; what may stand there is not."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from every import every

from kb.answers import Answer
from kb.answers.qualifiers import unstated
from kb.language import language_of
from kb.questions import Question
from kb.questions.asked import asked_in
from kb.records import Filters, Language
from kb.store import KnowledgeBase

PAIRS = Path(__file__).with_name("unstated.tsv")
GRANT = "对正常经营12个月以上的，给予不低于2000元一次性创业补贴。"


def named(text: str, *quoted: str, language: Language = "zh", column: str = "") -> list[str]:
    question = Question(text, text, language, **vars(asked_in(text, language)))
    return [str(getattr(name, language)) for name in unstated(question, [(column, said) for said in quoted])[0]]


@every(
    ("text", "quoted", "expected"),
    [
        ("创业补贴什么时候到账", GRANT, ["到账时间"]),
        ("创业补贴到账时间", GRANT, ["到账时间"]),
        ("创业补贴多久能批下来", GRANT, ["办结时间"]),
        ("创业补贴什么时候发", GRANT, ["到账时间"]),
        ("创业补贴什么时候到账", "经审核后10个工作日内拨付到个人账户。", []),
        ("创业补贴什么时候到账", "补贴按月发放。", []),
        ("结业证书哪天发", "结业证书于9月3日寄出。", []),
        ("创业补贴什么时候到账", "每月10日前打入本人社会保障卡。", []),
        # A term, and when something is drawn, is no time of payment.
        ("岗位补贴什么时候到账", "补贴期限可延长至领取养老保险待遇，其余人员最长不超过3年。", ["到账时间"]),
        ("创业补贴多少钱", GRANT, []),
        ("创业补贴多少钱", "按规定给予一次性创业补贴。", ["金额或比例"]),
        ("创业补贴能领多久", "给予一次性创业补贴2000元。", ["期限"]),
        ("创业补贴能领多久", GRANT, []),
        ("创业补贴在哪里申请", "农村贫困人口给予创业补贴。", ["地点"]),
        ("创业补贴在哪里申请", "向所在县区人社部门提出申请。", []),
        ("申请创业补贴要带什么材料", GRANT, ["材料"]),
        ("申请创业补贴要带什么材料", "凭身份证申请。", []),
        ("创业补贴有什么条件", GRANT, []),
        # Neither asks: of the first 好几年 is told, of the second the manner.
        ("我当了好几年村支书，能转公务员吗", "选拔优秀村支部书记充实乡镇公务员队伍。", []),
        ("重大问题应如何处置", "要及时逐级上报。", []),
        # A paper that is given is none to bring.
        ("培训结业后发个什么证", "对合格者给予奖励。", []),
    ],
)
def test_what_is_asked_and_not_stated(text: str, quoted: str, expected: list[str]) -> None:
    assert named(text, quoted) == expected


def test_pairs_written_before_the_rules() -> None:
    """Told though stated: 1 of 36 (床位补贴一共几张床起补 is read as a sum). Missed: 1 of 40 (签注一次 each year is a time)."""
    rows = (line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()[1:])
    told = [(sign, bool(named(text, quoted, language=language_of(text)))) for sign, text, quoted in rows]
    assert Counter(told) == {("+", False): 35, ("+", True): 1, ("-", True): 39, ("-", False): 1}


def test_one_sentence_that_states_it_is_enough_and_a_column_may() -> None:
    assert named("创业补贴多少钱", "按规定给予创业补贴。", GRANT) == []
    assert named("贷款多久还", "两年", column="贷款期限") == []


def test_in_english() -> None:
    assert named("When is the grant paid?", GRANT, language="en") == ["when it is paid"]
    assert named("How much is the grant?", "按规定给予补贴。", language="en") == ["an amount of money or a share"]


def told(answer: Answer) -> list[str]:
    return [notice.message.zh for notice in answer.notices if notice.code == "not_stated"]


def test_it_stands_among_the_notices_of_an_answer(base: KnowledgeBase) -> None:
    day = Filters(as_of=date(2018, 6, 1))
    assert told(base.ask("一次性创业补贴什么时候到账？", day)) == ["没有提到：到账时间。"]
    assert told(base.ask("一次性创业补贴多少钱？", day)) == []


def test_a_year_of_one_side_of_a_comparison_is_not_missed_on_the_other(base: KnowledgeBase) -> None:
    answer = base.ask("临沂与江苏（2021年）对公益性岗位补贴或协议期限的规定有何不同？", Filters())
    assert {citation.document.number for citation in answer.citations} == {
        "临人社发〔2016〕12号",
        "苏人社发〔2021〕82号",
    }
    assert told(answer) == []
