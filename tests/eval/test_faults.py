"""The harness can fail: every seeded fault turns its gate red, and a change of nothing never does."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.cases import CaseSet
from eval.datasets import qa
from eval.gate import Rules, Verdict, judge
from eval.records import CaseScore
from eval.run import _answered
from eval.scoring import score
from tests.eval.making import Answering, Scripted, Sources, faulty, right

RULES = Rules(
    floors={"correct": 0.9, "evidence_recall": 0.9, "citation_precision": 0.6, "correct_refusal": 0.9},
    ceilings={"false_refusal": 0.05, "p95_s": 3.0},
)
RED = {
    "shuffled citations": {"new:misplaced_figures", "new:uncited_answer", "regression:evidence_recall"},
    "noise-only retrieval": {"bound:correct", "regression:correct", "regression:hit@5", "regression:evidence_recall"},
    "always refuse": {"bound:false_refusal", "bound:correct", "regression:false_refusal"},
    "always answer": {"bound:correct_refusal", "new:answered_unanswerable"},
    "figures changed": {"new:invented_figures", "new:misplaced_figures", "regression:correct"},
    "gold leaked": {"new:uncited_answer", "regression:evidence_recall", "bound:citation_precision"},
    "slow engine": {"bound:p95_s", "slower"},
    "broken engine": {"new:failed", "bound:correct", "regression:correct"},
}


@pytest.fixture(scope="module")
def cases() -> CaseSet:
    root = Path(__file__).resolve().parents[2] / "samples"
    if not root.is_dir():
        pytest.skip("samples is not here")
    return qa.load([root / "questions.jsonl"], "samples")


@pytest.fixture(scope="module")
def sources(cases: CaseSet) -> Sources:
    return Sources(Path(__file__).resolve().parents[2] / "samples" / "reports")


def scored(cases: CaseSet, answering: Answering) -> list[CaseScore]:
    subject = Scripted(answering)
    return [score(c, _answered(subject, c)[0]) for c in cases.cases]


@pytest.fixture(scope="module")
def good(cases: CaseSet, sources: Sources) -> list[CaseScore]:
    return scored(cases, lambda c: right(c, sources))


def test_the_right_answers_pass(good: list[CaseScore]) -> None:
    verdict = judge(good, RULES, good)
    assert verdict.passed, [f.en for f in verdict.findings]


@pytest.mark.parametrize("fault", RED)
def test_a_fault_turns_the_right_gate_red(cases: CaseSet, sources: Sources, good: list[CaseScore], fault: str) -> None:
    verdict = judge(scored(cases, faulty(cases, sources)[fault]), RULES, good)
    assert {f.gate for f in verdict.findings} >= RED[fault]
    assert verdict.comparison is not None


def test_a_fault_turns_no_other_gate_red(cases: CaseSet, sources: Sources, good: list[CaseScore]) -> None:
    seeded = faulty(cases, sources)

    def gates(name: str) -> set[str]:
        return {f.gate for f in judge(scored(cases, seeded[name]), RULES, good).findings}

    assert gates("slow engine") == RED["slow engine"]
    assert not gates("always answer") & {"new:invented_figures", "bound:false_refusal", "slower"}
    assert not gates("always refuse") & {"new:answered_unanswerable", "new:invented_figures", "never:invalid_marks"}


def test_one_broken_case_is_enough_where_nothing_is_tolerated(
    cases: CaseSet, sources: Sources, good: list[CaseScore]
) -> None:
    seeded = faulty(cases, sources)
    victim = next(c.id for c in cases.cases if not c.answerable)
    verdict = judge(scored(cases, lambda c: seeded["always answer" if c.id == victim else "slow engine"](c)), Rules(slack_s=100), good)  # fmt: skip
    assert [(f.gate, f.cases) for f in verdict.findings if f.gate.startswith("new:")] == [("new:answered_unanswerable", (victim,))]  # fmt: skip


def test_no_change_passes_ten_times_out_of_ten(cases: CaseSet, sources: Sources, good: list[CaseScore]) -> None:
    def verdict() -> Verdict:
        return judge(scored(cases, lambda c: right(c, sources)), RULES, good)

    assert all(verdict().passed for _ in range(10))


def test_without_a_baseline_nothing_is_tolerated(cases: CaseSet, sources: Sources) -> None:
    seeded = faulty(cases, sources)
    for fault, gate in (
        ("always answer", "never:answered_unanswerable"),
        ("figures changed", "never:invented_figures"),
    ):
        assert gate in {f.gate for f in judge(scored(cases, seeded[fault]), Rules()).findings}
    assert judge(scored(cases, lambda c: right(c, sources)), Rules()).passed
