"""Our scores are those of the shared scorers, over outputs with every kind of fault."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from eval.cases import CaseSet, line
from eval.datasets import qa
from eval.records import CaseResult
from eval.scoring import score
from eval.summary import summarise, value_of
from tests.eval.making import Sources, damaged

SAME = ("correct", "correct_answerable", "correct_refusal", "false_refusal", "evidence_recall", "citation_precision", "quote_verbatim", "unsupported_numbers_per_100")  # fmt: skip


def ran(script: Path, *args: Path) -> dict[str, Any]:
    done = subprocess.run([sys.executable, script, *args], capture_output=True, check=True, timeout=120)
    return json.loads(done.stdout.decode("utf-8"))


def ours(cases: CaseSet, rows: dict[str, CaseResult]) -> dict[str, Any]:
    return summarise([score(c, rows.get(c.id)) for c in cases.cases])


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", ["dev", "samples"])
def test_qa_scores_equal(shared: Path, samples: Path, tmp_path: Path, name: str, seed: int) -> None:
    folder = shared / "reports" if name == "dev" else samples
    file = shared / "qa" / "dev.jsonl" if name == "dev" else samples.parent / "questions.jsonl"
    cases, sources = qa.load([file]), Sources(folder)
    rows = {c.id: damaged(c, sources, seed) for c in cases.cases}
    out = tmp_path / "out.jsonl"
    out.write_text("".join(line(r.as_json()) for r in rows.values()), encoding="utf-8")
    theirs = ran(shared / "tools" / "score_qa.py", file, out, folder)
    summary = ours(cases, rows)
    found = {k: value_of(summary, k) for k in SAME}
    assert {k: round(v or 0, 2 if "per_100" in k else 4) for k, v in found.items()} == {k: theirs[k] for k in SAME}
    assert summary["wrong"] == theirs["wrong"]
    assert {k: f"{v['correct']}/{v['n']}" for k, v in summary["by_type"].items()} == theirs["by_type"]
    assert 0 < theirs["correct"] < 1 and theirs["unsupported_numbers_per_100"] > 0 and theirs["quote_verbatim"] < 1


@pytest.mark.parametrize("name", ["policy", "company_reports"])
def test_search_scores_equal(shared: Path, tmp_path: Path, name: str) -> None:
    """Hits are the gold passage, cut, doubled and pushed down among those of other questions."""
    file = shared / "bench" / name / "questions.dev.jsonl"
    loaded = qa.load([file])
    cases = CaseSet.of("part", "", loaded.cases[:200])
    rows: dict[str, CaseResult] = {}
    for n, case in enumerate(cases.cases):
        others = [cases.cases[(n * 7 + i * 13) % len(cases.cases)] for i in range(1, 9)]
        noise = [
            {"document": f"a/{o.docs[0]}", "text": o.answer or o.question, "article": "", "score": 0.0} for o in others
        ]
        texts = [x for g in case.evidence for x in g][: 1 + n % 3] or [case.answer]
        gold = [
            {"document": d, "text": "　".join(texts) + " ", "article": "", "score": 0.0} for d in case.docs[: 1 + n % 2]
        ]
        at = n % 9
        hits = (noise[:at] + gold + noise[at:]) if n % 11 else noise
        rows[case.id] = CaseResult(case.id, None, 0.01 * (n % 5), tuple(hits))
    out, questions = tmp_path / "hits.jsonl", tmp_path / "q.jsonl"
    out.write_text("".join(line(r.as_json()) for r in rows.values()), encoding="utf-8")
    questions.write_text("".join(file.open(encoding="utf-8").readlines()[: len(cases.cases)]), encoding="utf-8")
    theirs = ran(shared / "tools" / "score_search.py", questions, out)
    summary = ours(cases, rows)
    names = [k for k in theirs if k in summary["metrics"]]
    assert {"hit@1", "hit@5", "hit@10", "mrr@10"} < set(names) and len(names) >= 5
    assert {k: round(value_of(summary, k) or 0, 4) for k in names} == {k: theirs[k] for k in names}
    assert 0 < theirs["hit@1"] < 1


def test_rgb_scores_equal(shared: Path, tmp_path: Path) -> None:
    from eval.cases import Case
    from eval.metrics.normal import rgb_norm

    answers = [["1,200 万", "一千二百万"], "张三"]
    said = ["共１200万，张 三[1]。", "张三", "没有", "一千二百万 张三"]
    rows, questions, cases = [], [], []
    for n, text in enumerate(said):
        for noise in (0.4, 1.0):
            id_ = f"{n}-{noise}"
            questions.append(line({"id": id_, "noise": noise, "answer": answers}))
            status = "refused" if text == "没有" else "answered"
            rows.append(CaseResult(id_, {"answer": text, "status": status, "citations": []}, 0.1))
            must = () if noise == 1.0 else (tuple(answers[0]), (str(answers[1]),))
            kind = "rejection" if noise == 1.0 else f"noise_{noise}"
            cases.append(Case(id_, kind, "问", answerable=noise < 1, must=must, rule="rgb"))
    (tmp_path / "q").write_text("".join(questions), encoding="utf-8")
    (tmp_path / "r").write_text("".join(line(r.as_json()) for r in rows), encoding="utf-8")
    theirs = ran(shared / "tools" / "score_rgb.py", tmp_path / "q", tmp_path / "r")
    summary = ours(CaseSet.of("rgb", "", cases), {r.id: r for r in rows})
    assert (
        {k: v["correct"] / v["n"] for k, v in summary["by_type"].items()}
        == theirs
        == {"noise_0.4": 0.5, "rejection": 0.25}
    )
    assert rgb_norm("１, 200") == "1200"
