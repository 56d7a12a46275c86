"""A run as Markdown: what is pasted under a change, and the sections of ``docs/results.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eval.compare import NAMES, Comparison
from eval.gate import Verdict
from eval.records import RunRecord
from eval.summary import BY_NAME


def figure(name: str, entry: Mapping[str, Any]) -> str:
    """The value of a metric as it is read: a share in percent, a count as a whole number."""
    how = BY_NAME[name].how if name in BY_NAME else "mean"
    if how == "count":
        return f"{entry['value']:.0f}"
    if how in ("share", "risk", "balanced") or (how == "ratio" and BY_NAME[name].scale == 1):
        return f"{100 * entry['value']:.1f}%"
    return f"{entry['value']:.3f}" if entry["value"] < 10 else f"{entry['value']:.1f}"


def interval(name: str, entry: Mapping[str, Any]) -> str:
    """The 95% interval; of a count that of its expectation."""
    if name in BY_NAME and BY_NAME[name].how == "count":
        return f"{entry['low']:.1f} – {entry['high']:.1f}"
    ends = [figure(name, {"value": entry[k]}) for k in ("low", "high")]
    return f"{ends[0]} – {ends[1]}"


def summary_lines(summary: Mapping[str, Any]) -> Iterator[str]:
    """A table of the metrics, one of the types, and the latency."""
    yield "| 指标 | metric | 值 | 95% 区间 | n |"
    yield "|---|---|---|---|---|"
    for name, entry in summary["metrics"].items():
        yield f"| {BY_NAME[name].zh} | {name} | {figure(name, entry)} | {interval(name, entry)} | {entry['n']} |"
    for name in ("p50_s", "p95_s"):
        e = summary["latency"][name]
        yield f"| 每题秒数 | {name} | {e['value']:.2f} | {e['low']:.2f} – {e['high']:.2f} | {e['n']} |"
    for zh, kind in (("毫秒", "stages_ms"), ("字元（token）", "stages_tokens")):
        for step, at in summary.get(kind, {}).items():
            yield f"| {zh}：{cell(step)} p50 / p95 | {kind} | {at['p50']:.0f} / {at['p95']:.0f} | | {at['n']} |"
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
    for zh, groups in (("类型", comparison.by_type()), ("标签", comparison.by_tag())):
        for label, counts in groups.items():
            if counts["broken"] or counts["fixed"]:
                yield f"- {zh} {cell(label)}：变坏 {counts['broken']}，变好 {counts['fixed']}"
    for d in [d for d in comparison.differences if d.change != "same"][:shown]:
        faults = f"（新增 {'、'.join(d.faults)}）" if d.faults else ""
        yield f"- **{NAMES[d.change]}** {cell(d.id)} {cell(d.type)}{faults}"
        for label, side in (("前", d.before), ("后", d.after)):
            if side is not None and d.change in ("broken", "changed", "fixed"):
                yield f"  - {label}：{cell(side.answer[:200]) or '（拒答）'}"


def trend_lines(runs: Sequence[tuple[RunRecord, Mapping[str, Any]]]) -> Iterator[str]:
    """A line a run, oldest first."""
    names = [n for n in ("correct", "evidence_recall", "citation_precision", "hit@5") if n in runs[-1][1]["metrics"]]
    yield f"| 时间 | 提交 | {' | '.join(names)} | p95_s |"
    yield "|---" * (len(names) + 3) + "|"
    for record, summary in runs:
        values = [figure(n, e) if (e := summary["metrics"].get(n)) else "" for n in names]
        commit = (record.git.get("commit") or "")[:7]
        yield f"| {record.started[:16]} | {commit} | {' | '.join(values)} | {summary['p95_s']:.2f} |"


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """Whether the gate is passed, why not, and what it cannot see."""
    yield "通过" if verdict.passed else "不通过"
    for f in verdict.findings:
        ids = f"：{'、'.join(cell(c) for c in f.cases[:10])}{'……' if len(f.cases) > 10 else ''}" if f.cases else ""
        yield f"- [{f.gate}] {f.zh}{ids}"
    for f in verdict.warnings:
        yield f"- （注意）{f.zh}"
