"""A figure, and when one figure says the same as another."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isclose, log10
from typing import Literal

from rag.text.units import related, scaled

Kind = Literal["count", "money", "percent", "points", "ratio", "ordinal"]
Qualifier = Literal["约", "近", "不足", "超", "余", "以上", "以下", "几"]
Agreement = Literal["same", "qualifier", "unit", "value"]

_SIDE: dict[str, int] = {"近": -1, "不足": -1, "以下": -1, "超": 1, "余": 1, "以上": 1}
"""On which side of the written number the true one lies."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure at ``text[start:end]``, unit and qualifier included.

    ``value`` and ``high`` (the end of a range, else None) are in ``unit``; ``step`` is the weight of the last
    written digit, so that 2.36万人 is 23600.0 人 with step 100.0. A rank (第三位) is an ``ordinal``.
    """

    start: int
    end: int
    value: float
    unit: str
    as_written: str
    qualifier: Qualifier | None
    high: float | None
    step: float
    kind: Kind


def agrees(claim: Quantity, source: Quantity) -> bool:
    """Whether ``source`` carries ``claim``: the same figure at equal or coarser precision."""
    return compare(claim, source) == "same"


def compare(claim: Quantity, source: Quantity) -> Agreement:
    """How ``claim`` stands to ``source``: ``same``, or what is first seen to differ.

    ``qualifier`` means the number and unit agree but 约, 近, 超 or 不足 was dropped or turned; ``unit`` that the
    number agrees in another unit; ``value`` that the numbers differ.
    """
    claim_unit, claim_scale = _scaled(claim.unit)
    source_unit, source_scale = _scaled(source.unit)
    if (claim.kind == "ordinal") != (source.kind == "ordinal"):
        return "value"
    if not _units_agree(claim_unit, source_unit):
        return "unit" if _rounds(claim, source, 1.0, 1.0) else "value"
    if (claim.high is None) != (source.high is None):
        return "value"
    if claim.high is not None and source.high is not None:
        ends = isclose(claim.high * claim_scale, source.high * source_scale, rel_tol=1e-9)
        if not ends or not isclose(claim.value * claim_scale, source.value * source_scale, rel_tol=1e-9):
            return "value"
        return "same" if _side(claim) == _side(source) else "qualifier"
    if source.qualifier is None and claim.qualifier not in (None, "几"):
        return "same" if _loosely(claim, source, claim_scale, source_scale) else "value"
    if claim.qualifier and source.qualifier and _within(claim, source, claim_scale, source_scale):
        return "same"
    if not _rounds(claim, source, claim_scale, source_scale):
        # 460亩 for 460公顷: the number was kept and its unit was not.
        return "unit" if claim_scale != source_scale and claim.value == source.value else "value"
    if claim.qualifier == source.qualifier:
        return "same"
    if "几" in (claim.qualifier, source.qualifier):
        return "value"
    if claim.qualifier == "约":
        return "same"
    return "same" if _side(claim) == _side(source) != 0 else "qualifier"


def _side(quantity: Quantity) -> int:
    return _SIDE.get(quantity.qualifier or "", 0)


def _scaled(unit: str) -> tuple[str, float]:
    basic, slash, per = unit.partition("/")
    basic, scale = scaled(basic)
    return basic + slash + per, scale


def _units_agree(claim: str, source: str) -> bool:
    # A figure without a unit (6大产业) is held by what stands around it, not by its unit.
    return related(claim, source) or not claim or not source


def _rounds(claim: Quantity, source: Quantity, claim_scale: float, source_scale: float) -> bool:
    """Whether the claim's number is the source's, or is it rounded to fewer (at least two) digits."""
    said, held = claim.value * claim_scale, source.value * source_scale
    if isclose(said, held, rel_tol=1e-9, abs_tol=1e-12):
        return True
    step, finer = claim.step * claim_scale, source.step * source_scale
    if step <= finer or said == 0 or abs(said) < 10 * step:
        return False
    return isclose(floor(held / step + 0.5) * step, said, rel_tol=1e-9)


def _loosely(claim: Quantity, source: Quantity, claim_scale: float, source_scale: float) -> bool:
    """Whether 约350, 近350 or 340多 can be said of an exact source."""
    said, held = claim.value * claim_scale, source.value * source_scale
    if said <= 0:
        return said == held
    # The grain of a round number is its last digit that is not zero: 350 has grain 10, 300 has 100.
    grain = max(claim.step * claim_scale, round_to(claim.value) * claim_scale)
    side = _side(claim)
    if claim.qualifier == "约":
        return abs(held - said) <= max(grain / 2, 0.005 * said)
    if side > 0:
        return said <= held < said + grain if claim.qualifier != "超" else said < held < said + grain
    if claim.qualifier == "以下":
        return said - grain < held <= said
    return said - (grain if claim.qualifier == "不足" else grain / 2) <= held < said


def _within(claim: Quantity, source: Quantity, claim_scale: float, source_scale: float) -> bool:
    """Whether all that 近96万 can mean is told by 90多万, which is coarser."""
    mine, theirs = _meant(claim, claim_scale), _meant(source, source_scale)
    if mine is None or theirs is None or mine[1] - mine[0] <= theirs[1] - theirs[0]:
        return False
    return mine[0] <= theirs[0] and theirs[1] <= mine[1]


def _meant(q: Quantity, scale: float) -> tuple[float, float] | None:
    """The least and the greatest that a figure with 约, 近, 余 or 超 can mean; None for others."""
    said = q.value * scale
    grain = max(q.step * scale, round_to(q.value) * scale)
    if said <= 0 or q.qualifier not in ("约", "近", "余", "超"):
        return None
    if q.qualifier == "约":
        return said - grain / 2, said + grain / 2
    return (said - grain / 2, said) if q.qualifier == "近" else (said, said + grain)


def round_to(value: float) -> float:
    """The weight of the last digit of a whole ``value`` that is not zero, at most that of its first; 0 for others: 350 has 10."""
    if value != int(value) or value == 0:
        return 0.0
    whole, grain = int(value), 1
    while whole % 10 == 0:
        whole //= 10
        grain *= 10
    return float(min(grain, 10 ** floor(log10(abs(value)))))
