"""JSON files, written whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from eval.errors import EvalError


def write_json(path: Path, value: Any) -> None:  # noqa: ANN401 - whatever json can write
    """Writes through a neighbour and a rename, so that an interrupted run leaves the old file; EvalError where it cannot."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise EvalError(
            f"写不了 {path}（{error.strerror}）：请换个位置。", "Cannot write it: choose another place."
        ) from error
