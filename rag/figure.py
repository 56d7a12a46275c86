"""A figure: one statistical statement of a report, with the words that make it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

READER = 14
"""Of the way ``rag.figures`` reads: figures kept under another number are read again."""

SUM = re.compile(r"合计|总计|小计|全部|平均")
"""What heads a row of a table that is worked out from its other rows."""
REST = re.compile(
    r"(?:其[他它余]|剩余|另外)(?:的|各)?(?:几?个)?(?:地区?|省|市州?|市?县市?区?|区县?|乡镇?|镇|街道|村|社区|单位)?"
)
"""What heads a row of all that a table does not list one by one."""
Relation = Literal["level", "base", "change", "share"]
Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of one indicator. Spans are code points of the passage's text, half open.

    ``indicator`` are the report's own words, ``name`` the same without what does not tell one indicator from another
    (全市, 累计, 建成). ``subject`` is what an indicator without a subject of its own (吸纳就业) is said of. ``value`` and
    ``high`` (the end of a range) are in ``unit``, a base unit; ``step`` is the weight of the last written digit.

    A ``level`` stands for itself; a ``base`` is the A of 由A增长到B and a ``change`` the growth, rise or fall of the
    indicator, in its ``direction``; a ``share`` is a part of ``whole``. ``planned`` figures are targets.

    ``period`` is for people; ``since`` and ``until`` are inclusive ISO dates, None where nothing dates the figure.
    ``dated`` says whether the text itself dates it, rather than the date of the report.
    """

    passage: str
    start: int
    end: int
    quote: tuple[int, int]
    indicator: str
    name: str
    value: float
    unit: str
    as_written: str
    step: float = 1.0
    high: float | None = None
    qualifier: str | None = None
    subject: str = ""
    place: str | None = None
    place_path: str | None = None
    period: str | None = None
    since: str | None = None
    until: str | None = None
    dated: bool = False
    relation: Relation = "level"
    direction: Direction | None = None
    planned: bool = False
    whole: str = ""

    @property
    def summed(self) -> bool:
        """Whether it stands in a row of sums: of the rows of its table, which may not be all there are."""
        return bool(SUM.fullmatch(self.subject))

    @property
    def label(self) -> str:
        """The name with what it is said of: 扶贫车间吸纳就业; 新增企业（其中民营企业）; 帮扶车间（合计）."""
        if self.summed:
            part = f"{self.whole}（其中{self.name}）" if self.whole and self.whole != self.name else self.name
            return f"{part}（{self.subject}）"
        if self.whole and self.relation == "level" and self.whole != self.name:
            part = f"{self.whole}（其中{self.name}）"
            return part if part.startswith(self.subject) else f"{self.subject}{part}"
        return self.name if self.name.startswith(self.subject) else f"{self.subject}{self.name}"

    @property
    def part_of_year(self) -> bool:
        """Whether the text says that it runs from January to a month before December: 1至9月, 上半年."""
        since, until = self.since or "", self.until or ""
        return self.dated and since[4:7] == "-01" and until[:4] == since[:4] and "-02" <= until[4:7] <= "-11"

    @property
    def when(self) -> str:
        """Its year, or years (2016/2020), or months of a part of a year (2021-01/2021-09); empty where nothing dates it.

        A report of the first quarter that names no year may tell of this one or of the last.
        """
        if not self.since or (not self.dated and "-01" <= self.since[4:7] <= "-03"):
            return ""
        until = self.until or self.since
        if self.part_of_year:
            return f"{self.since[:7]}/{until[:7]}"
        return until[:4] if self.since[:4] == until[:4] else f"{self.since[:4]}/{until[:4]}"
