"""Puts the desk into a web application: Gradio mounted with everything off that is not the page, behind the guard."""

from __future__ import annotations

import asyncio

import gradio as gr
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from kb.live import Answering
from ui.desk import desk_page
from ui.guard import Guard
from ui.theme import ASSETS, FAVICON, desk_theme, page_head


def mount_desk(app: FastAPI, kb: Answering) -> None:
    """Adds the desk page at `/` and its own files at `/desk/`; not to be called from a running event loop."""
    app.mount("/desk", StaticFiles(directory=ASSETS), name="desk")
    # Where no event loop runs, Gradio makes several and leaves them open.
    asyncio.run(_mount_gradio(app, kb))
    app.add_middleware(Guard, head=page_head())


async def _mount_gradio(app: FastAPI, kb: Answering) -> None:
    gr.mount_gradio_app(
        app,
        desk_page(kb),
        path="/",
        theme=desk_theme(),
        favicon_path=str(FAVICON),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size="1b",
        app_kwargs={"openapi_url": None},
    )
