"""A run as Markdown: what is pasted under a change, and the sections of ``docs/results.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from eval.summary import BY_NAME


def figure(name: str, entry: Mapping[str, Any]) -> str:
    """The value of a metric as it is read: a share in percent, a count as a whole number."""
    how = BY_NAME[name].how if name in BY_NAME else "mean"
    if how == "count":
        return f"{entry['value']:.0f}"
    if how == "share" or (how == "ratio" and BY_NAME[name].scale == 1):
        return f"{100 * entry['value']:.1f}%"
    return f"{entry['value']:.3f}" if entry["value"] < 10 else f"{entry['value']:.1f}"


def interval(name: str, entry: Mapping[str, Any]) -> str:
    """The 95% interval; empty for counts."""
    if name in BY_NAME and BY_NAME[name].how == "count":
        return ""
    ends = [figure(name, {"value": entry[k]}) for k in ("low", "high")]
    return f"{ends[0]} – {ends[1]}"


def summary_lines(summary: Mapping[str, Any]) -> Iterator[str]:
    """A table of the metrics, one of the types, and the latency."""
    yield "| 指标 | metric | 值 | 95% 区间 | n |"
    yield "|---|---|---|---|---|"
    for name, entry in summary["metrics"].items():
        yield f"| {BY_NAME[name].zh} | {name} | {figure(name, entry)} | {interval(name, entry)} | {entry['n']} |"
    yield f"| 每题秒数 p50 / p95 | p50_s / p95_s | {summary['p50_s']:.2f} / {summary['p95_s']:.2f} | | {summary['n']} |"
    if summary["by_type"]:
        yield ""
        yield "| 类型 | 正确 | 95% 区间 |"
        yield "|---|---|---|"
        for label, entry in summary["by_type"].items():
            yield f"| {cell(label)} | {entry['correct']}/{entry['n']} | {100 * entry['low']:.0f}–{100 * entry['high']:.0f}% |"


def cell(text: str) -> str:
    """Text that cannot break out of a table cell or turn into markup."""
    flat = " ".join(text.split())
    return "".join("\\" + c if c in "\\`*_|[]<>#" else c for c in flat)
