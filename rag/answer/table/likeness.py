"""How much of a name stands in what is asked, whatever stands between its parts: 脱贫人口人均纯收入 in 脱贫群众的人均收入."""

from __future__ import annotations

from collections.abc import Sequence

from rag.figures.match import usual
from rag.text.fold import folded
from rag.text.words import bigrams

ENOUGH = 0.6
"""Least likeness of a name that is meant."""
_MARGIN = 0.05
"""By how much the best has to be better than the next."""
_AROUND = 2
"""Characters that may stand between those of a name."""


def likeness(text: str, name: str) -> float:
    """Share of the characters of ``name`` that stand near one another in ``text``, in its order or pair by pair, in [0, 1]."""
    said, own = usual(folded(text)), usual(folded(name))
    if not own or not said:
        return 0.0
    if own in said:
        return 1.0
    pairs = bigrams(own)
    held = frozenset(bigrams(said))
    by_pairs = sum(p in held for p in pairs) / len(pairs) if len(own) > 2 and pairs else 0.0
    return max(by_pairs, _in_order(said, own) / len(own))


def _in_order(text: str, name: str) -> int:
    """The most characters of ``name`` that a stretch of ``text`` about as long has in the same order."""
    width = 2 * len(name) + _AROUND
    starts = range(max(1, len(text) - width + 1))
    return max((_common(text[at : at + width], name) for at in starts), default=0)


def _common(a: str, b: str) -> int:
    """Length of the longest sequence of characters that both have, others between them."""
    row = [0] * (len(b) + 1)
    for x in a:
        last = 0
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], last + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]


def called(text: str, names: Sequence[str]) -> list[int]:
    """Which of ``names`` is the one that ``text`` says best, by number; several that are said alike, none that is not said.

    Of names that are wholly said it is the longest: 就业帮扶车间 and not 车间.
    """
    scores = [likeness(text, n) for n in names]
    top = max(scores, default=0.0)
    if top < ENOUGH:
        return []
    found = [i for i, s in enumerate(scores) if s > top - _MARGIN]
    longest = max(len(names[i]) for i in found)
    return [i for i in found if top < 1.0 or len(names[i]) == longest]
