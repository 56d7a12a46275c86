"""What each figure of a text is said of, by the reader of figures: the names by which claim and source are compared.

Surroundings (``context``) tell which candidate stands where the claim's words stand; names tell what is measured, and
where the two disagree the names are right: 农村居民人均消费支出 is not 城镇居民人均消费支出, however alike their surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.domain import Passage, SourcedText
from rag.figure import Figure
from rag.figures.read import measured
from rag.figures.sifting import modifies
from rag.text import places
from rag.text.quantity import Quantity, compare
from rag.text.sentences import sentences
from rag.text.units import related
from rag.verify.rates import NO_RATE, Rate, differ, rates
from rag.verify.reading import Reading, bigrams, strip
from rag.verify.steps import steps

_LEAST = 0.6
"""Share of a claim's name that the name of another figure must have to be meant in its place."""
_MOST = 120
"""Figures of a text that are told apart; more is no report."""
_TELLING, _PART = 2, 3
"""More bigrams than the first, and so many times those that tell the other, make a name that of the part."""
_WHOLE = 3
"""Least characters of the name of a whole of which the claim may tell a part's figure."""
_ALL = re.compile("[一总]共|合计|累计|全部|[了的]")
_VERBATIM = 8
"""Characters of a clause up to a figure that, standing in the source word by word, are not doubted for its name."""
_EARLIER = re.compile(r"原[来先有为是本]|此前|之前|以前|过去|曾|最初|起初|当初|当时|[去前上]年|最高时|年初|从前")
"""What makes the beginning of a change a statement of its own."""
_FULL = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）"}
_HALF = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[;()]")
"""Signs that the reader of figures knows by their full width."""
_JOINT = "·"
"""Between the whole, the subject and the name of a figure."""
_THOSE = re.compile(r"^，[^，。；]{1,12}的(?:有|占|为|达|共|仅|只有|就有)?$")
_MEASURE = re.compile(
    r"(?:种植|养殖|栽种|总|年|综合)*(?:面积|产量|产值|销量|销售额|收入|投资|利润|税收|人数|户数|存栏|出栏|单产|亩产|价格)$"
)
_NEXT = re.compile("^[、，]")
_OF_THESE = re.compile("^(?:，其中|、)")
_SAME_SIZE = 3
"""How many times as much as another a mean may be that is told with it."""
_REACHED = re.compile(r"^(?:实现|完成|创)(?=[一-鿿]{2})")
_FOLLOWS = re.compile(r"([^，。；！？]{2,30})，(?:有|为|达到?|共|是|占)?$")
_NOT = re.compile(r"没有|尚未|未(?!来)|不(?!足|到|少|动)|剩|其余|还有|尚有")
AHEAD = re.compile(
    r"提出[^，。；]{0,4}[，,]?(?:到20|[一二两三四五六七八九十\d]+年内)|年内[再将]|下一步|接下来|下一阶段|下阶段|今后|未来|明年|力争|争取|争创|计划(?![内，。；、”》）任经])|规划(?=建|到|新|在)|按照?规划|目标(?:是|为|[：:])|打算|拟|(?<!原)定于|将(?!近|[\d一二两三四五六七八九十])"
)

LISTED = re.compile(r"(?:[一二三四五六七八九]是|第[一二三四五六]，|首先|其次)")
"""What begins a sentence that lists what the one before it means to do."""
_REACHED_SO_FAR = re.compile(
    r"已经?(?!知)|(?<![由从比较在])(?:目前|实际)(?!的)|现有|(?:推迟|延期|提前|改)[到至在为于][^，。；]{2,20}(?:举行|举办|召开|进行)"
)
"""After a plan in the same sentence: from here on it is told how far it has come."""


@dataclass(frozen=True, slots=True)
class Told:
    """A quantity with the figure it was read as; None where it is no statistic. ``label`` is all it is said of.

    ``limits`` says that it only tells what is counted (100万元以上的项目), ``limit`` is such a one before it, ``around``
    are the bigrams of its sentence, ``ahead`` says that it is to be reached, ``rate`` for each of what it is (``rates``).
    """

    quantity: Quantity
    figure: Figure | None
    label: str
    limits: bool
    around: frozenset[str]
    ahead: bool
    limit: Quantity | None = None
    rate: Rate = NO_RATE

    @property
    def name(self) -> str:
        """What is measured, without its whole and subject; empty where that is not told."""
        return _REACHED.sub("", _plain(self.figure.name)) if self.figure else ""

    @property
    def words(self) -> frozenset[str]:
        """The bigrams of ``label``."""
        return frozenset[str]().union(*map(bigrams, self.label.split(_JOINT)))


def told(reading: Reading) -> tuple[Told, ...]:
    """The quantities of ``reading`` in order; an ordinal has the words of its clauses for a label."""
    return _told(reading.text, reading.figures[:_MOST], reading.date, reading.path)


