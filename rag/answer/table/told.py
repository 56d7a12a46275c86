"""What is said of a cell: its row, its column and its value in a sentence; or that the table has nothing there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.statements import Statement
from rag.answer.table.match import Match
from rag.answer.table.wish import Wish
from rag.domain import Citation, Refusal
from rag.figures.cells import Cell, Row, Table
from rag.language import say
from rag.text import places


def subject(row: Row, table: Table, wish: Wish) -> str:
    """What a row is of, led by the place that is asked about where the label does not say it."""
    home = table.home
    asked = [p for p in wish.query.places if home is None or p.level == home.level or places.covers(home, p)]
    lead = asked[0].name if asked else (home.name if home and row.sums else "")
    label = row.part if row.sums else row.label
    return label if row.place is not None or lead in label else f"{lead}{label}"


def said(match: Match, wish: Wish) -> Statement:
    """The cells that hold something, in a sentence of the table's own words."""
    who = subject(match.row, match.table, wish)
    cells = [c for c in match.cells if not c.empty]
    if len({c.column.measure for c in cells}) == 1 and len(cells) > 1:
        text = f"{who}{cells[0].column.measure}：" + "，".join(f"{c.column.year}年{c.told}" for c in cells)
    else:
        text = "，".join(f"{who if k == 0 else ''}{phrase(c, match.row)}" for k, c in enumerate(cells))
    return Statement(text, (match.row.evidence(),), reasons=(_reason(match.row, cells),))


def phrase(cell: Cell, row: Row) -> str:
    """``2022年产量为388吨``; of a row that sums up ``2022年产量合计388吨``."""
    name = cell.column.spoken
    if cell.figure is None:
        return f"{name}：{cell.value}" if not name else f"的{name}：{cell.value}"
    return f"{name}{'合计' if row.sums and cell.figure.unit != '%' else '为'}{cell.told}"


def _reason(row: Row, cells: Sequence[Cell]) -> str:
    names = "、".join(c.column.spoken or c.value for c in cells)
    return say(
        f"取自引文所示的一行（{row.label}）的“{names}”一栏",
        f"from the column {names} of the row {row.label} that is quoted",
    )


def elsewhere(match: Match, wish: Wish) -> tuple[str, ...]:
    """For people: that the row named is of another township or village than the one asked about; else empty."""
    asked: dict[str, str] = {p.level: p.name for p in wish.query.places if p.level in ("township", "village")}
    told = [m.place for k in match.row.keys for m in places.find(k.value, within=match.table.home)]
    there = [p for p in told if p.level in asked]
    if not there or any(p.name == asked[p.level] for p in there):
        return ()
    row, place, name = match.row.label, there[0], asked[there[0].level]
    return (
        say(
            f"所问与报告不符：表中“{row}”这一行写的是{place.name}，不是{name}。",
            f"The question differs from the reports: the row {row} is of {place.name}, not of {name}.",
        ),
    )


def lacking(match: Match) -> Refusal:
    """That the table has the row and nothing in that column; the row is what is nearest."""
    names = "、".join(dict.fromkeys(c.column.spoken for c in match.cells))
    # A refusal gives no figures, not even years: they stand in what is nearest.
    names = re.sub(r"\d{4}年", "", names) or "所问年份"
    missing = say(
        f"表中有“{match.row.label}”这一行，但“{names}”一栏是空的，没有数据；其他行和合计的数不是它的。以下是这一行，供核对。",
        f"The table has the row {match.row.label}, but nothing in its column {names}; the figures of other rows are not its. Below is the row.",
    )
    return Refusal("no_evidence", missing, (Citation.of(1, match.row.evidence()),))
