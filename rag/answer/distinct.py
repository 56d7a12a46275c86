"""Several figures asked for are several figures: one figure of a sentence does not answer two asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rag.answer.counted import may_answer
from rag.answer.fit import Fit, Wanted

_WORSE = 0.3
"""How much less than the one figure that was chosen twice another sentence may score."""
_OWN = 0.6
"""Least share of the words that the first choice holds which another sentence has to hold."""


def told_apart(
    wants: Sequence[Wanted],
    chosen: Mapping[int, tuple[Fit, ...]],
    ranked: Mapping[int, Sequence[Fit]],
    admissible: Callable[[Fit, Wanted], bool],
) -> dict[int, tuple[Fit, ...]]:
    """What to choose instead for asks that got the one figure of a sentence that answers another ask better."""
    out: dict[int, tuple[Fit, ...]] = {}
    figures = [i for i, want in enumerate(wants) if want.ask.kind == "value" and len(chosen[i]) == 1]
    for a in figures:
        for b in figures:
            if a >= b or a in out or b in out or not _one_figure(chosen[a][0], chosen[b][0]):
                continue
            others = [
                (other.score - chosen[i][0].score, i, other)
                for i in (a, b)
                if _alone(wants[i], chosen[i][0]) and (other := _another(wants[i], chosen[i][0], ranked[i], admissible))
            ]
            if others:
                _, i, other = max(others, key=lambda x: x[:2])
                out[i] = (other,)
    return out


def _one_figure(one: Fit, other: Fit) -> bool:
    same = one.sentence.key == other.sentence.key and one.value is not None and other.value is not None
    return same and one.value == other.value


def _alone(want: Wanted, f: Fit) -> bool:
    """Whether the sentence has no other figure that ``want`` could mean."""
    able = [q for q in f.sentence.figures if q.unit and may_answer(want.ask, want.own, q, f.sentence.text)]
    return want.ask.unit is not None and len(able) == 1


def _another(want: Wanted, first: Fit, ranked: Sequence[Fit], admissible: Callable[[Fit, Wanted], bool]) -> Fit | None:
    return next(
        (
            f
            for f in ranked[:20]
            if f.sentence.key != first.sentence.key
            and f.value is not None
            and admissible(f, want)
            and f.own >= _OWN * first.own
            and f.score >= first.score - _WORSE
        ),
        None,
    )
