"""The child that parses hostile files: no environment, no files to write, little memory, little time.

It reads requests from standard input and answers with frames on standard output until the input ends.
A request is a frame ``{"name", "size", "ocr", "start", "pages"}`` and ``size`` bytes. The answers are any
number of ``progress`` and ``page`` frames, a ``member`` frame for each document, and an ``end`` frame.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from ingest.parse import frames, limits
from ingest.parse.detect import detect
from ingest.parsed import Parsed
from rag.errors import IngestError


class Desk:
    """What a parser may ask of its surroundings while it works on one file."""

    def __init__(self, out: IO[bytes], *, ocr: bool, pages: dict[str, Any]) -> None:
        self._out = out
        self.ocr = ocr
        """Whether this child has the memory to read scans; a parser that needs it raises NeedsOcr."""
        self.pages = pages
        """Pages of this scan that were read before: page number (from 0, as text) -> its lines."""

    def need_ocr(self) -> None:
        """Go on only where scans may be read.

        Raises:
            NeedsOcr: not in this child.
        """
        if not self.ocr:
            raise NeedsOcr

    def progress(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` pages are through; this puts the limits of time off."""
        _renew_cpu()
        self._send({"frame": "progress", "done": done, "total": total})

    def alive(self) -> None:
        """Put the limits of time off in a part of the work that has no pages."""
        self.progress(0, 0)

    def page_read(self, number: int, lines: list[Any]) -> None:
        """Hand over the lines of a scanned page, so that they need not be read again."""
        self._send({"frame": "page", "number": str(number), "lines": lines})

    def _send(self, frame: dict[str, Any]) -> None:
        self._out.write(frames.pack(frame))
        self._out.flush()


class NeedsOcr(Exception):
    """The file holds scans, and this child may not read them."""


def main() -> None:
    """Serve until standard input ends. ``argv[1]`` is the limit of virtual memory in bytes."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):  # What native libraries print must not end up between the frames.
        os.dup2(nothing, fd)
    _confine(int(sys.argv[1]))
    while (request := frames.receive(requests)) is not None:
        data = requests.read(int(request["size"]))
        _renew_cpu()
        desk = Desk(answers, ocr=bool(request["ocr"]), pages=request["pages"])
        for frame in _answers(data, request, desk):
            answers.write(frames.pack(frame))
            answers.flush()
        del data


def _answers(data: bytes, request: dict[str, Any], desk: Desk) -> Iterator[dict[str, Any]]:
    name = str(request["name"])
    try:
        for number, (path, content) in enumerate(_contents(data, name)):
            if number < int(request["start"]):
                continue
            yield {"frame": "begin", "number": number, "path": path}
            yield {"frame": "member", "number": number, "path": path} | _member(content, path or name, desk)
        yield {"frame": "end", "memory": _peak_memory()}
    except NeedsOcr:
        yield {"frame": "ocr"}
    except IngestError as error:
        yield {"frame": "refused", "zh": error.zh, "en": error.en}
    except Exception as error:
        what = type(error).__name__
        yield {"frame": "refused", "zh": f"文件已损坏或格式不对（{what}）", "en": f"damaged or malformed ({what})"}


def _contents(data: bytes, name: str) -> Iterator[tuple[str, bytes | IngestError]]:
    """(path within the file, bytes) of every document in the file; the path of a file by itself is empty."""
    if detect(data, name) == "archive":
        from ingest.parse import archive

        yield from archive.contents(data)
    else:
        yield "", data


def _member(content: bytes | IngestError, name: str, desk: Desk) -> dict[str, Any]:
    """What a ``member`` frame says of one document; its errors are its own when it stands in an archive."""
    try:
        if isinstance(content, IngestError):
            raise content
        parsed = parse_one(content, name, desk)
        if len(parsed.text) > limits.TEXT_CHARS:
            raise too_long(len(parsed.text))
    except IngestError as error:
        return {"zh": error.zh, "en": error.en}
    except MemoryError:
        return {"zh": "解析所需内存超过上限", "en": "parsing needs more memory than allowed"}
    except NeedsOcr:
        raise
    except Exception as error:  # A parser's own mistake must cost this document only.
        what = type(error).__name__
        return {"zh": f"文件已损坏或格式不对（{what}）", "en": f"damaged or malformed ({what})"}
    digest = hashlib.sha256(content).hexdigest()
    return {"sha256": digest, "size": len(content), "parsed": frames.from_parsed(parsed)}


def parse_one(data: bytes, name: str, desk: Desk) -> Parsed:
    """Parse a file that is one document.

    Raises:
        IngestError: it cannot be read.
        NeedsOcr: it holds scans and ``desk.ocr`` is False.
    """
    kind = detect(data, name)
    if kind == "markdown":
        from ingest.parse import markdown

        return markdown.parse(data)
    if kind == "html":
        from ingest.parse import html

        return html.parse(data)
    if kind == "csv":
        from ingest.parse import csv

        return csv.parse(data)
    if kind == "pdf":
        from ingest.parse import pdf

        return pdf.parse(data, desk)
    if kind == "image":
        from ingest.parse import image

        return image.parse(data, desk)
    if kind == "archive":
        from ingest.parse import archive

        return archive.office(data, desk)
    from ingest.parse import text

    return text.parse(data)


def too_long(chars: int) -> IngestError:
    """``chars`` characters are more than a document may have."""
    most = limits.TEXT_CHARS // 10_000
    return IngestError(
        f"文字共 {chars / 10_000:.0f} 万字，超过上限 {most} 万字；请拆分后再导入",
        f"{chars} characters of text, more than the limit of {limits.TEXT_CHARS}; split the file",
    )


def _confine(address_space: int) -> None:
    """Limits that hold for the rest of this process. Where the system has none, the deadline remains."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))


def _renew_cpu() -> None:
    """``CPU_S`` more seconds of processor time from here on; then the system ends the process."""
    try:
        import resource
    except ImportError:
        return
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + limits.CPU_S, hard))


def _peak_memory() -> int:
    """The most memory this process has held, in bytes; 0 where the system does not say.

    ``ru_maxrss`` would not do: Linux carries it over from the parent that started this process, so that a child
    of a large server would look worn out from its first document.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s*(\d+) kB", status, re.M)
    return int(found.group(1)) * 1024 if found else 0


if __name__ == "__main__":
    main()
