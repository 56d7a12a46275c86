"""Who holds an office: asked for, or wrongly presumed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.placed import place_fit
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
_HEAD = re.compile(r"(?:一把手|主要(?:负责人|领导)|当家人|掌门人)$")
_PARTY_HEAD = re.compile(r"(?:(?<=村)村)?(?:支书|(?:党总支|党支部|支部|总支)书记)$")
"""A village's secretary is spoken of as 支书, whatever the party's body there is called."""
_PARTY_BODY = re.compile(r"[省市州县区镇乡]?委|[镇乡街道社区村]*党(?:委|工委)")
"""Whose 书记 is meant where the question names a place alone: 甲镇书记."""
_HEADS = frozenset("局长 主任 部长 厅长 院长 校长 行长 会长 理事长 董事长 经理 总经理 厂长 站长 所长 队长".split())
_STEM = re.compile(r"(?:部门|系统|单位|局|厅|委|办|部|院|站|所)$")
_TERM = re.compile(
    r"(?:首任|第[一二三四五]任|现任|新任|前任|上任|上一任|时任|历任|退休|离任|已故|原任|(?<![高平中草])原|代理|代)$"
)
_TERM_FIRST = re.compile(r"首任|现任|新任|前任|上任|上一任|时任|历任|原任|原(?![平阳])")
_POSTED = re.compile(r"(?:派?驻村?|扶贫|帮扶)$")
"""驻村第一书记 is the 第一书记 of the village."""
_GOVERNS = frozenset("省长 市长 县长 区长 州长 乡长 镇长 副省长 副市长 副县长 副区长 副州长 副乡长 副镇长".split())
_GOVERNMENT = re.compile(r"人民政府$|政府$")
_PAST_BEFORE = re.compile(r"(?:前任|上任|时任|历任|(?<![高平中草])原)$")
_PAST = frozenset("前任 上任 上一任 时任 历任 退休 离任 已故 原任 原".split())
_BARE = frozenset("公司 集团 学校 医院 研究院 中心 合作社 工厂 厂 村 社区 单位 县 市 局".split())
"""What a body is called once it has been named."""
_UNNAMED = re.compile(
    r"(?:^|[，。；：、“”（）()\s该本全我各所])(?:学校|公司|集团|医院|单位)$|[该本我各]\w$|[，。；：、（(\s][局厅院校]$"
)
_DESCRIBED = re.compile(r"[一-鿿]{4,}的(?:那|这)(?:个|位|名)")
_LED = re.compile(r"^(?:19|20)\d{2}年?(?:的|，|,)?|^(?:[^的]*的)?[那这][个家座所](?=[^的]{2})|^[^的]*的(?=[^的]{2,}$)")
"""What leads up to the body: its year, 那个, and what it belongs to (安置点的妈妈工坊)."""


@dataclass(frozen=True, slots=True)
class Office:
    """``县委`` + ``书记`` of a place; ``body`` has public bodies spelt out and the place removed.

    ``term`` tells which of its holders is meant: 首任, 前任, 代; empty for whoever holds it.
    """

    body: str
    rank: str
    place: Place | None
    term: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person whom a sentence gives an office."""

    name: str
    office: str
    sentence: Sentence


def parse(text: str) -> Office | None:
    """``宜都市水利局局长`` as body, rank and place; None when no rank stands at the end."""
    text = re.sub(r"(?:[是叫的又，。？?\s]|现任)+$", "", text.strip())
    text = re.sub(r"的(?=[^的]{2,4}$)", "", text)
    text = _PARTY_HEAD.sub("党支部书记", _HEAD.sub("负责人", text))
    split = parse_rank(text)
    if split is None:
        return None
    body, rank = split
    body = _POSTED.sub("", body)
    term = _TERM.search(body) or _TERM_FIRST.match(body)
    if term:
        body = body[: term.start()] + body[term.end() :]
        text = body + rank
    place: Place | None = None
    at = 0
    for mention in places.find(text):
        if text[mention.start - 1 : mention.start] == "驻":
            continue  # 驻宁波服务站 is a body of another place
        # 松阳县双溪镇枫林村…: the office is of the last of those told in one breath.
        if place is None or mention.start == at:
            # 问题由枫林村的第一书记…: what leads up to the place is no part of the office.
            led = 0 if at else min(mention.start, len(body))
            body = _without_place(body[led:], mention.place)
            place, at = mention.place, mention.end
    if not term and (term := _TERM_FIRST.match(body)):
        body = body[term.end() :]
    body = _GOVERNMENT.sub("", body) if rank in _GOVERNS else body
    for mention in reversed(places.find(body)):
        # 对口帮扶铜仁工作队 and 对口帮扶铜仁市工作队
        body = body[: mention.start] + mention.place.name + body[mention.end :]
    return Office(spell_out(_LED.sub("", body)), rank, place, term.group() if term else "")


def _without_place(body: str, place: Place) -> str:
    """``body`` without the place in front: 资兴市委 gives 市委, 资兴市民政局 gives 民政局, 平江县 nothing."""
    # 甲化县长: the full name ran into the rank, and what is left of it is not always spoken of alone.
    short = (place.name[:-1],) if len(place.name) > 2 else ()
    for name in (*spoken_names(place), *short):
        if body.startswith(name):
            rest = body[len(name) :]
            shared = name[-1] in "省市县区州镇乡村" and rest.startswith(("委", "政府", "纪委", "人大", "政协"))
            return name[-1] + rest if shared else rest
    return body


