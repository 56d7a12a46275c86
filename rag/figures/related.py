"""How the figures of one sentence stand to each other: before and after, more than before, part of a whole.

Readers of the sentence's own words only. Each gives figures of one unit, and never guesses: what does not stand
in one of the forms described is not related.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from rag.figure import Figure
from rag.text.dates import Period

_MOVES_UP = "增产|增收|增长|增加|提高|提升|上升|上涨|扩大|发展|攀升|跃升|升|增|涨|扩"
_MOVES_DOWN = "减产|减收|下降|减少|降低|缩小|缩短|回落|压减|压缩|下滑|降|减|跌"
_TO = re.compile(
    rf"(?:{_MOVES_UP}|{_MOVES_DOWN})?(?:到|至|为)(?:了|(?:目前|现在|今年|去年|(?:19|20)\d\d年)的?)?(?:近|约|超|超过)?$"
)
_BETWEEN = re.compile(
    r"[，,、]?(?:(?:20|19)\d\d年底?|目前|现在|今年|去年|[一-鿿]?年底)?的?(?:面积|数量|总数|人数|规模|产量|价格|收入|工资)?"
    r"(?:一度|逐年|逐步|逐渐|一路|一举|迅速|快速|大幅|持续|稳步|又|再|则|已经?|进一步|直接|一下子?|猛|陡|跃|扩|翻番|[调缩压削拉])*"
)
"""All that may stand between A and 增加到B of what became of A; a noun of its own makes it another thing."""
_ONCE = re.compile(
    r"(?:起初|最初|当年|那时|那会儿|当时|当初|原先|原来|刚开始|一开始)[^；;。！？新增]{0,16}(?:只有|仅有|才有|不过|仅|才|只|有|是|为)(?:约|近)?$"
)
_BY_NOW = re.compile(
    r"[，,](?:而)?(?:(?:到|截至|截止|至)?(?:了)?(?:20|19)\d\d年(?:底|末|\d{1,2}月底?)?|到?(?:如今|现在|目前|眼下|今年|去年)底?)的?[，,]?"
    r"(?:已经?|就|便)?(?:达到?了?|(?:增加|扩大|发展|增长|扩|涨|增)[到至]了?|有了?|是|为)(?:约|近)?"
)
_NOW = re.compile(r"(?<=[，,])(?:而)?(?:如今|现在|目前|眼下)")
_RUNNING = re.compile(r"总(?:数|量|额|计|规模|人数|里程|面积)|累计|合计|共")
_ADDED = re.compile(r"新(?:增|建|认定|培育|设|登记|开工|建成|改扩建|增加|入驻|引进|签约|办|开|招)[^，,；;。]{0,24}$")
_NET = re.compile(r"净增(?:加|长)?$")
_NOW_AT = re.compile(r"[、，,](?:已)?达到?|[、，,]增至")
"""净增48万户、达680万户: what is net added makes what there is now."""
_MADE = re.compile(
    r"[、，,](?:目前|现|使)?(?:全[省市州县区乡镇村])?(?P<noun>[一-鿿]{2,10}?)(?:总数)?(?:已)?(?:达到?|增至|增加到|扩大到)了?"
)
"""新增床位410张，全县床位达到2650张: what is added of a thing makes what there is of it."""
_JOINT = re.compile(r"[、和与及]")
_VERSUS = re.compile(
    rf"[^，,。；;]{{0,6}}[，,（(]?(?:[因受][^，,。；;]{{1,8}}?)?(?:同)?(?:比|较)(?P<base>[^，,。；;]{{1,14}}?)(?:又|再|净|多|大幅)?"
    rf"(?:(?P<up>{_MOVES_UP}|多出|多[一-鿿]{{0,2}}?|高出|高)|(?P<down>{_MOVES_DOWN}|少[一-鿿]{{0,2}}?|低))了?(?:约|近|超过?|整整)?$"
)
_THAN = re.compile(
    r"[^，,。；;]{0,6}[，,（(]?(?:同)?(?:(?:比|较)|(?P<set>[高多大]于|[低少小]于|超过|不[及如]))(?P<base>[^，,。；;\d]{1,6}|[^，,。；;]{0,6}\d{4}年[^，,。；;\d]{0,6}?)的"
)
_WENT = re.compile(
    rf"[一-鿿]{{0,2}}?(?:明显|大幅|显著|有所|略有|稍有|小幅|都|又|有了?)*(?:{_MOVES_UP}|{_MOVES_DOWN}|[多少高低好差]|翻)"
)
_PART = re.compile(r"[，,（(；;]?(?:其中|当中|里面|内有)")
_WHO = re.compile(r"[，,](?!其他|其余|另|[比较由]|[高低多少大小]于|超过)[^，,。；;：:、]{2,14}的(?:就?有|共有?|达到?)?")
_AMONG = re.compile(r"[一-鿿]{0,8}?(?:当中|之中|里面|里|中)[，,]?(?:目前|现|就|只|已经?|共|仅)*(?:有|[一-鿿]{2,4})?")
"""38名工人中有21名: of those just counted."""
_JUST = re.compile(r"[，,](?:有|已有|目前)?")
_DID = re.compile(
    r"(?:已经?|均|都|成功)?(?:取得|获得?[得取]?|拿到|考[取上到]|通过|实现|就业|上岗|领[到取]|入[学职住]|毕业|结业|持证|办结)"
)
"""培训2210人，1873人取得证书: what those did of the ones before."""
_OF_THEM = re.compile(r"[，,](?:[至到][^，,。；;]{2,10}[，,])?(?:目前|现|已|其中)*有$")
_SHARE_OF = re.compile(
    r"(?:完成|占|达到?|为)(?P<whole>[^，,。；;]{0,8}?(?:目标|任务|计划|总数|总量|总额|总人口)[^，,。；;]{0,6}?)的?(?:近|约|超过?)?$"
)
_PEOPLE = ("人", "名", "位")
_CLAUSE = "，,；;。：:！？"
_HARD = re.compile(r"[。；;]")


class Told(Protocol):
    """A sentence with its figures and times, whose offsets are within ``text``."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def figures(self) -> Sequence[Figure]:
        """Its figures, in order."""

    @property
    def periods(self) -> Sequence[Period]:
        """Its times, in order."""


