"""One contract for everything that searches: a filter decides before ranking, so it never costs a result."""

from collections.abc import Callable, Collection

import numpy as np
import pytest

from index import Entry, HybridIndex, HybridWeights, Query
from index.dense import DenseIndex
from index.lexical import LexicalIndex, bigram_tokens, word_tokens

SIZE = 60
Search = Callable[[int, Collection[int]], list[int]]

# The higher its number, the worse a text answers: more filler words, and a vector turned further away.
TEXTS = ["补贴" + "、标准" * (number + 1) for number in range(SIZE)]
ANGLES = np.linspace(0, 3, SIZE)
VECTORS = np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1).astype(np.float32)
QUESTION = np.array([1, 0], dtype=np.float32)


class Angles:
    model_id, dimension, max_tokens = "angles", 2, None

    def embed_query(self, text):
        return QUESTION

    def embed_passages(self, texts, progress=None):
        return VECTORS[[int(text) for text in texts]]

    def token_count(self, text):
        return 1


def mask(allowed: Collection[int]) -> np.ndarray:
    return np.isin(np.arange(SIZE), list(allowed))


def dense() -> Search:
    index = DenseIndex.build(VECTORS, [1] * SIZE)
    return lambda k, allowed: index.search(QUESTION, k, mask(allowed))[0].tolist()


def lexical(tokenize: Callable[[str], list[str]]) -> Search:
    index = LexicalIndex.build(TEXTS, tokenize)
    return lambda k, allowed: index.search("补贴", k, mask(allowed))[0].tolist()


def hybrid(fusion: str) -> Search:
    entries = [Entry(str(n), TEXTS[n], (str(n),), (str(n),)) for n in range(SIZE)]
    index = HybridIndex.build(entries, Angles(), weights=HybridWeights(fusion=fusion))
    return lambda k, allowed: [int(h.id) for h in index.search(Query("补贴"), QUESTION, k, mask(allowed))]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(dense, id="dense"),
        pytest.param(lambda: lexical(bigram_tokens), id="bigrams"),
        pytest.param(lambda: lexical(word_tokens), id="words"),
        pytest.param(lambda: hybrid("min_max"), id="hybrid-min_max"),
        pytest.param(lambda: hybrid("z_score"), id="hybrid-z_score"),
        pytest.param(lambda: hybrid("reciprocal_rank"), id="hybrid-reciprocal_rank"),
    ],
)
def search(request) -> Search:
    return request.param()


@pytest.mark.parametrize(
    "allowed",
    [range(SIZE), [SIZE - 1], [0], [3, 17, 44], range(50, SIZE), range(0, SIZE, 7)],
    ids=["all", "last", "first", "three", "worst ten", "every seventh"],
)
def test_the_allowed_are_found_in_order_and_no_others(search, allowed):
    assert search(SIZE, allowed) == sorted(allowed)


def test_k_counts_allowed_results(search):
    assert search(3, range(40, SIZE)) == [40, 41, 42]


def test_k_beyond_the_allowed_gives_the_allowed(search):
    assert search(10_000, [5, 6]) == [5, 6]


def test_nothing_allowed_finds_nothing(search):
    assert search(5, []) == []


def test_unknown_ids_are_ignored():
    index = HybridIndex.build([Entry("0", "补贴", ("0",), ()), Entry("1", "补贴", ("1",), ())], Angles())
    assert [hit.id for hit in index.search(Query("补贴"), QUESTION, 5, index.mask({"1", "of another time"}))] == ["1"]
