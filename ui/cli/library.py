"""``wenju library``: what is in the library, and what can be done with it as a whole."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rag.errors import Cancelled, UsageError
from ui.cli.console import Meter, emit, emit_json, note
from ui.cli.options import JsonOption
from ui.cli.restore import HELP as RESTORE
from ui.cli.restore import restore
from ui.language import say

if TYPE_CHECKING:
    from rag.library.record import Library
    from rag.settings import Settings

app = typer.Typer(
    help=say("报告库：列出、查看、删除、重建索引、导出。", "The library: list, show, remove, rebuild, export."),
    no_args_is_help=True,
    rich_markup_mode=None,
)

DocArgument = Annotated[
    str,
    typer.Argument(metavar="DOC", help=say("文件名、路径或编号的开头", "its name, path or the beginning of its id")),
]


@app.command("list", help=say("列出库里的报告。", "List the documents."))
def list_documents(as_json: JsonOption = False) -> None:
    """One line a document."""
    from ui.documents import listing

    with _reading() as library:
        rows = listing(library)
    if as_json:
        emit_json({"documents": rows})
        return
    for row in rows:
        facts = say(
            f"{row['articles']} 篇，{row['passages']} 段", f"{row['articles']} articles, {row['passages']} passages"
        )
        behind = "" if row["indexed"] else say("还没有收进索引", "not in the indexes yet")
        also = (
            say(f"全文又见 {row['also_in'][0]}", f"all of it is in {row['also_in'][0]} too") if row["also_in"] else ""
        )
        told = (row["id"][:8], row["document"], facts, row["publication"], row["date"], behind, also)
        emit("  ".join(str(x) for x in told if x))
    if not rows:
        note(say("库是空的：用 wenju ingest 导入报告", "the library is empty: take reports in with wenju ingest"))


@app.command("show", help=say("一份报告里的文章。", "The articles of a document."))
def show(doc: DocArgument, as_json: JsonOption = False) -> None:
    """The article list of one document."""
    from ui.documents import article_list, wanted

    with _reading() as library:
        listed = article_list(wanted(_present(library), doc))
    if as_json:
        emit_json(listed)
        return
    emit(" · ".join(str(x) for x in (listed["document"], listed["publication"], listed["date"], listed["id"][:8]) if x))
    for n, article in enumerate(listed["articles"], 1):
        facts = (article["kind"], article["place"], article["date"], article["byline"])
        emit(f"{n}. {article['title'] or say('（无题）', '(untitled)')}  " + " · ".join(x for x in facts if x))
        if article["subtitle"]:
            emit(f"   {article['subtitle']}")
        emit(say(f"   {article['passages']} 段", f"   {article['passages']} passages"))
        if article["unresolved"]:
            words = "、".join(article["unresolved"])
            emit(say(f"   没有日期，不知指哪一年：{words}", f"   undated, so it is open which year is meant: {words}"))


@app.command("remove", help=say("从库里删除报告；原来的文件不动。", "Take documents out; the files stay."))
def remove(
    docs: Annotated[
        list[str],
        typer.Argument(metavar="DOC", help=say("文件名、路径或编号的开头", "names, paths or beginnings of ids")),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help=say("不再询问", "do not ask first"))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say("只列出会删除什么", "only list what would go"))
    ] = False,
    recoverable: Annotated[
        bool, typer.Option("--recoverable", help=say("一天之内可以取回", "can be taken back for a day"))
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Remove documents from the record, and then from the indexes. It asks first, and without a terminal wants ``--yes``."""
    from rag.library.removed import Removed
    from ui.documents import gone, wanted

    with _writing() as (settings, library):
        found = list({d.id: d for d in (wanted(library, doc) for doc in docs)}.values())
        rows = [gone(d) for d in found]
        asks = not (yes or as_json or dry_run)
        if asks and not sys.stdin.isatty():
            raise UsageError(
                f"没有删除：这里问不了，要删除这 {len(found)} 份报告请加 --yes",
                f"nothing was removed: there is nobody to ask; add --yes to remove these {len(found)}",
            )
        if asks or (dry_run and not as_json):
            _announce(rows)
        if asks and not _agreed(len(rows)):
            raise Cancelled("没有删除", "nothing was removed")
        if not dry_run:
            for document in found:
                if recoverable:
                    Removed(settings.home).keep(document)
                library.remove(document.id)
            _follow(settings, library)
    if as_json:
        emit_json({"would_remove" if dry_run else "removed": rows})
    elif not dry_run:
        for row in rows:
            told = say(f"已删除 {row['document']}", f"removed {row['document']}")
            emit(told + (_recovered(row["id"]) if recoverable else _way_back(row["file"])))


