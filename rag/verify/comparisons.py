"""Comparisons as they are written: 甲比乙多, 甲少于乙, 最多的是甲, 甲居第二."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.domain import Span
from rag.text.degrees import A_BIT, AMOUNTS, LESS
from rag.text.numerals import read as read_number
from rag.text.quantity import Quantity
from rag.verify.reading import Reading

_SIDE = r"(?:[^，。；：、！？,;“”比]|比(?=[例重率]))"
_CLAUSE = r"[^，。；！？,;]"
_DEGREE = rf"(?<![提增减缩扩加放延降走升调])(?P<degree>{AMOUNTS}|快|慢)"
_MARKED = r"(?:更|还|都|要|略|稍|明显|远)?"
_THAN = re.compile(
    rf"(?P<first>{_CLAUSE}{{0,40}}?)(?:(?<![占对相评同环])比(?!例|重|率|较|赛|如(?![东皋])|拼|照|武(?:[竞大活场会]|$))|(?<!比)较(?=[去上前往]))(?P<second>[^，。；：！？,;比]{{1,24}}?)(?:的|还|更|要|都|略|稍)*{_DEGREE}(?:了|出|得|{A_BIT})?"
    r"(?=[，。；、！？,;]|$|[\d一二两三四五六七八九十百千万近约超]|许多|很多|不少|得多)"
)
_MOVED = re.compile(
    rf"(?P<first>{_CLAUSE}{{2,40}}?)(?<![占对相评同环])[比较](?![例重率])(?P<second>[^，。；：！？,;比]{{2,12}}?)(?:有所|略有|稍有|明显|大幅|又|还|都|均)*"
    r"(?:(?P<up>增加|增长|提高|上升|上涨)|减少|下降|降低|回落|下滑)了?(?=[，。；！？,;]|$)"
)
"""Of one thing at two times: 今年的资金比去年有所增加."""
_SOONER = re.compile(
    rf"(?P<first>{_CLAUSE}{{2,40}}?)(?<![占对相评同环])比(?P<second>[^，。；：！？,;比]{{2,24}}?)(?:(?P<early>提前|提早|早)|推迟|延后|晚)了?(?=[\d一二两三四五六七八九十半近约])"
)
_PLANNED = re.compile("原|计划|预|规定|要求|工期|往")
"""What something is ahead of or behind that is no other thing."""
_OVER = re.compile(
    rf"(?P<first>(?:^|(?<=[，。；！？]))|{_CLAUSE}{{2,40}}?){_MARKED}(?<!不)(?P<word>多于|少于|高于|低于|大于|小于|快于|慢于|长于|短于|不及|不如|超过|胜过|[超逾](?=[去前上往]年|历年|同期))"
    rf"(?![^，。；]*的[由报须要可])(?P<second>{_SIDE}{{2,24}}?)(?:的)?(?=[，。；！？,;]|$)"
)
_EVEN = re.compile(
    rf"(?P<first>{_CLAUSE}{{0,40}}?)[与和同](?P<second>[^，。；：！？,;与和同]{{2,16}}?)(?:相比)?(?:基本|大体|大致)?持平"
)
_POLE = {"不及": -1, "不如": -1, "超过": 1, "胜过": 1, "超": 1, "逾": 1}
_TOP = re.compile(
    rf"(?P<what>{_CLAUSE}{{0,30}}?)最{_DEGREE}的{_CLAUSE}{{0,8}}?(?:是|为|当属|要数)(?P<who>[^，。；、！？,;是为]{{2,20}}?)(?=[，。；、！？,;]|$)"
)
_IS_TOP = re.compile(
    rf"(?P<what>{_CLAUSE}{{2,30}}?)(?:为)?最{_DEGREE}(?:[，。；、！？,;]|$|(?=[，,]?(?:达到?|为|有|占)?[\d百约近]))"
)
_RANKED_IS = re.compile(
    rf"(?P<what>{_CLAUSE}{{0,30}}?)(?:居|排名?|位居|位列|名列|列|排在)第(?P<rank>[一二三四五六七八九十\d]{{1,2}})(?:位|名)?的{_CLAUSE}{{0,8}}?(?:是|为)"
    r"(?P<who>[^，。；、！？,;是为]{2,20}?)(?=[，。；、！？,;]|$)"
)
_IS_THE = re.compile(
    rf"(?P<what>{_CLAUSE}{{2,24}}?)(?:是|为|成为|系){_CLAUSE}{{0,8}}?最{_DEGREE}的(?!是|为){_CLAUSE}{{1,10}}?(?=[，。；、！？,;]|$)"
)
_RANKED = re.compile(
    rf"(?P<what>{_CLAUSE}{{2,30}}?)(?:居|排名?|位居|位列|名列|列|排在)(?:全[国省市州县区旗镇乡])?(?:第(?P<rank>[一二三四五六七八九十\d]{{1,2}})(?:位|名)?|(?P<top>首位|榜首|首)|(?P<last>末位|最后|倒数第一))"
    r"(?=[，。；、！？,;]|$)"
)
_NEXT = re.compile(r"其次(?:是|为)?(?P<who>[^，。；、！？,;是为]{2,20}?)(?=[，。；、！？,;]|$)")
_SCOPE = re.compile(
    r"[一-鿿]{0,5}?(?:当中|之中|之间|里|中|间)(?=[^，。；！？]{0,24}(?:最|其次|第[一二三四五六七八九\d]|居|排|列))"
)
_PART = re.compile(r"(?:一半|[一二两三四五六七八九十]+成|分之[一二三四五六七八九十]+|[\d.]+%|倍)$")
"""超过总数的一半 tells a share, and compares no two things."""
_MOST_COUNTED = 20
THEN = re.compile(r"[去前上]年|年[初底]|同期|往年|上[个]?月|上[次期届轮]|此前|过去|以前|原来|当初")
"""An earlier time, with which something is compared: less is told of it than of another thing."""
_NO_SIDE = re.compile(
    r"^(?!第?[\d一二三四五六七八九十]{1,4}(?:季度|年|月|批|期|组|村|星|级|类|等|档|号))(?:[\d一二两三四五六七八九十百千万亿]|目标|预期|计划)"
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``first`` is said to be more than ``second`` (``pole`` 1), less (-1) or as much (0), at ``span``; ``written`` is the word for it."""

    first: str
    second: str
    pole: int
    span: Span
    written: str


