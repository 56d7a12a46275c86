from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.fuse import fuse, standardise

SCORED = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(-5, 5)), unique_by=lambda x: x[0], max_size=8)


def test_standard_scores_have_mean_zero_and_unit_spread() -> None:
    z = standardise([("a", 1.0), ("b", 2.0), ("c", 3.0)])
    assert sum(z.values()) == pytest.approx(0)
    assert z["c"] == pytest.approx(-z["a"])
    assert z["c"] == pytest.approx(1.224744871)


def test_equal_scores_say_nothing() -> None:
    assert standardise([("a", 2.0), ("b", 2.0)]) == {"a": 0.0, "b": 0.0}


def test_a_candidate_that_one_engine_missed_ranks_below_one_that_both_found() -> None:
    lexical = [("both", 5.0), ("lexical only", 5.0), ("low", 1.0)]
    dense = [("both", 0.9), ("dense only", 0.5), ("low", 0.1)]
    order = [key for key, _, _ in fuse({"lexical": lexical, "dense": dense}, {"lexical": 0.6, "dense": 0.4})]
    assert order[0] == "both"
    assert order[-1] == "low"


@given(SCORED, SCORED)
def test_order_does_not_depend_on_the_order_of_the_input(
    a: list[tuple[str, float]], b: list[tuple[str, float]]
) -> None:
    weights = {"lexical": 0.65, "dense": 0.35}
    forward = fuse({"lexical": a, "dense": b}, weights)
    backward = fuse({"lexical": a[::-1], "dense": b[::-1]}, weights)
    assert {k for k, _, _ in forward} == {k for k, _ in a} | {k for k, _ in b}
    assert [(k, round(s, 6)) for k, s, _ in forward] == [(k, round(s, 6)) for k, s, _ in backward]
