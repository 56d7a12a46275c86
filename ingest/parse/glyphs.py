"""The text layer of a PDF page as pieces of text in boxes."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Any

from ingest.parse.columns import Piece
from ingest.parse.rules import Rules
from rag.errors import IngestError

_MAX_GLYPHS = 200_000
_SAMPLED = 200
_INVISIBLE_PT = 2.0
"""Letters smaller than this cannot be read by a person, only by a program that is to be deceived."""

Box = tuple[float, float, float, float]
"""left, top, right, bottom"""


def pieces(page: Any, turn: Turn, rules: Rules) -> tuple[list[Piece], int]:
    """The pieces of a page, turned upright, y downwards; and how many letters were too small to see.

    Glyphs are taken in the order they are drawn in and joined while they go on along one line, or down
    one column where text is set upright; a rule between two letters parts them.

    Raises:
        IngestError: more glyphs than a page can hold.
    """
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > _MAX_GLYPHS:
            raise IngestError("一页上的文字太多，文件可能有问题", "too many letters on one page; malformed?")
        rect = pdfium.FS_RECTF()
        out: list[_Run] = []
        hidden = 0
        high = 0
        for i in range(count):
            code = pdfium.FPDFText_GetUnicode(text_page.raw, i)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
            char = chr(code)
            if char.isspace():
                if out:
                    out[-1].blank = True
                continue
            if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn"):
                continue
            if not pdfium.FPDFText_GetLooseCharBox(text_page.raw, i, ctypes.byref(rect)):
                continue
            box = turn(rect.left, rect.top, rect.right, rect.bottom)
            if max(box[2] - box[0], box[3] - box[1]) < _INVISIBLE_PT:
                hidden += 1
            elif not (out and out[-1].takes(char, box, rules)):
                out.append(_Run(char, box))
        return [run.piece() for run in out], hidden
    finally:
        text_page.close()


def readable_share(found: list[Piece]) -> float:
    """The share of letters that mean something: a font without a map gives private or undefined codes."""
    text = "".join(p.text for p in found)
    if not text:
        return 1.0
    return sum(unicodedata.category(c) not in ("Co", "Cn") and c != "\ufffd" for c in text) / len(text)


class _Run:
    """Glyphs drawn one after the other along a line (or down a column)."""

    def __init__(self, char: str, box: Box) -> None:
        self._chars = [char]
        self._box = self._last = box
        self._down = False
        self.blank = False

    def takes(self, char: str, box: Box, rules: Rules) -> bool:
        """Append the glyph if it goes on where the last one ended."""
        last = self._last
        size = max(1.0, last[3] - last[1], box[3] - box[1])
        overlap = min(last[3], box[3]) - max(last[1], box[1])
        along = overlap > 0.5 * min(last[3] - last[1], box[3] - box[1]) and -0.3 * size <= box[0] - last[2] < 0.6 * size
        across = min(last[2], box[2]) - max(last[0], box[0])
        down = across > 0.7 * min(last[2] - last[0], box[2] - box[0]) and -0.3 * size <= box[1] - last[3] < 0.5 * size
        wide = box[2] - box[0] > 0.6 * size
        if along and not self._down:
            if rules.down and rules.between(last[2] - 0.3 * size, box[0] + 0.3 * size, (box[1] + box[3]) / 2):
                return False
            if self.blank and (self._chars[-1].isascii() or char.isascii() or box[0] - last[2] > 0.25 * size):
                self._chars.append(" ")
        elif not (down and wide and (self._down or len(self._chars) == 1)):
            return False
        else:
            self._down = True
        self.blank = False
        self._chars.append(char)
        self._last = box
        self._box = (
            min(self._box[0], box[0]),
            min(self._box[1], box[1]),
            max(self._box[2], box[2]),
            max(self._box[3], box[3]),
        )
        return True

    def piece(self) -> Piece:
        """The run as a piece."""
        left, top, right, bottom = self._box
        size = right - left if self._down else bottom - top
        return Piece(left, top, right, bottom, "".join(self._chars), size)


@dataclass(frozen=True, slots=True)
class Turn:
    """From a page's own coordinates (y upwards) to those in which its text is upright (y downwards)."""

    angle: int
    """Where the text runs in the page's own coordinates, counter-clockwise: 0, 90, 180 or 270 degrees."""
    width: float
    height: float

    def __call__(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A box of the page, turned."""
        if self.angle == 90:
            xs, ys = (bottom, top), (left, right)
        elif self.angle == 180:
            xs, ys = (self.width - left, self.width - right), (bottom, top)
        elif self.angle == 270:
            xs, ys = (self.height - bottom, self.height - top), (self.width - left, self.width - right)
        else:
            xs, ys = (left, right), (self.height - top, self.height - bottom)
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def depth(self) -> float:
        """The page's extent from top to bottom as it is read."""
        return self.width if self.angle in (90, 270) else self.height


def turn_of(page: Any) -> Turn:
    """How most of a page's text runs: a wide table may lie on its side. A page without text is as displayed."""
    import pypdfium2.raw as pdfium

    rotation = page.get_rotation()
    width, height = page.get_size()
    if rotation in (90, 270):
        width, height = height, width
    text_page = page.get_textpage()
    try:
        count = min(text_page.count_chars(), _MAX_GLYPHS)
        angles: Counter[int] = Counter()
        for i in range(0, count, max(1, count // _SAMPLED)):
            if pdfium.FPDFText_GetUnicode(text_page.raw, i) > 32:
                radians = pdfium.FPDFText_GetCharAngle(text_page.raw, i)
                angles[round(math.degrees(radians) / 90) * 90 % 360] += radians >= 0
    finally:
        text_page.close()
    return Turn(max(angles, key=lambda a: (angles[a], -a)) if any(angles.values()) else rotation, width, height)
