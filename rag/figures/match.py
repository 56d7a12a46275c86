"""Whether a figure is one of the indicator asked for: by its words, by usual names for one thing, by vectors."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from rag.figure import Figure
from rag.figures.asked import Asked
from rag.figures.clauses import COUNTED
from rag.figures.naming import normal
from rag.ports import Vectors
from rag.text import indicators
from rag.text.words import bigrams

How = Literal["words", "synonym", "vector"]
Embed = Callable[[Sequence[str]], Vectors]

_WHOLE = 0.9
"""From this score on a name holds all that is asked."""
_APART_AT_THE_END = 0.85
ENOUGH = 0.62
"""From this score on a figure is shown."""
_AROUND_IT = 0.7
"""The score of a name that begins and ends as is asked, with other words in between."""
_NEAR = 0.2
"""From this score on vectors may decide."""
_COSINE = 0.95
"""From this cosine on two names may mean one thing. Between short names e5 hardly tells (粮食产量 and 粮食总产 0.947, 失业率 and
就业率 0.946), so vectors only admit what is nearer still, and the table asks to check it."""
_EMBEDDED = 256
"""Most names embedded for a question."""
_OF_UNIT = (
    (re.compile(r"(?:总?人[数次]|人数规模)$"), re.compile(r"人次?|名|位"), True),
    (re.compile(r"总?户数$"), re.compile(r"户"), True),
    (re.compile(r"(?:种植|播种|栽培|养殖|总)?面积$"), re.compile(r"亩|公顷|平方公里|平方米|平方千米|㎡"), False),
    (re.compile(r"总?产量$"), re.compile(r"吨|公斤|千克|斤|头|只|羽|尾|株|把|件|台|辆|套"), False),
    (
        re.compile(r"(?<![指系倍分基参函])(?:总数|数量|个数|数)$"),
        re.compile(r"(?!人|户|名|元|%|个百分点|亩|吨|天).*"),
        True,
    ),
)
"""How a name of an indicator ends that its unit may say alone (农村劳动力务工: 31.86万人), that unit, and whether it has to be it."""
_THINGS = re.compile(r"(?:多少|几)(?:家|个|座|所|处|条|项|辆|台|件)")
_PEOPLE = re.compile(r"[人员户者口民生]|劳动力|对象|干部|学员|就业|务工|岗位|培训")
_BOTH = re.compile(r"[和与及、]")
_RATE = re.compile(r"(?:率|比例|比重|占比|百分比|增速|增幅)$")
_MONEY = re.compile(r"(?:收入|产值|总值|金额|资金|投资|支出|工资|余额|税收|财政|总额|投入)$")


@dataclass(frozen=True, slots=True)
class Match:
    """``score`` in [0, 1], and by what the figure was found."""

    score: float
    how: How


def matches(figures: Sequence[Figure], asked: Asked, embed: Embed | None = None) -> dict[int, Match]:
    """Index in ``figures`` -> match, for those that are of the indicator asked for; all of them when none is."""
    if not asked.indicator:
        return {i: Match(1.0, "words") for i in range(len(figures))}
    by_name: dict[tuple[str, str], tuple[float, How]] = {}
    for figure in figures:
        key = (figure.label, figure.indicator)
        if key not in by_name:
            by_name[key] = _score(asked.indicator, figure)
    several = [x for x in _BOTH.split(asked.indicator) if len(x) > 1]
    if len(several) > 1 and max((score for score, _ in by_name.values()), default=0.0) < _WHOLE:
        # 存款余额和贷款余额: two indicators, unless one is called so.
        found: dict[int, Match] = {}
        for one in several[:4]:
            for i, match in matches(figures, replace(asked, indicator=one), embed).items():
                found[i] = max(match, found.get(i, match), key=lambda m: m.score)
        return found
    cosines = _cosines(asked, by_name, embed) if embed else {}
    out: dict[int, Match] = {}
    for i, figure in enumerate(figures):
        if figure.relation == "change" and not asked.growth and _RATE.search(asked.indicator) is None:
            continue
        score, how = by_name[(figure.label, figure.indicator)]
        near = cosines.get(figure.label, 0.0)
        if score < ENOUGH and figure.name not in asked.indicator and near >= _COSINE:
            score, how = ENOUGH + 0.3 * (near - _COSINE) / (1 - _COSINE), "vector"
        short = stem(asked.indicator, figure.unit)
        if short:
            score = max(score, 0.97 * _score(short, figure)[0])
        score *= _suits(asked.indicator, figure) * _counted(asked, figure)
        if how != "vector" and score < _WHOLE and _ends_apart(asked.indicator, figure):
            score *= _APART_AT_THE_END
        if score >= ENOUGH:
            out[i] = Match(round(score, 4), how)
    return out


@lru_cache(maxsize=100_000)
def usual(name: str) -> str:
    """``name`` with each of its terms by the usual name (就业帮扶车间 is 扶贫车间)."""
    pattern, table = indicators.terms()
    return pattern.sub(lambda m: table[m.group()], name)


_AROUND = re.compile(
    r"^(?:全[国省市县区]|地方|累计|总共|现有|共有)+(?=.{2})|(?:的?(?:总?人数|总?户数|总?数量?|总[量额计]|面积|个数|规模))+$"
)


@lru_cache(maxsize=100_000)
def plainly(name: str) -> str:
    """``name`` as figures of one thing share it.

    Its terms are the usual ones; without the verb that only tells that there is so much of it (建成), and without what
    does not tell one thing from another (全省, 总数).
    """
    plain = usual(normal(name))
    shorter = usual(_AROUND.sub("", _AROUND.sub("", plain)))
    return shorter if len(shorter) > 1 else plain


def _score(wanted: str, figure: Figure) -> tuple[float, How]:
    """How alike the wanted indicator and the figure's names are; 1 for the same name, a little less for a sum of a table's rows."""
    if figure.summed:
        score, how = _score(wanted, replace(figure, subject=""))
        return 0.97 * score, how
    plain = max(_alike(wanted, figure.label), _alike(wanted, figure.name), 0.95 * _alike(wanted, figure.indicator))
    thing = wanted.rpartition("的")[2]
    if len(wanted) > len(thing) >= 4:
        # 开办的社区助餐食堂: what is done with it may be told otherwise.
        plain = max(plain, 0.9 * _alike(thing, figure.label))
    if wanted in (f"{figure.name}资金", f"{figure.name}经费") and figure.unit == "元":
        plain = max(plain, 0.95)
    if plain >= 0.999:
        return plain, "words"
    folded = usual(wanted)
    meant = 0.98 * max(_alike(folded, usual(figure.label)), _alike(folded, usual(figure.name)))
    return (meant, "synonym") if meant > plain + 0.02 else (plain, "words")


@lru_cache(maxsize=200_000)
def _pairs(name: str) -> frozenset[str]:
    return frozenset(bigrams(name))


def _alike(wanted: str, name: str) -> float:
    """Three parts of what is wanted stand in the name, one part of the name is wanted."""
    a, b = _pairs(wanted), _pairs(name)
    if not a or not b:
        return 0.0
    if wanted == name:
        return 1.0
    shared = len(a & b)
    held = shared / len(a)
    # All that is asked stands there; the rest of the name says more exactly which.
    if held == 1:
        return 0.8 + 0.2 * shared / len(b)
    alike = (0.75 * held + 0.25 * shared / len(b)) * (1.0 if held >= 0.6 else 0.8)
    # 茶叶产值 is told more exactly by 茶叶综合产值.
    around = any(_split_in(name, wanted[:i], wanted[i:]) for i in range(2, len(wanted) - 1))
    return max(alike, _AROUND_IT) if around else alike


def _split_in(name: str, first: str, last: str) -> bool:
    """Whether ``name`` ends with ``last`` and begins with ``first``, or has it right before: 投入财政衔接推进资金."""
    if not name.endswith(last):
        return False
    return name.startswith(first) or 0 <= name.rfind(first, 0, -len(last)) >= len(name) - len(first + last) - _BETWEEN


_BETWEEN = 3
"""Most characters that may stand within what is asked for, where more stands before it."""


_APART = tuple(
    tuple(pair.split("|"))
    for pair in "城镇|农村 城市|农村 存款|贷款 进口|出口 收入|支出 新增|退出 小学|中学 男|女 工业|农业 第一产业|第二产业 第二产业|第三产业 "
    "第一产业|第三产业 上升|下降 粮食|蔬菜 增加值|总产值 户籍|常住 公路|铁路 专利|商标".split()
)
"""Words of which a name that has the one is not meant where the other is asked for."""


def _suits(wanted: str, figure: Figure) -> float:
    """1 unless the figure is of another sort than what is asked for: a rate, an amount of money, the other of a pair."""
    for pair in _APART:
        for mine, other in (pair, pair[::-1]):
            if mine in wanted and other not in wanted and other in figure.label and mine not in figure.label:
                return 0.0
    if _RATE.search(wanted):
        return 1.0 if figure.unit in ("%", "个百分点", "") else 0.5
    if _MONEY.search(wanted):
        moved = figure.relation == "change" or figure.name.endswith("增速")
        return 1.0 if figure.unit.partition("/")[0].endswith("元") or moved else 0.6
    return 1.0


def _ends_apart(wanted: str, figure: Figure) -> bool:
    """Whether both end in a thing of their own: 乡镇卫生院床位 and 乡镇卫生院食堂. People and what they do are one thing here."""
    short, name = usual(stem(wanted, figure.unit) or wanted), usual(figure.label)
    if not (short[-2:] not in name and name.rstrip("）")[-2:] not in usual(wanted)):
        return False
    return not (_PEOPLE.search(short[-2:]) and _PEOPLE.search(name[-3:]))


def stem(wanted: str, unit: str) -> str:
    """``wanted`` without what ``unit`` says as well: 茶园面积 is told as 茶园36.2万亩; empty where there is no such end."""
    for end, units, _ in _OF_UNIT:
        found = end.search(wanted)
        if found and found.start() > 1 and units.fullmatch(unit):
            return wanted[: found.start()].removesuffix("的")
    return ""


def _counted(asked: Asked, figure: Figure) -> float:
    """1 unless something else is counted than what is asked for: people where households are, who works there where workshops are."""
    if figure.relation == "change":
        return 1.0
    of = figure.unit.partition("/")[0]
    for end, units, strict in _OF_UNIT:
        found = end.search(asked.indicator)
        if found and strict:
            counts_people = bool(_PEOPLE.search(asked.indicator[: found.start()]))
            return (
                1.0
                if units.fullmatch(of)
                or counts_people
                and of in ("人", "户", "名", "人次")
                and found.group() in ("数", "数量", "总数")
                else 0.5
            )
        if found:
            return 1.0
    if _THINGS.search(asked.question) and not _PEOPLE.search(asked.indicator):
        return 0.5 if of in ("人", "名", "人次", "户", "%", "个百分点", "元") else 1.0
    return 1.0


_HEADS = frozenset(("人", "名", "位", "人次", "户"))


def counts_things(figure: Figure, asked: Asked) -> bool:
    """Whether ``figure`` says how many there are of the things asked for: 帮扶车间142家."""
    return (
        bool(asked.indicator)
        and not _PEOPLE.search(asked.indicator)
        and figure.relation == "level"
        and figure.unit in COUNTED - _HEADS
        and usual(normal(figure.name)) == usual(normal(asked.indicator))
    )


def counts_people_at(figure: Figure, asked: Asked, *, near: bool = False) -> bool:
    """Whether ``figure`` counts people who work or live at the things asked for: 帮扶车间吸纳就业2186人.

    ``near`` says that its name only means something like them.
    """
    thing = usual(normal(asked.indicator))
    return figure.unit in _HEADS and (near or thing in usual(figure.label)) and usual(normal(figure.name)) != thing


def _cosines(asked: Asked, by_name: Mapping[tuple[str, str], tuple[float, How]], embed: Embed) -> dict[str, float]:
    """The cosine of the indicator with the names that words neither admit nor rule out."""
    near = sorted({(-score, label) for (label, _), (score, _) in by_name.items() if _NEAR <= score < ENOUGH})[
        :_EMBEDDED
    ]
    names = [label for _, label in near]
    if not names:
        return {}
    vectors = embed([asked.indicator, *names])
    cosines = np.asarray(vectors[1:] @ vectors[0], dtype=np.float64)
    return dict(zip(names, cosines.tolist(), strict=True))
