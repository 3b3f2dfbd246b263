"""Repeals in the phrasings that notices use, and sentences that only sound like one."""

from __future__ import annotations

from datetime import date

from every import every

from kb.reading.rulings import Ruling, rulings_in

A = ("临人社发〔2016〕12号", "关于做好就业扶贫工作的通知")
B = ("鲁人社规〔2019〕3号", "就业补助资金管理办法（试行）")


def named(text: str) -> list[tuple[str | None, str | None]]:
    return [(ruling.named.number, ruling.named.title) for ruling in repeals(text)]


def repeals(text: str) -> list[Ruling]:
    return [ruling for ruling in rulings_in(text) if ruling.kind == "repeals"]


@every(
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


@every(
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


def test_the_words_are_the_clause_s_and_carry_the_day_they_name() -> None:
    text = "二、《甲办法》（鲁人社规〔2019〕\n3号）自2021年3月1日起废止，请遵照。"
    (found,) = repeals(text)
    assert found.words == ("《甲办法》（鲁人社规〔2019〕\n3号）自2021年3月1日起废止",)
    assert found.words[0] in text
    assert found.on == date(2021, 3, 1)


def test_a_date_inside_a_title_is_no_day_of_repeal() -> None:
    (found,) = repeals("《关于2019年3月1日前参保人员的通知》同时废止。")
    assert found.on is None


def read(text: str) -> list[tuple[str, str, str]]:
    """The kind, the document's number or title, and the part or the new end of each ruling."""
    found = []
    for ruling in rulings_in(text):
        end = ruling.until or (f"{ruling.term.months} months" if ruling.term else "")
        name = ruling.named.number or ruling.named.title or ""
        found.append((ruling.kind, name, "、".join(ruling.parts) or str(end)))
    return found


@every(
    ("text", "expected"),
    [
        ("《甲办法》（临政规〔2018〕2号）第三条、第五条第二款停止执行。", ("repeals_part", "第三条、第五条第二款")),
        ("自本公告发布之日起，临政规〔2018〕2号文件第八条废止。", ("repeals_part", "第八条")),
        ("《甲办法》（临政规〔2018〕2号）第四条第（三）项不再执行。", ("repeals_part", "第四条第（三）项")),
        ("《甲办法》（临政规〔2018〕2号）附件3停止使用。", ("repeals_part", "附件3")),
        ("《甲办法》（临政规〔2018〕2号）有关补贴标准的规定停止执行。", ("repeals_part", "有关补贴标准的规定")),
        ("经评估，《甲办法》（临政规〔2018〕2号）有效期延长至2026年8月31日。", ("extends", "2026-08-31")),
        ("《甲办法》（临政规〔2018〕2号）有效期由2023年8月31日延长至2026年8月31日。", ("extends", "2026-08-31")),
        ("将《甲办法》（临政规〔2018〕2号）的有效期延长五年。", ("extends", "60 months")),
        ("对《甲办法》（临政规〔2018〕2号）的有效期予以延长，延长至2026年3月31日。", ("extends", "2026-03-31")),
        ("《甲办法》（临政规〔2018〕2号）到期后继续执行至2025年12月31日。", ("extends", "2025-12-31")),
        ("继续执行《甲办法》（临政规〔2018〕2号）至2025年12月31日。", ("extends", "2025-12-31")),
        ("《甲办法》（临政规〔2018〕2号）第二条规定的优惠，执行期限延长至2023年12月31日。", ("extends", "第二条")),
        ("《甲办法》（临政规〔2018〕2号）在有效期内继续执行。", ("confirms", "")),
        ("决定对《甲办法》（临政规〔2018〕2号）予以保留。", ("confirms", "")),
        ("《甲办法》（临政规〔2018〕2号）已于2023年10月到期，现重新印发。", ("republishes", "")),
        ("将《甲办法》（临政规〔2018〕2号）第三条第一款修改为：“每人每月800元。”", ("amends", "第三条第一款")),
        ("《甲办法》（临政规〔2018〕2号）第五条中的“2000元”改为“3000元”。", ("amends", "第五条")),
        ("对《甲办法》（临政规〔2018〕2号）作如下修改：", ("amends", "")),
        ("《甲办法》（临政规〔2018〕2号）规定的补贴标准由每人2000元调整为每人3000元。", ("amends", "")),
        ("《甲办法》（临政规〔2018〕2号）与本通知不一致的，以本通知为准。", ("prevails", "")),
        ("本通知与《甲办法》（临政规〔2018〕2号）不一致的，以本通知为准。", ("prevails", "")),
    ],
)
def test_other_rulings_with_their_part_or_end(text: str, expected: tuple[str, str]) -> None:
    ((kind, name, what),) = read(text)
    assert (kind, what) == expected or (kind == "extends" and what.startswith(expected[1]))
    assert name == "临政规〔2018〕2号"


@every(
    "text",
    [
        "《甲办法》（临政规〔2018〕2号）废止以前已经办理的手续继续有效。",
        "《甲办法》（临政规〔2018〕2号）被废止前受理的申请，按原规定办理。",
        "拟废止《甲办法》（临政规〔2018〕2号），现公开征求意见。",
        "《甲办法》（临政规〔2018〕2号）已于2018年废止，按现行政策办理。",
        "《劳动合同》到期后，经协商可以延长三年。",
        "办理期限可以延长至30个工作日。",
        "居住信息变更后，该居住证继续有效。",
        "申请人隐瞒事实的，依据《行政许可法》撤销许可。",
        "本规定未尽事宜，按照《社会保险法》执行。",
        "各地要按照《关于废止部分文件的决定》（临政发〔2020〕2号）要求做好清理。",
        "凡与《退役军人保障法》不一致的规定，一律废止。",
    ],
)
def test_what_decides_nothing(text: str) -> None:
    assert read(text) == []


def test_a_day_before_the_document_is_the_day_of_its_repeal() -> None:
    (found,) = rulings_in("自2024年1月1日起，《甲办法》（临政规〔2018〕2号）停止执行。")
    assert found.on == date(2024, 1, 1)


@every(
    ("text", "expected"),
    [
        (
            "甲市稳岗办法（甲发〔2022〕1号）、甲市援企办法（甲发〔2022〕2号）同时废止。",
            [("repeals", "甲发〔2022〕1号"), ("repeals", "甲发〔2022〕2号")],
        ),
        ("《甲市补贴办法》（甲发〔2019〕4号）于2023年12月31日到期后不再延续。", [("repeals", "甲发〔2019〕4号")]),
        ("甲发〔2020〕8号文件执行期限延至2025年12月31日。", [("extends", "甲发〔2020〕8号")]),
        ("将甲发〔2020〕8号文件规定的政策实施期限延续至2025年底。", [("extends", "甲发〔2020〕8号")]),
        ("降费政策（甲发〔2023〕10号）执行至2025年12月31日。", [("extends", "甲发〔2023〕10号")]),
        ("《甲市供养办法》（甲发〔2016〕8号）在新办法出台前继续有效。", [("confirms", "甲发〔2016〕8号")]),
        ("《甲市供养办法》（甲发〔2016〕8号）修订后重新公布。", [("republishes", "甲发〔2016〕8号")]),
        ("根据市政府意见（甲发〔2022〕1号）有关要求，原标准停止执行。", []),
        ("按照甲发〔2022〕1号文件执行至2023年12月31日。", []),
    ],
)
def test_what_becomes_of_a_document_in_other_words(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(ruling.kind, ruling.named.number) for ruling in rulings_in(text)] == expected
