"""``wenju search``: passages, best first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from rag.errors import UsageError
from ui.cli.console import emit, emit_json, note
from ui.cli.options import (
    BatchOption,
    FreshOption,
    JsonOption,
    OutOption,
    PlaceOption,
    QuestionArgument,
    SinceOption,
    UntilOption,
    out_of,
    question_of,
)
from ui.language import say

HELP = say("检索与问题有关的段落，最相关的在前。", "Find the passages that bear on a question, best first.")


def search(
    question: QuestionArgument = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help=say("要几条", "how many"))] = 10,
    place: PlaceOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    batch: BatchOption = None,
    out: OutOption = None,
    fresh: FreshOption = False,
    as_json: JsonOption = False,
) -> None:
    """Search for ``question``, or for every line of ``batch``."""
    from ui.cli.batch import run_batch
    from ui.cli.session import opened
    from ui.cli.shown import hit_lines
    from ui.questions import checked_question

    limits: dict[str, Any] = {"k": k, "place": place or None, "since": day(since), "until": day(until)}
    if batch is not None:
        target = out_of(question, out)
        with opened() as pipeline:
            told: set[str] = set()

            def work(line: Mapping[str, Any]) -> dict[str, Any]:
                notes: list[str] = []
                hits = pipeline.search(checked_question(line.get("question")), tell=notes.append, **limits)
                for remark in notes:
                    if remark not in told:
                        note(remark)
                    told.add(remark)
                return {"hits": [hit.as_json() for hit in hits], **({"notes": notes} if notes else {})}

            asked_of = {"command": "search", **limits}
            run_batch(batch, target, work, asked=asked_of, fresh=fresh, failed=lambda error: {"hits": []}).show(as_json)
        return
    asked = question_of(question)
    with opened() as pipeline:
        hits = pipeline.search(asked, tell=note, **limits)
    if as_json:
        emit_json({"question": asked, "hits": [hit.as_json() for hit in hits]})
        return
    for line in hit_lines(hits):
        emit(line)
    if not hits:
        emit(say("没有找到相关段落", "no passage found"))


def day(value: str | None) -> str | None:
    """An ISO year, month or day as it came, or None.

    Raises:
        UsageError: it is none of the three.
    """
    if value is None or re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", value):
        return value or None
    raise UsageError(f"日期 {value!r} 应写成 2021、2021-04 或 2021-04-12", f"{value!r} is no date like 2021-04-12")