@dataclass(frozen=True, slots=True)
class Change:
    """``first`` became ``second``: 由98家增加到176家."""

    first: Figure
    second: Figure


@dataclass(frozen=True, slots=True)
class Versus:
    """``now`` is ``gap`` (with its direction) from what held at ``base``: 2684公里，比2015年底增加912公里."""

    now: Figure
    gap: Figure
    base: str
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """``part`` of ``whole``: 投资960万元，其中甲县出资540万元."""

    whole: Figure
    part: Figure


@dataclass(frozen=True, slots=True)
class Quota:
    """``done`` is ``share`` percent of a target or total that is not told: 1260户，占计划的84%."""

    done: Figure
    share: Figure
    whole: str


def clause(sentence: Told, figure: Figure, *, reach: int = 1) -> str:
    """The words from ``reach`` clause marks before a figure to the end of its own clause."""
    text = sentence.text
    low = figure.start
    for _ in range(reach):
        low = max((text.rfind(c, 0, low - 1 if low < figure.start else low) for c in _CLAUSE), default=-1) + 1
    high = min((i for i in (text.find(c, figure.end) for c in _CLAUSE) if i >= 0), default=len(text))
    return text[low:high]


def changes(sentence: Told) -> list[Change]:
    """Neighbouring figures of one unit, the second reached from the first.

    早、晚稻产量分别由A、B增长到C、D gives none: B did not become C, and which is asked for the words do not say.
    """
    out = []
    listed = {f.end for f, g in _neighbours(sentence.figures) if _JOINT.fullmatch(sentence.text[f.end : g.start])}
    for first, second in _neighbours(sentence.figures):
        between = sentence.text[first.end : second.start]
        if second.end in listed and "分别" in sentence.text[: first.start]:
            continue
        to = _TO.search(between) if len(between) <= 16 else None
        if first.unit != second.unit or to is None or _ends_clause(between) or _RUNNING.search(between):
            continue
        # 从5个大棚发展到45个大棚: the noun of both.
        noun = re.match(r"[一-鿿]{1,4}?(?=增|发展|扩|提|减|降|涨|到|至)", between)
        said = noun.group() if noun and sentence.text.startswith(noun.group(), second.end) else ""
        if _BETWEEN.fullmatch(between[len(said) : to.start()]):
            out.append(Change(first, second))
    return out


