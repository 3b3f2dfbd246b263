"""How well a clause answers a question, and whether any does: two fitted models, one after the other.

Which clause is best is a conditional logit over the candidates (McFadden 1974: Conditional Logit Analysis of Qualitative Choice Behavior);
whether the best one answers is a logistic regression over what holds for it, how far it leads the others, and what the question asks. The
weights are fitted on the dev splits of eval/ by `python -m eval calibrate`, which writes kb/data/relevance.json; what is weighed is this
module. Similarities have weights of at least 0 in the order: being more like the question never speaks against a clause.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    `title` is the share of the question's words in the document's title, less the best one of the documents found. `year_open` and `contradicted`
    are 1 where a year, and any qualifier, is not met (kb/answers/qualifiers.py); `open` is the weight of the most telling word that the document
    knows and the clause does not say, as a share of the question's greatest; `unsaid` the number (at most 3) of words that the corpus knows
    and neither the clause nor its headings nor the title say, `said` (at most 6) that of those that they do. `no_figure` is 1 where the clause
    holds no figure of a kind asked for.
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
    title: float
    year_open: float
    contradicted: float
    open: float
    unsaid: float
    said: float
    no_figure: float


@dataclass(frozen=True)
class QuestionFeatures:
    """What is weighed of the question alone when it is asked whether anything answers it.

    `known` is the least cosine of a content word with any word of the corpus (1 for words the lexicon leads to one), `unheld` whether the
    question speaks of a thing that the lexicon knows and the texts never name, `words` the number of content words (at most 8), `figure`
    whether it asks for a figure and `any_figure` whether for one of any kind (多少), `asks_part` whether for a part of a document, `dated` whether
    it names a year; the others are what it asks for (kb/questions/asked.py).
    """

    english: float
    figure: float
    any_figure: float
    known: float
    unheld: float
    words: float
    asks_part: float
    dated: float
    amount: float
    list: float
    when: float
    where: float
    definition: float
    yes_no: float


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
    "title",
    "said",
)
# ... and these never for one.
AT_MOST_ZERO = ("year_open", "contradicted", "open", "unsaid", "no_figure")
# Beyond this, how far the best clause leads says nothing more.
_FURTHEST = 5.0


@dataclass(frozen=True)
class Relevance:
    """Fitted weights: of the order, and of whether the best answers. An answer is given where its score is at least `level`."""

    weights: Mapping[str, float]
    answers: Mapping[str, float]
    bias: float
    level: float

    @classmethod
    def load(cls) -> Relevance:
        """The weights that ship with the package."""
        text = resources.files("kb").joinpath("data/relevance.json").read_text(encoding="utf-8")
        data = json.loads(text)
        return cls(data["weights"], data["answers"], data["bias"], data["level"])

    def utility(self, features: Features) -> float:
        """A candidate's utility; only differences matter."""
        return _dot(self.weights, vars(features))

    def log_odds(self, best: Features, utilities: Sequence[float], question: QuestionFeatures) -> float:
        """The log odds that the best of the candidates, whose utilities are these, answers."""
        return self.bias + _dot(self.answers, standing(best, utilities, question))


def standing(best: Features, utilities: Sequence[float], question: QuestionFeatures) -> dict[str, float]:
    """What is weighed to tell whether the best candidate answers: it, how far it leads the second and the fourth, and the question."""
    ordered = sorted(utilities, reverse=True)
    leads = {
        name: min(ordered[0] - ordered[place], _FURTHEST) if place < len(ordered) else _FURTHEST
        for name, place in (("lead", 1), ("lead_of_fourth", 3))
    }
    return {f"best_{name}": value for name, value in vars(best).items()} | leads | vars(question)


def score(log_odds: float) -> float:
    """The probability of these log odds: `1 / (1 + exp(-log_odds))`."""
    return 1 / (1 + math.exp(min(-log_odds, 700.0)))


def _dot(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    return sum(weight * values[name] for name, weight in weights.items())
