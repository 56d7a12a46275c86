"""Offices: whom a claim gives one, the source does not give another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.domain import Span
from rag.text import places
from rag.text.names import persons
from rag.text.offices import RANKS, appointments, held_by, parse_rank
from rag.text.synonyms import spell_out
from rag.text.words import frequency
from rag.verify.context import Finding, Severity, Source
from rag.verify.reading import Reading, shortens

_PAST = re.compile(r"(?:原|前|时任|曾任|前任|拟任|代理?)$")
_ANY = frozenset("负责人 带头人 创始人 法人代表".split())
"""Whoever leads may be called so."""
_BESIDE = frozenset(
    "组长 队长 副队长 会长 副会长 理事长 副理事长 常委 党委委员 工程师 总工程师 教授 院士 研究员 首席专家 教师 老师 医生 技术员 传承人 联络员".split()
)
"""What one is beside another office: the source need not say it, and denies none by it."""
_OF_A_PLACE = re.compile(r"副?[省市州县区镇乡]长")
_PARTY = re.compile(r"政法委|纪工?委|团委|团[省市州县区]委|工委|党委|党组|支部|总支|支$|[省市州县区]委")
_BRANCH = re.compile(r"支部|总支|支$|村$|社区$")
_KIND = re.compile(r"(?:委员会|办公室|部门|公司|集团|分局|局|厅|委|办|部|院|校|会|站|所)$")
_NOT_HAN = re.compile(r"[^一-鿿]+")
_COMMON = 1000
"""From this count on in jieba's dictionary, two characters after an office are a word (总书记强调), no name."""
_LEADS_UP = re.compile(r".*[的于以为被向由从对在]")
"""What stands before a body in the same breath: 前往会场的县财政局."""
_MADE = re.compile(r"任命[：:]?(?P<who>[一-鿿]{2,4}?)(?:同志)?[为任]|(?P<late>[一-鿿]{2,4}?)被任命为")
_UNMADE = re.compile(
    r"免去(?P<who>[一-鿿]{2,4}?)(?:同志)?[的]?(?=[^，。；]{0,12}职务|[县市省区镇乡州])|(?P<late>[一-鿿]{2,4}?)(?:被|已)免去"
)
"""Who is given an office, and from whom one is taken."""
_EDGE = frozenset("省市州县区镇乡村旗国的")


def _made_or_unmade(claim: Reading, texts: Sequence[str]) -> list[Finding]:
    """A finding for each whose office ``claim`` has taken away which the sources have given, or the other way round."""
    out: list[Finding] = []
    for mine, theirs, word in ((_UNMADE, _MADE, "任命"), (_MADE, _UNMADE, "免去")):
        for m in mine.finditer(claim.text):
            who = m["who"] or m["late"]
            held, turned = ({n["who"] or n["late"] for t in texts for n in p.finditer(t)} for p in (mine, theirs))
            if who in turned and who not in held:
                out.append(Finding("职务", f"引文说的是{word}{who}", "contradicted", (m.span(),)))
    return out


