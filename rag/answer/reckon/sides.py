"""Which of several has more, where one report tells of all of them: 去往福州的1208人，天津764人."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answer.counted import of_age
from rag.answer.fit import Fit
from rag.answer.reckon import asked, compute
from rag.answer.reckon.case import POOL
from rag.answer.reckon.operands import NAMED, Named, together
from rag.answer.reckon.said import Said, said_of
from rag.answer.statements import Statement, quoted
from rag.figures import related
from rag.figures.arithmetic import difference, growth
from rag.retrieve.content import Word, content
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights, terms
from rag.text.degrees import DEGREES
from rag.text.fold import folded

ABOUT = 0.5
"""Least share of what is asked of all sides that must stand around each figure."""
FLOOR = 0.9
"""Least score of operands that are set side by side, in [0, 2]."""
_MORE = re.compile(rf"^(?:更|最|较)?(?:{DEGREES})[些点]?$|^各|^还是$")
_RATE = re.compile(r"[一-鿿]率$|比例|比重|占比")
_MOVED = re.compile(r"[增涨降减提升上下跌][一-鿿]?|增长率|[\d一二三四五六七八九十两]{1,2}年[间来里内]?")
"""How something moved, and within what time: no name of it."""
_BY_RATE = re.compile(r"幅|速|[快慢]|百分|比例")
_AGE = re.compile(r"岁数|年[纪龄]|年[长轻]")


def told_together(
    query: Query, names: Sequence[str], fits: Sequence[Sequence[Fit]], weights: Weights
) -> tuple[Statement, ...]:
    """The sentences that tell of each of ``names`` and which of them has more; empty unless one report tells of all.

    ``fits`` are those found for each of them, best first.
    """
    if not compute.WHICH.search(query.question) or re.search(r"[早晚先]", query.question):
        return ()
    sides = _apart(names, weights)
    near = {f.sentence.key: f for found in fits for f in found[:POOL] if f.theirs}
    # 寨上61岁的茶农李某: which village, another sentence of the report has said.
    reports = {f.sentence.passage.article_id for f in near.values() if f.there}
    figures = said_of(f for f in near.values() if f.sentence.passage.article_id in reports)
    theirs = {w.text for name in names for w in asked.named_by(name, weights).words}
    words = tuple(w for w in content(query.masked, weights) if w.text not in theirs and not _MORE.match(w.text))
    if compute.GREW.search(query.question):
        words = tuple(w for w in words if not _MOVED.fullmatch(w.text))
    age = bool(_AGE.search(query.question))
    about = () if age else words
    unit = "岁" if age else "%" if words and _RATE.search(words[-1].text) else asked.unit_of(query)
    found = [
        (score, said)
        for score, said in together(figures, sides, about, unit)
        if score >= FLOOR
        and len({s.fit.sentence.passage.article_id for s in said}) == 1
        and all(s.around(about) >= ABOUT for s in said)
        and (not about or any(about[-1].text in s.fit.sentence.folded or s.holds(about[-1:]) >= NAMED for s in said))
        and all(of_age(s.figure, side.words, s.fit.sentence.text) for s, side in zip(said, sides, strict=True) if age)
    ]
    if not found:
        return ()
    _, said = max(found, key=lambda x: x[0])
    operands = [
        (name, compute.Operand(s.figure, s.fit.sentence.evidence())) for name, s in zip(names, said, strict=True)
    ]
    closing = _grown(query, names, said) or compute.conclude(query, operands)
    return (*dict.fromkeys(quoted(s.fit.sentence, query) for s in said), *closing) if closing else ()


def _grown(query: Query, names: Sequence[str], said: Sequence[Said]) -> list[Statement]:
    """Which of several grew more, where the report tells from what to what each did; nothing for other questions."""
    if not compute.GREW.search(query.question):
        return []
    told = [
        next((c for c in related.changes(s.fit.sentence) if s.figure.start in (c.first.start, c.second.start)), None)
        for s in said
    ]
    rate = bool(_BY_RATE.search(query.question))
    made = [(growth if rate else difference)(c.first, c.second) for c in told if c is not None]
    moved = [(name, m) for name, m in zip(names, made, strict=False) if m is not None and m.value]
    if len(moved) < len(said) or len({m.value for _, m in moved}) < len(said):
        return []
    # What fell is told as a fall; of falls the greater one is the more.
    fell = all(m.value < 0 for _, m in moved)
    ordered = sorted(moved, key=lambda x: abs(x[1].value) if fell else x[1].value, reverse=True)
    winner = ordered[-1 if re.search(r"[小少慢低]", "".join(compute.GREW.findall(query.question))) else 0][0]
    each = "，".join(f"{name}{'下降' if m.value < 0 else '增长'}{m.as_written.lstrip('-')}" for name, m in moved)
    degree = ("小", "大")[winner == ordered[0][0]]
    text = f"据此计算，{each}；{winner}的{'降幅' if fell else '增幅'}较{degree}"
    evidence = tuple(dict.fromkeys(s.fit.sentence.evidence() for s in said))
    return [Statement(text, evidence, "；".join(m.working for _, m in moved))]


def _apart(names: Sequence[str], weights: Weights) -> list[Named]:
    """Each by the words and places of its own; a name that is cut into no word stands as it is (王某)."""
    sides = [asked.named_by(name, weights) for name in names]
    shared = set.intersection(*({w.text for w in side.words} for side in sides))
    # 甲县去乙市的还是去丙市的: the county, said once, is that of all.
    fewest = min(len(side.places) for side in sides)
    out = []
    for name, side in zip(names, sides, strict=True):
        words = tuple(w for w in side.words if w.text not in shared)
        places = side.places[len(side.places) - fewest :] if fewest else ()
        if places and all(set(places) <= set(other.places) for other in sides):
            places = ()
        tail = folded(name.rstrip("的").rpartition("的")[2])
        if not (words or places) and tail:
            words = (Word(tail, tuple(terms(tail)) or (tail,), 1.0),)
        out.append(replace(side, words=words, places=places))
    # What only some are called beside their places was said once for all.
    placed = all(side.places for side in out) and not all(side.words for side in out)
    return [replace(side, words=()) for side in out] if placed else out
