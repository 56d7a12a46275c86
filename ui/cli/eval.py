"""``wenju eval``: run a question set, judge it, make sets grow; ``eval_gate`` holds the rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli import eval_gate, eval_sets
from ui.cli.console import Meter, emit, emit_json, note
from ui.cli.options import Engine, EngineOption, JsonOption, chosen
from ui.language import say

if TYPE_CHECKING:
    from eval.cases import CaseSet
    from eval.run import Asking

app = typer.Typer(
    help=say("评测：跑题、比较、把关、出报告、出题。", "Evaluation: run, compare, gate, accept, report, draft."),
    no_args_is_help=True,
    rich_markup_mode=None,
)
DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help=say("公开数据集所在的文件夹", "the folder of a public set")),
]
DocumentsOption = Annotated[
    Path | None,
    typer.Option(
        "--documents",
        metavar="DIR",
        help=say("先用这个文件夹建一个临时的库", "over a throw-away library made of this folder"),
    ),
]


@app.command("run", help=say("跑一个问题集；中断后再跑会接着做。", "Run a set; goes on where it was stopped."))
def run_set(
    names: eval_sets.SetArgument = None,
    engine: EngineOption = Engine.extractive,
    documents: DocumentsOption = None,
    data: DataOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="RUN", help=say("运行文件夹，默认在 HOME/runs", "default: in HOME/runs")),
    ] = None,
    sample: Annotated[
        int | None, typer.Option("--sample", min=1, help=say("只跑这么多题，按类型分配", "only so many, by type"))
    ] = None,
    repeat: Annotated[
        int, typer.Option("--repeat", min=1, max=20, help=say("每题问几遍，看答案稳不稳", "ask each so many times"))
    ] = 1,
    reword: Annotated[
        bool, typer.Option("--reword", help=say("每题再换几种问法问", "ask each in other words as well"))
    ] = False,
    replay: Annotated[
        bool,
        typer.Option("--replay", help=say("不用模型，重新评分 --out 里的记录", "score the recorded outputs again")),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Answer and score every case of the set."""
    from eval.datasets.sets import load
    from eval.run import Asking
    from rag.errors import UsageError

    if replay:
        if out is None:
            raise UsageError("--replay 要用 --out 指出运行文件夹", "--replay needs --out", hint="--out RUN")
        _replayed(out, load(names, data).sha256 if names else None, as_json)
        return
    cases = load(names or [], data)
    if sample is not None:
        cases = cases.sample(sample)
    _ran(cases, engine, documents, out, Asking(repeat, reword), as_json)


def _replayed(out: Path, sha256: str | None, as_json: bool) -> None:
    from eval.folder import RunFolder
    from rag.errors import UsageError

    folder = RunFolder(out)
    if sha256 is not None and sha256 != folder.record().dataset["sha256"]:
        raise UsageError("这次运行用的不是这个问题集", "the run is not of this set", hint=str(out))
    summary, same = folder.rescore()
    note(say("与记录逐字节相同", "the very same bytes") if same else say("分数有变化", "the scores have changed"))
    _tell(summary, out, as_json)


def _ran(
    cases: CaseSet, engine: Engine, documents: Path | None, out: Path | None, asking: Asking, as_json: bool
) -> None:
    from eval.history import NAME
    from eval.run import record_of, run
    from eval.subject import opened
    from rag.settings import load

    settings = load()
    how = chosen(engine, settings)
    given = all(c.passages is not None for c in cases.cases)
    meter = Meter(say("已评", "done"))
    with opened(settings, how, documents, given=given, texts=cases.documents) as subject:
        record = record_of(cases, how, settings, subject, asking)
        where = out or settings.home / NAME / record.folder_name()
        try:
            outcome = run(cases, subject, record, where, asking=asking, progress=meter)
        finally:
            meter.close()
    if outcome.kept:
        note(say(f"沿用上次 {outcome.kept} 题", f"{outcome.kept} cases kept from before"))
    _tell(outcome.summary, where, as_json)


def _tell(summary: dict[str, Any], where: Path, as_json: bool) -> None:
    from eval.report.markdown import summary_lines

    if as_json:
        emit_json({"run": str(where), **summary})
        return
    for line in summary_lines(summary):
        emit(line)
    note(say(f"运行在 {where}", f"the run is in {where}"))


@app.command(
    "judge", help=say("让另一个模型评判已有的回答（可选）。", "Have another model judge the answers (optional).")
)
def judge(run: eval_gate.RunArgument, as_json: JsonOption = False) -> None:
    """Judge what a run recorded; the judge is that of the settings and never the model that answered."""
    from eval.folder import RunFolder
    from eval.judge import judge as judged
    from eval.judge import open_judge
    from rag.settings import load

    folder = RunFolder(run)
    chat, who = open_judge(load(), folder.record().as_json())
    meter = Meter(say("已看", "seen"))
    try:
        done = judged(folder, chat, who, progress=meter)
    finally:
        meter.close()
    if as_json:
        emit_json({"run": str(run), "judge": who, "judged": done.cases, "kept": done.kept, "unscored": done.unscored})
        return
    emit(
        say(
            f"{who['model']} 评了 {done.cases} 题（沿用 {done.kept}），读不懂因而不计的评判 {done.unscored} 个",
            f"{who['model']} judged {done.cases} cases ({done.kept} kept), {done.unscored} judgements unreadable",
        )
    )


app.command("draft", help=say("从库里出题，等人审。", "Propose questions from the library, for review."))(
    eval_sets.draft
)
app.command("check", help=say("核对问题集的证据是否在原文里。", "Does the gold of a set stand in its documents?"))(
    eval_sets.check
)
app.command("compare", help=say("逐题比较两次运行。", "Compare two runs, case by case."))(eval_gate.compare_runs)
app.command("gate", help=say("把关：退步就返回 1。", "Refuse a regression: exit code 1."))(eval_gate.gate)
app.command("accept", help=say("把一次运行定为基线。", "Make a run the baseline."))(eval_gate.accept)
app.command("report", help=say("出报告：HTML、JSON、JUnit、Markdown。", "Write HTML, JSON, JUnit XML, Markdown."))(
    eval_gate.report
)
