"""Builds the pages and serves them: `python app.py [--host 127.0.0.1] [--port 7860] [--store DIR]`.

No retrieval logic and no markup: `kb` answers, `ui` shows.
"""

from __future__ import annotations

import argparse
import ipaddress
import socket
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from kb.errors import KnowledgeBaseError
from kb.live import Answering, LiveKnowledgeBase
from ui.page import mount_desk

LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


class ServeError(KnowledgeBaseError):
    """The page cannot be served as asked."""


def create_app(kb: Answering, hosts: tuple[str, ...] = ()) -> FastAPI:
    """The web application over an open knowledge base; `hosts` are names it answers to beside this machine's own."""
    app = FastAPI(title="policy-kb", docs_url=None, redoc_url=None, openapi_url=None)
    mount_desk(app, kb)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL_NAMES, *hosts], www_redirect=False)
    return app


def serve(store: Path | None, host: str, port: int, mode: str = "desk") -> None:
    """Serves the page until it is stopped; KnowledgeBaseError where store, port or mode does not allow it."""
    if mode != "desk":
        raise ServeError(f"没有“{mode}”这种页面，请用 --mode desk。 There is no page “{mode}”: use --mode desk.")
    kb = LiveKnowledgeBase.open(store)
    if kb.warning:
        print(kb.warning, file=sys.stderr, flush=True)
    with _listening(host, port) as listener:
        shown = f"[{host}]" if ":" in host else host
        print(f"{_address(shown, listener)} 已就绪，按 Ctrl+C 停止。 Ready; Ctrl+C stops it.", flush=True)
        if not is_loopback(host):
            print(
                "注意：本页尚无登录，同网的人都能打开。 Note: this page has no sign-in yet; anyone on the network can open it.",
                file=sys.stderr,
                flush=True,
            )
        # No access log: addresses and times of people's questions are nobody's business.
        config = uvicorn.Config(create_app(kb, _names(host, shown)), log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


def main(argv: list[str] | None = None) -> int:
    """Reads the command line; 0 when stopped by hand, 1 with one line on stderr when it could not be served."""
    parser = argparse.ArgumentParser(prog="app.py", description="政策条款查询页。 Serves the desk page.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=7860, help="port to listen on (default: 7860)")
    parser.add_argument("--store", type=Path, default=None, help="folder of the built index (default: .store)")
    given = parser.parse_args(argv)
    try:
        serve(given.store, given.host, given.port)
    except KnowledgeBaseError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise ServeError(
            f"无法在 {host}:{port} 上监听（{error}），请用 --port 换一个端口，或检查 --host。 "
            f"Cannot listen on {host}:{port}: choose another with --port, or check --host."
        ) from error


def _address(shown: str, listener: socket.socket) -> str:
    return f"http://{shown}:{listener.getsockname()[1]}/"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a page served at `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _names(host: str, shown: str) -> tuple[str, ...]:
    """The host names browsers will send: the one given, or where that means every address, the machine's own."""
    if host in {"0.0.0.0", "::"}:
        name = socket.gethostname()
        try:
            addresses = {str(entry[4][0]) for entry in socket.getaddrinfo(name, None)}
        except OSError:
            addresses = set()
        return (name, socket.getfqdn(), *(f"[{each}]" if ":" in each else each for each in sorted(addresses)))
    return (shown,)


if __name__ == "__main__":
    sys.exit(main())
