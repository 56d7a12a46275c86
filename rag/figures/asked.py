"""What a question for a table asks: an indicator, places, a period. Rules only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.domain import Place
from rag.errors import UsageError
from rag.text import dates, places
from rag.text.degrees import DEGREES
from rag.text.fold import simplified
from rag.text.numerals import narrow

MAX_LENGTH = 200
"""Longest question, in characters."""

_EACH = re.compile(
    r"(?:全[国省市县])?(?:各个?|分)(?P<of>省(?:区市)?|市州|市县区?|市|州|县市区?|县区|县|区县?|乡镇|镇|乡|村|地区?|单位)(?:的|之间)?|(?P<under>(?:所辖|下辖|及其?下?属?)(?:各)?(?:县市区?|县区|区县|县|乡镇))"
)
_ALL_OF_IT = re.compile(r"^全州(?!县)的?")
"""全州 at the beginning is the whole of a prefecture, unless it is called 全州县."""
_COUNTRY = re.compile(r"^[，\s]*(?:全国|我国|中国)|(?:全国|我国)的?(?=[^，]{2,}(?:是|有|达|为)?多少)")
_LEVELS = {
    "省": ("province",),
    "省区市": ("province",),
    "市": ("prefecture",),
    "市州": ("prefecture",),
    "州": ("prefecture",),
    "县": ("county",),
    "县市": ("county",),
    "县市区": ("county",),
    "县区": ("county",),
    "区": ("county",),
    "区县": ("county",),
    "市县": ("prefecture", "county"),
    "市县区": ("prefecture", "county"),
    "乡镇": ("township",),
    "镇": ("township",),
    "乡": ("township",),
    "村": ("village",),
}
_UNIT = r"(?:万亿|亿|万|千)?(?:个百分点|平方公里|平方米|立方米|公顷|公里|人次|美元|个|家|座|所|处|人|名|户|元|块钱|钱|亩|项|次|场|吨|斤|辆|台|套|条|位|张|件|倍|米|%)?"
_WORDS = re.compile(
    r"[从由][高大多低小少]到[低小少高大多](?:怎么|怎样|如何)?(?:排列?|排序)?|怎么排|排序|(?:是|为)?(?:[^，。]{0,2}的)?[几多]少?倍|"
    r"(?:主要|各项|经济|重点)*指标(?=[，。？?、增完]|$)|请问|请|帮我|我想(?:知道|看|要)|查一?下|查询|列出|列表|给出|统计|对比|比较|相比|一下|一览|情况|变化|趋势|排名|排行|"
    r"(?:增加|增长|提高|提升|上升|扩大|减少|下降|降低|相差|差|"
    + DEGREES
    + r")(?:了|出)?(?:百分之)?(?:多少|几)"
    + _UNIT
    + r"|"
    r"(?:一共|总共|共|累计)?(?:建|办|开|修|设|安排|完成|实现|新建|建成|建立|设立|开办|创办|有|发放|获得|培训|招)?了?(?:多少|几)"
    + _UNIT
    + r"|"
    r"(?:又|还)?(?:是|为|达到?|有|占)?(?:多少|几何|多大|多高)"
    + _UNIT
    + r"|(?:增加|增长|提高|提升|上升|扩大|减少|下降|降低)(?:到|至|为)了?|如何|怎么样|怎样|分别|各(?:自)?(?:是|有|为|达)|各(?=[，。？?多几]|$)|什么|"
    r"(?:是|为|在)?(?:哪些|哪几个?|哪一?个?|谁)(?:省|市州?|县市?区?|区|乡|镇|村|地方|园区|单位|年)?(?:之中|当中|中|里)?的?|"
    r"(?:更|最|较|比较)(?:多|少|高|低|大|小|长|短|快|慢|好|强)的?|(?:多|少|高|低|大|小|长|快|慢)(?=[，。？?、]|$)|"
    r"(?:这|等)?[两二三四五六七八九十几\d]{1,2}个?(?:县市区|县市|市县|区县|县区|县|市州|市|地区?|省|园区|乡镇|镇|乡|村)(?:合计|总共|一共|之中|中|里)?的?|合计|加起来|之和|一共|总共|"
    r"(?:最近|近|过去|这)?(?:[一二三四五六七八九十\d]+)年(?:来|间|内|里)?|历年|逐年|每年的?|年度|近年来|以来|期间|[?？。，,、；;：:！!\s]"
)
_ASIDE = re.compile(r"[（(][^（()）]*[)）]|[“”‘’\"「」『』]")
_EDGES = re.compile(
    r"^(?:的|比|由|和|与|及|在|从|到|至|对|关于|是|有|了|了解|年)+|(?:的|和|与|及|在|从|到|至|是|为|有|了|呢|吗|啊|年|(?<!占)比|由|底|末|时)+$"
)
_GROWTH = re.compile(r"增速|增幅|增长率|涨幅|降幅|增长了?$|增长")


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator (empty: all) for ``places`` (none: everywhere), within the inclusive ISO dates.

    ``parts`` says that the parts of a place count with it; ``levels`` limits them to units of some levels.
    """

    question: str
    indicator: str
    places: tuple[Place, ...] = ()
    since: str | None = None
    until: str | None = None
    parts: bool = False
    levels: tuple[str, ...] = ()
    growth: bool = False
    planned: bool = False
    """Whether targets are asked for."""
    share: bool = False
    """Whether it is asked what the indicator is a part of: of ``whole``, if that is told."""
    whole: str = ""
    national: bool = False
    """Whether the country is asked for."""


