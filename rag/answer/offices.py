"""Who holds an office: asked for, or wrongly presumed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.fit import place_fit
from rag.answer.reading import Sentence
from rag.domain import Place
from rag.retrieve.question import Ask, Query
from rag.text import places
from rag.text.fold import simplified
from rag.text.offices import appointments, parse_rank
from rag.text.spoken import spoken_names
from rag.text.synonyms import spell_out

CONTEXT = 200
"""Characters before a bare 局长 in which the body may be named."""
_LED = re.compile(r"^(?:19|20)\d{2}年?(?:的|，|,)?|^的")


@dataclass(frozen=True, slots=True)
class Office:
    """``县委`` + ``书记`` of a place; ``body`` has public bodies spelt out and the place removed."""

    body: str
    rank: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Holder:
    """A person whom a sentence gives an office."""

    name: str
    office: str
    sentence: Sentence


def parse(text: str) -> Office | None:
    """``临湘市人社局局长`` as body, rank and place; None when no rank stands at the end."""
    text = re.sub(r"[是叫的现任，。？?\s]+$", "", text.strip())
    text = re.sub(r"的(?=[^的]{2,4}$)", "", text)
    split = parse_rank(text)
    if split is None:
        return None
    body, rank = split
    found = places.find(text)
    place = found[0].place if found else None
    if place:
        body = _without_place(body, place)
    return Office(spell_out(_LED.sub("", body)), rank, place)


def _without_place(body: str, place: Place) -> str:
    """``body`` without the place in front: 资兴市委 gives 市委, 资兴市民政局 gives 民政局, 平江县 nothing."""
    for name in spoken_names(place):
        if body.startswith(name):
            rest = body[len(name) :]
            shared = name[-1] in "省市县区州镇乡村" and rest.startswith(("委", "政府", "纪委", "人大", "政协"))
            return name[-1] + rest if shared else rest
    return body


def asked_office(ask: Ask) -> Office | None:
    """The office whose holder the ask wants."""
    for side in (re.sub(r"(?:现在|目前|是|的|叫|名字)+$", "", ask.left), re.sub(r"^(?:是|担任|任|当)", "", ask.right)):
        office = parse(side)
        if office:
            return office
    return None


def holders(office: Office, asked: tuple[Place, ...], sentences: Sequence[Sentence]) -> list[Holder]:
    """Everyone whom ``sentences`` give ``office`` at the place, in the order of the sentences."""
    where = (office.place,) if office.place else asked
    out: list[Holder] = []
    for sentence in sentences:
        if place_fit(where, sentence) < 0.75:
            continue
        # Reports in traditional characters name the same offices.
        text = simplified(sentence.text)
        for person in appointments(text):
            if _same(office, person.office, where, sentence.passage.text[: sentence.start + person.start]):
                out.append(Holder(person.name, person.office, sentence))
    return out


def _same(office: Office, written: str, where: tuple[Place, ...], before: str = "") -> bool:
    """Whether ``written`` names the office: same rank, and the body's words in it, or just ``before`` it (局长某某说)."""
    other = parse(written)
    if other is None or other.rank != office.rank:
        return False
    if other.place and where and not any(places.covers(w, other.place) or places.covers(other.place, w) for w in where):
        return False
    mine, theirs = office.body, other.body
    if not mine:
        return not theirs
    if not theirs and len(mine) >= 2:
        return _last_body(spell_out(simplified(before)[-CONTEXT:]), mine)
    return mine == theirs or mine in theirs or (len(theirs) >= 2 and theirs in mine and theirs[-1] == mine[-1])


def _last_body(before: str, body: str) -> bool:
    """Whether ``body`` is the last of its sort that ``before`` names (局, 院, 校 and the like)."""
    return before[: before.rfind(body[-1]) + 1].endswith(body)


def presumed(query: Query) -> list[tuple[Office, str]]:
    """Offices that the question takes for granted, with the name it gives."""
    out = []
    for person in query.persons:
        office = parse(person.office)
        if office:
            out.append((office, person.name))
    return out
