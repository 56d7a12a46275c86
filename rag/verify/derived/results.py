"""What several figures come to, and whether that is what a claim tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import isclose

from rag.domain import Span
from rag.text.quantity import Quantity, round_to
from rag.verify.bounds import bound, bounded, holds, within
from rag.verify.derived.operands import MEANT, SURE, Operand, Said, outnamed
from rag.verify.reading import Reading

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MARGIN = 0.25
"""How much better another pair of operands may be named before it is the one that is meant."""
_CLEARLY = 0.02
"""Share by which a figure must be off to be called wrong: less may be rounding."""
_LARGE = 10_000


@dataclass(frozen=True, slots=True)
class Derived:
    """Whether the claim's figure is what the sources' come to, and how (``working``).

    ``spans`` are the figure and its bounds, ``words`` those parts of the claim that say how it is worked out: no source
    need say them. ``taken`` are the sources' figures, ``uses`` the numbers of the sources they stand in.
    """

    right: bool
    working: str
    spans: tuple[Span, ...]
    words: tuple[Span, ...] = ()
    instead: str | None = None
    uses: tuple[int, ...] = ()
    taken: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """What ``operands`` come to in the claim's unit, and how surely the claim names the least named of them, in [0, 1]."""

    value: float
    working: str
    operands: tuple[Operand, ...]
    score: float
    figures: tuple[Quantity, ...] = ()
    sources: tuple[int, ...] = ()
    """The figures and their sources, where they are no operands by name."""

    @property
    def taken(self) -> tuple[Quantity, ...]:
        """The figures it is worked out from."""
        return self.figures or tuple(o.q for o in self.operands)

    @property
    def uses(self) -> tuple[int, ...]:
        """The sources they stand in."""
        return self.sources or tuple(sorted({o.body for o in self.operands}))


def decided(
    q: Quantity, claim: Reading, said: Said, words: tuple[Span, ...], found: Iterable[Candidate]
) -> Derived | None:
    """Whether the candidates make ``q``: those that the claim names best decide; None where they leave it open."""
    ranked = sorted((c for c in found if c.score >= MEANT), key=lambda c: -c.score)
    ranked = [c for c in ranked if not any(outnamed(c.operands, d.operands, said) for d in ranked)]
    if not ranked:
        return None
    best = ranked[0].score
    spans = (bounded(q, claim),)
    for c in ranked:
        if c.score >= best - _MARGIN and tells(q, claim, c.value):
            return Derived(True, _worked(q, c), spans, words, None, c.uses, c.taken)
    top = [c for c in ranked if c.score >= best - 1e-9]
    one = all(isclose(c.value, top[0].value, rel_tol=1e-6) for c in top)
    if best < SURE or not one or not clearly_not(q, claim, top[0].value):
        return None
    return Derived(False, _worked(q, top[0]), ((q.start, q.end),), words, written(q, top[0].value), top[0].uses)


def tells(q: Quantity, claim: Reading, value: float) -> bool:
    """Whether ``q`` tells ``value``, at its own precision and as the claim bounds it."""
    if q.kind in ("percent", "ratio") and q.unit not in ("倍", "番"):
        return holds(q, claim, value)
    word = bound(q, claim)
    grain = max(q.step, 10 ** (len(f"{q.value:.0f}") - 1) / 10)
    # 900多吨 leaves open what follows the nine, 约900吨 less.
    grain = max(grain, round_to(q.value)) if word in ("余", "近") else grain
    return within(q.value, value, word, grain, 0.5 * q.step + 1e-6 * abs(value))


def clearly_not(q: Quantity, claim: Reading, value: float) -> bool:
    """Whether ``value`` is another figure than ``q`` and no rounding of it."""
    said = 100 * q.value if q.kind == "ratio" and q.unit != "倍" else q.value
    return not tells(q, claim, value) and abs(said - value) > max(_CLEARLY * abs(value), q.step)


def written(q: Quantity, value: float) -> str | None:
    """``value`` in the words of the claim's figure: 4.8个百分点; None where those are no number."""
    number = _NUMBER.search(q.as_written)
    if q.kind == "ratio" and q.unit not in ("倍", "番"):
        return f"{value:.1f}%"
    if number is None or not q.value or q.unit == "番":
        return None
    scaled = value / (q.value / float(number.group()))
    whole = abs(scaled - round(scaled)) < 1e-6
    places = max(len(number.group().partition(".")[2]), 0 if whole or scaled >= _LARGE / 100 else 1)
    return f"{scaled:.{places}f}{q.as_written[number.end() :]}"


def _worked(q: Quantity, c: Candidate) -> str:
    """The working with what it comes to, in the claim's unit."""
    made = written(q, c.value)
    number = _NUMBER.search(made) if made else None
    if made is None or number is None:
        return c.working
    scale = q.value / float(_NUMBER.search(q.as_written).group()) if _NUMBER.search(q.as_written) else 1.0  # type: ignore[union-attr]
    exact = isclose(float(number.group()) * scale, c.value, rel_tol=1e-6)
    return f"{c.working} {'=' if exact else '≈'} {made}"
