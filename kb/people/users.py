"""The users file of a served desk: who may sign in, the argon2id hash of each one's password, and what each may do.

    # comments are kept
    wang:$argon2id$v=19$m=65536,t=3,p=4$…
    li:$argon2id$v=19$m=65536,t=3,p=4$…:editor

A password stands nowhere. The file is written whole or not at all, for its owner only, and read again when it changed.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, get_args

from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock, Timeout

from kb.errors import UsersError
from kb.files import whole_file
from kb.settings import Settings

LONGEST_NAME: Final = 64
SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 1000
_LOCK_SECONDS: Final = 10.0

Role = Literal["reader", "editor", "admin"]
"""A reader asks; an editor also changes the corpus; an admin also users and settings. A line without a role is a reader's."""
ROLES: Final[tuple[Role, ...]] = get_args(Role)


def covers(held: Role, needed: Role) -> bool:
    """Whether a role is the one needed or goes beyond it."""
    return ROLES.index(held) >= ROLES.index(needed)


FileStamp = tuple[int, int, int, int]


@dataclass(frozen=True)
class User:
    """A line of the file but for the name."""

    digest: str
    role: Role = "reader"


def users_file(settings: Settings) -> Path:
    """The users file: the one set, else `users` in the data folder."""
    return settings.users if settings.users is not None else settings.data / "users"


def normal_name(name: str) -> str:
    """A name as it stands in the file: Unicode NFC, nothing around it."""
    return unicodedata.normalize("NFC", name).strip()


def is_name(name: str) -> bool:
    """Whether a name can stand in the file: printable, no colon, no white space, no `#` before it, 64 characters at most."""
    return (
        0 < len(name) <= LONGEST_NAME and name.isprintable() and not name.startswith("#") and not {":", " "} & {*name}
    )


def check_name(name: str) -> str:
    """The name in its normal form; UsersError if it is no name."""
    found = normal_name(name)
    if not is_name(found):
        raise UsersError(
            f"用户名“{_shown(name)}”不能用：须为 1 到 {LONGEST_NAME} 个可见字符，不含冒号和空格，不以 # 开头。",
            f"The name cannot be used: 1 to {LONGEST_NAME} printable characters without colon or space, no # in front.",
        )
    return found


def check_password(name: str, password: str) -> None:
    """UsersError if a password is too short, too long, unprintable or the same as the name."""
    prepared = _prepared(password)
    if len(prepared) < SHORTEST_PASSWORD:
        raise UsersError(
            f"密码太短：至少 {SHORTEST_PASSWORD} 个字符。",
            f"The password is too short: at least {SHORTEST_PASSWORD} characters.",
        )
    if len(prepared) > LONGEST_PASSWORD or not prepared.isprintable():
        raise UsersError(
            f"密码不能用：最多 {LONGEST_PASSWORD} 个可见字符。",
            f"The password cannot be used: at most {LONGEST_PASSWORD} printable characters.",
        )
    if prepared.casefold() == _prepared(name).casefold():
        raise UsersError("密码不能与用户名相同，请另取一个。", "The password must not be the name: choose another.")


def parse_users(text: str, where: str) -> dict[str, User]:
    """The users by name in the order of the file; UsersError names the line that is wrong."""
    found: dict[str, User] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        name = _name_of(line)
        if name is None:
            continue
        digest, _, role = (part.strip() for part in line.partition(":")[2].partition(":"))
        if not is_name(name) or not _is_argon2id(digest) or role not in ("", *ROLES):
            raise UsersError(
                f"{where} 第 {number} 行不是“用户名:argon2id 密码散列[:角色]”：请用 policy-kb users add 重设此用户。",
                f"Line {number} is not name:argon2id-hash[:role]: remove it and use policy-kb users add.",
            )
        if name in found:
            raise UsersError(
                f"{where} 第 {number} 行的用户“{name}”重复：请只留一行。",
                f"Line {number} names a user twice: keep one line.",
            )
        found[name] = User(digest, next((each for each in ROLES if each == role), "reader"))
    return found


