"""The templates of `ui/templates`: views go in, markup comes out. Everything is escaped, and an unknown name is an error."""

from __future__ import annotations

from functools import cache
from typing import Final, TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kb.effect_messages import effect_message
from kb.messages import Message
from ui.pieces.citation_cards import quoted_with_citation
from ui.pieces.links import clause_path, document_path, reference, source_line
from ui.pieces.runs import clause_parts, languages

# Beyond HTML's own five, whatever starts something in Markdown, a template literal, Handlebars or Gradio's translation
# marker becomes an entity, so that no layer between here and the browser finds anything to interpret.
_ENTITIES: Final = {ord(sign): f"&#{ord(sign)};" for sign in "&<>\"'`$%{}[]()*_~|\\!^=:\n\r\t"}


# A message, or a sentence that is in the page's language already: a template's `told` and `alert` show either.
Said: TypeAlias = str | Message


def templates() -> Environment:
    """The environment for pages that go to the browser as they are."""
    environment = Environment(
        loader=PackageLoader("ui", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "languages": languages,
        "effect_message": effect_message,
        "message": message_of,
        "parts": clause_parts,
    }
    environment.globals |= {
        "clause_path": clause_path,
        "document_path": document_path,
        "quoted_with_citation": quoted_with_citation,
        "reference": reference,
        "source_line": source_line,
    }
    return environment


def message_of(line: str) -> Message:
    """`标记 markup` and `人工剔除 by an editor：重复` as messages; what follows a colon is said in both languages."""
    name, colon, value = line.partition("：")
    zh, _, en = name.partition(" ")
    return Message(zh + colon + value, en and en + (f": {value}" if colon else ""))


def piece(template: str, macro: str, *values: object) -> str:
    """What a macro writes, for `gr.Markdown`: one block on one line, with nothing in it that Markdown or Gradio would read."""
    written = getattr(_for_markdown().get_template(template).module, macro)(*values)
    # A line break would end the block. Those in values are entities; these are the templates' own, with their indentation.
    return "".join(line.lstrip(" ") for line in str(written).split("\n"))


@cache
def _for_markdown() -> Environment:
    return templates().overlay(finalize=_entities)


def _entities(value: object) -> object:
    """A value as markup that shows exactly these characters, in element content and in quoted attributes."""
    return value if hasattr(value, "__html__") else Markup(str(value).translate(_ENTITIES))
