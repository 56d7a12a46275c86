"""By how much something changed, from two figures that the sources give for it: 提高4.8个百分点 of 由86.5%提高到91.3%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.domain import Span
from rag.text.quantity import Quantity
from rag.text.units import related
from rag.verify.bounds import bound, holds, within
from rag.verify.derived.operands import Operand, operands
from rag.verify.derived.results import Derived, tells, written
from rag.verify.reading import Reading, bigrams, strip
from rag.verify.rows import Cell, rows
from rag.verify.steps import steps
from rag.verify.told import told

_CHANGED = re.compile(
    r"(?:(?P<up>净?增(?:加|长|幅|速)|多|[提升]高|提升|上[升涨]|扩大|高|涨|增|升)|(?:减少|下[降滑跌]|降低|回落|缩[小短]|少|低|降|减|跌))"
    r"(?:了|出)?(?:约|近|超过?|不到|不足|达到?|为)?$"
)
_EARLIER = re.compile(
    r"^，?(?:而|比)?(?:上年|去年|前年|上期|此前|(?:19|20)\d\d年|(?:年初|年度|原)?(?:计划|目标|任务))(?:同期|[初底末])?(?:则)?(?:只|仅)?(?:为|是|有)?$"
)
_AIMED = re.compile(r"^，?(?:[低高]于|超过|未达到?|不及)[^，。；\d]{0,6}$")
_OF_AIM = re.compile(r"^，?(?:超额)?完成了?(?:全年|年度|年初|既定)*(?:目标|任务|计划)(?:任务|数)?$")
_AIM = re.compile(r"的?(?:年初|预期|年度|既定)*(?:目标|任务|计划)")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_OVER = re.compile(r"(?:[这过去近]*[一二两三四五六七八九十\d]{1,2}年[来间]?|期间)(?:以来|来|间|里|累计)?")
_NEARLY, _ABOUT = 0.85, 0.98
"""How far from doubled 近一番 and 翻一番 may be."""
_RATHER = 0.75
"""Share of the words that tell another change from this by which it is named."""
_MEANT, _FITS = 0.5, 0.34
"""Share of a change's words which a claim must say to mean it, and the same where the figures come to just what it says."""


@dataclass(frozen=True, slots=True)
class Change:
    """``before`` became ``after``.

    ``words`` say of what, in one or more wordings, ``around`` is the sentence it stands in, ``years`` are those of both,
    where each has its own; ``name`` is what is measured, ``uses`` are the numbers of their sources.
    """

    before: Quantity
    after: Quantity
    words: tuple[frozenset[str], ...]
    around: str
    years: frozenset[str] = frozenset()
    name: str = ""
    uses: tuple[int, ...] = ()


def tells_change(q: Quantity, claim: Reading) -> bool:
    """Whether ``claim`` says that something changed by ``q``."""
    low, _ = claim.phrase_of(q.start)
    return q.unit == "番" or _CHANGED.search(claim.text[low : q.start]) is not None


def moved(q: Quantity, claim: Reading, bodies: Sequence[Reading]) -> Derived | None:
    """What the sources' figures come to for the change that ``q`` of ``claim`` tells; None where it tells none or they none."""
    low, _ = claim.phrase_of(q.start)
    mark = _CHANGED.search(claim.text[low : q.start])
    if (mark is None and q.unit != "番") or q.high is not None:
        return None
    said, span = _said(claim, q), (low + mark.start() if mark else q.start, q.end)
    up = mark is None or mark["up"] is not None
    years = set(_YEAR.findall(claim.text[claim.sentence_of(q.start)[0] : q.end]))
    held = [(c, {(bodies[i].date or "")[:4] for i in c.uses} | _last(bodies, c)) for c in changes_of(bodies)]
    found: list[tuple[float, float, Change]] = []
    # The claim's own 由41家到96家 is held by other checks; what it comes to has to be right.
    for change, known in (*held, *((c, set(years)) for c in _own(claim, q))):
        value = _come_to(q, change)
        if value is None or (change.years and years and not years <= change.years):
            continue
        if years <= {*_YEAR.findall(change.around), *known}:
            found.append((max((len(said & w) / len(w) for w in change.words if w), default=0.0), value, change))
    found = [f for f in found if not any(_rather(g[2], f[2], said) for g in found)]
    best = max((score for score, _, _ in found), default=0.0)
    words = (span, *_since(claim, q))
    for score, value, change in sorted(found, key=lambda f: -f[0]):
        if score >= _FITS and score >= best - 0.2 and _tells(q, claim, value, up, change):
            both = (change.before, change.after)
            return Derived(True, _working(change, q, value), (span,), words, None, change.uses, both)
    top = [f for f in found if f[0] == best]
    if best < _MEANT or len({round(v, 9) for _, v, _ in top}) != 1 or any(_open(f[2]) for f in top):
        return None
    _, value, change = top[0]
    instead = written(q, abs(value))
    return Derived(False, _working(change, q, value), ((q.start, q.end),), words, instead, change.uses)


