"""The ingest run: from paths to a library that holds what they say, one document a transaction."""

from __future__ import annotations

import bisect
import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Protocol

from ingest import dedupe, sidecar, sources
from ingest.build import build_document
from ingest.parse.pages import PageCache
from ingest.parse.registry import Member, Parser
from ingest.parsed import Parsed
from ingest.report import Phase, Progress, Report
from ingest.sources import Source
from rag.domain import Document
from rag.errors import Cancelled, IngestError
from rag.figures import stored
from rag.library.lock import Holder
from rag.library.record import Library
from rag.settings import Settings

_INDEX_EVERY = 4096
"""Passages after which the indexes are brought up to date in the midst of a large batch."""
_LARGE = 500_000
"""Characters from which the reading of one file is told step by step."""
_RACY_NS = 2_000_000_000
"""A file younger than the coarsest clock of a file system can change again without its time changing."""


Told = Callable[[int, int], None]
"""Called with (done, total)."""


class Indexed(Protocol):
    """What a run needs of ``rag.index.indexes.Indexes``."""

    def sync(self, progress: Told | None = None, writing: Told | None = None) -> object:
        """Bring the indexes up to the record."""


def ingest(
    paths: Iterable[Path | str],
    *,
    settings: Settings,
    library: Library,
    indexes: Indexed,
    sync: bool = False,
    progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    wait_s: float = 30.0,
) -> Report:
    """Add or update files and folders.

    A file whose size and time are those of the last run costs a look at the folder, one whose content is
    the same a hash. Each document is one transaction; the indexes follow from the journal, in between too
    when the batch is large, so that being killed costs no more than the file in hand. Figures are read last:
    nothing that is searched for waits for them.

    Args:
        paths: files and folders. A document is called by its path relative to the folder named.
        settings: of the home that is written to.
        library: open for writing.
        indexes: brought up to the record before this returns.
        sync: also remove the documents of these folders whose files have gone.
        progress: told of every file, scanned page and batch of vectors.
        cancel: asked between files and batches; when it says True the run ends, what is finished stays.
        wait_s: how long to wait for another process that writes this library.

    Raises:
        LibraryError: another process kept the library, the disk is full, or an index is not usable.
    """
    run = _Run(settings, library, indexes, progress or (lambda state: None), cancel or (lambda: False))

    def waiting(holder: Holder | None) -> None:
        run.tell(Progress("waiting", name=f"{holder.command}（{holder.pid}）" if holder else ""))

    with library.writing(wait_s=wait_s, on_wait=waiting):
        return run(list(paths), sync=sync)


