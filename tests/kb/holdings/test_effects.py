"""What the texts of a folder decide of each other, without a catalogue: whole notices in, documents with their state out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kb.documents import validity_on
from kb.holdings import load_corpus
from kb.language import Gazetteer, locator
from kb.records import LoadedDocument

BODY, COUNTY, OTHER = "临沂市人力资源和社会保障局", "兰陵县人力资源和社会保障局", "徐州市人力资源和社会保障局"
OLD = "临人社发〔2016〕7号"
OLD_TITLE = "关于开发乡村公益性岗位的通知"
Read = Callable[..., dict[str, LoadedDocument]]


def notice(number: str, title: str, day: str, *paragraphs: str, body: str = BODY) -> str:
    lines = "\n\n".join(paragraphs)
    return f"{body}文件\n\n{number}\n\n{title}\n\n各县区：\n\n{lines}\n\n{body}\n{day}\n"


OLD_TEXT = notice(
    OLD,
    OLD_TITLE,
    "2016年5月4日",
    "一、每人每月补贴300元。",
    "二、补贴最长三年。",
    "三、本通知自2016年6月1日起施行，有效期至2021年5月31日。",
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture
def read(tmp_path: Path, gazetteer: Gazetteer) -> Read:
    """The documents of a folder that holds these texts, by number or id."""

    def load(*texts: str, catalog: str = "") -> dict[str, LoadedDocument]:
        for place, text in enumerate(texts):
            (tmp_path / f"{place}.txt").write_text(text, encoding="utf-8")
        if catalog:
            (tmp_path / "catalog.yaml").write_text(catalog, encoding="utf-8")
        return {item.document.id: item for item in load_corpus(tmp_path, locator(gazetteer))}

    return load


def newer(*paragraphs: str, number: str = "临人社发〔2020〕3号", day: str = "2020年2月3日", body: str = BODY) -> str:
    return notice(number, "关于调整岗位补贴的通知", day, "一、每人每月补贴500元。", *paragraphs, body=body)


@pytest.mark.parametrize(
    "words",
    [
        f"《{OLD_TITLE}》（{OLD}）同时废止。",
        f"{OLD}文件停止执行。",
        f"《{OLD_TITLE}》不再执行。",
        f"2016年5月4日印发的《{OLD_TITLE}》同时废止。",
        f"《{BODY}{OLD_TITLE}》（临人社发[2016]7号）同时废止。",
    ],
)
def test_a_repeal_is_obeyed_from_the_day_the_newer_text_holds(read: Read, words: str) -> None:
    documents = read(OLD_TEXT, newer(f"二、本通知自2020年3月1日起施行。{words}"))
    old = documents[OLD].document
    assert (old.superseded_by, old.superseded_on) == ("临人社发〔2020〕3号", date(2020, 3, 1))
    assert validity_on(old, date(2020, 2, 29))[0] == "in_force"
    assert validity_on(old, date(2020, 3, 1)) == ("superseded", words.rstrip("。").removeprefix("2016年5月4日印发的"))
    (effect,) = old.effects
    assert (effect.kind, effect.label, effect.obeyed) == ("repeals", "二", True)
    assert all(piece in documents["临人社发〔2020〕3号"].source.text for piece in effect.words)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (newer(f"二、根据《{OLD_TITLE}》（{OLD}），补贴按月发放。"), None),
        (newer(f"二、《{OLD_TITLE}》（{OLD}）第一条修改为：“每人每月补贴400元。”"), None),
        (newer("二、《关于开发城镇公益性岗位的通知》同时废止。"), "不在语料中"),
        (newer("二、《关于开发乡村公益性岗位的通知》（徐人社发〔2016〕7号）同时废止。"), "不在语料中"),
        (newer("二、人社发〔2016〕7号同时废止。"), "不在语料中"),
        (newer(f"二、{OLD}同时废止。", number="临人社发〔2014〕3号", day="2014年2月3日"), "晚于本文"),
        (newer(f"二、《{OLD_TITLE}》（{OLD}）同时废止。", number="兰人社发〔2020〕3号", body=COUNTY), "上级或其他地区"),
        (newer(f"二、《{OLD_TITLE}》同时废止。", number="徐人社发〔2020〕3号", body=OTHER), "不在语料中"),
    ],
)
def test_what_is_no_repeal_of_the_held_text_changes_nothing(read: Read, text: str, note: str | None) -> None:
    documents = read(OLD_TEXT, text)
    old = documents.pop(OLD)
    assert old.document.superseded_by is None
    assert old.document.effective_to == date(2021, 5, 31)
    (other,) = documents.values()
    assert [note in said.zh for said in other.notes] == ([True] if note else [])


def test_a_text_s_own_title_is_never_what_it_repeals(read: Read) -> None:
    again = notice("临人社发〔2020〕9号", OLD_TITLE, "2020年4月5日", f"一、《{OLD_TITLE}》同时废止。")
    documents = read(OLD_TEXT, again)
    assert documents["临人社发〔2020〕9号"].document.superseded_by is None
    assert documents[OLD].document.superseded_by == "临人社发〔2020〕9号"


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("有效期延长至2027年5月15日", date(2027, 5, 15)),
        ("有效期延长三年", date(2024, 5, 31)),
        ("继续执行至2023年12月31日", date(2023, 12, 31)),
        ("有效期延长至2018年1月1日", date(2021, 5, 31)),  # not beyond the end it has
    ],
)
def test_an_extension_moves_the_end(read: Read, words: str, last: date) -> None:
    old = read(OLD_TEXT, newer(f"二、《{OLD_TITLE}》（{OLD}）{words}。"))[OLD].document
    assert old.effective_to == last
    assert old.superseded_by is None


def test_a_rule_said_in_force_after_its_end_has_no_stated_end(read: Read) -> None:
    text = newer(f"二、《{OLD_TITLE}》（{OLD}）继续有效。", number="临人社发〔2022〕3号", day="2022年2月3日")
    old = read(OLD_TEXT, text)[OLD].document
    assert validity_on(old, date(2023, 1, 1)) == ("undated", None)
    assert old.effects[0].obeyed


def test_the_catalogue_goes_before_what_is_found(read: Read) -> None:
    catalog = (
        "documents:\n  - file: 0.txt\n    effective_to: {value: 2021-05-31, rests_on: 有效期至2021年5月31日}\n"
        "  - file: 1.txt\n"
    )
    documents = read(OLD_TEXT, newer(f"二、《{OLD_TITLE}》（{OLD}）有效期延长至2027年5月15日。"), catalog=catalog)
    assert documents[OLD].document.effective_to == date(2021, 5, 31)
    assert not documents[OLD].document.effects[0].obeyed
    assert "以目录为准" in documents["临人社发〔2020〕3号"].notes[0].zh


def test_precedence_is_told_and_not_obeyed(read: Read) -> None:
    old = read(OLD_TEXT, newer(f"二、《{OLD_TITLE}》（{OLD}）与本通知不一致的，以本通知为准。"))[OLD].document
    assert [(effect.kind, effect.obeyed) for effect in old.effects] == [("prevails", False)]
    assert old.superseded_by is None


def test_of_two_texts_of_one_title_the_one_that_still_holds_is_meant(read: Read) -> None:
    first = notice("临人社发〔2012〕6号", OLD_TITLE, "2012年5月4日", "一、每人每月补贴200元。")
    second = OLD_TEXT.replace("三、本通知", f"三、《{OLD_TITLE}》（临人社发〔2012〕6号）同时废止。本通知")
    documents = read(first, second, newer(f"二、《{OLD_TITLE}》同时废止。"))
    assert documents["临人社发〔2012〕6号"].document.superseded_by == OLD
    assert documents[OLD].document.superseded_by == "临人社发〔2020〕3号"


def test_a_title_that_two_texts_bear_repeals_neither(read: Read) -> None:
    first = notice("临人社发〔2012〕6号", OLD_TITLE, "2012年5月4日", "一、每人每月补贴200元。")
    documents = read(first, OLD_TEXT, newer(f"二、《{OLD_TITLE}》同时废止。"))
    assert not any(item.document.superseded_by for item in documents.values())
    (said,) = documents["临人社发〔2020〕3号"].notes
    assert "都相符" in said.zh


@pytest.mark.parametrize(("holds", "by"), [(True, "临人社发〔2020〕3号"), (False, None)])
def test_a_republication_takes_the_place_of_the_old_text_where_it_holds_the_text(
    read: Read, holds: bool, by: str | None
) -> None:
    text = newer(f"二、《{OLD_TITLE}》（{OLD}）重新公布，自2020年3月1日起施行。")
    attached = f"\n附件\n\n{OLD_TITLE}\n\n一、每人每月补贴600元。\n" if holds else ""
    old = read(OLD_TEXT, text + attached)[OLD].document
    assert old.superseded_by == by
    assert [(effect.kind, effect.obeyed) for effect in old.effects] == [("republishes", holds)]


LIST = (
    "临沂市人力资源和社会保障局\n\n临人社发〔2023〕15号\n\n关于公布规范性文件清理结果的通知\n\n各县区：\n\n"
    "现将清理结果公布如下：\n\n一、下列文件继续有效：\n1.《关于失业登记的通知》（临人社发〔2019〕2号）\n\n"
    "二、自2023年6月1日起废止下列文件：\n1.《关于小额贷款的通知》（临人社发〔2013〕4号）；\n2.关于转发《培训办法》的通知（临人社发〔2014〕5号）。\n\n"
    "附件：宣布失效的规范性文件目录\n\n临沂市人力资源和社会保障局\n2023年5月4日\n\n附件\n\n宣布失效的规范性文件目录\n\n"
    "序号\t文件名称\t文号\n" + "".join(f"{n}\t关于第{n}项工作的通知\t临人社发〔2012〕{n}号\n" for n in range(1, 41))
)


def listed(number: str, title: str, year: int) -> str:
    return notice(number, title, f"{year}年3月4日", "一、申请人每月可以领取补贴。")


def test_a_list_of_forty_repeals_each_of_them(read: Read) -> None:
    documents = read(
        LIST,
        listed("临人社发〔2019〕2号", "关于失业登记的通知", 2019),
        listed("临人社发〔2013〕4号", "关于小额贷款的通知", 2013),
        listed("临人社发〔2014〕5号", "关于转发《培训办法》的通知", 2014),
        listed("临人社发〔2012〕1号", "关于第1项工作的通知", 2012),
        listed("临人社发〔2012〕40号", "关于第40项工作的通知", 2012),
        listed("临人社发〔2012〕41号", "关于第41项工作的通知", 2012),
    )
    ended = {name: item.document.superseded_on for name, item in documents.items() if item.document.superseded_by}
    assert ended == {
        "临人社发〔2013〕4号": date(2023, 6, 1),
        "临人社发〔2014〕5号": date(2023, 6, 1),
        "临人社发〔2012〕1号": date(2023, 5, 4),
        "临人社发〔2012〕40号": date(2023, 5, 4),
    }
    assert [effect.kind for effect in documents["临人社发〔2019〕2号"].document.effects] == ["confirms"]
    effect = documents["临人社发〔2012〕40号"].document.effects[0]
    assert effect.words == ("宣布失效的规范性文件目录", "关于第40项工作的通知", "临人社发〔2012〕40号")
    assert effect.label == "附件第40项"
    assert "等 38 件不在语料中" in documents["临人社发〔2023〕15号"].notes[0].zh


def test_a_table_says_of_each_row_what_becomes_of_it(read: Read) -> None:
    table = (
        "规范性文件清理结果\n\n临人社发〔2023〕15号\n\n各县区：\n\n现公布规范性文件清理目录。\n\n"
        "序号\t文件名称\t文号\t处理意见\n1\t关于失业登记的通知\t临人社发〔2019〕2号\t保留\n2\t关于小额贷款的通知\t临人社发〔2013〕4号\t废止\n"
        "3\t关于技能培训的通知\t临人社发〔2014〕5号\t修改\n\n临沂市人力资源和社会保障局\n2023年5月4日\n"
    )
    documents = read(
        table,
        listed("临人社发〔2019〕2号", "关于失业登记的通知", 2019),
        listed("临人社发〔2013〕4号", "关于小额贷款的通知", 2013),
        listed("临人社发〔2014〕5号", "关于技能培训的通知", 2014),
    )
    kinds = {name: [effect.kind for effect in item.document.effects] for name, item in documents.items()}
    assert kinds == {
        "临人社发〔2023〕15号": [],
        "临人社发〔2019〕2号": ["confirms"],
        "临人社发〔2013〕4号": ["repeals"],
        "临人社发〔2014〕5号": [],
    }


def test_a_text_in_force_knows_that_what_it_rests_on_was_repealed(read: Read) -> None:
    based = notice(
        "临人社发〔2017〕8号", "关于岗位申报的通知", "2017年2月3日", f"根据《{OLD_TITLE}》（{OLD}），现就申报通知如下。"
    )
    documents = read(OLD_TEXT, newer(f"二、{OLD}同时废止。"), based)
    (basis,) = documents["临人社发〔2017〕8号"].document.bases
    assert (basis.of, basis.superseded_on, basis.whole) == (OLD, date(2020, 2, 3), True)
    assert basis.words == f"根据《{OLD_TITLE}》（{OLD}）"
    assert documents["临人社发〔2020〕3号"].document.bases == ()


DECISION = (
    "临沂市人民政府关于修改《临沂市补贴办法》的决定\n\n临政发〔2019〕3号\n\n"
    "临沂市人民政府决定对《临沂市补贴办法》作如下修改：\n\n一、第二条修改为：“每人每月五百元。”\n\n二、删去第三条。\n\n"
    "临沂市人民政府\n2019年3月4日\n"
)


def statute(note: str) -> str:
    return f"临沂市补贴办法\n\n临政发〔2016〕2号\n\n{note}\n\n第一条 为了就业，制定本办法。\n\n第二条 每人每月五百元。\n\n第三条 补贴最长三年。\n"


def test_a_decision_that_amends_is_told_of_the_articles_that_it_names(read: Read) -> None:
    held = read(statute("（2016年5月4日临沂市人民政府公布）"), DECISION)
    effects = [(one.kind, one.parts) for one in held["临政发〔2016〕2号"].document.effects]
    assert effects == [("amends", ()), ("amends", ("第二条",)), ("amends", ("第三条",))]


def test_a_text_that_is_held_as_amended_is_not_told_so_again(read: Read) -> None:
    note = "（2016年5月4日临沂市人民政府公布 根据2019年3月4日《临沂市人民政府关于修改〈临沂市补贴办法〉的决定》修正）"
    held = read(statute(note), DECISION)
    assert held["临政发〔2016〕2号"].document.effects == ()
    assert any("已载入" in message.zh for message in held["临政发〔2019〕3号"].notes)
