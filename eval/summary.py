"""From the scores of the cases to the figures of a run, each with its n and its 95% interval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from eval.metrics import stats
from eval.records import CaseScore, Measure


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure of a run.

    ``share``: the mean of 0/1 scores (Wilson interval); ``mean``: of other scores (Student's t); ``ratio``: the sum of
    ``top`` over the sum of ``bottom`` times ``scale`` (bootstrap over cases); ``count``: the sum of ``top``.
    """

    name: str
    how: Literal["share", "mean", "ratio", "count"]
    top: str
    bottom: str = ""
    scale: float = 1.0
    better: Literal["higher", "lower"] = "higher"
    only: Literal["all", "answerable", "unanswerable"] = "all"
    zh: str = ""


METRICS = (
    Metric("correct", "share", "correct", zh="正确"),
    Metric("correct_answerable", "share", "correct", only="answerable", zh="可答题正确"),
    Metric("correct_refusal", "share", "correct", only="unanswerable", zh="该拒而拒"),
    Metric("false_refusal", "share", "false_refusal", better="lower", zh="误拒"),
    Metric("must", "mean", "must", zh="要点齐全"),
    Metric("char_f1", "mean", "char_f1", zh="字符 F1"),
    Metric("conflict_shown", "share", "conflict_shown", zh="矛盾并列"),
    Metric("evidence_recall", "mean", "evidence_recall", zh="证据覆盖"),
    Metric("citation_precision", "ratio", "relevant_citations", "citations", only="answerable", zh="引文切题"),
    Metric("quote_verbatim", "ratio", "verbatim", "citations", zh="引文逐字"),
    Metric("quote_length", "mean", "quote_length", better="lower", zh="引文平均字数"),
    Metric("sentences_unmarked", "ratio", "unmarked_sentences", "sentences", better="lower", zh="无标号的句子"),
    Metric("unsupported_numbers_per_100", "ratio", "unsupported_figures", "figures", 100, "lower", zh="每百个数字无据"),
    Metric("invalid_marks", "count", "invalid_marks", better="lower", zh="无效标号"),
    Metric("nonverbatim_quotes", "count", "nonverbatim_quotes", better="lower", zh="不逐字的引文"),
    Metric("invented_figures", "count", "invented_figures", better="lower", zh="无据的数字"),
    Metric("misplaced_figures", "count", "misplaced_figures", better="lower", zh="标错引文的数字"),
    Metric("uncited_answer", "count", "uncited_answer", better="lower", zh="引文之外的答案"),
    Metric("answered_unanswerable", "count", "answered_unanswerable", better="lower", zh="不可答而作答"),
    Metric("hit@1", "share", "hit@1", zh="检索 hit@1"),
    Metric("hit@5", "share", "hit@5", zh="检索 hit@5"),
    Metric("hit@10", "share", "hit@10", zh="检索 hit@10"),
    Metric("mrr@10", "mean", "mrr@10", zh="检索 MRR@10"),
    Metric("ndcg@10", "mean", "ndcg@10", zh="检索 nDCG@10"),
    Metric("all_documents_in_top5", "share", "all_documents_in_top5", zh="前五含全部文件"),
    Metric("evidence_in_top5", "ratio", "evidence_found", "evidence_wanted", zh="前五含证据"),
    Metric("answer_in_top5", "share", "answer_in_top5", zh="前五含答案"),
    Metric("failed", "count", "failed", better="lower", zh="出错"),
)
BY_NAME = {m.name: m for m in METRICS}


def measure(metric: Metric, cases: Sequence[CaseScore]) -> Measure | None:
    """``metric`` over the cases that have its scores; None when none has."""
    held = [c for c in cases if c.value(metric.top) is not None and _belongs(metric, c)]
    if not held:
        return None
    tops = [c.value(metric.top) or 0.0 for c in held]
    n = len(tops)
    if metric.how == "count":
        return Measure(metric.name, sum(tops), n, sum(tops), sum(tops))
    if metric.how == "share":
        return Measure(metric.name, sum(tops) / n, n, *stats.wilson(sum(tops), n))
    if metric.how == "mean":
        return Measure(metric.name, sum(tops) / n, n, *stats.student(tops))
    bottoms = [c.value(metric.bottom) or 0.0 for c in held]
    below = sum(bottoms)
    if not below:
        return None
    low, high = stats.bootstrap_ratio(tops, bottoms)
    return Measure(metric.name, metric.scale * sum(tops) / below, int(below), metric.scale * low, metric.scale * high)


def measures(cases: Sequence[CaseScore]) -> dict[str, Measure]:
    """Every metric the cases have scores for, in the order of ``METRICS``."""
    found = ((m.name, measure(m, cases)) for m in METRICS)
    return {name: value for name, value in found if value is not None}


def summarise(cases: Sequence[CaseScore]) -> dict[str, Any]:
    """The summary of a run; the same scores give the same bytes."""
    seconds = [v for c in cases if (v := c.value("seconds")) is not None]
    return {
        "n": len(cases),
        "failed": int(sum(c.value("failed") or 0 for c in cases)),
        "metrics": {name: m.as_json() for name, m in measures(cases).items()},
        "p50_s": round(stats.quantile(seconds, 0.5), 4),
        "p95_s": round(stats.quantile(seconds, 0.95), 4),
        "stages_ms": _stages(cases),
        "by_type": by(cases, lambda c: [c.type]),
        "by_tag": by(cases, lambda c: c.tags),
        "wrong": [c.id for c in cases if c.value("correct") == 0],
    }


def by(cases: Iterable[CaseScore], labels: Any) -> dict[str, dict[str, Any]]:
    """Right of how many, for each label in alphabetical order, with the interval. Cases without ``correct`` are out."""
    groups: dict[str, list[float]] = {}
    for case in cases:
        value = case.value("correct")
        if value is not None:
            for label in labels(case):
                groups.setdefault(label, []).append(value)
    out = {}
    for label, values in sorted(groups.items()):
        low, high = stats.wilson(sum(values), len(values))
        out[label] = {"correct": int(sum(values)), "n": len(values), "low": round(low, 6), "high": round(high, 6)}
    return out


def _stages(cases: Sequence[CaseScore]) -> dict[str, dict[str, float]]:
    """Milliseconds of every step of an answer, p50 and p95."""
    held: dict[str, list[float]] = {}
    for case in cases:
        for name, score in case.scores.items():
            if name.startswith("ms:") and score.value is not None:
                held.setdefault(name[3:], []).append(score.value)
    return {k: {"p50": stats.quantile(v, 0.5), "p95": stats.quantile(v, 0.95)} for k, v in sorted(held.items())}


def value_of(summary: Mapping[str, Any], name: str) -> float | None:
    """The value of a metric, or of ``p50_s``/``p95_s``, in a summary."""
    if name in ("p50_s", "p95_s"):
        return float(summary[name])
    found = summary["metrics"].get(name)
    return None if found is None else float(found["value"])


def _belongs(metric: Metric, case: CaseScore) -> bool:
    return metric.only == "all" or (metric.only == "answerable") == (case.value("must") is not None)
