"""A repeal of a part holds for the clauses it means, and is only told where it means less than a clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb.building.affected import with_affected_clauses
from kb.documents import validity_on
from kb.holdings import load_corpus
from kb.language import Gazetteer, locator
from kb.records import LoadedDocument

OLD = (
    "临沂市就业援助办法\n\n临政规〔2018〕2号\n\n第一条 本市居民可以申请援助。\n\n第二条 援助金每月400元。\n\n"
    "第三条 援助期限为两年。\n\n第三款说明见附件。\n\n第四条 本办法自2018年1月1日起施行，有效期至2030年12月31日。\n\n临沂市人民政府\n2017年12月1日\n"
)
NEW = (
    "关于援助标准的通知\n\n临政发〔2022〕5号\n\n一、《临沂市就业援助办法》（临政规〔2018〕2号）{part}自2022年7月1日起停止执行。\n\n"
    "临沂市人民政府\n2022年6月1日\n"
)


def old_of(folder: Path, part: str) -> LoadedDocument:
    (folder / "a.txt").write_text(OLD, encoding="utf-8")
    (folder / "b.txt").write_text(NEW.format(part=part), encoding="utf-8")
    loaded = with_affected_clauses(load_corpus(folder, locator(Gazetteer.load())))
    return next(item for item in loaded if item.document.id == "临政规〔2018〕2号")


def test_only_the_clause_repealed_is_superseded(tmp_path: Path) -> None:
    old = old_of(tmp_path, "第二条")
    (effect,) = old.document.effects
    assert (effect.clauses, effect.obeyed) == (("临政规〔2018〕2号 第二条",), True)
    states = {clause.label: validity_on(old.document, date(2023, 1, 1), clause.id)[0] for clause in old.clauses}
    assert [label for label, state in states.items() if state == "superseded"] == ["第二条"]
    assert validity_on(old.document, date(2022, 6, 30), effect.clauses[0])[0] == "in_force"
    assert validity_on(old.document, date(2023, 1, 1))[0] == "in_force"
    assert validity_on(old.document, date(2022, 7, 1), effect.clauses[0]) == ("superseded", effect.quote)


@pytest.mark.parametrize(
    ("part", "clauses"),
    [("第三条第二款", ("临政规〔2018〕2号 第三条",)), ("第九条", ()), ("有关补贴标准的规定", ())],
)
def test_what_is_less_than_a_clause_or_not_found_is_told_only(
    tmp_path: Path, part: str, clauses: tuple[str, ...]
) -> None:
    old = old_of(tmp_path, part)
    (effect,) = old.document.effects
    assert (effect.parts, effect.clauses, effect.obeyed) == ((part,), clauses, False)
    assert all(validity_on(old.document, date(2023, 1, 1), clause.id)[0] == "in_force" for clause in old.clauses)


def test_other_effects_stay_as_they_are(tmp_path: Path) -> None:
    old = old_of(tmp_path, "第二条")
    whole = replace(old.document.effects[0], kind="repeals", parts=(), clauses=())
    item = replace(old, document=replace(old.document, effects=(whole,)))
    assert with_affected_clauses([item]) == [item]


def test_an_amendment_is_told_of_the_clause_it_means_and_changes_nothing_by_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(OLD, encoding="utf-8")
    amending = NEW.replace("{part}自2022年7月1日起停止执行", "第二条修改为：“援助金每月600元”")
    (tmp_path / "b.txt").write_text(amending, encoding="utf-8")
    loaded = with_affected_clauses(load_corpus(tmp_path, locator(Gazetteer.load())))
    old = next(item for item in loaded if item.document.id == "临政规〔2018〕2号")
    (effect,) = old.document.effects
    assert (effect.kind, effect.clauses, effect.obeyed) == ("amends", ("临政规〔2018〕2号 第二条",), False)
    assert validity_on(old.document, date(2023, 1, 1), effect.clauses[0])[0] == "in_force"
