"""A drawing as SVG or PNG. A PNG needs a Chinese font of the system; none is shipped."""

from __future__ import annotations

import functools
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import WenjuError
from ui.figures.chart import DARK, Drawing, Rect
from ui.figures.chart import Path as Line
from ui.plain import plain

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_FAMILY = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei','SimHei','SimSun',sans-serif"
_FILES = (
    "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.otf", "NotoSansSC-Regular.ttf",
    "SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf", "wqy-microhei.ttc", "wqy-zenhei.ttc", "msyh.ttc",
    "msyh.ttf", "simhei.ttf", "simsun.ttc", "PingFang.ttc", "STHeiti Light.ttc", "Hiragino Sans GB.ttc",
    "NotoSerifCJK-Regular.ttc", "DroidSansFallbackFull.ttf", "HarmonyOS_Sans_SC_Regular.ttf",
)  # fmt: skip
_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/System/Library/Fonts",
    "/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
_SCALE = 2
"""Pixels of a PNG for one of the drawing, so that it prints well."""


class NoFont(WenjuError):
    """No Chinese font is installed."""

    exit_code = 3


def svg_bytes(drawing: Drawing) -> bytes:
    """The drawing as SVG 1.1, without script or outside references; a reader whose screen is dark sees it so."""
    import html

    dark = "".join(f'[fill="{a}"]{{fill:{b}}}[stroke="{a}"]{{stroke:{b}}}' for a, b in DARK.items())

    def words(text: str) -> str:
        return html.escape(plain(text))

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width}" height="{drawing.height}" '
        f'viewBox="0 0 {drawing.width} {drawing.height}" role="img" font-family="{_FAMILY}">'
        f"<style>@media (prefers-color-scheme:dark){{{dark}}}</style><title>{words(drawing.title)}</title>"
        f'<rect width="{drawing.width}" height="{drawing.height}" fill="#ffffff"/>'
    ]
    for s in drawing.shapes:
        if isinstance(s, Rect):
            parts.append(
                f'<rect x="{s.x:.1f}" y="{s.y:.1f}" width="{s.width:.1f}" height="{s.height:.1f}" fill="{s.colour}"/>'
            )
        elif isinstance(s, Line):
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in s.points)
            parts.append(f'<polyline points="{points}" fill="none" stroke="{s.colour}" stroke-width="{s.width}"/>')
        else:
            parts.append(
                f'<text x="{s.x:.1f}" y="{s.y:.1f}" font-size="{s.size}" text-anchor="{s.anchor}" fill="{s.colour}">'
                f"{words(s.words)}</text>"
            )
    return ("".join(parts) + "</svg>").encode()


def png_bytes(drawing: Drawing) -> bytes:
    """The drawing as PNG, twice its size.

    Raises:
        NoFont: no Chinese font is installed.
    """
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (drawing.width * _SCALE, drawing.height * _SCALE), "#ffffff")
    draw = ImageDraw.Draw(image)
    anchors = {"start": "ls", "middle": "ms", "end": "rs"}
    for s in drawing.shapes:
        if isinstance(s, Rect):
            box = [s.x, s.y, s.x + s.width, s.y + s.height]
            draw.rectangle([v * _SCALE for v in box], fill=s.colour)
        elif isinstance(s, Line):
            points = [(x * _SCALE, y * _SCALE) for x, y in s.points]
            draw.line(points, fill=s.colour, width=max(1, round(s.width * _SCALE)))
        else:
            font = _font(s.size * _SCALE)
            draw.text((s.x * _SCALE, s.y * _SCALE), s.words, fill=s.colour, font=font, anchor=anchors[s.anchor])
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@functools.lru_cache(maxsize=16)
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(font_file(), size)


def font_file() -> str:
    """The file of a font that holds Chinese: the one of WENJU_FONT, else the system's.

    Raises:
        NoFont: there is none.
    """
    given = os.environ.get("WENJU_FONT")
    for path in (given, *_installed()) if given else _installed():
        if path and Path(path).is_file() and _draws_chinese(path):
            return path
    raise NoFont(
        "系统里没有中文字体，不能画 PNG（SVG 不需要）",
        "no Chinese font is installed; a PNG cannot be drawn (an SVG can)",
        hint="apt-get install fonts-noto-cjk / WENJU_FONT=/path/to/font.ttf",
    )


def _draws_chinese(path: str) -> bool:
    """Whether the font has a shape of its own for a Chinese character."""
    from PIL import ImageFont

    try:
        font = ImageFont.truetype(path, 24)
        return bytes(font.getmask("县")) != bytes(font.getmask("\U000e0fff"))
    except OSError:
        return False


def _installed() -> Iterator[str]:
    if shutil.which("fc-match"):
        done: Any = subprocess.run(
            ["fc-match", "-f", "%{file}", "sans:lang=zh-cn"], capture_output=True, text=True, timeout=10, check=False
        )
        yield str(done.stdout).strip()
    wanted = {name.lower(): name for name in _FILES}
    for folder in _FOLDERS:
        root = Path(folder).expanduser()
        if root.is_dir():
            yield from sorted(str(p) for p in root.rglob("*") if p.name.lower() in wanted)
