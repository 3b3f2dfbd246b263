"""The keys file of a served API: whose program may ask what, and how often. Of a key itself only its SHA-256 is kept.

A key is 32 random bytes: nobody tries those one by one, so one round of SHA-256 guards it as a slow hash guards a password. The file is
written whole or not at all, for its owner only, and read again when it changed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from kb.errors import KeysError
from kb.files import whole_file
from kb.settings import Settings

KeyScope = Literal["ask", "search", "documents", "match", "compare", "verify", "mcp"]
SCOPES: Final[tuple[KeyScope, ...]] = get_args(KeyScope)
USUAL_RATE: Final = 120
_PREFIX: Final = "kb_"
_LOCK_SECONDS: Final = 10.0


class Key(BaseModel):
    """Whose key it is, what it opens, and how many requests a minute it may be used for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[^\s:#][^\s:]{0,63}$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    scopes: Annotated[tuple[KeyScope, ...], Field(min_length=1)] = SCOPES
    rate: Annotated[int, Field(ge=1, le=100_000)] = USUAL_RATE
    created: date


_FILE: Final = TypeAdapter(list[Key])


def keys_file(settings: Settings) -> Path:
    """The keys file: `keys.json` in the data folder."""
    return settings.data / "keys.json"


def read_keys(path: Path) -> tuple[Key, ...]:
    """The keys in the order of the file, none if there is no file; KeysError where it cannot be used."""
    try:
        return tuple(_FILE.validate_json(path.read_bytes()))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _unusable(path, error.strerror or "") from error
    except ValidationError as error:
        # No word of the file is repeated: it may hold what only looks like a hash.
        raise _unusable(path, "、".join(".".join(map(str, fault["loc"])) for fault in error.errors()[:1])) from None


def add_key(path: Path, name: str, scopes: tuple[KeyScope, ...] = SCOPES, rate: int = USUAL_RATE) -> str:
    """Writes a new key into the file and returns it, which happens this once; KeysError where the name is taken or unfit."""
    secret = _PREFIX + secrets.token_urlsafe(32)
    try:
        key = Key(name=name, sha256=_digest(secret), scopes=scopes, rate=rate, created=date.today())
    except ValidationError:
        raise KeysError(
            "密钥的名称或次数不能用：名称须为 1 到 64 个字符，不含空白和冒号，不以 # 开头；每分钟 1 到 100000 次。",
            "Unfit: a name has 1 to 64 characters without space or colon, a rate is 1 to 100000 a minute.",
        ) from None
    with _locked(path):
        held = read_keys(path)
        if any(each.name == name for each in held):
            raise KeysError(
                f"密钥“{name}”已经有了：请换个名称，或先用 policy-kb keys remove 移出。",
                "There is a key of that name: choose another, or remove it first (policy-kb keys remove).",
            )
        _write(path, [*held, key])
    return secret


def remove_key(path: Path, name: str) -> None:
    """Takes a key out of the file; KeysError where there is none of that name."""
    with _locked(path):
        held = read_keys(path)
        left = [key for key in held if key.name != name]
        if len(left) == len(held):
            raise KeysError(
                f"没有名为“{name[:64]}”的密钥：请用 policy-kb keys list 查看。", "No such key: see policy-kb keys list."
            )
        _write(path, left)


class Keys:
    """A keys file that is being served: always as it stands on the disk now. Safe to be used from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[tuple[int, int], Mapping[str, Key]] = ((0, 0), {})

    def holder(self, secret: str) -> Key | None:
        """The key that these characters are, None if they are none; KeysError where the file is gone or wrong."""
        return self._table().get(_digest(secret))

    def _table(self) -> Mapping[str, Key]:
        try:
            found = self.path.stat()
        except OSError as error:
            raise _unusable(self.path, error.strerror or "") from error
        stamp = (found.st_mtime_ns, found.st_ino)
        if self._read[0] != stamp:
            self._read = (stamp, {key.sha256: key for key in read_keys(self.path)})
        return self._read[1]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """The lock under which the file is changed; makes its folder."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f".{path.name}.lock"), mode=0o600, timeout=_LOCK_SECONDS):
            yield
    except Timeout as error:
        raise _unusable(path, "正被另一个命令改动") from error
    except OSError as error:
        raise _unusable(path, error.strerror or "") from error


def _write(path: Path, keys: list[Key]) -> None:
    with whole_file(path, private=True) as file:
        file.write(_FILE.dump_json(keys, indent=2))


def _unusable(path: Path, reason: str) -> KeysError:
    return KeysError(
        f"密钥文件 {path} 不能读写（{reason}）：请检查权限和内容，或移走它后用 policy-kb keys add 重建。",
        "The keys file cannot be read or written: check permissions and contents, or move it away and use policy-kb keys add.",
    )
