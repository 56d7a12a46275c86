"""Text in pictures, by RapidOCR (PP-OCR models on the CPU), an extra named ``ocr``."""

from __future__ import annotations

import math
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from ingest.parse.columns import Piece

_MIN_SCORE = 0.5
_LONGEST_SIDE = 3500
"""Pixels."""


def installed() -> bool:
    """Whether the extra is there."""
    return find_spec("rapidocr") is not None


def missing(zh: str, en: str) -> tuple[str, str]:
    """What to say of ``zh``/``en`` (pages, a picture) that need the extra, in both languages."""
    return (
        f"{zh}是扫描图像，没有文字层；安装 OCR 组件后可识别（pip install 'wenju[ocr]'）",
        f"{en}: scanned images without a text layer; install the OCR extra (pip install 'wenju[ocr]')",
    )


def read(image: Any, scale: float) -> list[Piece]:
    """The lines of text in an image.

    Args:
        image: array of shape (height, width, channels), 8 bits, BGR.
        scale: what a pixel measures in the units wanted.
    """
    result = _engine()(image)
    if result is None or result.boxes is None:
        return []
    out = []
    for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = [float(p[0]) * scale for p in box], [float(p[1]) * scale for p in box]
        values = (min(xs), min(ys), max(xs), max(ys))
        if score >= _MIN_SCORE and text.strip() and all(map(math.isfinite, values)):
            # PP-OCR boxes stand a fifth wider than the letters.
            size = min(values[3] - values[1], values[2] - values[0]) / 1.2
            out.append(Piece(*values, text=str(text), size=size))
    return out


def to_json(pieces: list[Piece]) -> list[Any]:
    """For the page cache."""
    return [[round(v, 2) for v in (p.left, p.top, p.right, p.bottom, p.size)] + [p.text] for p in pieces]


def from_json(values: list[Any]) -> list[Piece]:
    """From the page cache; entries that are not what ``to_json`` made are left out."""
    out = []
    for value in values:
        try:
            left, top, right, bottom, size = (float(v) for v in value[:5])
            out.append(Piece(left, top, right, bottom, str(value[5]), size))
        except (TypeError, ValueError, IndexError):
            continue
    return out


@lru_cache(maxsize=1)
def _engine() -> Any:
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    params = {
        "Global.log_level": "error",
        # The classifier of upside-down lines now and then turns one that is not; PDF pages say how they are turned.
        "Global.use_cls": False,
        # Never enlarge a picture to find its lines (the default does, to four times the work); shrink only the huge.
        "Det.limit_type": "max",
        "Det.limit_side_len": _LONGEST_SIDE,
    }
    return RapidOCR(params=params)
