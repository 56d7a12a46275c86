"""Figures and dates: each stands in the source, with unit and qualifier, and is said there of the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Span
from rag.text.dates import Period
from rag.text.names import codes
from rag.text.quantity import Quantity, compare
from rag.verify.context import Finding, Severity, Source, Surroundings, likeness, nearest, surroundings
from rag.verify.reading import Reading, strip

MARGIN = 0.1
"""How much better another candidate's surroundings must fit before it counts against the claim."""
FITS = 0.34
"""From this likeness on, a candidate stands where the claim's words stand."""

_VAGUE = frozenset("目前 近日 日前 近年来 截至目前 当年 本月 上月 下月 今日 今天 昨日 昨天 明日 明天 同期".split())
_LASTING = re.compile(r"(?<![\d零一二三四五六七八九])[\d一二两三四五六七八九十]{1,2}年(?:来|间)?$")
"""五年来 is held against the source as a figure; a year has four digits and stays a date."""
_PARTED = re.compile(r"\d+(?:[:：∶-]\d+)+")
_CHANGE = re.compile(r"(?:由|从)[^，。；]{0,6}$")
_TOWARDS = re.compile(r"^[^，。；由从]{0,8}(?:到|至|为)[^，。；由从]{0,4}$")


def figures(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """One finding for each figure of ``claim``."""
    held = [(q, around) for s in sources for q, around in _figures_of(s.body)]
    titled = [(q, around) for s in sources for q, around in _figures_of(s.known)]
    text = "".join(s.body.text + "\n" + s.known.text for s in sources)
    return [_figure(q, around, held, titled, text) for q, around in _figures_of(claim)] + _changes(claim, sources)


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
) -> Finding:
    said, span = q.as_written, ((q.start, q.end),)

    def same(r: Quantity) -> bool:
        return compare(q, r) == "same"

    found = nearest(around, held, same)
    best, other, rival = found
    if best < 0 and any(same(r) for r, _ in titled):
        return Finding("数字", f"数字{said}与标题或上文一致", None, span)
    if best < 0:
        near = any(compare(q, r) in ("qualifier", "unit") for r, _ in held)
        literal = re.search(rf"(?<![\d.]){re.escape(said)}(?![\d.])", text) if said[0].isdigit() else said in text
        if literal and not q.unit and not near:
            return Finding("数字", f"数字{said}与引文一致", None, span)
        return _missing(q, around, held, span)
    if rival is not None and _displaced(q, rival, best, other):
        return Finding("数字", f"{said}在引文中说的是别的事，此处引文为{rival.as_written}", "contradicted", span)
    return Finding("数字", f"数字{said}与引文一致", None, span)


def _displaced(q: Quantity, rival: Quantity, best: float, other: float) -> bool:
    """Whether another figure fits so much better that the claim must mean that one."""
    if compare(rival, q) == "same":
        return False
    if q.kind != rival.kind:
        return other >= 0.6 and best < 0.25
    return other > best + MARGIN and other >= FITS and (best < 0.6 or other >= 0.85)


def _missing(
    q: Quantity, around: Surroundings, held: Sequence[tuple[Quantity, Surroundings]], span: tuple[Span, ...]
) -> Finding:
    """Why the source does not carry ``q``, from what differs least."""
    ranked = sorted(((likeness(around, theirs), r) for r, theirs in held), key=lambda x: -x[0])
    for what, words in (("qualifier", "限定词不同"), ("unit", "单位不同")):
        for score, r in ranked:
            if compare(q, r) == what:
                severity: Severity = "contradicted" if what == "unit" and score >= FITS else "unsupported"
                return Finding("数字", f"数字{q.as_written}与引文{words}：引文为{r.as_written}", severity, span)
    if ranked and ranked[0][0] >= FITS and ranked[0][1].kind == q.kind:
        return Finding("数字", f"数字{q.as_written}与引文不符：引文为{ranked[0][1].as_written}", "contradicted", span)
    return Finding("数字", f"数字{q.as_written}不在引文中", "unsupported", span)


