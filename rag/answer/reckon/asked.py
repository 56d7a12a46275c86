"""What a question wants worked out: the things it adds up, sets against each other, divides or takes away.

Each form is read from the words alone; ``None`` where the question is not of the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answer.reckon.operands import TIMES, Named
from rag.answer.reckon.said import AND
from rag.domain import Span
from rag.retrieve.content import content
from rag.retrieve.question import Query
from rag.retrieve.subjects import named_places
from rag.retrieve.terms import Weights
from rag.text import dates
from rag.text.degrees import DEGREES, MOVES
from rag.text.units import UNIT

TOTAL = re.compile(
    r"加起来|合起来|加在一起|合在一起|一共|总共|合计|共计|总计|之和|总和|的?总(?:数|量|额|人数)"
    r"|(?<![公中一总合])共(?![同享产青和性识计]|建(?!成|有))(?=[一-鿿“”]{0,10}?(?:多少|几))"
)
_JOINT = re.compile(rf"、|{AND}|(?<![增参添附])加上?(?!工|强|快|大|起|在)|跟(?!踪)|(?<=”)(?=“)")
_GROUP = re.compile(
    r"(?:这|等)?(?P<n>[两二三四五六七八九十]|\d{1,2})(?:大|个)?(?:项|类|种|家|镇|县市?区?|市|区|乡镇?|村|人|者|笔|处|所|地|方面|部分|部门|口子|户|园区|企业|公司|安置点)|(?P<pair>夫妻|夫妇|两口子|小两口|俩)(?:[二两]人|俩)?"
)
_COUNTS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_MORE = rf"(?!轻(?<=年轻))(?:{DEGREES})|{MOVES}"
"""年轻 is no degree."""
_THAN = re.compile(
    rf"(?P<first>[^，,。；？?]{{1,80}}?)(?:(?<![同环占])比(?![例重])|(?<![环比])较)(?P<second>[^，,。；？?]{{1,24}}?)(?:还|又|要|每[一-鿿]{{1,2}})?(?:{_MORE})(?P<rest>[^，,。；？?]{{0,40}}?)(?:多少|几|百分之)"
)
_APART = re.compile(
    r"(?P<first>[^，,。；？?]{1,80}?)(?:和|与|跟|同)(?P<second>[^，,。；？?]{1,40}?)(?:之间)?的?(?:相差|差距|差额|之差|差(?=多少|几|了))"
)
_TIMES = re.compile(
    r"(?P<first>[^，,。；？?]{1,80}?)(?:是|为|相当于|达到?了?)(?P<second>[^，,。；？?]{1,24}?)的?(?:几倍|多少倍|[几多][一-鿿]?倍)"
)
_SHARE = re.compile(
    r"(?P<first>[^，,。；？?]{0,80}?)(?:所)?占(?P<second>[^，,。；？?]{0,24}?)的?(?:比例|比重|比(?=是|为|有|多|达|约|[？?]|$)|百分之[几多]|几成|多少|几分之|份额)"
)
_OF = re.compile(r"^(?P<second>[^，,。；？?]+?)(?:当中|之中|里面|中|里)(?:，|,)?(?P<first>[^，,。；？?]+)$")
_COUNTED = re.compile(r"(?<=[一-鿿]{2})(?:总?人口|总?人数|总?户数|总数|总量|总额|数量)的?$")
_MUCH = re.compile(rf"(?:大约|大概)?(?:多少|几)[百千万亿]*(?:{UNIT.pattern})?")
_TAKES = re.compile(r"[的了是有为达到过共]+$")


@dataclass(frozen=True, slots=True)
class Listed:
    """Things to be added: ``items`` (two or more, or none) or ``count`` of them (夫妻俩), and what is added of them."""

    items: tuple[Span, ...]
    count: int | None
    rest: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two things set against each other, with the words about both (``rest``)."""

    first: Span
    second: Span
    rest: tuple[Span, ...]


def unit_of(query: Query) -> str | None:
    """The unit that the first ask names, among all units that reports use."""
    ask = query.asks[0]
    if ask.unit:
        return "元" if ask.unit in ("钱", "块钱", "块") else ask.unit
    m = UNIT.match(ask.right) if ask.kind == "value" and ask.word.endswith(("多少", "几")) else None
    return m.group() if m else None


