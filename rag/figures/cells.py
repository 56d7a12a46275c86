"""Tables as they can be read back from passages: rows, columns, and the cell where a row and a column meet.

A row of a table stands in a passage as a line that says each cell behind the name of its column (``rag.figures.tables``).
A cell that the report left empty stands in no line: it is known by the column, which other rows have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from rag.domain import Evidence, Passage, Place
from rag.figure import REST, Figure
from rag.figures.read import measured
from rag.figures.tables import is_row, of_title, pairs, period_of
from rag.text import places
from rag.text.dates import Period
from rag.text.numerals import narrow
from rag.text.sentences import sentences

ROWS = 2000
"""Rows of one article that are read; of a longer table nothing is said as a whole."""
_NOTHING = re.compile(r"[-—–－/／\s…·]*|空|暂缺|缺")
"""What a table writes where it has no figure; 无 and 0 are figures."""
_SUM = re.compile(
    r"(?:[合总]\s*计|小\s*计|累计|总数|全[省市州县区旗镇乡村部年]|年度|平均)(?:数|值)?[：:]?|.{2,8}(?:合计|总计|小计)"
)
_SUM_WORD = re.compile(r"[合总]\s*计|小\s*计|累计|总数|^全[省市州县区旗镇乡村部年]$|平均")
_SUBTOTAL = re.compile(r"小计")
_MEAN = re.compile(r"平均")
_OF_PART = re.compile(
    r"部分|抽[查样]|示例|样本|(?:主要|重点|典型|代表性?|试点|示范|前[一二三四五六七八九十\d]+[位名个])[^，。 ]{0,6}(?:乡镇|县市?|市州?|区县?|街道|村|地区|省|企业|单位)"
)
_UNIT = re.compile(r"\s*[（(][^（()）]{1,12}[)）]")
_NEW_TABLE = re.compile(r"^\s*附?表\s*[\d一二三四五六七八九十]|(?:情况|统计|一览|汇总|明细|对比)表")
_LEAD = re.compile(
    r"^(?:其中|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．]|[-—·])\s*[：:]?\s*"
)
_MONTH = re.compile(r"(?:(?:19|20)\d\d年)?(\d{1,2})月份?")
_CODE = re.compile(r"[A-Za-z]{1,4}[-\d]+")
_NUMBERED = re.compile(r"序号|编号|^no\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column by what it measures (``产量``) and, where its name says one, its year (``2022``, else empty)."""

    measure: str
    year: str = ""

    @classmethod
    @lru_cache(maxsize=1024)
    def of(cls, name: str) -> Column:
        """Read the name that stands before a cell, as it does in every row: ``2022年 产量（吨）``."""
        bare = _UNIT.sub("", name)
        own = period_of(bare)
        year = (own.since or "")[:4] if own else ""
        if not year and (alone := re.fullmatch(r"\s*((?:19|20)\d\d)\s*", bare)):
            return cls("", alone[1])
        if own and year:
            bare = bare.replace(own.as_written, " ", 1)
        return cls("".join(re.sub(r"\s+", " ", bare).strip().split(" ")), year)

    @property
    def spoken(self) -> str:
        """As a person says it: 2022年产量."""
        return (f"{self.year}年" if self.year else "") + self.measure


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a row below a column: ``value`` as it is written, ``figure`` where that is one."""

    column: Column
    value: str
    figure: Figure | None = None

    @property
    def empty(self) -> bool:
        """Whether the table has nothing there: a dash, or no mark at all."""
        return bool(_NOTHING.fullmatch(self.value))

    @property
    def told(self) -> str:
        """The value with its unit, as a person writes it."""
        return self.figure.as_written if self.figure else self.value


@dataclass(frozen=True)
class Row:
    """One row: ``passage.text[start:end]``."""

    passage: Passage
    start: int
    end: int
    cells: tuple[Cell, ...]
    head: Column | None = None
    """The column that tells the rows of the table apart, where that is not the first."""

    @cached_property
    def keys(self) -> tuple[Cell, ...]:
        """The cells that say of what the row is, the label first: those that hold words."""
        return tuple(
            c
            for c in self.cells
            if not c.figure
            and not c.empty
            and not (_NUMBERED.search(c.column.measure) and not _SUM.fullmatch(c.value))
            and re.search(r"[一-鿿A-Za-z]|(?:19|20)\d\d", c.value)
        )

    @cached_property
    def label(self) -> str:
        """What heads the row, without 其中 and numbers before it."""
        told = (k.value for k in self.keys if self.head is None or k.column == self.head)
        first = next(told, self.keys[0].value if self.keys else "")
        return _LEAD.sub("", first) or first

    @cached_property
    def place(self) -> Place | None:
        """The place that the row is of, where its label is nothing else."""
        held = self.passage.places
        return places.resolve(self.label, places.of_path(held[0]) if held else None)

    @cached_property
    def sums(self) -> bool:
        """Whether the row sums up others: 合计, 小计, 全县."""
        return bool(_SUM.fullmatch(self.label))

    @property
    def rests(self) -> bool:
        """Whether the row tells together what has no row of its own: 其他, 其余乡镇. It is none of those it stands among."""
        return bool(REST.match(self.label))

    @property
    def part(self) -> str:
        """Of a row that sums up some of the others, what those are (产业发展类 of 产业发展类小计); empty for other rows."""
        return _SUM_WORD.sub("", self.label).strip(" ：:（）()") if self.sums else ""

    @property
    def sums_part(self) -> bool:
        """Whether it sums up only some of the rows, as 小计 does."""
        return bool(_SUBTOTAL.search(self.label)) or bool(self.part)

    @property
    def year(self) -> str:
        """The year that heads the row, else empty."""
        found = (
            re.match(r"((?:19|20)\d\d)(?:年(?:度|底|末)?)?$", narrow(c.value)) for c in self.cells[:3] if not c.figure
        )
        return next((m[1] for m in found if m), "")

    @property
    def month(self) -> int | None:
        """The month that heads the row, 1 to 12; None where none does."""
        found = _MONTH.fullmatch(narrow(self.label))
        return int(found[1]) if found and 1 <= int(found[1]) <= 12 else None

    def under(self, column: Column) -> Cell:
        """The cell below ``column``; an empty one where the row has none."""
        return next((c for c in self.cells if c.column == column), Cell(column, ""))

    def evidence(self) -> Evidence:
        """The whole row."""
        return Evidence(self.passage, self.start, self.end)


@dataclass(frozen=True)
class Table:
    """Rows under one set of names. ``title`` is what stands above them, with the title of the article."""

    rows: tuple[Row, ...]
    title: str
    whole: bool = True
    """Whether all of its rows were read."""
    told: Mapping[str, str] = field(default_factory=dict)
    """What the text above says of a column, by what it measures."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns, in the order in which rows have them."""
        out: list[Column] = []
        for row in self.rows:
            at = 0
            for cell in row.cells:
                if cell.column in out:
                    at = out.index(cell.column) + 1
                else:
                    out.insert(at, cell.column)
                    at += 1
        return tuple(out)

    @property
    def head(self) -> Column:
        """The column that the rows are told apart by."""
        first = self.rows[0]
        return first.head or (first.keys[0].column if first.keys else first.cells[0].column)

    @cached_property
    def home(self) -> Place | None:
        """The unit that the article is about."""
        held = self.rows[0].passage.places
        return places.of_path(held[0]) if held else None

    @cached_property
    def period(self) -> Period | None:
        """The day or the one year that its title names."""
        p = self.rows[0].passage
        return next((t for t in map(of_title, (p.section, p.title)) if t), None)

    @cached_property
    def measured(self) -> bool:
        """Whether its columns say what is measured; false where they are years, and the rows say it."""
        told = {c.column for r in self.rows for c in r.cells if c.figure}
        return len(told) < 2 or any(c.measure or not c.year for c in told)

    @property
    def year(self) -> str:
        """The year of ``period``, else that of the report."""
        return ((self.period.since if self.period else self.rows[0].passage.date) or "")[:4]

    @property
    def partial(self) -> bool:
        """Whether it says that it holds only some of what there is (部分乡镇): its total is none of the whole."""
        return bool(_OF_PART.search(self.rows[0].passage.section or self.rows[0].passage.title))

    @cached_property
    def body(self) -> tuple[Row, ...]:
        """The rows that sum up no others."""
        return tuple(r for r in self.rows if not r.sums)

    @cached_property
    def total(self) -> Row | None:
        """The row that sums up all others."""
        sums = [r for r in self.rows if r.sums and not _MEAN.search(r.label)]
        whole = [r for r in sums if not r.sums_part]
        return whole[-1] if whole else sums[0] if len(sums) == 1 else None


