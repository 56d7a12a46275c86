"""What a column measures, from the names above it, the column before it and the title of the table."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.domain import Place
from rag.figures.rows import measures
from rag.text import dates, places

AMONG = re.compile(r"^(?:其中|#)[:：、]?\s*(?=.)")
"""What begins the name of a column, or the key of a row, that tells a part of the one before it."""
_SUMS = re.compile(r"合\s*计|小\s*计|总\s*计|总数|计")
_SHARED_OUT = re.compile(r"(?:来源|构成|组成|分布|分类|明细|情况)$")
"""资金来源 of 资金来源 中央资金: how the parts below it are told apart."""
_GROWTH = re.compile(
    r"(?P<of>.*?)(?P<each>年均)?(?:(?:[比较](?:上年|去年)(?:同期)?|同比|环比)(?:增长|增减|增幅|增速|涨幅|变化|±)?|(?:增长|增减|增幅|增速|涨幅|±))(?:率|速度|幅度|幅)?"
)
_RATES = ("%", "个百分点")
_AIM = re.compile(r"(?:目标|计划|任务|预期)(?:[数值量]|任务)?$|^(?:年度)?(?:计划|预计|拟)(?!外)")
"""What a column is to reach; 目标完成率 is what was reached of it."""
_REACHED = re.compile(r"(?:完成|达成|实现)(?:率|比例|进度|情况)?$")
_TOPIC_LEAD = re.compile(
    r"^(?:附?表\s*[\d一二三四五六七八九十]+(?:[-—.．][\d一二三四五六七八九十]+)*\s*[:：、.．]?|各(?:类|项|种)|(?:部分|各|分)(?:省|市州|市|县市区?|县区|区县|县|区|乡镇|镇|乡|村|街道|地)|\s|的|、)+"
)
_TOPIC_END = re.compile(
    r"(?:(?:使用|发放|安排|分配|拨付|投入|下达|执行|完成|实施|落实|收支|到位|统计|汇总|项目|明细|对比|比较|情况|一览|台账|清单|进度|表)+|\s)+$"
)
_TOPIC = re.compile(
    r"(?:资金|经费|补贴|补助|贷款|存款|余额|收入|支出|投资|税收|产值|产量|面积|总额|销售额|交易额|人数|户数|人次|岗位|数量?|率|比例|比重|占比)$"
)
_MONEY = re.compile(r"(?:资金|经费|补贴|补助|贷款|存款|余额|收入|支出|投资|税收|产值|[总售易]额)$")
_RATE = re.compile(r"(?:率|比例|比重|占比)$")
_BRACKETS = re.compile(r"[（(【\[][^（()）】\]]*[)）】\]]")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column measures; ``among`` says that it is a part of ``of``, or of the column before it where that is empty."""

    measure: str
    among: bool = False
    of: str = ""


def column(name: str, home: Place | None) -> Column:
    """The one name of the names above a column, without the place in front.

    农村居民人均消费支出 of 居民人均消费支出 农村居民: what is measured stands last, and what both parts say once.
    """
    parts = AMONG.sub(lambda m: m.group().strip(), name).split()
    lead = 0
    for mention in places.find(parts[0], within=home) if parts else ():
        if home is None or mention.start != lead or not places.covers(mention.place, home):
            break
        lead = mention.end
    parts[:1] = [parts[0][lead:] or parts[0]] if parts else []
    if parts and AMONG.match(parts[-1]):
        return Column(AMONG.sub("", parts[-1]), True, _joined(parts[:-1]))
    return Column(_joined(parts))


def _joined(parts: list[str]) -> str:
    told = [p for p in parts if not _SUMS.fullmatch(p)] or parts
    if len(told) < len(parts):
        told[-1] = _SHARED_OUT.sub("", told[-1]) or told[-1]
    out = ""
    for part in told:
        stem = _SHARED_OUT.sub("", out)
        if stem != out and stem and stem in part:
            out = part  # 资金来源 中央资金
            continue
        first, last = (part, out) if out and measures(out) and not measures(part) else (out, part)
        shared = next((n for n in range(min(len(first), len(last)), 1, -1) if first[-n:] == last[:n]), 0)
        out = first + last[shared:]
    return out


def growth_of(measure: str, unit: str, before: str) -> str:
    """The name of a column of growth: of what it says itself, else of the column ``before`` it; empty for other columns."""
    found = _GROWTH.fullmatch(measure)
    if found is None or unit not in _RATES:
        return ""
    of = found["of"] or before
    return f"{of}{found['each'] or ''}增速" if of else ""


def is_aim(measure: str) -> bool:
    """Whether a column tells what is to be reached."""
    return bool(_AIM.search(measure)) and not _REACHED.search(measure)


def bare_aim(measure: str) -> bool:
    """Whether a column says nothing but that it is to be reached: 年初目标."""
    return bool(
        re.fullmatch(r"(?:年初|年度|全年|本年|预期|当年|\s)*(?:目标|计划|任务|预期)(?:[数值量]|任务)?", measure)
    )


def measures_in(measure: str, unit: str) -> bool:
    """Whether figures in ``unit`` can be of ``measure``: money of 收入, per cent of a rate and of nothing else."""
    if unit == "元":
        return bool(_MONEY.search(measure))
    return (unit == "%") == bool(_RATE.search(measure)) and not _MONEY.search(measure)


def topic(*titles: str | None) -> str:
    """What a table is a table of, where one of its ``titles`` ends in something measured: 衔接资金 of 表2 2022年衔接资金使用情况."""
    for title in titles:
        text = _BRACKETS.sub("", re.split(r"\s(?=附?表\s*[\d一二三四五六七八九十])", title or "")[-1]).strip()
        text = _TOPIC_LEAD.sub("", text)
        for period in sorted((p for p in dates.periods(text) if p.since), key=lambda p: -p.start):
            text = text[: period.start] + " " + text[period.end :]
        for mention in sorted(places.find(text), key=lambda m: -m.start):
            text = text[: mention.start] + " " + text[mention.end :]
        text = _TOPIC_LEAD.sub("", re.sub(r"\s*(?:年度|年)\s*", " ", text).strip())
        shorter = _TOPIC_END.sub("", text).strip()
        if _TOPIC.search(shorter) and 2 < len(shorter) <= 20 and re.fullmatch(r"[一-鿿A-Za-z\d]+", shorter):
            return shorter
    return ""
