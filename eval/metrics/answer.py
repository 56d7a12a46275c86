"""Is the answer right? Strings alone decide; no model judges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from eval.metrics.normal import norm

Normalise = Callable[[str | None], str]


def groups_met(answer: str, must: Sequence[Sequence[str]], normalise: Normalise = norm) -> tuple[bool, ...]:
    """For each group of alternatives whether one of them stands in the answer. Length ``len(must)``."""
    text = normalise(answer)
    return tuple(any(normalise(x) in text for x in group) for group in must)


def forbidden(answer: str, must_not: Sequence[str], normalise: Normalise = norm) -> tuple[str, ...]:
    """Those of ``must_not`` that stand in the answer."""
    text = normalise(answer)
    return tuple(x for x in must_not if normalise(x) in text)


def char_f1(answer: str, gold: str) -> float:
    """F1 over the multiset of characters after ``norm``, in [0, 1] (SQuAD's F1 with characters for words, as CMRC 2018).

    Two empty texts agree (1.0); one empty text and one that is not do not (0.0).
    """
    a, b = Counter(norm(answer)), Counter(norm(gold))
    if not a or not b:
        return float(a == b)
    common = sum((a & b).values())
    if not common:
        return 0.0
    precision, recall = common / sum(a.values()), common / sum(b.values())
    return 2 * precision * recall / (precision + recall)
