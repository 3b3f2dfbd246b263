"""The command line: a thin edge that parses words, calls the knowledge base and prints.

Results go to stdout, messages and progress to stderr. Exit 0: done; 1: a declared failure, in one line; 2: wrong usage. `--help` and an
unchanged build import neither torch nor the index.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from kb.cli_corpus import register
from kb.errors import KnowledgeBaseError
from kb.progress import progress
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.base import KnowledgeBase
    from kb.question import Question
    from kb.records import Answer, Language

app = typer.Typer(
    help="政策知识库：回答引用原文条款。 A knowledge base over policy notices: answers quote the clause.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Store = Annotated[
    Path | None, typer.Option("--store", help="知识库文件夹，默认 .store。 The store folder.", show_default=False)
]
Region = Annotated[
    str | None, typer.Option(help="地区，如 临沂市。 Only rules that apply in this place.", show_default=False)
]
DocumentName = Annotated[
    str | None, typer.Option("--document", help="文号或编号。 Only this document, by number or id.", show_default=False)
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="按哪一天判断效力，YYYY-MM-DD，默认今天。 The day to judge by.", show_default=False),
]
InForce = Annotated[bool, typer.Option("--in-force", help="只要现行有效的。 Only rules stated to be in force.")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON。 Print JSON.")]
Batch = Annotated[
    Path | None,
    typer.Option("--batch", help="每行一个问题的 JSONL。 Questions, one JSON object a line.", show_default=False),
]
Out = Annotated[
    Path | None, typer.Option("--out", help="批量结果写到这里。 Where batch results go.", show_default=False)
]


def main() -> None:
    """Runs the command line; declared failures end with one line on stderr and exit 1."""
    try:
        app()
    except KnowledgeBaseError as error:
        _fail(str(error))
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
    except OSError as error:
        _fail(
            f"无法读写 {error.filename or ''}（{error.strerror}）：请检查权限和磁盘空间。 Cannot read or write: check permissions and space."
        )
    except KeyboardInterrupt:
        _fail("已中断。 Interrupted.")


def _fail(message: str) -> NoReturn:
    print(" ".join(message.split()), file=sys.stderr)
    raise SystemExit(1)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"policy-kb {installed_version('policy-kb')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本。 The version.")
    ] = False,
) -> None:
    """政策知识库：回答引用原文条款。 A knowledge base over policy notices: answers quote the clause."""


@app.command(epilog="例 Example: policy-kb build --corpus corpus")
def build(
    corpus: Annotated[
        Path | None, typer.Option(help="文件所在文件夹，默认 corpus。 The folder of texts.", show_default=False)
    ] = None,
    store: Store = None,
) -> None:
    """建立或更新知识库。 Build or update the store from a folder of texts."""
    from kb.build import build as run

    with progress("向量化 embedding") as report:
        result = run(_settings(store=store, corpus=corpus), report)
    state = "已更新 updated" if result.changed else "没有变化 unchanged"
    counts = result.counts
    print(
        f"{state}：{counts.documents} 份文件 documents，{counts.clauses} 条 clauses，{counts.passages} 段 passages，"
        f"{counts.sentences} 句 sentences，新算向量 {result.embedded} 个 embedded anew，{result.seconds:.1f} 秒 seconds"
    )
    for reason, count in counts.set_aside.items():
        print(f"清理搁置 set aside：{reason} {count} 处")


@app.command(epilog='例 Example: policy-kb ask "扶贫车间的一次性奖补是多少？" --region 临沂市 --as-of 2018-01-01')
def ask(
    question: Annotated[str | None, typer.Argument(help="问题。 The question.", show_default=False)] = None,
    region: Region = None,
    document: DocumentName = None,
    as_of: AsOf = None,
    in_force: InForce = False,
    lang: Annotated[
        str | None, typer.Option(help="zh 或 en，默认随问题。 Answer frame: zh or en.", show_default=False)
    ] = None,
    as_json: Json = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="先说明问题是怎样读的。 Say first how the question was read.")
    ] = False,
    batch: Batch = None,
    out: Out = None,
    store: Store = None,
) -> None:
    """提问，得到带出处的原文。 Ask one question, or many from a file; the answer quotes the clause."""
    from kb.batch import Filters, ask_all

    language = _language(lang)
    day = _day(as_of)
    if batch or out:
        if explain:
            raise typer.BadParameter("批量不能用。 Not for a batch.", param_hint="--explain")
        filters = Filters(region, document, day, in_force, language)
        _run_batch(question, batch, out, store, lambda base, lines: ask_all(base, lines, filters))
        return
    if question is None:
        raise typer.BadParameter("请给出问题，或用 --batch。 Give a question, or --batch.", param_hint="QUESTION")
    with _told_in(language):
        base = _open(store)
        answer = base.ask(question, region=region, document=document, as_of=day, in_force=in_force, language=language)
        understood = base.understand(question) if explain and answer.status != "invalid" else None
    _show_answer(answer, understood, explain, as_json)


@app.command(epilog='例 Example: policy-kb search "创业担保贷款" -k 5 --region 江苏省')
def search(
    question: Annotated[str | None, typer.Argument(help="问题。 The question.", show_default=False)] = None,
    k: Annotated[
        int | None,
        typer.Option("-k", min=1, max=1000, help="条数，默认 10（批量 100）。 How many clauses.", show_default=False),
    ] = None,
    region: Region = None,
    document: DocumentName = None,
    as_of: AsOf = None,
    in_force: InForce = False,
    as_json: Json = False,
    batch: Batch = None,
    out: Out = None,
    store: Store = None,
) -> None:
    """只列出相关条款。 List the clauses that match, best first."""
    from kb.batch import Filters, search_all
    from kb.citations import hit_object
    from kb.cli_output import shortened

    day = _day(as_of)
    if batch or out:
        filters = Filters(region, document, day, in_force)
        _run_batch(question, batch, out, store, lambda base, lines: search_all(base, lines, filters, k or 100))
        return
    if question is None:
        raise typer.BadParameter("请给出问题，或用 --batch。 Give a question, or --batch.", param_hint="QUESTION")
    hits = _open(store).search(question, k or 10, region=region, document=document, as_of=day, in_force=in_force)
    if as_json:
        print(json.dumps([hit_object(hit) for hit in hits], ensure_ascii=False, indent=2))
        return
    for number, hit in enumerate(hits, 1):
        print(f"{number}. {hit.document.number or hit.document.id} {hit.clause.label}  {hit.score:.2f}")
        print(f"   {shortened(hit.clause.text)}")
    if not hits:
        _note("没有找到。 Nothing found.")


@app.command(epilog="例 Example: policy-kb documents --json")
def documents(as_of: AsOf = None, as_json: Json = False, store: Store = None) -> None:
    """列出全部文件。 List the documents held."""
    from kb.citations import document_object

    entries = _open(store).documents(_day(as_of))
    if as_json:
        rows = [
            document_object(e.document, e.validity, e.validity_quote) | {"file": e.document.file, "clauses": e.clauses}
            for e in entries
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for entry in entries:
        document = entry.document
        day = document.issued or document.published or "-"
        print(f"{document.number or document.id}  {document.region or '-'}  {day}  {entry.validity}  {entry.clauses}")
        print(f"   《{document.title}》")


@app.command(epilog="例 Example: policy-kb clauses 临人社发〔2016〕12号")
def clauses(
    document: Annotated[str, typer.Argument(help="文号、编号或题名。 Number, id or title.")],
    as_json: Json = False,
    store: Store = None,
) -> None:
    """列出一份文件的条款目录。 Print one document's clauses as a tree."""
    from kb.cli_output import shortened, tree

    found = _open(store).clauses(document)
    if as_json:
        print(json.dumps(tree(found, None), ensure_ascii=False, indent=2))
        return
    depth: dict[str, int] = {}
    for clause in found:
        depth[clause.id] = depth[clause.parent] + 1 if clause.parent in depth else 0
        print(f"{'  ' * depth[clause.id]}{clause.label}  {shortened(clause.text)}")


