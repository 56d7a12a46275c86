"""Sentences and clauses of Chinese running text, as spans."""

from __future__ import annotations

import re

from rag.domain import Span

_HARD = frozenset("。！？!?…\n")
_CLOSE = frozenset("”’」』）)】》〉\"'")
_AFTER = (_HARD | _CLOSE) - {"\n"}
_MARKS = re.compile(
    r"[（(）)。！？!?….；;\n]|(?<=\S)(?=[ \t]?\u3000|[ \t]{2})[ \t\u3000]+(?=(?:20\d\d年)?[^\s，,。；;：:（）()\d][^\s，,。；;：:（）()]{1,23}[：:])"
)
_LABELLED = re.compile(r"[^：:\s]{2,40}[：:][^：:\n]*\d")
"""帮扶车间：31家: an item of a box of figures, which a wide gap sets apart from the next (　岗位：720个)."""
_ITEM = 80
"""Characters of such an item at most."""
_LONGEST_BRACKET = 600
_CLAUSE = re.compile(r"[，,、；;：:。！？!?…\n]")


def sentences(text: str, *, semicolons: bool = False) -> list[Span]:
    """Sentence spans of ``text``, trimmed of white space, in order, not overlapping.

    A sentence ends at 。！？… or a line break, closing quotes and brackets taken along; inside round
    brackets nothing ends. An ASCII full stop ends one only before white space or the end, so that 84.1
    stays whole. With ``semicolons`` they end one as well.
    """
    out: list[Span] = []
    start, depth = 0, 0
    n = len(text)
    for mark in _MARKS.finditer(text):
        i, char = mark.start(), mark.group()
        if i < start:
            continue
        # A bracket that never closes must not swallow the rest of the text.
        if depth and (char == "\n" or i - start > _LONGEST_BRACKET):
            depth = 0
        if char in "（(":
            depth += 1
        elif char in "）)":
            depth = max(0, depth - 1)
        gap = char.isspace() and char != "\n"
        if gap and (depth or not _LABELLED.search(text, max(start, i - _ITEM), i)):
            continue
        ends = gap or char in _HARD or (semicolons and char in "；;")
        if char == "." and (i + 1 == n or text[i + 1].isspace()) and i and not text[i - 1].isdigit():
            ends = True
        if ends and depth == 0:
            end = i + 1
            while end < n and text[end] in _AFTER:
                end += 1
            _push(out, text, start, end)
            start = end
    _push(out, text, start, n)
    return out


def clauses(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans between commas, semicolons, colons and sentence ends within ``text[start:end]``.

    A comma between digits (thousands) does not split.
    """
    stop = len(text) if end is None else end
    out: list[Span] = []
    at = start
    for mark in _CLAUSE.finditer(text, start, stop):
        i, char = mark.start(), mark.group()
        if char in ",，:：" and 0 < i < len(text) - 1 and text[i - 1].isdigit() and text[i + 1].isdigit():
            continue
        _push(out, text, at, i + 1)
        at = i + 1
    _push(out, text, at, stop)
    return out


def _push(out: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        out.append((start, end))
