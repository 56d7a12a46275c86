"""Which figures a table shows: those of the indicator, places, time and sort that are asked for, and what is said of the others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.domain import Place
from rag.figure import Figure
from rag.figures.asked import Asked, narrowed
from rag.figures.derived import Row, article_of, level_of, worked_out
from rag.figures.match import ENOUGH, Embed, Match, counts_people_at, counts_things, matches, stem, usual
from rag.text.places import covers, is_at, of_path
from rag.text.spoken import spoken_names

_AND = re.compile(r"^(?:[、和与及的]|[两三四五六七八九十]个?(?:地区?|县|市|县市)(?:的)?)+")
MAX_ROWS = 2000
"""Most rows of a table."""
Chosen = list[tuple[Figure, Match]]
_OTHER_LEVELS = ("没有这一级地方的数据，列出其他地方的。", "Nothing of this level; other places are shown.")
Notes = list[tuple[str, str]]
"""(Chinese, English) lines on how a table came about."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The figures ``chosen`` for ``asked``, which is as the library's own names of places have it understood.

    ``of_indicator`` are those of the indicator, wherever and whenever.
    """

    asked: Asked
    chosen: Chosen
    notes: Notes
    of_indicator: Chosen


def select(figures: Sequence[Figure], asked: Asked, embed: Embed | None = None) -> Selection:
    """Those of ``figures`` that ``asked`` asks for."""
    asked = here(asked, figures)
    of_indicator = [(figures[i], m) for i, m in matches(figures, asked, embed).items()]
    chosen, notes = _chosen(of_indicator, asked)
    chosen = _shorter(figures, asked, chosen, notes)
    notes += _found_by(chosen)
    if asked.growth:
        chosen = _moved(chosen, notes)
    return Selection(asked, chosen, notes, of_indicator)


def here(asked: Asked, figures: Sequence[Figure]) -> Asked:
    """``asked`` with the places that its words name and only the figures know.

    These are names that no table of units holds, and short ones (龙山) that several units of the country share. A
    township or village asked for by its name alone is every one of that name.
    """
    names: dict[str, list[Place]] = {}
    for path in sorted({f.place_path for f in figures if f.place_path}):
        if known := of_path(path):
            for name in dict.fromkeys((known.name, *spoken_names(known))):
                names.setdefault(name, []).append(known)
    found: list[Place] = []
    for place in asked.places:
        found += [p for p in names.get(place.name, ()) if is_at(place, p.path)] or [place]
    indicator = asked.indicator
    while name := max((n for n in names if len(n) > 1 and _leads(indicator, n)), key=len, default=""):
        full = [p for p in names[name] if p.name == name]
        found += [p for p in full or names[name][:1] if p not in found]
        indicator = _AND.sub("", indicator[len(name) :])
    # A name on its own (通道) may be what is asked for.
    return narrowed(replace(asked, indicator=indicator, places=tuple(found)) if indicator else asked)


def _leads(indicator: str, name: str) -> bool:
    return indicator.startswith(name) and len(indicator) - len(name) >= 2


def _chosen(of_indicator: Chosen, asked: Asked) -> tuple[Chosen, Notes]:
    """The figures of the time, the places and the sort that are asked for, and what to say of the others."""
    notes: Notes = []
    held = [(f, m) for f, m in of_indicator if _in_time(f, asked) and (f.planned or not asked.planned)]
    wanted = [f for f, _ in of_indicator if _in_place(f, asked, asked.parts) and (f.planned or not asked.planned)]
    undated = sum(1 for f in wanted if f.since is None) if asked.since or asked.until else 0
    if undated:
        notes.append((f"另有{undated}个数据没有注明时间，未列入。", f"{undated} figures without a date are left out."))
    chosen = [(f, m) for f, m in held if _in_place(f, asked, asked.parts)]
    if not chosen and asked.places and not asked.parts:
        chosen = [(f, m) for f, m in held if _in_place(f, asked, True)]
        if chosen:
            names = "、".join(p.name for p in asked.places)
            notes.append(
                (f"没有{names}本级的数据，列出其下辖地方的。", f"Nothing for {names} itself; its parts are shown.")
            )
    if asked.national:
        whole = [(f, m) for f, m in chosen if level_of(f) == "country"]
        if chosen and not whole:
            notes.append(("没有全国的数据，列出各地方的。", "Nothing for the whole country; its parts are shown."))
        chosen = whole or chosen
    chosen = _things(chosen, asked, notes)
    level = [(f, m) for f, m in chosen if level_of(f) in asked.levels]
    if level and len(level) < len(chosen):
        left = len(chosen) - len(level)
        notes.append((f"另有{left}个数据不是这一级地方的，未列入。", "Figures of other levels are left out."))
    elif chosen and asked.levels and not level:
        notes.append(_OTHER_LEVELS)
    chosen = level or chosen
    if len(chosen) > MAX_ROWS:
        notes.append(
            (f"共{len(chosen)}个数据，只列前{MAX_ROWS}个。", f"{len(chosen)} figures; the first {MAX_ROWS} are shown.")
        )
        chosen = sorted(chosen, key=lambda x: -x[1].score)[:MAX_ROWS]
    return chosen, notes


def _found_by(chosen: Chosen) -> Notes:
    """Which names are shown though they are not the one asked for."""
    notes: Notes = []
    for how, zh, en in (
        ("synonym", "按同义名称一并列出：", "Shown as names of the same: "),
        ("vector", "按含义相近一并列出，请核对：", "Shown as similar, please check: "),
    ):
        other = sorted({f.label for f, m in chosen if m.how == how})[:6]
        if other:
            notes.append((f"{zh}{'、'.join(other)}。", f"{en}{', '.join(other)}."))
    return notes


def _things(chosen: Chosen, asked: Asked, notes: Notes) -> Chosen:
    """``chosen`` without people counted at the things asked for (帮扶车间吸纳213人), where the things themselves are counted."""
    if not any(counts_things(f, asked) for f, _ in chosen):
        return chosen
    kept = [(f, m) for f, m in chosen if not counts_people_at(f, asked, near=m.how == "vector")]
    left = len(chosen) - len(kept)
    if left:
        zh = f"另有{left}个数据说的是{asked.indicator}里的人，不是{asked.indicator}的数量，未列入。"
        notes.append((zh, f"{left} figures that count people there, not {asked.indicator} itself, are left out."))
    return kept


def _shorter(figures: Sequence[Figure], asked: Asked, chosen: Chosen, notes: Notes) -> Chosen:
    """``chosen``, with figures of tables that lie under a shorter name (务工人数 for 脱贫人口务工人数): of places that have none so far.

    A column is often called by less than it means; what it means stands in a heading, which the reader is asked to look at.
    """
    if len(asked.indicator) < 4 or not (asked.places or asked.levels):
        return chosen
    found = [(f, m) for f, m in chosen if not asked.levels or level_of(f) in asked.levels]
    held = {f.place_path for f, _ in found}
    columns = _columns(figures)
    limits = replace(asked, planned=False)
    near = [
        (f, Match(ENOUGH, "words"))
        for f in figures
        if f.place_path not in held
        and len(f.name) > (1 if asked.levels else 2)
        and (asked.indicator.endswith(f.name) or _shorter_stem(asked.indicator, f))
        and (article_of(f), f.name) in columns
        and f.relation == "level"
        and (not asked.levels or level_of(f) in asked.levels)
        and _in_time(f, limits)
        and _in_place(f, limits, asked.parts)
    ]
    if len({f.place_path for f, _ in near}) < 3 and any(len(f.name) == 2 for f, _ in near):
        near = []  # 产量 of one place may be of anything; of several it is the column of a table
    if near:
        if not found:
            chosen, notes[:] = [], [note for note in notes if note != _OTHER_LEVELS]
        names = "、".join(sorted({f.label for f, _ in near})[:6])
        notes.append(
            (f"按较短的名称一并列出，请核对原文：{names}。", f"Shown under a shorter name, please check: {names}.")
        )
    return [*chosen, *near]


def _shorter_stem(indicator: str, figure: Figure) -> bool:
    """Whether both count one thing, however they call its number: 帮扶车间数量 and 车间数."""
    asked, held = stem(indicator, figure.unit), stem(figure.name, figure.unit)
    return len(held) > 1 and asked.endswith(held)


def _columns(figures: Sequence[Figure]) -> set[tuple[str, str]]:
    """(article, name) of what an article tells for several places under one name, as the column of a table does."""
    told: dict[tuple[str, str], set[str | None]] = defaultdict(set)
    for f in figures:
        told[(article_of(f), f.name)].add(f.place_path)
    return {column for column, where in told.items() if len(where) > 1}


def _moved(chosen: Chosen, notes: Notes) -> Chosen:
    """The figures that tell a change, or of whose series one can be worked out; all, if there are none such."""

    def series(f: Figure) -> tuple[str, str | None, str]:
        return usual(f.label), f.place_path, f.unit

    rows = worked_out([Row(f, m.how, m.score) for f, m in chosen])
    told = {series(r.figure) for r in rows if "growth" in r.computed}
    moved = [(f, m) for f, m in chosen if f.relation == "change" or series(f) in told]
    left = len(chosen) - len(moved)
    if moved and left:
        notes.append((f"另有{left}个数据没有增减可言，未列入。", f"{left} figures that tell no change are left out."))
    return moved or chosen


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
