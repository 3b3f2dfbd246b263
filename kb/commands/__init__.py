"""The command line."""

# by hand
from __future__ import annotations

from kb.commands.edges import Store, fail, note, option, settings_of
from kb.commands.root import build, cli, run

__all__ = ["Store", "build", "cli", "fail", "note", "option", "run", "settings_of"]
