"""Result files: each appears whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eval.errors import EvalError
from kb.files import whole_file


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file and the folders it lies in; EvalError if it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as file:
            file.write(data)
    except OSError as error:
        raise EvalError(
            f"写不了 {path}（{error.strerror}）：请关闭已打开的文件或换个位置。",
            "Cannot write it: close the file or choose another place.",
        ) from error


def write_json(path: Path, value: Any) -> None:  # noqa: ANN401 - whatever json can write
    """Writes a JSON file, as `write_whole` does."""
    write_whole(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())