@dataclass(frozen=True, slots=True)
class Rank:
    """``who`` is said to be number ``rank`` (1 first, -1 last) from the greatest (``pole`` 1) or the least (-1) of its list.

    ``who`` may hold the words for what is measured as well.
    """

    who: str
    rank: int
    pole: int
    span: Span
    written: str


def comparisons(reading: Reading) -> list[Comparison]:
    """What ``reading`` sets against each other, in order."""
    out: list[Comparison] = []
    for match in _THAN.finditer(reading.text):
        if not _NO_SIDE.match(match["second"]):
            pole = -1 if match["degree"] in LESS else 1
            first = match["first"] or _before(reading, match.start())
            out.append(Comparison(first, match["second"], pole, match.span(), match["degree"]))
    for match in _OVER.finditer(reading.text):
        if not _NO_SIDE.match(match["second"]) and not _PART.search(match["second"]):
            word = match["word"]
            pole = _POLE.get(word, -1 if word[0] in LESS else 1)
            first = match["first"] or _before(reading, match.start())
            out.append(Comparison(first, match["second"], pole, match.span(), word))
    for pattern in (_MOVED, _SOONER):
        for match in pattern.finditer(reading.text):
            second = match["second"]
            if not _NO_SIDE.match(second) and not (
                pattern is _SOONER and (_PLANNED.search(second) or THEN.search(second))
            ):
                up = match["up"] if pattern is _MOVED else not match["early"]
                word = match.group()[match.end("second") - match.start() :]
                out.append(Comparison(match["first"], second, 1 if up else -1, match.span(), word))
    for match in _EVEN.finditer(reading.text):
        out.append(
            Comparison(match["first"] or _before(reading, match.start()), match["second"], 0, match.span(), "持平")
        )
    return out


def ranks(reading: Reading) -> list[Rank]:
    """What ``reading`` puts at a place of a list, in order."""
    out: list[Rank] = []
    for match in _TOP.finditer(reading.text):
        pole = -1 if match["degree"] in LESS else 1
        out.append(Rank(match["who"], 1, pole, match.span(), "最" + match["degree"]))
        following = _NEXT.match(reading.text, match.end() + 1)
        if following:
            out.append(Rank(following["who"], 2, pole, following.span(), "其次"))
    for match in (*_IS_TOP.finditer(reading.text), *_IS_THE.finditer(reading.text)):
        if not any(a <= match.start() < b for a, b in (r.span for r in out)):
            pole = -1 if match["degree"] in LESS else 1
            out.append(Rank(match["what"], 1, pole, match.span(), "最" + match["degree"]))
    for match in _RANKED_IS.finditer(reading.text):
        number = read_number(match["rank"])
        out.append(Rank(match["who"], int(number.value) if number else 0, 1, match.span(), f"第{match['rank']}"))
    for match in _RANKED.finditer(reading.text):
        number = read_number(match["rank"]) if match["rank"] else None
        rank = int(number.value) if number else -1 if match["last"] else 1
        out.append(Rank(match["what"], rank, 1, match.span(), match.group()[len(match["what"]) :]))
    return out


def scope(reading: Reading) -> tuple[Quantity, Span] | None:
    """How many things a list is said to have of which one is put at a place, and where: 三个镇中最大的是甲."""
    for q in reading.figures:
        counts = q.kind == "count" and q.value == int(q.value) <= _MOST_COUNTED
        if counts and (match := _SCOPE.match(reading.text, q.end)):
            return q, (q.start, match.end())
    return None


def _before(reading: Reading, at: int) -> str:
    """The clause before, where the comparison begins its own: 今年产茶5吨，比去年多."""
    low, _ = reading.sentence_of(at)
    return reading.text[low:at].rstrip("，,").rsplit("，", 1)[-1][-40:]
