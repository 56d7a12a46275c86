"""``wenju library restore``: a document that was removed with ``--recoverable``, as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rag.errors import UsageError
from ui.cli.console import emit, emit_json, note
from ui.cli.options import JsonOption
from ui.language import say

if TYPE_CHECKING:
    from rag.domain import Document
    from rag.library.record import Library
    from rag.settings import Settings

HELP = say(
    "取回一天之内删除的报告（删除时用了 --recoverable，或在页面上删除的）；不写名称就列出来。",
    "Take back documents removed within a day, on the page or with --recoverable; without a name, list them.",
)


def restore(
    docs: Annotated[
        list[str] | None,
        typer.Argument(metavar="DOC", help=say("文件名或编号的开头", "names or beginnings of ids")),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Put removed documents back, as they were when they were removed."""
    from rag.library.record import Library
    from rag.library.removed import Removed
    from rag.settings import load

    settings = load()
    removed = Removed(settings.home)
    held = removed.documents()
    found = [_wanted(held, doc) for doc in docs or ()]
    if found:
        library = Library.open(settings.database)
        try:
            for document in found:
                whole = removed.take(document.id)
                if whole is not None and library.document(document.id) is None:
                    library.put(whole)
                removed.drop(document.id)
            _follow(settings, library)
        finally:
            library.close()
    listed = found if docs else held
    if as_json:
        emit_json({"restored" if docs else "removed": [{"document": d.path, "id": d.id} for d in listed]})
        return
    for document in listed:
        emit(say("已恢复 ", "restored ") + document.path if docs else f"{document.id[:8]}  {document.path}")
    if not listed:
        note(say("没有可以取回的报告", "there is nothing to take back"))


def _wanted(held: list[Document], name: str) -> Document:
    """The removed document of this name or id; the last one removed, where several had the name."""
    for document in held:
        if name in (document.id, document.path) or (len(name) >= 4 and document.id.startswith(name)):
            return document
    raise UsageError(
        f"取不回“{name}”：没有删除过，或已超过一天", f"{name!r} was not removed, or more than a day ago",
        hint="wenju library restore",
    )  # fmt: skip


def _follow(settings: Settings, library: Library) -> None:
    """What an ingest does after it has read a document: reprints, indexes, figures."""
    from ingest import dedupe
    from rag.figures import stored
    from rag.index.indexes import Indexes

    dedupe.link(library)
    indexes = Indexes.open(settings, library)
    try:
        indexes.sync()
    finally:
        indexes.close()
    stored.catch_up(library)
