"""The four files of a report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from eval.baseline import Baseline
from eval.folder import RunFolder
from eval.gate import Verdict
from eval.history import Past
from eval.report.junit import junit
from eval.report.markdown import cell, comparison_lines, summary_lines, trend_lines, verdict_lines
from eval.report.page import page
from eval.summary import summarise


def write(
    folder: RunFolder, out: Path, baseline: Baseline | None, verdict: Verdict, earlier: Sequence[Past]
) -> list[Path]:
    """Write ``report.html``, ``.json``, ``.xml`` and ``.md`` into ``out``; gives their paths."""
    record, scores = folder.record(), folder.scores()
    summary = summarise(scores)
    value = {
        "run": record.as_json(),
        "summary": summary,
        "gate": verdict.as_json(),
        "comparison": verdict.comparison.as_json() if verdict.comparison else None,
        "trend": [{"run": p.name, "started": p.record.started, "summary": p.summary} for p in earlier],
        "cases": [s.as_json() for s in scores],
    }
    lines = [
        f"# {cell(record.dataset['name'])} · {record.engine}",
        "",
        *verdict_lines(verdict),
        "",
        *summary_lines(summary),
    ]
    if verdict.comparison:
        lines += ["", *comparison_lines(verdict.comparison)]
    if earlier:
        lines += ["", *trend_lines([*((p.record, p.summary) for p in earlier), (record, summary)])]
    texts = {
        "report.html": page(folder, baseline, verdict, earlier),
        "report.json": json.dumps(value, ensure_ascii=False, indent=1) + "\n",
        "report.xml": junit(str(record.dataset["name"]), scores, verdict),
        "report.md": "\n".join(lines) + "\n",
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (out / name).write_bytes(text.encode("utf-8", "replace"))
    return [out / name for name in texts]
