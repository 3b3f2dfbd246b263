"""Which places of a text are damaged, and which only look so."""

from __future__ import annotations

from every import every

from kb.reading.damage import damaged


@every(
    ("text", "words"),
    [
        ("关于做好稳岗?工作的通知", ["?"]),
        ("甲政发〔2020?〕1?号", ["?", "?"]),
        ("补贴标准为\ufffd\ufffd元", ["\ufffd\ufffd"]),
        ("安排的通知 ~A0E4UJgq\n第一条 甲 $Z;HE/3\n第二条 乙 =#XsY,r\n", ["~A0E4UJgq", "$Z;HE/3", "=#XsY,r"]),
    ],
)
def test_lost_characters_and_noise(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in damaged(text)] == words


@every(
    "text",
    [
        "怎么申请?答：向窗口申请。可以吗?可以",
        "补贴多少?每月三百元",
        "编号 A-01;B-02 一处\n第一条 甲",
        "见 https://www.example.gov.cn/a?b=c&d=1 和 who@example.cn 三处 https://b.cn/#x",
        '| 甲 | 乙 |\n|---|---|\n<input type="checkbox"/> 是 ******** 附',
    ],
)
def test_questions_codes_addresses_and_markup_are_none(text: str) -> None:
    assert damaged(text) == ()
