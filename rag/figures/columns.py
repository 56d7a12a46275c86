"""What the columns of a table hold: what a row is of, where, when and in which unit, and what is only told beside it.

Office tables put a person in charge, a body, a date or a note next to the figures. None of these is a part of what is
counted; which they are is told by the name of the column and by what stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.domain import Place
from rag.figure import REST, SUM
from rag.text import dates, places
from rag.text.numerals import narrow
from rag.text.quantities import quantities
from rag.text.units import UNIT

Role = Literal["number", "serial", "unit", "time", "place", "aside", "kind", "key", "nothing"]

_NUMBER = re.compile(r"[-+−]?\d[\d,，]*(?:\.\d+)?")
_NOTHING = re.compile(r"[-—–―−/／\\.．…·*＊、\s]*|无|空|缺|暂缺")
"""What stands in a cell that holds nothing."""
_SERIAL = re.compile(r"序号|编号|代码|^no\.?$", re.IGNORECASE)
_UNITS = re.compile(r"(?:计量|计算)?单位")
"""A column that says the unit of each row, where units stand below it."""
_IS_UNIT = re.compile(rf"(?:万亿|亿|万|千|百)?(?:{UNIT.pattern})(?:[/／](?:{UNIT.pattern}))?|[%％‰]|个?百分点|万|亿")
_WHEN = re.compile(r"(?:统计|数据|报告|所属)?(?:年份|年度|时间|日期|月份|年月|时点|时期)|截[至止](?:时间|日期)?")
"""A column that dates its rows; 开工时间 and 认定时间 date what a row tells of, not its figures."""
_MONTHLY = re.compile(r"月份|月度|时期|^$")
_MONTH = re.compile(r"(\d{1,2})月份?")
_WHERE = re.compile(
    r"(?:省份?|省区市|市州?|州市|县市?区?|县区|区县|市县|区|乡镇?|镇|村|街道|社区|地区|地方|地点|地|区域|区划)(?:名称?|（[^）]*）|\([^)]*\))?$"
)
_TOWN = re.compile(r"[一-鿿]{1,8}(?:镇|乡|街道)")
_VILLAGE = re.compile(r"[一-鿿]{1,8}(?:村|社区)")
_ALL = re.compile(r"全(?:省|市|州|县|区|旗|镇|乡|村)")
_WHO = re.compile(
    r"(?:人|员|领导|干部|支书|书记|主任|院长|[局校站所厂镇乡县市区村组队科股]长|经理|专干|姓名|电话|手机|联系方式|邮编|邮箱|账号|证号)$"
)
_BODY = re.compile(
    r"(?:负责|责任|实施|建设|承办|承建|主管|主办|协办|牵头|填报|监管|监理|配合|帮扶|联系|施工|设计|业主|组织|管理|经办|审核|编制|归口|包保|结对|承担|参与|报送|审批|完成)(?:单位|部门|机构|股室|科室|主体)|(?:单位|部门|机构|股室|科室|主体)$"
)
_DATE = re.compile(r"(?:时间|日期|时限|期限|年月|工期)$")
_NOTE = re.compile(
    r"(?:备注|说明|附注|内容|规模|要求|条件|标准|措施|地址|位置|产品|进度|进展|状态|成效|等次|评价|资质|荣誉)$"
)
_KIND = re.compile(r"(?:类别|类型|大类|分类|种类|类|行业|领域|板块|性质|方式|来源|用途|原因|级别|等级)$")
"""What a row belongs to, rather than what it is of."""


@dataclass(frozen=True, slots=True)
class Heads:
    """What a row is of: ``keys`` are the words that name it, ``summed`` whether it sums up others; ``unit`` is empty where it gives none."""

    keys: tuple[str, ...] = ()
    place: Place | None = None
    summed: bool = False
    unit: str = ""
    aim: str = ""
    """What the column of the key is called."""


def is_time(name: str, value: str) -> bool:
    """Whether a cell dates its row: 年份：2021."""
    return bool(_WHEN.fullmatch(name)) and bool(re.match(r"\D{0,2}(?:19|20)\d\d", narrow(value)))


def is_unit(text: str) -> bool:
    """Whether ``text`` is a unit and nothing else: 万元, but not 分乡镇."""
    return bool(_IS_UNIT.fullmatch(text))


def is_aside(name: str) -> bool:
    """Whether a column of words tells who, by when or what else there is to say, rather than of what a row is."""
    return any(p.search(name) for p in (_WHO, _BODY, _DATE, _NOTE)) and not _UNITS.fullmatch(name)


def is_sum(value: str) -> bool:
    """Whether a cell says that its row sums up others; blanks within count for nothing (合 计)."""
    return bool(SUM.fullmatch(re.sub(r"\s", "", value)))


def heads(cells: Sequence[tuple[str, str]], home: Place | None) -> Heads:
    """What the row of ``cells``, each (name of the column, value), is of; ``home`` is the unit that the table is about."""
    told: list[tuple[Role, str, str]] = []
    place, unit, counted = home, "", False
    for name, value in cells:
        role, where = _role(name, value, home, place)
        if where is not None:
            place = where
        if role == "unit":
            unit = value
        # What stands behind the first figure is told beside it.
        if role in ("key", "kind") and counted and not is_sum(value):
            role = "aside"
        counted = counted or role == "number"
        told.append((role, name, value))
    sums = next((re.sub(r"\s", "", v) for _, _, v in told if is_sum(v)), "")
    if sums:
        return Heads((sums,), place, True, unit)
    keys = [(n, v) for r, n, v in told if r == "key"]
    kinds = [(n, v) for r, n, v in told if r == "kind"]
    if not keys and not kinds and place is home:
        # Nothing else says what the row is of.
        keys = [(n, v) for r, n, v in told if r == "aside" and not _PRIVATE.search(n)]
    chosen = keys[:1] or kinds[-1:]
    return Heads(tuple(v for _, v in chosen), place, False, unit, chosen[0][0] if chosen else "")


_PRIVATE = re.compile(rf"{_WHO.pattern}|{_DATE.pattern}|备注|说明")


def _role(name: str, value: str, home: Place | None, near: Place | None) -> tuple[Role, Place | None]:
    """What a cell is, and the place it names."""
    plain = narrow(value)
    if _NOTHING.fullmatch(value):
        return "nothing", None
    if _SERIAL.search(name):
        return "serial", None
    if _UNITS.fullmatch(name) and _IS_UNIT.fullmatch(plain):
        return "unit", None
    if is_time(name, value) or _MONTH.fullmatch(plain):
        return "time", None
    if _NUMBER.match(plain) or (not is_sum(value) and not _WHERE.search(name) and _told_in_figures(plain)):
        return "number" if _NUMBER.match(plain) else "aside", None
    where = _place(name, value, home, near)
    if where is not None:
        return "place", where
    if is_aside(name):
        return "aside", None
    return ("kind" if _KIND.search(name) else "key"), None


def _told_in_figures(value: str) -> bool:
    """Whether a cell of words tells figures of its own: 新建停车场3处."""
    return bool(quantities(value)) and any(c.isdigit() for c in value)


def _place(name: str, value: str, home: Place | None, near: Place | None) -> Place | None:
    if _ALL.fullmatch(value):
        return home
    if REST.fullmatch(value):
        return None
    found = places.resolve(value, near) or places.resolve(value, home)
    if found is not None:
        apart = home is not None and not places.covers(home, found) and not places.covers(found, home)
        return None if apart and is_aside(name) else found
    if not _WHERE.search(name) or home is None:
        return None
    if _TOWN.fullmatch(value) and home.level in ("county", "zone"):
        return places.of_path(f"{home.path}/{value}")
    if _VILLAGE.fullmatch(value) and home.level in ("county", "zone", "township"):
        return places.of_path(f"{(near or home).path}/{value}")
    return None


def period_in(cells: Sequence[tuple[str, str]]) -> dates.Period | None:
    """The time that a column of times gives to a row."""
    for name, value in cells:
        if is_time(name, value):
            text = narrow(value)
            found = dates.periods(text if re.search(r"[年月日./-]", text) else f"{text}年")
            period = next((p for p in found if p.since and not p.relative), None)
            if period:
                return period
    return None


def month_in(cells: Sequence[tuple[str, str]]) -> str:
    """The month that heads a row, as it is written without 月; empty where none does."""
    told = ((name, _MONTH.fullmatch(narrow(value))) for name, value in cells[:2])
    return next((m[1] for name, m in told if m and _MONTHLY.search(name)), "")
