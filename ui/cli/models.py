"""``wenju models``: the weights on this machine."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.console import emit, emit_json, note
from ui.cli.options import JsonOption
from ui.language import say

if TYPE_CHECKING:
    from rag.models.store import ModelStore, Status
    from rag.ports import Progress

app = typer.Typer(
    help=say("模型：列出、下载、校验。", "Model weights: list, pull, verify."),
    no_args_is_help=True,
    rich_markup_mode=None,
)

NamesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar=say("[名称]...", "[NAME]..."), help=say("不写就是全部", "all when left out")),
]


@app.command("list", help=say("列出模型和它们的状态。", "List the models and how they stand."))
def list_models(as_json: JsonOption = False) -> None:
    """One line a model."""
    _show(_store().statuses(), as_json)


@app.command("pull", help=say("下载模型，可断点续传。", "Fetch models; goes on where it was cut short."))
def pull(names: NamesArgument = None, as_json: JsonOption = False) -> None:
    """Fetch what is missing, each file checked before it gets its name."""
    store = _store()
    chosen = _chosen(names)
    for name in chosen:
        with _meter(name) as progress:
            store.pull(name, progress)
    _show([store.status(name) for name in chosen], as_json)


@app.command(
    "verify", help=say("重新校验每个字节；缺失或不符时退出码为 3。", "Hash every byte; exit code 3 when wrong.")
)
def verify(names: NamesArgument = None, as_json: JsonOption = False) -> None:
    """Hash the files again."""
    store = _store()
    found = [store.status(name, rehash=True) for name in _chosen(names)]
    _show(found, as_json)
    if any(status.state != "ready" for status in found):
        raise typer.Exit(3)


def _store() -> ModelStore:
    from rag.models.store import ModelStore
    from rag.settings import load

    return ModelStore(load().models)


def _chosen(names: list[str] | None) -> list[str]:
    from rag.models.catalogue import MODELS, find

    return [find(name).name for name in dict.fromkeys(names)] if names else [model.name for model in MODELS]


def _show(found: list[Status], as_json: bool) -> None:
    if as_json:
        emit_json({"models": [status.as_json() for status in found]})
        return
    for status in found:
        model = status.model
        emit(f"{model.name}  {_state(status)}  {model.size / 1e6:.0f} MB  {model.title}  {model.licence}")
        if status.state == "ready":
            emit(f"    {status.path}")
        elif status.state == "wrong":
            emit(say(f"    应为 sha256 {status.expected}", f"    sha256 should be {status.expected}"))
            emit(say(f"    实为 sha256 {status.sha256}", f"    sha256 is        {status.sha256}"))
        if status.state != "ready":
            emit(f"    wenju models pull {model.name}")


def _state(status: Status) -> str:
    percent = 100 * status.done // status.model.size
    return {
        "ready": say("就绪", "ready"),
        "missing": say("未下载", "missing"),
        "partial": say(f"已下载 {percent}%", f"{percent}% here"),
        "wrong": say("不符", "wrong"),
    }[status.state]


@contextmanager
def _meter(name: str) -> Iterator[Progress]:
    """Bytes and rate on stderr: a bar on a terminal, else a line at every tenth."""
    if not sys.stderr.isatty():
        yield _lines(name)
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

    columns = ("{task.description}", BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _lines(name: str) -> Progress:
    began, first, told = time.monotonic(), -1, -1

    def tell(done: int, total: int) -> None:
        nonlocal first, told
        first = done if first < 0 else first
        tenth = 10 * done // total
        if tenth != told:
            rate = (done - first) / max(time.monotonic() - began, 1e-3)
            note(f"{name}  {done / 1e6:.0f}/{total / 1e6:.0f} MB  {rate / 1e6:.1f} MB/s")
        told = tenth

    return tell
