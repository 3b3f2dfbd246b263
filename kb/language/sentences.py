"""Where Chinese sentences end, and how a long clause is cut into passages."""

from __future__ import annotations

from kb.records import Span

_ENDS = "。！？；!?;"
_ITEM_ENDS = _ENDS + "：:…"
_CLOSERS = "”’）)》」』"
_PAIRS = {"“": "”", "《": "》", "（": "）", "(": ")", "「": "」"}
_SHORTEST = 6
PASSAGE_CHARACTERS = 220


def sentence_spans(text: str, start: int = 0) -> list[Span]:
    """The sentences of `text[start:]` without surrounding white space, cut at 。！？； and line ends outside brackets.

    A piece shorter than six characters stays with the sentence before it.
    """
    stop = len(text)
    cuts: list[int] = []
    open_pairs: list[str] = []
    position = start
    while position < stop:
        character = text[position]
        if character == "\n":
            open_pairs.clear()
            cuts.append(position + 1)
        elif character in _PAIRS:
            open_pairs.append(_PAIRS[character])
        elif open_pairs and character == open_pairs[-1]:
            open_pairs.pop()
        elif character in _ENDS and not open_pairs:
            while position + 1 < stop and text[position + 1] in _CLOSERS:
                position += 1
            cuts.append(position + 1)
        position += 1
    spans: list[Span] = []
    left = start
    for cut in [*cuts, stop]:
        piece = text[left:cut]
        first = left + len(piece) - len(piece.lstrip())
        last = first + len(piece.strip())
        same_line = spans and "\n" not in text[spans[-1].end : first]
        if last > first and last - first < _SHORTEST and same_line:
            spans[-1] = Span(spans[-1].start, last)
        elif last > first:
            spans.append(Span(first, last))
        left = cut
    return spans


def passage_spans(text: str, size: int = PASSAGE_CHARACTERS) -> list[Span]:
    """The passages of a clause, cut at sentence ends where it is longer than `size` characters."""
    if len(text) <= size:
        return [Span(0, len(text))]
    # Imported where a long clause is cut: it brings an HTTP client and half a second, and most processes cut none.
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=["\n", "。", "；", ";", "！", "？", "，", ","],
        keep_separator="end",
        chunk_size=size,
        chunk_overlap=0,
        strip_whitespace=False,
        add_start_index=False,
    )
    spans: list[Span] = []
    position = 0
    for piece in splitter.split_text(text):
        first = text.index(piece, position)
        position = first + len(piece)
        spans.append(Span(first, position))
    return spans


def ends_sentence(text: str) -> bool:
    """Whether the text ends where a sentence or a list item does."""
    stripped = text.rstrip().rstrip(_CLOSERS)
    return bool(stripped) and stripped[-1] in _ITEM_ENDS
