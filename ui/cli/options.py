"""Options that several commands share."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from rag.errors import UsageError
from ui.language import say

if TYPE_CHECKING:
    from rag import domain
    from rag.settings import Settings


class Engine(StrEnum):
    """What writes the answer."""

    auto = "auto"
    extractive = "extractive"
    local = "local"
    openai = "openai"


EngineOption = Annotated[
    Engine,
    typer.Option(
        "--engine",
        help=say(
            "auto 自动选；extractive 只摘原文；local 本机模型；openai 所配置的接口",
            "auto picks; extractive quotes only; local: the model on this machine; openai: the endpoint set",
        ),
    ),
]
BatchOption = Annotated[
    Path | None, typer.Option("--batch", metavar="IN.jsonl", help=say("一行一问的文件", "a file, one question a line"))
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="OUT.jsonl", help=say("批量的结果，可接着上次做", "the results; resumable")),
]
FreshOption = Annotated[
    bool, typer.Option("--fresh", help=say("批量从头做起，不接上次", "start the batch over instead of resuming"))
]
JsonOption = Annotated[bool, typer.Option("--json", help=say("只输出一个 JSON 对象", "print exactly one JSON object"))]
PlaceOption = Annotated[
    str | None, typer.Option("--place", metavar=say("地名", "PLACE"), help=say("只要这个地方的", "only of this place"))
]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="YYYY-MM-DD", help=say("不早于", "not before"))]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="YYYY-MM-DD", help=say("不晚于", "not after"))]
QuestionArgument = Annotated[
    str | None, typer.Argument(metavar=say("问题", "QUESTION"), help=say("- 表示从标准输入读", "- reads stdin"))
]


def chosen(engine: Engine, settings: Settings) -> domain.Engine:
    """The engine that will really write: what ``auto`` means here and now."""
    from rag.backends.chat import available

    return available(settings) if engine is Engine.auto else cast("domain.Engine", engine.value)


def question_of(argument: str | None) -> str:
    """The question as typed, or all of stdin for ``-``; bounded and never empty."""
    from ui.questions import checked_question

    if argument is None:
        raise UsageError("缺少问题", "the question is missing", hint="--help")
    return checked_question(sys.stdin.read(1_000_000) if argument == "-" else argument)


def out_of(question: str | None, out: Path | None) -> Path:
    """``--out`` of a batch, which takes no question beside it."""
    if question is not None:
        raise UsageError("--batch 和问题只能给一个", "give --batch or a question, not both")
    if out is None:
        raise UsageError("--batch 要和 --out 一起用", "--batch needs --out", hint="--out OUT.jsonl")
    return out
