"""Figures: each stands in the source, with unit and qualifier, and is said there of the same thing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.domain import Span
from rag.text.names import codes
from rag.text.quantity import Quantity, compare
from rag.text.units import TIME, related
from rag.verify.checks.limits import limits, per_each
from rag.verify.comparisons import THEN, comparisons, ranks, scope
from rag.verify.context import Finding, Severity, Source, Surroundings, likeness, nearest, surroundings
from rag.verify.derived.derive import derived
from rag.verify.derived.results import Derived
from rag.verify.reading import Reading, bigrams, strip
from rag.verify.steps import begins, steps
from rag.verify.told import Told, instead_of, meant, of, told

MARGIN = 0.1
"""How much better another candidate's surroundings must fit before it counts against the claim."""
FITS = 0.34
"""From this likeness on, a candidate stands where the claim's words stand."""
_FITS_CHANGE = 0.28

_PARTS = re.compile("中|其中|里")
_IN_YEAR = re.compile(r"(?:19|20)\d\d年")
_TOLD, _SHARED = 20, 4
"""Characters after a part of a list, and how many bigrams of them the claim must tell of it."""
_NOT_ONE = re.compile("没有?$|无$|未有$")
_SOME_YEARS = re.compile(r"[二两三四五六七八九十\d]年(?:来|间)|过去的?[二两三四五六七八九十\d]年")
_YEARLY = re.compile("每年|年均|一年|年度")
_PARTED = re.compile(r"\d+(?:\.\d+)?(?:[:：∶-]\d+(?:\.\d+)?)+")


