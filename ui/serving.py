"""Puts the pages into a web application and serves it until it is stopped."""

from __future__ import annotations

import asyncio
import copy
import socket
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp
from uvicorn.config import LOGGING_CONFIG
from uvicorn.logging import DefaultFormatter

from kb.admission import WaitingRoom
from kb.errors import KeptWorkError
from kb.messages import Message
from kb.people import AuditLog, FeedbackStore, KeptWork, QuestionCounts, RefusedWords
from kb.settings import Settings
from kb.store import StoreFollower
from kb.summaries import Summaries
from ui.kiosk import Frames, Office, OfficeError, load_frames, load_office, mount_kiosk
from ui.server import (
    LOCAL_NAMES,
    Authentication,
    EndingStreams,
    Faults,
    Measured,
    Metrics,
    Reach,
    ServeError,
    Services,
    Sessions,
    Site,
    StoppingServer,
    TrustedProxy,
    UnderRoot,
    UserKeeper,
    is_loopback,
    kiosk_hosts,
    reach_of,
    root_of,
)

PORTS = {"desk": 7860, "kiosk": 7861, "api": 7862}
# Puts the doors for programs beside the pages, or alone where there are none; they ask the same store through the same waiting room.
PutDoors = Callable[[FastAPI | None, StoreFollower, WaitingRoom], ASGIApp]
# What puts them there, told whom they reach; KnowledgeBaseError where that would leave them open.
Doorway = Callable[[Reach], PutDoors]
PLAIN_HTTP = Message(
    "注意：密码以明文 http 传送，请在前面加一个 https 代理。",
    "Note: passwords travel unencrypted over plain http; put an https proxy in front.",
)


def create_app(
    services: Services,
    hosts: tuple[str, ...] = (),
    sign_in: Authentication | None = None,
    proxy: TrustedProxy | None = None,
) -> FastAPI:
    """The web application; `hosts` are names it answers to beside this machine's own, `sign_in` asks who is there."""
    # A terminal and a refusal to serve do without the desk's pages.
    from ui.desk import mount_desk

    app = FastAPI(title="policy-kb", docs_url=None, redoc_url=None, openapi_url=None)
    mount_desk(app, services, sign_in, proxy)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL_NAMES, *hosts], www_redirect=False)
    return app


def create_kiosk(
    services: Services, office: Office | None = None, hosts: tuple[str, ...] = (), frames: Frames | None = None
) -> FastAPI:
    """The public terminal: one page, no sign-in, no session, nothing of the desk; `hosts` as for `create_app`, `frames` other languages."""
    app = FastAPI(title="policy-kb", docs_url=None, redoc_url=None, openapi_url=None)
    mount_kiosk(app, services, office or Office(), frames or {})
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL_NAMES, *hosts], www_redirect=False)
    return app


def serve(
    settings: Settings, host: str, port: int | None = None, mode: str = "desk", doorway: Doorway | None = None
) -> None:
    """Serves until stopped; KnowledgeBaseError where store, office, port, mode or a want of sign-in or keys does not allow it."""
    if mode == "desk":
        _serve_desk(settings, host, port or PORTS[mode], doorway)
    elif mode == "api" and doorway:
        _serve_api(settings, host, port or PORTS[mode], doorway)
    elif mode == "kiosk":
        _serve_kiosk(settings, host, port or PORTS[mode])
    else:
        raise ServeError(
            f"没有“{mode}”这种页面，请用 --mode desk、--mode kiosk 或 --mode api。",
            f"There is no page “{mode}”: use --mode desk, --mode kiosk or --mode api.",
        )


def _serve_desk(settings: Settings, host: str, port: int, doorway: Doorway | None) -> None:
    reach, root = reach_of(settings, host), _root(settings)
    put_doors = doorway(reach) if doorway else None
    source = _opened(settings)
    with _listening(host, port) as listener:
        # Before anyone is let in: thirty people who wait for the models to load wait five seconds.
        source.current.warm()
        services = Services(
            source,
            FeedbackStore(settings.data),
            _sessions(settings, reach),
            Site(root),
            audit=AuditLog(settings.data),
            counts=QuestionCounts(settings.data),
            refused=RefusedWords(settings.data),
            summaries=Summaries.of(settings),
            settings=settings,
            metrics=Metrics() if settings.metrics else None,
        )
        app = create_app(services, reach.hosts, reach.authentication(services.sessions, services.audit), reach.proxy)
        served = put_doors(app, source, services.room) if put_doors else app
        if services.metrics:
            services.metrics.watch(_gauges(source, services.room, services.sessions))
        _say_ready(host, reach.hosts, listener, root)
        if reach.users and not is_loopback(host):
            print(PLAIN_HTTP, file=sys.stderr, flush=True)
        page: Future[FastAPI] = app.state.question_page
        # As soon as its page is there: who asks first does not wait for what the first question makes.
        page.add_done_callback(lambda made: None if made.exception() else services.rehearse())
        _run(outermost(served, root, reach.hosts, services.metrics, reach.proxy.told_in), listener, page)


def _serve_api(settings: Settings, host: str, port: int, doorway: Doorway) -> None:
    reach, root = reach_of(settings, host, pages=False), _root(settings)
    put_doors = doorway(reach)
    source, room = _opened(settings), WaitingRoom()
    with _listening(host, port) as listener:
        source.current.rehearse()
        app = put_doors(None, source, room)
        metrics = Metrics() if settings.metrics else None
        if metrics:
            metrics.watch(_gauges(source, room))
        _say_ready(host, reach.hosts, listener, root)
        _run(outermost(app, root, reach.hosts, metrics, reach.proxy.told_in), listener)


