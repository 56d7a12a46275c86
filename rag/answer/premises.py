"""What a question takes for granted and the library tells otherwise: who holds an office, the place of a figure, a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer import offices
from rag.answer.fit import Fit, held_around
from rag.answer.reading import Sentence
from rag.answer.statements import Statement, corrected, quoted
from rag.domain import Place
from rag.language import say
from rag.retrieve.content import Word, content, covered
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights
from rag.text import places
from rag.text.names import is_person_like
from rag.text.opposites import WORD, opposites
from rag.text.quantities import agrees, quantities
from rag.text.words import frequency

_HAPPENED = re.compile(r"(?:19|20)\d\d年[^，,。？]{0,16}了[，,]")
"""2015年就脱贫了，…: told as a fact before the question."""
_FROM = re.compile(r"(?:是|来自)[^，,。？]{2,16}(?:人|村民|居民|的)?(?=[，,吧吗？?]|对|没错|$)")
_LEAD = re.compile(r"[^，,。？?]{4,24}(?=[，,])")
"""What is told as a fact before the question: 今年芒果增产，增了多少."""
AROUND = 0.4
"""Share of the question's other words that must stand in a sentence that tells its opposite, or around it."""
HELD = 0.6
"""Share of the ask's words that the sentence itself must hold to be the one the question has in mind."""


@dataclass(frozen=True, slots=True)
class WrongOffices:
    """What a question has wrong about who holds an office where: what tells it, and notes that say it.

    ``place`` is where the person named is in office, where that is another place than those asked for; ``holder`` is
    the name that the question gives and the one that the report gives, where they differ.
    """

    told: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()
    place: Place | None = None
    holder: tuple[str, str] | None = None


def wrong_offices(query: Query, sentences: Sequence[Sentence]) -> WrongOffices:
    """Offices that the question gives to the wrong person, or to a person of another place."""
    told: list[Statement] = []
    notes: list[str] = []
    place: Place | None = None
    holder: tuple[str, str] | None = None
    for office, name in offices.presumed(query):
        held = offices.holders(office, query.places, sentences)
        if not held and (other := offices.elsewhere(office, name, query.places, sentences)):
            named = [m.place for m in places.find(other.office)]
            place = named[-1] if named else places.resolve(other.sentence.passage.place or "")
            asked = "、".join(p.name for p in query.places)
            where = place.name if place else other.sentence.passage.place
            told += _instead(
                f"报告中的{other.office}{name}是{where}的", other.sentence, replace(query, places=_one(place))
            )
            notes.append(
                say(
                    f"报告中的{other.office}{name}是{where}的，不是{asked}的。",
                    f"In the reports {other.office} {name} is of {where}, not of {asked}.",
                )
            )
        if not held or any(_same_person(name, h.name) for h in held):
            continue
        holder = name, held[0].name
        told += _instead(f"报告中的{held[0].office}是{held[0].name}", held[0].sentence, query)
        notes.append(
            say(
                f"报告中的{held[0].office}是{held[0].name}，不是{name}。",
                f"In the reports the {held[0].office} is {held[0].name}, not {name}.",
            )
        )
    return WrongOffices(tuple(told), tuple(notes), place, holder)


def _one(place: Place | None) -> tuple[Place, ...]:
    return (place,) if place else ()


def _instead(told: str, sentence: Sentence, query: Query) -> tuple[Statement, Statement]:
    return corrected(told, [sentence.evidence()]), quoted(sentence, query)


def _same_person(asked: str, told: str) -> bool:
    """Whether a report's name is the one asked for: 叶强肩 of 叶强肩扛锄头 is 叶强."""
    return told.startswith(asked) or asked.startswith(told)


