"""What a claim leaves open about a figure, 约, 近, 超过 or 以上, and whether a reckoned value is told by it."""

from __future__ import annotations

import re
from math import isclose

from rag.domain import Span
from rag.text.quantity import Quantity
from rag.verify.reading import Reading

_BELOW = re.compile(r"(?:不到|不足|不满|低于|少于|未到|未达到?)(?:了)?$")
_ABOVE = re.compile(r"(?:超过|高于|多于|大于|超|逾|刚?过)(?:了)?$")
_NEARLY = re.compile(r"(?:将近|接近|近)$")
_ABOUT = re.compile(r"(?:大约|约)(?:占|为|达|有)?$")
_SHORT = re.compile(r"不[到足]")
_MORE = re.compile(r"还?(?:要)?多|有余")
_FAR = re.compile(
    r"(?P<below>不到|不足)[^，。；\d]{2,14}的$|(?P<above>超过|多于)[^，。；\d]{2,14}的$|(?:接近|将近)[^，。；\d]{2,14}的$"
)
"""超过床位总数的一半: the bound stands before the whole."""
_SPOKEN = 2.0
"""Points by which what is told in tenths (三成) or halves may differ."""
_CLEAR = 5.0
"""Points from which on such a share is another."""


def bounded(q: Quantity, claim: Reading) -> Span:
    """The figure with the words that bound it."""
    for pattern in (_BELOW, _ABOVE, _NEARLY, _ABOUT):
        match = pattern.search(claim.text, max(0, q.start - 4), q.start)
        if match:
            return match.start(), q.end
    after = _SHORT.match(claim.text, q.end) or _MORE.match(claim.text, q.end)
    return q.start, after.end() if after else q.end


def bound(q: Quantity, claim: Reading) -> str | None:
    """不足, 超, 近, 约, 以上, 以下 or 余, as ``claim`` bounds ``q``; None where it is told as it is."""
    before = claim.text[max(0, q.start - 4) : q.start]
    for pattern, word in ((_BELOW, "不足"), (_ABOVE, "超"), (_NEARLY, "近"), (_ABOUT, "约")):
        if pattern.search(before):
            return word
    if q.kind in ("percent", "ratio") and (far := _FAR.search(claim.text, claim.phrase_of(q.start)[0], q.start)):
        return "不足" if far["below"] else "超" if far["above"] else "近"
    if claim.text.startswith(("以上", "以下"), q.end):
        return claim.text[q.end : q.end + 2]
    if claim.text.startswith(("不到", "不足"), q.end):
        return "不足"
    return "余" if _MORE.match(claim.text, q.end) else q.qualifier


def within(said: float, value: float, word: str | None, grain: float, off: float) -> bool:
    """Whether ``value`` is told by ``said`` under the bound ``word``; unbounded it may differ by ``off``."""
    if word in ("超", "以上"):
        return value > said or (word == "以上" and isclose(value, said))
    if word in ("不足", "以下"):
        return value < said or (word == "以下" and isclose(value, said))
    if word == "近":
        return said - grain / 2 <= value < said
    if word == "余":
        return said <= value < said + grain
    if word == "约":
        return abs(value - said) <= grain / 2
    return abs(value - said) <= off


def holds(q: Quantity, claim: Reading, value: float) -> bool:
    """Whether a share of ``value`` % is told by ``q``, as it is bounded."""
    said, step = _points(q)
    spoken = step >= 10 or q.kind == "ratio"
    # 近三分之二, 近四分之一: a tenth below, as with 近四成.
    grain = max(step, 10.0 if said % 10 == 0 else said / 5 if q.kind == "ratio" else 1.0)
    return within(said, value, bound(q, claim), grain, _SPOKEN if spoken else 0.5 * step + 1e-9)


def denied(q: Quantity, claim: Reading, value: float) -> bool:
    """Whether a share of ``value`` % is clearly another than ``q`` tells."""
    said, step = _points(q)
    if holds(q, claim, value):
        return False
    return bound(q, claim) in ("超", "以上", "不足", "以下") or abs(value - said) > (
        _CLEAR if step >= 10 or q.kind == "ratio" else 0.5
    )


def _points(q: Quantity) -> tuple[float, float]:
    """The share in percent, and the weight of its last digit."""
    return (100 * q.value, 100 * q.step) if q.kind == "ratio" else (q.value, q.step)
