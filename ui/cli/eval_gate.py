"""``wenju eval compare / gate / accept / report``: what a run is worth beside another, or beside the baseline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.console import emit, emit_json, note
from ui.cli.options import JsonOption
from ui.language import say

if TYPE_CHECKING:
    from eval.folder import RunFolder
    from eval.gate import Verdict

RunArgument = Annotated[Path, typer.Argument(metavar=say("运行", "RUN"), help=say("运行文件夹", "a run folder"))]
SharedOption = Annotated[
    bool, typer.Option("--shared-only", help=say("问题集不同时只比共有的题", "compare the cases two sets share"))
]
BaselineOption = Annotated[
    Path | None,
    typer.Option(
        "--baseline", metavar="FILE", help=say("基线文件，默认按问题集与引擎取", "default: by set and engine")
    ),
]


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


def report(
    run: RunArgument,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help=say("默认在运行文件夹里", "default: RUN"))
    ] = None,
    baseline: BaselineOption = None,
    section: Annotated[
        Path | None,
        typer.Option(
            "--section", metavar="FILE.md", help=say("另写入这个文件里的一节", "also as a section of this file")
        ),
    ] = None,
    shared_only: SharedOption = False,
) -> None:
    """Four files named ``report``: differences from the baseline if there is one, the trend of the runs beside it."""
    from eval.baseline import Baseline
    from eval.folder import RunFolder
    from eval.history import earlier
    from eval.report.files import write

    folder = RunFolder(run)
    path = baseline or _baseline_path(folder)
    held = Baseline.read(path) if baseline is not None or path.is_file() else None
    verdict = _judged(folder, path if held else None, None, shared_only)
    for written in write(folder, out or run, held, verdict, earlier(folder)):
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
