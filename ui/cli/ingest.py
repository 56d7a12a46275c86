"""``wenju ingest``: take files and folders into the library."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.console import complain, emit, emit_json, note
from ui.cli.options import JsonOption
from ui.language import language, say

if TYPE_CHECKING:
    from ingest.report import Progress, Report

HELP = say(
    "导入或更新报告：文件、文件夹、压缩包；没有变的不重做。",
    "Add or update reports: files, folders, archives; what has not changed is not done again.",
)
_SHOWN = 20


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help=say("文件或文件夹", "files or folders"))],
    sync: Annotated[
        bool,
        typer.Option(
            "--sync", help=say("文件夹里已删除的文件，库里也删除", "also remove what has gone from the folders")
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the library up to what stands under ``paths``; 2 when some of it was refused, which is told."""
    from ingest.run import ingest as run
    from rag.index.indexes import Indexes
    from rag.library.record import Library
    from rag.settings import load

    settings = load()
    library = Library.open(settings.database)
    try:
        indexes = Indexes.open(settings, library)
        try:
            with _interruptible() as asked, _meter(as_json=as_json) as meter:
                report = run(
                    paths,
                    settings=settings,
                    library=library,
                    indexes=indexes,
                    sync=sync,
                    progress=meter,
                    cancel=lambda: bool(asked),
                )
        finally:
            indexes.close()
    finally:
        library.close()
    if as_json:
        emit_json(report.as_json(language()))
    _tell(report, as_json=as_json)
    if report.cancelled:
        raise typer.Exit(130)
    if not report.usable:
        if not report.refused:
            complain(
                say(
                    "没有找到可以导入的文件；能读的有文本、Markdown、网页、Word（.docx）、PDF、Excel（.xlsx）、CSV、图片，以及装有它们的 .zip",
                    "no file that can be taken in was found; text, Markdown, HTML, .docx, PDF, .xlsx, CSV, pictures and .zip are read",
                )
            )
    if report.refused or not report.usable:
        raise typer.Exit(2)


def _tell(report: Report, *, as_json: bool) -> None:
    """What was refused and warned of to stderr; the sums to stdout, unless JSON has it."""
    for name, error in report.refused[:_SHOWN]:
        note(say("未导入 ", "refused ") + f"{name}：{error.message(language())}")
    if len(report.refused) > _SHOWN:
        rest = len(report.refused) - _SHOWN
        note(say(f"…… 另有 {rest} 个未导入（--json 列出全部）", f"… and {rest} more refused (--json lists all)"))
    for name, text in report.warnings[:_SHOWN]:
        note(say("注意 ", "warning ") + f"{name}：{text}")
    alike: dict[str, list[str]] = {}
    for name, other, _ in report.duplicates:
        alike.setdefault(name, []).append(other)
    for name, others in list(alike.items())[:_SHOWN]:
        first = f"{others[0]}" + (
            say(f" 等 {len(others)} 份", f" and {len(others) - 1} more") if others[1:] else say(" ", "")
        )
        note(
            say(
                f"转载 {name}：有文章与 {first}相同或几乎相同，回答时只算一次",
                f"reprint {name}: holds what {first} holds; it counts once in answers",
            )
        )
    if len(alike) > _SHOWN:
        note(say(f"…… 另有 {len(alike) - _SHOWN} 份转载", f"… and {len(alike) - _SHOWN} more reprints"))
    if report.ignored:
        some = say("、", ", ").join(report.ignored[:3]) + (" …" if report.ignored[3:] else "")
        note(
            say(
                f"另有 {len(report.ignored)} 个文件不是能读的类型，没有读：{some}",
                f"{len(report.ignored)} more files are of no kind that is read: {some}",
            )
        )
    if report.missing:
        some = "、".join(report.missing[:3]) + (" …" if report.missing[3:] else "")
        note(
            say(
                f"库里有 {len(report.missing)} 份的文件已不在这些文件夹里：{some}；要一并删除，加 --sync",
                f"{len(report.missing)} documents have lost their files: {some}; --sync removes them",
            )
        )
    if report.cancelled:
        note(
            say("已停止，完成的部分已保存；再次运行会接着做", "stopped; what was finished is kept; run again to go on")
        )
    if not as_json:
        emit(
            say(
                f"新增 {len(report.added)}，更新 {len(report.replaced)}，未变 {report.unchanged}，"
                f"删除 {len(report.removed)}，未导入 {len(report.refused)}；"
                f"{report.passages} 段，{report.seconds:.1f} 秒",
                f"added {len(report.added)}, replaced {len(report.replaced)}, unchanged {report.unchanged}, "
                f"removed {len(report.removed)}, refused {len(report.refused)}; "
                f"{report.passages} passages in {report.seconds:.1f} s",
            )
        )


@contextmanager
def _interruptible() -> Iterator[list[int]]:
    """A list that the first Ctrl-C puts its signal into; the second one interrupts as usual."""
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        note(say("正在停止……再按一次立即中断", "stopping … press again to stop at once"))

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _meter(*, as_json: bool) -> Iterator[_Meter]:
    meter = _Meter(as_json=as_json)
    try:
        yield meter
    finally:
        meter.close()


class _Meter:
    """Progress on stderr: a moving line on a terminal, JSON lines with ``--json``, else a line now and then."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._live = sys.stderr.isatty() and not as_json
        self._every_s = 0.1 if self._live else 1.0 if as_json else 10.0
        self._shown_at = -self._every_s
        self._phase = ""
        self._wide = 0

    def __call__(self, state: Progress) -> None:
        now = time.monotonic()
        last = state.done >= state.total > 0
        soon = now - self._shown_at < self._every_s
        if soon and (state.phase in ("pages", "file") or (state.phase == self._phase and not last)):
            return
        self._phase, self._shown_at = state.phase, now
        if self._as_json:
            print(json.dumps({"progress": state.as_json()}, ensure_ascii=False), file=sys.stderr, flush=True)
        elif self._live:
            line = _line(state)
            print("\r" + line + " " * (self._wide - len(line)), end="", file=sys.stderr, flush=True)
            self._wide = len(line)
        elif state.phase == "waiting" or state.total > 1 or state.phase != "reading":
            note(_line(state))

    def close(self) -> None:
        """Leave the moving line behind."""
        if self._live and self._wide:
            print(file=sys.stderr, flush=True)


def _line(state: Progress) -> str:
    from ui.plain import plain

    if state.phase == "waiting":
        return say(f"等待另一个写库的进程：{state.name}", f"waiting for another writer: {state.name}")
    name, unit = {
        "reading": (say("读取", "reading"), say("个文件", "files")),
        "pages": (say("读页", "reading pages"), say("页", "pages")),
        "file": (say("读大文件", "reading a large file"), say("字", "characters")),
        "indexing": (say("建索引", "indexing"), say("段", "passages")),
        "writing": (say("写入向量索引", "writing the index of vectors"), say("段", "passages")),
        "figures": (say("读出数据（已可检索）", "reading figures (all can be searched)"), say("段", "passages")),
    }[state.phase]
    parts = [f"{name} {state.done}/{state.total} {unit}"]
    if state.phase == "reading":
        parts.append(say(f"{state.passages} 段", f"{state.passages} passages"))
    if state.rate:
        parts.append(f"{state.rate:.1f}/s")
    if state.seconds_left is not None and state.seconds_left >= 1:
        parts.append(say(f"剩余 {_clock(state.seconds_left)}", f"{_clock(state.seconds_left)} left"))
    if state.name:
        parts.append(plain(state.name)[-40:])
    return "  ".join(parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
