"""The models are what the commands print, and their documentation is made of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from kb import Filters, KnowledgeBase, Side, answer_object, compare, report_object
from kb.answers import comparison_object, document_object, hit_object
from kb.benefits import situation_object
from kb.commands.output import tree
from kb.commands.schema import objects_by_name
from kb.exports import clause_lines
from kb.messages import Message
from kb.objects import AnswerObject, PlainObject, QuoteObject, field_tables
from kb.people import AuditEntry, QuestionCount, audit_object, stats_object
from kb.questions import question_object
from kb.records import Document
from kb.upkeep import Diagnosis, diagnosis_object
from kb.versions import TextVersion, differences, differences_object
from kb.watch import watch_object, watch_points

DOCS = Path(__file__).parents[3] / "docs"
CASE = "我妈58了，残疾二级，临沂兰陵的，建档立卡，有什么补贴？"
DAY = date(2018, 1, 1)


def version(base: KnowledgeBase, document: Document) -> TextVersion:
    return TextVersion(document.id, document.title, base.clauses(document.id))


def printed(base: KnowledgeBase) -> dict[str, list[object]]:
    """What the commands print of each object."""
    day = Filters(as_of=DAY)
    found = base.benefits.read(CASE, DAY)
    asked = [base.ask(question, day) for question in (CASE, "生三孩有没有补贴？", "How long is the post?")]
    sides = [Side.region("江苏省"), Side.region("海南省")]
    return {
        "answer": [answer_object(answer, "q1") for answer in asked]
        + [answer_object(asked[0]) | {"reading": question_object(base.understand(CASE))}],
        "hit": [hit_object(hit) for hit in base.search("创业担保贷款")],
        "document": [
            document_object(each.document, each.validity, each.validity_quote)
            | {"file": each.document.file, "clauses": 1}
            for each in base.documents(DAY)
        ],
        "clause": [clause for each in base.documents() for clause in tree(base.clauses(each.document.id))],
        "exported": [
            line.plain()
            for each in base.documents()
            for line in clause_lines(each.document, base.clauses(each.document.id), DAY)
        ],
        "comparison": [comparison_object(compare(base, "创业担保贷款额度", sides, DAY))],
        "situation": [situation_object(base.match(found.profile, DAY), found)],
        "watch": [watch_object(point) for point in watch_points(base)],
        "audit": [
            audit_object(AuditEntry(1, datetime(2026, 11, 29, tzinfo=UTC), "li", "export", "x", {"n": 3}, "0" * 64))
        ],
        "stats": [stats_object([QuestionCount(DAY, "answered", "甲", "甲 一", 2)], DAY, {"宠物": 3})],
        "differences": [
            differences_object(differences(*(version(base, each.document) for each in base.documents()[:2])))
        ],
        "diagnosis": [
            diagnosis_object(Diagnosis("fonts", "attention", Message("无", "none"), Message("装", "install")))
        ],
        "report": [report_object(base.verify("“给予不低于1000元一次性创业补贴”。祝好！\n按第八条办理。", DAY))],
    }


def test_what_is_printed_is_what_the_schema_says(base: KnowledgeBase) -> None:
    models = objects_by_name()
    given = printed(base)
    assert given.keys() == models.keys()
    for name, objects in given.items():
        for each in objects:
            # Nothing is lost, added or changed on the way through the model.
            assert models[name].model_validate(each).plain() == each


def test_an_object_of_another_shape_is_refused(base: KnowledgeBase) -> None:
    data = answer_object(base.ask("扶贫车间补多少？"))
    for wrong in (data | {"more": 1}, data | {"status": "sure"}, {key: data[key] for key in data if key != "notices"}):
        with pytest.raises(ValidationError):
            AnswerObject.model_validate(wrong)


def test_every_field_has_a_meaning() -> None:
    def models(kind: type[PlainObject]) -> set[type[PlainObject]]:
        return {kind}.union(*(models(each) for each in kind.__subclasses__()))

    assert len(models(PlainObject)) > 35
    for model in models(PlainObject):
        assert model.__doc__
        assert [name for name, field in model.model_fields.items() if not field.description] == []


def test_the_documentation_is_made_of_the_models() -> None:
    text = (DOCS / "objects.md").read_text(encoding="utf-8")
    assert text.split("\n\n", 2)[2].strip() == field_tables(objects_by_name().values())


def test_a_field_is_called_as_it_is_written() -> None:
    assert "| `from` | date or null |" in field_tables(objects_by_name().values())
    assert "| `clause_id` | string or null, may be left out |" in field_tables([QuoteObject])
    schema = AnswerObject.json_schema()
    assert set(schema["$defs"]["EffectObject"]["required"]) >= {"from", "until", "obeyed"}
    assert "id" not in schema["required"]
