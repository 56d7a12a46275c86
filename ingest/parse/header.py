"""What a table's header and title say of the cells below them: their unit, their year, and what they measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.text.units import UNIT

_YEAR = r"(?:19|20)\d{2}\s*年(?:度)?"
_IS_UNIT = re.compile(
    rf"(?:万亿|亿|万|千|百)?(?:{UNIT.pattern}|斤)(?:[/／](?:{UNIT.pattern}))?|[%％‰]|个?百分点|万|亿", re.IGNORECASE
)
_BRACKETED = re.compile(r"\s*[（(]\s*(?:(?:计量)?单位\s*[:：]\s*)?([^（）()]{1,8}?)\s*[）)]")
_NOTED = re.compile(r"(?<![报制编表送主承责])(?:计量)?单位\s*[:：]\s*([^\s；;（）()]{1,24})")
_AND = re.compile(r"[、，,]")
_BARE = re.compile(r"[-+−]?\d[\d,，]*(?:\.\d+)?")
_RATE = re.compile(r"(?:增长|增速|增幅|增减|升降|比重|占比|比例|率|[%％±]|指数|系数)\s*$|^(?:比上年|同比|环比)")
_OF_RATES = re.compile(r"[%％‰]|个?百分点")
_KEYS = re.compile(r"序号|编号|代码|电话|邮编|年份|年度|时间|日期|排名|名次|位次|备注|说明")
_COUNTS = re.compile(r"数量?$")
_MONEY = re.compile(r"元$")
_OF_MONEY = re.compile(r"(?:资金|金额|投资|经费|补[贴助]|奖补|产值|[支收][出入]|款|[销营]售额)$")
_COUNTED_IN = re.compile(r"([人户家个名])[数次口]$")
_LABELLED = re.compile(r"(?!其中)[^：:（(\d]{2,8}[：:]\s*\S")
"""A label with what it says: 统计截止：2023年底, 审核：张三."""
_NUMBERED = re.compile(r"^\s*附?表\s*[\d一二三四五六七八九十]+(?:[-—.．][\d一二三四五六七八九十]+)*\s*[:：、.．]?\s*")
_TAIL = re.compile(r"(?:完成)?(?:情况|统计|一览|汇总|对比|明细|比较)*表?$")
_OVER = re.compile(r"^.*?(?:部分|各|分)(?:[省市州县区乡镇村、]|自治[区州县]|街道)+")
_WHEN = re.compile(
    rf"{_YEAR}?\s*[-—–－~至到]\s*{_YEAR}|{_YEAR}(?:\d{{1,2}}\s*月(?:份|底|末)?)?(?:底|末)?(?:以来|起)?|(?:19|20)\d{{2}}[-—–]"
)
_ONE_YEAR = re.compile(rf"{_YEAR}(?!\s*(?:以来|起|至|到|[-—–~]))")
_BETWEEN = re.compile(rf"{_YEAR}?\s*[-—–－~至到]\s*{_YEAR}|(?:19|20)\d{{2}}\s*[-—–－~至到]")
_MEASURE = re.compile(
    r"(?:收入|支出|投资|消费|存款|贷款|余额|价格|人口|产业|总产|[量额值数率积])$"
)  # What statistics are named after, as the last word of a title.
_GROUP = re.compile(
    r"(?:全体|全部|城镇|城市|农村|乡村|城乡)(?:常住)?(?:居民|人口|住户)?|居民|男性?|女性?|合计|总计|小计|全[省市州县区乡镇村]|其中"
)
_TITLE = re.compile(
    r"^\s*附?表\s*[\d一二三四五六七八九十]|单位\s*[:：]|(?:情况|统计|一览|汇总|明细|对比)表?\s*(?:[（(].*)?$"
)
_NOTE = re.compile(
    r"[（(]?(?:(?:计量)?单位|填报(?:单位|人|日期|时间)?|制表(?:单位|人|日期|时间)?|编制(?:单位)?|填表(?:单位|人|日期)?|统计(?:时间|口径)|审核人?|"
    r"负责人|数据来源|来源|报表日期|报送(?:单位|时间)|日期|时间)\s*[:：]|(?:截[至止]|数据截[至止])"
)
"""Notes on a table that are no title of it: who made it, as of when, what its figures are measured in."""
_FILLED_IN = re.compile(
    r"(?:填报|填表|制表|编制|报送|报表|印发)(?:日期|时间)?\s*[:：]\s*(?:19|20)\d\d|^\s*[（(]?日期\s*[:：]"
)
"""The day on which a table was made: next January, for the figures of a year."""
_REMARK = re.compile(r"(?:备\s*注|附?注|[填有]?[表关]?说明)\s*\d*\s*[:：]")
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Title:
    """What the lines above a table say of all of it; empty where they do not."""

    unit: str = ""
    """What the figures are measured in: one unit, or several of different columns (户、万元)."""
    year: str = ""
    measure: str = ""

    def unit_for(self, name: str) -> str:
        """The unit of a column called ``name``; of several (单位：户、万元) the one that such a column is told in."""
        units = _AND.split(self.unit)
        if len(units) == 1:
            return self.unit
        counted = _COUNTED_IN.search(name)
        money = [u for u in units if _MONEY.search(u)] if _OF_MONEY.search(name) else []
        return counted[1] if counted and counted[1] in units else money[0] if len(money) == 1 else ""

    @classmethod
    def of(cls, lines: Sequence[str]) -> Title:
        """Read the lines, each a title or a note such as 单位：万元."""
        unit = year = measure = as_of = ""
        for line in lines:
            for noted in _NOTED.finditer(line):
                # 编制单位：… is no unit, and may stand before one.
                unit = noted[1] if all(map(_IS_UNIT.fullmatch, _AND.split(noted[1]))) else unit
            rest, own = parted(_NOTED.sub("", line))
            unit = own or unit
            years = {re.sub(r"\s|度", "", y) for y in _ONE_YEAR.findall(rest)}
            if len(years) == 1 and not _BETWEEN.search(rest):
                if not is_note(line):
                    year = years.pop()
                elif not _FILLED_IN.search(line):
                    as_of = years.pop()
            measure = _measure(rest) or measure
        return cls(unit, year or as_of, measure)


def titles(line: str) -> bool:
    """Whether a line of running text right above a table is its title or its note of a unit."""
    return len(line) <= _LONGEST_TITLE and not line.endswith("。") and _TITLE.search(line) is not None


def is_note(line: str) -> bool:
    """Whether a line beside a table's title says only its unit, who made it or as of when."""
    return _NOTE.match(line.strip()) is not None


