"""Lines to paragraphs: hard-wrapped lines are joined again, each paragraph keeps its place in the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.parsed import Parsed
from rag.domain import SourcedText, Span

_LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_ENDS = re.compile(r"[。！？!?…；;：:][”’」』）)】》\"']*$")
_MAX_COLUMN = 48
"""Widest column, in full-width characters, that is taken for a hard-wrapped one."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, headline or other unit of a page.

    ``gap`` counts the blank lines before it; ``kind``, ``level``, ``page`` and ``header`` are what the
    file's format says of it (see ``ingest.parsed.Block``).
    """

    source: SourcedText
    gap: int = 0
    kind: str = "text"
    level: int = 0
    page: str | None = None
    header: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The healed text, without line breaks."""
        return self.source.text

    @property
    def start(self) -> int:
        """Where it begins in the original."""
        return self.source.runs[0][1]

    @property
    def end(self) -> int:
        """Where it ends in the original."""
        return self.source.runs[-1][1] + self.source.runs[-1][2]


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    gap: int
    indent: int
    width: float = field(default=0.0)


def paragraphs(parsed: Parsed) -> list[Paragraph]:
    """All paragraphs of ``parsed`` in order, in linear time.

    Of plain text every character but white space is in exactly one of them. Where the format gives blocks
    each is one paragraph, or goes on with the one before (``Block.continues``); what no block covers is
    markup.
    """
    if not parsed.blocks:
        return list(_read(parsed.text))
    out: list[Paragraph] = []
    for block in parsed.blocks:
        lines = _lines(parsed.text, block.start, block.end)
        if not lines:
            continue
        source = SourcedText.joined(parsed.text, _spans(parsed.text, lines))
        before = next((k for k in reversed(range(len(out))) if out[k].kind != "furniture"), None)
        if block.continues and before is not None and out[before].kind == block.kind:
            whole = (*out[before].source.spans(), *source.spans())
            out[before] = replace(out[before], source=SourcedText.joined(parsed.text, whole))
        else:
            out.append(Paragraph(source, 0, block.kind, block.level, block.page, block.header))
    return out


def _read(text: str) -> Iterator[Paragraph]:
    for group in _unwrapped(text, _lines(text, 0, len(text))):
        yield Paragraph(SourcedText.joined(text, _spans(text, group)), group[0].gap)


def _lines(text: str, start: int, end: int) -> list[_Line]:
    """Lines with something in them, trimmed."""
    out: list[_Line] = []
    last = start
    for match in _LINE.finditer(text, start, end):
        raw = match.group()
        stripped = raw.strip()
        if not stripped:
            continue
        indent = len(raw) - len(raw.lstrip())
        begin = match.start() + indent
        breaks = text.count("\n", last, begin) or text.count("\r", last, begin)
        out.append(_Line(begin, begin + len(stripped), max(0, breaks - 1) if out else breaks, indent))
        last = begin + len(stripped)
    return out


def _unwrapped(text: str, lines: list[_Line]) -> Iterator[list[_Line]]:
    """Groups of lines that are one paragraph."""
    i = 0
    while i < len(lines):
        j = i + 1
        while j < len(lines) and lines[j].gap == 0:
            j += 1
        yield from _split_run(text, lines[i:j])
        i = j


def _split_run(text: str, run: list[_Line]) -> Iterator[list[_Line]]:
    """Lines without a blank one between them: a hard-wrapped column, or a paragraph to each line."""
    full = _full_lines(text, run) if len(run) > 1 else []
    group: list[_Line] = []
    for k, line in enumerate(run):
        if group and not (full[k - 1] and line.indent <= group[-1].indent):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _full_lines(text: str, run: list[_Line]) -> list[bool]:
    """Which lines reach the right edge of a column, so that the next one goes on with them.

    A column is three or more lines of nearly one width most of which stop without a full stop.
    """
    for line in run:
        line.width = (
            _width(text, line.start, line.end) + line.indent if line.end - line.start <= 2 * _MAX_COLUMN else 1e9
        )
    full = [False] * len(run)
    for k, line in enumerate(run[:-1]):
        near = run[max(0, k - 3) : k + 4]
        edge = max((x.width for x in near if x.width <= _MAX_COLUMN), default=0.0)
        full[k] = 8 <= edge and edge - 2.5 <= line.width <= edge + 0.5
    i = 0
    while i < len(run):
        j = i
        while j < len(run) and full[j]:
            j += 1
        if j > i:
            stops = sum(1 for x in run[i:j] if _ENDS.search(text, max(x.start, x.end - 8), x.end))
            if j - i < 2 or 2 * stops > j - i:
                full[i:j] = [False] * (j - i)
        i = j + 1
    return full


def _width(text: str, start: int, end: int) -> float:
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text[start:end])


def _spans(text: str, group: list[_Line]) -> Iterator[Span]:
    """The lines' spans; the break between two Latin words or figures stays, as their space."""
    for k, line in enumerate(group):
        end = line.end
        if k + 1 < len(group):
            after = text[group[k + 1].start]
            if text[end - 1].isascii() and after.isascii() and text[end - 1].isalnum() and after.isalnum():
                end += 1
        yield line.start, end
