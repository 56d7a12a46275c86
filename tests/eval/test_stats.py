from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import answer, citations, refusal, retrieval, stats


def test_wilson_is_that_of_the_tables() -> None:
    for n, low, high in ((100, 82.6, 94.5), (300, 86.1, 92.9), (1000, 88.0, 91.7)):
        assert [round(100 * x, 1) for x in stats.wilson(0.9 * n, n)] == [low, high]
    assert stats.wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share(pair: tuple[int, int]) -> None:
    low, high = stats.wilson(*pair)
    assert 0 <= low <= pair[0] / pair[1] + 1e-12 and pair[0] / pair[1] - 1e-12 <= high <= 1


def test_student_is_that_of_the_tables() -> None:
    low, high = stats.student([1.0, 2.0, 3.0, 4.0, 5.0])
    assert high - 3 == pytest.approx(2.776 * math.sqrt(2.5 / 5), abs=1e-3) and low == pytest.approx(6 - high)
    assert stats.student([2.0]) == (2.0, 2.0)


def test_mcnemar_is_the_exact_binomial() -> None:
    assert stats.mcnemar(0, 0) == 1 and stats.mcnemar(3, 3) == 1
    assert stats.mcnemar(8, 1) == pytest.approx(2 * (1 + 9) / 512) == stats.mcnemar(1, 8)


def test_cases_needed_is_that_of_the_anchors() -> None:
    assert [stats.cases_needed(d) for d in (0.05, 0.03, 0.02)] == [312, 870, 1960]


def test_holm() -> None:
    assert stats.holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "c": 0.06, "b": 0.06})


def test_the_bootstrap_sees_a_drop_and_is_the_same_every_time() -> None:
    before, after = [1.0] * 100, [1.0] * 80 + [0.0] * 20
    clusters = [str(n) for n in range(100)]
    low, high, p = stats.paired_difference(before, after, clusters)
    assert low < -0.2 < high < 0 and p < 0.01 and (low, high, p) == stats.paired_difference(before, after, clusters)
    # Cases of one document fall together: with one document nothing can be said.
    assert stats.paired_difference(before, after, ["one"] * 100)[:2] == (-0.2, -0.2)
    low, high = stats.bootstrap_ratio([1.0, 0.0] * 50, [1.0] * 100)
    assert 0.38 < low < 0.5 < high < 0.62


def test_retrieval_metrics() -> None:
    hits = [{"document": f"r/{d}", "text": "甲 乙"} for d in ("03_x.txt", "03_x.txt", "01_y.txt", "010.txt")]
    ranks = retrieval.gold_ranks(hits, ["01", "07"])
    assert ranks == [2, None] and retrieval.hit_at(ranks, 1) == 0 and retrieval.hit_at(ranks, 2) == 1
    assert retrieval.reciprocal_rank(ranks) == 0.5
    assert retrieval.ndcg(ranks) == pytest.approx((1 / math.log2(3)) / (1 + 1 / math.log2(3)))
    assert retrieval.ndcg([1, 2]) == 1 and retrieval.texts_found(hits, ["甲乙", "丙"]) == 1


def test_answer_and_refusal_metrics() -> None:
    assert answer.char_f1("三百人", "三百人") == 1 and answer.char_f1("", "人") == 0
    assert answer.char_f1("三百", "三百人") == pytest.approx(0.8)
    assert refusal.selective_risk([True, False, True, False], [0.9, 0.1, 0.8, 0.2], 0.5) == (0, 2)


def test_marks_and_sentences() -> None:
    cited = [{"n": 1}, {"n": 2}]
    assert citations.invalid_marks("甲[1]。乙[2]。", cited) == 0
    assert citations.invalid_marks("甲[1]。乙[3]。", cited) == 2
    assert citations.invalid_marks("甲[1][2]。", [*cited, {"n": 2}]) == 1
    conflict = {"subject": "个数", "values": [{"value": "5个", "citations": [1]}, {"value": "6个", "citations": [2]}]}
    assert citations.invalid_marks("甲[1]。", cited, [conflict]) == 0 and citations.invalid_marks("甲[1]。", cited) == 1
    assert citations.invalid_marks("甲[1]。", cited[:1], [conflict]) == 1
    assert citations.unmarked("甲县：建成5个；又建6个[1]。\n乙县有3个。") == (1, 2)
    assert citations.unmarked("建成5个。[1]\n") == (0, 1)


def test_a_figure_belongs_to_the_citation_that_is_named() -> None:
    cited = [{"n": 1, "quote": "建成5个", "date": "2020-03"}, {"n": 2, "quote": "建成7个"}]
    claim = {"text": "2020年3月建成5个", "citations": [1]}
    assert citations.misplaced_figures([claim], cited, "") == 0
    assert citations.misplaced_figures([claim | {"citations": [2]}], cited, "") == 3
    assert citations.misplaced_figures([claim | {"citations": [2]}], cited, "2020年3月建成几个") == 1
    assert citations.misplaced_figures([claim | {"text": "共12个", "computation": "5 + 7 = 12"}], cited, "") == 0
