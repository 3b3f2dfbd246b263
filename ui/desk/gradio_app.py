"""The page that Gradio makes, as a web application: with everything of Gradio's off that is not the page."""

from __future__ import annotations

import asyncio
import warnings

import gradio as gr
from fastapi import FastAPI

from ui.desk.page_head import ASSETS
from ui.desk.question_page import desk_page
from ui.desk.theme import desk_theme
from ui.server import Services


def gradio_app(services: Services) -> FastAPI:
    """The page at `/` and `/en`; not to be called from a running event loop."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    # Where no event loop runs, Gradio makes several and leaves them open.
    asyncio.run(_mount(app, services))
    return app


async def _mount(app: FastAPI, services: Services) -> None:
    # Gradio warns of this with several pages even where the mode was never wanted. For good: other threads are at work meanwhile.
    warnings.filterwarnings("ignore", "SSR mode is not supported", UserWarning)
    gr.mount_gradio_app(
        app,
        desk_page(services),
        path="/",
        root_path=services.site.root or None,
        theme=desk_theme(),
        favicon_path=str(ASSETS / "favicon.svg"),
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