_BY = re.compile(r"^(?:按照?|根据|依据|对照)[^，,]{2,30}[，,]")
"""What a figure is to be worked out from: 按报道里的产量和出口量，…."""
_AIM = re.compile(
    r"(?:(?:距离?|离|超出?|超过|实现|达到|完成)了?)?(?:(?:全年|年度|年初|既定|预期|预定|20\d\d年|明年|今年)的?)*"
    r"(?:[\d.]+[万亿]?[人户个家亩元吨]+(?:以上)?的?)?(?:目标|任务|计划)(?:任务|目标)?数?"
)
"""A target by which something is measured: 离全年6.2万人的任务."""
_OPERATION = re.compile(
    rf"比例|比重|占比|百分|部分|其余|其他|(?:[去上往今]年)?同期|户数|人数|个数|面积|数量|平均|每[一-鿿]|大约|大概|相差|差距|差额|推算|计算|报道|[这此]次|[这此]批|一共|总共|合计"
    rf"|加起来|起来|超出|超过|多出|原来|以前|{DEGREES}|{TIMES.pattern}|[几多]少?[一-鿿]{{0,2}}|便宜|多[一-鿿]|[一-鿿]出"
)
"""Words of a question that say what is to be done with figures, not what they are of."""


def is_topic(word: str, question: str) -> bool:
    """Whether a word of ``question`` names what its figures are of, not what is to be worked out from them."""
    rest = _AIM.sub("，", _BY.sub("", question))
    return word in rest and not _OPERATION.fullmatch(word)


def listed(query: Query) -> Listed | None:
    """甲、乙和丙一共多少, 夫妻俩加起来多少."""
    text = query.question
    m = TOTAL.search(text)
    if m is None:
        return None
    low = max((text.rfind(c, 0, m.start()) for c in "，,。；"), default=-1) + 1
    items = _items(text, low, m.start())
    group = _GROUP.search(text, items[-1][0] if items else low, m.start()) or _GROUP.search(text, m.end())
    group = group or _GROUP.search(text)
    count = None if group is None else 2 if group["pair"] else _number(group["n"])
    tail: list[Span] = [(m.end(), len(text))]
    if items:
        # 96家车间中，甲类和乙类一共: the number of another clause counts something else.
        if count not in (None, len(items)) and group is not None and group.start() >= low:
            return None
        return Listed(tuple(items[:-1] + [_cut(text, items[-1])]), count, (_after_group(text, items[-1]), *tail))
    after = re.search(r"多少|几", text[m.end() :])
    behind = _items(text, m.end() + after.end(), len(text.rstrip("？?。！! "))) if after else []
    if behind:
        first = UNIT.match(text, behind[0][0])
        start = first.end() if first else behind[0][0]
        return Listed(((start, behind[0][1]), *behind[1:]), count, ((low, m.start()),))
    if count and count > 1:
        assert group is not None
        return Listed((), count, ((low, group.start()), (group.end(), max(group.end(), m.start())), *tail))
    return None


def _number(written: str) -> int:
    return int(written) if written.isdigit() else _COUNTS[written]


def _items(text: str, low: int, high: int) -> list[Span]:
    """The things joined in ``text[low:high]``; empty for fewer than two."""
    out: list[Span] = []
    at = low
    for m in _JOINT.finditer(text, low, high):
        out.append((at, m.start()))
        at = m.end()
    out.append((at, high))
    out = [(a, b) for a, b in out if re.search(r"[一-鿿A-Za-z0-9]", text[a:b])]
    return out if len(out) > 1 else []


def _cut(text: str, last: Span) -> Span:
    """The last thing of a list without what counts them all (两类公益性岗位)."""
    m = _GROUP.search(text, *last)
    return (last[0], m.start()) if m and m.start() > last[0] else last


def _after_group(text: str, last: Span) -> Span:
    m = _GROUP.search(text, *last)
    return (m.end(), last[1]) if m and m.start() > last[0] else (last[1], last[1])


