from __future__ import annotations

import numpy as np

from eval.meaning import Seen, fit
from rag.answer.meaning import NAMES


def _seen(n: int = 60) -> list[Seen]:
    """Things asked whose right candidate has the largest third feature; the rest is noise."""
    random = np.random.default_rng(11)
    out = []
    for i in range(n):
        rows = random.normal(size=(6, len(NAMES)))
        out.append(Seen(f"q{i}", True, rows, (rows[:, 2] > 1.0).astype(float)))
    return out


def test_a_fit_finds_the_feature_that_tells() -> None:
    model = fit(_seen())
    others = [abs(w) for i, w in enumerate(model.weights) if i != 2]
    assert model.weights[2] > 4 * max(others)
    rows = np.zeros((2, len(NAMES)))
    rows[1, 2] = 2.5
    low, high = model.probabilities(rows)
    assert low < 0.3 and high > 0.9


def test_a_fit_is_the_same_each_time_and_a_still_feature_has_no_weight() -> None:
    still = [Seen(s.case, True, np.column_stack([s.rows[:, :-1], np.ones(len(s.rows))]), s.labels) for s in _seen()]
    assert fit(still) == fit(still)
    assert fit(still).weights[-1] == 0.0
