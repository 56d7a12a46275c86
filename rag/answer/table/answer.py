"""What tables say to a question, before any sentence is looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer.reading import Sentence
from rag.answer.statements import Statement
from rag.answer.table.all_of import all_of
from rag.answer.table.apart import apart
from rag.answer.table.between import between
from rag.answer.table.chosen import chosen
from rag.answer.table.denied import denial
from rag.answer.table.follow import followed
from rag.answer.table.lacking import without_column
from rag.answer.table.match import Match, matches
from rag.answer.table.order import ordered
from rag.answer.table.reckoned import reckoned
from rag.answer.table.row import of_row
from rag.answer.table.told import elsewhere, lacking, said
from rag.answer.table.wish import Wish, without_chance_places
from rag.answer.table.within import within
from rag.answer.table.years import over_years
from rag.domain import Evidence, Refusal
from rag.figure import Figure
from rag.figures.cells import Table, tables
from rag.ports import PassageSource
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights

__all__ = ("IN_WORDS", "Told", "answer", "beside", "followed", "marked", "read", "together", "without_column")
ARTICLES = 8
"""Best articles whose tables are read."""
PASSAGES = 400
"""Passages of an article that are read for them."""
_KINDS = ("value", "person", "what", "time", "where", "yesno")
IN_WORDS = 0.8
"""Least share of the words asked for in a sentence that tells the whole, for it to go before the total of a table."""
_AIM = re.compile(r"目标|计划|任务|预期")
_OPERATION = re.compile(r"增[长幅速加减]|占|比[重例]|率|差|剩|降|涨")


@dataclass(frozen=True, slots=True)
class Told:
    """What a table tells: statements and remarks, or that it has nothing in the cell; ``figure`` is that of a single cell."""

    statements: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: Refusal | None = None
    figure: Figure | None = None
    evidence: Evidence | None = None
    total: bool = False
    """Whether it is the sum of all rows, which a report may also tell in a sentence."""


def read(sentences: Sequence[Sentence], source: PassageSource) -> tuple[Table, ...]:
    """The tables of the articles of which rows were found, those found first before."""
    articles = list(dict.fromkeys(s.passage.article_id for s in sentences if s.is_row))[:ARTICLES]
    if not articles:
        return ()
    held = source.beginnings(articles, PASSAGES)
    found = (t for a in articles for t in tables(held[a], whole=len(held[a]) < PASSAGES))
    told = {s.passage.article_id: dict(s.columns) for s in sentences if s.columns}
    return tuple(replace(t, told=told.get(t.rows[0].passage.article_id, {})) for t in found)


def marked(sentences: Sequence[Sentence], held: Sequence[Table]) -> list[Sentence]:
    """``sentences``, those that are rows of ``held`` marked as such: what they tell is asked of the tables."""
    rows = {(r.passage.id, r.start) for t in held for r in t.rows}
    return [replace(s, tabled=True) if s.key in rows else s for s in sentences]


def answer(query: Query, held: Sequence[Table], weights: Weights, ask: int = 0) -> Told | None:
    """What ``held`` say to one ask of ``query``; None where no table has what is asked for."""
    query = without_chance_places(query, held)
    wish = Wish(query, query.asks[ask], weights)
    if not held or wish.ask.kind not in (*_KINDS, "list"):
        return None
    if whole := together(query, held, weights, ask):
        return whole
    if wish.ask.kind not in _KINDS:
        return None
    found_cells = matches(wish, held)
    best = next(iter(found_cells), None)
    if (best is None or best.empty) and (denied := denial(wish, held)):
        return Told(*denied)
    if best is None or (query.operation in ("growth", "difference", "ratio", "remaining") and not _says(best)):
        return None
    if best.row.sums and (best.empty or (best.table.partial and not best.row.part)):
        return None
    if best.empty:
        return Told(refusal=lacking(best))
    if wish.ask.kind == "yesno":
        return None
    alike = [m for m in found_cells if m.score >= best.score - 1e-9 and m.row is not best.row and not m.empty]
    statements = tuple(dict.fromkeys(said(m, wish) for m in (best, *alike)))
    cells = [c for c in best.cells if c.figure]
    single = cells[0].figure if len(cells) == 1 and not alike else None
    return Told(
        statements,
        elsewhere(best, wish),
        figure=single,
        evidence=best.row.evidence() if single else None,
        total=best.row.sums and not best.row.part,
    )


def together(query: Query, held: Sequence[Table], weights: Weights, ask: int = 0) -> Told | None:
    """What follows from several cells of one table, which a question split into its sides would not show."""
    query = without_chance_places(query, held)
    wish = Wish(query, query.asks[ask], weights)
    if sides := between(wish, held):
        return Told((sides,))
    if years := over_years(wish, held):
        return Told((years,))
    if found := ordered(wish, held):
        return Told((found.statement,), found.notes)
    made = apart(wish, held) or within(wish, held) or all_of(wish, held)
    if not made and (rows := chosen(wish, held)):
        return Told((rows[0],), rows[1])
    made = made or reckoned(wish, held)
    return Told((made,)) if made else None


def beside(query: Query, held: Sequence[Table], weights: Weights, told: Sequence[Told | None]) -> Told | None:
    """What one row tells of all asks of ``query`` where ``told``, each by itself, lacks one or has one cell for two."""
    several = any(t and len(t.statements) > 1 for t in told)
    complete = all(told) and not several and len({t.statements for t in told if t}) == len(told)
    made = of_row(without_chance_places(query, held), held, weights)
    # One row of two that are added up is not all.
    return Told((made,)) if made and (not complete or (len(made.evidence) > 1 and query.operation == "sum")) else None


def _says(match: Match) -> bool:
    """Whether the column itself is called a growth, a share or a difference, or is one that was to be reached."""
    return match.exact and all(
        _OPERATION.search(c.column.measure) or (c.figure and c.figure.unit == "%" and _AIM.search(c.column.measure))
        for c in match.cells
    )
