"""A run as one HTML file that needs nothing else: no script, no request, every text escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.baseline import Baseline
from eval.cases import Case
from eval.compare import NAMES
from eval.folder import RunFolder
from eval.gate import Verdict
from eval.history import Past
from eval.metrics.citations import covered
from eval.metrics.normal import norm
from eval.records import CaseResult, CaseScore, RunRecord
from eval.report import chart
from eval.report.markdown import figure, interval
from eval.report.pieces import changed, highlighted
from eval.summary import BY_NAME, summarise, value_of

TREND = ("correct", "evidence_recall", "citation_precision", "hit@5", "balanced_accuracy", "p95_s")
SHOWN = 1_000
"""Cases one page shows, the worst of them; a browser opens no more with ease."""


def page(
    folder: RunFolder, baseline: Baseline | None = None, verdict: Verdict | None = None, earlier: Sequence[Past] = ()
) -> str:
    """The report of the run in ``folder``, against ``baseline``, with the ``earlier`` runs as a trend."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("eval.report", "."), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    scores = folder.scores()
    summary = summarise(scores)
    comparison = verdict.comparison if verdict else None
    changes = {d.id: d for d in comparison.differences} if comparison else {}
    old = {c.id: c for c in baseline.cases} if baseline else {}
    cases, results = {c.id: c for c in folder.cases().cases}, folder.results()
    order = [d.id for d in comparison.differences if d.after] if comparison else _worst_first(scores)
    by_id = {s.id: s for s in scores}
    record = folder.record()
    runs = [*((p.record, p.summary) for p in earlier), (record, summary)]
    return environment.get_template("page.html.j2").render(
        record=record.as_json(),
        summary=summary,
        baseline=baseline.summary if baseline else None,
        verdict=verdict,
        metrics=[_metric(name, entry, baseline) for name, entry in summary["metrics"].items()],
        counts=comparison.counts() if comparison else None,
        mcnemar_p=comparison.mcnemar_p if comparison else 1.0,
        names=NAMES,
        trend=[_point(*run) for run in runs],
        trend_names=TREND,
        charts=charts([(_label(r), s) for r, s in runs]),
        left_out=max(0, len(order) - SHOWN),
        cases=[
            _case(cases[i], results.get(i), by_id[i], changes[i].change if i in changes else "", old.get(i))
            for i in order[:SHOWN]
        ],
    )


def _worst_first(scores: Sequence[CaseScore]) -> list[str]:
    return [
        s.id
        for s in sorted(
            scores, key=lambda s: (-(s.value("failed") or 0), s.value("correct") or 0.0, s.value("must") or 0.0)
        )
    ]


def _metric(name: str, entry: Mapping[str, Any], baseline: Baseline | None) -> dict[str, Any]:
    held = baseline.summary["metrics"].get(name) if baseline else None
    return {
        "name": name,
        "zh": BY_NAME[name].zh,
        "value": figure(name, entry),
        "interval": interval(name, entry),
        "n": entry["n"],
        "before": figure(name, held) if held else "",
    }


def charts(summaries: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """A drawing of each of ``TREND`` over (label, summary) in turn; none for fewer than two runs."""
    made = (chart.drawn(_title(n), chart.points(summaries, n), share=not n.endswith("_s")) for n in TREND)
    return [svg for svg in made if svg]


def _title(name: str) -> str:
    return "p95 每题秒数" if name == "p95_s" else f"{BY_NAME[name].zh} {name}"


def _label(record: RunRecord) -> str:
    return f"{record.started[:16]} {(record.git.get('commit') or '')[:7]}"


def _point(record: RunRecord, summary: Mapping[str, Any]) -> dict[str, Any]:
    values = [value_of(summary, name) for name in TREND]
    commit = (record.git.get("commit") or "")[:10]
    return {"started": record.started, "commit": commit, "figures": ["" if v is None else f"{v:.3f}" for v in values]}


def _state(case: Case, score: CaseScore) -> str:
    if score.value("failed"):
        return "出错"
    correct = score.value("correct")
    if correct is None:
        return "检索" if case.kind == "search" else "—"
    return "对" if correct else "错"


def _case(
    case: Case, row: CaseResult | None, score: CaseScore, change: str, before: CaseScore | None
) -> dict[str, Any]:
    result = (row.result if row else None) or {}
    citations = result.get("citations") or []
    wanted = [x for group in case.evidence for x in group]
    expected = [x for group in case.must for x in group]
    quotes = [norm(c["quote"]) for c in citations]
    correct = score.value("correct")
    return {
        "id": case.id,
        "type": case.type,
        "question": case.question,
        "history": case.history,
        "change": change,
        "correct": bool(correct if correct is not None else score.value("hit@1")),
        "state": _state(case, score),
        "because": [s.explanation for s in score.scores.values() if s.explanation],
        "expected": "；".join("／".join(g) for g in case.must),
        "forbidden": "、".join(case.must_not),
        "answer": highlighted(score.answer, expected),
        "diff": changed(before.answer, score.answer) if before and before.answer != score.answer else [],
        "quotes": [
            {"n": c["n"], "text": highlighted(c["quote"], wanted), "source": f"{c['document']} · {c['article']}"}
            for c in citations
        ],
        "uncovered": [g[0] for g in case.evidence if not any(covered(x, quotes) for x in g)] if case.evidence else [],
        "passages": [highlighted(p["text"], wanted or expected) for p in (case.passages or ())[:5]],
        "hits": [f"{h['document']} · {h['article']} · {h['score']}" for h in (row.hits[:3] if row else ())],
    }
