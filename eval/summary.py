"""From the scores of the cases to the figures of a run, each with its n and its 95% interval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from eval.metrics import refusal, stats, verdicts
from eval.records import CaseScore, Measure


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure of a run.

    ``share``: the mean of 0/1 scores (Wilson interval); ``mean``: of other scores (Student's t); ``ratio``: the sum of
    ``top`` over the sum of ``bottom`` times ``scale`` (bootstrap over cases); ``count``: the sum of ``top`` (Poisson);
    ``risk``: the share of wrong ``top`` among the ``scale`` of the cases with the highest ``bottom`` (Wilson);
    ``balanced``, ``auroc``: of the verdicts ``top`` on claims that are or are not ``bottom``; ``kappa``: agreement of
    ``top`` and ``bottom`` beyond chance.
    """

    name: str
    how: Literal["share", "mean", "ratio", "count", "risk", "balanced", "auroc", "kappa"]
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
    Metric("refusal_precision", "share", "rightly_refused", zh="拒得对"),
    Metric("false_refusal", "share", "false_refusal", better="lower", zh="误拒"),
    Metric("coverage", "share", "answered", zh="作答率"),
    Metric("risk", "risk", "correct", "grounding", better="lower", zh="所答之中的错误"),
    Metric("risk@80", "risk", "correct", "grounding", 0.8, "lower", zh="最有把握的八成之中的错误"),
    Metric("must", "mean", "must", zh="要点齐全"),
    Metric("keypoints", "mean", "keypoints", zh="要点说到"),
    Metric("figure_accuracy", "ratio", "figures_right", "figures_wanted", zh="数字连单位都对"),
    Metric("exact", "share", "exact", zh="完全一致"),
    Metric("char_f1", "mean", "char_f1", zh="字符 F1"),
    Metric("rouge_l", "mean", "rouge_l", zh="ROUGE-L"),
    Metric("conflict_shown", "share", "conflict_shown", zh="矛盾并列"),
    Metric("evidence_recall", "mean", "evidence_recall", zh="证据覆盖"),
    Metric("citation_precision", "ratio", "relevant_citations", "citations", only="answerable", zh="引文切题"),
    Metric("quote_verbatim", "ratio", "verbatim", "citations", zh="引文逐字"),
    Metric("quote_resolvable", "ratio", "resolvable", "citations", zh="引文可查"),
    Metric("quote_length", "mean", "quote_length", better="lower", zh="引文平均字数"),
    Metric("sentences_unmarked", "ratio", "unmarked_sentences", "sentences", better="lower", zh="无标号的句子"),
    Metric("unsupported_numbers_per_100", "ratio", "unsupported_figures", "figures", 100, "lower", zh="每百个数字无据"),
    Metric("invalid_marks", "count", "invalid_marks", better="lower", zh="无效标号"),
    Metric("nonverbatim_quotes", "count", "nonverbatim_quotes", better="lower", zh="不逐字的引文"),
    Metric("invented_figures", "count", "invented_figures", better="lower", zh="无据的数字"),
    Metric("misplaced_figures", "count", "misplaced_figures", better="lower", zh="标错引文的数字"),
    Metric("uncited_answer", "count", "uncited_answer", better="lower", zh="引文之外的答案"),
    Metric("repeat_agreement", "mean", "repeat_agreement", zh="重问一致"),
    Metric("paraphrase_agreement", "mean", "paraphrase_agreement", zh="换问法一致"),
    Metric("judged_correct", "mean", "judge:correct", zh="评判模型：正确"),
    Metric("judged_faithful", "mean", "judge:faithful", zh="评判模型：忠于引文"),
    Metric("judge_kappa", "kappa", "judge:correct", "correct", zh="评判模型与字符串判分的一致"),
    Metric("answered_unanswerable", "count", "answered_unanswerable", better="lower", zh="不可答而作答"),
    Metric("hit@1", "share", "hit@1", zh="检索 hit@1"),
    Metric("hit@5", "share", "hit@5", zh="检索 hit@5"),
    Metric("hit@10", "share", "hit@10", zh="检索 hit@10"),
    Metric("mrr@10", "mean", "mrr@10", zh="检索 MRR@10"),
    Metric("ndcg@10", "mean", "ndcg@10", zh="检索 nDCG@10"),
    Metric("all_documents_in_top5", "share", "all_documents_in_top5", zh="前五含全部文件"),
    Metric("evidence_in_top5", "ratio", "evidence_found", "evidence_wanted", zh="前五含证据"),
    Metric("answer_in_top5", "share", "answer_in_top5", zh="前五含答案"),
    Metric("balanced_accuracy", "balanced", "correct", "carried", zh="真假各半的准确率"),
    Metric("auroc", "auroc", "verdict_score", "carried", zh="核对分数 AUROC"),
    Metric("caught", "share", "caught", zh="假的被识破"),
    Metric("false_alarm", "share", "false_alarm", better="lower", zh="真的被冤枉"),
    Metric("failed", "count", "failed", better="lower", zh="出错"),
)
BY_NAME = {m.name: m for m in METRICS}


