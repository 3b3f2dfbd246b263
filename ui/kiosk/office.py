"""The office that a public terminal stands in, from one YAML file: name, window, hours, telephones, tiles, region, idle times, host names.

Everything is checked when the file is read; each fault is one line with its place. Without a file the terminal speaks of no office and is
served to its own machine only.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Final

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from kb.cases import Vocabulary
from kb.errors import KnowledgeBaseError
from kb.messages import Message

OfficeWords = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
PhoneNumber = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9+()（）转 \-]{3,30}$")]
ExampleQuestion = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=40)]
_LARGEST: Final = 256 * 1024
_NO_SUCH_KEY: Final = "extra_forbidden"
# What pydantic finds, in words for whoever keeps the file.
_FAULTS: Final = {
    "missing": Message("没有写。", "Missing."),
    _NO_SUCH_KEY: Message("没有这一项，请改正或删去。", "No such entry: correct or remove it."),
    "string_type": Message("应为文字，数字请加引号。", "Must be text: put a number in quotes."),
    "string_too_short": Message("不能为空。", "Must not be empty."),
    "string_too_long": Message("太长（最多 {max_length} 字）。", "Too long: {max_length} characters at most."),
    "string_pattern_mismatch": Message("不是电话号码。", "Not a telephone number."),
    "int_type": Message("应为整数（秒）。", "Must be a whole number of seconds."),
    "greater_than_equal": Message("不能小于 {ge}。", "Must be {ge} or more."),
    "less_than_equal": Message("不能大于 {le}。", "Must be {le} or less."),
    "too_short": Message("至少 {min_length} 个。", "At least {min_length}."),
    "too_long": Message("最多 {max_length} 个。", "At most {max_length}."),
    "list_type": Message("应为列表（每行以“- ”开头）。", "Must be a list."),
    "tuple_type": Message("应为列表（每行以“- ”开头）。", "Must be a list."),
    "model_type": Message("应为“名称: 内容”。", "Must be `name: value` pairs."),
}


class OfficeError(KnowledgeBaseError):
    """The office file cannot be used; `faults` has a line for each thing that is wrong."""

    def __init__(self, *faults: Message) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Phone(_Entry):
    """A telephone: what it is for, and its number."""

    name: OfficeWords
    number: PhoneNumber


class TopicQuestion(_Entry):
    """A question of a tile; where it names `subjects` of benefit cards, these answer it, and without them it is asked as it stands."""

    ask: ExampleQuestion
    subjects: tuple[OfficeWords, ...] = ()


def _asked(value: object) -> object:
    """`扶贫车间奖补多少？` as `{ask: 扶贫车间奖补多少？}`."""
    return {"ask": value} if isinstance(value, str) else value


class Topic(_Entry):
    """A tile: a title in residents' words, one character for its seal, and questions that ask about it."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=14)]
    mark: Annotated[str, StringConstraints(min_length=1, max_length=1)]
    questions: tuple[Annotated[TopicQuestion, BeforeValidator(_asked)], ...] = Field(min_length=1, max_length=5)


class Idle(_Entry):
    """Seconds without a touch until the warning, and from there until everything is wiped."""

    warn_after: Annotated[int, Field(ge=60, le=600)] = 60
    extend_within: Annotated[int, Field(ge=20, le=120)] = 20


class Office(_Entry):
    """The office; without a file, nothing of it is known."""

    name: OfficeWords | None = None
    window: OfficeWords | None = None
    hours: OfficeWords | None = None
    hotline: PhoneNumber = Field(default_factory=lambda: Vocabulary.builtin().contact.phone)
    phones: Annotated[tuple[Phone, ...], Field(max_length=4)] = ()
    region: OfficeWords | None = None
    hosts: tuple[OfficeWords, ...] = ()
    idle: Idle = Idle()
    languages: Annotated[dict[OfficeWords, OfficeWords], Field(max_length=6)] = {}
    topics: Annotated[tuple[Topic, ...] | None, Field(min_length=8, max_length=12)] = None

    def over(self, vocabulary: Vocabulary) -> Office:
        """The office with the telephone of the corpus it is served from, unless it has a line of its own."""
        return (
            self
            if "hotline" in self.model_fields_set
            else self.model_copy(update={"hotline": vocabulary.contact.phone})
        )


def default_topics() -> tuple[Topic, ...]:
    """The tiles that the program brings, as `ui/data/topics.yaml` lists them."""
    text = resources.files("ui").joinpath("data", "topics.yaml").read_text(encoding="utf-8")
    return TypeAdapter(tuple[Topic, ...]).validate_python(yaml.load(text, _Lists))


def load_office(path: Path | None) -> Office:
    """The office that a file describes, checked; OfficeError with a line for each fault."""
    if path is None:
        return Office()
    text = _read(path)
    try:
        root = yaml.compose(text, yaml.SafeLoader)
        data = yaml.load(text, _Lists)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise OfficeError(_line(path, mark.line + 1 if mark else 1, _YAML_FAULT)) from error
    repeated = [_line(path, line, Message(f"{key}：写了两次。", "Written twice.")) for key, line in _repeated(root)]
    try:
        office = Office.model_validate({} if data is None else data)
    except ValidationError as error:
        faults = [_fault(path, root, each) for each in error.errors(include_url=False)]
        raise OfficeError(*repeated, *dict.fromkeys(faults)) from error
    if repeated:
        raise OfficeError(*repeated)
    return office


_YAML_FAULT: Final = Message(
    "读不懂（缩进、冒号或引号有误）。", "Not readable as YAML: look at indentation, colons, quotes."
)


class _Lists(yaml.SafeLoader):
    """Lists come as tuples, which the frozen models take, and numbers keep to what is written."""


def _tuple(loader: yaml.SafeLoader, node: yaml.SequenceNode) -> tuple[object, ...]:
    return tuple(loader.construct_sequence(node, deep=True))


_Lists.add_constructor("tag:yaml.org,2002:seq", _tuple)


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
        if len(data) > _LARGEST:
            raise OfficeError(Message(f"{path}：文件太大，不像是单位设置。", "Too large to be an office file."))
        return data.decode("utf-8-sig")
    except OSError as error:
        raise OfficeError(
            Message(f"{path}：读不到（{error.strerror}），请检查 --office。", "Cannot be read: check --office.")
        ) from error
    except UnicodeDecodeError as error:
        raise OfficeError(
            Message(f"{path}：不是 UTF-8 文字，请另存为 UTF-8。", "Not UTF-8: save it as UTF-8.")
        ) from error


def _line(path: Path, line: int, what: Message) -> Message:
    return Message(f"{path}:{line}：{what.zh}", what.en)


def _fault(path: Path, root: yaml.Node | None, error: Any) -> Message:  # noqa: ANN401 - pydantic's own dictionary
    place = error["loc"]
    said = _FAULTS.get(error["type"], Message("不能用：{type}。", "Unfit: {type}."))
    said = said.format(type=error["type"], **error.get("ctx", {}))
    name = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in place)
    return _line(path, _line_of(root, place), Message(f"{name}：{said.zh}", said.en) if name else said)


def _line_of(node: yaml.Node | None, place: tuple[str | int, ...]) -> int:
    """The line, counted from 1, of what `place` names, or of the entry that should have held it."""
    line = node.start_mark.line + 1 if node else 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == part), None)
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


def _repeated(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    """Keys written twice in one entry; YAML would silently take the last."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    yield key.value, key.start_mark.line + 1
                seen.add(key.value)
            yield from _repeated(value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _repeated(each)