class _Run:
    def __init__(
        self,
        settings: Settings,
        library: Library,
        indexes: Indexed,
        tell: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self._library = library
        self._indexes = indexes
        self.tell = tell
        self._cancelled = cancelled
        self._report = Report()
        self._pages = PageCache(settings.home / "cache" / "pages")
        self._shelf = _Shelf(library.documents())
        self._pending = 0
        self._file = ""
        self._told_at = time.monotonic()

    def __call__(self, paths: Sequence[Path | str], *, sync: bool) -> Report:
        started = time.monotonic()
        found = sources.find(paths)
        self._report.refused += found.refused
        self._report.ignored = found.ignored
        try:
            self._read(found.sources, started)
            self._look_for_gone(found, remove=sync)
            self._index()
            stored.catch_up(self._library, self._progress("figures"), self._stop_if_cancelled)
        except Cancelled:
            self._report.cancelled = True
        self._report.seconds = time.monotonic() - started
        return self._report

    def _read(self, files: Sequence[Source], started: float) -> None:
        with closing(Parser(pages=self._pages, on_page=self._on_page)) as parser:
            for done, source in enumerate(files):
                self._stop_if_cancelled()
                self._file = source.path
                self._tell_reading(done, len(files), started)
                try:
                    self._take(self._shelf.named(source), parser)
                except IngestError as error:
                    self._report.refused.append((source.path, error))
                # Ever larger steps: a batch of n passages is indexed in log(n) pieces and not in n / 4096.
                if self._pending >= max(_INDEX_EVERY, self._report.passages // 2):
                    self._index()
            self._tell_reading(len(files), len(files), started)

    def _take(self, source: Source, parser: Parser) -> None:
        """Bring one file's documents up to date."""
        known = self._shelf.of(source)
        if known and all((d.size, d.mtime_ns) == (source.size, source.mtime_ns) for d in known):
            self._report.unchanged += len(known)
            return
        data = sources.read(source.file)
        digest = hashlib.sha256(data).hexdigest()
        time_ns = source.mtime_ns if time.time_ns() - source.mtime_ns > _RACY_NS else 0
        source = replace(source, size=len(data), mtime_ns=time_ns)
        card = sidecar.read(source.file)
        # A table speaks for a whole folder: what is wrong with it is said once.
        said = {text for _, text in self._report.warnings}
        self._report.warnings += [(source.path, text) for text in card.warnings if text not in said]
        names = {source.path}
        for member in parser.documents(data, source.file.name):
            name = f"{source.path}/{member.path}" if member.path else source.path
            names.add(name)
            try:
                self._put(source, name, member, card.values)
            except IngestError as error:
                self._report.refused.append((name, error))
        for document in known:
            if document.path not in names:
                self._remove(document)
        self._pages.forget(digest)

    def _put(self, source: Source, name: str, member: Member, card: Mapping[str, str]) -> None:
        if isinstance(member.result, IngestError):
            raise member.result
        parsed = described(member.result, card)
        self._report.warnings += [(name, warning) for warning in parsed.warnings]
        document = build_document(
            parsed,
            path=name,
            root=source.root,
            sha256=member.sha256,
            size=source.size,
            mtime_ns=source.mtime_ns,
            progress=self._progress("file", name) if len(parsed.text) > _LARGE else None,
        )
        if not document.passages:
            raise IngestError("没有可用的文字", "no usable text")
        outcome = self._library.put(document)
        if outcome == "unchanged":
            self._report.unchanged += 1
            return
        (self._report.added if outcome == "added" else self._report.replaced).append(name)
        self._report.passages += len(document.passages)
        self._pending += len(document.passages)

    def _look_for_gone(self, found: sources.Found, *, remove: bool) -> None:
        """Remove, or name, the documents below the named folders whose files were not found there."""
        present = {s.place for s in found.sources} | {f"{f}/{n}" for f in found.folders for n, _ in found.refused}
        for folder in found.folders:
            for document in self._shelf.below(folder):
                self._stop_if_cancelled()
                place = f"{document.root}/{document.path}"
                # A member of an archive is there if the archive is; looked up, for folders may hold very many files.
                if place in present or any(str(above) in present for above in PurePosixPath(place).parents):
                    continue
                if remove:
                    self._remove(document)
                else:
                    self._report.missing.append(document.path)

    def _remove(self, document: Document) -> None:
        self._library.remove(document.id)
        self._report.removed.append(document.path)
        self._pending += 1

    def _index(self) -> None:
        self._report.duplicates += dedupe.link(self._library)
        self._indexes.sync(self._progress("indexing"), self._progress("writing"))
        self._pending = 0

    def _progress(self, phase: Phase, name: str = "") -> Told:
        """Tells of a phase, and stops the run between two steps if it shall."""
        self._told_at = time.monotonic()
        began: float | None = None

        def on_step(done: int, total: int) -> None:
            nonlocal began
            self._stop_if_cancelled()
            # A phase began where the last step of the one before it ended.
            began = self._told_at if began is None else began
            self._told_at = time.monotonic()
            rate = done / max(1e-9, self._told_at - began)
            left = (total - done) / rate if rate else None
            self.tell(Progress(phase, done, total, self._report.passages, name, rate, left))

        return on_step

    def _tell_reading(self, done: int, total: int, started: float) -> None:
        rate = done / max(1e-9, time.monotonic() - started)
        left = (total - done) / rate if rate else None
        self.tell(Progress("reading", done, total, self._report.passages, self._file, rate, left))

    def _on_page(self, done: int, total: int) -> None:
        self._stop_if_cancelled()
        self.tell(Progress("pages", done, total, self._report.passages, self._file))

    def _stop_if_cancelled(self) -> None:
        if self._cancelled():
            raise Cancelled("已停止，完成的部分已保存", "stopped; what was finished is kept")


class _Shelf:
    """The documents that the library held when the run began, by where their files stand."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._by_place = {f"{d.root}/{d.path}": d for d in documents}
        self._places = sorted(self._by_place)
        self._names = {d.path: d.root for d in self._by_place.values()}

    def of(self, source: Source) -> list[Document]:
        """The documents that came out of this file: itself, or the members of an archive."""
        own = self._by_place.get(source.place)
        return ([own] if own else []) + self.below(source.place)

    def below(self, place: str) -> list[Document]:
        """The documents under a folder or in an archive."""
        prefix = f"{place.rstrip('/')}/"
        first = bisect.bisect_left(self._places, prefix)
        out = []
        for at in self._places[first:]:
            if not at.startswith(prefix):
                break
            out.append(self._by_place[at])
        return out

    def named(self, source: Source) -> Source:
        """``source`` under the name its document has, or shall have.

        A file that is here keeps the name it was first given, whichever folder is named this time. When
        the name is taken by a file of another folder, that folder's own name is put before it.
        """
        known = self.of(source)
        if known:
            root = known[0].root
            return replace(source, root=root, path=source.place[len(root) :].lstrip("/"))
        root, path = source.root, source.path
        while self._names.get(path, root) != root and root.strip("/"):
            root, _, folder = root.rpartition("/")
            path = f"{folder}/{path}"
        self._names[path] = root
        return replace(source, root=root, path=path)


def described(parsed: Parsed, card: Mapping[str, str]) -> Parsed:
    """``parsed`` with what its side-car says, which is stronger than what the format says."""
    if not card:
        return parsed
    return replace(
        parsed,
        metadata=dict(card),
        title=card.get("title") or parsed.title,
        publication=card.get("publication") or parsed.publication,
        date=card.get("date") or parsed.date,
        page=card.get("page") or parsed.page,
    )
