"""The program's command line: what `kb` can do, the pages of `ui` and the doors of `api`. `python app.py …` is `policy-kb serve …`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.commands import Store, build, cli, fail, note, option, run, settings_of

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp

    from kb.admission import WaitingRoom
    from kb.settings import Settings
    from kb.store import StoreFollower
    from ui.server import Reach
    from ui.serving import Doorway, PutDoors


Mode = Annotated[str, typer.Option(help="desk（窗口人员）、kiosk（公共终端）或 api（只给程序）。 What to serve.")]
Host = Annotated[str, typer.Option(help="监听地址。 Address to listen on.")]
Port = Annotated[int | None, option("端口，默认 7860，kiosk 为 7861，api 为 7862。 Port.", min=1, max=65535)]
OfficeFile = Annotated[Path | None, option("公共终端所在单位的设置。 The public terminal's office.", metavar="FILE")]
UsersFile = Annotated[Path | None, option("用户文件；对外提供时默认 .data/users。 The users file.", metavar="FILE")]
ProxyHeader = Annotated[
    str | None, option("单位代理写明用户的请求头。 Header in which a proxy names the user.", metavar="NAME")
]
ProxyRoleHeader = Annotated[
    str | None,
    option("代理写明角色（reader、editor、admin）的请求头。 Header in which it names the role.", metavar="NAME"),
]
ProxyAddress = Annotated[list[str] | None, option("该代理的地址，默认本机。 Where that proxy is.", metavar="ADDR")]
AllowHost = Annotated[list[str] | None, option("网页的名称，可多次。 A name the pages answer to.", metavar="NAME")]
Api = Annotated[bool, typer.Option("--api", help="窗口网页之外也给程序用。 Serve programs beside the desk.")]
AllowOrigin = Annotated[
    list[str] | None, option("哪些网站的网页可以问，可多次。 A website that may ask.", metavar="URL")
]
RootPath = Annotated[str | None, option("代理把网页放在哪个路径下，如 /policy。 Path below the proxy.", metavar="PATH")]
Metrics = Annotated[bool, typer.Option("--metrics", help="在 /metrics 提供监控数据。 Serve figures for a monitor.")]


@cli.command(epilog="例 Example: policy-kb serve --port 7860")
def serve(
    mode: Mode = "desk",
    host: Host = "127.0.0.1",
    port: Port = None,
    office: OfficeFile = None,
    users: UsersFile = None,
    proxy_header: ProxyHeader = None,
    proxy_role_header: ProxyRoleHeader = None,
    proxy_address: ProxyAddress = None,
    allow_host: AllowHost = None,
    api: Api = False,
    allow_origin: AllowOrigin = None,
    root_path: RootPath = None,
    metrics: Metrics = False,
    store: Store = None,
) -> None:
    """启动网页。 Serve the pages (same as python app.py)."""
    _refuse_mixed(
        mode,
        desk_only=bool(root_path or metrics),
        api=api,
        origins=bool(allow_origin),
        signs_in=bool(users or proxy_header or proxy_role_header or proxy_address),
    )
    # The pages bring Gradio with them: only where they are served.
    from ui.serving import serve as serve_pages

    settings = settings_of(
        store=store,
        users=users,
        proxy_header=proxy_header,
        proxy_role_header=proxy_role_header,
        proxy_addresses=proxy_address,
        hosts=allow_host,
        office=office,
        root_path=root_path,
        metrics="true" if metrics else None,
    )
    doorway = _doorway(settings, allow_origin or []) if api or mode == "api" else None
    serve_pages(settings, host, port, mode, doorway)


def _refuse_mixed(mode: str, *, desk_only: bool, api: bool, origins: bool, signs_in: bool) -> None:
    """Wrong usage: a mode that is none, or options that belong to another one."""
    if mode not in ("desk", "kiosk", "api"):
        raise typer.BadParameter("只能是 desk、kiosk 或 api。 Must be desk, kiosk or api.", param_hint="--mode")
    if (api and mode != "desk") or (origins and not (api or mode == "api")):
        raise typer.BadParameter(
            "--api 用于 desk；--allow-origin 用于 --api 或 --mode api。 --api is for the desk, --allow-origin for programs.",
            param_hint="--api",
        )
    if mode == "kiosk" and desk_only:
        raise typer.BadParameter(
            "公共终端不能与 --root-path、--metrics 同用。 Not for the public terminal.", param_hint="--mode"
        )
    if mode == "kiosk" and signs_in:
        raise typer.BadParameter(
            "公共终端没有登录，不能与 --users、--proxy-header、--proxy-address 同用。 Nobody signs in to a public terminal.",
            param_hint="--mode",
        )


def _doorway(settings: Settings, origins: list[str]) -> Doorway:
    """How the doors for programs come beside the pages, or alone."""
    from api.application import beside, create_api
    from api.callers import served_keys
    from api.doors import Doors
    from kb.summaries import Summaries
    from ui.server import LOCAL_NAMES

    def reaching(reach: Reach) -> PutDoors:
        keys, summaries = served_keys(settings, reach.beyond), Summaries.of(settings)

        def put(pages: FastAPI | None, source: StoreFollower, room: WaitingRoom) -> ASGIApp:
            doors = create_api(Doors(source, room, summaries), keys, (*LOCAL_NAMES, *reach.hosts), origins)
            return beside(pages, doors) if pages else doors

        return put

    return reaching


@cli.command("run", epilog="例 Example: python -m kb run")
def build_and_serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="端口。 Port.")] = 7860, store: Store = None
) -> None:
    """建库并在本机启动网页，与 make run 相同。 Build the store and serve the desk on this machine, as make run does."""
    build(store=store)
    serve(port=port, store=store)


@cli.command(epilog="例 Example: policy-kb mcp")
def mcp(store: Store = None) -> None:
    """在标准输入输出上提供 MCP 服务。 Serve the Model Context Protocol on stdin and stdout."""
    from kb.store import StoreFollower

    settings = settings_of(store=store)
    try:
        from api.mcp import mcp_server
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "mcp":
            raise
        fail(
            "没有装 MCP 组件：请运行 pip install 'policy-kb[mcp]'。 MCP is not installed: pip install 'policy-kb[mcp]'."
        )
    from api.doors import Doors
    from kb.summaries import Summaries

    summaries = Summaries.of(settings)
    source = StoreFollower.open(settings=settings)
    if source.current.warning:
        note(source.current.warning)
    mcp_server(Doors(source, summaries=summaries)).run("stdio")


def main() -> None:
    """Runs the command line."""
    run()


if __name__ == "__main__":
    sys.argv.insert(1, "serve")
    main()
