"""The commands about benefits: match a profile, compare a card with its counterparts, check the cards of a corpus, draft new ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.commands.edges import AsOf, CorpusFolder, Json, Store, command_group, day_of, fail, note, option, settings_of
from kb.errors import CorpusError

if TYPE_CHECKING:
    from kb.benefits import Benefits, CardFile
    from kb.cases import Profile, Vocabulary
    from kb.records import LoadedDocument

cards = command_group("待遇卡：检查、拟稿、对照。 Benefit cards: check, draft, compare.")


def register(app: typer.Typer) -> None:
    """Puts the commands on the command line."""
    app.command(epilog="例 Example: policy-kb match 情况.json --as-of 2018-01-01")(match)
    app.add_typer(cards, name="cards")


def match(
    profile: Annotated[
        Path | None, typer.Argument(metavar="PROFILE.json", help="情况，JSON。 The profile, JSON.", show_default=False)
    ] = None,
    situation: Annotated[str | None, option("用一句话说情况。 The situation in words instead.", "--situation")] = None,
    everything: Annotated[bool, typer.Option("--all", help="也列出不符合的。 Also what does not apply.")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """按个人（单位）情况列出可申领的待遇。 List the benefits that apply in a case, with the words and what is to be checked."""
    from kb.benefits import situation_lines, situation_object

    if (profile is None) == (situation is None):
        raise typer.BadParameter(
            "请给出 PROFILE.json 或 --situation 之一。 Give a profile or --situation.", param_hint="PROFILE.json"
        )
    day, benefits = day_of(as_of), _benefits(store)
    reading = benefits.read(situation, day) if situation is not None else None
    found = benefits.match(reading.profile if reading else _read(profile, benefits), day)
    if as_json:
        print(json.dumps(situation_object(found, reading), ensure_ascii=False, indent=2))
        return
    for zh, _ in reading.notes if reading else ():
        print(f"说明 note：{zh}")
    print("\n".join(situation_lines(found, everything=everything)))


@cards.command(epilog="例 Example: policy-kb cards check --corpus corpus")
def check(corpus: CorpusFolder = None) -> None:
    """检查 benefits.yaml：引文、数字、条款。 Check the cards: quotes, figures and clauses, with the line of each fault."""
    from kb.benefits import prove_cards

    folder, loaded = _corpus(corpus)
    proven = prove_cards(folder, loaded)
    if proven.file is None:
        fail(f"{folder} 里没有 benefits.yaml：请先建立。 No benefits.yaml there: write one.")
    for fault in proven.faults:
        note(fault.message)
    kept = len(proven.file.cards)
    if proven.faults:
        fail(
            f"{len(proven.faults)} 处有误，{kept} 张卡片无误：请改正。 {len(proven.faults)} faults, {kept} cards are right: correct them."
        )
    print(f"{kept} 张卡片无误。 {kept} cards are right.")


@cards.command(epilog="例 Example: policy-kb cards draft 临人社发〔2016〕12号")
def draft(
    document: Annotated[str, typer.Argument(help="文号、编号或题名。 Number, id or title.")],
    corpus: CorpusFolder = None,
) -> None:
    """为一份文件拟卡片草稿，供人补全。 Draft skeleton cards for the clauses of a document that have none."""
    from kb.benefits import card_skeletons
    from kb.cases import Vocabulary
    from kb.documents import find_document
    from kb.files import yaml_text

    folder, loaded = _corpus(corpus)
    vocabulary = Vocabulary.of_corpus(folder)
    found = find_document(document, [item.document for item in loaded])
    clauses = next(item.clauses for item in loaded if item.document.id == found.id)
    drafted = card_skeletons(clauses, _cards_of(folder, vocabulary), found.id, vocabulary)
    print(yaml_text(drafted) if drafted else "", end="")
    note(f"拟出 {len(drafted)} 张草稿，空处请补全。 {len(drafted)} drafts: fill in what is empty.")


@cards.command(epilog="例 Example: policy-kb cards compare linyi-2016-post")
def compare(
    card: Annotated[str, typer.Argument(help="卡片编号。 The card's id.")], as_json: Json = False, store: Store = None
) -> None:
    """与其他地区、年份的同类规定对照。 A card beside its counterparts in other regions and years."""
    from kb.benefits import comparison_lines, counterparts_object

    found = _benefits(store).compare(card)
    if as_json:
        print(json.dumps(counterparts_object(found), ensure_ascii=False, indent=2))
        return
    print("\n".join(comparison_lines(found)))


def _read(path: Path | None, benefits: Benefits) -> Profile:
    from kb.cases import read_profile

    return read_profile(path or Path(), benefits.facts)


def _benefits(store: Path | None) -> Benefits:
    from kb.store import open_benefits

    benefits = open_benefits(settings_of(store=store).store)
    if not benefits.cards:
        fail(
            "知识库里没有待遇卡：请在语料中放入 benefits.yaml 并运行 policy-kb build。 The store holds no cards: add benefits.yaml and build."
        )
    return benefits


def _corpus(given: Path | None) -> tuple[Path, list[LoadedDocument]]:
    from kb.holdings import load_corpus
    from kb.language import Gazetteer, locator

    folder = settings_of(corpus=given).corpus
    return folder, load_corpus(folder, locator(Gazetteer.load()))


def _cards_of(folder: Path, vocabulary: Vocabulary) -> CardFile | None:
    """The cards written so far; a file that is wrong is no reason not to draft, and is said."""
    from kb.benefits import load_cards

    try:
        return load_cards(folder, vocabulary)
    except CorpusError as error:
        note(str(error))
        return None
