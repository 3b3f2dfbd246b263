"""What a draft claims, and what is told not to have been read."""

from __future__ import annotations

import pytest
from every import every

from kb.errors import InvalidInput
from kb.verification import claim_reading
from kb.verification.claim_reading import read_draft

NUMBERS = ("某人社发〔2016〕12号",)


def claims(text: str) -> list[tuple[str, str]]:
    return [(said.claim.kind, said.claim.text) for said in read_draft(text, NUMBERS).said]


@every(
    ("text", "found"),
    [
        ("通知说“给予补贴”。", [("quotation", "“给予补贴”")]),
        ("通知說「給予補貼」。", [("quotation", "「給予補貼」")]),
        ('通知说"给予补贴"。', [("quotation", '"给予补贴"')]),
        ("“给予“扶贫车间”补贴”和“乙”", [("quotation", "“给予“扶贫车间”补贴”"), ("quotation", "“乙”")]),
        ("《关于印发〈甲办法〉的通知》", [("title", "《关于印发〈甲办法〉的通知》")]),
        ("《关于印发《甲办法》的通知》", [("title", "《关于印发《甲办法》的通知》")]),
        ("按某人社发[2016]12号办理", [("number", "某人社发[2016]12号")]),
        ("《办法》第八条规定", [("title", "《办法》"), ("clause", "第八条")]),
        ("某人社发〔2016〕12号二（一）2规定", [("number", "某人社发〔2016〕12号"), ("clause", "二（一）2")]),
        ("某人社发〔2016〕12号三规定", [("number", "某人社发〔2016〕12号"), ("clause", "三")]),
        ("每人每月补贴２０００元，期限三年", [("figure", "每人每月补贴２０００元"), ("figure", "三年")]),
        ("有效期至2020年5月15日", [("figure", "至2020年5月15日")]),
        ("该文件现行有效", [("validity", "现行有效")]),
        ("该文件已于2020年5月15日到期", [("figure", "2020年5月15日")]),
        ("该文件已被新办法废止", [("validity", "已被新办法废止")]),
        # The draft's own numbering, an article and a slogan claim nothing.
        ("（一）补贴对象\n二、标准\n第三条　一家企业", []),
        # What stands in a quotation or a title is checked with it.
        ("“第八条规定补贴2000元”", [("quotation", "“第八条规定补贴2000元”")]),
        # A bracket behind a comma is the numbering of words repeated, not a reference.
        ("《办法》的规定，（三）其他情形", [("title", "《办法》")]),
    ],
)
def test_a_draft_is_read(text: str, found: list[tuple[str, str]]) -> None:
    read = claims(text)
    assert [kind for kind, _ in read] == [kind for kind, _ in found]
    for (_, words), (_, wanted) in zip(read, found, strict=True):
        assert words == wanted or (words in wanted and words[-1] == wanted[-1])


def test_a_quotation_over_several_lines_is_one() -> None:
    assert claims("“第一行，\n第二行。”") == [("quotation", "“第一行，\n第二行。”")]


def test_a_mark_without_its_pair_and_a_number_that_is_none_are_told() -> None:
    draft = read_draft("“没有结束\n电话0539-8888，《也没有", NUMBERS)
    assert [(each.text, each.reason.en[:11]) for each in draft.unread] == [
        ("“", "a quotation"),
        ("0539-8888", "this number"),
        ("《", "a quotation"),
    ]


def test_every_digit_and_mark_is_in_a_claim_or_told() -> None:
    text = "一、按某人社发〔2016〕12号第3条，补贴2000元（热线12333）。“甲”“乙\n3.办理编号A4-77"
    draft = read_draft(text, NUMBERS)
    covered = [(said.claim.start, said.claim.end) for said in draft.said]
    covered += [(each.start, each.end) for each in draft.unread]
    bare = [at for at, sign in enumerate(text) if sign in "0123456789“”" and not any(a <= at < b for a, b in covered)]
    # The 3 of the draft's own numbering.
    assert bare == [text.index("3.")]


def test_more_than_can_be_checked_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_reading, "MOST_CLAIMS", 20)
    read_draft("补贴3000元。\n" * 20, NUMBERS)
    with pytest.raises(InvalidInput, match="20"):
        read_draft("补贴3000元。\n" * 21, NUMBERS)
