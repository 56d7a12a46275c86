"""Questions about what several earlier questions asked: 两者差多少, 哪个更多, 一共多少, 分别是多少."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from os.path import commonprefix

from rag.domain import Span
from rag.retrieve.subjects import named_places, organisations
from rag.retrieve.topic import dated_in, figure_of, parted, place_in
from rag.text import dates, numerals
from rag.text.degrees import AMOUNTS, MOVES
from rag.text.units import UNIT
from rag.text.words import segment

MOST = 6
"""Earlier questions put together at most."""
_LED = r"^(?:那么?|所以|结果|请问|算下来|比较一下|对比一下|比一比)?[，, ]*(?:是)?"
_THEM = (
    r"(?:(?:这|那|上面|上述|前面|刚才)?(?:说的|问的|提到的)?(?P<n>[两二三四五六])(?:者|个|地|县|市|省|区|镇|乡|村|家|人|年|项|种|个?[一-鿿]{1,2})"
    r"|它们|他们|她们|双方|前后)(?:之间|里面?|中|当中|相比)?的?[，, ]*"
)
_WHICH = r"(?:谁|哪(?:里|儿|边|头|一?[个家年项种者方县市省区镇乡村所]|一?个(?:县市|乡镇|街道|社区|园区|[县市省区镇乡村州]))?)"
_MORE = r"(?:更|最|较|要|还)?(?:多|少|高|低|大|小|长|短|早|晚|快|慢|远|近|重|轻|贵|便宜)"
_MUCH = rf"(?:多少|几)(?:个百分点|{UNIT.pattern})?"
_BY = rf"(?:要|又|还)?(?:多|少|高|低|大|小|长|短|早|晚|贵|便宜)(?:出|了)?{_MUCH}"
_END = r"(?:呢|啊|呀)?[？?。！!]*$"
_WANTS = (
    ("most", re.compile(rf"{_LED}(?:{_THEM})?(?P<ask>{_WHICH}的?{_MORE}(?:一?些|一?点)?(?:[，,？?]?{_BY})?){_END}")),
    (
        "apart",
        re.compile(
            rf"{_LED}(?:{_THEM})?(?:相?差(?:了|距)?(?:是|有)?{_MUCH}|差距(?:是|有)?{_MUCH}|差额(?:是|有)?{_MUCH}|{_BY}){_END}"
        ),
    ),
    (
        "apart",
        re.compile(
            rf"{_LED}(?:比|较)(?:它|他|她|前者|后者|前面|上面|上一个|前一个|刚才|那个|前面那个|上一年)(?:的)?{_BY}{_END}"
        ),
    ),
    (
        "total",
        re.compile(rf"{_LED}(?:{_THEM})?(?:加起来|合起来|合计|一共|总共|共计|总和|，)+(?:是|有|共)?{_MUCH}{_END}"),
    ),
    ("each", re.compile(rf"{_LED}(?:{_THEM})?(?:各自?|分别)(?:是|有|为|达)?(?:{_MUCH}|什么|谁|哪些|怎么样){_END}")),
)
_GROWN = re.compile(
    rf"{_LED}(?:一共|总共|共)?(?P<verb>增长|增加|提高|提升|上升|下降|减少|降低|上涨)(?:了|到)?{_MUCH}{_END}"
)
_OF_THEM = re.compile(rf"{_LED}(?:这|那|上述|前面)?(?P<n>[两二三四五六])个?[地县市省区镇乡村](?=[^，,。]{{2}})")
_THAN = re.compile(rf"{_LED}(?:比|较)(?P<other>[^，,。？?比]{{2,12}}?)的?{_BY}{_END}")
_THAN_THEN = re.compile(
    rf"{_LED}(?:比|较|和|与|跟|同|对比)(?P<then>(?:19|20)\d\d年[^，,。？?比]{{0,5}}?)(?:同期|相比较?|比起来|比较|比)*的?[，,]?"
    rf"(?P<by>(?:要|又|还|一?共|总共)?(?:{AMOUNTS}|{MOVES}|提升|上涨|回落|升|翻)[^，,。；;？?]{{0,3}}(?:多少|几|百分之)[^，,。；;？?]{{0,5}})?{_END}"
)
"""Sets what was asked against another year: 比2019年多多少, 和2019年相比呢."""
_DONE_LESS = re.compile(r"(?<=[多少])[^多少了出几]{1,2}(?=了?(?:多少|几))")
"""The verb of 少修多少, which asks what 少多少 asks."""
_YEAR = re.compile(r"(?:19|20)\d\d年[^到至—-]{0,5}")
_SHARE = re.compile(
    rf"{_LED}(?:这|它们?|他们|她们|其)?(?:大约|大概|又|所)?占?(?:了|到|全部|总数|总量)?的?(?:比例|比重|占比|比)?(?:呢|是|有|为|达到?|约)?"
    rf"(?:多少|多大|多高|几成|百分之[几多]少?|几分之几)?(?:比例|比重|个?百分比)?{_END}"
)
_IS_SHARE = re.compile(r"占|比例|比重|几成|百分之|几分之")
_TAIL = re.compile(
    rf"(?:[，,]?{_WHICH}的?{_MORE}(?:[，,]?{_BY})?|[，,]?相差多少|[，,]?一共多少|"
    rf"(?:分别|各自?)?(?:共?有|是|为|达到?)?(?:了)?(?:{_MUCH}|什么|多大|多高|多长))?{_END}"
)
_UNIT = re.compile(rf"(?:多少|几)(?P<unit>个百分点|{UNIT.pattern})(?={_END})")
_ASKED = re.compile(r"多少|几|什么|谁(?!更|最|多|高)|哪(?![^，,]{0,3}[更最]?[多少高低大小早晚快慢])")
_LEADS_ON = frozenset("到 在 去 来 给 向 往 从 的 是 有 了 ， 、".split())
"""Begins what is said of both things, and is no part of either."""
_FUNCTION = re.compile(r"[的了是有为达到共在，,\s]")


@dataclass(frozen=True, slots=True)
class Joined:
    """Several questions as one: what stands before, the things that tell them apart, and what stands after."""

    before: str
    things: tuple[str, ...]
    after: str

    @property
    def text(self) -> str:
        """The question of all of them."""
        names = "、".join(self.things[:-1]) + "和" + self.things[-1] if len(self.things) > 1 else self.things[0]
        return self.before + names + self.after


def asks_of_several(asked: str) -> bool:
    """Whether ``asked`` says of nothing by itself what it asks: 两者差多少？, 哪个多？."""
    return any(pattern.match(asked) for pattern in (_THAN_THEN, *(p for _, p in _WANTS)))


def together(asked: str, earlier: Sequence[str]) -> str | None:
    """``asked`` made whole where it is about several of the ``earlier`` questions (whole, oldest first); else None.

    两者差多少？ after 甲县养老床位有多少张？ and 乙县养老床位有多少张？ becomes 甲县和乙县养老床位相差多少？.
    """
    found = next(((want, m) for want, pattern in _WANTS if (m := pattern.match(asked))), None)
    if not earlier:
        return None
    if found is None:
        of_two = _than_then(asked, earlier[-1]) or _share(asked, earlier) or _grown(asked, earlier)
        return of_two or _than_one_of(asked, earlier) or _of_them(asked, earlier)
    want, m = found
    number = numerals.read(m.groupdict().get("n") or "")
    most = int(number.value) if number else MOST if "最" in asked else 2
    whole = _joined(earlier, most)
    if whole is None:
        return None
    if want == "each" and _ASKED.search(whole):
        return whole
    unit = _UNIT.search(asked) or _UNIT.search(whole)
    tail = {"apart": "相差多少", "total": "一共多少"}.get(want, "") + (unit["unit"] if unit else "")
    tail = {"most": m.groupdict().get("ask"), "each": "分别是多少"}.get(want) or tail
    stem = _TAIL.sub("", whole)
    ends = stem != whole and not _ASKED.search(stem)
    return f"{stem}{tail}？" if ends else f"{whole.rstrip('？?。 ')}，{tail}？"


def _grown(asked: str, earlier: Sequence[str]) -> str | None:
    """增长了多少？ after the same of two years: from the one to the other."""
    grown = _GROWN.match(asked)
    joined = _alike(earlier[-2], earlier[-1]) if grown and len(earlier) > 1 else None
    if not grown or joined is None or not all(dates.periods(t) for t in joined.things):
        return None
    first, last = sorted(joined.things)
    stem = _TAIL.sub("", joined.after)
    return None if _ASKED.search(stem) else f"{joined.before}从{first}到{last}{stem}{grown['verb']}了多少？"


def _than_then(asked: str, previous: str) -> str | None:
    """比2019年多多少？ after what something came to in 2022: the two years of it."""
    than = _THAN_THEN.match(asked)
    now, what = dated_in(previous), figure_of(previous)
    if not than or not what or not _YEAR.fullmatch(now) or now == than["then"]:
        return None
    lead = f"{place_in(previous)}{what}{now}"
    by = _DONE_LESS.sub("", (than["by"] or "").replace("增产", "增加").replace("减产", "减少"))
    return f"{lead}比{than['then']}{by}？" if than["by"] else f"{lead}和{than['then']}相差多少？"


def _share(asked: str, earlier: Sequence[str]) -> str | None:
    """占多少？ after a question on a part: its share in the whole that this names, else that the question before asks of."""
    part = figure_of(earlier[-1]) if _SHARE.match(asked) and _IS_SHARE.search(asked) else ""
    if not part:
        return None
    lead = place_in(earlier[-1]) + dated_in(earlier[-1])
    whole = figure_of(earlier[-2]) if len(earlier) > 1 and not parted(part)[0] else ""
    # Neither what ends alike (蔬菜产量 after 粮食产量) nor what is of another place or year is a part of it.
    if whole and whole[-2:] != part[-2:] and place_in(earlier[-2]) + dated_in(earlier[-2]) == lead:
        part = f"{whole}中{part.removeprefix(whole)}"
    return f"{lead}{part}占多少？"


def _of_them(asked: str, earlier: Sequence[str]) -> str | None:
    """两县一共有多少个帮扶车间？ after questions on 甲县 and on 乙县: the same of 甲县和乙县."""
    them = _OF_THEM.match(asked)
    number = numerals.read(them["n"]) if them else None
    if not them or not number or named_places(asked):
        return None
    spans = [(q, _places(q)) for q in earlier[-MOST:]]
    named = list(dict.fromkeys(q[slice(*s)] for q, s in spans if s))[-int(number.value) :]
    return f"{'、'.join(named[:-1])}和{named[-1]}{asked[them.end() :]}" if len(named) == number.value > 1 else None


def _than_one_of(asked: str, earlier: Sequence[str]) -> str | None:
    """比甲县少多少？ after questions on 甲县 and on 乙县: how far the two are apart."""
    than = _THAN.match(asked)
    other = next((q for q in reversed(earlier[:-1]) if than and than["other"] in q), None)
    joined = _alike(other, earlier[-1]) if other else None
    if joined is None:
        return None
    unit = _UNIT.search(asked) or _UNIT.search(joined.text)
    stem = _TAIL.sub("", joined.text)
    return None if _ASKED.search(stem) else f"{stem}相差多少{unit['unit'] if unit else ''}？"


def _joined(earlier: Sequence[str], most: int) -> str | None:
    """The last ``most`` of the ``earlier`` questions that ask the same of several things, as one; None for fewer than two."""
    last = earlier[-1]
    if len(_run(last)) > 1:
        return last
    found: Joined | None = None
    for other in reversed(earlier[:-1]):
        if found and len(found.things) >= most:
            break
        joined = _alike(other, last)
        if joined is None or (found and (joined.before, joined.after) != (found.before, found.after)):
            continue
        things = (joined.things[0], *(found.things if found else (joined.things[1],)))
        found = Joined(joined.before, tuple(dict.fromkeys(things)), joined.after)
    return found.text if found else None


def _run(text: str) -> list[Span]:
    """Spans of the places, bodies or times that ``text`` joins, the most of one sort."""
    sorts: tuple[list[Span], ...] = (
        [(m.start, m.end) for m in named_places(text)],
        organisations(text),
        [(p.start, p.end) for p in dates.periods(text) if not p.relative],
    )
    joined = [
        s
        for s in sorts
        if len(s) > 1
        and all(re.fullmatch(r"[和与及跟同、]|以及", text[a[1] : b[0]]) for a, b in zip(s, s[1:], strict=False))
    ]
    return max(joined, key=len, default=[])


def _alike(one: str, other: str) -> Joined | None:
    """Two questions that ask the same of different things: of places, of times, or of two matters of one place."""
    for spans in (_places, _times):
        a, b = spans(one), spans(other)
        if a is None or b is None or one[slice(*a)] == other[slice(*b)]:
            continue
        if _same(one, a, other, b):
            return Joined(other[: b[0]], (one[slice(*a)], other[slice(*b)]), other[b[1] :])
    return _matters(one, other)


def _same(one: str, a: Span, other: str, b: Span) -> bool:
    """Whether two questions are of the same words outside ``a`` and ``b``, but for the small ones."""
    rests = [_FUNCTION.sub("", _TAIL.sub("", t[: s[0]] + t[s[1] :])) for t, s in ((one, a), (other, b))]
    return rests[0] == rests[1]


def _places(text: str) -> Span | None:
    mentions = named_places(text)
    if not mentions:
        return None
    end = mentions[0].end
    for m in mentions[1:]:
        # 湖南省绥宁县 is one; in 甲市到乙市 the second is told of the first.
        end = m.end if m.start == end else end
    return mentions[0].start, end


def _times(text: str) -> Span | None:
    found = [p for p in dates.periods(text) if p.since or p.parts != (None, None, None)]
    return (found[0].start, found[0].end) if found else None


def _matters(one: str, other: str) -> Joined | None:
    """石门县2023年财政收入多少 and 石门县2023年支出多少: what differs between the same beginning and the same end."""
    a, b = (segment(_TAIL.sub("", t)) for t in (one, other))
    before = commonprefix([a, b])
    shared = commonprefix([a[len(before) :][::-1], b[len(before) :][::-1]])[::-1]
    if shared and shared[0] not in _LEADS_ON:
        shared = shared[1:]  # 集中安置和分散安置, not 集中和分散安置
    things = ["".join(words[len(before) : len(words) - len(shared)]) for words in (a, b)]
    # What both are asked of has to be the same, and named.
    if not all(2 <= len(t) <= 12 for t in things) or len("".join(before)) < 2:
        return None
    tail = _TAIL.search(other)
    return Joined("".join(before), (things[0], things[1]), "".join(shared) + (tail.group() if tail else ""))
