"""The room where drafts are checked: paste or upload, watch, read the coloured draft beside its sources, take it home."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import WenjuError
from ui.language import language, say
from ui.web.markup import tag, text
from ui.web.pane import pane

if TYPE_CHECKING:
    from rag.check.report import Progress, Report
    from ui.desk import Desk

_SOURCES, _CARDS = 200, 300
"""So many are shown on the page; the files to download hold all."""
_REPAINT_S = 0.3


def room(desk: Desk) -> None:
    """The tab."""
    import gradio as gr

    from ui.draft.reading import SUFFIXES

    kept = gr.State(None)
    with gr.Row(elem_id="draft-in", equal_height=False):
        with gr.Column(scale=3, min_width=320):
            box = gr.Textbox(
                label=say("稿件", "Draft"), lines=9, max_lines=16, max_length=200_000, elem_id="draft-text",
                placeholder=say("粘贴讲话稿、简报或报告，也可以选择文件", "Paste a speech, a briefing or a report"),
            )  # fmt: skip
        with gr.Column(scale=1, min_width=240):
            file = gr.File(
                label=say("或选择文件（Word、PDF、文本）", "or a file (Word, PDF, text)"), file_types=list(SUFFIXES),
                height=160, elem_id="draft-file",
            )  # fmt: skip
            place = gr.Textbox(
                label=say("“我市”“全县”指哪里", "The place meant by 我市"),
                placeholder=say("稿中写明了可不填", "optional"), max_length=50, elem_id="draft-place",
            )  # fmt: skip
            go = gr.Button(say("开始核对", "Check"), variant="primary", elem_id="draft-go")
            halt = gr.Button(say("停止", "Stop"), variant="stop", visible=False, elem_id="draft-stop")
    state = pane("", "draft-state")
    with gr.Row(elem_id="draft-out", equal_height=False):
        with gr.Column(scale=3, min_width=320, elem_id="draft-side"):
            shown = pane("", "draft-shown")
        with gr.Column(scale=2, min_width=320, elem_id="verdict-side"):
            beside = pane("", "draft-beside")
    with gr.Row(visible=False, elem_id="draft-files") as files:
        style = gr.Dropdown(
            [("GB/T 7714—2025", "2025"), ("GB/T 7714—2015", "2015"), (say("公文写法", "office form"), "office")],
            value=desk.settings.check.references, label=say("来源格式", "Sources written as"), filterable=False,
            elem_id="draft-style",
        )  # fmt: skip
        links = pane("", "draft-links")

    screen = [kept, state, shown, beside, files, links, go, halt]

    def run(words: str, chosen: str | None, where: str, how: str) -> Iterator[list[Any]]:
        for done, line, left, right, report in checking(desk, words, chosen, where):
            key = desk.drafts.keep(report) if report else None
            yield [
                key, line, gr.skip() if left is None else left, gr.skip() if right is None else right,
                gr.Row(visible=key is not None), links_html(key, how), gr.Button(visible=done), gr.Button(visible=not done),
            ]  # fmt: skip

    def stopped() -> list[Any]:
        line = tag("p", text(say("已停止。", "Stopped.")), class_="failed", role="alert")
        return [line, gr.Button(visible=True), gr.Button(visible=False)]

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    running = go.click(run, [box, file, place, style], screen, concurrency_limit=4, **quiet)
    style.change(links_html, [kept, style], links, queue=False, **quiet)
    halt.click(None, cancels=[running], **quiet).then(stopped, None, [state, go, halt], queue=False, **quiet)


_Shown = tuple[bool, str, str | None, str | None, "Report | None"]


def checking(desk: Desk, words: str, chosen: str | None, where: str) -> Iterator[_Shown]:
    """What the page shows: whether it is over, a line on how far it is, draft and sources (None: as they were)."""
    from ui.draft.reading import draft_of_file, draft_of_text

    yield False, _line(say("正在读稿……", "Reading the draft …")), "", "", None
    try:
        draft = draft_of_file(Path(chosen)) if chosen else draft_of_text(words)
        if chosen:
            draft = replace(draft, name=Path(chosen).name)
        painted = 0.0
        report: Report | None = None
        with closing(desk.check(draft, place=where)) as steps:  # type: ignore[type-var]
            for step in steps:
                if step is not None:
                    report = step.report or report
                if step is not None and time.monotonic() - painted > _REPAINT_S:
                    painted = time.monotonic()
                    yield False, progress_html(step), None, None, None
        assert report is not None, "the steps end with the report"
        yield True, result_html(report), draft_side(report), verdict_side(desk, report), report
    except WenjuError as error:
        yield True, tag("p", text(error.message(language())), class_="failed", role="alert"), None, None, None


def progress_html(step: Progress) -> str:
    """How many claims have been checked."""
    bar = f'<progress value="{step.done}" max="{max(1, step.total)}"></progress>'
    return _line(say(f"已核对 {step.done} / {step.total} 条", f"{step.done} of {step.total} claims")) + bar


def result_html(report: Report) -> str:
    """How it came out, and what the draft leaves open."""
    from ui.draft.page import tallies
    from ui.draft.words import label

    asks = (
        tag(
            "p",
            text(
                say(
                    "稿中说的“我市”“我县”没有写明是哪里，请在上面填写地名后再核对一次。",
                    "The draft says 我市 or 我县 without saying which place that is: name it above and check again.",
                )
            ),
            class_="notice",
        )
        if report.asks
        else ""
    )
    notes = "".join(tag("p", text(n), class_="notice") for n in report.notes)
    return tallies(report) + asks + notes + tag("p", text(label()), class_="foot")


def draft_side(report: Report) -> str:
    """The draft, coloured."""
    from ui.draft.page import draft_html

    return tag("div", draft_html(report, "k", "t0-s"), class_="draft", id="t0")


def verdict_side(desk: Desk, report: Report) -> str:
    """What is to be said of each claim, what is wrong first, then the sources in their articles."""
    from ui.draft.page import claim_html
    from ui.web.render import evidence_html
    from ui.web.sources import sources_of

    order = {"contradicted": 0, "not_found": 1, "supported": 2}
    ranked = sorted(
        ((n, c) for n, c in enumerate(report.claims, 1) if c.verdict in order),
        key=lambda x: (order[x[1].verdict], x[0]),
    )
    cards = "".join(claim_html(c, n, "k", "t0-s") for n, c in ranked[:_CARDS])
    more = len(ranked) - _CARDS
    if more > 0:
        cards += tag(
            "p", text(say(f"还有 {more} 条，见下载的文件。", f"{more} more are in the files.")), class_="empty"
        )
    first = sorted({n for _, c in ranked[:_CARDS] for n in (*c.citations, *c.nearest)})[:_SOURCES]
    library = desk.library()
    sources = sources_of(library, [report.citation(n) for n in first]) if library else []
    return cards + (evidence_html(0, sources) if sources else "")


def links_html(key: str | None, style: str) -> str:
    """Where the report can be had as a file."""
    names = {"docx": "Word", "html": say("网页文件", "HTML"), "md": "Markdown"}
    links = "".join(
        tag("a", text(name), href=f"/api/v1/check/{key}/{kind}?style={style}", id=f"draft-{kind}", download="")
        for kind, name in names.items()
    )
    return tag("p", text(say("下载：", "Download: ")) + links, class_="links") if key else ""


def _line(words: str) -> str:
    return tag("p", text(words), role="status")
