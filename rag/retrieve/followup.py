"""Follow-up questions made whole from the questions before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.retrieve.question import without_courtesy
from rag.retrieve.subjects import organisations
from rag.text import dates, places
from rag.text.names import SURNAMES, is_person_like
from rag.text.words import content_words, frequency, segment

_ELLIPSIS = re.compile(
    r"^(?:那么?|哪|还有|另外|再(?:问|说)?|然后|以及|至于|换成|改成|如果是|要是)?[，, ]*(.{1,24}?)(?:呢|怎么样|如何|又如何|咋样)?[？?。]*$"
)
_CONTINUES = re.compile(
    r"^(?:那么?|其中|另外|还有|还|又|再|同时|然后|这些|那些|他们|她们|它们|这个|那个|该|其|此|上述|前者|后者|当地|那里|这里)"
)
_PRONOUN = re.compile(
    r"他们|她们|它们|这些|那些|这个|那个|该(?=[市县区镇乡村局院校公司厂])|当地|那里|这里|上述|前者|此地|其(?=[他中]?[一-鿿])"
)
_HE = re.compile(r"(?:那么?)?[，, ]*(?:他|她)(?!们)")
_CALLED = re.compile(rf"(?<![一-鿿])[老小][{SURNAMES}](?![一-鿿]{{0,1}}[家区村镇])|(?<=[的村镇家])[老小][{SURNAMES}]")
"""老李, 小王."""
_THING = re.compile(
    r"[“\"][^”\"]{2,14}[”\"]|[一-鿿]{2,8}(?:中心|基地|车间|学校|医院|公司|合作社|养老院|敬老院|产业园|园区)"
)
_ASKS = re.compile(r"多少|几|什么|哪|谁|何|怎|如何|吗|是否|为啥|占比|增幅")
LOOK_BACK = 6
"""How many earlier questions are considered."""


def standalone(question: str, history: Sequence[str]) -> str:
    """``question`` with what it leaves out filled in from ``history`` (oldest first).

    临湘市呢？ after 怀化市贫困劳动力就业率是多少？ becomes 临湘市贫困劳动力就业率是多少？; a question without a place
    takes the place, and if need be the subject, of the one before. A question that stands alone is returned as it is.
    """
    asked = without_courtesy(question)
    past = [without_courtesy(h) for h in history[-LOOK_BACK:] if h.strip()]
    if not past or not asked:
        return asked
    previous = past[0]
    for i, q in enumerate(past[1:], 1):
        previous = standalone(q, past[:i]) if i == 1 else _resolve(q, previous)
    return _resolve(asked, previous)


def _resolve(asked: str, previous: str) -> str:
    asked = _of_person(asked, previous)
    swapped = _swap(asked, previous)
    if swapped:
        return swapped
    if not _leans(asked):
        return asked
    return _inherit(asked, previous)


def _of_person(asked: str, previous: str) -> str:
    """他爱人呢？ after a question on somebody: asks the same of the other; 他在哪里上班？ names whom it means."""
    person = next((w for w in segment(previous) if 2 < len(w) < 5 and is_person_like(w) and not frequency(w)), "")
    person = person or next((m.group() for m in _CALLED.finditer(previous)), "")
    spoken = _HE.match(asked)
    if not person or not spoken:
        return asked
    other = _ELLIPSIS.match(asked[spoken.end() :])
    if other and not _ASKS.search(other.group(1)):
        return previous.replace(person, person + other.group(1), 1)
    return person + asked[spoken.end() :]


def _swap(asked: str, previous: str) -> str | None:
    """An ellipsis that only names a place or a period: put it in the previous question's stead."""
    m = _ELLIPSIS.match(asked)
    if not m or _ASKS.search(m.group(1)):
        return None
    core = re.sub(r"(?:的|的话)$", "", m.group(1).strip())
    mentions = places.find(core)
    if mentions and _fills(core, mentions[0].start, mentions[-1].end):
        old = places.find(previous)
        if not old:
            return core + previous
        start, end = _run(previous, old)
        return previous[:start] + core + previous[end:]
    if named := _named(previous):
        other = _named(core)
        if other and _fills(core, *other):
            return previous[: named[0]] + core + previous[named[1] :]
    spans = dates.periods(core)
    if spans and _fills(core, spans[0].start, spans[-1].end):
        earlier = dates.periods(previous)
        if not earlier:
            old = places.find(previous)
            at = old[0].end if old else 0
            return previous[:at] + core + previous[at:]
        return previous[: earlier[0].start] + core + previous[earlier[0].end :]
    # 净利润呢？ after 营业收入是多少: the other figure of the same.
    matter = _matter(previous)
    if not matter or "呢" not in asked or m.group(1).endswith("的") or len(core) < 2:
        return None
    if core[-2:] in matter:
        # 农村居民呢？ after 城镇居民人均可支配收入: the part that ends alike.
        matter = matter[: matter.index(core[-2:]) + 2]
    return core.join(previous.rsplit(matter, 1))


