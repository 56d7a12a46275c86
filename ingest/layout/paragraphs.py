"""Lines to paragraphs: hard-wrapped lines are joined again, each paragraph keeps its place in the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.layout import aligned
from ingest.parsed import Block, BlockKind, Parsed
from rag.domain import SourcedText, Span
from rag.text.fold import simplified

_LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_ENDS = re.compile(r"[。！？!?…；;：:][”’」』）)】》\"']*$")
_MAX_COLUMN = 48
"""Widest column, in full-width characters, that is taken for a hard-wrapped one."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, headline or other unit of a page.

    ``text`` is the healed text in simplified characters, as long as ``source``, for reading only: what is
    kept and quoted is ``source``. ``gap`` counts the blank lines before it; ``kind``, ``level``, ``page`` and
    ``header`` are what the file's format says of it (see ``ingest.parsed.Block``).
    """

    source: SourcedText
    text: str
    gap: int = 0
    kind: BlockKind = "text"
    level: int = 0
    page: str | None = None
    header: tuple[Span, ...] = ()

    @property
    def start(self) -> int:
        """Where it begins in the original."""
        return self.source.runs[0][1]

    @property
    def end(self) -> int:
        """Where it ends in the original."""
        return self.source.runs[-1][1] + self.source.runs[-1][2]

    def part(self, start: int, end: int) -> Paragraph:
        """``text[start:end]`` as a paragraph of its own."""
        return replace(self, source=self.source.cut(start, end), text=self.text[start:end])


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    gap: int
    indent: int
    width: float = field(default=0.0)


def paragraphs(parsed: Parsed) -> list[Paragraph]:
    """All paragraphs of ``parsed`` in order. Every character but white space is in exactly one of them.

    Only the names of a table's columns are in each of its rows. Where the format has blocks, these are the paragraphs,
    and what no block covers is markup. The cost is linear.
    """
    text = parsed.text
    plain = simplified(text)
    if not parsed.blocks:
        return list(_of_lines(text, plain))
    out: list[Paragraph] = []
    last: int | None = None
    for block in parsed.blocks:
        spans = list(block.parts or _spans(text, _lines(text, block.start, block.end)))
        if not spans:
            continue
        if block.continues and last is not None:
            before = out[last]
            out[last] = replace(_paragraph(text, plain, [*before.source.spans(), *spans], before.gap), **_said(before))
            continue
        if block.kind != "furniture":
            last = len(out)
        out.append(replace(_paragraph(text, plain, spans, 0), **_said(block)))
    return out


def _of_lines(text: str, plain: str) -> Iterator[Paragraph]:
    """The paragraphs of plain text: its lines joined where they were broken, its tables a row a paragraph."""
    lines = _lines(text, 0, len(text))
    at = 0
    for table in aligned.tables(text, [(line.start, line.end, line.gap) for line in lines]):
        title = lines[table.first - 1 : table.first] if table.title and table.first > at else []
        for group in _unwrapped(text, lines[at : table.first - len(title)]):
            yield _paragraph(text, plain, _spans(text, group), group[0].gap)
        if title:
            yield replace(_paragraph(text, plain, _spans(text, title), title[0].gap), kind="caption")
        for spans in table.rows:
            yield replace(_paragraph(text, plain, spans, 0), kind="table_row")
        at = table.end
    for group in _unwrapped(text, lines[at:]):
        yield _paragraph(text, plain, _spans(text, group), group[0].gap)


def _paragraph(text: str, plain: str, spans: Iterable[Span], gap: int) -> Paragraph:
    source = SourcedText.joined(text, spans)
    return Paragraph(source, "".join(plain[at : at + length] for _, at, length in source.runs), gap)


def _said(of: Block | Paragraph) -> dict[str, Any]:
    return {"kind": of.kind, "level": of.level, "page": of.page, "header": of.header}


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
    """Groups of ``lines`` that are one paragraph."""
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