def _rather(other: Change, change: Change, said: frozenset[str]) -> bool:
    """Whether the claim names ``other`` where both differ, and not ``change``: 农村居民收入 beside 城镇居民收入."""
    theirs, mine = bigrams(other.name) - bigrams(change.name), bigrams(change.name) - bigrams(other.name)
    return bool(theirs and mine) and len(theirs & said) >= _RATHER * len(theirs) and not mine & said


def _since(claim: Reading, q: Quantity) -> list[Span]:
    """Where the claim says over what time: no source need say 五年来."""
    low, _ = claim.sentence_of(q.start)
    return [m.span() for m in _OVER.finditer(claim.text, low, q.start)]


def growths(bodies: Sequence[Reading]) -> list[tuple[frozenset[str], float, str]]:
    """By what share each thing grew of which two figures are told: the words for it, the share in percent, and both figures."""
    return [
        (
            c.words[0],
            100 * (c.after.value - c.before.value) / c.before.value,
            f"由{c.before.as_written}到{c.after.as_written}",
        )
        for i, body in enumerate(bodies)
        for c in _changes(i, body)
        if c.words
        and c.before.kind in ("count", "money")
        and c.before.value > 0
        and related(c.before.unit, c.after.unit)
    ]


def changes_of(bodies: Sequence[Reading]) -> Iterator[Change]:
    """The changes that the sources tell, and those from one figure to another of one name and a later year."""
    for i, body in enumerate(bodies):
        yield from _changes(i, body)
    dated = [o for o in operands(bodies) if o.year and len(o.told.name) > 1 and not o.told.ahead and o.cell is None]
    for a in dated:
        for b in dated:
            one = a.told.name == b.told.name and a.place == b.place and a.told.label == b.told.label
            if one and a.year < b.year and _relation(a) == _relation(b) == "level":
                around = a.year + "年" + b.year + "年"
                yield Change(
                    a.q,
                    b.q,
                    (bigrams(a.told.name),),
                    around,
                    frozenset((a.year, b.year)),
                    a.told.name,
                    (a.body, b.body),
                )


def _changes(number: int, body: Reading) -> Iterator[Change]:
    """由A到B; A，上年为B; A，低于B的目标; two fields of a row that differ in their time alone."""
    found = told(body)
    named = {t.quantity.start: t.name for t in found}
    ends: dict[int, Quantity] = {}
    for i, t in enumerate(found):
        if t.figure and t.figure.relation == "base":
            # 早、晚稻产量分别由A、B增长到C、D: what each is called tells which became which.
            after = next(
                (u for u in found[i + 1 :] if u.name == t.name and u.figure and u.figure.relation == "level"), None
            )
            if after is not None and after.quantity.kind == t.quantity.kind:
                ends[t.quantity.start] = after.quantity
                yield _change(number, body, t.quantity, after.quantity, t.name)
    for a, b in steps(body):
        if a.start not in ends:
            yield _change(number, body, a, b, named.get(a.start, "") or named.get(b.start, ""))
    for a, b in zip(body.figures, body.figures[1:], strict=False):
        between = body.text[a.end : b.start]
        if a.kind != b.kind or len(between) > 24:
            continue
        if _EARLIER.match(between):
            yield _change(number, body, b, a, named.get(a.start, ""))
        elif _OF_AIM.match(between) or (_AIMED.match(between) and _AIM.match(body.text, b.end)):
            yield _change(number, body, b, a, named.get(a.start, "") + "目标")
    for row in rows(body):
        for i, a_cell in enumerate(row.cells):
            for b_cell in row.cells[i + 1 :]:
                if a_cell.key == b_cell.key and _follows(a_cell, b_cell):
                    words = bigrams(strip(row.head + a_cell.key))
                    of = frozenset(c.when.since[:4] for c in (a_cell, b_cell) if c.when and c.when.since)
                    yield Change(a_cell.quantity, b_cell.quantity, (words,), row.text, of, row.head, (number,))