def additions(sentence: Told) -> list[Versus]:
    """What was added with the number that it made: 新增4个、总数达到40个, so that there were 36 before."""
    out = []
    for gap, now in _neighbours(sentence.figures):
        between = sentence.text[gap.end : now.start]
        if gap.unit != now.unit or gap.value >= now.value or len(between) > 16 or re.search(r"[。；;]", between):
            continue
        before = sentence.text[: gap.start]
        made, added = _MADE.fullmatch(between), _ADDED.search(before)
        same = bool(made and added and added.group().endswith(made["noun"]))
        if same or (_RUNNING.search(between) and added) or (_NOW_AT.fullmatch(between) and _NET.search(before)):
            out.append(Versus(now, replace(gap, direction="up"), "", ()))
    return out


def dated_changes(sentence: Told) -> list[Change]:
    """Figures of one unit that two clauses give to two different times: 去年面积2860亩，…今年面积扩大到3500亩."""
    # 比去年增加…: what is compared with is told by the difference, not by a figure of its own.
    times = [
        (p.start, p.end)
        for p in sentence.periods
        if (p.since or p.relative) and sentence.text[max(0, p.start - 1) : p.start] not in ("比", "较")
    ]
    if times:
        times += [m.span() for m in _NOW.finditer(sentence.text, times[-1][1])]
    out = []
    for i, a in enumerate(times):
        for b in times[i + 1 :]:
            if sentence.text[slice(*a)] == sentence.text[slice(*b)]:
                continue
            here = [q for q in sentence.figures if a[1] <= q.start < b[0]]
            there = [q for q in sentence.figures if q.start >= b[1]]
            for second in there[:1]:
                first = next((q for q in here if q.unit == second.unit), None)
                if first is not None:
                    out.append(Change(first, second))
    return out


def since_once(sentence: Told) -> list[Change]:
    """What there was at first and what became of it: 起初只有2.4万亩，到2022年底达到9.1万亩."""
    out = []
    for first, second in _neighbours(sentence.figures, skip=1):
        if first.unit != second.unit or not _ONCE.search(sentence.text[: first.start]):
            continue
        if _BY_NOW.fullmatch(sentence.text[first.end : second.start]):
            out.append(Change(first, second))
    return out


def against(sentence: Told) -> list[Change]:
    """What there was, told beside what there is: 培训1420人次，比2023年的1264人次明显增加."""
    out = []
    for second, first in _neighbours(sentence.figures, skip=1):
        m = _THAN.fullmatch(sentence.text[second.end : first.start])
        if m and first.unit == second.unit and (m["set"] or _WENT.match(sentence.text, first.end)):
            out.append(Change(first, second))
    return out


def superseded(sentence: Told, figure: Figure) -> bool:
    """Whether the sentence tells what became of ``figure``: it is no longer what there is."""
    told = (*changes(sentence), *since_once(sentence), *dated_changes(sentence))
    return any(c.first.start == figure.start and c.second.unit == figure.unit for c in told)


def versus(sentence: Told) -> list[Versus]:
    """Figures compared with an earlier or other one that is told only by the difference."""
    out = []
    for now, gap in _neighbours(sentence.figures, skip=1):
        unit = "个百分点" if now.unit == "%" else now.unit
        m = _VERSUS.fullmatch(sentence.text[now.end : gap.start])
        if m is None or gap.unit != unit:
            continue
        low, high = now.end + m.start("base"), now.end + m.end("base")
        inside = tuple(p for p in sentence.periods if low <= p.start and p.end <= high)
        moved = replace(gap, direction="up" if m["up"] else "down")
        out.append(Versus(now, moved, m["base"], inside))
    return out


