"""The text layer of a PDF page as pieces of text in boxes."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable
from typing import Any

from ingest.parse.reading import Piece
from ingest.parse.rules import Rules
from rag.errors import IngestError

_MAX_GLYPHS = 200_000
_INVISIBLE_PT = 2.0
"""Letters smaller than this cannot be read by a person, only by a program that is to be deceived."""

Box = tuple[float, float, float, float]
"""left, top, right, bottom"""


def pieces(page: Any, rules: Rules) -> tuple[list[Piece], int]:
    """The pieces of a page, y downwards, as it is displayed; and how many letters were too small to see.

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
        turned = turn_of(page)
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
            box = turned(rect.left, rect.top, rect.right, rect.bottom)
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


def turn_of(page: Any) -> Callable[[float, float, float, float], Box]:
    """From a page's own coordinates (y upwards) to those of the page as it is displayed (y downwards).

    The function takes left, top, right and bottom.
    """
    rotation = page.get_rotation()
    width, height = page.get_size()

    def turned(left: float, top: float, right: float, bottom: float) -> Box:
        if rotation == 90:
            xs, ys = (bottom, top), (left, right)
        elif rotation == 180:
            xs, ys = (width - left, width - right), (bottom, top)
        elif rotation == 270:
            xs, ys = (width - bottom, width - top), (height - left, height - right)
        else:
            xs, ys = (left, right), (height - top, height - bottom)
        return min(xs), min(ys), max(xs), max(ys)

    return turned
