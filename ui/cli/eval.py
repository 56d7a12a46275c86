"""``wenju eval``: run a question set, compare runs, refuse a regression, report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ui.cli.console import Meter, emit, emit_json, note
from ui.cli.options import Engine, EngineOption, JsonOption
from ui.language import say

app = typer.Typer(
    help=say("评测：跑题、比较、把关、出报告。", "Evaluation: run, compare, gate, accept, report."),
    no_args_is_help=True,
    rich_markup_mode=None,
)
SetArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=say("[问题集]...", "[SET]..."),
        help=say("samples、rgb，或 JSONL 文件（可多个）", "samples, rgb, or JSONL files"),
    ),
]
RunArgument = Annotated[Path, typer.Argument(metavar=say("运行", "RUN"), help=say("运行文件夹", "a run folder"))]


@app.command("run", help=say("跑一个问题集；中断后再跑会接着做。", "Run a set; goes on where it was stopped."))
def run_set(
    names: SetArgument = None,
    engine: EngineOption = Engine.extractive,
    documents: Annotated[
        Path | None,
        typer.Option(
            "--documents",
            metavar="DIR",
            help=say("先用这个文件夹建一个临时的库", "over a throw-away library made of this folder"),
        ),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help=say("公开数据集所在的文件夹", "the folder of a public set")),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="RUN", help=say("运行文件夹", "the run folder"))] = None,
    sample: Annotated[
        int | None, typer.Option("--sample", min=1, help=say("只跑这么多题，按类型分配", "only so many, by type"))
    ] = None,
    replay: Annotated[
        bool,
        typer.Option("--replay", help=say("不用模型，重新评分 --out 里的记录", "score the recorded outputs again")),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Answer and score every case of the set."""
    from eval.datasets.sets import load
    from eval.folder import RunFolder
    from rag.errors import UsageError

    if replay:
        if out is None:
            raise UsageError("--replay 要用 --out 指出运行文件夹", "--replay needs --out", hint="--out RUN")
        folder = RunFolder(out)
        if names and load(names, data).sha256 not in (folder.record().dataset["sha256"],):
            raise UsageError("这次运行用的不是这个问题集", "the run is not of this set", hint=str(out))
        summary, same = folder.rescore()
        note(say("与记录逐字节相同", "the very same bytes") if same else say("分数有变化", "the scores have changed"))
        _tell(summary, out, as_json)
        return
    cases = load(names or [], data)
    if sample is not None:
        cases = cases.sample(sample)
    where = out if out is not None else Path("runs") / f"{cases.name}-{engine.value}-{cases.sha256[:8]}"
    _tell(_ran(cases, engine, documents, where), where, as_json)


def _ran(cases: Any, engine: Engine, documents: Path | None, where: Path) -> dict[str, Any]:
    from eval.run import record_of, run
    from eval.subject import opened
    from rag.settings import load as settings

    given = all(c.passages is not None for c in cases.cases)
    meter = Meter(say("已评", "done"))
    with opened(settings(), engine.value, documents, given=given) as subject:
        try:
            outcome = run(cases, subject, record_of(cases, engine.value, settings(), subject), where, progress=meter)
        finally:
            meter.close()
    if outcome.kept:
        note(say(f"沿用上次 {outcome.kept} 题", f"{outcome.kept} cases kept from before"))
    return outcome.summary


def _tell(summary: dict[str, Any], where: Path, as_json: bool) -> None:
    from eval.report.markdown import summary_lines

    if as_json:
        emit_json({"run": str(where), **summary})
        return
    for line in summary_lines(summary):
        emit(line)
    note(say(f"运行在 {where}", f"the run is in {where}"))
