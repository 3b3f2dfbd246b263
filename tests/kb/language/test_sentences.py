from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kb.language.sentences import passage_spans, sentence_spans


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text)]


def test_ends_and_closing_quotes() -> None:
    assert split("实行“能转尽转”。对有意愿的人开展培训；确保按时发放！真的吗？") == [
        "实行“能转尽转”。",
        "对有意愿的人开展培训；",
        "确保按时发放！真的吗？",  # a piece under six characters stays with the one before it
    ]
    assert split("他说：“今年的补贴已经发放完毕。”随后离开了现场。") == [
        "他说：“今年的补贴已经发放完毕。”随后离开了现场。"
    ]


def test_brackets_hold_a_sentence_together() -> None:
    assert split("享受补贴的人员（含城镇；农村）按月领取。其余人员一次领取。") == [
        "享受补贴的人员（含城镇；农村）按月领取。",
        "其余人员一次领取。",
    ]


def test_a_line_end_ends_a_sentence_and_an_unclosed_bracket() -> None:
    assert split("联系电话（上午\n联系人：张某某某") == ["联系电话（上午", "联系人：张某某某"]


@given(st.text(alphabet="甲乙丙。；！，\n（）“” 1", max_size=80))
def test_spans_cover_everything_but_white_space(text: str) -> None:
    spans = sentence_spans(text)
    covered = {i for span in spans for i in range(span.start, span.end)}
    assert all(i in covered or character.isspace() for i, character in enumerate(text))
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


@given(st.text(alphabet="甲乙丙丁。；，\n", max_size=600))
def test_passages_tile_the_clause(text: str) -> None:
    spans = passage_spans(text, size=50)
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(span.end - span.start <= 50 for span in spans) or "".join(set(text) - set("甲乙丙丁")) == ""


def test_passages_end_at_sentence_ends() -> None:
    text = "第一句说明补贴的对象和范围。" * 20
    pieces = [text[span.start : span.end] for span in passage_spans(text, size=60)]
    assert len(pieces) == 5
    assert all(piece.endswith("。") for piece in pieces)
