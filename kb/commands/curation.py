"""The commands of whoever answers for the texts: withdraw a document everywhere, correct what it is catalogued with, end it on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kb.commands.corpus import DocumentName, StoreToUpdate
from kb.commands.edges import CorpusFolder, DataFolder, Store, Yes, agreed, built, day_of, fail, made, note, settings_of
from kb.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from kb.settings import Settings

_TO_BUILD = "运行 policy-kb build 使其生效。 Run policy-kb build to bring the store up to date."
Reason = Annotated[str, typer.Option("--reason", help="为什么，记入操作记录。 Why; it is recorded.")]


def register(app: typer.Typer) -> None:
    """Puts the three commands on the command line."""
    app.command(epilog='例 Example: policy-kb withdraw 临人社发〔2016〕12号 --reason "误收"')(withdraw)
    app.command(
        epilog='例 Example: policy-kb correct 临人社发〔2016〕12号 effective_to 2021-05-15 --rests-on "有效期至2021年5月15日" --reason "扫描有误"'
    )(correct)
    app.command(
        epilog='例 Example: policy-kb end 临人社发〔2016〕12号 --by 临人社发〔2021〕3号 --on 2021-03-01 --reason "见来文，未入库"'
    )(end)


def withdraw(
    name: DocumentName,
    reason: Reason,
    corpus: CorpusFolder = None,
    data: DataFolder = None,
    yes: Yes = False,
    store: Store = None,
) -> None:
    """撤下一份文件：移出语料，更新知识库，旧版本也不再保留。 Withdraw a document: no generation of the store holds it any more."""
    from kb.benefits import notes_on_removal
    from kb.holdings import plan_remove
    from kb.language import Gazetteer

    settings = settings_of(corpus=corpus, data=data, store=store)
    plan = plan_remove(settings.corpus, name, Gazetteer.load())
    if plan.held is None:
        return
    print(f"撤下 withdraw: {plan.held.number or plan.held.id}《{plan.held.title}》（{plan.file}）")
    for message in notes_on_removal(settings.corpus, plan.held.id):
        print(f"! {message}")
    agreed("撤下？ Withdraw it?", yes)
    made(plan, "document_withdrawn", data, reason=reason.strip())
    _rebuilt_without(settings)
    print(f"已撤下，原文件在 {plan.kept_at}。 Withdrawn; the file itself is kept there.")


def correct(
    name: DocumentName,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="哪一项，如 effective_to。 Which field.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="更正为。 What it should be.")],
    rests_on: Annotated[str, typer.Option("--rests-on", help="所据的原文。 Words of the text it rests on.")],
    reason: Reason,
    corpus: CorpusFolder = None,
    data: DataFolder = None,
    yes: Yes = False,
    store: StoreToUpdate = None,
) -> None:
    """更正一项著录，写明所据原文和理由。 Correct a catalogued value, by words of the text and for a reason."""
    from kb.holdings import CORRECTED_FIELDS, Correction, plan_correction
    from kb.language import Gazetteer

    known = next((each for each in CORRECTED_FIELDS if each == field), None)
    if known is None:
        raise typer.BadParameter(f"只能是 {'、'.join(CORRECTED_FIELDS)}。 Must be one of these.", param_hint="FIELD")
    folder = settings_of(corpus=corpus).corpus
    plan = plan_correction(folder, name, Correction(known, value, rests_on, reason), Gazetteer.load())
    print("\n".join([*map(str, plan.notes), plan.entry.rstrip()]))
    agreed("更正？ Correct it?", yes)
    before = str(getattr(plan.held, known))
    made(plan, "value_corrected", data, field=field, before=before, after=value, rests_on=rests_on, reason=reason)
    print("已更正。 Corrected.")
    note(_TO_BUILD)


def end(
    name: DocumentName,
    by: Annotated[str, typer.Option("--by", help="废止决定的文号。 The number of the decision.")],
    on: Annotated[str, typer.Option("--on", help="从哪天起不再执行，YYYY-MM-DD。 The first day it no longer holds.")],
    reason: Reason,
    corpus: CorpusFolder = None,
    data: DataFolder = None,
    yes: Yes = False,
) -> None:
    """记下库外的决定废止了这份文件。 Record that a decision which is not held ended a document."""
    from kb.holdings import Ending, plan_ending
    from kb.language import Gazetteer

    day = day_of(on)
    if day is None:
        return
    plan = plan_ending(settings_of(corpus=corpus).corpus, name, Ending(by, day, reason), Gazetteer.load())
    print("\n".join([*map(str, plan.notes), plan.entry.rstrip()]))
    agreed("记下？ Record it?", yes)
    made(plan, "document_ended", data, by=by, on=on, reason=reason)
    print("已记下。 Recorded.")
    note(_TO_BUILD)


def _rebuilt_without(settings: Settings) -> None:
    """Builds, and removes the generation before, which still holds what was withdrawn."""
    from index import TextIndexError

    try:
        built(settings, forget=True)
    except (KnowledgeBaseError, TextIndexError) as error:
        fail(f"已移出语料，但知识库还没有更新完：{error} It has left the corpus, but the store still holds it.")
