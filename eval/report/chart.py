"""A figure over runs as a drawing: SVG without script, style sheet or request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 360, 170, 54, 30, 14, 26
LINE, BAND, TEXT = "#173f6b", "#c5d6e8", "#45413a"


@dataclass(frozen=True, slots=True)
class Point:
    """One run: the value with its 95% interval; ``label`` is read by whoever points at it."""

    label: str
    value: float
    low: float
    high: float


def points(summaries: Sequence[tuple[str, Mapping[str, Any]]], metric: str) -> list[Point]:
    """``metric`` (or ``p50_s``/``p95_s``) of (label, summary) in turn; runs without it are left out."""
    held = ((label, s["latency" if metric.endswith("_s") else "metrics"].get(metric)) for label, s in summaries)
    return [Point(label, e["value"], e["low"], e["high"]) for label, e in held if e is not None]


def drawn(title: str, shown: Sequence[Point], *, share: bool = True) -> str:
    """The chart; ``share``: the values are within [0, 1] and read in percent. Empty for fewer than two points."""
    if len(shown) < 2:
        return ""
    low, high = min(p.low for p in shown), max(p.high for p in shown)
    margin = max(0.02 if share else 0.05, (high - low) * 0.1)
    floor, ceiling = max(0.0, low - margin), min(1.0, high + margin) if share else high + margin

    def x(i: int) -> float:
        return LEFT + i * (WIDTH - LEFT - RIGHT) / (len(shown) - 1)

    def y(value: float) -> float:
        return TOP + (ceiling - value) / (ceiling - floor) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img"'
        f' aria-label="{escape(title)}" font-size="12" fill="{TEXT}">',
        f'<text x="{LEFT}" y="18" font-size="14">{escape(title)}</text>',
    ]
    for value in (floor, (floor + ceiling) / 2, ceiling):
        at = y(value)
        parts.append(f'<line x1="{LEFT}" y1="{at:.1f}" x2="{WIDTH - RIGHT}" y2="{at:.1f}" stroke="#e6e3dc"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{_read(value, share)}</text>')
    band = [f"{x(i):.1f},{y(p.high):.1f}" for i, p in enumerate(shown)]
    band += [f"{x(i):.1f},{y(p.low):.1f}" for i, p in reversed(list(enumerate(shown)))]
    parts.append(f'<polygon points="{" ".join(band)}" fill="{BAND}" fill-opacity="0.5"/>')
    line = " ".join(f"{x(i):.1f},{y(p.value):.1f}" for i, p in enumerate(shown))
    parts.append(f'<polyline points="{line}" fill="none" stroke="{LINE}" stroke-width="2"/>')
    for i, p in enumerate(shown):
        told = f"{p.label}：{_read(p.value, share)}（{_read(p.low, share)} – {_read(p.high, share)}）"
        parts.append(
            f'<circle cx="{x(i):.1f}" cy="{y(p.value):.1f}" r="4" fill="{LINE}"><title>{escape(told)}</title></circle>'
        )
    for i, anchor in ((0, "start"), (len(shown) - 1, "end")):
        label = escape(shown[i].label[:16])
        parts.append(f'<text x="{x(i):.1f}" y="{HEIGHT - 8}" text-anchor="{anchor}">{label}</text>')
    return "".join(parts) + "</svg>"


def _read(value: float, share: bool) -> str:
    return f"{100 * value:.1f}%" if share else f"{value:.2f}"
