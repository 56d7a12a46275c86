"""``wenju check``: a draft against the library, claim by claim."""

from __future__ import annotations

import sys
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.console import Meter, emit, emit_json, note
from ui.cli.options import JsonOption
from ui.language import say

if TYPE_CHECKING:
    from rag.check.draft import Draft
    from rag.check.report import Report

HELP = say(
    "核对一份稿子：逐句说明库里支持、不符还是没有。",
    "Check a draft claim by claim: supported, contradicted, or not in the library.",
)
_STDIN = 2_000_000


class ReferenceStyle(StrEnum):
    """How sources are written down."""

    gbt2025 = "2025"
    gbt2015 = "2015"
    office = "office"


def check(
    file: Annotated[
        str,
        typer.Argument(
            metavar=say("稿件", "FILE"), help=say(".txt .md .docx .pdf；- 表示从标准输入读", "- reads stdin")
        ),
    ],
    place: Annotated[
        str | None,
        typer.Option(
            "--place",
            metavar=say("地名", "PLACE"),
            help=say("稿中“我市”“全县”指哪里", "the place that the draft calls 我市 or 全县"),
        ),
    ] = None,
    docx: Annotated[
        Path | None, typer.Option("--docx", metavar="OUT", help=say("写成带批注的 Word", "a Word file with comments"))
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="OUT", help=say("写成单个网页文件", "one HTML file"))
    ] = None,
    md: Annotated[
        Path | None, typer.Option("--md", metavar="OUT", help=say("写成 Markdown", "a Markdown file"))
    ] = None,
    style: Annotated[
        ReferenceStyle | None,
        typer.Option(
            "--style",
            help=say(
                "来源格式：GB/T 7714 的 2025 或 2015 版，或公文写法 office（默认按设置 check.references）",
                "sources after GB/T 7714 of 2025 or 2015, or as offices write them (default: setting check.references)",
            ),
        ),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Check the draft in ``file``; 1 when a claim of it is contradicted."""
    from rag.settings import load
    from ui.cli.session import opened
    from ui.draft.exports import export, suffix_checked
    from ui.draft.shown import report_text

    wanted = {"docx": docx, "html": html, "md": md}
    for kind, path in wanted.items():
        suffix_checked(path, kind)
    draft = _draft(file)
    with opened() as pipeline:
        meter = Meter(say("核对", "checking"), quiet=not sys.stderr.isatty() and as_json)
        report: Report | None = None
        with closing(pipeline.check(draft, place=place)) as steps:
            for step in steps:
                meter(step.done, step.total)
                report = step.report or report
        meter.close()
    assert report is not None, "the steps end with the report"
    chosen = style.value if style else load().check.references
    for kind, path in wanted.items():
        if path is not None:
            export(report, path, kind, chosen)
            note(say(f"已写入 {path}", f"wrote {path}"))
    if report.asks:
        note(report.asks)
    emit_json(report.as_json()) if as_json else emit(report_text(report, chosen))
    return 1 if report.summary["contradicted"] else 0


def _draft(file: str) -> Draft:
    from ui.draft.reading import draft_of_file, draft_of_text

    return draft_of_text(sys.stdin.read(_STDIN)) if file == "-" else draft_of_file(Path(file))