@app.command(epilog="例 Example: policy-kb serve --port 7860")
def serve(
    mode: Annotated[str, typer.Option(help="desk（窗口人员）。 Which pages to serve.")] = "desk",
    host: Annotated[str, typer.Option(help="监听地址。 Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="端口。 Port.")] = 7860,
    store: Store = None,
) -> None:
    """启动网页。 Serve the web page (same as python app.py)."""
    if mode != "desk":
        raise typer.BadParameter("目前只有 desk。 Only desk is there so far.", param_hint="--mode")
    import app as pages

    pages.serve(store, host, port, mode)


register(app)


# ------------------------------------------------------------------------------------------------ parts


def _settings(**given: Path | None) -> Settings:
    return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


def _open(store: Path | None) -> KnowledgeBase:
    from kb.live import open_newest

    settings = _settings(store=store)
    base = open_newest(settings.store, settings)
    if base.warning:
        _note(base.warning)
    return base


def _note(message: str) -> None:
    print(message, file=sys.stderr)


@contextmanager
def _told_in(language: Language | None) -> Iterator[None]:
    """Declared failures of the block end the program with their message in the wanted language first."""
    from kb.cli_output import in_language

    try:
        yield
    except KnowledgeBaseError as error:
        _fail(in_language(str(error), language or "zh"))


def _show_answer(answer: Answer, understood: Question | None, explain: bool, as_json: bool) -> None:
    """Prints an answer, with how its question was read where that is wanted; exit 1 where it was no question."""
    from kb.citations import answer_object
    from kb.cli_output import in_language, print_answer, print_reading
    from kb.explain import reading

    if as_json:
        data = answer_object(answer)
        if explain:
            data["reading"] = reading(understood) if understood else None
        print(json.dumps(data, ensure_ascii=False, indent=2))
    elif answer.status == "invalid":
        _fail(in_language(answer.notices[0].text, answer.language))
    else:
        if understood:
            print_reading(understood, answer.language)
        print_answer(answer)
    if answer.status == "invalid":
        raise SystemExit(1)


def _day(text: str | None) -> date | None:
    from kb.asof import parse_as_of

    return parse_as_of(text) if text is not None else None


def _language(text: str | None) -> Language | None:
    if text is None or text == "zh" or text == "en":
        return text  # type: ignore[return-value]
    raise typer.BadParameter("只能是 zh 或 en。 Must be zh or en.", param_hint="--lang")


def _run_batch(
    question: str | None,
    batch: Path | None,
    out: Path | None,
    store: Path | None,
    run: Callable[[KnowledgeBase, Iterable[Any]], Iterator[tuple[dict[str, Any], str | None]]],
) -> None:
    from kb.batch import read_batch, write_lines

    if question is not None or batch is None or out is None:
        raise typer.BadParameter(
            "批量需同时给出 --batch 和 --out，不带问题。 A batch needs --batch and --out and no question."
        )
    lines = read_batch(batch)
    base = _open(store)
    problems: list[str] = []
    with progress("提问 asking") as report:

        def rows() -> Iterator[dict[str, Any]]:
            for done, (row, problem) in enumerate(run(base, lines), 1):
                report(done, len(lines))
                if problem:
                    problems.append(problem)
                yield row

        write_lines(out, rows())
    for problem in problems:
        _note(problem)
    _note(f"完成 {len(lines)} 行，无效 {len(problems)} 行。 {len(lines)} lines done, {len(problems)} invalid.")
