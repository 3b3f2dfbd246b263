"""What goes wrong with a file of the server's own, told to the administrator and to nobody else."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

from kb.errors import KnowledgeBaseError

_log: Final = logging.getLogger(__name__)


@dataclass(eq=False)
class Faults:
    """Writes a fault on the server's stderr, once until another one comes."""

    _reported: str = ""

    def report(self, error: KnowledgeBaseError) -> None:
        """Tells a fault that was not the last one told."""
        if str(error) != self._reported:
            self._reported = str(error)
            _log.error("%s", error)
