"""The command line: a thin edge that parses words, calls the knowledge base and prints.

Results go to stdout, messages and progress to stderr. Exit 0: done; 1: a declared failure, in one line; 2: wrong usage. `--help` and an
unchanged build import neither torch nor the index.
"""

from __future__ import annotations

import codecs
import io
import json
import sys
from typing import Annotated

import typer

from kb.commands import ask as cli_ask
from kb.commands import cards as cli_cards
from kb.commands import check as cli_check
from kb.commands import compare as cli_compare
from kb.commands import corpus as cli_corpus
from kb.commands import curation as cli_curation
from kb.commands import diff as cli_diff
from kb.commands import export as cli_export
from kb.commands import feedback as cli_feedback
from kb.commands import install_check as cli_install_check
from kb.commands import keys as cli_keys
from kb.commands import record as cli_record
from kb.commands import schema as cli_schema
from kb.commands import upkeep as cli_upkeep
from kb.commands import users as cli_users
from kb.commands import verify as cli_verify
from kb.commands import watch as cli_watch
from kb.commands.edges import (
    AsOf,
    CorpusFolder,
    DataFolder,
    Json,
    Store,
    built,
    day_of,
    fail,
    note,
    open_base,
    settings_of,
)
from kb.errors import KnowledgeBaseError

cli = typer.Typer(
    help="政策知识库：回答引用原文条款。 A knowledge base over policy notices: answers quote the clause.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    r"""A character that the console's encoding (GBK, say) lacks, as its UTF-16 code: `\\ud842\\udfb7`, which JSON reads back."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2)), error.end


codecs.register_error("escaped", _escaped)


def run() -> None:
    """Runs the command line; declared failures end with one line on stderr and exit 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="escaped")
    try:
        cli()
    except KnowledgeBaseError as error:
        fail(str(error))
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
    except OSError as error:
        fail(
            f"无法读写 {error.filename or ''}（{error.strerror}）：请检查权限和磁盘空间。 Cannot read or write: check permissions and space."
        )
    except MemoryError:
        fail("内存不足：请减少文件或换内存更大的机器。 Not enough memory: hold fewer texts, or use a larger machine.")
    except KeyboardInterrupt:
        fail("已中断。 Interrupted.")


def _version(wanted: bool) -> None:
    if wanted:
        # Imported here: it brings what reads e-mail.
        from importlib.metadata import version as installed_version

        print(f"policy-kb {installed_version('policy-kb')}")
        raise typer.Exit


@cli.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本。 The version.")
    ] = False,
) -> None:
    """政策知识库：回答引用原文条款。 A knowledge base over policy notices: answers quote the clause."""


@cli.command(epilog="例 Example: policy-kb build --corpus corpus")
def build(corpus: CorpusFolder = None, data: DataFolder = None, store: Store = None) -> None:
    """建立或更新知识库。 Build or update the store from a folder of texts."""
    from kb.holdings import MISNAMED, misnamed_files

    settings = settings_of(store=store, corpus=corpus, data=data)
    result = built(settings)
    state = "已更新 updated" if result.changed else "没有变化 unchanged"
    counts = result.counts
    print(
        f"{state}：{counts.documents} 份文件 documents，{counts.clauses} 条 clauses，{counts.passages} 段 passages，"
        f"{counts.sentences} 句 sentences，新算向量 {result.embedded} 个 embedded anew，{result.seconds:.1f} 秒 seconds"
    )
    if result.engine:
        print(result.engine)
    for reason, count in counts.set_aside.items():
        print(f"清理搁置 set aside：{reason} {count} 处")
    if counts.cards:
        print(f"待遇卡 benefit cards：{counts.cards} 张")
    for line in counts.effects:
        print(f"* {line}")
    for warning in (*counts.card_faults, *counts.effect_notes):
        note(warning)
    left = {skipped.file for skipped in result.skipped}
    for name in (name for name in misnamed_files(settings.corpus) if name not in left):
        note(f"{name}：{MISNAMED}")
    for skipped in result.skipped:
        note(f"跳过 skipped：{skipped.file}（{skipped.reason.zh}）。 Not taken: {skipped.reason.en}.")
    table = (
        ("文件 documents", counts.documents),
        ("不确定的字段 fields uncertain", counts.uncertain),
        ("跳过的文件 files skipped", len(result.skipped)),
        ("清理搁置 texts set aside", sum(counts.set_aside.values())),
        ("已废止或被替代的文件 repealed or superseded", counts.superseded),
    )
    print("\n".join(f"| {name} | {number} |" for name, number in table))
    if counts.uncertain:
        print(f"哪些字段不确定，见 which fields: policy-kb check {settings.corpus}")


cli_ask.register(cli)
cli_compare.register(cli)
cli_verify.register(cli)
cli_diff.register(cli)


@cli.command(epilog="例 Example: policy-kb documents --json")
def documents(as_of: AsOf = None, as_json: Json = False, store: Store = None) -> None:
    """列出全部文件。 List the documents held."""
    from kb.answers import document_object

    entries = open_base(store).documents(day_of(as_of))
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
        if document.title_en:
            print(f"   {document.title_en}")


@cli.command(epilog="例 Example: policy-kb clauses 临人社发〔2016〕12号")
def clauses(
    document: Annotated[str, typer.Argument(help="文号、编号或题名。 Number, id or title.")],
    as_json: Json = False,
    store: Store = None,
) -> None:
    """列出一份文件的条款目录。 Print one document's clauses as a tree."""
    from kb.commands.output import shortened, tree

    found = open_base(store).clauses(document)
    if as_json:
        print(json.dumps(tree(found), ensure_ascii=False, indent=2))
        return
    depth: dict[str, int] = {}
    for clause in found:
        depth[clause.id] = depth[clause.parent] + 1 if clause.parent in depth else 0
        print(f"{'  ' * depth[clause.id]}{clause.label}  {shortened(clause.text)}")


cli_check.register(cli)
cli_corpus.register(cli)
cli_curation.register(cli)
cli_cards.register(cli)
cli_export.register(cli)
cli_feedback.register(cli)
cli_keys.register(cli)
cli_install_check.register(cli)
cli_schema.register(cli)
cli_users.register(cli)
cli_watch.register(cli)
cli_record.register(cli)
cli_upkeep.register(cli)
