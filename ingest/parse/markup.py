"""What Markdown says, without its signs: spans of the source, so that every word that is quoted stands in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

Span = tuple[int, int]

_LONGEST_NAME = 60
_BLANK = re.compile(r"\s+")
_MARKED = re.compile(r"(\*{1,3}|_{1,3}|`)([^*_`|]+)\1")
"""A cell all of which is set off."""
_PIPE = re.compile(r"\\.|\|")


@dataclass(frozen=True, slots=True)
class Cell:
    """``text[start:end]`` is what a cell says; ``bar`` is where the sign after it stands, None at the end of a row without one."""

    start: int
    end: int
    bar: int | None


def spoken(text: str, start: int, end: int, inline: Token) -> tuple[Span, ...]:
    """The spans of ``text[start:end]`` that are words and no signs of emphasis, links or quotation, as ``inline`` reads it.

    Empty where all of it is, or where it is not clear (entities).
    """
    said = "".join(_words(inline.children or ()))
    out: list[Span] = []
    at = start
    blank = False
    for char in said:
        if char.isspace():
            blank = blank or char != "\n" or _latin(text, at - 1)
            continue
        found = text.find(char, at, end)
        if found < 0:
            return ()
        gap = _BLANK.search(text, at, found) if out and blank else None
        if gap and (" " in text[at:found] or _latin(text, found)):
            # Of the white space between two words one stays, wherever among the signs it stands.
            _add(out, gap.start(), gap.end())
        _add(out, found, found + 1)
        at, blank = found + 1, False
    return () if out == [(start, end)] else tuple(out)


def _sign(text: str, out: list[Span], bar: int) -> None:
    """The sign at ``bar`` with the blanks beside it."""
    apart = bool(out) and text[out[-1][1] - 1] != " " and text[bar - 1] == " "
    _add(out, bar - apart, bar + 1 + (text[bar + 1 : bar + 2] == " "))


def _add(out: list[Span], start: int, end: int) -> None:
    if start == end:
        return
    if out and out[-1][1] == start:
        out[-1] = (out[-1][0], end)
    else:
        out.append((start, end))


def _latin(text: str, at: int) -> bool:
    return text[at].isascii() and text[at].isalnum()


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline", "image"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n"


def cells(text: str, start: int, end: int) -> list[Cell]:
    """The cells of the row ``text[start:end]``, empty ones too; a sign that is escaped parts none."""
    bars = [m.start() for m in _PIPE.finditer(text, start, end) if m.group() == "|"]
    edges = [start - 1, *bars, end]
    if bars and bars[0] == start:
        del edges[0]
    if bars and bars[-1] == end - 1:
        del edges[-1]
    out = []
    for low, high in zip(edges, edges[1:], strict=False):
        inner = text[low + 1 : high]
        left = low + 1 + len(inner) - len(inner.lstrip())
        marked = _MARKED.fullmatch(text, left, left + len(inner.strip()))
        words = marked.span(2) if marked else (left, left + len(inner.strip()))
        out.append(Cell(*words, high if high < end else None))
    return out


def row(text: str, header: Sequence[Cell], values: Sequence[Cell]) -> tuple[Span, ...]:
    """The row as ``name | value | name | value``: each cell that says something behind the name of its column.

    All of it is taken from the source, the signs between too; the last one ends the row.
    """
    out: list[Span] = []
    for name, value, before in zip(header, values, (None, *values), strict=False):
        bar = name.bar
        if before is not None and before.bar is not None and (bar is None or text[bar + 1 : bar + 2] != " "):
            bar = before.bar
        if value.start == value.end or bar is None or name.end - name.start > _LONGEST_NAME:
            continue
        _add(out, name.start, name.end)
        _sign(text, out, bar)
        _add(out, value.start, value.end)
        if value.bar is not None:
            _sign(text, out, value.bar)
    if out and text[out[-1][0] : out[-1][1]].endswith(" "):
        out[-1] = (out[-1][0], out[-1][1] - 1)
    return tuple(out)