def offices(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each office of ``claim`` that the sources do not give, where they give the person others.

    The words around a quote count: they introduce whom it names.
    """
    if not any(rank in claim.text for rank in RANKS):
        return []
    texts = [r.text for s in sources for r in s.readings]
    out: list[Finding] = []
    done: set[Span] = set()
    known = sorted(n for text in texts for n in _named(text) if n in claim.text)
    named = dict.fromkeys([*_named(claim.text), *(p.text for p in persons(claim.text)), *known])
    for written in named:
        # 县长刘敏率队: what follows may have been taken for the end of the name.
        for name in dict.fromkeys((written, written[:2])):
            found = [(office, is_past(text, start)) for text in texts for start, _, office in held_by(name, text)]
            if found:
                break
        else:
            continue
        theirs = [office for office, _ in found if _rank(office) not in _ANY]
        if not theirs or (len(written) == 2 and frequency(written) > _COMMON):
            continue
        mine = held_by(written, claim.text)
        # 原县长某某: what one was is not denied by what one is.
        if not any(past for _, past in found):
            mine = [(a, b, o) for a, b, o in mine if not is_past(claim.text, a)]
        wrong = [(a, b, o) for a, b, o in mine if not any(same_office(o, t) for t in theirs)]
        for start, end, office in wrong:
            if (start, end) not in done:
                done.add((start, end))
                told = "、".join(dict.fromkeys(map(_shown, theirs)))
                reason = f"职务不符：引文中{name}是{told}，不是{_shown(office)}"
                severity = _severity(office, theirs, partly=len(wrong) < len(mine))
                # The place in front is another check's.
                begin = max((m.end for m in claim.places if start < m.end < end), default=start)
                out.append(Finding("职务", reason, severity, ((begin, end),), told))
    return out + _made_or_unmade(claim, texts)


def is_past(text: str, start: int) -> bool:
    """Whether the office at ``start`` is told as one that was held, or will be."""
    return bool(_PAST.search(text, max(0, start - 4), start))


@lru_cache(maxsize=512)
def _named(text: str) -> tuple[str, ...]:
    """Whom ``text`` names directly after an office."""
    return tuple(dict.fromkeys(a.name for a in appointments(text)))


def _severity(office: str, theirs: Sequence[str], *, partly: bool) -> Severity:
    """Whether the source denies ``office``, or merely does not give it to one who may well hold it beside others."""
    if any(_vying(office, t) for t in theirs):
        return "contradicted"
    beside = _rank(office) in _BESIDE or all(_rank(t) in _BESIDE for t in theirs)
    return "unsupported" if partly or beside else "contradicted"


def _vying(office: str, other: str) -> bool:
    """Whether both are of one rank but for 副, so that hardly anybody holds both (县委书记, 县委副书记)."""
    return _rank(office).removeprefix("副") == _rank(other).removeprefix("副")


def _rank(office: str) -> str:
    parsed = _parsed(office)
    return parsed[1] if parsed else ""


def same_office(office: str, other: str) -> bool:
    """Whether two wordings may mean one office: the same rank, in bodies of which neither excludes the other."""
    a, b = _parsed(office), _parsed(other)
    if a is None or b is None or a[1] in _ANY:
        return True
    (mine, rank), (theirs, other_rank) = a, b
    if rank != other_rank:
        return False
    if _OF_A_PLACE.fullmatch(rank):
        return True
    if rank in ("书记", "副书记"):
        return _same_party(mine, theirs)
    return _same_body(mine, theirs)


def _parsed(office: str) -> tuple[str, str] | None:
    split = parse_rank(re.sub(r"的(?=[^的]{2,4}$)", "", office))
    if split is None:
        return None
    body, rank = split
    if rank == "支书":
        return body + "支部", "书记"
    return (body + "村", "主任") if rank == "村主任" else (body, {"老师": "教师"}.get(rank, rank))


def _same_party(mine: str, theirs: str) -> bool:
    a, b = _party(mine), _party(theirs)
    # Of a village, 书记 is the branch's, whatever the party's body there is called.
    branch = any(x and _BRANCH.search(x) for x in (a, b)) and any(re.search("[村社]", x) for x in (mine, theirs))
    return not a or not b or a == b or bool(branch)


def _party(body: str) -> str:
    """The party's body that a secretary is of: 县委, 政法委, 党委; empty where it is not told."""
    found = _PARTY.findall(body.replace("委员会", "委"))
    last = found[-1] if found else ""
    return "支部" if _BRANCH.search(last) else "团委" if last.startswith("团") or "共青团" in body else last


def _same_body(mine: str, theirs: str) -> bool:
    """Whether two bodies may be one: either shortens the other, or both end alike from the place on."""
    a, b = _core(mine), _core(theirs)
    if len(a) < 2 or len(b) < 2 or shortens(a, b) or shortens(b, a):
        return True
    n = 0
    while a[-n - 1] == b[-n - 1]:
        n += 1
    return n >= 2 and (a[-n - 1] in _EDGE or b[-n - 1] in _EDGE)


def _core(body: str) -> str:
    """A body without the place in front and the word for what sort of body it is: 财政 of 绥宁县财政局."""
    body = _LEADS_UP.sub("", _NOT_HAN.sub("", body))
    found = places.find(body)
    body = spell_out(body[max((m.end for m in found if m.end < len(body)), default=0) :])
    return _KIND.sub("", body.lstrip("省市州县区镇乡村"))


def _shown(office: str) -> str:
    return _NOT_HAN.sub("", office.rsplit("的", 1)[-1])[-16:]
