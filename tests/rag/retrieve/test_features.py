from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.retrieve.features import NAMES, Candidate, Features, features
from rag.retrieve.question import understand
from rag.retrieve.terms import Weights, terms
from tests.rag.answer.making import passages

HELD = passages()
WEIGHTS = Weights.over([terms(p.index_text) for p in HELD])
ASKED = "平江县2021年建成扶贫车间多少个？"


def _rows(question: str, candidates: Sequence[Candidate]) -> Features:
    query = understand(question)
    return features(query, query.question, candidates, WEIGHTS)


def _candidates() -> list[Candidate]:
    return [Candidate(p, i / 10, -i / 10, 0.0) for i, p in enumerate(HELD)]


def _column(rows: Features, name: str) -> list[float]:
    return [float(x) for x in rows[:, NAMES.index(name)]]


@settings(max_examples=50)
@given(st.permutations(range(len(HELD))))
def test_the_order_of_candidates_makes_no_difference(order: list[int]) -> None:
    found = _candidates()
    assert np.array_equal(_rows(ASKED, [found[i] for i in order]), _rows(ASKED, found)[order])


@settings(max_examples=100)
@given(
    st.text("平江县桃源2021年建成扶贫车间多少个为什么何时万元%？，。《》“”比公司", min_size=1, max_size=80).filter(
        str.strip
    )
)
def test_features_are_bounded_and_finite(question: str) -> None:
    rows = _rows(question, _candidates())
    assert rows.shape == (len(HELD), len(NAMES))
    assert np.isfinite(rows).all()
    assert (np.abs(rows[:, 3:]) <= 1 + 1e-9).all()


def test_no_candidates_give_no_rows() -> None:
    assert _rows(ASKED, []).shape == (0, len(NAMES))


def test_what_a_person_would_look_at() -> None:
    rows = _rows(ASKED, _candidates())
    best = next(i for i, p in enumerate(HELD) if p.place == "平江县" and "扶贫车间45个" in p.text)
    for name in ("coverage", "near", "runs", "content", "place", "year", "unit", "kind"):
        column = _column(rows, name)
        assert column[best] == max(column), name
    assert min(_column(rows, "place")) < 0


def test_a_neighbour_counts_only_beside_it_in_the_same_article() -> None:
    first = HELD[0]
    here, there = replace(first, id="a", ordinal=1), replace(HELD[-1], id="b", ordinal=2, article_id=first.article_id)
    far = replace(there, ordinal=9)
    question = there.text[:20]
    beside = _column(_rows(question, [Candidate(here, 0, 0, 0), Candidate(there, 0, 0, 0)]), "neighbours")
    alone = _column(_rows(question, [Candidate(here, 0, 0, 0), Candidate(far, 0, 0, 0)]), "neighbours")
    assert beside[0] > alone[0]
    assert beside[1] >= alone[1]


def test_a_report_names_its_company_once() -> None:
    named = replace(HELD[0], id="n", title="云岭新材料有限公司年度报告", document_id="one")
    silent = replace(HELD[1], id="s", title="", document_id="one")
    other = replace(HELD[2], id="o", document_id="two")
    rows = _rows("云岭新材料有限公司建成扶贫车间多少个？", [Candidate(p, 0, 0, 0) for p in (named, silent, other)])
    assert _column(rows, "body") == [1.0, 1.0, 0.0]
    # Its name is no part of what has to be covered.
    assert _column(rows, "coverage") == _column(
        _rows("建成扶贫车间多少个？", [Candidate(p, 0, 0, 0) for p in (named, silent, other)]), "coverage"
    )