def versus_at(sentence: Told, figure: Figure) -> bool:
    """Whether ``figure`` is what something is more or less than before: 比上年增加B."""
    head = sentence.text[max(0, figure.start - 20) : figure.start]
    return bool(
        re.search(rf"(?:比|较|同比|环比)[^，,。；;]{{0,14}}(?:{_MOVES_UP}|{_MOVES_DOWN}|多|少|高|低)了?$", head)
    )


def parts(sentence: Told) -> list[Part]:
    """Wholes with their parts: those that 其中 names, that add up to it, or that 的 stands for; none larger than its whole."""
    out = []
    for m in _PART.finditer(sentence.text):
        before = [
            f for f in sentence.figures if f.end <= m.start() + 1 and not _HARD.search(sentence.text, f.end, m.start())
        ]
        # 21万吨，比去年增产4.2万吨；其中…: the parts are those of what grew.
        wholes = [f for f in before if f.relation != "base" and not versus_at(sentence, f)]
        for part in sentence.figures:
            if part.start < m.end() or part.value <= 0:
                continue
            if _HARD.search(sentence.text, m.end(), part.start):
                break
            # 签约项目27个，到位资金84.6亿元，其中…9个: what is counted alike, wherever it stands.
            whole = next((f for f in reversed(wholes) if _counted_alike(f, part)), None)
            if whole is not None and part.value <= whole.value and Part(whole, part) not in out:
                out.append(Part(whole, part))
    return out + [p for p in (*_adding_up(sentence), *_those_who(sentence)) if p not in out]


def _counted_alike(a: Figure, b: Figure) -> bool:
    """Whether both are told in one unit; people are counted as 人, 名 or 位."""
    return a.unit == b.unit or (a.unit in _PEOPLE and b.unit in _PEOPLE)


def _adding_up(sentence: Told) -> list[Part]:
    """A whole and the two or more figures right after it that make it: 176个项目，优61个、良92个、中19个、差4个."""
    out = []
    for i, whole in enumerate(sentence.figures):
        row: list[Figure] = []
        for part in sentence.figures[i + 1 :]:
            if part.unit != whole.unit or whole.unit in ("", "%") or part.high is not None:
                continue
            row.append(part)
            left = whole.value - sum(p.value for p in row)
            if abs(left) <= 1e-9 * whole.value and len(row) > 1:
                out += [Part(whole, p) for p in row]
            if left <= 0:
                break
    return out


def _those_who(sentence: Told) -> list[Part]:
    """培训618人，留在本县就业的有402人; 412户，至4月底已有331户消除风险: a number without a noun is of those just told."""
    out = []
    for i, part in enumerate(sentence.figures):
        whole = next((f for f in reversed(sentence.figures[:i]) if _counted_alike(f, part)), None)
        if whole is None or not 0 < part.value < whole.value or part.unit in ("", "%", "个百分点", "元"):
            continue
        between = sentence.text[whole.end : part.start]
        of_them = _WHO.fullmatch(between) or _AMONG.fullmatch(between)
        of_them = of_them or (_JUST.fullmatch(between) and _DID.match(sentence.text, part.end))
        if len(between) <= 40 and (of_them or (_OF_THEM.search(between) and "；" not in between)):
            out.append(Part(whole, part))
    return out


def quotas(sentence: Told) -> list[Quota]:
    """Figures that are told to be a share of a target or total."""
    out = []
    for done, share in _neighbours(sentence.figures):
        m = _SHARE_OF.search(sentence.text[done.end : share.start])
        if m and share.unit == "%" and done.unit not in ("%", "") and 0 < share.value < 1000:
            out.append(Quota(done, share, m["whole"]))
    return out


def _neighbours(found: Sequence[Figure], *, skip: int = 0) -> list[tuple[Figure, Figure]]:
    """Pairs that follow one another, with at most ``skip`` figures between (a year that is read as a figure)."""
    return [(a, b) for i, a in enumerate(found) for b in found[i + 1 : i + 2 + skip]]


def _ends_clause(between: str) -> bool:
    return any(c in "。；;：:！？" for c in between)
