"""What the commands share: their options, opening the store, and how they speak on stderr."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from kb.errors import InvalidInput, KnowledgeBaseError
from kb.messages import Message

if TYPE_CHECKING:
    from kb.building import BuildReport
    from kb.holdings import Plan
    from kb.models import Models
    from kb.people import Deed
    from kb.records import Language
    from kb.settings import Settings
    from kb.store import KnowledgeBase


def option(words: str, *names: str, metavar: str | None = None, **more: Any) -> Any:  # noqa: ANN401 - typer's own
    """An option of a command, whose help says what holds where it is not given."""
    return typer.Option(*names, help=words, metavar=metavar, show_default=False, **more)


Store = Annotated[Path | None, option("知识库文件夹，默认 .store。 The store folder.", "--store")]
AsOf = Annotated[str | None, option("按哪一天判断效力，YYYY-MM-DD，默认今天。 The day to judge by.", "--as-of")]
CorpusFolder = Annotated[Path | None, option("文件所在文件夹，默认 corpus。 The folder of texts.", "--corpus")]
DataFolder = Annotated[
    Path | None, option("反馈等数据的文件夹，默认 .data。 The folder of feedback and other data.", "--data")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="不再询问。 Do not ask.")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON。 Print JSON.")]


def command_group(words: str) -> typer.Typer:
    """A group of commands (`policy-kb users …`) with its help."""
    return typer.Typer(help=words, no_args_is_help=True, rich_markup_mode=None)


def fail(message: str) -> NoReturn:
    """Ends the program with one line on stderr and exit 1."""
    print(" ".join(message.split()), file=sys.stderr)
    raise SystemExit(1)


def settings_of(**given: Path | str | Sequence[str] | None) -> Settings:
    """The settings, with what was given on the command line in their place; an option not given is None or empty."""
    from pydantic import ValidationError

    from kb.settings import Settings

    try:
        return Settings(**{name: value for name, value in given.items() if value not in (None, [], ())})
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        name = f"POLICY_KB_{'_'.join(map(str, wrong['loc'])).upper()}"
        fail(f"设置 {name} 不对：请改正或取消。 The setting {name} is wrong: {wrong['msg']}.")


def open_base(store: Path | None, *, to_ask: bool = False) -> KnowledgeBase:
    """The newest generation of the store; says so where an older one is served. `to_ask` loads the models meanwhile."""
    settings = settings_of(store=store)
    models = _models_loading(settings) if to_ask else None
    # Imported after the models' thread has begun: both take their time.
    with _nothing_collected():
        from kb.store import open_newest

        base = open_newest(settings.store, settings, models)
    if base.warning:
        note(base.warning)
    return base


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """What a start makes stays: looking again and again which of it is garbage takes a tenth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _models_loading(settings: Settings) -> Models | None:
    """The models, which a thread of their own loads; None if they, or the store, are not there, which opening the store tells."""
    from index import TextIndexError, pointer_stamp
    from kb.models import Models

    if pointer_stamp(settings.store) is None:
        return None
    try:
        models = Models.load(settings.model, settings.store)
    except TextIndexError:
        return None

    def load() -> None:
        # What goes wrong here goes wrong again, and is told, with the question.
        with suppress(TextIndexError):
            models.warm()

    threading.Thread(target=load).start()
    return models


def agreed(question: str, yes: bool) -> None:
    """Asks on stderr unless `yes`; InvalidInput where the answer is no, or there is none."""
    try:
        if yes or typer.confirm(question, err=True):
            return
    except typer.Abort:
        pass
    raise InvalidInput("已取消，没有改动。", "Cancelled: nothing has changed.")


def built(settings: Settings, *, forget: bool = False) -> BuildReport:
    """Builds with a progress bar, and records what changed in the corpus since the build before; with `forget` no older generation stays."""
    from kb.people import this_user
    from kb.progress import progress
    from kb.upkeep import rebuild

    with progress("向量化 embedding") as report:
        return rebuild(settings, this_user(), report, forget=forget)


def made(plan: Plan, deed: Deed, data: Path | None, **details: object) -> None:
    """Carries a plan out, and records that the account that runs this command did."""
    from kb.people import AuditLog, this_user
    from kb.upkeep import make_recorded

    make_recorded(plan, deed, this_user(), AuditLog(settings_of(data=data).data), **details)


def recorded(data: Path | None, deed: Deed, subject: str, **details: object) -> None:
    """Writes into the record of who did what that the account that runs this command did it; what is None is left out."""
    from kb.people import AuditLog, this_user

    said = {name: value for name, value in details.items() if value is not None}
    AuditLog(settings_of(data=data).data).append(this_user(), deed, subject, **said)


def note(message: str | Message) -> None:
    """One line on stderr."""
    print(message, file=sys.stderr)


def day_of(text: str | None) -> date | None:
    """The day given, or None; InvalidInput where it is none."""
    from kb.language import parse_as_of

    return parse_as_of(text) if text is not None else None


def frame_language(text: str | None) -> Language | None:
    """The language of the answer's frame, or None for the question's; wrong usage where it is neither."""
    if text is None or text == "zh" or text == "en":
        return text  # type: ignore[return-value]
    raise typer.BadParameter("只能是 zh 或 en。 Must be zh or en.", param_hint="--lang")


def shortened(words: str, width: int = 60) -> str:
    """Words of a text on one line of at most `width` characters."""
    line = " ".join(words.split())
    return line if len(line) <= width else line[: width - 1] + "…"


@contextmanager
def told_in(language: Language | None) -> Iterator[None]:
    """Declared failures of the block end the program with their message in the wanted language first."""
    try:
        yield
    except KnowledgeBaseError as error:
        fail(error.message.first(language or "zh"))