def add_user(path: Path, name: str, password: str, role: Role | None = None) -> bool:
    """Writes a user into the file, or a new password or role for one there; whether the name is new. UsersError for either unfit.

    Without a role a new user is a reader, and one there stays what he is; who is there keeps his password where none is given.
    """
    name = check_name(name)
    with _locked(path):
        text = _text(path) if path.exists() else ""
        users = parse_users(text, str(path))
        known = name in users
        if known and not password:
            digest = users[name].digest
        else:
            check_password(name, password)
            digest = PasswordHasher().hash(_prepared(password))
        role = role or (users[name].role if known else "reader")
        line = f"{name}:{digest}" + (f":{role}" if role != "reader" else "")
        lines = [line if _name_of(each) == name else each for each in _lines(text)]
        _write(path, _joined(lines if known else [*lines, line]))
    return not known


def remove_user(path: Path, name: str) -> None:
    """Takes a user out of the file; UsersError if there is no such user."""
    name = normal_name(name)
    with _locked(path):
        text = _text(path)
        if name not in parse_users(text, str(path)):
            raise UsersError(
                f"{path} 里没有用户“{_shown(name)}”：请用 policy-kb users list 查看。",
                "No such user: see policy-kb users list.",
            )
        _write(path, _joined([each for each in _lines(text) if _name_of(each) != name]))


class Users:
    """A users file that is being served: always as it stands on the disk now. Safe to be used from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._hasher = PasswordHasher()
        # Checked in place of a hash that is not there, so that an unknown name takes as long as a known one.
        self._nobody = self._hasher.hash(os.urandom(16))
        self._read: tuple[FileStamp, Mapping[str, User]] | None = None

    def table(self) -> Mapping[str, User]:
        """The users by name; UsersError if the file is gone or wrong."""
        stamp = _stamp(self.path)
        read = self._read
        if read is None or read[0] != stamp:
            read = (stamp, MappingProxyType(parse_users(_text(self.path), str(self.path))))
            self._read = read
        return read[1]

    def verify(self, name: str, password: str) -> User | None:
        """The user whom the password fits, None if name or password is wrong. Takes about 0.1 seconds and 64 MiB."""
        user = self.table().get(normal_name(name))
        try:
            self._hasher.verify(user.digest if user else self._nobody, _prepared(password).encode("utf-8", "replace"))
        except VerificationError:
            return None
        return user


# ------------------------------------------------------------------------------------------------------ parts


def _prepared(password: str) -> str:
    """Compatibility characters as one: a full-width keyboard types the same password."""
    return unicodedata.normalize("NFKC", password)


def _shown(name: str) -> str:
    """A name that may be anything, for a message of one line."""
    return "".join(each if each.isprintable() else "�" for each in name[:LONGEST_NAME])


def _name_of(line: str) -> str | None:
    """The name a line is about; None for an empty line or a comment."""
    line = line.strip()
    return None if not line or line.startswith("#") else normal_name(line.partition(":")[0])


def _is_argon2id(digest: str) -> bool:
    try:
        return extract_parameters(digest).type is Type.ID
    except InvalidHashError:
        return False


def _lines(text: str) -> list[str]:
    return text.rstrip("\n").split("\n") if text.strip() else []


def _joined(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _stamp(path: Path) -> FileStamp:
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        number = data[: error.start].count(b"\n") + 1
        raise UsersError(
            f"{path} 第 {number} 行不是 UTF-8：请改正。", f"Line {number} is not UTF-8: correct it."
        ) from error


def _unreadable(path: Path, error: OSError) -> UsersError:
    return UsersError(
        f"无法读取用户文件 {path}（{error.strerror}）：请用 policy-kb users add 用户名 --users {path} 建立。",
        f"Cannot read the users file: make it with policy-kb users add NAME --users {path}.",
    )


def _unwritable(path: Path, reason: str | None) -> UsersError:
    return UsersError(
        f"无法写入用户文件 {path}（{reason}）：请检查权限，或用 --users 换个位置。",
        "Cannot write the users file: check permissions or choose another place with --users.",
    )


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """The lock under which the file is changed; makes its folder. Two who add users at once lose neither."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = FileLock(path.with_name(f".{path.name}.lock"), mode=0o600).acquire(timeout=_LOCK_SECONDS)
    except Timeout as error:
        raise _unwritable(path, "正被另一个命令改动") from error
    except OSError as error:
        raise _unwritable(path, error.strerror) from error
    with held:
        yield


def _write(path: Path, text: str) -> None:
    """Replaces the file by one with mode 0600 in one step."""
    try:
        with whole_file(path, private=True) as file:
            file.write(text.encode("utf-8"))
    except OSError as error:
        raise _unwritable(path, error.strerror) from error
