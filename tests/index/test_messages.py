"""Messages in both languages, alone, one before the other, and carried by an error."""

from __future__ import annotations

import pytest

from index.messages import Message, SaidError

BOTH = Message("没有找到。", "Nothing found.")


def test_both_in_one_line_the_wanted_one_first() -> None:
    assert str(BOTH) == BOTH.first("zh") == "没有找到。 Nothing found."
    assert BOTH.first("en") == "Nothing found. 没有找到。"


@pytest.mark.parametrize(
    ("message", "zh", "en"),
    [
        (BOTH, "没有找到。", "Nothing found."),
        (Message("只有中文。"), "只有中文。", "只有中文。"),
        (Message("", "English only."), "English only.", "English only."),
    ],
)
def test_one_language_alone_or_the_other_where_it_was_not_said(message: Message, zh: str, en: str) -> None:
    assert (message.of("zh"), message.of("en")) == (zh, en)
    assert str(message).strip() == str(message)


def test_values_are_put_into_both() -> None:
    assert Message("超过 {n} 页。", "Over {n} pages.").format(n=3) == Message("超过 3 页。", "Over 3 pages.")


def test_an_error_says_its_message_and_may_name_a_field() -> None:
    error = SaidError("不是日期。", "Not a date.", field="as_of")
    assert (str(error), error.message, error.field) == (
        "不是日期。 Not a date.",
        Message("不是日期。", "Not a date."),
        "as_of",
    )
    other = OtherError.saying(error.message)
    assert isinstance(other, OtherError) and other.message == error.message and other.field is None


class OtherError(SaidError):
    """An error of another kind, to be made from a message."""
