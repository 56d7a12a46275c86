"""Texts cut into marked and unmarked pieces. The pieces carry no markup: the template escapes every one of them."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

Piece = tuple[str, str]
"""(style, text): style is "" or what the piece is: ``hit``, ``old``, ``new``."""
_SHORTEST = 5
_LONGEST = 4_000


def highlighted(text: str, wanted: Sequence[str]) -> list[Piece]:
    """``text`` with the runs of at least five characters that it shares with one of ``wanted``, white space aside."""
    text = text[:_LONGEST]
    places = [i for i, c in enumerate(text) if not c.isspace()]
    dense = "".join(text[i] for i in places)
    marked = [False] * len(text)
    for item in wanted:
        other = "".join(item.split())[:_LONGEST]
        least = min(_SHORTEST, len(other))
        for block in SequenceMatcher(None, dense, other, autojunk=False).get_matching_blocks():
            if block.size >= max(1, least):
                for i in range(places[block.a], places[block.a + block.size - 1] + 1):
                    marked[i] = True
    return _runs(text, ["hit" if m else "" for m in marked])


def changed(before: str, after: str) -> list[Piece]:
    """Character by character from ``before`` to ``after``: what went is ``old``, what came is ``new``."""
    old, new = before[:_LONGEST], after[:_LONGEST]
    out: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            out.append(("", old[a:b]))
            continue
        if b > a:
            out.append(("old", old[a:b]))
        if d > c:
            out.append(("new", new[c:d]))
    return out


def _runs(text: str, styles: Sequence[str]) -> list[Piece]:
    out: list[Piece] = []
    for char, style in zip(text, styles, strict=True):
        if out and out[-1][0] == style:
            out[-1] = (style, out[-1][1] + char)
        else:
            out.append((style, char))
    return out
