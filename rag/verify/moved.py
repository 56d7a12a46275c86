"""By how much something changed, from two figures that the sources give for it: 提高4.8个百分点 of 由86.5%提高到91.3%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.domain import Span
from rag.text import dates
from rag.text.quantity import Quantity
from rag.text.units import related
from rag.verify.bounds import bound, within
from rag.verify.reading import Reading, bigrams, strip
from rag.verify.steps import steps
from rag.verify.told import told

_CHANGED = re.compile(
    r"(?:(?P<up>净?增(?:加|长|幅|速)|多|[提升]高|提升|上[升涨]|扩大|高|涨|增|升)|(?:减少|下[降滑跌]|降低|回落|缩[小短]|少|低|降|减|跌))"
    r"(?:了|出)?(?:约|近|超过?|不到|不足|达到?|为)?$"
)
_EARLIER = re.compile(
    r"^，?(?:而|比)?(?:上年|去年|前年|上期|此前|(?:19|20)\d\d年)(?:同期|[初底末])?(?:则)?(?:只|仅)?(?:为|是|有)?$"
)
_AIMED = re.compile(r"^，?(?:[低高]于|超过|未达到?|不及)[^，。；\d]{0,6}$")
_AIM = re.compile(r"^的?(?:年初|预期|年度|既定)*(?:目标|任务|计划)")
_FIELD = re.compile(r"([^；：\n]{1,24})：(?=[^；：\n]*$)")
_HEAD = re.compile(r"^[^；：\n]{1,8}：(?P<head>(?:其中：)?[^；\n]{1,30})；")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MEANT, _FITS = 0.5, 0.34
"""Share of a change's words which a claim must say to mean it, and the same where the figures come to just what it says."""


@dataclass(frozen=True, slots=True)
class Change:
    """``before`` became ``after``; ``words`` say of what, in one or more wordings, ``around`` is the sentence it stands in."""

    before: Quantity
    after: Quantity
    words: tuple[frozenset[str], ...]
    around: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Whether the claim's change is that of the sources, how it is reckoned, the claim's words for it, and what it should be."""

    right: bool
    working: str
    span: Span
    instead: str | None = None


def moved(q: Quantity, claim: Reading, bodies: Sequence[Reading]) -> Moved | None:
    """What the sources' figures come to for the change that ``q`` of ``claim`` tells; None where it tells none or they none."""
    low, _ = claim.phrase_of(q.start)
    mark = _CHANGED.search(claim.text[low : q.start])
    if mark is None or q.high is not None:
        return None
    said = _said(claim, q)
    span = (low + mark.start(), q.end)
    years = set(_YEAR.findall(claim.text[claim.sentence_of(q.start)[0] : q.end]))
    found: list[tuple[float, float, Change]] = []
    for body in bodies:
        for change in _changes(body):
            value = _come_to(q, change)
            if value is not None and years <= {*_YEAR.findall(change.around), (body.date or "")[:4], *_last(body)}:
                score = max((len(said & w) / len(w) for w in change.words if w), default=0.0)
                found.append((score, value, change))
    best = max((score for score, _, _ in found), default=0.0)
    for score, value, change in sorted(found, key=lambda f: -f[0]):
        if score >= _FITS and score >= best - 0.2 and _tells(q, claim, value, mark["up"] is not None, change):
            return Moved(True, _working(change, q, value), span)
    top = [f for f in found if f[0] == best]
    if best < _MEANT or len({round(v, 9) for _, v, _ in top}) != 1 or any(_open(f[2]) for f in top):
        return None
    _, value, change = top[0]
    return Moved(False, _working(change, q, value), span, _written(q, abs(value)))


