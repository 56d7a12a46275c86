"""Questions that take a work for done of which a table says otherwise: 哪天完工的 of what is 未开工."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.statements import Statement
from rag.answer.table.match import named
from rag.answer.table.status import State, presumed, status_of
from rag.answer.table.told import subject
from rag.answer.table.wish import Wish
from rag.figures.cells import Table
from rag.language import say


def denial(wish: Wish, held: Sequence[Table]) -> tuple[tuple[Statement, ...], tuple[str, ...]] | None:
    """(what the table says of the row's state, a remark for people); None where it does not speak against the question."""
    state = presumed(wish.ask.clause) if wish.ask.kind == "time" else None
    if state is None:
        return None
    for table in held:
        lines = named(wish, table)
        if len(lines) != 1 or lines[0].row.sums:
            continue
        row = lines[0].row
        for cell in row.keys:
            told = status_of(cell.value, cell.column.measure)
            if told and not _fits(told, state):
                name = cell.column.measure
                statement = Statement(
                    f"{subject(row, table, wish)}的{name}：{cell.value}",
                    (row.evidence(),),
                    reasons=(
                        say(f"取自引文所示一行的“{name}”一栏", f"from the column {name} of the row that is quoted"),
                    ),
                )
                note = say(
                    f"所问与报告不符：表中“{row.label}”的“{name}”是“{cell.value}”。",
                    f"The question differs from the reports: the column {name} of {row.label} says {cell.value}.",
                )
                return (statement,), (note,)
    return None


def _fits(told: State, presumed_state: State) -> bool:
    """Whether a work in one state may be asked about as one in the other: what is going on has begun."""
    return told == "done" or (presumed_state == "going on" and told != "not begun")
