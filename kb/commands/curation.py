"""The commands of whoever answers for the texts: withdraw a document everywhere, correct what it is catalogued with, end it on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kb.commands.corpus import DocumentName, StoreToUpdate
from kb.commands.edges import CorpusFolder, DataFolder, Store, Yes, agreed, built, day_of, fail, made, note, settings_of
from kb.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from pathlib import Path

    from kb.holdings import EndingKind
    from kb.people import Deed
    from kb.settings import Settings

_TO_BUILD = "运行 policy-kb build 使其生效。 Run policy-kb build to bring the store up to date."
Reason = Annotated[str, typer.Option("--reason", help="为什么，记入操作记录。 Why; it is recorded.")]


def register(app: typer.Typer) -> None:
    """Puts the commands on the command line."""
    app.command(epilog='例 Example: policy-kb withdraw 临人社发〔2016〕12号 --reason "误收"')(withdraw)
    app.command(
        epilog='例 Example: policy-kb correct 临人社发〔2016〕12号 effective_to 2021-05-15 --rests-on "有效期至2021年5月15日" --reason "扫描有误"'
    )(correct)
    app.command(
        epilog='例 Example: policy-kb end 临人社发〔2016〕12号 --by 临人社发〔2021〕3号 --on 2021-03-01 --reason "见来文，未入库"'
    )(end)
    app.command(
        epilog='例 Example: policy-kb extend 临人社发〔2016〕12号 --by 临人社发〔2020〕3号 --until 2022-05-15 --reason "见来文，未入库"'
    )(extend)


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
    reason: Reason,
    rests_on: Annotated[
        str,
        typer.Option(
            "--rests-on", help="所据的原文，title_en 不需要。 Words of the text it rests on; title_en needs none."
        ),
    ] = "",
    corpus: CorpusFolder = None,
    data: DataFolder = None,
    yes: Yes = False,
    store: StoreToUpdate = None,
) -> None:
    """更正一项著录，写明所据原文和理由。 Correct a catalogued value, by words of the text and for a reason."""
    from kb.holdings import CORRECTED_FIELDS, Correction, plan_correction, plan_english_title
    from kb.language import Gazetteer

    folder, known = settings_of(corpus=corpus).corpus, next((each for each in CORRECTED_FIELDS if each == field), None)
    if known:
        plan = plan_correction(folder, name, Correction(known, value, rests_on, reason), Gazetteer.load())
    elif field == "title_en":
        plan = plan_english_title(folder, name, value, Gazetteer.load())
    else:
        allowed = "、".join([*CORRECTED_FIELDS, "title_en"])
        raise typer.BadParameter(f"只能是 {allowed}。 Must be one of these.", param_hint="FIELD")
    print("\n".join([*map(str, plan.notes), plan.entry.rstrip()]))
    agreed("更正？ Correct it?", yes)
    before = str(getattr(plan.held, field))
    made(plan, "value_corrected", data, field=field, before=before, after=value, rests_on=rests_on, reason=reason)
    print("已更正。 Corrected.")
    note(_TO_BUILD)


def end(
    name: DocumentName,
    by: Annotated[str, typer.Option("--by", help="废止决定的文号。 The number of the decision.")],
    on: Annotated[str, typer.Option("--on", help="从哪天起不再执行，YYYY-MM-DD。 The first day it no longer holds.")],
    reason: Reason,
    republished: Annotated[
        bool, typer.Option("--republished", help="是重新发布，由新文本替代。 It was published anew, as another text.")
    ] = False,
    corpus: CorpusFolder = None,
    data: DataFolder = None,
    yes: Yes = False,
) -> None:
    """记下库外的决定废止或重新发布了这份文件。 Record that a decision which is not held ended a document or published it anew."""
    _record(name, "republishes" if republished else "repeals", (by, on, reason), corpus, data, yes)


def extend(
    name: DocumentName,
    by: Annotated[str, typer.Option("--by", help="延长它的决定的文号。 The number of the decision.")],
    until: Annotated[str, typer.Option("--until", help="有效到哪天，YYYY-MM-DD。 The last day it holds.")],
    reason: Reason,
    corpus: CorpusFolder = None,
    data: DataFolder = None,
    yes: Yes = False,
) -> None:
    """记下库外的决定延长了这份文件的有效期。 Record that a decision which is not held lets a document hold longer."""
    _record(name, "extends", (by, until, reason), corpus, data, yes)


def _record(
    name: str, kind: EndingKind, said: tuple[str, str, str], corpus: Path | None, data: Path | None, yes: bool
) -> None:
    """Records what a decision that is not held decided: by which one, on or until which day, and how that is known."""
    from kb.holdings import Ending, plan_ending
    from kb.language import Gazetteer

    by, on, reason = said
    day = day_of(on)
    if day is None:
        return
    plan = plan_ending(settings_of(corpus=corpus).corpus, name, Ending(by, day, reason, kind), Gazetteer.load())
    print("\n".join([*map(str, plan.notes), plan.entry.rstrip()]))
    agreed("记下？ Record it?", yes)
    deed: Deed = "document_extended" if kind == "extends" else "document_ended"
    made(plan, deed, data, by=by, on=on, reason=reason, kind=kind)
    print("已记下。 Recorded.")
    note(_TO_BUILD)


def _rebuilt_without(settings: Settings) -> None:
    """Builds, and removes the generation before, which still holds what was withdrawn."""
    from index import TextIndexError

    try:
        built(settings, forget=True)
    except (KnowledgeBaseError, TextIndexError) as error:
        fail(f"已移出语料，但知识库还没有更新完：{error} It has left the corpus, but the store still holds it.")
