"""``wenju chat``: questions and follow-ups in the terminal."""

from __future__ import annotations

import sys
from contextlib import suppress

from rag.errors import WenjuError
from ui.cli.console import complain, emit, note
from ui.cli.options import Engine, EngineOption
from ui.language import language, say

HELP = say("在终端里连续提问，可以追问。", "Ask and follow up in the terminal.")

_ENDS = ("", "exit", "quit", "退出", "/exit", "/quit", "/q")


def chat(engine: EngineOption = Engine.auto) -> None:
    """Answer questions until the input ends, each understood in the light of those before it."""
    from rag.retrieve.plain import scope_of
    from ui.cli.session import opened
    from ui.cli.shown import answer_text
    from ui.questions import MAX_HISTORY, checked_question

    note(_usage())
    history: list[str] = []
    with opened() as pipeline:
        while (line := _read()) not in _ENDS:
            if line.startswith("/"):
                if line == "/new":
                    history.clear()
                else:
                    note(_usage())
                continue
            try:
                question = checked_question(line)
                answer = pipeline.ask(question, history=history, engine=engine.value)
            except WenjuError as error:
                complain(error.message(language()))
                continue
            if scope_of(question) == "ok":  # 谢谢 is nothing that a follow-up goes on from
                history = [*history, question][-MAX_HISTORY:]
            emit(answer_text(answer) + "\n")


def _usage() -> str:
    return say(
        "请提问；空行、/quit 或 Ctrl-D 结束，/new 另起话题。",
        "Ask; an empty line, /quit or Ctrl-D ends, /new starts over.",
    )


def _read() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    with suppress(ImportError):
        import readline  # noqa: F401 - gives the line its editing and history
    try:
        return input(say("问> ", "? ")).strip()
    except EOFError:
        return ""