@lru_cache(maxsize=512)
def _told(text: str, figures: tuple[Quantity, ...], date: str | None, path: str | None) -> tuple[Told, ...]:
    text = _HALF.sub(lambda m: _FULL[m.group()], text)
    place = places.of_path(path) if path else None
    known = place.name if place else None
    body = SourcedText.whole(text)
    passage = Passage("", "", "", "", "", 0, body, "", known, (path,) if path else (), date)
    read = {f.start: f for f in measured(passage)}
    out: list[Told] = []
    aims = False
    for low, high in sentences(text):
        aims = bool(AHEAD.search(text, low, high)) or (aims and bool(LISTED.match(text, low)))
        around = bigrams(strip(text[low:high]))
        pending: Quantity | None = None
        for q in figures:
            if not low <= q.start < high:
                continue
            before = out[-1] if out and out[-1].quantity.start >= low else None
            figure = _part(read.get(q.start), before, text)
            label = _ranked(text, q, figures) if q.kind == "ordinal" else _label(figure) or _led(text, q)
            ahead = _meant_to_be(text, low, q, figure) or (aims and bool(LISTED.match(text, low)))
            rate = rates(text, low, q)
            if before and rate == NO_RATE and _same_each(before.quantity, q, text):
                rate = before.rate
            limits = modifies(text, q) and q.unit != ""
            out.append(Told(q, figure, label, limits, around, ahead, None if limits else pending, rate))
            pending = q if limits else None
    return tuple(out)


def _meant_to_be(text: str, low: int, q: Quantity, figure: Figure | None) -> bool:
    """Whether ``q`` is to be reached; 计划新增6200人，已完成5486人 tells the second as reached."""
    marks = [m.end() for m in AHEAD.finditer(text, low, q.start)]
    reached = [m.end() for m in _REACHED_SO_FAR.finditer(text, low, q.start)]
    if reached and (not marks or reached[-1] > marks[-1]):
        return False
    return bool(marks) or bool(figure and figure.planned)


def _same_each(before: Quantity, q: Quantity, text: str) -> bool:
    """Whether ``q`` goes on with what the figure before it tells of each: 人均收入2.4万元，其中城镇居民3.3万元、农村居民1.6万元."""
    alike = before.unit == q.unit and before.value < _SAME_SIZE * q.value and q.value < _SAME_SIZE * before.value
    return alike and _OF_THESE.match(text[before.end : q.start]) is not None


def _part(figure: Figure | None, before: Told | None, text: str) -> Figure | None:
    """``figure`` with its whole: that of the one before it in a list of parts (其中东部12个、西部8个), or that one (歇业的有37家)."""
    if figure is None or figure.whole or before is None or before.figure is None:
        return figure
    between = text[before.figure.end : figure.start]
    head = _MEASURE.search(before.figure.name)
    if head and head.start() > 1 and _MEASURE.fullmatch(figure.name) and _NEXT.match(between):
        # 早稻面积16万亩、产量7万吨: the yield is of what the area is of.
        return replace(figure, name=before.figure.name[: head.start()] + figure.name)
    if figure.unit == before.figure.unit and before.figure.name and _THOSE.match(between):
        return replace(figure, whole=before.figure.name)
    if not before.figure.whole:
        return figure
    listed = figure.unit == before.figure.unit and not re.search("[；;]", between)
    return replace(figure, whole=before.figure.whole) if listed else figure


