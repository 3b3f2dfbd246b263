"""Where the work of a signed-in user outlives the server: as compressed JSON in `<data>/work.sqlite3`, personal numbers masked.

Of a question in which something is masked only what the texts say of it is kept: how it was read, the case described in it and the benefits
matched with that case hold the numbers too, and are left out with a notice.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from kb.errors import KeptWorkError
from kb.messages import Message
from kb.people import KeptItem, KeptWork, WorkKind, masked
from kb.records import Notice
from ui.server.faults import Faults
from ui.server.work import Asked, Pick

NOT_KEPT: Final = Notice(
    "case_not_kept",
    Message(
        "问题里有个人号码，保存时已隐去，与所述情形有关的待遇没有保存，请重新查询。",
        "Personal numbers in the question were masked when it was kept; the benefits for the case were not kept: ask again.",
    ),
)


@dataclass(frozen=True)
class UserKeeper:
    """Keeps the work of one owner."""

    owner: str
    kept: KeptWork
    faults: Faults

    @property
    def days(self) -> int:
        """For how many days it is kept."""
        return self.kept.days

    def load(self) -> tuple[Sequence[Asked], Sequence[Pick]]:
        """What is kept; what cannot be read any more is removed."""
        return self._read("asked"), self._read("pick")

    def keep_asked(self, asked: Asked) -> None:
        """Keeps a question, masked."""
        item = KeptItem(str(asked.number), _written("asked", masked_asked(asked)))
        self._tried(lambda: self.kept.put(self.owner, "asked", asked.number, item))

    def drop_asked(self, numbers: Sequence[int]) -> None:
        """Removes questions."""
        self._tried(lambda: self.kept.remove(self.owner, "asked", [str(each) for each in numbers]))

    def keep_picks(self, picks: Sequence[Pick]) -> None:
        """Keeps exactly these clauses in this order."""
        items = [KeptItem(each.clause.id, _written("pick", each)) for each in picks]
        self._tried(lambda: self.kept.arrange(self.owner, "pick", items))

    def _read(self, kind: WorkKind) -> list[Any]:
        try:
            items = self.kept.of(self.owner, kind)
        except KeptWorkError as error:
            self.faults.report(error)
            return []
        found: list[Any] = []
        gone: list[str] = []
        for item in items:
            # What an older version wrote otherwise cannot be read, and is of no use to anybody.
            try:
                found.append(_adapters()[kind].validate_json(zlib.decompress(item.data)))
            except (ValidationError, zlib.error):
                gone.append(item.key)
        self._tried(lambda: self.kept.remove(self.owner, kind, gone))
        return found

    def _tried(self, write: Callable[[], None]) -> None:
        """Nobody's request fails because something cannot be kept; the administrator is told."""
        try:
            write()
        except KeptWorkError as error:
            self.faults.report(error)


def masked_asked(asked: Asked) -> Asked:
    """The question as it may be written down: as it is where nothing in it is personal."""
    question = masked(asked.question)
    if question == asked.question:
        return asked
    if (answer := asked.answer) is None:
        return replace(asked, question=question)
    notices = [
        replace(each, message=Message(masked(each.message.zh), masked(each.message.en))) for each in answer.notices
    ]
    if answer.situation or answer.cards:
        notices.append(NOT_KEPT)
    answer = replace(
        answer, question=masked(answer.question), notices=tuple(notices), situation=None, cards=(), summary=None
    )
    return replace(asked, question=question, answer=answer, reading=None)


# ------------------------------------------------------------------------------------------------------ parts


@cache
def _adapters() -> dict[WorkKind, TypeAdapter[Any]]:
    return {"asked": TypeAdapter(Asked), "pick": TypeAdapter(Pick)}


def _written(kind: WorkKind, one: Asked | Pick) -> bytes:
    # Read-only mappings and the offsets of clauses are not among pydantic's own types. The cards of a case repeat much: 150 KB become 25.
    return zlib.compress(_adapters()[kind].dump_json(one, fallback=_plain, warnings=False))


def _plain(value: Any) -> dict[Any, Any] | list[Any]:  # noqa: ANN401
    return dict(value) if isinstance(value, Mapping) else list(value)
