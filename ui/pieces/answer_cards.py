"""Below an answer's quotes: the benefits that the situation in the question touches, and how that situation was read.

Compact: verdict, amount and term, citation, what is missing; the page `/situation` shows the rest. Escaped strings, since the answer is
one HTML block (ui/pieces/render.py).
"""

from __future__ import annotations

from kb.answers import Answer
from kb.cases import CaseReading
from kb.records import Language
from ui.pieces.benefit_views import BenefitView, SaidView, benefit_view
from ui.pieces.card_words import CARD_WORDS, CardWords
from ui.pieces.citation_cards import NOWHERE, Shelf
from ui.pieces.markup import esc, mixed
from ui.pieces.words import Frame


def benefits(found: Answer, frame: Frame, shelf: Shelf) -> str:
    """The section; empty where the question describes no situation that a card speaks of."""
    if not found.cards:
        return ""
    language, words = found.language, CARD_WORDS[found.language]
    rows = "".join(_row(benefit_view(match, language, shelf), words, frame) for match in found.cards)
    read = _read(found.situation, language, words) if found.situation else ""
    return (
        f'<section class="kb-benefits"><h2>{words.cards}</h2><p class="kb-meta">{words.cards_hint}</p>{read}<ul>{rows}</ul>'
        f'<p class="kb-meta"><a href="{shelf.url("/situation")}">{words.to_page}</a></p></section>'
    )


def benefit_lines(found: Answer, language: Language) -> str:
    """The section for paper: a line for each benefit, and how the situation was read."""
    if not found.cards:
        return ""
    words = CARD_WORDS[language]
    rows = "".join(_line(benefit_view(match, language, NOWHERE), words) for match in found.cards)
    read = _read(found.situation, language, words) if found.situation else ""
    return f'<section class="kb-benefits"><h2>{words.cards}</h2>{read}<ul>{rows}</ul></section>'


def _line(view: BenefitView, words: CardWords) -> str:
    amount = f"{words.colon}{view.amount}" if view.amount else ""
    return (
        f"<li><b>{view.title}</b>{amount} <span>{view.verdict_word}</span> {view.badge} "
        f"<cite>{esc(view.clause.document)} {esc(view.clause.label)}</cite></li>"
    )


def _read(reading: CaseReading, language: Language, words: CardWords) -> str:
    said = words.joint.join(_text(*line, language) for line in reading.lines())
    notes = "".join(f"<li>{_text(*note, language)}</li>" for note in reading.notes)
    listed = f'<ul class="kb-benefits-notes">{notes}</ul>' if notes else ""
    return f'<div class="kb-benefits-read"><p><b>{words.read_as}</b>{words.colon}{said}</p>{listed}</div>'


def _row(view: BenefitView, words: CardWords, frame: Frame) -> str:
    lines = [
        f"<li>{words.fields[field]}{words.colon}{_said(option.said)}{_holds(option.word, option.missing, words)}</li>"
        for field, options in view.options
        for option in options
    ]
    for title, many in ((words.missing, view.missing), (words.at_the_window, view.left_open)):
        if many:
            joined = words.joint.join(_said(one) for one in many)
            lines.append(f'<li class="kb-benefits-open"><b>{title}</b>{words.colon}{joined}</li>')
    lines += [f'<li class="kb-benefits-notice">{notice}</li>' for notice in view.notices]
    return (
        f'<li class="kb-benefits-card"><h3>{view.title}</h3><p class="kb-benefits-signs">'
        f'<span class="kb-benefits-verdict">{view.verdict_word}</span>{view.badge}</p><ul>{"".join(lines)}</ul>'
        f'<p class="kb-source"><cite>{view.line}</cite> <a href="{esc(view.address)}">{frame.open}</a></p></li>'
    )


def _said(said: SaidView) -> str:
    return f'{said.text} <q lang="zh-CN">{esc(said.words)}</q>' if said.words else str(said.text)


def _holds(word: str, missing: str, words: CardWords) -> str:
    if not word:
        return ""
    return f' <span class="kb-benefits-holds">{word}{words.colon if missing else ""}{missing}</span>'


def _text(zh: str, en: str, language: Language) -> str:
    return mixed(en) if language == "en" else esc(zh)
