"""Several values for one thing: shown side by side, never one of them silently."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer.fit import Fit, Wanted, fit, wanted
from rag.answer.reading import Sentence
from rag.answer.reckon.said import Said
from rag.answer.refuse import matter
from rag.answer.select import Selection, admissible
from rag.answer.statements import Disagreement
from rag.figure import Figure
from rag.figures.arithmetic import agree
from rag.figures.match import plainly
from rag.language import say
from rag.retrieve.plain import doubts
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights
from rag.text.words import bigrams

SIMILAR = 0.75
"""Share of the words around two figures that must agree for them to be values of one thing."""
ALIKE = 0.3
"""Least share of the pairs of characters of the shorter of two names that the other has as well."""
_NUMBER = re.compile(r"\d[\d,.]*")

_UNDATED = 0.2
"""Agreement of the period of what is told of the year without saying when."""
NAMED = 0.9
"""How much of a word of the question must be said of a figure for its slips to be told."""
SPOKEN_OF = 0.75
"""Least agreement of the places of two sentences whose figures differ by the order of their digits."""


@dataclass(frozen=True, slots=True)
class Clash:
    """The disagreements of an answer, and the sentences that tell the other values."""

    found: tuple[Disagreement, ...] = ()
    sentences: tuple[Sentence, ...] = ()


def disagreements(query: Query, selection: Selection, sentences: Sequence[Sentence], weights: Weights) -> Clash:
    """Figures in other sentences that stand for the same thing as a chosen one but differ from it.

    ``sentences`` are all that were read for the answer, ``selection`` those that are near to what is asked.
    """
    found: list[Disagreement] = []
    others: list[Sentence] = []
    asked_for = doubts(query.asked)
    for i, ask in enumerate(query.asks):
        if ask.kind != "value" or not selection.chosen.get(i):
            continue
        best = selection.chosen[i][0]
        if best.value is None:
            continue
        want = wanted(ask, query, weights)
        slips = _slips(best, want, query, sentences)
        if not slips:
            # 18640 in one report and 18460 in another, where another figure of the sentence was taken for the answer.
            best, slips = next(
                ((f, m) for f in _named_too(best, want) if (m := _slips(f, want, query, sentences))), (best, [])
            )
        near = [f for f in selection.ranked[i][:30] if f.sentence.key != best.sentence.key]
        # That its day is not told is no matter where the other value is what is asked for.
        near = [f for f in near if admissible(f, ask) or (asked_for and f.there and f.period >= _UNDATED and f.theirs)]
        values = [best]
        for f in [*(f for f in near if f.value and _same_thing(best, f, asked_for=asked_for)), *slips]:
            if f.value and not any(agree(v.value, f.value) for v in values if v.value):
                values.append(f)
        if len(values) > 1:
            subject = "".join(p.name for p in query.places) + matter(ask.text)
            told = tuple((f.value.as_written, (f.sentence.evidence(),)) for f in values[:4] if f.value)
            found.append(Disagreement(subject, told))
            others += [f.sentence for f in values[1:4]]
    return Clash(tuple(found), tuple(others))


def _named_too(best: Fit, want: Wanted) -> list[Fit]:
    """The other figures of the sentence that are said of what is asked (of 学位, where 6所学校 was taken)."""
    said = (Said(best, q) for q in best.sentence.figures if best.value is None or q.start != best.value.start)
    nouns = [w for w in want.own if not w.text.isdigit()]
    held = [(max((w.held(s.terms, s.own) for w in nouns), default=0.0), s) for s in said]
    return [replace(best, value=s.figure) for share, s in held if share >= NAMED]


def _slips(best: Fit, want: Wanted, query: Query, sentences: Sequence[Sentence]) -> list[Fit]:
    """Figures that are the digits of ``best`` in another order: 20346人 and 20436人 of one place and year.

    They are one figure miswritten, however the sentences around them are worded.
    """
    assert best.value is not None
    digits = sorted(_digits(best.value.as_written))
    if len(digits) < 4:
        return []
    out = []
    for sentence in sentences:
        if sentence.key == best.sentence.key or not any(
            sorted(_digits(m)) == digits for m in _NUMBER.findall(sentence.text)
        ):
            continue
        for q in sentence.figures:
            if q.unit != best.value.unit or sorted(_digits(q.as_written)) != digits or agree(q, best.value):
                continue
            found = replace(fit(want, query, sentence), value=q)
            close = abs(q.value / best.value.value - 1) <= 0.1
            # The year asked for may stand in a heading: 2023年…一览.
            when = found.period >= 0.8 if query.periods else not _apart(best, found)
            if close and when and found.place >= SPOKEN_OF and found.theirs:
                out.append(found)
    return out


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _same_thing(a: Fit, b: Fit, *, asked_for: bool = False) -> bool:
    """Whether two figures stand for one thing; ``asked_for`` where the question wants to know of any other value."""
    assert a.value is not None and b.value is not None
    if asked_for and _told_by_another(a, b):
        return True
    # How a figure is worded is no sign of what it counts.
    wording = 0.34 * max(0.0, a.type - b.type)
    called = _called_alike(a, b)
    if a.value.unit != b.value.unit or a.score - b.score - wording > (0.4 if called else 0.22):
        return False
    placed = bool(a.value.place_path) and a.value.place_path == b.value.place_path
    apart = a.sentence.passage.place != b.sentence.passage.place
    if not called and not placed and apart and min(a.place, b.place) < 1.0:
        return False
    if _apart(a, b) or not _of_one(a.value, b.value):
        return False
    # A slip or a later count lies close by; a figure of another size is another thing.
    ratio = b.value.value / a.value.value if a.value.value else 0.0
    if not 0.7 <= ratio <= 1.43:
        return False
    if called:
        return True
    if not 0.85 <= ratio <= 1.18:
        return _alike(_around(a), _around(b)) >= SIMILAR
    return b.own >= 0.85 * a.own and b.type >= 0.6 * a.type


def _told_by_another(a: Fit, b: Fit) -> bool:
    """Whether another article, or a box of the same, gives the place a figure of like size whose own words are those of ``a``."""
    assert a.value is not None and b.value is not None
    same = a.sentence.passage.article_id == b.sentence.passage.article_id
    if a.value.unit != b.value.unit or (same and plainly(a.value.name) != plainly(b.value.name)):
        return False
    if not a.value.place_path or a.value.place_path != b.value.place_path or _apart(a, b):
        return False
    if a.value.planned or b.value.planned or {a.value.relation, b.value.relation} - {"level"}:
        return False
    ratio = b.value.value / a.value.value if a.value.value else 0.0
    return 0.7 <= ratio <= 1.43 and (
        same or _alike(*(bigrams(Said(f, f.value).clause) for f in (a, b) if f.value)) >= ALIKE
    )


def _called_alike(a: Fit, b: Fit) -> bool:
    """Whether two articles give one place figures of one name: the words around them may differ as they like."""
    assert a.value is not None and b.value is not None
    if a.sentence.passage.article_id == b.sentence.passage.article_id or a.value.relation != b.value.relation:
        return False
    x, y = (plainly(f.value.name) for f in (a, b) if f.value)
    return len(x) > 1 and x == y and bool(a.value.place_path) and a.value.place_path == b.value.place_path


def _of_one(a: Figure, b: Figure) -> bool:
    """Whether two figures, as they are read, can be values of one thing: of one place and time, none a part of the other."""
    if a.place_path and b.place_path and a.place_path != b.place_path:
        return False
    if a.part_of_year != b.part_of_year or (a.part_of_year and a.when != b.when) or a.planned != b.planned:
        return False
    if (a.relation == "change") != (b.relation == "change") or bool(a.whole) != bool(b.whole):
        return False
    x, y = (set(bigrams(plainly(f.name))) for f in (a, b))
    return not x or not y or len(x & y) / min(len(x), len(y)) >= ALIKE


def _apart(a: Fit, b: Fit) -> bool:
    """Whether the two figures are of different years."""
    years = [_years(f) for f in (a, b)]
    return bool(years[0] and years[1] and not years[0] & years[1])


def _years(f: Fit) -> set[str]:
    """Years that a figure may be of: its own; of what a report of spring, or of some day of a year, tells also the year before."""
    assert f.value is not None
    date = f.sentence.passage.date or ""
    since, until = f.value.since or date, f.value.until or f.value.since or date
    if not since:
        return set()
    years = range(int(since[:4]), int(until[:4]) + 1)
    early = since == date and ("-01" <= date[4:7] <= "-03" or len(date) == 4)
    return {str(y) for y in years} | ({str(years[0] - 1)} if early else set())


def unopposed(query: Query, clash: Clash, shown: Sequence[Fit]) -> tuple[str, ...]:
    """For people: that the library tells a figure in one way only, where the question asks whether the reports agree."""
    if not doubts(query.asked) or clash.found or not any(f.value for f in shown):
        return ()
    return (
        say(
            "库内没有查到与此不同的数。",
            "The library holds no other figure for this.",
        ),
    )


def newer(found: Sequence[Disagreement]) -> tuple[str, ...]:
    """For people: which of the values that disagree was reported last, where all of them are dated."""
    out = []
    for clash in found:
        dates = [(max((e.passage.date or "" for e in evidence), default=""), value) for value, evidence in clash.values]
        # The articles of one page appeared on one day, whatever day each of them tells of.
        papers = {e.passage.document_id for _, evidence in clash.values for e in evidence}
        if all(d for d, _ in dates) and len({d for d, _ in dates}) > 1 and len(papers) > 1:
            date, value = max(dates)
            newest = say(
                f"报告中的说法不一，其中{value}见于较新的报告（{date}）。",
                f"The reports disagree; {value} stands in the newer one ({date}).",
            )
            out.append(newest)
    return tuple(out)


def _around(f: Fit) -> Sequence[str]:
    assert f.value is not None
    text = f.sentence.text
    return bigrams(text[max(0, f.value.start - 10) : f.value.start]) + bigrams(text[f.value.end : f.value.end + 4])


def _alike(a: Sequence[str], b: Sequence[str]) -> float:
    x, y = set(a), set(b)
    return len(x & y) / min(len(x), len(y)) if x and y else 0.0
