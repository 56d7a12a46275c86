"""The metrics on cases whose values can be worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.cases import Case
from eval.metrics import answer, citations, figures, refusal, stability, stats, verdicts
from eval.records import CaseResult, CaseScore, Score
from eval.scoring import score
from eval.summary import BY_NAME, measure, summarise


def test_reading_is_scored_as_cmrc_does() -> None:
    assert answer.exact("“歐洲”。[1]", ["亞洲", "歐洲"]) == 1 and answer.exact("在歐洲", ["歐洲"]) == 0
    assert answer.reading_f1("在歐洲[1]。", ["歐洲"]) == pytest.approx(2 * 2 / (3 + 2))
    assert answer.reading_f1("歐美洲", ["歐洲"]) == pytest.approx(2 * 1 / (3 + 2)), "one run, not the characters"
    assert answer.reading_f1("", ["歐洲"]) == 0


def test_rouge_l_is_the_common_subsequence() -> None:
    assert answer.rouge_l("甲乙丙丁[1]", "甲丙戊") == pytest.approx(2 * 2 / (4 + 3))
    assert answer.rouge_l("", "") == 1 and answer.rouge_l("甲", "") == 0


@given(st.text("甲乙丙丁", max_size=12), st.text("甲乙丙丁", max_size=12))
def test_the_common_subsequence_is_that_of_the_table(a: str, b: str) -> None:
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if x == y else max(table[i][j + 1], table[i + 1][j])
    assert answer._common_subsequence(a, b) == table[-1][-1]


def test_a_key_point_needs_its_words_and_its_figures() -> None:
    points = ["1. 公司2019年收入3亿元。", "2. 公司在长沙成立。"]
    assert answer.keypoints_said("公司2019年收入3亿元，在长沙成立", points) == 1
    assert answer.keypoints_said("公司2019年收入4亿元，在长沙成立", points) == 0.5
    assert answer.keypoints_said("", points) == 0


def test_a_figure_is_right_with_its_unit_only() -> None:
    gold = figures.expected(
        [["352.6"], ["1.14万"], ["方某"]], [["地区生产总值352.6亿元"], ["吸纳1.14万人，由方某开办"]]
    )
    assert len(gold) == 2
    assert figures.accuracy("达352.6亿元[1]，吸纳11400人[2]", gold) == (2, 2)
    assert figures.accuracy("达352.6亿元，吸纳1.14万亩", gold) == (1, 2)
    assert figures.accuracy("达352.6万元，吸纳1.14万", gold) == (0, 2)


def test_grounding_and_risk() -> None:
    cited = [{"quote": "青石县建成车间47个", "article": "", "place": "青石县"}]
    assert refusal.grounding("青石县建成车间", cited) == 1 > refusal.grounding("红土县建成车间", cited) > 0
    assert refusal.selective_risk([True, False, False], [0.9, 0.8, 0.1], 2 / 3) == (1, 2)
    assert refusal.selective_risk([], [], 0.5) == (0, 0)
    assert citations.resolvable(["甲", None]) == 1


def test_verdict_figures() -> None:
    value, low, high = verdicts.balanced_accuracy([True] * 9 + [False], [True] * 5 + [False] * 5)
    assert value == pytest.approx(0.7) and low < 0.7 < high
    assert verdicts.auroc([0.9, 0.5], [0.5, 0.1])[0] == pytest.approx(3.5 / 4)
    assert verdicts.auroc([], [0.1]) == (0.5, 0.0, 1.0)
    assert verdicts.kappa([True, True, False, False], [True, False, False, False])[0] == pytest.approx(0.5)
    assert verdicts.kappa([True], [True])[0] == 1


def test_counts_and_times_have_intervals() -> None:
    low, high = stats.poisson(5)
    assert (round(low, 2), round(high, 2)) == (1.62, 11.67) and stats.poisson(0)[1] == pytest.approx(3.689, abs=1e-3)
    assert stats.quantile_interval(range(100), 0.5) == (40.0, 60.0) and stats.quantile_interval([], 0.5) == (0, 0)


def test_equal_rows_drawn_as_one_are_the_same_distribution() -> None:
    many = [1.0, 0.0] * 50_000
    low, high = stats.bootstrap_ratio(many, [1.0] * len(many))
    assert 0.49 < low < 0.5 < high < 0.51
    low, high, p = stats.paired_difference(many, [0.0] * len(many), [str(i) for i in range(len(many))])
    assert low < -0.5 < high < -0.49 and p < 0.001


def test_agreement() -> None:
    assert stability.agreement([]) == 1 and stability.agreement([True, False]) == 0.5
    one = {"status": "answered", "answer": "47个 [1]。", "citations": [{"quote": "甲"}], "timings_ms": {"total": 3}}
    assert stability.same_answer(one, one | {"timings_ms": {"total": 9}})
    assert not stability.same_answer(one, one | {"citations": [{"quote": "乙"}]})


def verified(label: str, verdict: str | None, value: float = 0.5) -> CaseScore:
    case = Case(f"{label}{verdict}{value}", "num", "句", kind="verify", label=label, passages=({"text": "文"},))  # type: ignore[arg-type]
    row = CaseResult(case.id, {"verdict": verdict, "score": value}, 0.01) if verdict else None
    return score(case, row)


def test_a_claim_that_nothing_carries_must_not_come_back_supported() -> None:
    found = [verified("supported", "supported", 0.9), verified("supported", "unsupported", 0.4)]
    found += [verified("unsupported", "contradicted", 0.1), verified("contradicted", "unsupported", 0.2)]
    found += [verified("contradicted", "supported", 0.8), verified("unsupported", None)]
    metrics = summarise(found)["metrics"]
    assert metrics["caught"]["value"] == 0.5 and metrics["false_alarm"]["value"] == 0.5
    assert metrics["balanced_accuracy"]["value"] == 0.5 and metrics["failed"]["value"] == 1
    assert metrics["auroc"]["value"] == pytest.approx(7 / 8)


def test_the_scorer_of_claims_agrees(shared: object, tmp_path: object) -> None:
    import json
    import subprocess
    import sys
    from pathlib import Path

    assert isinstance(shared, Path) and isinstance(tmp_path, Path)
    labels = ["supported", "unsupported", "contradicted"]
    rows = [(labels[n % 3], labels[(n * n) % 3], round((n * 37 % 100) / 100, 2)) for n in range(60)]
    pairs = "".join(json.dumps({"id": str(n), "label": label}) + "\n" for n, (label, _, _) in enumerate(rows))
    said = "".join(json.dumps({"id": str(n), "verdict": v, "score": s}) + "\n" for n, (_, v, s) in enumerate(rows))
    (tmp_path / "p").write_text(pairs, encoding="utf-8")
    (tmp_path / "v").write_text(said, encoding="utf-8")
    tool = shared / "tools" / "score_verify.py"
    done = subprocess.run([sys.executable, tool, tmp_path / "p", tmp_path / "v"], capture_output=True, check=True)
    theirs = json.loads(done.stdout)
    metrics = summarise([verified(*row) for row in rows])["metrics"]
    ours = {k: round(metrics[k]["value"], 4) for k in ("balanced_accuracy", "auroc", "false_alarm", "caught")}
    assert ours == {k: theirs[k] for k in ours}


def asked(id_: str, *, answered: float, correct: float, grounding: float = 0.5, answerable: float = 1) -> CaseScore:
    scores = {"answered": answered, "correct": correct, "answerable": answerable}
    scores |= {"grounding": grounding} if answered else {"rightly_refused": 1 - answerable}
    return CaseScore(id_, "fact", id_, {k: Score(v) for k, v in scores.items()})


def test_what_is_answered_and_what_is_wrong_of_it() -> None:
    cases = [asked("a", answered=1, correct=1, grounding=0.9), asked("b", answered=1, correct=0, grounding=0.1)]
    cases += [asked("c", answered=0, correct=0), asked("d", answered=0, correct=1, answerable=0)]
    found = {
        n: measure(BY_NAME[n], cases) for n in ("coverage", "risk", "risk@80", "refusal_precision", "correct_refusal")
    }
    assert {n: m.value for n, m in found.items() if m} == {
        "coverage": 0.5, "risk": 0.5, "risk@80": 0.5, "refusal_precision": 0.5, "correct_refusal": 1.0,
    }  # fmt: skip
    assert all(m and m.low <= m.value <= m.high for m in found.values())
    assert BY_NAME["risk"].better == "lower"


def test_without_gold_to_find_nothing_is_called_right() -> None:
    case = Case("k", "summary", "总结？", keypoints=("收入3亿元",), answer="收入3亿元。")
    row = CaseResult("k", {"status": "answered", "answer": "收入3亿元。", "citations": [], "claims": []}, 0.1)
    found = score(case, row)
    assert found.value("correct") is None and found.value("keypoints") == 1 and found.value("rouge_l") == 1
    assert score(case, None).value("keypoints") == 0