def _matter(previous: str) -> str:
    """What ``previous`` asked of its place, body and time; empty where that is not one noun."""
    asks = _ASKS.search(previous)
    ends = [m.end for m in places.find(previous)] + [p.end for p in dates.periods(previous)]
    ends += [(_named(previous) or (0, 0))[1]]
    subject = _subject(previous[max((e for e in ends if asks and e <= asks.start()), default=0) :])
    return re.sub(r"^(?:全[省市县区镇乡村])?的?", "", subject)


def _named(text: str) -> tuple[int, int] | None:
    """Span of the body or the label that ``text`` is about, with the place it belongs to (某村的“长者之家”); else None."""
    bodies = organisations(text) or [m.span() for m in _THING.finditer(text)]
    if not bodies:
        return None
    start, end = bodies[0]
    led = next((m for m in places.find(text) if text[m.end : start] in ("", "的")), None)
    return (led.start if led else start), end


def _run(text: str, mentions: Sequence[places.PlaceMention]) -> tuple[int, int]:
    """The first mention with those that follow it directly or joined: 湖南省绥宁县, 绥宁县和新宁县."""
    start, end = mentions[0].start, mentions[0].end
    for m in mentions[1:]:
        if not re.fullmatch(r"[和与、及跟同的，,\s]{0,2}", text[end : m.start]):
            break
        end = m.end
    return start, end


def _fills(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is all of it, but for particles."""
    rest = text[:start] + text[end:]
    return not re.sub(r"[的在和与、，,\s]|全市|全县|全省", "", rest)


def _leans(asked: str) -> bool:
    """Whether the question needs the one before: it says so, or it is short and names no place."""
    if places.find(asked):
        return bool(_CONTINUES.match(asked)) and len(content_words(asked)) <= 2
    return bool(_CONTINUES.match(asked) or _PRONOUN.search(asked)) or len(asked) <= 24


def _inherit(asked: str, previous: str) -> str:
    """Put the place, the period and, for very short questions, the subject of ``previous`` in front."""
    body = re.sub(r"^(?:那么?|还有|另外|然后|再问|又|那请问)[，, ]*", "", asked)
    body = _PRONOUN.sub("", body) if len(_PRONOUN.sub("", body)) >= 3 else body
    old = places.find(previous)
    place = (
        previous[old[0].start : old[-1].end]
        if old and old[-1].end - old[0].start <= 16
        else (previous[old[0].start : old[0].end] if old else "")
    )
    subject = _subject(previous[old[-1].end :] if old else previous)
    mine, theirs = set(content_words(body)), content_words(subject)
    lead = place
    asks = _ASKS.search(previous)
    body_of = _named(previous)
    if body_of and asks and body_of[1] <= asks.start() and not _named(body):
        # The one before was about a body: so is this, and needs nothing else of it.
        lead, subject = previous[slice(*body_of)], ""
    period = dates.periods(previous)
    if period and not dates.periods(body) and not period[0].relative:
        lead += period[0].as_written
    if theirs and (not lead or not mine & set(theirs)):
        lead += subject
    return f"{lead}{body}" if lead and not body.startswith(lead) else body


def _subject(text: str) -> str:
    """The noun the previous question was about: its last run of content before the question ends.

    累计建立了多少个扶贫车间？ gives 扶贫车间; 贫困劳动力就业率是多少？ gives 贫困劳动力就业率.
    """
    clause = re.split(r"[，,；;]", text)[0]
    m = re.search(
        r"(?:多少|几)(?:个|家|人|名|户|亩|所|座|项|条|万元|亿元|元|公里|次|场)?的?([一-鿿]{2,14}?)(?:[？?]|$)", clause
    )
    if m:
        return m.group(1)
    head = re.split(r"(?:是|有|达|为)?(?:多少|几|什么|哪|谁|何|怎|如何|吗|是否)", clause)[0]
    head = re.sub(r"(?:的|了|是|有|为|达到?|分别|共|一共)+$", "", head.strip())
    return head if 2 <= len(head) <= 16 else ""
