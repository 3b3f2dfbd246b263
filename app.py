"""The program's command line: what `kb` can do, the pages of `ui` and the doors of `api`. `python app.py …` is `policy-kb serve …`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kb.commands import Store, cli, fail, note, run, settings_of


@cli.command(epilog="例 Example: policy-kb serve --port 7860")
def serve(
    mode: Annotated[str, typer.Option(help="desk（窗口人员）或 kiosk（公共终端）。 Which pages to serve.")] = "desk",
    host: Annotated[str, typer.Option(help="监听地址。 Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="端口，默认 7860，kiosk 为 7861。 Port.", show_default=False),
    ] = None,
    office: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="公共终端所在单位的设置。 The public terminal's office.", show_default=False),
    ] = None,
    users: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="用户文件；对外提供时默认 .data/users。 The users file.", show_default=False),
    ] = None,
    proxy_header: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="单位代理写明用户的请求头。 Header in which a proxy names the user.",
            show_default=False,
        ),
    ] = None,
    proxy_address: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDR", help="该代理的地址，默认本机。 Where that proxy is.", show_default=False),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="网页的名称，可多次。 A name the pages answer to.", show_default=False),
    ] = None,
    store: Store = None,
) -> None:
    """启动网页。 Serve the pages (same as python app.py)."""
    if mode not in ("desk", "kiosk"):
        raise typer.BadParameter("只能是 desk 或 kiosk。 Must be desk or kiosk.", param_hint="--mode")
    if mode == "kiosk" and (users or proxy_header or proxy_address):
        raise typer.BadParameter(
            "公共终端没有登录，不能与 --users、--proxy-header、--proxy-address 同用。 Nobody signs in to a public terminal.",
            param_hint="--mode",
        )
    # The pages bring Gradio with them: only where they are served.
    from ui.serving import serve as serve_pages

    settings = settings_of(
        store=store,
        users=users,
        proxy_header=proxy_header,
        proxy_addresses=proxy_address,
        hosts=allow_host,
        office=office,
    )
    serve_pages(settings, host, port, mode)


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

    source = StoreFollower.open(settings=settings)
    if source.current.warning:
        note(source.current.warning)
    mcp_server(Doors(source)).run("stdio")


def main() -> None:
    """Runs the command line."""
    run()


if __name__ == "__main__":
    sys.argv.insert(1, "serve")
    main()