def outermost(
    app: ASGIApp, root: str, hosts: tuple[str, ...], metrics: Metrics | None, told_in: tuple[str, ...] = ()
) -> ASGIApp:
    """What is served as a whole: below the path a proxy puts it under, and measured where that is wanted; `told_in` as of the proxy."""
    if metrics:
        app = TrustedHostMiddleware(
            Measured(app, metrics, told_in), allowed_hosts=[*LOCAL_NAMES, *hosts], www_redirect=False
        )
    return UnderRoot(app, root) if root else app


def _gauges(
    source: StoreFollower, room: WaitingRoom, sessions: Sessions | None = None
) -> dict[str, tuple[str, Callable[[], float]]]:
    gauges: dict[str, tuple[str, Callable[[], float]]] = {
        "documents": ("Documents held.", lambda: len(source.current.documents())),
        "waiting_room": ("Who asks or waits to ask now.", lambda: room.inside),
    }
    return gauges | ({"sessions": ("Sessions held.", lambda: sessions.count)} if sessions else {})


def _root(settings: Settings) -> str:
    try:
        return root_of(settings.root_path)
    except ValueError as error:
        raise ServeError(
            f"“{settings.root_path}”不能用：--root-path 是代理下的路径，如 /policy，只用字母、数字和 . _ ~ -。",
            "Unfit: --root-path is a path below the proxy, such as /policy, of letters, digits and . _ ~ - alone.",
        ) from error


def _run(app: ASGIApp, listener: socket.socket, page: Future[FastAPI] | None = None) -> None:
    """Serves until stopped; ServeError where the page that is made meanwhile cannot be."""
    leaving = asyncio.Event()
    server = StoppingServer(server_config(EndingStreams(app, leaving)), leaving)
    if page:
        page.add_done_callback(server.stop_if_failed)
    server.run([listener])
    if page and page.done() and (error := page.exception()):
        raise ServeError(
            f"问答页面无法生成（{type(error).__name__}：{error}）：请重新安装，pip install --force-reinstall gradio。",
            "The page of questions cannot be made: install Gradio again with pip install --force-reinstall gradio.",
        ) from error


def _serve_kiosk(settings: Settings, host: str, port: int) -> None:
    try:
        office = load_office(settings.office)
        frames = load_frames(office, settings.office)
    except OfficeError as error:
        # One line for each fault; the last is left to the caller, as every declared failure is.
        for fault in error.faults[:-1]:
            print(fault, file=sys.stderr)
        raise OfficeError(error.faults[-1]) from error
    hosts = kiosk_hosts(settings, host, office.hosts)
    source = _opened(settings)
    with _listening(host, port) as listener:
        app = create_kiosk(Services(source, FeedbackStore(settings.data)), office, hosts, frames)
        _say_ready(host, hosts, listener)
        _run(app, listener)


def _sessions(settings: Settings, reach: Reach) -> Sessions:
    """The sessions; where people sign in and a time is set for it, their work outlives the server."""
    kept, faults = KeptWork(settings.data, settings.kept_days), Faults()
    try:
        kept.remove_old()
    except KeptWorkError as error:
        faults.report(error)

    def keeper_of(owner: str) -> UserKeeper:
        return UserKeeper(owner, kept, faults)

    return Sessions(keeper_of=keeper_of if reach.signs_in and settings.kept_days else None)


def _opened(settings: Settings) -> StoreFollower:
    source = StoreFollower.open(settings=settings)
    if source.current.warning:
        print(source.current.warning, file=sys.stderr, flush=True)
    return source


def _say_ready(host: str, hosts: tuple[str, ...], listener: socket.socket, root: str = "") -> None:
    print(
        f"{_address(host, hosts, listener)}{root.removeprefix('/')}{'/' if root else ''} 已就绪，按 Ctrl+C 停止。 Ready; Ctrl+C stops it.",
        flush=True,
    )


class PlainTraces(DefaultFormatter):
    """Of what went wrong the kind and the places in the program; not the message, which may hold words of a question."""

    def formatException(  # noqa: N802 - logging's own name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """The lines of the program that were passed, the last one last."""
        return "".join(traceback.format_tb(ei[2])) + (ei[0].__name__ if ei[0] else "")


def _log_config() -> dict[str, Any]:
    config = copy.deepcopy(LOGGING_CONFIG)
    config["formatters"]["default"] |= {"()": PlainTraces}
    config["loggers"] |= {name: {"handlers": ["default"], "propagate": False} for name in ("asyncio", "mcp")}
    return config


def server_config(app: ASGIApp) -> uvicorn.Config:
    """How uvicorn serves: it writes no log of requests and holds no more of them than a small machine can."""
    return uvicorn.Config(
        app,
        log_config=_log_config(),
        # No access log: addresses and times of people's questions are nobody's business.
        log_level="warning",
        access_log=False,
        server_header=False,
        # What a proxy says is read by ui/server/proxy.py, which knows whom to believe.
        proxy_headers=False,
        ws="none",
        http="h11",
        h11_max_incomplete_event_size=32 * 1024,
        limit_concurrency=600,
        timeout_keep_alive=15,
        # Whatever is being answered has this long to end; systemd waits longer (deploy/policy-kb.service).
        timeout_graceful_shutdown=20,
    )


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise ServeError(
            f"无法在 {host}:{port} 上监听（{error}），请用 --port 换一个端口，或检查 --host。",
            f"Cannot listen on {host}:{port}: choose another with --port, or check --host.",
        ) from error


def _address(host: str, hosts: tuple[str, ...], listener: socket.socket) -> str:
    """What to type into a browser: the first name allowed, which `host` itself is where it is no wildcard."""
    shown = host if is_loopback(host) else hosts[0]
    return f"http://{f'[{shown}]' if ':' in shown and shown[0] != '[' else shown}:{listener.getsockname()[1]}/"
