"""Operands told apart by what only one of them is called, where one sentence tells of all.

甲镇118户367人，乙镇96户281人: what they are figures of was said once, before the first. In one sentence a figure need
only be said of what tells its operand from the others; all else that the question says may stand anywhere around.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from rag.answer.reckon.operands import TIMES, Named, alike, planned
from rag.answer.reckon.said import Said, aimed, exact, in_step, in_unit, sort_of
from rag.answer.values import named_in
from rag.domain import Place
from rag.retrieve.content import Word

AROUND = 0.7
"""Least share of the question's words that must stand around each figure."""
HELD = 0.9
_TIME = re.compile(rf"{TIMES.pattern}|[\d.]+|[\d.]*(?:年|月|季度)[底末初中份]?")
"""Words of a time: what is of that time its own words say."""


def contrasted(
    said: Sequence[Said],
    named: Sequence[Named],
    context: Sequence[Word],
    unit: str | None,
    *,
    nested: bool = False,
) -> Iterator[tuple[float, tuple[Said, ...]]]:
    """One figure for each of ``named``, all of one sentence, with how well they hold the words, in [0, 2].

    With ``nested`` one may be a part of another. Nothing where a figure may be that of two operands, or two that of one.
    """
    placed = all(n.places for n in named)
    own = [_own(n, [m for m in named if m is not n], placed=placed) for n in named]
    if not all(own):
        return
    for key in dict.fromkeys(s.fit.sentence.key for s in said):
        here = [s for s in said if s.fit.sentence.key == key and s.figure.relation in ("level", "base")]
        here = [s for s in here if exact(s) and not planned(s) and in_unit(unit, s.figure.unit)]
        for sort in dict.fromkeys(sort_of(s.figure.unit) for s in here):
            found = _assigned([s for s in here if sort_of(s.figure.unit) == sort], own)
            if found is None or sort in ("", "岁"):
                continue
            if len({s.figure.relation for s in found}) > 1 or not alike(in_step(*found) or found, named, nested=nested):
                continue
            marks = {w.text for s, n in zip(found, own, strict=True) for w in n.words if _says(s.own + s.lead, w)}
            shared = [w for w in context if not TIMES.fullmatch(w.text)]
            around = min(_around(s, shared, marks) for s in found)
            if around >= AROUND:
                yield 0.9 + around, in_step(*found) or found


def _around(said: Said, words: Sequence[Word], marks: set[str]) -> float:
    """Share of ``words`` around a figure, those that tell the operands apart being told of one of them."""
    total = sum(w.weight for w in words)
    return sum(w.weight * (1.0 if w.text in marks else said.around((w,))) for w in words) / total if total else 1.0


def _own(named: Named, others: Sequence[Named], *, placed: bool) -> Named:
    """``named`` by what no other operand is called; a place that only one names is that of all."""
    theirs = {w.text for n in others for w in n.words}
    there = {p for n in others for p in n.places}
    return replace(
        named,
        words=tuple(w for w in named.words if w.text not in theirs and not _TIME.fullmatch(w.text)),
        places=tuple(p for p in named.places[-1:] if placed and p not in there),
    )


def _assigned(said: Sequence[Said], own: Sequence[Named]) -> tuple[Said, ...] | None:
    # 四星助餐点: where 助餐点 holds of more than one, what stands before it tells.
    first = [replace(n, words=n.words[:1]) for n in own]
    for far, names in ((False, own), (False, first), (True, own), (True, first)):
        hits = [[s for s in said if _is(s, n, far=far)] for n in names]
        if len({s.figure.start for h in hits for s in h}) != len(own):
            continue
        # What may be either is the one that nothing else can be.
        ways = [way for way in product(*hits) if len({s.figure.start for s in way}) == len(own)]
        if len(ways) == 1:
            return ways[0]
    return None


def _is(said: Said, named: Named, *, far: bool) -> bool:
    """Whether a figure's own clause, its place in a row or (``far``) the clause before says what only this operand is called."""
    if named.aim and not aimed(said):
        return False
    if named.places:
        return all(_there(said, p) for p in named.places)
    when = named.when or (named.periods[0].as_written if named.periods else "")
    if when and (when in said.clause or bool(named.periods and said.span and said.at(named.periods))):
        return True
    told = said.own + said.lead if far else said.own
    return any(w.held(said.terms, said.own) >= HELD or _says(told, w) for w in named.words)


def _says(told: str, word: Word) -> bool:
    """总产量 is the 产量 of a sentence that tells one, 出口量 what is 出口, 县里 the 县 of 县财政."""
    bare = word.text.removeprefix("总") if len(word.text) > 2 else word.text.removesuffix("里")
    return (bare.removesuffix("量") if len(bare) > 2 else bare) in told


def _there(said: Said, place: Place) -> bool:
    return named_in(place, said.clause if said.row is None else said.own)