def figures(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """One finding for each figure of ``claim``."""
    held = [(q, around) for s in sources for q, around in _figures_of(s.body)]
    titled = [(q, around) for s in sources for q, around in _figures_of(s.heading)]
    text = "".join(s.body.text + "\n" + s.heading.text for s in sources)
    aside = _worked_out(claim, [s.body for s in sources])
    said = [(q, around) for q, around in _figures_of(claim) if q not in aside and not _uncounted(q, claim, sources)]
    reached = [pair for s in sources for pair in steps(s.body)]
    bodies = [s.body for s in sources]
    taken = [
        (q, None if rival and (_among(q, rival, claim, bodies) or _limit(q, bodies)) else rival, sure)
        for q, rival, sure in _by_name([(q, *meant(q, claim, bodies)) for q, _ in said])
    ]
    nearby = {
        i: near
        for i, ((q, around), (_, rival, sure)) in enumerate(zip(said, taken, strict=True))
        if not sure and not rival and (near := _rival(q, around, held)) and not _reached(q, near, claim, reached)
    }
    for i, near in nearby.items():
        listed = _among(said[i][0], near, claim, bodies) or _limit(said[i][0], bodies)
        if (
            not listed
            and not _told_too(i, nearby, [q for q, _ in said], bodies)
            and _as_sure(said[i][0], near, claim, bodies)
        ):
            taken[i] = (said[i][0], near, False)
    out = [
        _figure(q, around, held, titled, text, taken, rival, [] if begins(claim, q) else reached)
        for (q, around), (_, rival, _) in zip(said, taken, strict=True)
    ]
    reckoned = [derived(q, claim, tuple(bodies)) for q, _ in said]
    # 412名专家一年共824万元: what it is worked out from is what the claim tells of it.
    taken_by = [r for d in reckoned if d and d.right for r in d.taken]
    named = [
        _reckoned(q, d)
        if d
        else Finding("数字", f"数字{q.as_written}与引文一致", None, ((q.start, q.end),))
        if any(compare(q, r) == "same" for r in taken_by)
        else _named(f, q, claim, bodies)
        for f, (q, _), d in zip(out, said, reckoned, strict=True)
    ]
    return (
        named
        + limits([q for q, _ in said], claim, bodies)
        + per_each([q for q, _ in said], claim, bodies)
        + _changes(claim, sources)
    )


def _uncounted(q: Quantity, claim: Reading, sources: Sequence[Source]) -> bool:
    """Whether ``q`` counts nothing (没有一户), or tells how long and its source says so: 过去一年, 2020年一年, 一年要16万元 for 每年, 五年间 under 过去的五年."""
    if q.value == 1 and q.as_written[0] == "一" and _NOT_ONE.search(claim.text[max(0, q.start - 3) : q.start]):
        return True  # 没有一户 counts nothing
    if q.value == 1 and q.as_written[0] == "一" and any(f"每{q.unit}" in s.body.text for s in sources):
        return True  # 采一斤3元 of what 每斤3元 tells
    if q.unit != "年" or q.kind != "count":
        return False
    texts = [r.text for s in sources for r in s.readings]
    if q.as_written != "一年":
        return claim.text[q.end : q.end + 1] in ("间", "来") and any(q.as_written in text for text in texts)
    if any(p.start <= q.start < p.end or p.end == q.start for p in claim.periods):
        return not any(_SOME_YEARS.search(text) for text in texts)
    return any(_YEARLY.search(text) for text in texts)


def _told_too(i: int, nearby: Mapping[int, Quantity], said: Sequence[Quantity], bodies: Sequence[Reading]) -> bool:
    """Whether the claim tells what is near its figure ``i`` as well, in a source's order: 1890名中有1245人 exchanges neither."""
    q, near = said[i], nearby[i]
    for j, r in enumerate(said):
        if j == i or compare(r, near) != "same" or (j in nearby and compare(q, nearby[j]) == "same"):
            continue
        for body in bodies:
            mine = [x.start for x in body.figures if compare(q, x) == "same"]
            theirs = [x.start for x in body.figures if compare(r, x) == "same"]
            if any((a < b) == (i < j) and body.sentence_of(a) == body.sentence_of(b) for a in mine for b in theirs):
                return True
    return False


def _among(q: Quantity, near: Quantity, claim: Reading, bodies: Sequence[Reading]) -> bool:
    """Whether a source tells ``q`` as one of the parts of ``near``, and of it what the claim tells: 38个中33个开工，5个被警告."""
    after = bigrams(strip(claim.text[q.end : claim.sentence_of(q.start)[1]]))
    for body in bodies:
        for r in (r for r in body.figures if compare(q, r) == "same"):
            low, high = body.sentence_of(r.start)
            part = low <= near.start < r.start and near.value > r.value and _PARTS.search(body.text, near.end, r.start)
            if part and len(after & bigrams(strip(body.text[r.end : min(high, r.end + _TOLD)]))) >= _SHARED:
                return True
    return False


def _limit(q: Quantity, bodies: Sequence[Reading]) -> bool:
    """Whether ``q`` bounds, and a source counts by that bound: 100万元以上的有41个."""
    bound = q.qualifier in ("以上", "以下")
    return bound and any(t.limits and compare(q, t.quantity) == "same" for b in bodies for t in told(b))


def _as_sure(q: Quantity, near: Quantity, claim: Reading, bodies: Sequence[Reading]) -> bool:
    """Whether the claim may mean ``near``: no target where it tells as a fact what the source does."""
    mine = of(q, claim)
    held = [t for b in bodies for t in told(b)]
    same = [t for t in held if compare(q, t.quantity) == "same"]
    other = next((t for t in held if t.quantity == near), None)
    if mine is None or other is None:
        return True
    # 产业发展用去衔接资金1.31亿元 of what 衔接资金2.18亿元，其中产业发展1.31亿元 tells: its own name says more of it.
    part = [t for t in same if t.figure and other.name and t.figure.whole == other.name]
    if any(len(mine.words & t.words) > len(mine.words & other.words) for t in part):
        return False
    if _changes_like(mine, same) and not _changes_like(mine, [other]):
        return False
    return other.ahead == mine.ahead or not any(t.ahead == mine.ahead for t in same)


def _changes_like(mine: Told, others: Sequence[Told]) -> bool:
    """Whether the claim tells by how much something changed, and one of ``others`` does."""
    return any(t.figure and mine.figure and t.figure.relation == mine.figure.relation == "change" for t in others)


def _reckoned(q: Quantity, d: Derived) -> Finding:
    if d.right:
        return Finding("数字", f"{q.as_written}与引文相符：{d.working}", None, d.spans, None, d.words)
    reason = f"{q.as_written}与引文不符：{d.working}"
    return Finding("数字", reason, "contradicted", ((q.start, q.end),), d.instead, d.words)


def _worked_out(claim: Reading, bodies: Sequence[Reading]) -> list[Quantity]:
    """The figures that follow from others: ``orders`` and ``standings`` hold them.

    How many there are (三个镇中最大的), a place in a list (排第二), a difference (甲比乙多21个) that the source does not tell.
    """
    placed = ranks(claim)
    counted = scope(claim) if placed else None
    out = [counted[0]] if counted else []
    ends = [c.span[1] for c in comparisons(claim) if not (THEN.search(c.second) or _IN_YEAR.search(c.second))]
    for q in claim.figures:
        ranked = q.kind == "ordinal" and any(a <= q.start < b for a, b in (r.span for r in placed))
        if (ranked or q.start in ends) and not any(compare(q, r) == "same" for b in bodies for r in b.figures):
            out.append(q)
    return out


def _by_name(
    meant_ones: Sequence[tuple[Quantity, bool, Told | None]],
) -> list[tuple[Quantity, Quantity | None, bool]]:
    """Each figure with the one of the source that its name means instead, and whether its name shows it to be right.

    What the claim tells in its own place as well is not meant instead, unless both stand for each other.
    """
    out: list[tuple[Quantity, Quantity | None, bool]] = []
    for q, own, other in meant_ones:
        rival = other.quantity if other else None
        told_too = [(r, o) for r, _, o in meant_ones if rival is not None and compare(r, rival) == "same"]
        if told_too and not any(o is not None and compare(q, o.quantity) == "same" for _, o in told_too):
            rival = None
        out.append((q, rival, own))
    return out


def _named(finding: Finding, q: Quantity, claim: Reading, bodies: Sequence[Reading]) -> Finding:
    """``finding`` on a figure that no source has, with the one that they give for the same thing."""
    held = any(compare(q, r) == "same" for b in bodies for r in b.figures)
    theirs = None if held or finding.severity is None else instead_of(q, claim, bodies)
    if theirs is None:
        return finding
    words = theirs.quantity.as_written
    return Finding("数字", f"数字{q.as_written}与引文不符：引文为{words}", "contradicted", finding.spans, words)


def _figures_of(reading: Reading) -> list[tuple[Quantity, dict[str, float]]]:
    spans = [(q.start, q.end) for q in reading.figures]
    return [
        (q, surroundings(reading, span, 14, 8, stops=spans[max(0, i - 2) : i] + spans[i + 1 : i + 2]))
        for i, (q, span) in enumerate(zip(reading.figures, spans, strict=True))
    ]


def _figure(
    q: Quantity,
    around: Surroundings,
    held: Sequence[tuple[Quantity, Surroundings]],
    titled: Sequence[tuple[Quantity, Surroundings]],
    text: str,
    taken: Sequence[tuple[Quantity, Quantity | None, bool]],
    rival: Quantity | None,
    pairs: Sequence[tuple[Quantity, Quantity]],
) -> Finding:
    said, span = q.as_written, ((q.start, q.end),)

    def same(r: Quantity) -> bool:
        first = q.kind == r.kind == "ordinal" and q.value == r.value and "次" in (q.unit, r.unit)
        return first or compare(q, r) == "same"  # 第一次 of what 第一条 tells

    best, _, _ = nearest(around, held, same)
    if best < 0 and any(same(r) for r, _ in titled):
        return Finding("数字", f"数字{said}与标题一致", None, span)
    if best < 0:
        if q.unit == "天" and re.search(rf"(?<![\d.月]){q.value:g}(?:日|个工作日)内", text):
            return Finding("数字", f"数字{said}与引文一致", None, span)
        near = any(compare(q, r) in ("qualifier", "unit") for r, _ in held)
        literal = re.search(rf"(?<![\d.]){re.escape(said)}(?![\d.])", text) if said[0].isdigit() else said in text
        if literal and not q.unit and not near:
            return Finding("数字", f"数字{said}与引文一致", None, span)
        return _missing(q, around, held, span, pairs)
    if rival is not None and not _beside(q, rival, taken):
        theirs = rival.as_written
        return Finding("数字", f"{said}在引文中说的是别的事，此处引文为{theirs}", "contradicted", span, theirs)
    return Finding("数字", f"数字{said}与引文一致", None, span)


def _rival(q: Quantity, around: Surroundings, held: Sequence[tuple[Quantity, Surroundings]]) -> Quantity | None:
    """Another figure of the source that fits so much better than ``q`` that the claim must mean that one."""

    def same(r: Quantity) -> bool:
        return compare(q, r) == "same"

    found = nearest(around, held, same)
    best, other, rival = found
    if best < 0 or rival is None or compare(rival, q) == "same":
        return None
    if q.kind != rival.kind or (q.unit and rival.unit and not related(q.unit, rival.unit)):
        return rival if other >= 0.6 and best < 0.25 else None
    clear = other > best + MARGIN and other >= FITS and (best < 0.6 or other >= 0.85)
    return rival if clear else None


def _reached(q: Quantity, rival: Quantity, claim: Reading, pairs: Sequence[tuple[Quantity, Quantity]]) -> bool:
    """Whether the source tells that ``rival`` became ``q`` (由98家增加到176家) and the claim tells the outcome: 达到176家."""
    if begins(claim, q):
        return False
    return any(compare(rival, a) == compare(q, b) == "same" for a, b in pairs)


def _beside(q: Quantity, rival: Quantity, taken: Sequence[tuple[Quantity, Quantity | None, bool]]) -> bool:
    """Whether the claim tells the rival as well, of another unit and in its own place.

    3068户、9214人 are two figures of one thing; where both stand for each other they have been exchanged.
    """
    if not q.unit or not rival.unit or related(q.unit, rival.unit):
        return False
    others = [theirs for r, theirs, _ in taken if compare(r, rival) == "same"]
    return bool(others) and not any(theirs is not None and compare(q, theirs) == "same" for theirs in others)


def _missing(
    q: Quantity,
    around: Surroundings,
    held: Sequence[tuple[Quantity, Surroundings]],
    span: tuple[Span, ...],
    pairs: Sequence[tuple[Quantity, Quantity]],
) -> Finding:
    """Why the source does not carry ``q``, from what differs least."""
    held = [(r, theirs) for r, theirs in held if r.unit != "世纪"]  # 20世纪 is no 二十多年
    ranked = sorted(((likeness(around, theirs), r) for r, theirs in held), key=lambda x: -x[0])
    for what, words in (("qualifier", "限定词不同"), ("unit", "单位不同")):
        for score, r in ranked:
            if compare(q, r) == what:
                severity: Severity = "contradicted" if what == "unit" and score >= FITS else "unsupported"
                reason = f"数字{q.as_written}与引文{words}：引文为{r.as_written}"
                return Finding("数字", reason, severity, span, r.as_written)
    # 达到120家 of what 由98家增加到176家: not where it began is meant, but what it became.
    nearest_one = ranked[0][1] if ranked else q
    became = next((b for a, b in pairs if compare(a, nearest_one) == "same"), None)
    # The years of a change (由2015年的…增长到2020年的…) stand between its words and its figures.
    enough = _FITS_CHANGE if became and became.unit == q.unit else FITS
    one_sort = nearest_one.kind == q.kind and (q.unit in TIME) == (nearest_one.unit in TIME)
    if ranked and ranked[0][0] >= enough and one_sort:
        theirs = (became or nearest_one).as_written
        return Finding("数字", f"数字{q.as_written}与引文不符：引文为{theirs}", "contradicted", span, theirs)
    return Finding("数字", f"数字{q.as_written}不在引文中", "unsupported", span)


def _changes(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """由 A 到 B: the source has them in this order."""
    out: list[Finding] = []
    held = [pair for s in sources for pair in steps(s.body)]
    for a, b in steps(claim):
        if any(compare(a, x) == compare(b, y) == "same" for x, y in held):
            continue
        if any(compare(a, y) == compare(b, x) == "same" for x, y in held):
            said = f"由{a.as_written}到{b.as_written}"
            theirs = f"由{b.as_written}到{a.as_written}"
            out.append(Finding("方向", f"{said}与引文方向相反", "contradicted", ((a.start, b.end),), theirs))
    return out


def labels(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """Codes (G319, 5A) and numbers in parts (1:4, 8:30) stand in the source character by character."""
    texts = [r.text.lower() for s in sources for r in s.readings]
    out: list[Finding] = []
    spans = [(c.start, c.end) for c in codes(claim.text)] + [m.span() for m in _PARTED.finditer(claim.text)]
    taken = [(q.start, q.end) for q in claim.figures] + [(p.start, p.end) for p in claim.periods]
    for start, end in spans:
        if any(start < high and low < end for low, high in taken):
            continue
        said = claim.text[start:end]
        pattern = re.compile(rf"(?<![a-z\d.]){re.escape(said.lower())}(?![a-z\d])")
        if not any(pattern.search(text) for text in texts):
            out.append(Finding("名称", f"{said}不在引文中", "unsupported", ((start, end),)))
    return out
