"""The articles and questions of a STARD folder, a fixed sample of them, and the articles as clauses of the knowledge base."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from statutes import NAME

from kb.language import sentence_spans
from kb.records import Clause, Document


@dataclass(frozen=True)
class StatuteArticle:
    """One article of a law."""

    id: str
    law: str
    number: str
    content: str


@dataclass(frozen=True)
class LayQuestion:
    """A question and the ids of the articles that answer it, at least one."""

    text: str
    articles: frozenset[str]


def read_articles(path: Path) -> list[StatuteArticle]:
    """All articles in the order of the file; SystemExit for a name without an article number."""
    articles: list[StatuteArticle] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            match = NAME.fullmatch(row["name"])
            if match is None:
                raise SystemExit(f"{path}: {row['name']!r} names no article; the last part must be 第…条")
            articles.append(StatuteArticle(str(row["id"]), match["law"], match["article"], row["content"]))
    return articles


def read_questions(path: Path, count: int = 0, seed: int = 1) -> list[LayQuestion]:
    """`count` questions drawn with the seed (0 or more than there are: all), in the order of the file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    asked = [LayQuestion(row["question"], frozenset(map(str, row["articles"]))) for row in rows]
    if not 0 < count < len(asked):
        return asked
    return [asked[at] for at in sorted(random.Random(seed).sample(range(len(asked)), count))]


def answering(asked: Sequence[LayQuestion]) -> frozenset[str]:
    """The ids of the articles that answer any of the questions."""
    return frozenset(article for question in asked for article in question.articles)


def sample(
    articles: Sequence[StatuteArticle], asked: Sequence[LayQuestion], count: int, seed: int
) -> list[StatuteArticle]:
    """Every article that answers and others drawn with the seed, `count` in all (0: all), in their order.

    A larger sample of the same seed holds the smaller one. SystemExit where the articles that answer are more, or not there.
    """
    wanted = answering(asked)
    absent = wanted - {article.id for article in articles}
    if absent:
        raise SystemExit(f"{len(absent)} articles that answer are not in the file, such as {min(absent)}")
    if count and count < len(wanted):
        raise SystemExit(f"{len(wanted)} articles answer: --articles must be at least that, or --questions fewer")
    others = [article.id for article in articles if article.id not in wanted]
    random.Random(seed).shuffle(others)
    chosen = wanted.union(others[: count - len(wanted)] if count else others)
    return [article for article in articles if article.id in chosen]


def clause_of(article: StatuteArticle) -> Clause:
    """The clause that an article is in a store, white space apart; its law's name is the heading above it."""
    lines = (line.strip() for line in f"{article.number} {article.content}".splitlines())
    text = "\n".join(filter(None, lines))
    return Clause(
        id=article.id,
        document=article.law,
        label=article.number,
        kind="clause",
        path=(article.law, article.number),
        text=text,
        offsets=tuple(range(len(text))),
        sentences=tuple(sentence_spans(text)),
    )


def document_of(law: str) -> Document:
    """A law without number, region or dates, and without a title: as the heading of its clauses it is read once, not twice."""
    return Document(id=law, file="", title="", kind="statute")