_WHOLE_OF = re.compile(r"(?<=.{2})占(?:比|(?P<of>.*?)(?:的?(?:比例|比重|份额|百分比|百分之))?)$")
_TARGET = re.compile(r"的?(?:主要|预期|工作|年度|发展|各项)*(?:目标|计划|任务|预期|打算)(?:[值数]|指标)?$")


def narrowed(asked: Asked) -> Asked:
    """``asked`` with what its indicator says of the sort of figure taken out of it: 增长目标, …占…的比例."""
    part = _WHOLE_OF.search(asked.indicator)
    if part:
        asked = replace(asked, indicator=asked.indicator[: part.start()], share=True, whole=part["of"] or "")
    target = _TARGET.search(asked.indicator)
    limited = target and (target.start() or asked.places or asked.since)
    return replace(asked, indicator=asked.indicator[: target.start()], planned=True) if target and limited else asked


def ask(
    question: str,
    *,
    named: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    parts: bool = False,
) -> Asked:
    """Understand ``question``; ``named`` places and dates stand over those it names.

    Raises:
        UsageError: the question is too long, or nobody knows a place of ``named``.
    """
    text = narrow(simplified("".join(c if c.isprintable() else " " for c in question))).strip()
    if len(text) > MAX_LENGTH:
        raise UsageError(
            f"问题太长（{len(text)}字），请缩短到{MAX_LENGTH}字以内。",
            f"The question is too long ({len(text)} characters; at most {MAX_LENGTH}).",
        )
    each = _EACH.search(text)
    levels = _LEVELS.get(each["of"] or "", ("county",) if each["under"] else ()) if each else ()
    rest = text[: each.start()] + "，" + text[each.end() :] if each else text
    rest = _ALL_OF_IT.sub("，", rest)
    national = each is None and _COUNTRY.search(rest) is not None
    mentions = places.find(rest)
    found = [p for p in dates.periods(rest) if p.since and not p.relative]
    # 上半年 on its own limits nothing, but it is no part of a name.
    times = [p for p in dates.periods(rest) if p in found or p.relative or p.since is None]
    for start, end in sorted([(m.start, m.end) for m in mentions] + [(p.start, p.end) for p in times], reverse=True):
        rest = rest[:start] + "，" + rest[end:]
    own = tuple(dict.fromkeys(m.place for m in mentions if m.place.level != "country"))
    where = tuple(_place(name) for name in named) or own
    return Asked(
        text,
        _indicator(rest),
        where,
        since or min((p.since for p in found if p.since), default=None),
        until or max((p.until or p.since for p in found if p.since), default=None),
        parts or each is not None,
        levels,
        bool(_GROWTH.search(rest)),
        national=national and not where,
    )


def _place(name: str) -> Place:
    found = places.resolve(name)
    if found is None:
        raise UsageError(f"不认识地名“{name[:30]}”。", f"Unknown place {name[:30]!r}.")
    return found


def _indicator(text: str) -> str:
    """The words that name the indicator: what is left without question words, joined."""
    text = _ASIDE.sub("", text)
    pieces = [p for p in (_EDGES.sub("", piece) for piece in _WORDS.sub("，", text).split("，")) if p]
    return "".join(pieces)
