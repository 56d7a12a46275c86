"""What a question is about: its subject without its place and its time, its body, the other part of the same whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.retrieve.subjects import organisations
from rag.text import dates, places
from rag.text.dictionary import kind
from rag.text.units import UNIT
from rag.text.words import frequency, segment

ASKS = re.compile(r"多少|多[大高长远久重快]|几|什么|哪|谁|何|怎|如何|吗|是否|为啥|占比|增幅")
"""Where a question begins to ask."""
BASE = re.compile(r"[比较](?:[上去前]年|(?:19|20)\d\d年)")
"""A year that a figure is set against: not the one that is asked about."""
AIM = re.compile(r"的?(?P<aim>目标|计划|任务|预期)(?:值|数)?$")
"""What something was to come to, at the end of its name: 收购计划, 增速目标."""
_MUCH = re.compile(rf"(?:多少|几)[百千万亿]*(?:{UNIT.pattern})?")
_MEASURE = re.compile(rf"[百千万亿]*(?:{UNIT.pattern})")
_BEFORE_ASKING = re.compile(r"(?:的|了|是|有|为|达到?|分别|共|一共|总共|和|与|跟|同)+$")
_INSIDE = frozenset("中 当中 之中 里 里面 其中".split())
"""Stand between a whole and its part."""
_MADE_UP = re.compile(r"中[一-鿿]{1,2}|[一-鿿]中")
_COUNTED_OUT = re.compile(r"(?<=\d)(?:个|家|座|所|处|户|名|间|条|只|头|台|辆|项|支)")
_THING = re.compile(
    r"[“\"][^”\"]{2,14}[”\"]|[一-鿿]{2,8}(?:中心|基地|车间|学校|医院|公司|合作社|养老院|敬老院|产业园|园区)"
)
_SORTS = (
    "城市 城镇 城里 城区 农村 乡村 乡下",
    "男性 女性",
    "公办 民办",
    "国内 国外 海外 境外",
    "省内 省外",
    "县内 县外",
    "上半年 下半年",
)
"""Words that stand for the parts of one whole: 农村呢？ after 城市社区的覆盖率 asks of the other part."""


def topic_of(text: str) -> str:
    """The subject of ``text`` without its place and time."""
    plain, where = _without(text, dates.periods(text)), places.find(text)
    return subject_of(plain[where[-1].end :] if where else plain)


def subject_of(text: str) -> str:
    """The noun the previous question was about: its last run of content before the question ends.

    一共开办了多少个社区食堂？ gives 社区食堂; 优质稻占比是多少？ gives 优质稻占比.
    """
    clause = re.split(r"[，,；;]", text)[0]
    m = re.search(
        r"(?:多少|几)(?:个|家|人|名|户|亩|所|座|项|条|万元|亿元|元|公里|次|场)?的?([一-鿿]{2,14}?)(?=[到在去来给]|[？?]|$)",
        clause,
    )
    if m and _MEASURE.fullmatch(m.group(1)):
        m = None  # 接待游客多少万人次: no noun follows
    if m and kind(m.group(1)) != "v":
        return m.group(1)
    head = re.split(r"(?:是|有|达|为)?(?:多少|几|什么|哪|谁|何|怎|如何|吗|是否)", clause)[0]
    head = _BEFORE_ASKING.sub("", head.replace(" ", ""))
    head += m.group(1) if m else ""  # 站点带动了多少人增收: 站点带动增收
    return head if 2 <= len(head) <= 16 else ""


def place_in(text: str) -> str:
    """The place of ``text`` as it stands there, several that follow each other closely together; empty without one."""
    where = places.find(text)
    if not where:
        return ""
    return text[where[0].start : where[-1 if where[-1].end - where[0].start <= 16 else 0].end]


def how_many(text: str) -> str:
    """How the answer to ``text`` is counted: 多少个 of 新增学位多少个, 百分之多少 of a rate, 多少 where it says no more."""
    if re.search(r"(?:率|比例|比重|占比)$", figure_of(text)):
        return "百分之多少"
    asks = _MUCH.search(text)
    return f"多少{re.sub(r'^(?:多少|几)', '', asks.group())}" if asks else "多少"


def parted(text: str) -> tuple[str, str]:
    """The whole and the part of it that ``text`` names: 新增学位 and 公办 of 新增学位中公办; empty strings where it names none."""
    words = segment(text)
    for i in range(len(words) - 1, 0, -1):
        word, ends, begins = words[i], "", ""
        if _MADE_UP.fullmatch(word) and not frequency(word):
            # What the segmenter makes up (茶农|中女|的, 护林|员中|女|的) is no word.
            ends, begins = word.split("中", 1)
        elif word not in _INSIDE:
            continue
        if part := begins + "".join(words[i + 1 :]):
            return "".join(words[:i]) + ends, part
    return "", ""


def dated_in(text: str) -> str:
    """The first year that ``text`` asks about, as it stands there; not one that is only set against, nor 今年."""
    own = (p for p in dates.periods(text) if p.since and not p.relative and not BASE.match(text, max(0, p.start - 1)))
    return next((p.as_written for p in own), "")


def figure_of(text: str) -> str:
    """What ``text`` asks a figure of, with what was done, without its place and time; empty where it asks for none.

    培训了多少茶农？ gives 培训茶农; 茶农中多少人拿了证？ gives 茶农中拿了证的.
    """
    plain, where = _without(text, dates.periods(text)).rstrip("？?。 "), places.find(text)
    plain = plain[where[-1].end :] if where else plain
    asks = _MUCH.search(plain)
    if asks is None or re.search(r"[，,；;？?]", plain):
        return ""
    head, tail = plain[: asks.start()].replace(" ", ""), plain[asks.end() :].strip().removeprefix("的")
    bare = _BEFORE_ASKING.sub("", head)
    named = re.sub(r"^的|^(?:目前|现在|现|一?共|总共)$", "", bare)
    part = head[len(bare) :].startswith("的") or (tail and kind(segment(tail)[0])[:1] == "v")
    return f"{named}{tail}{'的' if part and (named.endswith('中') or parted(named)[1]) else ''}"


def _without(text: str, spans: Sequence[dates.Period]) -> str:
    """``text`` with white space in place of its times."""
    for p in spans:
        text = text[: p.start] + " " * (p.end - p.start) + text[p.end :]
    return text


def other_part(core: str, previous: str) -> str | None:
    """农村呢？ after a question on towns: the same of the country."""
    held = next((words for group in _SORTS if core in (words := group.split())), [])
    other = next((w for w in held if w != core and w in previous), None)
    return previous.replace(other, core, 1) if other else None


def body_in(text: str) -> tuple[int, int] | None:
    """Span of the body or the label that ``text`` is about, with the place it belongs to (某村的“长者之家”); else None."""
    # 186家帮扶车间: the measure word is no part of what is counted.
    plain = _COUNTED_OUT.sub("，", text)
    bodies = organisations(text) or [m.span() for m in _THING.finditer(plain)]
    if not bodies:
        return None
    start, end = bodies[0]
    if text[end - 1] in '”"':
        # “三公”经费 is spoken of, not “三公”.
        follows = next(iter(segment(text[end:])), "")
        end += len(follows) if kind(follows) == "n" else 0
    led = next((m for m in places.find(text) if text[m.end : start] in ("", "的")), None)
    return (led.start if led else start), end


def joined_from(text: str, mentions: Sequence[places.PlaceMention]) -> tuple[int, int]:
    """The first mention with those that follow it directly or joined: 湖南省绥宁县, 绥宁县和新宁县."""
    start, end = mentions[0].start, mentions[0].end
    for m in mentions[1:]:
        if not re.fullmatch(r"[和与、及跟同的，,\s]{0,2}", text[end : m.start]):
            break
        end = m.end
    return start, end