def tables(passages: Sequence[Passage], *, whole: bool = True) -> Iterator[Table]:
    """The tables of one article, given its passages in reading order, all of them if ``whole``; those of one row are none."""
    rows: list[Row] = []
    fresh = False
    count = 0
    for passage in passages:
        figures = {f.start: f for f in measured(passage) if f.name} if _may_hold_rows(passage) else {}
        for low, high in sentences(passage.text):
            line = passage.text[low:high]
            if not is_row(line):
                fresh = True if not rows or _NEW_TABLE.search(line) or line.rstrip().endswith("。") else fresh
                continue
            row = Row(passage, low, high, tuple(_cells(line, low, figures)))
            if rows and (fresh or passage.section != rows[-1].passage.section) and not _goes_on(rows, row):
                yield from _table(rows, whole and count <= ROWS)
                rows = []
            elif rows and not _alike(rows, row):
                yield from _table(rows, whole and count <= ROWS)
                rows = []
            fresh = False
            count += 1
            if count <= ROWS:
                rows.append(row)
    yield from _table(rows, whole and count <= ROWS)


def _may_hold_rows(passage: Passage) -> bool:
    return any(is_row(line) for line in passage.text.split("\n"))


def _goes_on(rows: Sequence[Row], row: Row) -> bool:
    """Whether a row after a line of text belongs to the table before it: of the same columns, and not of the same things."""
    return (
        _alike(rows, row)
        and row.passage.section == rows[-1].passage.section
        and all(r.label != row.label for r in rows)
    )


