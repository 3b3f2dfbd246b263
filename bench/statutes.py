"""How many articles of real statutes come back as one clause each with the same text.

    python bench/statutes.py ARTICLES.jsonl.gz [--laws 600] [--show 3] [--out FOLDER]

A line of the file is `{"id", "name", "content"}`, `name` the law's name and the article's number (`刑法第六条`). Each law is written as one
Markdown file, a heading and its articles, and read back by `kb.reading.clauses.build_clauses`. White space is not compared. Left out: parts,
chapters and sections, since such a file does not hold them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.errors import KnowledgeBaseError
from kb.language import repaired
from kb.reading import NUMERAL, bare, build_clauses, read_document
from kb.records import Clause, SetAside

# The name of an article: its law and its number.
NAME = re.compile(rf"(?P<law>.+?)(?P<article>第[{NUMERAL}两\d]+条(?:之[{NUMERAL}]+)?)")

_COUNT = re.compile(rf"[{NUMERAL}\d]+|〔\d+〕")
_NO_NAME = re.compile(r"[^\w（）()·-]")


@dataclass(frozen=True)
class Article:
    """One article: its number as written and its text."""

    number: str
    content: str


@dataclass(frozen=True)
class LostArticle:
    """An article that did not come back, and the class of what became of it."""

    law: str
    article: Article
    kind: str


def read_laws(path: Path) -> dict[str, list[Article]]:
    """The articles of each law, both in the order of the file; SystemExit for a name without an article number."""
    laws: dict[str, list[Article]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            match = NAME.fullmatch(row["name"])
            if match is None:
                raise SystemExit(f"{path}: {row['name']!r} names no article; the last part must be 第…条")
            laws.setdefault(match["law"], []).append(Article(match["article"], row["content"]))
    return laws


def markdown(law: str, articles: list[Article]) -> str:
    """A law as one Markdown text: its name as a heading, an article a paragraph or several."""
    return f"# {law}\n\n" + "\n\n".join(f"{article.number}　{article.content.strip()}" for article in articles) + "\n"


def failures_of(law: str, articles: list[Article], folder: Path) -> list[LostArticle]:
    """The articles of one law that do not come back as one clause with the same text."""
    path = folder / f"{len(list(folder.iterdir())) + 1:04d}-{_NO_NAME.sub('_', law)[:50]}.md"
    path.write_text(markdown(law, articles), encoding="utf-8")
    try:
        clauses, aside = build_clauses(read_document(path, folder), law)
    except KnowledgeBaseError as error:
        return [LostArticle(law, article, f"refused: {error}") for article in articles]
    texts = Counter(bare(clause.text) for clause in clauses)
    failures: list[LostArticle] = []
    for article in articles:
        wanted = bare(
            repaired(article.number + article.content).text
        )  # as the reader repairs it: no invisible characters
        if texts[wanted]:
            texts[wanted] -= 1
        else:
            failures.append(LostArticle(law, article, _kind(wanted, article.number, clauses, aside)))
    return failures


def _kind(wanted: str, number: str, clauses: Sequence[Clause], aside: Sequence[SetAside]) -> str:
    """What became of an article that did not come back: where its text goes on, or what its clause holds besides."""
    for index, clause in enumerate(clauses):
        text = bare(clause.text)
        if text.startswith(number) and wanted.startswith(text) and index + 1 < len(clauses):
            following = clauses[index + 1].label
            return f"split, goes on in: {'附件' if following.startswith('附') else _COUNT.sub('N', following)}"
    if any(wanted in bare(clause.text) for clause in clauses):
        return "its clause holds more than the article"
    if any(bare(item.text) and bare(item.text) in wanted for item in aside):
        return "part of it was set aside"
    return "no clause begins with it"


def main() -> None:
    """Prints the share and the classes of what failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--laws", type=int, default=0, help="only the first so many laws")
    parser.add_argument("--show", type=int, default=3, help="examples of each class of failure")
    parser.add_argument("--out", type=Path, help="keep the Markdown files here")
    given = parser.parse_args()
    laws = read_laws(given.articles)
    chosen = dict(list(laws.items())[: given.laws or None])
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.out or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        failures = [failure for law, articles in chosen.items() for failure in failures_of(law, articles, folder)]
    total = sum(map(len, chosen.values()))
    share = (total - len(failures)) / total
    print(
        f"{len(chosen)} laws, {total} articles, {len(failures)} failed: {share:.4%} in {time.perf_counter() - started:.0f} s"
    )
    for kind, count in Counter(failure.kind for failure in failures).most_common():
        print(f"{count:6d}  {kind}")
        for failure in [one for one in failures if one.kind == kind][: given.show]:
            print(f"        {failure.law}{failure.article.number}: {' '.join(failure.article.content.split())[:80]}")


if __name__ == "__main__":
    main()
