"""Markdown: the source is the original; blocks point at its headings, paragraphs, items and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.parse import limits
from ingest.parse.encoding import decode
from ingest.parse.header import titles
from ingest.parse.markup import Cell, cells, row, spoken
from ingest.parsed import Block, Parsed
from ingest.sidecar import known

_HASHES = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*[ \t>]*#{0,6}")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_LEAD = re.compile(r"^[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(?:\[[ xX]\][ \t]+)?")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_KEY = re.compile(r"\s*(?:[\w\u4e00-\u9fff-]+\s*:|- |#|$)")


def parse(data: bytes) -> Parsed:
    """The text of a Markdown file, character for character, with its blocks.

    Raises:
        IngestError: empty, binary, or in an unknown encoding.
    """
    decoded = decode(data)
    lines = _line_spans(decoded.text)
    source = [decoded.text[s:e] for s, e in lines]
    head = _front_matter(source)
    source[:head] = [""] * head
    reader = MarkdownIt("commonmark", {"maxNesting": 20}).enable("table")
    tokens = reader.parse("\n".join(source))
    blocks: list[Block] = []
    for block in _blocks(tokens, decoded.text, lines):
        # A line that two tokens claim (a list item with a quote in it) belongs to the first.
        if block.start >= (blocks[-1].end if blocks else 0) and block.start < block.end:
            last = blocks[-1] if blocks else None
            if (
                block.kind == "table_row"
                and last
                and last.kind == "text"
                and titles(decoded.text[last.start : last.end])
            ):
                blocks[-1] = replace(last, kind="caption")  # 表1 某县各乡镇产量（吨）: of all its rows
            blocks.append(block)
    said = _described("\n".join(decoded.text[s:e] for s, e in lines[1 : head - 1])) if head else {}
    first = next((decoded.text[b.start : b.end].strip() for b in blocks if b.kind == "heading" and b.level == 1), None)
    return Parsed(
        text=decoded.text,
        media_type="text/markdown",
        blocks=tuple(blocks),
        title=said.get("title") or first,
        publication=said.get("publication"),
        date=said.get("date"),
        page=said.get("page"),
        warnings=decoded.warnings,
    )


def _described(front_matter: str) -> dict[str, str]:
    try:
        return known(front_matter)
    except ValueError:
        return {}


def _front_matter(lines: list[str]) -> int:
    """How many lines at the beginning describe the text: from one ``---`` to the next, with keys between."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    end = next((n for n, line in enumerate(lines[1:60], 1) if line.rstrip() in ("---", "...")), 0)
    return end + 1 if end > 1 and all(_KEY.match(line) for line in lines[1:end]) else 0


def _line_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the lines without their ends; the byte order mark belongs to none."""
    out = []
    at = 1 if text.startswith("\ufeff") else 0
    while at < len(text):
        match = _LINE.match(text, at)
        assert match is not None
        out.append((at, at + len(match.group().rstrip("\r\n"))))
        at = match.end()
    return out


def _blocks(tokens: list[Token], text: str, lines: list[tuple[int, int]]) -> Iterator[Block]:
    header: list[Cell] = []
    left = limits.TEXT_CHARS  # Names of columns are said in each row: a table can say far more than it holds.
    for i, token in enumerate(tokens):
        if token.map is None:
            continue
        first, last = token.map
        if token.type == "heading_open":
            underlined = token.markup in ("=", "-")
            span = (lines[first][0], lines[last - 2 if underlined else first][1])
            yield _heading(text, span, int(token.tag[1:]), underlined=underlined)
        elif token.type == "paragraph_open":
            block = _trimmed(text, lines[first][0], lines[last - 1][1], "text")
            yield replace(block, parts=spoken(text, block.start, block.end, tokens[i + 1]))
        elif token.type in ("fence", "code_block"):
            inner = (first + 1, last - 1) if token.type == "fence" else (first, last)
            if inner[0] < inner[1]:
                yield _trimmed(text, lines[inner[0]][0], lines[inner[1] - 1][1], "text")
        elif token.type == "html_block":
            yield _trimmed(text, lines[first][0], lines[last - 1][1], "text")
        elif token.type == "tr_open":
            block = _trimmed(text, *lines[first], "table_row")
            if tokens[i - 1].type == "thead_open":
                header = cells(text, block.start, block.end)
                alone = (
                    next((t.type for t in tokens[i + 1 :] if t.type in ("tbody_open", "table_close")), "")
                    != "tbody_open"
                )
                if alone:
                    yield block
                continue
            parts = row(text, header, cells(text, block.start, block.end)) if left > 0 else ()
            left -= sum(e - s for s, e in parts)
            yield replace(block, parts=parts)


def _heading(text: str, span: tuple[int, int], level: int, *, underlined: bool) -> Block:
    start, end = span
    if not underlined:
        start += _HASHES.match(text[start:end]).end()  # type: ignore[union-attr]
        end = start + len(_CLOSING.sub("", text[start:end]))
    return _trimmed(text, start, end, "heading", level)


def _trimmed(text: str, start: int, end: int, kind: str, level: int = 0) -> Block:
    """The block without white space around it and without the mark of a list or quotation before it."""
    lead = _LEAD.match(text[start:end])
    start += lead.end() if lead and kind == "text" else 0
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Block(start, end, kind, level=level)  # type: ignore[arg-type]
