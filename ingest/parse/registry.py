"""Files to parsed documents, whatever their format. Plain text is read here, all else in a child."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from ingest.parse import frames, limits
from ingest.parse.child import too_long
from ingest.parse.detect import Kind, damaged, detect, misnamed, size_limit, too_large
from ingest.parse.sandbox import Sandbox
from ingest.parsed import Parsed
from ingest.sources import read
from rag.errors import IngestError


@dataclass(frozen=True, slots=True)
class Member:
    """One document of a file. ``path`` is its name within an archive, else empty."""

    path: str
    sha256: str
    size: int
    result: Parsed | IngestError


class Pages(Protocol):
    """Where the lines of scanned pages are kept until their document is in the library."""

    def load(self, sha256: str) -> dict[str, Any]:
        """Page number (from 0, as text) -> lines, of the file with this digest."""

    def save(self, sha256: str, number: str, lines: list[Any]) -> None:
        """Keep one page."""


class Parser:
    """Parses one file after the other; a context manager, since it holds the child processes."""

    def __init__(self, *, pages: Pages | None = None, on_page: Callable[[int, int], None] | None = None) -> None:
        self._pages = pages
        self._on_page = on_page
        self._sandbox = Sandbox()
        self._reader: Sandbox | None = None

    def __enter__(self) -> Parser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the children."""
        self._sandbox.close()
        if self._reader:
            self._reader.close()

    def documents(self, data: bytes, name: str) -> Iterator[Member]:
        """Every document in a file: one, but for an archive. One whose name belies its content is read, with a warning.

        Raises:
            IngestError: the file as a whole cannot be read. A member's own error is its ``result``.
        """
        kind = detect(data, name)
        if len(data) > size_limit(kind):
            raise too_large(len(data), size_limit(kind))
        found = iter([_text(data, name)]) if kind == "text" else self._sandboxed(data, name, kind)
        for member in found:
            parsed = member.result
            if isinstance(parsed, Parsed) and (remark := misnamed(member.path or name, parsed.media_type)):
                member = replace(member, result=replace(parsed, warnings=(remark, *parsed.warnings)))
            yield member

    def _sandboxed(self, data: bytes, name: str, kind: Kind) -> Iterator[Member]:
        """Parse in the child. One that dies over a member of an archive is replaced after that member."""
        sandbox = self._ocr_child() if kind == "image" else self._sandbox
        digest = hashlib.sha256(data).hexdigest()
        start = 0
        while True:
            current: tuple[int, str] | None = None
            request = {"name": name, "ocr": sandbox is self._reader, "start": start, "pages": {}}
            if sandbox is self._reader and self._pages:
                request["pages"] = self._pages.load(digest)
            try:
                for frame in sandbox.converse(request, data):
                    what = frame.get("frame")
                    if what == "begin":
                        current = (int(frame["number"]), str(frame["path"]))
                    elif what == "member":
                        start, current = int(frame["number"]) + 1, None
                        yield _member(frame)
                    elif what == "progress":
                        self._tell(int(frame["done"]), int(frame["total"]))
                    elif what == "page":
                        self._keep(digest, str(frame["number"]), list(frame["lines"]))
                    elif what == "refused":
                        raise IngestError(str(frame["zh"]), str(frame["en"]))
                    elif what == "end":
                        return
                    elif what == "ocr" and sandbox is not self._reader:
                        break
                    else:
                        raise frames.Garbled(str(what))
            except (ValueError, TypeError, KeyError) as error:
                raise IngestError("解析失败：结果不可信", "parsing failed: the result cannot be trusted") from error
            except IngestError as error:
                if kind != "archive" or current is None:
                    raise
                start = current[0] + 1
                yield Member(current[1], "", 0, error)
                continue
            sandbox = self._ocr_child()

    def _tell(self, done: int, total: int) -> None:
        if self._on_page and total > 0:
            self._on_page(done, total)

    def _keep(self, digest: str, number: str, lines: list[Any]) -> None:
        if self._pages:
            self._pages.save(digest, number, lines)

    def _ocr_child(self) -> Sandbox:
        if self._reader is None:
            self._reader = Sandbox(address_space=limits.OCR_ADDRESS_SPACE, deadline_s=limits.OCR_DEADLINE_S)
        return self._reader


def parse(path: Path) -> Parsed:
    """What one file says.

    Raises:
        IngestError: it cannot be read, or is an archive with more or fewer than one document.
    """
    data = read(path.resolve())
    with Parser() as parser:
        found = list(parser.documents(data, path.name))
    if len(found) != 1:
        raise IngestError(f"压缩包里有 {len(found)} 份文件", f"the archive holds {len(found)} documents")
    result = found[0].result
    if isinstance(result, IngestError):
        raise result
    return result


def _text(data: bytes, name: str) -> Member:
    from ingest.parse import text

    try:
        parsed = text.parse(data)
    except IngestError as error:
        raise (damaged(name) if any(data) else None) or error from None
    long = len(parsed.text) > limits.TEXT_CHARS
    return Member("", hashlib.sha256(data).hexdigest(), len(data), too_long(len(parsed.text)) if long else parsed)


def _member(frame: dict[str, Any]) -> Member:
    path = str(frame["path"])
    if "parsed" not in frame:
        return Member(path, "", 0, IngestError(str(frame["zh"]), str(frame["en"])))
    return Member(path, str(frame["sha256"]), int(frame["size"]), frames.to_parsed(frame["parsed"]))
