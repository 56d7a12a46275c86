"""A run as Markdown: what is pasted under a change, and the sections of ``docs/results.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from eval.compare import NAMES, Comparison
from eval.gate import Verdict
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
    for step, ms in summary.get("stages_ms", {}).items():
        yield f"| 毫秒：{cell(step)} p50 / p95 | ms:{cell(step)} | {ms['p50']:.0f} / {ms['p95']:.0f} | | |"
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


def comparison_lines(comparison: Comparison, shown: int = 30) -> Iterator[str]:
    """Counts, paired tests, types that changed, and the worst cases."""
    yield (
        "，".join(f"{NAMES[k]} {n}" for k, n in comparison.counts().items()) + f"；McNemar p={comparison.mcnemar_p:.3f}"
    )
    yield ""
    yield "| 指标 | n | 前 | 后 | 变化 | 95% 区间 |"
    yield "|---|---|---|---|---|---|"
    for name, t in comparison.paired.items():
        yield f"| {name} | {t.n} | {t.before:.3f} | {t.after:.3f} | {t.change:+.3f} | {t.low:+.3f} – {t.high:+.3f} |"
    yield ""
    for label, counts in comparison.by_type().items():
        if counts["broken"] or counts["fixed"]:
            yield f"- {cell(label)}：变坏 {counts['broken']}，变好 {counts['fixed']}"
    for d in [d for d in comparison.differences if d.change != "same"][:shown]:
        faults = f"（新增 {'、'.join(d.faults)}）" if d.faults else ""
        yield f"- **{NAMES[d.change]}** {cell(d.id)} {cell(d.type)}{faults}"
        for label, side in (("前", d.before), ("后", d.after)):
            if side is not None and d.change in ("broken", "changed", "fixed"):
                yield f"  - {label}：{cell(side.answer[:200]) or '（拒答）'}"


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """Whether the gate is passed, why not, and what it cannot see."""
    yield "通过" if verdict.passed else "不通过"
    for f in verdict.findings:
        ids = f"：{'、'.join(cell(c) for c in f.cases[:10])}{'……' if len(f.cases) > 10 else ''}" if f.cases else ""
        yield f"- [{f.gate}] {f.zh}{ids}"
    for f in verdict.warnings:
        yield f"- （注意）{f.zh}"
