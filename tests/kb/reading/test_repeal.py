"""Repeals in the phrasings that notices use, and sentences that only sound like one."""

from __future__ import annotations

from datetime import date

import pytest

from kb.reading.repeal import Repeal, held_document, repeals
from kb.records import Document

A = ("临人社发〔2016〕12号", "关于做好就业扶贫工作的通知")
B = ("鲁人社规〔2019〕3号", "就业补助资金管理办法（试行）")


def named(text: str) -> list[tuple[str | None, str | None]]:
    return [(repeal.number, repeal.title) for repeal in repeals(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本通知自2021年1月1日起施行。《关于做好就业扶贫工作的通知》（临人社发〔2016〕12号）同时废止。", [A]),
        ("本通知自印发之日起施行，原《关于做好就业扶贫工作的通知》（临人社发[2016]12号）同时废止。", [A]),
        (
            "《关于做好就业扶贫工作的通知》（临人社发〔2016〕12号）、《就业补助资金管理办法（试行）》（鲁人社规〔2019〕3号）同时废止。",
            [A, B],
        ),
        ("此前印发的临人社发〔2016〕12号文件同时停止执行。", [(A[0], None)]),
        ("本办法替代《就业补助资金管理办法（试行）》（鲁人社规〔2019〕3号）。", [B]),
        ("《就业补助资金管理办法（试行）》自本办法施行之日起不再执行。", [(None, B[1])]),
        ("经研究，决定废止《关于做好就业扶贫工作的通知》（临人社发〔2016〕12号）。", [A]),
        ("某局关于废止《关于做好就业扶贫工作的通知》（临人社发〔2016〕12号）的通知", [A]),
        ("《关于做好就业扶贫工作的通知》（临人社发〔2016〕12号，以下简称《通知》）自2020年5月16日起失效。", [A]),
        ("《就业补助资金管理办法（试行）》（鲁人社规〔2019〕3号）由本办法取代。", [B]),
        ("根据《立法法》（主席令第3号）规定，《就业补助资金管理办法（试行）》（鲁人社规〔2019〕3号）即行废止。", [B]),
        ("本意见自发布之日起执行，鲁人社规〔2019〕3号《就业补助资金管理办法（试行）》一并作废。", [B]),
        ("《关于做好就业扶贫工作的\n通知》（临人社发〔2016〕\n12号）同时\n废止。", [A]),
        ("同时废止临人社发〔2016〕12号和鲁人社规〔2019〕3号。", [(A[0], None), (B[0], None)]),
        ("《关于做好就业扶贫工作的通知》（临人社发〔2016〕12号）等2个文件予以废止。", [A]),
        ("对《就业补助资金管理办法（试行）》（鲁人社规〔2019〕3号）予以废止。", [B]),
        ("《失业保险条例》（国务院令第258号）同时废止。", [("国务院令第258号", "失业保险条例")]),
        ("《关于转发〈就业补助资金管理办法〉的通知》同时废止。", [(None, "关于转发〈就业补助资金管理办法〉的通知")]),
    ],
)
def test_a_repeal_names_its_documents(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "根据《关于做好就业扶贫工作的通知》（临人社发〔2016〕12号）要求，制定本通知。",
        "按照《就业补助资金管理办法（试行）》（鲁人社规〔2019〕3号）执行。",
        "根据《关于废止部分规范性文件的通知》（临人社发〔2016〕12号），现通知如下。",
        "《关于做好就业扶贫工作的通知》（临人社发〔2016〕12号）第三条停止执行。",
        "《关于做好就业扶贫工作的通知》中与本通知不一致的规定同时废止。",
        "《关于做好就业扶贫工作的通知》（临人社发〔2016〕12号）有关规定停止执行。",
        "《关于做好就业扶贫工作的通知》（临人社发〔2016〕12号）已废止，不再引用。",
        "《关于做好就业扶贫工作的通知》（临人社发〔2016〕12号）继续有效。",
        "《关于做好就业扶贫工作的通知》废止后，按新标准执行。",
        "此前规定与本通知不一致的，以本通知为准。",
        "本通知有效期五年，期满自行废止。",
        "用扶贫车间替代临时岗位，落实《关于做好就业扶贫工作的通知》。",
        "不得以《告知书》替代《劳动合同》中的条款。",
        "《劳动合同》被依法终止的，停止执行补贴。",
        "按照《关于做好就业扶贫工作的通知》停止执行补贴。",
    ],
)
def test_what_only_sounds_like_a_repeal_is_none(text: str) -> None:
    assert named(text) == []


def test_the_words_are_the_source_s_and_carry_the_day_they_name() -> None:
    text = "一、略。\n\n二、《甲办法》（鲁人社规〔2019〕\n3号）自2021年3月1日起废止，请遵照。"
    (found,) = repeals(text)
    assert found.words == "《甲办法》（鲁人社规〔2019〕\n3号）自2021年3月1日起废止"
    assert text[found.start : found.start + len(found.words)] == found.words
    assert found.on is not None
    assert (found.on.value, found.on.quote) == (date(2021, 3, 1), "2021年3月1日")


def test_a_date_inside_a_title_is_no_day_of_repeal() -> None:
    (found,) = repeals("《关于2019年3月1日前参保人员的通知》同时废止。")
    assert found.on is None


def held(number: str | None, title: str) -> Document:
    return Document(id=number or "x", file="x.txt", title=title, kind="notice", number=number)


def test_a_held_document_is_known_by_number_then_by_title() -> None:
    documents = [held(*A), held(None, "某省人民政府办公厅关于就业服务体系建设的意见"), held(*B)]
    assert held_document(Repeal("临人社发〔2016〕12号", None, "", 0), documents) == documents[0]
    assert held_document(Repeal(None, "关于就业服务体系建设的意见", "", 0), documents) == documents[1]
    assert held_document(Repeal(None, "就业补助资金管理办法(试行)", "", 0), documents) == documents[2]
    assert held_document(Repeal("鲁人社规〔2020〕3号", B[1], "", 0), documents) is None
    assert held_document(Repeal(None, "别的办法", "", 0), documents) is None
