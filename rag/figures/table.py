"""A table of figures: rows with their sources, values that disagree, what was worked out, and what is missing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rag.domain import Citation, Conflict, ConflictValue, Evidence, Passage, Place
from rag.figure import Figure
from rag.figures.arithmetic import agree, comparable
from rag.figures.asked import Asked
from rag.figures.derived import EXACT, Row, level_of, worked_out
from rag.figures.match import Embed, How, matches, usual
from rag.text.places import covers, of_path
from rag.text.spoken import spoken_names

_AND = re.compile(r"^(?:[、和与及的]|[两三四五六七八九十]个?(?:地区?|县|市|县市)(?:的)?)+")
MAX_ROWS = 2000
"""Most rows of a table."""


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


def tabulate(
    figures: Sequence[Figure], passages: Mapping[str, Passage], asked: Asked, embed: Embed | None = None
) -> Table:
    """The table of those ``figures`` that ``asked`` asks for. ``passages`` holds at least theirs, by id."""
    asked = here(asked, figures)
    found = matches(figures, asked, embed)
    of_indicator = [(figures[i], m) for i, m in found.items()]
    notes: list[tuple[str, str]] = []
    chosen = [(f, m) for f, m in of_indicator if _in_time(f, asked)]
    undated = sum(1 for f, _ in of_indicator if f.since is None) if asked.since or asked.until else 0
    if undated:
        notes.append((f"另有{undated}个数据没有注明时间，未列入。", f"{undated} figures without a date are left out."))
    held = chosen
    chosen = [(f, m) for f, m in chosen if _in_place(f, asked, asked.parts)]
    if not chosen and asked.places and not asked.parts:
        chosen = [(f, m) for f, m in held if _in_place(f, asked, True)]
        if chosen:
            names = "、".join(p.name for p in asked.places)
            notes.append(
                (f"没有{names}本级的数据，列出其下辖地方的。", f"Nothing for {names} itself; its parts are shown.")
            )
    if asked.levels:
        level = [(f, m) for f, m in chosen if level_of(f) in asked.levels]
        if level:
            if len(level) < len(chosen):
                notes.append(
                    (
                        f"另有{len(chosen) - len(level)}个数据不是这一级地方的，未列入。",
                        "Figures of other levels are left out.",
                    )
                )
            chosen = level
        elif chosen:
            notes.append(("没有这一级地方的数据，列出其他地方的。", "Nothing of this level; other places are shown."))
    if any(m.how == "synonym" for _, m in chosen):
        other = sorted({f.label for f, m in chosen if m.how == "synonym"})[:6]
        notes.append((f"按同义名称一并列出：{'、'.join(other)}。", f"Shown as names of the same: {', '.join(other)}."))
    if any(m.how == "vector" for _, m in chosen):
        other = sorted({f.label for f, m in chosen if m.how == "vector"})[:6]
        notes.append(
            (
                f"按含义相近一并列出，请核对：{'、'.join(other)}。",
                f"Shown as similar, please check: {', '.join(other)}.",
            )
        )
    if len(chosen) > MAX_ROWS:
        notes.append(
            (f"共{len(chosen)}个数据，只列前{MAX_ROWS}个。", f"{len(chosen)} figures; the first {MAX_ROWS} are shown.")
        )
        chosen = sorted(chosen, key=lambda x: -x[1].score)[:MAX_ROWS]
    rows, citations = _cited([(f, m.how, m.score) for f, m in chosen if f.passage in passages], passages)
    rows = worked_out(rows)
    return Table(
        asked,
        tuple(rows),
        tuple(citations),
        tuple(_conflicts(rows)),
        tuple(_missing(rows, asked)),
        tuple(notes),
        () if rows else _nearest(figures, of_indicator, asked),
    )


def here(asked: Asked, figures: Sequence[Figure]) -> Asked:
    """``asked`` with the places that its words name and only the figures know.

    These are names that no table of units holds, and short ones (龙山) that several units of the country share.
    """
    names: dict[str, str] = {}
    for path in sorted({f.place_path for f in figures if f.place_path}):
        place = of_path(path)
        for name in (place.name, *spoken_names(place)) if place else ():
            names.setdefault(name, path)
    found = list(asked.places)
    indicator = asked.indicator
    while name := max((n for n in names if len(n) > 1 and _leads(indicator, n)), key=len, default=""):
        place = of_path(names[name])
        if place and place not in found:
            found.append(place)
        indicator = _AND.sub("", indicator[len(name) :])
    # A name on its own (通道) may be what is asked for.
    return replace(asked, indicator=indicator, places=tuple(found)) if indicator else asked


def _leads(indicator: str, name: str) -> bool:
    return indicator.startswith(name) and len(indicator) - len(name) >= 2


def order(row: Row) -> tuple[Any, ...]:
    """Best name first, then place and time."""
    f = row.figure
    return (-row.score, f.label, f.place_path or "", f.planned, f.since or "", f.relation != "base", f.value)


def _in_time(figure: Figure, asked: Asked) -> bool:
    if asked.since is None and asked.until is None:
        return True
    if figure.since is None:
        return False
    until = (figure.until or figure.since) + "~"
    return (asked.since is None or until >= asked.since) and (asked.until is None or figure.since <= asked.until + "~")


def _in_place(figure: Figure, asked: Asked, parts: bool) -> bool:
    if not asked.places:
        return True
    place = of_path(figure.place_path) if figure.place_path else None
    return place is not None and any(place.path == p.path or parts and covers(p, place) for p in asked.places)


def _cited(
    chosen: Sequence[tuple[Figure, How, float]], passages: Mapping[str, Passage]
) -> tuple[list[Row], list[Citation]]:
    """Rows in order, figures that say the same in one, with a number for each source."""
    groups: dict[tuple[Any, ...], list[tuple[Figure, How, float]]] = defaultdict(list)
    for item in chosen:
        f = item[0]
        key = (
            usual(f.label),
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
            if all(not agree(row.figure, k.figure) for k in kept):
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
        if not any(f.place_path == place.path or asked.parts and _under(f, place) for f in held):
            yield place.name, None
    if not held or not asked.indicator:
        return
    name = usual(held[0].label)
    main = [f for f in held if usual(f.label) == name and f.relation == "level" and not f.planned and f.place]
    years = sorted({f.since[:4] for f in main if f.since and f.dated and f.since[:4] == (f.until or f.since)[:4]})
    names = list(dict.fromkeys(f.place for f in main if f.place))
    if 2 <= len(years) <= 30 and 2 <= len(names) <= 200:
        for place_name in names:
            for year in years:
                own = (f for f in main if f.place == place_name and f.since)
                if not any(str(f.since)[:4] <= year <= str(f.until or f.since)[:4] for f in own):
                    yield place_name, year


def _under(figure: Figure, place: Place) -> bool:
    return bool(figure.place_path and figure.place_path.startswith(place.path + "/"))


def _nearest(figures: Sequence[Figure], of_indicator: Sequence[tuple[Figure, Any]], asked: Asked) -> tuple[str, ...]:
    """What the library does hold: the indicator's other places, else indicators that share words with it."""
    if of_indicator:
        return tuple(dict.fromkeys(f"{f.place or ''}{f.period or ''}{f.label}" for f, _ in of_indicator))[:8]
    wanted = set(asked.indicator)
    ranked = sorted(
        {
            (-len(wanted & set(f.name)) / (len(wanted | set(f.name)) or 1), f.name)
            for f in figures
            if wanted & set(f.name)
        }
    )
    return tuple(name for score, name in ranked[:8] if score <= -0.25)
