"""The extractive answer: the reports' own sentences, chosen, computed upon and cited. No model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rag.answer import conflicts, offices, posts
from rag.answer.columns import told_of_totals
from rag.answer.fit import EDITION, Fit
from rag.answer.meaning import Meaning
from rag.answer.premises import corrections_of, reversed_by, wrong_offices
from rag.answer.reading import Sentence, gather
from rag.answer.reckon import among, compute
from rag.answer.reckon.asked import unit_of
from rag.answer.reckon.called import Called, Measure, another, called, measure, one_time, with_others
from rag.answer.reckon.said import in_unit
from rag.answer.reckon.sides import told_together
from rag.answer.reckon.within import work_out
from rag.answer.refuse import matter, near, nothing_held, unfound, unsupported
from rag.answer.select import Selection, select
from rag.answer.statements import Disagreement, Statement, quoted
from rag.answer.table import answer as table
from rag.answer.values import named_in
from rag.answer.workings import in_words, of_part, worked_out
from rag.domain import Evidence, Hit, Refusal
from rag.figures.cells import Table
from rag.language import say
from rag.ports import PassageSource
from rag.retrieve.compared import against_aim
from rag.retrieve.question import Query, understand
from rag.retrieve.terms import Weights
from rag.text.dates import Period

TOP = 30
"""Passages read for an answer."""
REACH = 8
"""Best passages whose neighbours are read as well."""


def found_loosely() -> str:
    """For people: that an answer was found by meaning."""
    return say(
        "原文的措辞与所问不同，是按意思找到的，请核对。",
        "The report uses other words than the question; this was found by meaning, please check.",
    )


@dataclass(frozen=True, slots=True)
class Extract:
    """An answer before it is numbered, or the refusal that takes its place."""

    statements: tuple[Statement, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    refusal: Refusal | None = None
    complete: bool = True
    notes: tuple[str, ...] = ()
    settled: bool = False
    """That what was found, or not found, is all there is to say: the cell of a table."""
    near: tuple[Sentence, ...] = field(default=(), repr=False)
    """Of a refusal: sentences of the place and time asked about, the nearest first, that no rule takes for an answer."""


@dataclass(frozen=True, slots=True)
class Search:
    """One sub-question with what was found for it; ``subject`` names it in a comparison.

    An ``optional`` one belongs to another reading of the question: it adds to an answer and is not missed.
    """

    query: Query
    hits: Sequence[Hit]
    subject: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    search: Search
    selection: Selection
    sentences: Sequence[Sentence] = field(repr=False, default=())
    tables: Sequence[Table] = field(repr=False, default=())


def extract(
    query: Query,
    searches: Sequence[Search],
    source: PassageSource,
    weights: Weights,
    meaning: Meaning | None = None,
) -> Extract:
    """Answer ``query`` from the hits of its ``searches`` (one, or one a subject).

    ``meaning`` looks again, in other words, where those of the question find nothing.
    """
    if not any(s.hits for s in searches):
        return Extract(refusal=nothing_held())
    parts = []
    for search in searches:
        # A report names a body, and a township or village, where it begins.
        local = any(p.level in ("township", "village") for p in search.query.places)
        named = bool(search.query.organisations) or local or bool(EDITION.search(query.question))
        spoken = bool(search.query.people)
        read = gather(search.hits, source, top=TOP, reach=REACH, openings=named, speakers=spoken)
        read = told_of_totals(read)
        held = table.read(read, source)
        sentences = table.marked(read, held)
        parts.append(_Part(search, select(search.query, sentences, weights), sentences, held))
    if len(parts) > 1:
        return _several(query, parts, weights, meaning)
    return _single(query, parts[0], weights, meaning)


def _single(query: Query, part: _Part, weights: Weights, meaning: Meaning | None) -> Extract:
    wrong = wrong_offices(query, part.sentences)
    there = replace(query, places=(wrong.place,), persons=()) if wrong.place else query
    if wrong.holder:
        there = _of_holder(query, *wrong.holder)
    corrections, notes = wrong.told, wrong.notes
    if there is not query:
        # The person is of another place, or another person has the office: what is asked is answered of that one.
        search = replace(part.search, query=there)
        moved = replace(part, search=search, selection=select(there, part.sentences, weights))
        told = _told_of(there, moved, weights, meaning, (), notes)
        if not told.refusal:
            known = {c.evidence for c in corrections}
            rest = (s for s in told.statements if s.evidence not in known)
            return replace(told, statements=(*corrections, *rest), complete=False)
    return _told_of(query, part, weights, meaning, corrections, notes)


def _of_holder(query: Query, asked: str, held: str) -> Query:
    """``query`` about who holds the office, by place and name: the office itself is not what is asked of them."""
    where = "".join(p.name for p in query.places[:1])
    called = next((p.office + p.name for p in query.persons if p.name == asked), asked)
    text = query.question.replace(called, where + held) if called in query.question else ""
    return replace(understand(text or query.question.replace(asked, held), query.asked), persons=())


def _told_of(
    query: Query,
    part: _Part,
    weights: Weights,
    meaning: Meaning | None,
    corrections: tuple[Statement, ...],
    notes: tuple[str, ...],
) -> Extract:
    """What is told of one subject, after ``corrections`` of what the question has wrong."""
    if cells := _cells(query, part, weights):
        return replace(cells, statements=(*corrections, *cells.statements), notes=(*notes, *cells.notes))
    person = _person(query, part)
    if person is not None:
        return person if person.refusal is None or not corrections else Extract(corrections, notes=notes)
    selection = part.selection
    if told := posts.post_of(posts.asked_about(query), part.sentences):
        return Extract((*corrections, *(quoted(s, query) for s in told)), notes=notes)
    if ordered := among.most(query, selection.ranked[0], weights):
        return Extract((*corrections, *ordered), notes=notes)
    statements: list[Statement] = list(corrections)
    extra: list[Statement] = []
    fits = selection.sentences()
    made = worked_out(query, selection, weights)
    for i, worked in made.items():
        if i == 0 and not (fits and set(worked.fits) & set(fits) and len(worked.fits) == 1):
            fits = list(worked.fits)
        fits += [f for f in worked.fits if f.sentence.key not in {g.sentence.key for g in fits}]
        extra.append(worked.statement)
    if not statements and (not fits or query.asks[0].kind == "yesno"):
        corrected = corrections_of(query, selection.ranked[0]) if not fits else reversed_by(query, selection.ranked[0])
        if corrected:
            instead, note = corrected
            return Extract(instead, complete=False, notes=(*notes, note))
    if meaning and not extra and not statements:
        selection, loosely = meaning.fill(query, selection, part.sentences, weights)
        if loosely:
            fits = selection.sentences()
            notes = (*notes, found_loosely())
    settled = bool(statements or extra) or among.settles(query, fits, weights)
    unheld = (
        None if statements or extra else table.without_column(query, part.tables, [f.sentence for f in fits], weights)
    )
    if not (fits or statements) or not settled or unheld:
        return _refused(query, [part], unheld)
    # Figures that are added up, or set against each other, are no contradiction.
    found = conflicts.Clash() if extra else conflicts.disagreements(query, selection, part.sentences, weights)
    shown = {f.sentence.key for f in fits}
    statements += [quoted(f.sentence, query) for f in fits]
    for sentence in found.sentences:
        if sentence.key not in shown:
            statements.append(quoted(sentence, query))
    lacks = [i for i, chosen in selection.chosen.items() if not chosen and i not in made]
    missing = [unfound(query.asks[i]) for i in lacks] if 0 not in made else []
    if missing:
        lacking = "；".join(missing)
        notes = (*notes, say(f"未找到：{lacking}", f"Not found: {lacking}"))
    notes = (
        *notes,
        *conflicts.newer(found.found),
        *conflicts.unopposed(query, found, fits),
        *of_part(query, selection),
    )
    said = {s.text: s for s in reversed(statements)}
    statements = [s for s in statements if said[s.text] is s]
    return Extract(tuple(dict.fromkeys(statements + extra)), found.found, complete=not missing, notes=notes)


def _cells(query: Query, part: _Part, weights: Weights) -> Extract | None:
    """What tables tell where they tell all that is asked; a cell that they leave empty no other figure stands for."""
    if (again := table.followed(query, part.tables, weights)) and (asked_again := _cells(again, part, weights)):
        return asked_again
    told = [table.answer(query, part.tables, weights, i) for i in range(len(query.asks))]
    if beside := table.beside(query, part.tables, weights, told):
        return Extract(beside.statements, settled=True)
    told = [None if t and _in_words(query, part.selection.chosen[i], t) else t for i, t in enumerate(told)]
    found = [t for t in told if t]
    if not found or len(found) < len(told):
        return None
    statements = tuple(dict.fromkeys(s for t in found for s in t.statements))
    notes = tuple(dict.fromkeys(n for t in found for n in t.notes))
    empty = [t.refusal for t in found if t.refusal]
    if not statements:
        return Extract(refusal=empty[0], settled=True)
    missing = tuple(e.message for e in empty)
    return Extract(statements, complete=not missing, notes=(*notes, *missing), settled=True)


def _in_words(query: Query, chosen: Sequence[Fit], told: table.Told) -> bool:
    """Whether a report says it in a sentence: what it tells of the whole, or of the very place that has no figure in a table."""
    if told.total:
        return any(not f.sentence.is_row and f.value is not None and f.own >= table.IN_WORDS for f in chosen)
    local = any(named_in(p, f.sentence.folded) for f in chosen for p in query.places)
    return told.refusal is not None and local and any(not f.sentence.is_row and f.value for f in chosen)


def _person(query: Query, part: _Part) -> Extract | None:
    """Who holds an office, or each of several: only a sentence that gives it to someone answers. None for other questions."""
    told = [_holder(query, part, i) for i in range(len(query.asks))]
    found = [t for t in told if t is not None and not t.refusal]
    if len(told) < 2 or told[0] is None or not found or None in told:
        return told[0]
    lacks = [query.asks[i] for i, t in enumerate(told) if t is not None and t.refusal]
    missing = "；".join(map(unfound, lacks))
    return Extract(
        tuple(dict.fromkeys(s for t in found for s in t.statements)),
        tuple(d for t in found for d in t.disagreements),
        complete=not lacks,
        notes=(say(f"未找到：{missing}", f"Not found: {missing}"),) if lacks else (),
    )


def _holder(query: Query, part: _Part, i: int) -> Extract | None:
    """Who holds the office that the ask ``i`` of ``query`` names; None where it names none."""
    ask = query.asks[i]
    office = offices.asked_office(ask) if ask.kind == "person" else None
    if office is None:
        return None
    held = offices.holders(office, query.places, part.sentences)
    if not held:
        # 甲公司的负责人是谁: of a body, not of the place.
        if (offices.described(ask) or query.organisations) and part.selection.chosen[i]:
            return None
        return _refused(query, [part])
    first = held[0]
    others = [h for h in held if h.name != first.name]
    statements = [quoted(first.sentence, query)]
    found: tuple[Disagreement, ...] = ()
    if others:
        statements.append(quoted(others[0].sentence, query))
        found = (
            Disagreement(
                matter(ask.text),
                tuple((h.name, (h.sentence.evidence(),)) for h in (first, others[0])),
            ),
        )
    return Extract(tuple(statements), found)


def _several(query: Query, parts: Sequence[_Part], weights: Weights, meaning: Meaning | None) -> Extract:
    """One answer a subject, then what follows from them together."""
    held = list({t.rows[0].evidence(): t for part in parts for t in part.tables}.values())
    if whole := table.together(query, held, weights):
        return Extract(whole.statements, notes=whole.notes, settled=True)
    sides = _sides(query, parts)
    if not all(sides) and (query.operation in ("sum", "difference", "ratio", "growth") or not query.compares):
        # What stands side by side in one report is worked out as one.
        everything = {s.key: s for part in parts for s in part.sentences}
        worked = work_out(
            query, in_words(select(query, list(everything.values()), weights).ranked[0]), weights, named=True
        )
        if worked:
            return Extract((*(quoted(f.sentence, query) for f in worked.fits), worked.statement))
    if not all(sides) and (query.compares or compute.WHICH.search(query.question)):
        names = [part.search.subject for part in parts]
        if beside := told_together(query, names, [part.selection.ranked[0] for part in parts], weights):
            return Extract(beside)
    # Where one figure is called what is asked, one of another name is not set beside it.
    strict = measure(query) if any(sides) else None
    told = [_side(part, side, strict, weights, meaning) for part, side in zip(parts, sides, strict=True)]
    missing = any(not side.statements for side in told if not side.unasked)
    statements = [s for side in told for s in side.statements]
    found = tuple(d for side in told for d in side.found)
    notes = [n for side in told for n in side.notes]
    if not statements:
        return _refused(query, parts)
    names = [part.search.subject for part, side in zip(parts, told, strict=True) if not side.unasked]
    times = [side.when for side in told if side.when]
    operands = [side.operand for side in told if side.operand]
    if not missing and len(times) == len(names):
        statements += compute.first(query.question, list(zip(names, times, strict=True)))
    elif not missing and len(operands) == len(names):
        named = list(zip(names, operands, strict=True))
        times_asked = {tuple(p.as_written for p in part.search.query.periods) for part in parts}
        apart = compute.told_apart(query, named) if len(times_asked) == 1 else None
        statements += [] if apart else compute.conclude(query, named)
        notes += [apart] if apart else []
    return Extract(tuple(dict.fromkeys(statements)), found, complete=not missing, notes=tuple(dict.fromkeys(notes)))


@dataclass(frozen=True, slots=True)
class _Side:
    """What is told of one subject; nothing, where it is ``unasked``, is not missed."""

    statements: tuple[Statement, ...] = ()
    operand: compute.Operand | None = None
    when: tuple[Period, Evidence] | None = None
    found: tuple[Disagreement, ...] = ()
    notes: tuple[str, ...] = ()
    unasked: bool = False


def _side(
    part: _Part, exact: Called | None, strict: Measure | None, weights: Weights, meaning: Meaning | None
) -> _Side:
    """What is told of one subject: its figure that is called what is asked, else what answers best.

    Of the latter none that is called like ``strict`` and is something else.
    """
    query = part.search.query
    if (cell := table.answer(query, part.tables, weights)) and not cell.total:
        if cell.refusal:
            return _Side(notes=(cell.refusal.message,))
        operand = compute.Operand(cell.figure, cell.evidence) if cell.figure and cell.evidence else None
        return _Side(cell.statements, operand, notes=cell.notes)
    if exact:
        told = (exact, *exact.others[:2])
        statements = tuple(dict.fromkeys(quoted(c.sentence, query) for c in told))
        if not exact.others:
            return _Side(statements, compute.Operand(exact.figure, exact.sentence.evidence()))
        values = tuple((c.figure.as_written, (c.sentence.evidence(),)) for c in told)
        return _Side(statements, found=(Disagreement(part.search.subject + matter(query.asks[0].text), values),))
    person = _person(query, part)
    if person is not None and not person.refusal:
        return _Side(person.statements)
    selection, loosely = part.selection, False
    if meaning and person is None and not part.search.optional:
        selection, loosely = meaning.fill(query, selection, part.sentences, weights)
    fits: list[Fit] = selection.sentences()
    if part.search.optional and (not fits or person is not None):
        return _Side(unasked=True)
    loose = (found_loosely(),) if loosely else ()
    operand = compute.value_of(query, fits[0], weights) if fits else None
    best = operand.figure if operand else fits[0].value if fits else None
    if strict and best is not None and another(strict, best):
        fits, loose = [], ()
    if not fits or person is not None:
        asked = matter(query.asks[0].text, query.asks[0].word) or "相关内容"
        subject = part.search.subject
        missing = say(f"库内没有{subject}的{asked}", f"The library holds no “{asked}” of {subject}")
        return _Side(notes=(*loose, missing))
    when = compute.time_of(fits[0]) if query.asks[0].kind == "time" else None
    return _Side(
        tuple(quoted(f.sentence, query) for f in fits),
        operand,
        (when, fits[0].sentence.evidence()) if when else None,
        conflicts.disagreements(query, selection, part.sentences, weights).found,
        loose,
    )


def _sides(query: Query, parts: Sequence[_Part]) -> list[Called | None]:
    """For each part the figure that is called what the question asks of all, of one time if that can be; None where none is.

    None at all where the parts are not told apart by place or time.
    """
    none: list[Called | None] = [None] * len(parts)
    apart = {(p.search.query.places, tuple(t.as_written for t in p.search.query.periods)) for p in parts}
    wanted = measure(query) if not any(a.kind in ("time", "person") for a in query.asks) else None
    if wanted is None or len(apart) < len(parts) or against_aim(query.question) is not None:
        return none
    unit = "%" if unit_of(query) == "个百分点" else unit_of(query)
    held = [[c for c in called(wanted, p.search.query, p.sentences) if in_unit(unit, c.figure.unit)] for p in parts]
    if not all(held):
        return [side[0] if side else None for side in held]
    chosen = one_time(held) if len({p for p, _ in apart}) > 1 else [side[0] for side in held]
    return [with_others(c, side) for c, side in zip(chosen, held, strict=True)]


def _refused(query: Query, parts: Sequence[_Part], refusal: Refusal | None = None) -> Extract:
    fits = [f for part in parts for ranked in part.selection.ranked.values() for f in ranked[:40]]
    return Extract(refusal=refusal or unsupported(query, fits), near=near(query, fits))