def set_against(query: Query) -> Compared | None:
    """甲比乙多多少, 甲和乙相差多少."""
    text = query.question
    for pattern in (_APART, _THAN):
        if m := pattern.search(text):
            return _compared(text, m)
    return None


def times(query: Query) -> Compared | None:
    """甲是乙的几倍."""
    m = _TIMES.search(query.question)
    return _compared(query.question, m) if m else None


def part_and_whole(query: Query) -> Compared | None:
    """甲占乙的比例, 乙中甲占多少; the second is empty where only the part is named."""
    text = query.question
    m = _SHARE.search(text)
    if m is None:
        return None
    first, second = m.span("first"), m.span("second")
    inside = _OF.match(text[: m.end("first")])
    if inside and second[0] == second[1]:
        first, second = inside.span("first"), inside.span("second")
    return Compared(first, second, ((m.end(), len(text)),))


def _compared(text: str, m: re.Match[str]) -> Compared:
    rest = m.span("rest") if "rest" in m.re.groupindex else (m.end(), m.end())
    return Compared(m.span("first"), m.span("second"), (rest, (m.end(), len(text))))


def named(query: Query, span: Span, weights: Weights) -> Named:
    """The operand that ``span`` of the question names."""
    return named_by(query.question[slice(*span)], weights)


def named_by(text: str, weights: Weights) -> Named:
    """The operand that ``text`` names."""
    text = _COUNTED.sub("", text)
    when = TIMES.search(text)
    inside = tuple(p for p in dates.periods(text) if p.since and not p.relative)
    where = named_places(text)
    plain = list(TIMES.sub(lambda m: " " * len(m.group()), text))
    for a, b in (*((p.start, p.end) for p in inside), *((m.start, m.end) for m in where)):
        b -= text[b : b + 1] == "级"  # 某县级: the place runs into the word
        plain[a:b] = " " * (b - a)
    words = content(_TAKES.sub("", "".join(plain).strip()), weights)
    where = [m for m in where if text[m.end : m.end + 1] != "级"]
    aim = bool(re.search(r"目标|任务", text))
    return Named(words, tuple(m.place for m in where), inside, when.group() if when else "", aim=aim)


def operands(query: Query, spans: Sequence[Span], weights: Weights) -> Iterator[list[Named]]:
    """The operands that ``spans`` name: as they stand, then with what the first alone says of all (*办复的*建议和提案)."""
    names = [named(query, span, weights) for span in spans]
    yield names
    (start, end), *others = spans
    lead = query.question.rfind("的", start, end - 1) + 1
    if lead <= start or any("的" in query.question[a : b - 1] for a, b in others):
        return
    context = named(query, (start, lead), weights).words
    own = replace(named(query, (lead, end), weights), places=names[0].places, periods=names[0].periods)
    if context and own.words:
        yield [replace(n, context=context) for n in (own, *names[1:])]


def words_in(query: Query, spans: Sequence[Span], weights: Weights) -> Named:
    """The same for several spans, without the places and times that hold for all."""
    text = " ".join(query.masked[a:b] for a, b in spans)
    return Named(tuple(w for w in content(_MUCH.sub(" ", text), weights) if w.text != "钱"))


def apart(first: Named, second: Named) -> tuple[Named, Named]:
    """Two operands, each by the words of its own, as far as it has any."""
    mine, other = ({w.text for w in n.words} for n in (first, second))
    one = tuple(w for w in first.words if w.text not in other)
    two = tuple(w for w in second.words if w.text not in mine)
    return replace(first, words=one or first.words), replace(second, words=two or second.words)


def side_by_side(query: Query, told: Compared, weights: Weights) -> Iterator[tuple[Named, Named]]:
    """The two operands; where only the time tells them apart the words of the first hold for both (甲今年比去年)."""
    for one, other in operands(query, (told.first, told.second), weights):
        first, second = apart(one, other)
        if second.words or not (second.periods or second.when):
            yield first, second
            continue
        if not (first.periods or first.when):
            first = replace(first, when="现在") if second.when else first
        words = words_in(query, (told.first, *told.rest), weights).words
        words = tuple(w for w in words if not TIMES.fullmatch(w.text))
        yield replace(first, words=words, far=True), replace(second, words=words, far=True)
        return