def _label(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return _JOINT.join(dict.fromkeys(_plain(x) for x in (figure.whole, figure.subject, figure.name) if x))


def _plain(name: str) -> str:
    """返乡农民工的创业率 and 返乡农民工创业率 are one name."""
    return re.sub("(?<!目)的(?=.)", "", strip(name))


def _led(text: str, q: Quantity) -> str:
    """The clause before, where a figure without a name follows it: 生产企业最多，有115家."""
    match = _FOLLOWS.search(text, max(0, q.start - 40), q.start)
    return strip(match.group(1)) if match else ""


def _ranked(text: str, q: Quantity, figures: Sequence[Quantity]) -> str:
    """What is ranked: all since the rank before, or since the sentence began."""
    low = max((text.rfind(c, 0, q.start) for c in "。；！？;"), default=-1) + 1
    before = [r.end for r in figures if r.kind == "ordinal" and low < r.end <= q.start and r.start - low > 3]
    return strip(text[max([low, *before]) : q.start])


def meant(q: Quantity, claim: Reading, sources: Sequence[Reading]) -> tuple[bool, Told | None]:
    """Whether the names show that ``q`` is the source's own, and the figure that the claim must mean if they do not.

    Neither where the names do not tell.
    """
    mine = of(q, claim)
    if mine is None or not (mine.label or mine.limits):
        return False, None
    held = [t for s in sources for t in told(s)]
    same = [t for t in held if compare(q, t.quantity) == "same" and _alike(q, t.quantity)]
    rivals = [t for t in held if _rivals(q, t.quantity)]
    others = [t for t in rivals if t.label and not differ(mine.rate, t.rate) and _as_sure(t, mine, same)]
    if any(mine.rate) and all(mine.rate == t.rate for t in same):
        others = [t for t in others if t.rate == mine.rate]
    if (
        mine.figure
        and mine.figure.relation == "change"
        and any(t.figure and t.figure.relation == "change" for t in same)
    ):
        others = [t for t in others if t.figure and t.figure.relation == "change"]
    if mine.limits:
        return any(t.limits for t in same), None
    if not same or not all(t.label for t in same):
        return False, None
    ends = [_ended(t, rivals, sources) for t in same]
    if all(ends) and not any(a.start == q.start for a, _ in steps(claim)):
        if not _dated(mine, claim) and mine.words & ends[0].around:  # type: ignore[union-attr]
            return False, ends[0]
        return any(_where(t.name, mine) >= 0 for t in same), None
    here = _place_before(q, claim)
    if here and all(t.figure is not None and t.figure.place_path == here for t in same):
        others = [t for t in others if t.figure is not None and t.figure.place_path == here]
        if not others:
            return True, None
    low, _ = claim.phrase_of(q.start)
    words = strip(claim.text[low : q.end])
    if len(words) >= _VERBATIM and any(words in s.bare for s in sources):
        return False, None
    # 由4.5米加宽到6.5米: where a change began is no rival of where it ended.
    begun = [a for s in sources for a, b in steps(s) if any(b == t.quantity for t in same)]
    others = [t for t in others if t.quantity not in begun]
    if any(_narrowed(mine, s, t) for s in same for t in others):
        return True, None
    best = [t for t in others if all(_closer(mine, t, s) for s in same)]
    if best:
        return False, max(best, key=lambda t: len(mine.words & t.words))
    wide = [t for t in others if all(_limited(mine, s, t) for s in same)]
    if wide:
        return False, wide[0]
    at = max((_where(s.name, mine) for s in same), default=-1)
    if bool(_NOT.search(mine.label)) and all(_NOT.search(s.label) for s in same):
        return not any(_NOT.search(t.label) for t in others), None
    return at >= 0 and not any(len(t.name) > 1 and _where(t.name, mine) >= at for t in others), None


def _place_before(q: Quantity, claim: Reading) -> str | None:
    """The place that stands last before ``q`` in its sentence, where the claim names others before: 全市的车间里靖西市最多，有168个."""
    low, _ = claim.sentence_of(q.start)
    named = [m.place.path for m in claim.places if low <= m.start < q.start]
    return named[-1] if len(named) > 1 else None


def _as_sure(other: Told, mine: Told, same: Sequence[Told]) -> bool:
    """Whether the claim may mean ``other``: no target where it tells a fact that the source has, nor the other way round."""
    return other.ahead == mine.ahead or not any(t.ahead == mine.ahead for t in same)


def _alike(q: Quantity, other: Quantity) -> bool:
    """第二产业 is no rank, though 第二 is one: 第2位."""
    return q.kind != "ordinal" or bool(q.unit) == bool(other.unit)


def of(q: Quantity, reading: Reading) -> Told | None:
    """What ``reading`` says its figure ``q`` of."""
    return next((t for t in told(reading) if t.quantity.start == q.start), None)


def _rivals(q: Quantity, other: Quantity) -> bool:
    return q.kind == other.kind and compare(q, other) != "same" and related(q.unit, other.unit)


def _where(name: str, mine: Told) -> int:
    """Where all of ``name`` ends in what the claim says its figure of; -1 where it does not."""
    if not name:
        return -1
    at = mine.label.rfind(name)
    if at >= 0:
        return at + len(name)
    return 0 if len(name) > 1 and bigrams(name) <= mine.words else -1


def _closer(mine: Told, other: Told, same: Told) -> bool:
    """Whether what tells ``other`` from ``same`` is said by the claim, and nothing that tells ``same`` from ``other``."""
    if not _one_place(mine, other) and _one_place(mine, same):
        return False
    if mine.figure and same.figure and other.figure and same.name == other.name and same.name:
        # 2012年1465元，2022年14370元: the claim's time is that of the other.
        times = _apart(mine.figure, same.figure) and not _apart(mine.figure, other.figure) and other.figure.dated
        if times and mine.words & same.words:
            return True
    if mine.name and mine.name == other.name != same.name and same.figure and other.figure:
        return same.label != other.label and mine.label not in (same.label, same.name)
    if bool(_NOT.search(mine.label)) != bool(_NOT.search(other.label)):
        return False
    if mine.limit and same.limit and other.limit:
        return compare(mine.limit, same.limit) != "same" == compare(mine.limit, other.limit)
    if len(other.name) > 1 and _where(other.name, mine) >= 0 > _where(same.name, mine) and same.name:
        # 停产车间320个 of what 有车间320个，停产46个 tells: all of one name is said, and not all of the other.
        return bool(bigrams(other.name) - same.words)
    hers, theirs = mine.words & (other.words - same.words), mine.words & (same.words - other.words)
    known = len(mine.words & (other.words | other.around))
    # 从城区到乡镇的教师1286名 of what 1286名教师流动，其中城区到乡镇的417名 tells: all of the part's name is said.
    part = bool(other.figure and other.figure.whole) and len(other.name) > 1 and _where(other.name, mine) >= 0
    part = part and len(hers) > _TELLING and len(hers) >= _PART * len(theirs)
    return bool(hers) and (part or (not theirs and known >= _LEAST * len(mine.words)))


def _narrowed(mine: Told, same: Told, other: Told) -> bool:
    """Whether the claim says what tells ``same`` of what ``other`` counts: 务工的脱贫劳动力 of what 脱贫劳动力2317人，务工2086人 tells."""
    if len(same.name) < 2 or len(other.name) < 2:
        return False
    return re.search(f"{re.escape(same.name)}的?{re.escape(other.name)}$", mine.label) is not None


def _limited(mine: Told, same: Told, other: Told) -> bool:
    """Whether the claim leaves out what limits ``same``, a part, and so tells all that ``other`` counts: 创业3718人 of what 创业2.36万人，其中返乡农民工创业3718人 tells.

    A word of the claim that neither has may be another name for the part (困难群众).
    """
    if same.figure is None or len(other.name) < _WHOLE or not same.figure.whole.endswith(other.name):
        return False
    n = next((i for i, (a, b) in enumerate(zip(same.name, other.name, strict=False)) if a != b), len(other.name))
    limit = same.name[n : len(same.name) - len(other.name) + n]
    if (
        len(limit) < _TELLING
        or same.name[:n] + limit + other.name[n:] != same.name
        or not mine.label.endswith(other.name)
    ):
        return False
    said = set(_ALL.sub("", mine.label)) - set("".join(other.around | other.words)) - set(limit)
    return not said and not bigrams(limit) & mine.around


def _one_place(a: Told, b: Told) -> bool:
    if a.figure is None or b.figure is None or not a.figure.place_path or not b.figure.place_path:
        return True
    one, other = a.figure.place_path, b.figure.place_path
    # An article on a county may mean one of its towns, which it named before.
    return one == other or one.startswith(other + "/") or other.startswith(one + "/")


def _dated(mine: Told, claim: Reading) -> bool:
    """Whether the claim itself says that it tells of an earlier time, as that where a change began."""
    low, high = claim.sentence_of(mine.quantity.start)
    return any(low <= p.start < high for p in claim.periods) or bool(_EARLIER.search(claim.text, low, high))


def _ended(begun: Told, others: Sequence[Told], sources: Sequence[Reading]) -> Told | None:
    """What ``begun`` is told to have become; None where it begins no change."""
    after = [b for s in sources for a, b in steps(s) if a == begun.quantity]
    named = [t for t in others if t.quantity in after]
    if not named and begun.figure is not None and begun.figure.relation == "base":
        named = [t for t in others if t.name == begun.name and t.figure and t.figure.relation == "level"]
    return named[0] if named else None


def instead_of(q: Quantity, claim: Reading, sources: Sequence[Reading]) -> Told | None:
    """The figure that the sources give for what the claim says ``q`` of, where none of theirs is ``q``."""
    mine = of(q, claim)
    if mine is None or len(mine.name) < 2:
        return None
    for source in sources:
        for theirs in told(source):
            f = theirs.figure
            if f is None or mine.figure is None or not _rivals(q, theirs.quantity) or not _one_place(mine, theirs):
                continue
            if f.relation != mine.figure.relation or _apart(f, mine.figure) or len(theirs.name) < 2:
                continue
            known = len(mine.words & (theirs.words | theirs.around))
            ends = mine.name.endswith(theirs.name) or mine.name.startswith(theirs.name)
            if mine.name in theirs.label or (ends and known >= _LEAST * len(mine.words)):
                return theirs
    return None


def _apart(a: Figure, b: Figure) -> bool:
    """Whether both are dated, and differently."""
    if not (a.dated and b.dated and a.since and b.since and a.until and b.until):
        return False
    width = min(len(a.since), len(b.since))
    return a.until[:width] < b.since[:width] or b.until[:width] < a.since[:width]
