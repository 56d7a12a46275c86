"""What a question takes for granted and the library tells otherwise: who holds an office, the place of a figure, a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer import offices
from rag.answer.fit import Fit
from rag.answer.reading import Sentence
from rag.domain import Place
from rag.language import say
from rag.retrieve.content import content, covered
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights
from rag.text import places
from rag.text.names import is_person_like
from rag.text.quantities import agrees, quantities
from rag.text.words import frequency

HELD = 0.6
"""Share of the ask's words that the sentence itself must hold to be the one the question has in mind."""


@dataclass(frozen=True, slots=True)
class WrongOffices:
    """What a question has wrong about who holds an office where: the sentences that tell it, and notes that say it.

    ``place`` is where the person named is in office, where that is another place than those asked for.
    """

    told: tuple[Sentence, ...] = ()
    notes: tuple[str, ...] = ()
    place: Place | None = None


def wrong_offices(query: Query, sentences: Sequence[Sentence]) -> WrongOffices:
    """Offices that the question gives to the wrong person, or to a person of another place."""
    told: list[Sentence] = []
    notes: list[str] = []
    place: Place | None = None
    for office, name in offices.presumed(query):
        held = offices.holders(office, query.places, sentences)
        if not held and (other := offices.elsewhere(office, name, query.places, sentences)):
            named = [m.place for m in places.find(other.office)]
            place = named[-1] if named else places.resolve(other.sentence.passage.place or "")
            told.append(other.sentence)
            asked = "、".join(p.name for p in query.places)
            where = place.name if place else other.sentence.passage.place
            notes.append(
                say(
                    f"报告中的{other.office}{name}是{where}的，不是{asked}的。",
                    f"In the reports {other.office} {name} is of {where}, not of {asked}.",
                )
            )
        if not held or any(h.name == name for h in held):
            continue
        told.append(held[0].sentence)
        notes.append(
            say(
                f"报告中的{held[0].office}是{held[0].name}，不是{name}。",
                f"In the reports the {held[0].office} is {held[0].name}, not {name}.",
            )
        )
    return WrongOffices(tuple(told), tuple(notes), place)


def corrections_of(query: Query, fits: Sequence[Fit]) -> tuple[Fit, str] | None:
    """The sentence that shows what the question got wrong, with a note that says it; None when none does.

    Two things are known: a figure that the question states, which a report gives to another place; and a yes-or-no
    question on a time, of which a report gives another.
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
            return f, say(
                f"报告中与所问相符的是{there}，不是{asked}。",
                f"In the reports this is told of {there}, not of {asked}.",
            )
        yes_or_no = query.asks[0].kind == "yesno"
        if yes_or_no and query.periods and f.place >= 0.3 and f.period < 0.25 and _told(query, f):
            times = [p.as_written for p in f.sentence.periods if p.since and not p.relative]
            if times:
                asked = "、".join(p.as_written for p in query.periods)
                told = "、".join(times[:2])
                return f, say(
                    f"报告中的时间是{told}，不是{asked}。", f"The time in the reports is {told}, not {asked}."
                )
    return None


def _told(query: Query, f: Fit) -> bool:
    """Whether the sentence speaks of what is asked, not merely of the person: that somebody came is not that he left."""
    words = [w for w in content(query.asks[0].text, Weights(0, {})) if frequency(w.text) or not is_person_like(w.text)]
    return covered(words, f.sentence.terms, f.sentence.folded) >= HELD
