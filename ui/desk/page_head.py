"""The desk's own files, and the tags that name them in the head of the page that Gradio makes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ASSETS: Final = Path(__file__).parents[1] / "assets"


def page_head(root: str) -> str:
    """The tags added to the head of a Gradio page: all local; `root` is the path that the site lies under."""
    # What wins a tie comes last: the looks that all pages share.
    styles = "".join(f'<link rel="stylesheet" href="{root}/desk/{name}.css">' for name in ("desk", "site", "reading"))
    scripts = "".join(
        f'<script src="{root}/desk/{name}.js" defer></script>'
        for name in ("site", "collection", "reading", "asking", "desk")
    )
    # Not deferred: what Gradio's own scripts ask for first.
    language = f'<script src="{root}/desk/language.js"></script>'
    return f'{language}<link rel="icon" href="{root}/desk/favicon.svg" type="image/svg+xml">{styles}{scripts}'
