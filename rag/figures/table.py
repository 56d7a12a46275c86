"""A table of figures: rows with their sources, values that disagree, what was worked out, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rag.domain import Citation, Conflict, ConflictValue, Evidence, Passage, Place
from rag.figure import Figure
from rag.figures.arithmetic import agree, comparable
from rag.figures.asked import Asked
from rag.figures.derived import EXACT, Row, level_of, shares_of, unranked, wholes_of, worked_out
from rag.figures.match import How, usual
from rag.figures.selection import Notes, Selection
from rag.text.places import is_at
from rag.text.wholes import ORDER


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to ``asked``.

    ``missing`` are (place, period or None) for which nothing is held; ``notes`` are (Chinese, English) lines on how
    the table came about; ``nearest`` names what the library does hold, where there are no rows.
    """

    asked: Asked
    rows: tuple[Row, ...] = ()
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    missing: tuple[tuple[str, str | None], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    nearest: tuple[str, ...] = ()

    def citation(self, n: int) -> Citation:
        """The citation with the number ``n``."""
        return self.citations[n - 1]

    def as_json(self) -> dict[str, Any]:
        """The contract's figures."""
        return {
            "question": self.asked.question,
            "indicator": self.asked.indicator,
            "rows": [self._row(row) for row in self.rows],
            "conflicts": [c.as_json() for c in self.conflicts],
            "citations": [c.as_json() for c in self.citations],
            "missing": [{"place": place, "period": period} for place, period in self.missing],
            "notes": [zh for zh, _ in self.notes],
            "nearest": list(self.nearest),
        }

    def _row(self, row: Row) -> dict[str, Any]:
        f = row.figure
        return {
            "indicator": f.label,
            "indicator_as_written": f.indicator,
            "place": f.place,
            "place_path": f.place_path,
            "period": f.period,
            "period_from_report_date": f.period is not None and not f.dated,
            "value": f.value,
            "high": f.high,
            "unit": f.unit,
            "qualifier": f.qualifier,
            "as_written": f.as_written,
            "relation": f.relation,
            "direction": f.direction,
            "planned": f.planned,
            "whole": f.whole or None,
            "matched_by": row.how,
            "computed": {
                name: {"value": c.value, "unit": c.unit, "working": c.working} for name, c in row.computed.items()
            },
            "rank": row.rank,
            "citation": self.citation(row.citations[0]).as_json(),
            "citations": list(row.citations),
        }


def laid_out(selected: Selection, figures: Sequence[Figure], passages: Mapping[str, Passage]) -> Table:
    """The table of what was ``selected`` of ``figures``. ``passages`` holds at least those of the selected, by id."""
    asked = selected.asked
    rows, citations = _cited([(f, m.how, m.score) for f, m in selected.chosen if f.passage in passages], passages)
    rows, more = _worked(rows, figures, asked)
    return Table(
        asked,
        tuple(rows),
        tuple(citations),
        tuple(_conflicts(rows)),
        tuple(_missing(rows, asked)),
        (*selected.notes, *more),
        () if rows else _nearest(figures, [f for f, _ in selected.of_indicator], asked),
    )


def _worked(rows: Sequence[Row], held: Sequence[Figure], asked: Asked) -> tuple[list[Row], Notes]:
    """The rows with what is worked out, those left out that tell no change where one is asked for, and what to say of it."""
    notes: Notes = []
    rows = worked_out(rows, held)
    known = wholes_of(rows, held)
    listed = len({r.figure.place_path for i, r in enumerate(rows) if "share" in r.computed and i not in known})
    if listed:
        zh = f"占比的分母是所列{listed}个地方之和，不一定是全部地方。"
        notes.append((zh, f"Shares are of the sum of the {listed} places listed, which need not be all there are."))
    if asked.share:
        rows = shares_of(rows, held, asked)
        if rows and not any("share" in r.computed or r.figure.relation == "share" for r in rows):
            notes.append(("报告没有说占多少，也没有可以相除的总数。", "No share is told, and no total to divide by."))
    out = unranked(rows)
    if out:
        names = "、".join(out[:20])
        notes.append(
            (f"未参加排名（数值不确切，或说法不一）：{names}。", f"Not ranked (no exact value, or several): {names}.")
        )
    return list(rows), notes


def order(row: Row) -> tuple[Any, ...]:
    """What is so before what is planned; best name first, then the larger places, place and time."""
    f = row.figure
    level = ORDER.index(level_of(f)) if level_of(f) in ORDER else len(ORDER)
    return (f.planned, -row.score, f.label, level, f.place_path or "", f.since or "", f.relation != "base", f.value)


def _cited(
    chosen: Sequence[tuple[Figure, How, float]], passages: Mapping[str, Passage]
) -> tuple[list[Row], list[Citation]]:
    """Rows in order, figures that say the same in one, with a number for each source."""
    groups: dict[tuple[Any, ...], list[tuple[Figure, How, float]]] = defaultdict(list)
    for item in chosen:
        f = item[0]
        key = (
            usual(f.name if f.summed else f.label),
            f.place_path,
            f.since,
            f.until,
            f.value,
            f.high,
            f.unit,
            f.qualifier,
            f.relation,
            f.planned,
        )
        groups[key].append(item)
    rows = sorted((Row(*items[0]) for items in groups.values()), key=order)
    by_figure = {id(items[0][0]): items for items in groups.values()}
    citations: list[Citation] = []
    numbers: dict[tuple[str, int, int], int] = {}
    out: list[Row] = []
    for row in rows:
        mine: list[int] = []
        for figure, _, _ in by_figure[id(row.figure)]:
            place = (figure.passage, *figure.quote)
            if place not in numbers:
                numbers[place] = len(citations) + 1
                citations.append(Citation.of(numbers[place], Evidence(passages[figure.passage], *figure.quote)))
            mine.append(numbers[place])
        out.append(replace(row, citations=tuple(dict.fromkeys(mine))))
    return out, citations


def _conflicts(rows: Sequence[Row]) -> Iterable[Conflict]:
    """Values of one indicator for one place and time that cannot both be right, side by side."""
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        f = row.figure
        if f.place_path and f.high is None and f.qualifier in EXACT:
            groups[(usual(f.label), f.place_path, f.since, f.until, f.unit, f.relation, f.planned)].append(row)
    for members in groups.values():
        kept: list[Row] = []
        for row in members:
            f = row.figure
            # 确保6.2万人、力争6.5万人: two targets of one sentence are none too many.
            if all(not agree(f, k.figure) and not (f.planned and f.passage == k.figure.passage) for k in kept):
                kept.append(row)
        if len(kept) > 1 and all(comparable(kept[0].figure, k.figure) for k in kept):
            f = kept[0].figure
            when = f"{f.period}" if f.period else ""
            subject = f"{f.place}{when}{f.label}"
            yield Conflict(subject, tuple(ConflictValue(k.figure.as_written, k.citations) for k in kept))


def _missing(rows: Sequence[Row], asked: Asked) -> Iterable[tuple[str, str | None]]:
    """Places asked for without a value; where several places and years are told, the gaps between them."""
    held = [row.figure for row in rows]
    for place in asked.places:
        if not any(is_at(place, f.place_path or "") or asked.parts and _under(f, place) for f in held):
            yield place.name, None
    if not held or not asked.indicator:
        return
    name = usual(held[0].label)
    main = [f for f in held if usual(f.label) == name and f.relation == "level" and not f.planned and f.place]
    years = sorted({f.since[:4] for f in main if f.since and f.dated and f.since[:4] == (f.until or f.since)[:4]})
    names = list(dict.fromkeys(f.place for f in main if f.place))
    if 2 <= len(years) <= 30 and 2 <= len(names) <= 200:
        told = {
            n: [(str(f.since)[:4], str(f.until or f.since)[:4]) for f in main if f.place == n and f.since]
            for n in names
        }
        gaps = [(n, y) for n in names for y in years if not any(low <= y <= high for low, high in told[n])]
        # Where each place has a year of its own there is no series to have gaps.
        yield from gaps if 2 * len(gaps) < len(names) * len(years) else ()


def _under(figure: Figure, place: Place) -> bool:
    return bool(figure.place_path and figure.place_path.startswith(place.path + "/"))


def _nearest(figures: Sequence[Figure], of_indicator: Sequence[Figure], asked: Asked) -> tuple[str, ...]:
    """What the library does hold: the indicator's other places, else indicators that share words with it."""
    if of_indicator:
        return tuple(dict.fromkeys(f"{f.place or ''}{f.period or ''}{f.label}" for f in of_indicator))[:8]
    wanted = set(asked.indicator)
    ranked = sorted(
        {
            (-len(wanted & set(f.name)) / (len(wanted | set(f.name)) or 1), f.name)
            for f in figures
            if wanted & set(f.name)
        }
    )
    return tuple(name for score, name in ranked[:8] if score <= -0.25)
