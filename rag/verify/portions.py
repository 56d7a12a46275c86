"""大部分, 为主, 部分: whether the figures of a source make what a claim calls most the greater part."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Span
from rag.text.quantity import Quantity, compare
from rag.text.units import related
from rag.verify.reading import Reading, bigrams, strip
from rag.verify.told import Told, told

_NOT = re.compile("未(?!来)|没有?|不(?!足|到|少|断)")
_NO_SHARE = re.compile(r"增|[降升涨减跌]|提高|回落|扩大|缩小|同比")
_PEOPLE = frozenset("人名位")
_FIGURES = 24
"""Figures of a sentence that are set against each other."""


def portion(
    word: Span, claim: Reading, homes: Sequence[tuple[Reading, Span]], *, main: bool
) -> tuple[bool, str] | None:
    """Whether what ``claim`` calls most at ``word`` is the greater part by the figures of a sentence, and these.

    ``homes`` are the sentences that may tell it, with their texts, best first; with ``main`` it need only be the greatest of the parts.
    None where no figure tells.
    """
    low, high = claim.clause_of(word[0])
    rest = claim.text[low : word[0]].rsplit("以", 1)[-1] if main else claim.text[word[1] : high]
    said = bigrams(strip(rest)) or bigrams(strip(claim.text[low : word[0]]))
    for body, (start, end) in homes:
        held = [t for t in told(body) if start <= t.quantity.start < end][:_FIGURES]
        shares = [t for t in held if t.quantity.kind in ("percent", "ratio") and _is_share(t, body)]
        for t in shares:
            near = bigrams(strip(body.text[slice(*body.phrase_of(t.quantity.start))]))
            if said & (near | t.words) and not main:
                return _percent(t.quantity) > 50, t.quantity.as_written
        found = _part(said, claim, word[0], [t for t in held if t.quantity.kind in ("count", "money")], body, main=main)
        if found is not None:
            return found
    return None


def _part(
    said: frozenset[str], claim: Reading, at: int, held: Sequence[Told], body: Reading, *, main: bool
) -> tuple[bool, str] | None:
    around = {t.quantity.start: bigrams(strip(body.text[slice(*_before(body, t, held))])) for t in held}
    best = max((len(said & words) for words in around.values()), default=0)
    ties = [t for t in held if best and len(said & around[t.quantity.start]) == best]
    if not ties or not all(_alike(t, ties[0]) for t in ties):
        return None
    part = min(ties, key=lambda t: t.quantity.value)  # 登记居民57人，其中未参保9人: the part, not its whole
    alike = [t for t in held if t is not part and _alike(t, part) and not t.limits]
    greater = [t for t in alike if t.quantity.value > part.quantity.value]
    if main:
        # 县内2.41万，省外2.85万: another part is greater, unless it is what all of them make.
        rivals = [t for t in greater if t.quantity.start > part.quantity.start or _listed(t, part, body)]
        if len(alike) < 2:
            return None
        theirs = "、".join(f"{t.name}{t.quantity.as_written}" for t in (rivals[:1] or [part]))
        return (not rivals, theirs)
    counts = [q for q in claim.figures if q.kind in ("count", "money") and q.end <= at]
    wholes = [t for t in greater if any(compare(q, t.quantity) == "same" for q in counts)] or greater
    if not wholes:
        return None
    whole = wholes[0] if counts else min(wholes, key=lambda t: abs(t.quantity.start - part.quantity.start))
    if whole.quantity.start > part.quantity.start and not counts:
        whole = max(wholes, key=lambda t: t.quantity.value)
    written = f"{whole.quantity.as_written}中{part.quantity.as_written}"
    # 57人，其中未参保9人: the others have been.
    turned = bool(_NOT.search(body.text[slice(*_before(body, part, held))])) != bool(_NOT.search(claim.text, at))
    return (2 * part.quantity.value > whole.quantity.value) != turned, written


def _alike(a: Told, b: Told) -> bool:
    """Whether both count the same: 58个 of 134名 is no part."""
    return related(a.quantity.unit, b.quantity.unit) and (a.quantity.unit in _PEOPLE) == (b.quantity.unit in _PEOPLE)


def _before(body: Reading, t: Told, held: Sequence[Told]) -> Span:
    """What stands before a figure, back to the one before it or to the comma before that."""
    low, _ = body.sentence_of(t.quantity.start)
    return max([low, *(r.quantity.end for r in held if r.quantity.end <= t.quantity.start)]), t.quantity.start


def _listed(t: Told, part: Told, body: Reading) -> bool:
    """Whether two figures stand in one list: no 其中 between them."""
    low, high = sorted((t.quantity.end, part.quantity.start))
    return "其中" not in body.text[low:high] and "中" not in body.text[low:high]


def _is_share(t: Told, body: Reading) -> bool:
    low, _ = body.phrase_of(t.quantity.start)
    return not _NO_SHARE.search(body.text, low, t.quantity.start)


def _percent(q: Quantity) -> float:
    return q.value if q.kind == "percent" else 100 * q.value