def _alike(rows: Sequence[Row], row: Row) -> bool:
    """Whether most columns of a row are those of the rows before it; of a row of a few cells any one."""
    known = {c.column for r in rows[-3:] for c in r.cells} | {c.column for c in rows[0].cells}
    return 2 * sum(c.column in known for c in row.cells) > len(row.cells)


def _table(rows: Sequence[Row], whole: bool) -> Iterator[Table]:
    if len(rows) < 2:
        return
    p = rows[0].passage
    yield Table(tuple(_headed(_one_year(rows))), " ".join(x for x in (p.title, p.subtitle, p.section) if x), whole)


def _headed(rows: Sequence[Row]) -> list[Row]:
    """The rows, headed by the first column of words in which each has something else: 品种 of 类别 and 品种."""
    body = [r for r in rows if not r.sums]
    for column in dict.fromkeys(k.column for r in body for k in r.keys):
        told = [c.value for r in body if not (c := r.under(column)).empty and not c.figure]
        if len(told) == len(body) and len(set(told)) == len(body) > 1 and not all(map(_CODE.fullmatch, told)):
            return [replace(r, head=column) for r in rows]
    # One thing in several years: the years tell less than what they are of.
    named = (k.column for r in body for k in r.keys if not r.year or not k.value.startswith(r.year))
    head = next(named, None)
    return [replace(r, head=head) for r in rows]


def _one_year(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with columns that some name with the table's year and some without (``帮扶车间：—``) called alike."""
    named = {c.column for r in rows for c in r.cells}
    dated = {m: [c for c in named if c.measure == m and c.year] for m in {c.measure for c in named if not c.year}}
    alike = {Column(m): found[0] for m, found in dated.items() if len(found) == 1}
    if not alike:
        return rows
    return [replace(r, cells=tuple(replace(c, column=alike.get(c.column, c.column)) for c in r.cells)) for r in rows]


def _cells(line: str, at: int, figures: dict[int, Figure]) -> Iterator[Cell]:
    for name, _, low, high in pairs(line.rstrip().removesuffix("。")):
        yield Cell(Column.of(name), line[low:high].strip(), figures.get(at + low))