def _relation(o: Operand) -> str:
    return o.told.figure.relation if o.told.figure else "level"


def _own(claim: Reading, q: Quantity) -> Iterator[Change]:
    """What the claim itself tells to have become, before ``q`` in its sentence."""
    low, _ = claim.sentence_of(q.start)
    for a, b in steps(claim):
        if low <= a.start < b.end <= q.start:
            yield Change(a, b, (_said(claim, q),), claim.text[low : q.end])


def _follows(a: Cell, b: Cell) -> bool:
    """Whether two cells of a row tell one thing of two times, the earlier first."""
    if a.when is None or b.when is None or not a.when.since or not b.when.since:
        return False
    return a.when.since < b.when.since and a.quantity.kind == b.quantity.kind


def _change(number: int, body: Reading, before: Quantity, after: Quantity, name: str) -> Change:
    low, high = body.sentence_of(before.start)
    plain = strip(name) or strip(body.text[body.phrase_of(min(before.start, after.start))[0] : before.start])[-12:]
    # 56人以上的大班额: what stands last names it.
    words = tuple(bigrams(w) for w in dict.fromkeys((plain, plain.rsplit("的", 1)[-1], plain[-4:])) if len(w) > 1)
    return Change(before, after, words, body.text[low:high], name=strip(name), uses=(number,))


def _come_to(q: Quantity, change: Change) -> float | None:
    """The change in the unit of ``q``; None where the two are of another kind."""
    a, b = change.before, change.after
    if a.high is not None or b.high is not None or a.kind != b.kind:
        return None
    if q.kind == "points":
        return b.value - a.value if a.kind == "percent" else None
    if q.kind in ("count", "money"):
        return b.value - a.value if a.kind == q.kind and related(a.unit, q.unit) and related(a.unit, b.unit) else None
    if (
        (q.kind == "percent" or q.unit in ("番", "倍"))
        and a.kind in ("count", "money")
        and a.value
        and related(a.unit, b.unit)
    ):
        return 100 * (b.value - a.value) / a.value
    if q.kind == "ratio" and q.unit not in ("倍", "番") and a.value and related(a.unit, b.unit):
        return 100 * (b.value - a.value) / a.value
    return None


def _tells(q: Quantity, claim: Reading, value: float, up: bool, change: Change) -> bool:
    """Whether the claim tells a change of ``value``, in its direction and at its own precision."""
    if (value > 0) != up or value == 0:
        return False
    word = bound(q, claim)
    if _open(change):
        # 由18%降到5%以下: by 13 points at least.
        return word in ("以上", "超") and abs(value) >= q.value
    if q.unit == "番":
        times = (1 + value / 100) / 2**q.value
        return (
            times >= 1 if word in ("超", "余", "以上") else (_NEARLY if word == "近" else _ABOUT) <= times < 2 - _NEARLY
        )
    if q.unit == "倍":
        return within(100 * q.value, value, word, 100, 50 * q.step + 1e-6)
    if q.kind == "ratio":
        return holds(q, claim, abs(value))
    return tells(q, claim, abs(value))


def _open(change: Change) -> bool:
    return any(x.qualifier is not None for x in (change.before, change.after))


def _said(claim: Reading, q: Quantity) -> frozenset[str]:
    low, high = claim.sentence_of(q.start)
    return bigrams(strip(claim.text[low : q.start])) | bigrams(strip(claim.text[q.end : high]))


def _last(bodies: Sequence[Reading], change: Change) -> set[str]:
    """The years before those of the reports, of which they mostly tell."""
    years = {(bodies[i].date or "")[:4] for i in change.uses}
    return {str(int(y) - 1) for y in years if y.isdigit()}


def _working(change: Change, q: Quantity, value: float) -> str:
    much = written(q, abs(value))
    how = "相差" if value > 0 else "减少"
    return f"由{change.before.as_written}到{change.after.as_written}" + (f"，{how}{much}" if much else "")