def _announce(rows: Sequence[Mapping[str, Any]]) -> None:
    """What a removal takes out, to stdout."""
    for row in rows:
        sums = say(
            f"{row['articles']} 篇，{row['passages']} 段", f"{row['articles']} articles, {row['passages']} passages"
        )
        emit(say("将删除 ", "to be removed: ") + f"{row['document']}  {sums}  {row['id'][:8]}")


def _agreed(number: int) -> bool:
    question = say(f"从库里删除这 {number} 份报告？原来的文件不动。[y/N] ", f"Remove these {number}? [y/N] ")
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "好")


def _way_back(file: str | None) -> str:
    if file is None:
        return say("；原来的文件已不在，无法再导入", "; its file is gone, so that it cannot be ingested again")
    command = f"wenju ingest {shlex.quote(file)}"
    return say(f"；原来的文件还在，要恢复：{command}", f"; the file stays, to have it back: {command}")


def _recovered(document_id: str) -> str:
    command = f"wenju library restore {document_id[:8]}"
    return say(f"；一天之内要恢复：{command}", f"; to have it back within a day: {command}")


app.command("restore", help=RESTORE)(restore)


@app.command("rebuild", help=say("按库里的原文重建全部索引。", "Recreate every index from the stored text."))
def rebuild(as_json: JsonOption = False) -> None:
    """Recreate every index."""
    from rag.figures import stored
    from rag.index.indexes import Indexes

    with _writing() as (settings, library):
        indexes = Indexes.open(settings, library)
        labels = (say("嵌入", "embedding"), say("建索引", "indexing"), say("读出数据", "reading figures"))
        embedding, writing, reading = map(Meter, labels)
        try:
            indexes.rebuild(embedding, writing)
            figures = stored.rebuild(library, reading)
            problems = indexes.check()
        finally:
            for meter in (embedding, writing, reading):
                meter.close()
            indexes.close()
        passages = len(library)
    if as_json:
        emit_json({"passages": passages, "figures": figures, "problems": problems})
    else:
        emit(say(f"索引已重建，共 {passages} 段、{figures} 个数据", f"rebuilt, {passages} passages, {figures} figures"))
        for problem in problems:
            emit(problem)
    if problems:
        raise typer.Exit(1)


@app.command(
    "export", help=say("导出原件与文章清单到文件夹或 .zip。", "Export originals and metadata to a folder or .zip.")
)
def export(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help=say("文件夹，或以 .zip 结尾", "a folder, or a name in .zip"))
    ],
    as_json: JsonOption = False,
) -> None:
    """Write every document, and what is known of it, to a folder or an archive."""
    from ui.cli.export import export_library

    with _reading() as library:
        exported = export_library(_present(library), out)
    if as_json:
        emit_json(exported)
        return
    emit(
        say(
            f"已导出 {exported['documents']} 份（其中原件 {exported['originals']} 份）到 {out}",
            f"{exported['documents']} documents exported ({exported['originals']} original files) to {out}",
        )
    )


@contextmanager
def _reading() -> Iterator[Library | None]:
    """The library as it is; None where nothing was ever ingested."""
    from rag.library.record import Library
    from rag.settings import load

    settings = load()
    library = Library.open(settings.database, read_only=True) if settings.database.exists() else None
    try:
        yield library
    finally:
        if library is not None:
            library.close()


def _present(library: Library | None) -> Library:
    if library is None:
        raise UsageError("库是空的", "the library is empty", hint="wenju ingest")
    return library


@contextmanager
def _writing() -> Iterator[tuple[Settings, Library]]:
    from rag.library.record import Library
    from rag.settings import load

    settings = load()
    library = Library.open(settings.database) if settings.database.exists() else None
    try:
        yield settings, _present(library)
    finally:
        if library is not None:
            library.close()


def _follow(settings: Settings, library: Library) -> None:
    """Let the indexes follow the record."""
    from rag.index.indexes import Indexes

    indexes: Any = Indexes.open(settings, library)
    try:
        indexes.sync()
    finally:
        indexes.close()
