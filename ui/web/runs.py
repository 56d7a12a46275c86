"""The evaluation room: runs and their trend, the proposed cases, and a page for every run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import WenjuError
from ui.language import language, say
from ui.web.markup import tag, text
from ui.web.pane import pane

if TYPE_CHECKING:
    from eval.history import Past
    from ui.desk import Desk

RUN = re.compile(r"[\w][\w.-]{0,119}")
"""What a run's folder may be called to be shown."""
_LISTED, _DRAWN, _PROPOSED = 100, 30, 20
_COLUMNS = ("correct", "evidence_recall", "citation_precision", "hit@5", "invented_figures", "answered_unanswerable")


def room(desk: Desk) -> None:
    """The tab: what is there, read anew at a click."""
    import gradio as gr

    shown = pane("", "runs")
    again = gr.Button(say("刷新", "Refresh"), size="sm", elem_id="runs-again")
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    again.click(lambda: overview(desk.settings.home), None, shown, **quiet)
    # A moment after the page is there: a hundred runs must not delay whoever only wants to ask.
    once = gr.Timer(1)
    once.tick(lambda: (overview(desk.settings.home), gr.Timer(active=False)), None, [shown, once], **quiet)


def overview(home: Path) -> str:
    """Every series of runs (a set with an engine) with its drawings and table, then the proposals to review."""
    from eval.history import NAME, runs

    series: dict[tuple[str, str], list[Past]] = {}
    for past in runs(home / NAME):
        series.setdefault(past.series, []).append(past)
    if not series:
        how = say(
            "还没有评测。在命令行运行 wenju eval run samples --documents samples/reports，结果会出现在这里。",
            "No runs yet. Those of `wenju eval run` appear here.",
        )
        return tag("p", text(how), class_="empty") + _proposed(home)
    ordered = sorted(series.items(), key=lambda item: item[1][-1].record.started, reverse=True)
    return "".join(_series(name, engine, held) for (name, engine), held in ordered) + _proposed(home)


def _series(name: str, engine: str, held: Sequence[Past]) -> str:
    from eval.report.page import charts

    drawn = charts([(p.record.started[:16], p.summary) for p in held[-_DRAWN:]])
    names = [n for n in _COLUMNS if any(n in p.summary["metrics"] for p in held)]
    heads = [say("时间", "Time"), say("提交", "Commit"), say("题数", "Cases"), *map(_called, names), "p95"]
    rows = "".join(_row(p, names) for p in list(reversed(held))[:_LISTED])
    table = tag("table", tag("thead", tag("tr", "".join(tag("th", text(h)) for h in heads))) + tag("tbody", rows))
    figures = tag("div", "".join(drawn), class_="charts") if drawn else ""
    return tag("h3", text(f"{name} · {engine}")) + figures + tag("div", table, class_="shelf")


def _row(past: Past, names: Sequence[str]) -> str:
    from eval.report.markdown import figure

    commit = (past.record.git.get("commit") or "—")[:7]
    started = text(past.record.started[:16].replace("T", " "))
    linked = RUN.fullmatch(past.name) is not None
    first = tag("a", started, href=f"/eval/{past.name}", target="_blank") if linked else started
    values = [figure(n, e) if (e := past.summary["metrics"].get(n)) else "—" for n in names]
    cells = [text(past.summary["n"]), *map(text, values), text(f"{past.summary['p95_s']:.2f}")]
    return tag("tr", tag("td", first) + tag("td", text(commit)) + "".join(tag("td", c, class_="number") for c in cells))


def _called(name: str) -> str:
    from eval.summary import BY_NAME

    return say(BY_NAME[name].zh, name)


def _proposed(home: Path) -> str:
    """The cases that wait for a reviewer."""
    from eval.datasets.lines import read_lines
    from eval.proposals.review import NAME

    path = home / NAME
    if not path.is_file():
        return ""
    try:
        waiting = [v for _, v in read_lines(path) if v.get("review") == "proposed"]
    except WenjuError as error:
        return tag("p", text(error.message(language())), class_="failed", role="alert")
    if not waiting:
        return ""
    head = say(f"待审的考题 {len(waiting)} 道，在 {path}", f"{len(waiting)} proposed cases to review in {path}")
    rows = "".join(
        tag("li", text(str(v.get("question", ""))[:200]) + tag("small", text(" " + str(v.get("why", ""))[:200])))
        for v in waiting[-_PROPOSED:]
    )
    return tag("details", tag("summary", text(head)) + tag("ul", rows), class_="proposed")


def run_html(home: Path, name: str) -> str | None:
    """The page of one run with its differences from the baseline and every case; None when there is no such run.

    Raises:
        UsageError: the run is damaged, or of another version.
    """
    from eval.baseline import FOLDER, Baseline, matched
    from eval.folder import RunFolder
    from eval.gate import Rules, judge
    from eval.history import NAME, earlier
    from eval.report.page import page

    folder = RunFolder(home / NAME / name)
    if RUN.fullmatch(name) is None or not folder.exists():
        return None
    record, scores = folder.record(), folder.scores()
    path = FOLDER / f"{record.dataset['name']}-{record.engine}.json"
    rules = Rules.read(path.with_suffix(".toml"))
    held = Baseline.read(path) if path.is_file() else None
    if held is None or held.dataset["sha256"] != record.dataset["sha256"]:
        return page(folder, None, judge(scores, rules), earlier(folder))
    old, new = matched(held.dataset, record.dataset, list(held.cases), scores, False)
    return page(folder, held, judge(new, rules, old), earlier(folder))
