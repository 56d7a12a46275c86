"""``wenju serve``: the web page and the HTTP API in one process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Annotated

import typer

from rag.errors import UsageError, reason
from ui.cli.console import emit, note
from ui.language import language, say

HELP = say("启动网页和 HTTP 接口；Ctrl-C 停止。", "Serve the web page and the HTTP API; Ctrl-C stops.")


def serve(
    host: Annotated[str | None, typer.Option("--host", help=say("绑定的地址", "address to bind"))] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help=say("端口，0 为任选", "0 picks one"))
    ] = None,
    allow_remote: Annotated[
        bool,
        typer.Option(
            "--allow-remote", help=say("允许别的机器访问，须先设口令", "let other machines in; needs a password")
        ),
    ] = False,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help=say("对外的域名，可重复", "a host name it goes by")),
    ] = None,
    pull_chat_model: Annotated[
        bool, typer.Option("--pull-chat-model", help=say("在后台下载本机模型", "fetch the local chat model meanwhile"))
    ] = False,
) -> None:
    """Serve until interrupted."""
    from rag.settings import load
    from ui.api.access import access_for

    given = dict(os.environ)  # before the page switches its vendors offline: the download may ask the hub
    signal.signal(signal.SIGTERM, _interrupt)  # a service manager's way to say Ctrl-C
    settings = load()
    where = host or settings.server.host
    access = access_for(where, allow_remote=allow_remote)
    listening = _listen(where, settings.server.port if port is None else port)
    note(say("正在启动…", "starting …"))
    import uvicorn

    from ui.desk import Desk
    from ui.server import build_app

    app = build_app(Desk(settings), host=where, access=access, names=name or ())
    shown = f"[{where}]" if ":" in where else where
    emit(say("请打开", "open") + f" http://{shown}:{listening.getsockname()[1]}/")
    sys.stdout.flush()
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, ws="none",
        timeout_keep_alive=30, timeout_graceful_shutdown=5, limit_concurrency=200, h11_max_incomplete_event_size=65536,
    )  # fmt: skip
    with _pulling(pull_chat_model, given), suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
    note(say("已停止", "stopped"))


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _listen(host: str, port: int) -> socket.socket:
    """The socket, bound before anything slow is begun.

    Raises:
        UsageError: the port is taken, or the address is none of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name != "nt":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise UsageError(
            f"绑定不了 {host}:{port}：{reason(error)}", f"cannot bind {host}:{port}: {error.strerror}", hint="--port"
        ) from error
    return listening


@contextmanager
def _pulling(wanted: bool, given: Mapping[str, str]) -> Iterator[None]:
    """``wenju models pull`` beside the server; the page shows how far it is."""
    process = None
    if wanted:
        command = [sys.executable, "-m", "ui.cli.main", "models", "pull", "qwen2.5-coder-1.5b"]
        environment = {**given, "WENJU_LANGUAGE": language()}
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, env=environment, start_new_session=True, **quiet)  # type: ignore[call-overload]
    try:
        yield
    finally:
        if process is not None and process.poll() is None:
            process.terminate()  # what has been fetched is kept, the next start goes on from there
