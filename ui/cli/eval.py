"""``wenju eval``: run a question set, compare runs, refuse a regression, report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.console import Meter, emit, emit_json, note
from ui.cli.options import Engine, EngineOption, JsonOption
from ui.language import say

if TYPE_CHECKING:
    from eval.folder import RunFolder
    from eval.gate import Verdict
    from eval.records import CaseSet

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
        if names and load(names, data).sha256 != folder.record().dataset["sha256"]:
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


def _ran(cases: CaseSet, engine: Engine, documents: Path | None, where: Path) -> dict[str, Any]:
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


SharedOption = Annotated[
    bool, typer.Option("--shared-only", help=say("问题集不同时只比共有的题", "compare the cases two sets share"))
]
BaselineOption = Annotated[
    Path | None,
    typer.Option(
        "--baseline", metavar="FILE", help=say("基线文件，默认按问题集与引擎取", "default: by set and engine")
    ),
]


@app.command("compare", help=say("逐题比较两次运行。", "Compare two runs, case by case."))
def compare_runs(
    before: RunArgument, after: RunArgument, shared_only: SharedOption = False, as_json: JsonOption = False
) -> None:
    """Fixed, broken, changed, new and missing cases, the worst first."""
    from eval.baseline import matched, side
    from eval.compare import compare
    from eval.report.markdown import comparison_lines

    (old_set, old), (new_set, new) = side(before), side(after)
    comparison = compare(*matched(old_set, new_set, old, new, shared_only))
    if as_json:
        emit_json(comparison.as_json())
        return
    for line in comparison_lines(comparison):
        emit(line)


@app.command("gate", help=say("把关：退步就返回 1。", "Refuse a regression: exit code 1."))
def gate(
    run: RunArgument,
    baseline: BaselineOption = None,
    rules: Annotated[
        Path | None, typer.Option("--rules", metavar="FILE.toml", help=say("下限与上限", "floors and ceilings"))
    ] = None,
    shared_only: SharedOption = False,
    as_json: JsonOption = False,
) -> None:
    """Exit code 0: passed; 1: a regression; 2: bad data or settings; 3: too much of the run failed."""
    from eval.folder import RunFolder
    from eval.report.markdown import verdict_lines

    folder = RunFolder(run)
    verdict = _judged(folder, baseline, rules, shared_only)
    if as_json:
        emit_json(verdict.as_json())
    else:
        for line in verdict_lines(verdict):
            emit(line)
    if not verdict.passed:
        raise typer.Exit(3 if _broken_down(folder) else 1)


@app.command("accept", help=say("把一次运行定为基线。", "Make a run the baseline."))
def accept(
    run: RunArgument,
    reason: Annotated[str, typer.Option("--reason", help=say("为什么接受", "why it is accepted"))],
    baseline: BaselineOption = None,
) -> None:
    """Write the baseline file, to be committed with the change that made it so."""
    from eval.baseline import Baseline
    from eval.folder import RunFolder
    from rag.errors import UsageError

    if not reason.strip():
        raise UsageError("要写明接受的理由", "a reason is needed", hint="--reason")
    folder = RunFolder(run)
    path = baseline or _baseline_path(folder)
    Baseline.of(folder, reason.strip()).write(path)
    emit(say(f"基线已写入 {path}，请随改动一起提交", f"wrote the baseline {path}; commit it with the change"))


@app.command("report", help=say("出报告：HTML、JSON、JUnit、Markdown。", "Write HTML, JSON, JUnit XML, Markdown."))
def report(
    run: RunArgument,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help=say("默认在运行文件夹里", "default: RUN"))
    ] = None,
    baseline: BaselineOption = None,
    earlier: Annotated[
        list[Path] | None, typer.Option("--earlier", metavar="RUN", help=say("走势里更早的运行", "for the trend"))
    ] = None,
    section: Annotated[
        Path | None,
        typer.Option(
            "--section", metavar="FILE.md", help=say("另写入这个文件里的一节", "also as a section of this file")
        ),
    ] = None,
    shared_only: SharedOption = False,
) -> None:
    """Four files named ``report``, with the baseline's differences if there is one."""
    from eval.baseline import Baseline
    from eval.folder import RunFolder
    from eval.report.files import write

    folder = RunFolder(run)
    path = baseline or _baseline_path(folder)
    held = Baseline.read(path) if baseline is not None or path.is_file() else None
    verdict = _judged(folder, path if held else None, None, shared_only)
    for written in write(folder, out or run, held, verdict, earlier or []):
        emit(str(written))
    if section is not None:
        from eval.report import results

        results.put(section, *results.section(folder))
        emit(str(section))


def _judged(folder: RunFolder, baseline: Path | None, rules: Path | None, shared_only: bool) -> Verdict:
    from eval.baseline import Baseline, matched
    from eval.gate import Rules, judge
    from rag.errors import UsageError

    record, scores = folder.record(), folder.scores()
    path = baseline or _baseline_path(folder)
    if rules is not None and not rules.is_file():
        raise UsageError(f"没有 {rules}", f"there is no {rules}", hint="--rules")
    held = Rules.read(rules or path.parent / f"{record.dataset['name']}-{record.engine}.toml")
    if baseline is None and not path.is_file():
        note(say(f"没有基线 {path}，只看下限", f"no baseline {path}: floors only"))
        return judge(scores, held)
    accepted = Baseline.read(path)
    old, new = matched(accepted.dataset, record.dataset, list(accepted.cases), scores, shared_only)
    return judge(new, held, old)


def _baseline_path(folder: RunFolder) -> Path:
    from eval.baseline import FOLDER

    record = folder.record()
    return FOLDER / f"{record.dataset['name']}-{record.engine}.json"


def _broken_down(folder: RunFolder) -> bool:
    """Whether more than a tenth of the cases have no answer: then it says nothing about quality."""
    scores = folder.scores()
    return 10 * sum(bool(s.value("failed")) for s in scores) > len(scores)
