"""The commands over the users file of a served desk: add, remove, list. A password is never a word of the command line."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from kb.commands.edges import DataFolder, command_group, option, recorded, settings_of
from kb.errors import UsersError
from kb.messages import Message

UsersFile = Annotated[Path | None, option("用户文件，默认 .data/users。 The users file.", "--users")]
UserName = Annotated[str, typer.Argument(metavar="NAME", help="用户名。 The user's name.")]

users = command_group("网页的用户：增加、移出、列出。 Who may sign in to the served pages.")


def register(app: typer.Typer) -> None:
    """Puts the commands on the command line as `users …`."""
    app.add_typer(users, name="users")


@users.command(epilog="例 Example: policy-kb users add wang")
def add(
    name: UserName,
    file: UsersFile = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="从标准输入读一行密码。 Read the password from standard input.")
    ] = False,
    role: Annotated[str | None, option("角色 reader、editor 或 admin，默认 reader。 What the user may do.")] = None,
    data: DataFolder = None,
) -> None:
    """增加用户，或为已有用户换密码。 Add a user, or give one a new password."""
    from kb.people import ROLES, Users, add_user, check_name, check_password

    given = next((each for each in ROLES if each == role), None)
    if role is not None and given is None:
        raise typer.BadParameter(f"只能是 {'、'.join(ROLES)}。 Must be one of these.", param_hint="--role")
    name = check_name(name)
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _asked_twice(name)
    check_password(name, password)
    path = _path(file)
    new = add_user(path, name, password, given)
    recorded(data, "user_added" if new else "user_changed", name, role=Users(path).table()[name].role)
    print(
        Message(f"已增加用户 {name}（{path}）。", "Added.")
        if new
        else Message(f"已换密码 {name}（{path}）。", "Password changed.")
    )


@users.command(epilog="例 Example: policy-kb users remove wang")
def remove(name: UserName, file: UsersFile = None, data: DataFolder = None) -> None:
    """移出用户，其登录立即失效。 Remove a user, signed in or not."""
    from kb.people import KeptWork, normal_name, remove_user

    path = _path(file)
    remove_user(path, name)
    settings = settings_of(data=data)
    KeptWork(settings.data, settings.kept_days).remove_all(normal_name(name))
    recorded(data, "user_removed", name)
    print(f"已移出用户 {name}（{path}）。 Removed.")


@users.command("list", epilog="例 Example: policy-kb users list")
def list_users(
    file: UsersFile = None,
    roles: Annotated[bool, typer.Option("--roles", help="同时列出角色。 With their roles.")] = False,
) -> None:
    """列出用户名，每行一个。 List the names, one a line."""
    from kb.people import Users

    for name, user in Users(_path(file)).table().items():
        print(f"{name}\t{user.role}" if roles else name)


def _path(given: Path | None) -> Path:
    from kb.people import users_file

    return given if given is not None else users_file(settings_of())


def _asked_twice(name: str) -> str:
    """The password typed twice without echo; UsersError where there is no terminal or the two differ."""
    from kb.people import check_password

    if not sys.stdin.isatty():
        raise UsersError(
            "没有可以输入密码的终端：请加 --password-stdin，从标准输入给出密码。",
            "No terminal to type the password on: use --password-stdin.",
        )
    try:
        first = getpass.getpass("密码 Password: ")
        check_password(name, first)
        if getpass.getpass("再输入一次 Again: ") != first:
            raise UsersError("两次输入的密码不同，请重来。", "The two passwords differ: try again.")
    except EOFError:
        raise UsersError("没有输入密码，请重来。", "No password was typed: try again.") from None
    return first
