"""Reports taken in on the page, taken out, and either of it taken back: plain functions over the desk, no Gradio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import LibraryError, WenjuError
from ui.language import language, say
from ui.web.markup import tag, text
from ui.web.shelf import progress_html, report_html
from ui.web.uploads import Kept, Step, keep, run_wenju

if TYPE_CHECKING:
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Undo:
    """How to take back the last step: documents to have again, or an upload to make undone."""

    removed: tuple[str, ...] = ()
    upload: Kept | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says of a step, whether it goes on, and how it can be taken back; None if it cannot."""

    html: str
    busy: bool = False
    undo: Undo | None = None


def take_in(desk: Desk, files: Sequence[str]) -> Iterator[Told]:
    """Ingest uploaded files."""
    try:
        library = desk.library()
        kept = keep(desk.settings, files, library.documents() if library else ())
        if not kept.files:
            yield Told(report_html({}, same=kept.same, unread=kept.unread))
            return
        with closing(run_wenju(desk.settings, "ingest", *map(str, kept.files))) as steps:
            for step in steps:
                if step.report is None:
                    yield Told(progress_html(step), busy=True)
                    continue
                refused = {str(row.get("document")) for row in step.report.get("refused", [])}
                for file in kept.files:
                    if file.name in refused:  # what stood there before is worth more than what cannot be read
                        kept.put_back(file)
                done = replace(kept, files=tuple(f for f in kept.files if f.name not in refused))
                changed = step.report.get("added") or step.report.get("replaced")
                html = report_html(step.report, same=kept.same, unread=kept.unread)
                yield Told(html, undo=Undo(upload=done) if changed else None)
    except WenjuError as error:
        yield Told(_failed(error))


def catch_up(desk: Desk) -> Iterator[Told]:
    """Finish the indexes, as after an ingest that was stopped."""
    yield Told(progress_html(Step(say("正在收进索引……", "Finishing the indexes …"))), busy=True)
    try:
        with closing(run_wenju(desk.settings, "library", "rebuild")) as steps:
            for step in steps:
                if step.report is None:
                    yield Told(progress_html(step), busy=True)
                else:
                    yield Told(_line(say("已全部收进索引，都能查到了。", "All is in the indexes and found now.")))
    except WenjuError as error:
        yield Told(_failed(error))


def take_out(desk: Desk, document_id: str | None) -> Told:
    """Remove a document; it can be had back for a day."""
    if not document_id:
        return Told("")
    try:
        for step in run_wenju(desk.settings, "library", "remove", document_id, options=["--recoverable"]):
            if step.report is not None:
                rows = step.report.get("removed", [])
                names = say("、", ", ").join(str(row.get("document")) for row in rows)
                line = say(f"已删除：{names}（一天之内可以撤销）", f"Removed: {names} (can be undone for a day)")
                return Told(_line(line), undo=Undo(tuple(str(row["id"]) for row in rows)))
    except WenjuError as error:
        return Told(_failed(error))
    return Told("")


def take_back(desk: Desk, undo: Undo | None) -> str:
    """Undo a removal or an upload; what to show."""
    try:
        if undo is not None and undo.upload is not None:
            return _line(_without(desk, undo.upload))
        if undo is not None and undo.removed:
            for step in run_wenju(desk.settings, "library", "restore", *undo.removed):
                if step.report is not None:
                    names = say("、", ", ").join(str(row.get("document")) for row in step.report.get("restored", []))
                    return _line(say(f"已恢复：{names}", f"Restored: {names}"))
    except WenjuError as error:
        return _failed(error)
    return ""


def _without(desk: Desk, upload: Kept) -> str:
    """Make the library as it was before ``upload``; what to say.

    Raises:
        LibraryError: a command failed, or the home cannot be written.
    """
    library = desk.library()
    held = library.documents() if library else []
    new = [str(file) for file in upload.files if upload.before[file] is None]
    places = {d.id: f"{d.root}/{d.path}" for d in held}
    gone = [d for d in held if any(places[d.id] == file or places[d.id].startswith(f"{file}/") for file in new)]
    for file in upload.files:
        upload.put_back(file)
    if gone:
        _run(desk, "library", "remove", *(d.id for d in gone))
    again = [str(file) for file in upload.files if file.exists()]
    if again:
        _run(desk, "ingest", *again)
    removed, earlier = (
        say("、", ", ").join(d.path for d in gone),
        say("、", ", ").join(Path(name).name for name in again),
    )
    parts = [
        say(f"已撤销上传：{removed}", f"Upload undone: {removed}") if gone else "",
        say(f"已恢复原来的：{earlier}", f"Restored as before: {earlier}") if again else "",
    ]
    return say("；", "; ").join(p for p in parts if p)


def _run(desk: Desk, *arguments: str) -> None:
    if not any(step.report is not None for step in run_wenju(desk.settings, *arguments)):
        raise LibraryError("命令没有完成", "the command did not finish")


def _line(words: str) -> str:
    return tag("p", text(words), role="status")


def _failed(error: WenjuError) -> str:
    return tag("p", text(error.message(language())), class_="failed", role="alert")
