"""Who holds an office: asked for, or wrongly presumed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.fit import place_fit
from rag.answer.reading import Sentence
from rag.domain import Place
from rag.retrieve.question import Ask, Query
from rag.text import names, places
from rag.text.spoken import spoken_names
from rag.text.synonyms import spell_out

_RANKS = (
    "书记 副书记 第一书记 市长 副市长 县长 副县长 区长 镇长 乡长 省长 州长 局长 副局长 厅长 部长 处长 科长 主任 副主任 主席 副主席 秘书长 院长 校长 园长 所长 站长 "
    "队长 组长 会长 董事长 总经理 经理 厂长 行长 社长 理事长 负责人 支书 村主任 委员 常委 法人 创始人 主播 教师 医生 专家"
).split()
_RANK = re.compile(
    r"(副|第一|原|代)?(" + "|".join(sorted((r for r in _RANKS if r[0] not in "副第"), key=len, reverse=True)) + r")$"
)


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
    m = _RANK.search(text)
    if not m:
        return None
    found = places.find(text)
    place = found[0].place if found else None
    body = text[: m.start()]
    if place:
        # 资兴市委书记 names the place 资兴市 and the body 市委 with one 市.
        for name in sorted(spoken_names(place), key=len):
            if body.startswith(name):
                body = body[len(name) :]
                break
    return Office(spell_out(body), (m.group(1) or "") + m.group(2), place)


def asked_office(ask: Ask) -> Office | None:
    """The office whose holder the ask wants."""
    for side in (re.sub(r"(?:现在|目前|是|的|叫)+$", "", ask.left), re.sub(r"^(?:是|担任|任|当)", "", ask.right)):
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
        for person in names.persons(sentence.text):
            if person.office and _same(office, person.office, where):
                out.append(Holder(person.name, person.office, sentence))
    return out


def _same(office: Office, written: str, where: tuple[Place, ...]) -> bool:
    """Whether ``written`` names the office: same rank, and the body's words in it."""
    other = parse(written)
    if other is None or other.rank != office.rank:
        return False
    if other.place and where and not any(places.covers(w, other.place) or places.covers(other.place, w) for w in where):
        return False
    mine, theirs = office.body, other.body
    if not mine:
        return not theirs
    return mine == theirs or mine in theirs or (len(theirs) >= 2 and theirs in mine and theirs[-1] == mine[-1])


def presumed(query: Query) -> list[tuple[Office, str]]:
    """Offices that the question takes for granted, with the name it gives."""
    out = []
    for person in query.persons:
        office = parse(person.office) if person.office else None
        if office:
            out.append((office, person.name))
    return out
