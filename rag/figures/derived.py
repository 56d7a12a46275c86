"""Rows of a table and what is worked out from them: growth, difference, share, rank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rag.figure import Figure
from rag.figures.arithmetic import Computed, adds_up, difference, growth, part_of, ranks, share
from rag.figures.asked import Asked
from rag.figures.match import How, matches, usual
from rag.text.places import of_path

EXACT = (None, "约")
"""Qualifiers with which a value is worked with; 超500亿元 says only where it begins."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, what it was found by, the numbers of its citations, and what was worked out from it."""

    figure: Figure
    how: How
    score: float
    citations: tuple[int, ...] = ()
    computed: Mapping[str, Computed] = field(default_factory=dict)
    rank: int | None = None


def level_of(figure: Figure) -> str:
    """The level of the figure's place, empty without one."""
    place = of_path(figure.place_path) if figure.place_path else None
    return place.level if place else ""


def worked_out(rows: Sequence[Row], held: Sequence[Figure] = ()) -> list[Row]:
    """The rows with growth and difference against the value before, with rank among the places, and with share.

    Places are compared within a time and a level. Bounds (超500亿元) and plans are not worked with. A part's share is
    that of its whole among ``held`` (``wholes_of``); else, of what makes a sum, that of the places compared.
    """
    series: dict[tuple[str, str | None, str], list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        f = row.figure
        if not f.planned and f.qualifier in EXACT:
            series[(_sort(f), f.place_path, f.unit)].append(i)
    extra: dict[int, dict[str, Computed]] = defaultdict(dict)
    for members in series.values():
        if rows[members[0]].figure.relation not in ("level", "base"):
            continue
        for before, after in _steps(rows, members):
            a, b = rows[before].figure, rows[after].figure
            grown, gap = growth(a, b), difference(a, b)
            if grown:
                extra[after]["growth"] = grown
            if gap and a.unit != "%":  # of shares the growth is the difference already
                extra[after]["difference"] = gap
    rank: dict[int, int] = {}
    for group in _compared(rows, series):
        figures = [rows[i].figure for i in group]
        rank |= dict(zip(group, ranks(figures) or [], strict=False))
        for i in group:
            part = share(rows[i].figure, figures)
            if part:
                extra[i]["share"] = part
    for i, whole in wholes_of(rows, held).items():
        part = part_of(rows[i].figure, whole)
        if part:
            extra[i]["share"] = part
    return [replace(row, computed=dict(extra[i]), rank=rank.get(i)) for i, row in enumerate(rows)]


def article_of(figure: Figure) -> str:
    """The article that the figure stands in, as its passages are numbered."""
    return figure.passage.rpartition(".")[0] or figure.passage


def wholes_of(rows: Sequence[Row], held: Sequence[Figure]) -> dict[int, Figure]:
    """Row -> that of ``held`` which it is a part of, told for its time and in its unit.

    That is what it was told to be a part of (其中), in its passage; else, of amounts that make a sum, what its article
    tells under the same name of the unit that its place lies in: 合计, 全县.
    """
    wanted = {_told_with(row.figure) for row in rows}
    told: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for f in held:
        if f.relation == "level" and not f.planned and f.qualifier in EXACT and _told_with(f) in wanted:
            told[_told_with(f)].append(f)
    out: dict[int, Figure] = {}
    for i, row in enumerate(rows):
        part = row.figure
        if part.relation != "level" or part.planned or part.qualifier not in EXACT:
            continue
        # Of the rows of a table the one that it stands in.
        for f in sorted(told[_told_with(part)], key=lambda f: f.subject != part.subject):
            if f is not part and (_of_part(part, f) if part.whole else _of_place(part, f)):
                out[i] = f
                break
    return out


def _told_with(f: Figure) -> tuple[str, ...]:
    return article_of(f), f.since or "", f.until or "", f.unit


def _of_part(part: Figure, whole: Figure) -> bool:
    same = (part.passage, part.place_path) == (whole.passage, whole.place_path)
    return same and part.whole in (whole.name, whole.label, whole.indicator)


def _of_place(part: Figure, whole: Figure) -> bool:
    named = part.name == whole.name if whole.summed else usual(part.label) == usual(whole.label)
    within = (part.place_path or "").startswith(f"{whole.place_path}/")
    return named and within and whole.subject != "平均" and whole.value >= part.value and adds_up(part)


def shares_of(rows: Sequence[Row], held: Sequence[Figure], asked: Asked) -> list[Row]:
    """The rows with what each is of the whole that ``asked`` names, as one of ``held`` tells that of its place, time and unit."""
    if not asked.whole:
        return list(rows)
    wholes = matches(held, replace(asked, indicator=asked.whole))
    out = []
    for row in rows:
        f = row.figure
        mine = (f.place_path, f.since, f.until, f.unit)
        fit = [
            (m.score, -i)
            for i, m in wholes.items()
            if (held[i].place_path, held[i].since, held[i].until, held[i].unit) == mine
            and held[i].relation == "level" and not held[i].planned and held[i] != f and held[i].value >= f.value
        ]  # fmt: skip
        part = part_of(f, held[-max(fit)[1]]) if fit and f.relation == "level" and not f.planned else None
        out.append(replace(row, computed={**row.computed, "share": part}) if part else row)
    return out


def unranked(rows: Sequence[Row]) -> list[str]:
    """The places that stand beside ranked ones without a rank: bounds, ranges, values that disagree. In the order of the rows."""
    ranked = {(_sort(r.figure), r.figure.unit, _year(r.figure), level_of(r.figure)) for r in rows if r.rank}
    with_rank = {(r.figure.place_path, _sort(r.figure)) for r in rows if r.rank}
    out: dict[str, None] = {}
    for row in rows:
        f = row.figure
        group = (_sort(f), f.unit, _year(f), level_of(f))
        if (
            f.place
            and not f.planned
            and f.relation != "base"
            and group in ranked
            and (f.place_path, _sort(f)) not in with_rank
        ):
            out[f.place] = None
    return list(out)


def _sort(f: Figure) -> str:
    """What it is compared with: a growth with growths, a fall with falls."""
    return usual(f.label) if f.relation in ("level", "base") else f"{usual(f.label)} {f.relation} {f.direction}"


def _year(f: Figure) -> str:
    """The year that it is told for, or the part of one."""
    return f.when if f.part_of_year else (f.until or "")[:4]


def _compared(rows: Sequence[Row], series: Mapping[tuple[str, str | None, str], Sequence[int]]) -> Iterable[list[int]]:
    """Values of one indicator for places of one level at one time, one of each place; a sum stands for no place.

    The time is the day or month where several places are told of it (5月31日, 7月31日), else the year.
    """
    exact: dict[tuple[str, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    yearly: dict[tuple[str, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (name, place, unit), members in series.items():
        for i in members:
            f = rows[i].figure
            if place and f.relation != "base" and not f.summed:
                exact[(name, unit, level_of(f), f.since or "", f.until or "")][place].append(i)
                yearly[(name, unit, level_of(f), _year(f))][place].append(i)
    done: set[int] = set()
    for groups in (exact, yearly):
        for told in groups.values():
            # Where the reports disagree on a place it is not compared.
            group = [some[0] for some in told.values() if len(some) == 1 and some[0] not in done]
            if len(group) > 1:
                done |= set(group)
                yield group


def _steps(rows: Sequence[Row], members: Sequence[int]) -> Iterable[tuple[int, int]]:
    """(earlier, later) values of one series: the A and B of 由A增长到B, else one period and the next."""
    paired: set[int] = set()
    for i in members:
        if rows[i].figure.relation == "base":
            near = [
                j
                for j in members
                if rows[j].figure.relation == "level"
                and rows[j].figure.passage == rows[i].figure.passage
                and rows[j].figure.start > rows[i].figure.start
            ]
            if near:
                after = min(near, key=lambda j: rows[j].figure.start)
                paired.add(after)
                yield i, after
    dated = [i for i in members if rows[i].figure.dated and rows[i].figure.since == rows[i].figure.until]
    dated.sort(key=lambda i: rows[i].figure.since or "")
    for before, after in zip(dated, dated[1:], strict=False):
        a, b = rows[before].figure, rows[after].figure
        once = (
            sum(rows[i].figure.since == b.since for i in dated)
            == 1
            == sum(rows[i].figure.since == a.since for i in dated)
        )
        if after not in paired and once and a.since and b.since and len(a.since) == len(b.since):
            yield before, after