def asked_office(ask: Ask) -> Office | None:
    """The office whose holder the ask wants."""
    for side in (
        re.sub(r"(?:现在|目前|是|又|的|叫|名字)+$", "", ask.left),
        re.sub(r"^(?:是|担任|任|当)", "", ask.right),
    ):
        office = parse(side)
        if office:
            return office
    return None


def described(ask: Ask) -> bool:
    """Whether the question tells whom it means by what they did (带党员下田的那个书记是谁), not by the office alone."""
    return bool(_DESCRIBED.search(ask.left))


def holders(office: Office, asked: tuple[Place, ...], sentences: Sequence[Sentence]) -> list[Holder]:
    """Everyone whom ``sentences`` give ``office`` at the place, in the order of the sentences."""
    # The question's own reading of the place, where its name alone does not tell which of several is meant.
    named = tuple(p for p in asked if office.place and p.name == office.place.name)
    where = named or ((office.place,) if office.place else asked)
    out: list[Holder] = []
    for sentence in sentences:
        here = place_fit(where, sentence) >= 0.75
        if not here and not any(m.place in where for m in sentence.places):
            continue
        # Reports in traditional characters name the same offices.
        text = simplified(sentence.text)
        appointed = appointments(text)
        for person in appointed:
            # 甲县委常委、副县长某某: the second office is of the place of the first.
            others = [o.office for o in appointed if o.name == person.name and not places.find(person.office)]
            of = [m.place for office_of in others for m in places.find(office_of)]
            if of and where and not any(_one_place(w, p) for w in where for p in of):
                continue
            if not here and not any(m.place in where for m in places.find(person.office)):
                continue
            led = _PAST_BEFORE.search(text, max(0, person.start - 2), person.start)
            written = (led.group() if led else "") + person.office
            told = sentence.passage.text[: sentence.start + person.start][-CONTEXT:]
            # The title of what a body writes itself names whose 局长 is meant.
            before = f"{sentence.passage.title} {told}"
            if _same(office, written, where, before) and _of_the_village(office, written, sentence.heading + before):
                out.append(Holder(person.name, person.office, sentence))
    return out


def _same(office: Office, written: str, where: tuple[Place, ...], before: str = "") -> bool:
    """Whether ``written`` names the office: same rank, and the body's words in it, or just ``before`` it (局长某某说)."""
    other = parse(written)
    if other is None:
        return False
    if other.place and where and not any(_one_place(w, other.place) for w in where):
        return False
    if office.rank == "负责人" and other.rank in _HEADS and office.body:
        return _STEM.sub("", other.body) == _STEM.sub("", office.body)
    if other.rank != office.rank or not _of_term(office.term, other.term):
        return False
    mine, theirs = office.body, other.body
    if not mine:
        return not theirs or (office.rank == "书记" and bool(_PARTY_BODY.fullmatch(theirs)))
    if mine in _BARE:
        return not theirs or theirs.endswith(mine)
    if (not theirs or theirs in _BARE) and len(mine) > len(theirs) and len(mine) >= 2:
        return _last_body(spell_out(simplified(before)), mine)
    if other.place and not office.place and mine != theirs and mine.endswith(theirs) and theirs:
        # 余村党支部 and the 党支部 of another village.
        return mine[: -len(theirs)] in other.place.name
    return mine == theirs or mine in theirs or (len(theirs) >= 2 and theirs in mine and theirs[-1] == mine[-1])


def _one_place(a: Place, b: Place) -> bool:
    """Whether an office at ``b`` may be the one asked for at ``a``: not that of a township for the county's."""
    if b.level in ("township", "village"):
        return places.is_at(a, b.path) or places.is_at(b, a.path)
    return places.covers(a, b) or places.covers(b, a)


def _of_the_village(office: Office, written: str, told: str) -> bool:
    """Whether a bare 村党总支书记 is of the village asked about: reports name it before they call it 村."""
    other = parse(written)
    theirs = other.body if other else ""
    if not theirs or theirs[0] not in "村镇乡" or office.body == theirs or (other and other.place):
        return True
    if office.place and office.place.name.endswith(theirs[0]):
        return office.place.name in told
    if not office.body.endswith(theirs):
        return True
    return office.body[: -len(theirs)] + theirs[0] in told


def _of_term(asked: str, told: str) -> bool:
    """Whether a report's 首任, 原, 退休 is what is asked for: who was in office is not who is."""
    now = ("", "现任", "新任")
    return told == asked or told in now[1:] or (asked in now and told not in _PAST)


def _last_body(before: str, body: str) -> bool:
    """Whether ``body`` is the last of its sort that ``before`` names (局, 院, 校 and the like); 该校, 学校 name none."""
    at = before.rfind(body[-1])
    while at >= 0 and _UNNAMED.search(before[max(0, at - 3) : at + 1]):
        at = before.rfind(body[-1], 0, at)
    return before[: at + 1].endswith(body)


def elsewhere(office: Office, name: str, asked: tuple[Place, ...], sentences: Sequence[Sentence]) -> Holder | None:
    """Where a report gives ``name`` the office at another place than those asked for; None where none does."""
    for sentence in sentences:
        if name not in sentence.text or place_fit(asked, sentence) >= 0.75:
            continue
        for person in appointments(simplified(sentence.text)):
            held = parse(person.office) if person.name == name else None
            if held and held.rank == office.rank and held.body[-1:] == office.body[-1:] and sentence.passage.place:
                return Holder(name, person.office, sentence)
    return None


def presumed(query: Query) -> list[tuple[Office, str]]:
    """Offices that the question takes for granted, with the name it gives."""
    out = []
    for person in query.persons:
        office = parse(person.office)
        if office:
            out.append((office, person.name))
    return out