def corrections_of(query: Query, fits: Sequence[Fit]) -> tuple[tuple[Statement, ...], str] | None:
    """What shows that the question got something wrong, with a note that says it; None when nothing does.

    Three things are known: a figure that the question states, which a report gives to another place; a time at which
    something is said to have happened (2015年就脱贫了，靠什么), of which a report gives another; and where somebody is from.
    """
    stated = [q for q in quantities(query.masked) if q.unit and q.unit != "岁" and q.kind != "ordinal"]
    for f in fits[:10]:
        if f.own < HELD or f.subject < 0.5:
            continue
        there = f.sentence.passage.place
        if (
            stated
            and f.place < 0.3
            and there
            and any(agrees(s, q) for s in stated for q in quantities(f.sentence.text))
        ):
            asked = "、".join(p.name for p in query.places)
            return _instead(f"报告中与所问相符的是{there}", f.sentence, query), say(
                f"报告中与所问相符的是{there}，不是{asked}。",
                f"In the reports this is told of {there}, not of {asked}.",
            )
        yes_or_no = query.asks[0].kind == "yesno"
        if yes_or_no and f.place < 0.3 and (home := _home(query, f.sentence)):
            asked = "、".join(p.name for p in query.places)
            who = query.people[0]
            return _instead(f"报告中{who}是{home.name}的", f.sentence, query), say(
                f"报告中{who}是{home.name}的，不是{asked}的。",
                f"In the reports {who} is of {home.name}, not of {asked}.",
            )
        # 2020年几月摘的帽: that it was in 2020 is told as a fact as well.
        happened = yes_or_no or query.asks[0].kind == "time" or _HAPPENED.search(query.question)
        if happened and query.periods and f.there and not f.then and _told(query, f):
            if time := _time_of(query, f.sentence):
                asked = "、".join(p.as_written for p in query.periods)
                return _instead(f"报告中的时间是{time}", f.sentence, query), say(
                    f"报告中的时间是{time}，不是{asked}。", f"The time in the reports is {time}, not {asked}."
                )
    return reversed_by(query, fits)


def reversed_by(query: Query, fits: Sequence[Fit]) -> tuple[tuple[Statement, ...], str] | None:
    """What tells the opposite (推迟) of what the question takes for granted (提前), with a note; else None."""
    lead = _LEAD.match(query.question)
    said = query.question if query.asks[0].kind == "yesno" else lead.group() if lead else ""
    near = [f for f in fits[:40] if f.in_place]
    for asked in dict.fromkeys(WORD.findall(said)):
        theirs = opposites(asked)
        if any(w in said for w in theirs) or any(asked in f.sentence.text for f in near[:6]):
            continue
        rest = [w for w in content(query.masked, Weights(0, {})) if asked not in w.text]
        for f in near:
            told = next((w for w in theirs if w in f.sentence.text), "")
            if told and _speaks_of(rest, f.sentence):
                instead = _instead(f"报告说的是“{told}”", f.sentence, query)
                return instead, say(f"报告说的是“{told}”，不是“{asked}”。", f"The reports say {told}, not {asked}.")
    return None


def _speaks_of(words: Sequence[Word], sentence: Sentence) -> bool:
    """Whether the sentence, with what stands around it, holds most of ``words``, and itself one of them."""
    held = sum(w.weight * held_around(w, sentence) for w in words)
    itself = any(w.held(sentence.terms, sentence.folded) >= 0.8 for w in words)
    return itself and held >= AROUND * sum(w.weight for w in words)


def _told(query: Query, f: Fit) -> bool:
    """Whether the sentence speaks of what is asked, not merely of the person: that somebody came is not that he left."""
    words = [w for w in content(query.asks[0].text, Weights(0, {})) if frequency(w.text) or not is_person_like(w.text)]
    return covered(words, f.sentence.terms, f.sentence.folded) >= HELD


def _time_of(query: Query, sentence: Sentence) -> str:
    """The time that the sentence gives what the question speaks of: the last before its word, else the first; else empty."""
    times = [p for p in sentence.periods if p.since and not p.relative]
    words = [w.text for w in content(query.asks[0].text, Weights(0, {}))]
    at = max((sentence.text.find(w) for w in words), default=-1)
    before = [p.as_written for p in times if p.start < at]
    return (before or [p.as_written for p in times[:1]] or [""])[-1]


def _home(query: Query, sentence: Sentence) -> Place | None:
    """The place of the kind asked about that a sentence on the person asked about gives; None for other questions."""
    if not _FROM.search(query.question) or not any(p in sentence.text for p in query.people):
        return None
    levels = {p.level for p in query.places}
    return next((m.place for m in sentence.places if m.place.level in levels and m.place not in query.places), None)
