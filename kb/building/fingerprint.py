"""What a build depends on: where nothing of it changed nothing is built, and what was read by another program is read again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import kb
from index import model_id, use_model_id
from kb.benefits import CARDS_NAME
from kb.cases import FACTS_NAME
from kb.holdings import CATALOG_NAME, KeptReadings, corpus_files
from kb.language import LEXICON_NAME
from kb.reading import optional_readers
from kb.settings import Settings

BUILD_SIDE = ("files", "language", "reading", "holdings", "cases", "benefits", "questions", "store", "building")
"""The packages of `kb` that take part in a build."""
_READINGS = "readings"
_READ_WITH_A_QUESTION = (
    "lexicon.yaml",
    "relevance.json",
    "case_marks.yaml",
    "people.tsv",
    "word_roles.tsv",
    "README.md",
)


def corpus_fingerprint(settings: Settings, models: tuple[str, str] | None = None) -> str:
    """SHA-256 over everything a build depends on: the texts, the catalogue, the cards, the facts, the program and the ids of both models."""
    digest = hashlib.sha256()
    files = corpus_files(settings.corpus)
    curated = [
        path
        for name in (CATALOG_NAME, CARDS_NAME, FACTS_NAME, LEXICON_NAME)
        if (path := settings.corpus / name).is_file()
    ]
    for path in [*files, *curated]:
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(_program())
    digest.update("\0".join(optional_readers(files)).encode())
    main, second = models or (model_id(settings.model), use_model_id())
    digest.update(f"{version('policy-kb')}\0{main}\0{second}".encode())
    return digest.hexdigest()


def kept_readings(settings: Settings) -> KeptReadings:
    """What this program, with the readers that are installed, has read for the store; what is added there is not read again by a build."""
    digest = hashlib.sha256(
        "\0".join((version("policy-kb"), *optional_readers(corpus_files(settings.corpus)))).encode()
    )
    digest.update(_program())
    return KeptReadings(settings.store / _READINGS, digest.hexdigest())


@cache
def _program() -> bytes:
    """SHA-256 over the modules and data that decide what a store holds: a change in one of them is a reason to build anew.

    Taken once a process, which goes on as what it was when it began, whatever an update puts into its folder.
    """
    package = Path(kb.__file__).parent
    data = (path for path in (package / "data").glob("*") if path.name not in _READ_WITH_A_QUESTION)
    modules = (path for name in BUILD_SIDE for path in (package / name).rglob("*.py"))
    files = sorted([*package.glob("*.py"), *modules, *data, *(package.parent / "index").rglob("*.py")])
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()