def measure(metric: Metric, cases: Sequence[CaseScore]) -> Measure | None:
    """``metric`` over the cases that have its scores; None when none has."""
    held = [c for c in cases if c.value(metric.top) is not None and _belongs(metric, c)]
    if metric.how in ("risk", "balanced", "auroc", "kappa"):
        held = [c for c in held if c.value(metric.bottom) is not None]
    if not held:
        return None
    tops = [c.value(metric.top) or 0.0 for c in held]
    bottoms = [c.value(metric.bottom) or 0.0 for c in held] if metric.bottom else []
    n = len(tops)
    if metric.how == "count":
        return Measure(metric.name, sum(tops), n, *stats.poisson(sum(tops)))
    if metric.how == "share":
        return Measure(metric.name, sum(tops) / n, n, *stats.wilson(sum(tops), n))
    if metric.how == "mean":
        return Measure(metric.name, sum(tops) / n, n, *stats.student(tops))
    if metric.how == "risk":
        wrong, kept = refusal.selective_risk([t == 1 for t in tops], bottoms, metric.scale)
        return Measure(metric.name, wrong / kept, kept, *stats.wilson(wrong, kept))
    if metric.how in ("balanced", "auroc", "kappa"):
        return Measure(metric.name, *_overall(metric, tops, bottoms, n))
    below = sum(bottoms)
    if not below:
        return None
    low, high = stats.bootstrap_ratio(tops, bottoms)
    return Measure(metric.name, metric.scale * sum(tops) / below, int(below), metric.scale * low, metric.scale * high)


def _overall(
    metric: Metric, tops: Sequence[float], bottoms: Sequence[float], n: int
) -> tuple[float, int, float, float]:
    yes = [t for t, b in zip(tops, bottoms, strict=True) if b]
    no = [t for t, b in zip(tops, bottoms, strict=True) if not b]
    if metric.how == "balanced":
        value, low, high = verdicts.balanced_accuracy([t == 1 for t in yes], [t == 1 for t in no])
    elif metric.how == "auroc":
        value, low, high = verdicts.auroc(yes, no)
    else:
        value, low, high = verdicts.kappa([t >= 0.5 for t in tops], [b >= 0.5 for b in bottoms])
    return value, n, low, high


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
        "latency": {name: _latency(seconds, share) for name, share in (("p50_s", 0.5), ("p95_s", 0.95))},
        "stages_ms": _stages(cases, "ms:"),
        "stages_tokens": _stages(cases, "tok:"),
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


def _stages(cases: Sequence[CaseScore], kind: str) -> dict[str, dict[str, float]]:
    """Milliseconds (``ms:``) or tokens (``tok:``) of every step of an answer: p50, p95, n."""
    held: dict[str, list[float]] = {}
    for case in cases:
        for name, score in case.scores.items():
            if name.startswith(kind) and score.value is not None:
                held.setdefault(name[len(kind) :], []).append(score.value)
    return {
        k: {"p50": stats.quantile(v, 0.5), "p95": stats.quantile(v, 0.95), "n": len(v)} for k, v in sorted(held.items())
    }


def _latency(seconds: Sequence[float], share: float) -> dict[str, float]:
    low, high = stats.quantile_interval(seconds, share)
    return Measure("", stats.quantile(seconds, share), len(seconds), low, high).as_json()


def value_of(summary: Mapping[str, Any], name: str) -> float | None:
    """The value of a metric, or of ``p50_s``/``p95_s``, in a summary."""
    if name in ("p50_s", "p95_s"):
        return float(summary[name])
    found = summary["metrics"].get(name)
    return None if found is None else float(found["value"])


def _belongs(metric: Metric, case: CaseScore) -> bool:
    held = case.value("answerable")
    return metric.only == "all" or (held is not None and (metric.only == "answerable") == bool(held))