def _changes(body: Reading) -> Iterator[Change]:
    """由A到B; A，上年为B; A，低于B的目标; two fields of a row that differ in their time alone."""
    named = {t.quantity.start: t.name for t in told(body)}
    for a, b in steps(body):
        yield _change(body, a, b, named.get(a.start, "") or named.get(b.start, ""))
    for a, b in zip(body.figures, body.figures[1:], strict=False):
        between = body.text[a.end : b.start]
        if a.kind != b.kind or len(between) > 24:
            continue
        if _EARLIER.match(between):
            yield _change(body, b, a, named.get(a.start, ""))
        elif _AIMED.match(between) and _AIM.match(body.text, b.end):
            yield _change(body, b, a, named.get(a.start, "") + "目标")
    for low, high in body.sentences:
        if "：" in body.text[low:high] and (head := _HEAD.match(body.text[low:high])):
            yield from _fields(body, low, high, head["head"])


def _fields(body: Reading, low: int, high: int, head: str) -> Iterator[Change]:
    cells: list[tuple[str, str, Quantity]] = []
    for q in body.figures:
        label = _FIELD.search(body.text, low, q.start) if low <= q.start < high else None
        if label is None:
            continue
        when = dates.periods(label[1], body.date)
        if len(when) == 1:
            cells.append((label[1][: when[0].start] + label[1][when[0].end :], when[0].since or "", q))
    for i, (name, earlier, a) in enumerate(cells):
        for other, later, b in cells[i + 1 :]:
            if name == other and earlier < later and a.kind == b.kind:
                words = bigrams(strip(head.removeprefix("其中：") + name))
                yield Change(a, b, (words,), body.text[low:high])


def _change(body: Reading, before: Quantity, after: Quantity, name: str) -> Change:
    low, high = body.sentence_of(before.start)
    plain = strip(name) or strip(body.text[body.phrase_of(min(before.start, after.start))[0] : before.start])[-12:]
    # 56人以上的大班额: what stands last names it.
    words = tuple(bigrams(w) for w in dict.fromkeys((plain, plain.rsplit("的", 1)[-1], plain[-4:])) if len(w) > 1)
    return Change(before, after, words, body.text[low:high])


def _come_to(q: Quantity, change: Change) -> float | None:
    """The change in the unit of ``q``; None where the two are of another kind."""
    a, b = change.before, change.after
    if a.high is not None or b.high is not None or a.kind != b.kind:
        return None
    if q.kind == "points":
        return b.value - a.value if a.kind == "percent" else None
    if q.kind in ("count", "money"):
        return b.value - a.value if a.kind == q.kind and related(a.unit, q.unit) and related(a.unit, b.unit) else None
    if q.kind == "percent" and a.kind in ("count", "money") and a.value and related(a.unit, b.unit):
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
    grain = max(q.step, 10 ** (len(f"{q.value:.0f}") - 1) / 10)
    return within(q.value, abs(value), word, grain, 0.5 * q.step + 1e-6 * abs(value))


def _open(change: Change) -> bool:
    return any(x.qualifier is not None for x in (change.before, change.after))


def _said(claim: Reading, q: Quantity) -> frozenset[str]:
    low, high = claim.sentence_of(q.start)
    return bigrams(strip(claim.text[low : q.start])) | bigrams(strip(claim.text[q.end : high]))


def _last(body: Reading) -> list[str]:
    """The year before that of the report, of which it mostly tells."""
    year = (body.date or "")[:4]
    return [str(int(year) - 1)] if year.isdigit() else []


def _working(change: Change, q: Quantity, value: float) -> str:
    written = _written(q, abs(value))
    how = "相差" if value > 0 else "减少"
    return f"由{change.before.as_written}到{change.after.as_written}" + (f"，{how}{written}" if written else "")


def _written(q: Quantity, value: float) -> str | None:
    """``value`` in the words of the claim's figure: 4.8个百分点."""
    number = _NUMBER.search(q.as_written)
    if number is None or not q.value:
        return None
    scaled = value / (q.value / float(number.group()))
    places = max(len(number.group().partition(".")[2]), 1 if scaled != round(scaled) else 0)
    return f"{scaled:.{places}f}{q.as_written[number.end() :]}"