def is_labelled(text: str) -> bool:
    """Whether a cell says its own name: 统计截止：2023年底."""
    return is_note(text) or _LABELLED.match(text.strip()) is not None


def is_remark(line: str) -> bool:
    """Whether a row's only text is a remark on the table (备注：…) or says who made it."""
    return _REMARK.match(line.strip()) is not None or is_note(line)


def parted(name: str) -> tuple[str, str]:
    """A name without the units in brackets in it, and the last of these: ``粮食产量（万吨）`` is 粮食产量 and 万吨."""
    unit = ""

    def out(match: re.Match[str]) -> str:
        nonlocal unit
        if not _IS_UNIT.fullmatch(match[1]):
            return match.group()
        unit = match[1]
        return ""

    bare = _BRACKETED.sub(out, name).strip()
    return (bare, unit) if bare else (name, "")


def is_unit_column(name: str) -> bool:
    """Whether a column says the unit of each row."""
    return re.fullmatch(r"(?:计量)?单位", name) is not None


def unit_of(text: str) -> str:
    """``text`` if it is a unit, else empty."""
    return text if _IS_UNIT.fullmatch(text) else ""


def measured(value: str, name: str, own: str, of_row: str, of_table: str) -> str:
    """``value`` with its unit behind it, if it is a bare number of which a unit is known.

    Args:
        value: the cell.
        name: of its column, without units.
        own: the unit the column's name gives.
        of_row: the unit the row gives; stronger than the column's, which speaks for most rows (生猪（万头） among 产量（万吨）).
        of_table: the unit above the table, the weakest.
    """
    if not _BARE.fullmatch(value) or _KEYS.search(name):
        return value
    if own and _OF_RATES.fullmatch(own):
        return value + own
    if _RATE.search(name):
        unit = next((u for u in (own, of_row, of_table) if u and _OF_RATES.fullmatch(u)), own)
    else:
        counted = _COUNTS.search(name) is not None and _MONEY.search(of_table) is not None
        unit = of_row or own or ("" if counted else of_table)
    return value + unit


def led(name: str, title: Title, *, dated: bool) -> str:
    """A column's name led by what only the title says: its year unless the table is ``dated``, what it measures.

    The latter only where the name cannot stand alone: a year, a group of people (农村居民), or nothing.
    """
    if _KEYS.search(name):
        return name
    bare = " ".join(_WHEN.sub("", name).split())
    parts = [] if dated or _WHEN.search(name) else [title.year]
    if title.measure and title.measure not in name and (not bare or _GROUP.fullmatch(bare)):
        parts.append(title.measure)
    return " ".join(p for p in (*parts, name) if p)


def dates(name: str) -> bool:
    """Whether a name of a column says a year, or that years stand below it."""
    return _WHEN.search(name) is not None or re.search(r"年份|年度|时间|日期|^(?:19|20)\d{2}$", name) is not None


def is_number(value: str) -> bool:
    """Whether a cell holds nothing but a number, with or without its unit."""
    match = _BARE.match(value)
    return match is not None and (match.end() == len(value) or bool(unit_of(value[match.end() :].strip())))


def _measure(title: str) -> str:
    """What a title says is measured: 居民人均消费支出 of 2021—2022年部分县居民人均消费支出情况表."""
    rest = _WHEN.sub("", _NUMBERED.sub("", title)).strip(" 　:：,，")
    rest = _OVER.sub("", _TAIL.sub("", rest)).strip(" 　的")
    found = _MEASURE.search(rest)
    return rest if found and 2 <= len(rest) <= 20 and not re.search(r"[，。；、和及与\d]", rest) else ""