def _changes(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """由 A 到 B: the source has them in this order."""
    out: list[Finding] = []
    held = [pair for s in sources for pair in _pairs(s.body)]
    for a, b in _pairs(claim):
        if any(compare(a, x) == compare(b, y) == "same" for x, y in held):
            continue
        if any(compare(a, y) == compare(b, x) == "same" for x, y in held):
            said = f"由{a.as_written}到{b.as_written}"
            out.append(Finding("方向", f"{said}与引文方向相反", "contradicted", ((a.start, b.end),)))
    return out


def _pairs(reading: Reading) -> list[tuple[Quantity, Quantity]]:
    found = reading.figures
    return [
        (a, b)
        for a, b in zip(found, found[1:], strict=False)
        if _CHANGE.search(reading.text[max(0, a.start - 8) : a.start]) and _TOWARDS.match(reading.text[a.end : b.start])
    ]


def dates(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """One finding for each date or period of ``claim`` that says something."""
    held = [(p, around) for s in sources for p, around in _periods_of(s.body)]
    told = [p for s in sources for p in s.known.periods]
    given = [s.date for s in sources if s.date]
    out: list[Finding] = []
    for p, around in _periods_of(claim):
        if p.as_written in _VAGUE or _LASTING.search(p.as_written):
            continue
        span = ((p.start, p.end),)
        best, other, rival = nearest(around, held, lambda r, p=p: _same(p, r))  # type: ignore[misc]
        if rival is not None and other >= 0.5 and other > best + 2 * MARGIN and _comparable(p, rival):
            reason = f"时间{p.as_written}与引文不符：引文为{rival.as_written}"
            out.append(Finding("时间", reason, "contradicted", span))
        elif best >= 0:
            out.append(Finding("时间", f"时间{p.as_written}与引文一致", None, span))
        elif any(_same(p, r) for r in told) or any(_within(p, d) for d in given):
            away = next((r for r in _at_home(claim, p, sources) if _excludes(r, p)), None)
            reason = (
                f"时间{p.as_written}与引文不符：引文为{away.as_written}" if away else f"时间{p.as_written}与文章一致"
            )
            out.append(Finding("时间", reason, "contradicted" if away else None, span))
        else:
            clash = rival is not None and other >= FITS and _comparable(p, rival)
            reason = f"时间{p.as_written}不在引文中"
            out.append(Finding("时间", reason, "contradicted" if clash else "unsupported", span))
    return out


def _periods_of(reading: Reading) -> list[tuple[Period, dict[str, float]]]:
    spans = [(p.start, p.end) for p in reading.periods]
    return [
        (p, surroundings(reading, span, 8, 24, stops=spans[max(0, i - 1) : i] + spans[i + 1 : i + 3], reach="sentence"))
        for i, (p, span) in enumerate(zip(reading.periods, spans, strict=True))
    ]


def _same(claim: Period, source: Period) -> bool:
    """Whether ``source`` names the claim's period or a part of it."""
    if claim.as_written == source.as_written:
        return True
    if claim.since and source.since and claim.until and source.until:
        return source.since.startswith(claim.since) and source.until.startswith(claim.until)
    mine, theirs = claim.parts, source.parts
    if mine == (None, None, None) or theirs == (None, None, None):
        return False
    ends = zip((*mine, *claim.last), (*theirs, *source.last), strict=True)
    return all(a is None or a == b for a, b in ends)


def _comparable(a: Period, b: Period) -> bool:
    """Whether both say as much, so that one could stand for the other."""
    return [x is None for x in a.parts] == [x is None for x in b.parts] and not _same(b, a)


def _at_home(claim: Reading, p: Period, sources: Sequence[Source]) -> Sequence[Period]:
    """The periods of the sentence that says most of what the claim says beside ``p``."""
    low, high = claim.sentence_of(p.start)
    said = _bigrams(claim.text[low : p.start] + claim.text[p.end : high])
    best: tuple[float, Sequence[Period]] = (0.5 * len(said), ())
    for source in sources:
        body = source.body
        for start, end in body.sentences:
            shared = len(said & _bigrams(body.text[start:end]))
            if shared > best[0]:
                best = (shared, [r for r in body.periods if start <= r.start < end])
    return best[1]


def _bigrams(text: str) -> set[str]:
    plain = strip(text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def _excludes(source: Period, claim: Period) -> bool:
    """Whether the source's period, where it is known, lies wholly outside the claim's."""
    if not (source.since and source.until and claim.since and claim.until):
        return False
    width = min(len(source.since), len(claim.since))
    return source.until[:width] < claim.since[:width] or source.since[:width] > claim.until[:width]


def _within(claim: Period, date: str) -> bool:
    """Whether the date of the passage is in the claim's period (去年 needs the source's own words)."""
    if claim.since is None or claim.until is None or claim.since != claim.until:
        return False
    return date.startswith(claim.since)


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
