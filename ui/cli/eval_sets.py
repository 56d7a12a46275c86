"""``wenju eval draft / check``: making question sets, and holding them to their documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.cli.console import Meter, emit, emit_json, note
from ui.cli.options import Engine, JsonOption, chosen
from ui.language import say

SetArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=say("[问题集]...", "[SET]..."),
        help=say("samples、公开数据集的名字，或 JSONL 文件（可多个）", "samples, a public set's name, or JSONL files"),
    ),
]


def draft(
    number: Annotated[int, typer.Option("-n", min=1, max=5000, help=say("出多少题", "how many"))] = 50,
    document: Annotated[
        str | None, typer.Option("--document", metavar="DOC", help=say("只从这份报告出题", "only from this document"))
    ] = None,
    engine: Annotated[
        Engine,
        typer.Option(
            "--engine",
            help=say(
                "extractive 按句式出题；local、openai 由模型出题", "extractive: by templates; local, openai: by a model"
            ),
        ),
    ] = Engine.extractive,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.jsonl", help=say("默认 HOME/eval/review.jsonl", "the review file")),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Add proposals to the review file; what stands there is kept."""
    from eval.proposals import review, templates, written
    from eval.proposals.library import opened
    from rag.backends.chat import open_chat
    from rag.settings import load

    settings = load()
    how = chosen(engine, settings)
    meter = Meter(say("已出", "proposed"), quiet=how == "extractive")
    with opened(settings, document) as (passages, original):
        if how == "extractive":
            made = templates.proposals(passages, original, number)
        else:
            chat = open_chat(settings, how)
            made = written.proposals(passages, original, chat, number, progress=meter)
            meter.close()
    path = out or settings.home / review.NAME
    added = review.add(path, made)
    if as_json:
        emit_json({"out": str(path), "proposed": len(made), "added": added})
        return
    emit(
        say(
            f"提出 {len(made)} 题，新增 {added} 题，在 {path}；逐题看过，把 review 改为 accepted 或 rejected，就是一个问题集",
            f"{len(made)} proposed, {added} new, in {path}; set each line's review to accepted or rejected to make a set",
        )
    )


def check(
    names: SetArgument = None,
    documents: Annotated[
        Path | None, typer.Option("--documents", metavar="DIR", help=say("原文所在的文件夹", "the originals"))
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help=say("公开数据集的文件夹", "the folder of a public set"))
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Every piece of gold evidence is looked up by string match; exit code 1 when one is missing."""
    from eval.datasets.check import faults, originals
    from eval.datasets.sets import load

    cases = load(names or [], data)
    texts = dict(cases.documents) if documents is None else originals(documents)
    found = list(faults(cases, texts))
    if as_json:
        emit_json({"cases": len(cases.cases), "faults": [{"id": i, "message": what} for i, what in found]})
    else:
        for id_, what in found:
            emit(f"{id_}：{what}")
        note(
            say(
                f"{len(cases.cases)} 题，{len(found)} 处不对",
                f"{len(cases.cases)} cases, {len(found)} faults in the gold",
            )
        )
    if found:
        raise typer.Exit(1)
