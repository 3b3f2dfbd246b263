"""What is wrong with an installation, point by point, each with its remedy. Nothing is changed by looking."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any, Final, Literal, get_args

from packaging.requirements import Requirement

from index import TextIndexError, open_generation
from kb.building import corpus_fingerprint
from kb.errors import KnowledgeBaseError
from kb.holdings import corpus_files
from kb.messages import Message
from kb.models import Models
from kb.objects import DiagnosisObject
from kb.people import Users, users_file
from kb.settings import Settings
from kb.store import engine_of
from kb.upkeep.places import files_of, is_database

Point = Literal["environment", "models", "corpus", "store", "data", "disk", "permissions", "fonts"]
POINTS: Final[tuple[Point, ...]] = get_args(Point)
State = Literal["good", "attention", "wrong"]
"""`attention`: the program works, something of it does not, or not for long."""

_GENERATIONS_AT_ONCE: Final = 3
"""While a build writes, the store holds the generation that is served, the one before and the new one."""
_ROOM_BESIDE: Final = 200_000_000
"""Bytes for what people write and for scratch files of a build."""
_POSIX: Final = os.name == "posix"


@dataclass(frozen=True)
class Diagnosis:
    """What was seen at one point; `remedy` says what to do, None if nothing need be done."""

    point: Point
    state: State
    said: Message
    remedy: Message | None = None


def examine(settings: Settings) -> tuple[Diagnosis, ...]:
    """Everything there is to see, in the order of POINTS."""
    looks = (_environment, _models, _corpus, _store, _data, _disk, _permissions, _fonts)
    return tuple(diagnosis for look in looks for diagnosis in look(settings))


def diagnosis_object(diagnosis: Diagnosis) -> dict[str, Any]:
    """The diagnosis as plain data."""
    return DiagnosisObject(
        point=diagnosis.point,
        state=diagnosis.state,
        said=str(diagnosis.said),
        remedy=str(diagnosis.remedy) if diagnosis.remedy else None,
    ).plain()


def _environment(_: Settings) -> Iterator[Diagnosis]:
    wanted = [Requirement(line) for line in requires("policy-kb") or ()]
    faults = [fault for one in wanted if not one.marker or one.marker.evaluate({"extra": ""}) if (fault := _amiss(one))]
    if faults:
        remedy = Message("请重新安装：pip install policy-kb", "install again: pip install policy-kb")
        yield Diagnosis("environment", "wrong", Message("依赖包不符：" + "；".join(faults), "; ".join(faults)), remedy)
        return
    here = f"policy-kb {version('policy-kb')}, Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} CPU"
    yield Diagnosis("environment", "good", Message(here, f"all {len(wanted)} packages are there"))


def _amiss(wanted: Requirement) -> str | None:
    try:
        found = version(wanted.name)
    except PackageNotFoundError:
        return f"{wanted} missing"
    return None if wanted.specifier.contains(found, prereleases=True) else f"{wanted}, found {found}"


def _models(settings: Settings) -> Iterator[Diagnosis]:
    try:
        models = Models.load(settings.model, settings.store)
        models.warm()
    except (TextIndexError, OSError) as error:
        yield Diagnosis("models", "wrong", *_parted(error, Message("请检查 POLICY_KB_MODEL", "check POLICY_KB_MODEL")))
    else:
        yield Diagnosis("models", "good", Message("两个模型可用", f"both models work: {', '.join(models.ids)}"))


def _corpus(settings: Settings) -> Iterator[Diagnosis]:
    try:
        count = len(corpus_files(settings.corpus))
    except KnowledgeBaseError as error:
        yield Diagnosis("corpus", "wrong", error.message)
    else:
        yield Diagnosis("corpus", "good", Message(f"{settings.corpus}：{count} 份文件", f"{count} documents"))


def _store(settings: Settings) -> Iterator[Diagnosis]:
    build = Message("请运行 policy-kb build", "run policy-kb build")
    try:
        generation = open_generation(settings.store)
        current = corpus_fingerprint(settings)
    except (TextIndexError, KnowledgeBaseError) as error:
        yield Diagnosis("store", "wrong", error.message, build)
        return
    if generation.warning:
        yield Diagnosis("store", "wrong", generation.warning, build)
    elif generation.meta.get("fingerprint") != current:
        said = Message("建库后语料、目录或程序有改动", "texts, catalogue or program have changed since the build")
        yield Diagnosis("store", "attention", said, build)
    else:
        yield Diagnosis("store", "good", Message(f"{settings.store} 完整且是最新的", "whole and up to date"))
    try:
        if engine := engine_of(settings):
            if engine.holds(generation.meta.get("engine")):
                yield Diagnosis("store", "good", engine.said)
            else:
                said = Message("检索引擎里没有这一版知识库", "the engine does not hold this generation of the store")
                yield Diagnosis("store", "wrong", said, build)
    except TextIndexError as error:
        yield Diagnosis("store", "wrong", error.message)


def _data(settings: Settings) -> Iterator[Diagnosis]:
    """The databases, and the users file where there is one or the settings name one."""
    restore = Message("请移走它，再用 policy-kb restore 恢复备份", "move it away and restore a backup")
    databases = [path for _, path in files_of(settings.data) if is_database(path)]
    faults = {path.name: fault for path in databases if (fault := _fault_of(path))}
    for name, fault in faults.items():
        yield Diagnosis("data", "wrong", Message(f"{name} 已损坏：{fault}", f"damaged: {fault}"), restore)
    users = users_file(settings)
    if settings.users is not None or users.exists():
        try:
            names = len(Users(users).table())
        except KnowledgeBaseError as error:
            yield Diagnosis("data", "wrong", error.message)
        else:
            yield Diagnosis("data", "good", Message(f"{names} 个用户", f"{names} users"))
    if not faults:
        yield Diagnosis(
            "data", "good", Message(f"{len(databases)} 个数据库完好", f"{len(databases)} databases are whole")
        )


def _fault_of(database: Path) -> str | None:
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        return str(error)
    return None if said == "ok" else said


def _disk(settings: Settings) -> Iterator[Diagnosis]:
    try:
        generation = sum(path.stat().st_size for _, path in files_of(open_generation(settings.store).path))
    except TextIndexError:
        generation = 0
    needed = _GENERATIONS_AT_ONCE * generation + _ROOM_BESIDE
    for place in dict.fromkeys(map(_there, (settings.store, settings.data, Path(tempfile.gettempdir())))):
        free = shutil.disk_usage(place).free
        if free < needed:
            said = Message(
                f"{place} 只剩 {free / 1e6:.0f} MB", f"{free / 1e6:.0f} MB left, a build may need {needed / 1e6:.0f}"
            )
            yield Diagnosis("disk", "wrong", said, Message("请清理磁盘或换一个磁盘", "free some space or move it"))
        else:
            yield Diagnosis("disk", "good", Message(f"{place}：{free / 1e9:.1f} GB 可用", "room enough"))


def _there(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next(each for each in (path.resolve(), *path.resolve().parents) if each.exists())


def _permissions(settings: Settings) -> Iterator[Diagnosis]:
    faults = 0
    for place in (settings.store, settings.data, settings.corpus):
        if not os.access(_there(place), os.W_OK | os.X_OK):
            faults += 1
            said = Message(f"{place} 不能写入", "cannot be written by this user")
            # A corpus that is only read is served all the same.
            state: State = "attention" if place == settings.corpus else "wrong"
            yield Diagnosis("permissions", state, said, Message("请修改所有者或权限", "change its owner or mode"))
    private = {settings.data, users_file(settings), *(path for _, path in files_of(settings.data))}
    open_to_all = [path for path in sorted(private) if _POSIX and path.exists() and path.stat().st_mode & 0o077]
    for path in open_to_all:
        said = Message(f"{path} 其他用户可以读取", "can be read by other users of this machine")
        yield Diagnosis("permissions", "attention", said, Message(f"chmod go= {path}", f"chmod go= {path}"))
    if not faults and not open_to_all:
        yield Diagnosis(
            "permissions", "good", Message("各文件夹可写，数据不对他人开放", "writable, private where it must be")
        )


def _fonts(_: Settings) -> Iterator[Diagnosis]:
    """The fonts of this machine, which its own browser needs (a public terminal); the program itself draws without."""
    if shutil.which("fc-list") is None:
        yield Diagnosis(
            "fonts", "good", Message("本机没有 fontconfig，字体未检查", "not looked at: there is no fontconfig")
        )
        return
    done = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False)
    families = len({*done.stdout.split("\n")} - {""})
    if families:
        yield Diagnosis(
            "fonts", "good", Message(f"{families} 种中文字体", f"{families} families with Chinese characters")
        )
        return
    said = Message(
        "本机没有中文字体，公共终端的浏览器显示不了汉字", "no Chinese font: a browser on this machine shows none"
    )
    yield Diagnosis("fonts", "attention", said, Message("请安装 fonts-noto-cjk", "install fonts-noto-cjk"))


def _parted(error: TextIndexError | OSError, remedy: Message) -> tuple[Message, Message | None]:
    """A declared error says its remedy itself."""
    if isinstance(error, TextIndexError):
        return error.message, None
    return Message(f"无法读写（{error.strerror}）", f"cannot be read or written: {error}"), remedy
