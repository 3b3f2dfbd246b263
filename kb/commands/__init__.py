"""The command line."""

# by hand
from __future__ import annotations

from kb.commands.edges import Store, settings_of
from kb.commands.root import cli, run

__all__ = ["Store", "cli", "run", "settings_of"]
