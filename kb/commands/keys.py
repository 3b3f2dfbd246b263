"""The commands over the keys of programs that ask over HTTP: add, list, remove. A key is printed once, when it is made."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.commands.edges import DataFolder, command_group, note, option, recorded, settings_of

if TYPE_CHECKING:
    from kb.people import KeyScope

KeyName = Annotated[str, typer.Argument(metavar="NAME", help="谁用这个密钥。 Who uses the key.")]

keys = command_group("程序的密钥：增加、列出、移出。 Keys of programs that ask over HTTP.")


def register(app: typer.Typer) -> None:
    """Puts the commands on the command line as `keys …`."""
    app.add_typer(keys, name="keys")


@keys.command(epilog="例 Example: policy-kb keys add 门户网站 --scope ask,search --rate 60/min")
def add(
    name: KeyName,
    scope: Annotated[
        str | None, option("用途，默认全部：ask search documents match compare verify mcp。 What for.", metavar="S,S…")
    ] = None,
    rate: Annotated[str | None, option("每分钟次数，默认 120/min。 Requests a minute.", metavar="N/min")] = None,
    data: DataFolder = None,
) -> None:
    """增加密钥；只显示这一次。 Make a key; it is shown this once."""
    from kb.people import USUAL_RATE, add_key

    scopes, times = _scopes(scope), _rate(rate) if rate else USUAL_RATE
    print(add_key(_path(data), name, scopes, times))
    recorded(data, "key_added", name, scopes=scopes, rate=times)
    note("只显示这一次，请交给使用的人；文件里只留散列。 Shown this once: the file keeps only its hash.")


@keys.command("list", epilog="例 Example: policy-kb keys list")
def list_keys(data: DataFolder = None) -> None:
    """列出密钥的名称、用途、次数和日期，每行一个。 List names, scopes, rates and dates, one a line."""
    from kb.people import read_keys

    for key in read_keys(_path(data)):
        print(f"{key.name}  {','.join(key.scopes)}  {key.rate}/min  {key.created}")


@keys.command(epilog="例 Example: policy-kb keys remove 门户网站")
def remove(name: KeyName, data: DataFolder = None) -> None:
    """移出密钥，立即失效。 Remove a key, which ends it at once."""
    from kb.people import remove_key

    remove_key(_path(data), name)
    recorded(data, "key_removed", name)
    print(f"已移出密钥 {name}。 Removed.")


def _path(data: Path | None) -> Path:
    from kb.people import keys_file

    return keys_file(settings_of(data=data))


def _scopes(text: str | None) -> tuple[KeyScope, ...]:
    from kb.people import SCOPES

    if text is None:
        return SCOPES
    named = [part.strip() for part in text.split(",") if part.strip()]
    if not named or not set(named) <= set(SCOPES):
        raise typer.BadParameter(f"只能是 {'、'.join(SCOPES)}。 Must be among these.", param_hint="--scope")
    return tuple(scope for scope in SCOPES if scope in named)


def _rate(text: str) -> int:
    found = re.fullmatch(r"(\d{1,6})/min", text.strip())
    if not found:
        raise typer.BadParameter("请写成 60/min。 Write it as 60/min.", param_hint="--rate")
    return int(found[1])
