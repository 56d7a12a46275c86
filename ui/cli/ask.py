"""``wenju ask``: one question, or a batch of them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from ui.cli.console import emit, emit_json, note
from ui.cli.options import (
    BatchOption,
    Engine,
    EngineOption,
    FreshOption,
    JsonOption,
    OutOption,
    QuestionArgument,
    out_of,
    question_of,
)
from ui.language import say

HELP = say("提一个问题，得到有出处、经核对的回答。", "Ask a question; get an answer that is cited and checked.")


def ask(
    question: QuestionArgument = None,
    history: Annotated[
        list[str] | None,
        typer.Option(
            "--history", metavar="Q", help=say("先前的问题，可重复，先问的在前", "an earlier question; repeatable")
        ),
    ] = None,
    engine: EngineOption = Engine.auto,
    batch: BatchOption = None,
    out: OutOption = None,
    fresh: FreshOption = False,
    as_json: JsonOption = False,
) -> None:
    """Answer ``question``, or every line of ``batch``."""
    from ui.cli.session import opened
    from ui.cli.shown import answer_text
    from ui.questions import checked_history
    from ui.stages import stage_name

    if batch is not None:
        _batch(batch, out_of(question, out), engine, fresh=fresh, as_json=as_json)
        return
    asked, earlier = question_of(question), checked_history(history)
    answer = None
    with opened() as pipeline:
        for event in pipeline.stream(asked, history=earlier, engine=engine.value):
            if event.kind == "stage" and sys.stderr.isatty():
                note(f"… {stage_name(event.text)}")
            answer = event.answer or answer
    assert answer is not None, "a stream ends with its answer"
    emit_json(answer.as_json()) if as_json else emit(answer_text(answer))


def _batch(batch: Path, out: Path, engine: Engine, *, fresh: bool, as_json: bool) -> None:
    from ui.cli.batch import run_batch
    from ui.cli.session import opened
    from ui.questions import checked_history, checked_question, given_passages

    with opened() as pipeline:

        def work(line: Mapping[str, Any]) -> dict[str, Any]:
            given = line.get("passages")
            answer = pipeline.ask(
                checked_question(line.get("question")),
                history=checked_history(line.get("history")),
                engine=engine.value,
                passages=None if given is None else given_passages(given),
            )
            return {"result": answer.as_json()}

        run_batch(batch, out, work, asked={"command": "ask", "engine": engine.value}, fresh=fresh).show(as_json)
