"""Rows of tables: a figure is of the row and the year that the claim names."""

from __future__ import annotations

from collections.abc import Sequence

from rag.text.dates import Period
from rag.text.quantity import Quantity, compare
from rag.verify.checks.periods import same_period
from rag.verify.checks.timing import when
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading
from rag.verify.rows import Cell, Row, rows


def tables(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each figure of ``claim`` that a source gives only in another row, or for another year."""
    held = [(row, s.body) for s in sources for row in rows(s.body)]
    if not held:
        return []
    out: list[Finding] = []
    for q in claim.figures:
        found = [(row, cell) for row, _ in held for cell in row.cells if compare(q, cell.quantity) == "same"]
        running = sum(compare(q, r) == "same" for s in sources for r in s.body.figures)
        if not found or running > len(found):
            continue  # told in running text as well
        own = [row for row, _ in held if row.named_in(claim.text)]
        if own and not any(row.named_in(claim.text) for row, _ in found):
            out.append(_other_row(q, found[0], own))
        elif not own and all(elsewhere(claim, row, body) for row, body in held if any(row is r for r, _ in found)):
            reason = f"{q.as_written}在表中是{found[0][0].head}的"
            out.append(Finding("数字", reason, "unsupported", ((q.start, q.end),)))
        elif (time := _time(claim, q)) is not None:
            there = [(row, cell) for row, cell in found if row.named_in(claim.text) or not own]
            if there and all(c.when is not None and not same_period(time, c.when) for _, c in there):
                out.append(_other_time(q, time, *there[0]))
    return out


def elsewhere(claim: Reading, row: Row, body: Reading) -> bool:
    """Whether ``row`` of ``body`` is of another place than the town or village that ``claim`` names, or of all together."""
    if row.named_in(claim.text):
        return False
    named = [m.place for m in claim.places if m.place.level in ("township", "village")]
    theirs = [m.place for m in body.places if m.place.name == row.head]
    apart = any(a.level == b.level and a.path != b.path for a in named for b in theirs)
    return apart or bool(named and row.total)


def _other_row(q: Quantity, found: tuple[Row, Cell], own: Sequence[Row]) -> Finding:
    row, cell = found
    theirs = next((c for r in own for c in r.cells if c.key == cell.key and _one_time(c, cell)), None)
    told = f"{own[0].head}是{theirs.quantity.as_written}" if theirs else f"{own[0].head}没有填这一项"
    reason = f"{q.as_written}在表中是{row.head}的，{told}"
    instead = theirs.quantity.as_written if theirs else None
    return Finding("数字", reason, "contradicted" if theirs else "unsupported", ((q.start, q.end),), instead)


def _other_time(q: Quantity, time: Period, row: Row, cell: Cell) -> Finding:
    theirs = next((c for c in row.cells if c.key == cell.key and c.when and same_period(time, c.when)), None)
    at = cell.when.as_written if cell.when else ""
    told = f"，{time.as_written}是{theirs.quantity.as_written}" if theirs else f"，{time.as_written}没有填"
    reason = f"{q.as_written}在表中是{at}的{told}"
    instead = theirs.quantity.as_written if theirs else None
    return Finding("数字", reason, "contradicted" if theirs else "unsupported", ((q.start, q.end),), instead)


def _one_time(a: Cell, b: Cell) -> bool:
    return a.when is None or b.when is None or same_period(a.when, b.when)


def _time(claim: Reading, q: Quantity) -> Period | None:
    """The time that the claim tells ``q`` of: the last before it, else its only one."""
    before = when(claim, q.start)
    if before is not None:
        return before
    return claim.periods[0] if len(claim.periods) == 1 else None
