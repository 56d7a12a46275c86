"""``wenju figures``: an indicator across places and years as a table, every value with its source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.errors import UsageError
from ui.cli.console import emit, emit_bytes, emit_json, note
from ui.cli.options import JsonOption, SinceOption, UntilOption
from ui.cli.search import day
from ui.language import say

if TYPE_CHECKING:
    from rag.figures.table import Table

HELP = say(
    "把一项指标按地区、时间列成表，每个数都有出处。",
    "A table of an indicator over places and years, every value cited.",
)

IndicatorArgument = Annotated[
    str | None,
    typer.Argument(
        metavar=say("指标或问题", "INDICATOR"),
        help=say("如“各县贫困劳动力就业率”；不填列出全部", "as in a question; without it, everything"),
    ),
]
PlacesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--place", metavar=say("地名", "PLACE"), help=say("只要这些地方的，可写多次", "only these; may be repeated")
    ),
]
PartsOption = Annotated[
    bool, typer.Option("--parts", help=say("连同这些地方下辖的县、乡", "with the parts of these places"))
]
LimitOption = Annotated[
    int, typer.Option("--limit", min=1, max=2000, help=say("在屏幕上最多列几行", "most rows on the screen"))
]


def _out(kind: str) -> object:
    return typer.Option(f"--{kind}", metavar="OUT", help=say(f"写成 .{kind} 文件", f"write a .{kind} file"))


def figures(
    indicator: IndicatorArgument = None,
    place: PlacesOption = None,
    parts: PartsOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = 100,
    as_json: JsonOption = False,
    csv: Annotated[
        bool, typer.Option("--csv", help=say("只输出 CSV，可用 > 存成文件", "print CSV, to be redirected"))
    ] = False,
    xlsx: Annotated[Path | None, _out("xlsx")] = None,
    docx: Annotated[Path | None, _out("docx")] = None,
    png: Annotated[Path | None, _out("png")] = None,
    svg: Annotated[Path | None, _out("svg")] = None,
) -> None:
    """Print the table, or write it to files."""
    from rag.figures.asked import ask
    from ui.cli.session import opened
    from ui.figures.exports import export, write
    from ui.figures.lookup import table_of

    if as_json and csv:
        raise UsageError("--json 和 --csv 只能给一个", "give --json or --csv, not both")
    asked = ask(indicator or "", named=place or (), since=day(since), until=day(until), parts=parts)
    with opened() as pipeline:
        table = table_of(pipeline, asked)
    outs = {"xlsx": xlsx, "docx": docx, "png": png, "svg": svg}
    for kind, path in outs.items():
        if path is not None:
            write(table, kind, path)
            note(say(f"已写入 {path}", f"written: {path}"))
    if as_json:
        emit_json(table.as_json())
    elif csv:
        emit_bytes(export(table, "csv"))
    elif not any(outs.values()):
        _show(table, limit)


def _show(table: Table, limit: int) -> None:
    from ui.figures.columns import empty_line, lines, remarks, source_line, workings

    if not table.rows:
        emit(empty_line(table))
    shown = lines(table)[:limit]
    for line in shown:
        label, place, period, written, _, _, kind, growth, _, share, rank, cites = line.cells
        worked = [
            x
            for x in (
                kind,
                say(f"增减{growth}", f"growth {growth}") if growth else "",
                say(f"占比{share}", f"share {share}") if share else "",
                say(f"第{rank}", f"rank {rank}") if rank else "",
            )
            if x
        ]
        emit("  ".join(x for x in (place, period, label, written, *worked, cites) if x))
    if len(table.rows) > limit:
        emit(
            say(
                f"……共 {len(table.rows)} 行，可用 --limit 或写成文件", f"... {len(table.rows)} rows in all; see --limit"
            )
        )
    for remark in remarks(table):
        emit(remark)
    for what, working in workings(table)[:limit]:
        emit(say(f"计算：{what} {working}", f"computed: {what} {working}"))
    used = {n for line in shown for n in line.citations} | {
        n for c in table.conflicts for v in c.values for n in v.citations
    }
    for c in table.citations:
        if c.n in used:
            emit(f"[{c.n}] {source_line(c)}：“{c.quote}”")
