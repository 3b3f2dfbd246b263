"""How well a clause answers a question, and whether any does: a conditional logit with an outside option.

Each candidate has a utility, and so has "none of them" (McFadden 1974: Conditional Logit Analysis of Qualitative Choice Behavior). The clause
with the greatest utility answers, unless none of them is the better choice. The weights are fitted on the dev split of eval/ by
`python -m eval calibrate`, which writes kb/data/relevance.json; what is weighed is this module. Similarities have weights of at least 0:
being more like the question never speaks against a clause.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import resources


@dataclass(frozen=True)
class Features:
    """What is weighed of one candidate.

    `retrieval` is the fused score and `passage` the main model's cosine of the hit; `second` the second model's cosine less the
    best one of the clauses found; `heading` how close headings and title come to the question's words; `stated` and `close` how far one
    sentence holds them (kb/answers/support.py), `close_english` how far the whole clause does, in English questions only; `terms` the
    share of the lexicon's terms in the question of which the clause has a word (1 where there is none); `in_force` is 1 where the document
    is, `year` where it is of a year named. `part` is 1 for a part of a document (its title, date …) that is
    asked for, `other_part` for one that is not, `missed` for what is not the part asked for; `row` is 1 for a row of a table.
    """

    retrieval: float
    passage: float
    second: float
    heading: float
    stated: float
    close: float
    close_english: float
    terms: float
    in_force: float
    year: float
    part: float
    other_part: float
    missed: float
    row: float


@dataclass(frozen=True)
class Outside:
    """What is weighed of the question alone, for "none of them".

    `known` is the least cosine of a content word with any word of the corpus (1 for words the lexicon leads to one), `unheld` whether the
    question speaks of a thing that the lexicon knows and the texts never name, `words` the number of content words (at most 8), `figure`
    whether it asks for a figure, `asks_part` whether it asks for a part of a document.
    """

    english: float
    figure: float
    known: float
    unheld: float
    words: float
    asks_part: float


# A clause named by its number is what is asked for, whatever its words: in units of utility, enough to outweigh all of them.
ADDRESSED = 30.0
# Whatever the data say, these never count against a clause.
AT_LEAST_ZERO = (
    "retrieval",
    "passage",
    "second",
    "heading",
    "stated",
    "close",
    "close_english",
    "terms",
    "in_force",
    "year",
    "part",
)


@dataclass(frozen=True)
class Relevance:
    """Fitted weights. An answer is given where its score is at least `level`."""

    weights: Mapping[str, float]
    outside: Mapping[str, float]
    bias: float
    level: float

    @classmethod
    def load(cls) -> Relevance:
        """The weights that ship with the package."""
        text = resources.files("kb").joinpath("data/relevance.json").read_text(encoding="utf-8")
        data = json.loads(text)
        return cls(data["weights"], data["outside"], data["bias"], data["level"])

    def utility(self, features: Features) -> float:
        """A candidate's utility; only differences matter."""
        return _dot(self.weights, asdict(features))

    def none(self, question: Outside) -> float:
        """The utility of giving no answer."""
        return self.bias + _dot(self.outside, asdict(question))


def score(utility: float, none: float) -> float:
    """The probability of a candidate against none at all: `1 / (1 + exp(none - utility))`."""
    return 1 / (1 + math.exp(min(none - utility, 700.0)))


def _dot(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    return sum(weight * values[name] for name, weight in weights.items())
