"""From the text of a passage to its figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from rag.domain import Passage
from rag.figure import Figure
from rag.figures.clauses import Slot, slots
from rag.figures.column_names import measures_in, topic
from rag.figures.indicators import names
from rag.figures.rows import run_of
from rag.figures.setting import Setting
from rag.figures.sifting import QUOTED, SPEAKS, counts_people, modifies, omitted
from rag.figures.tables import cells
from rag.figures.told import Named
from rag.figures.walk import settings_of
from rag.text.breakdown import breaks_down
from rag.text.quantities import Quantity, quantities
from rag.text.sentences import sentences

_MOST = 300
"""Figures read of one sentence: more is no sentence."""
_EXPLAINS = re.compile(r"[［\[]?\d+[］\]]?[.．、]?\s*[“\"][^”\"]{1,30}[”\"][^。；]{0,16}[：:]")
"""A note of a report that explains one of its terms: not what the report reports."""
_LINE = re.compile(r"[（(]?(?P<line>[^，,；;）)]+)")
"""The first words of a heading, also of one in brackets below the title: （粮食产量，本报整理）."""
_BY_YEAR = re.compile(r"(?:^|[，,。；;：:“])到(?P<year>(?:19|20)\d\d)年(?:底|末)?")
_ANNOUNCES = re.compile(r"(?<![即已])将(?!近|其|把|\d)|力争|计划|规划|打算|提出|明确|部署|接下来|下一步|今后|未来")
_PLAN = re.compile(
    r"力争|计划|预计|目标|拟|确保|将(?:达|超|突破|建|新|增|完成|实现|在|于|继续|全面|投|覆盖|形成|成为|培育|打造|到|会|再|通过)|规划|有望|争取|预期|(?<![主重需必纪摘首都])(?<!每[天日周月年次])(?<!过去|以前|原来|往常|天天|来回)要(?!素|求|闻|道|件|领|点|务|花|占|走|跑|坐|乘|骑|等|爬|绕|熬|赔|付|缴|掏|\d)"
)
"""每天要走18公里, 要花2万元, 要占30户的地: what is usual, or needed, is no plan."""
_AIMED = re.compile(r"[^，。；]{0,2}的?(?:目标|计划)")
_TARGETS = re.compile(r"(?:按照?|根据)(?:规划|计划|目标)|(?:目标|任务|计划|预期|预计)[^，。；]{0,6}(?:是|为)?[：:]")


def read_all(passages: Iterable[Passage]) -> Iterator[Figure]:
    """The figures of ``passages``, which follow one another as in their article."""
    for passage in passages:
        yield from read(passage)


def read(passage: Passage) -> tuple[Figure, ...]:
    """The figures of one passage, in order. Any text is taken; the cost is linear in its length."""
    return tuple(f for f in measured(passage) if f.name)


@lru_cache(maxsize=1024)
def measured(passage: Passage) -> tuple[Figure, ...]:
    """Every number but ranks, in order; what is no statistic (an age, a threshold, a quoted word) has no name.

    Place, time and whether it is a plan are told of all of them: an answer may need those that no table holds.
    """
    table = cells(passage)
    out: list[Figure] = list(table or ())
    spans = sentences(passage.text)
    counted = [[q for q in quantities(passage.text[a:b])[:_MOST] if q.kind != "ordinal"] for a, b in spans]
    while counted and not counted[-1]:
        # Which place these speak of matters to no figure; two sentences of three state none.
        counted.pop()
    if not counted:
        return tuple(out)
    held = settings_of(passage)
    spoken = [m.span() for m in QUOTED.finditer(passage.text) if SPEAKS.search(m.group())]
    wholes: list[Figure] = []
    for (low, high), found in zip(spans, counted, strict=False):
        text = passage.text[low:high]
        if not found:
            held.follow(text, low)
            continue
        setting = held.sentence(text, low)
        named: dict[int, Figure] = {}
        if table is None and not _EXPLAINS.match(text):
            of = "" if wholes else _heading(passage, text, found)
            named = {f.start: f for f in _sentence(passage, text, low, found, setting, of)}
        taken = [f for f in table or () if f.start < high and low < f.end]
        rows = breaks_down(text)
        here: list[Figure] = []
        for q in found:
            f = named.get(low + q.start)
            if f and any(a <= f.start < b for a, b in spoken):
                f = replace(f, name="")
            if not any(t.start < low + q.end and low + q.start < t.end for t in taken):
                f = f or _figure(passage, text, low, q, setting, Named("", ""))
                here.append(_of_whole(f, wholes) if rows else f)
        out += here
        wholes = wholes if rows else here
    return tuple(sorted(out, key=lambda f: f.start) if table else out)


def _heading(passage: Passage, text: str, found: Sequence[Quantity]) -> str:
    """What the headings say that a list of places is of (甲县3亿元，增长2%；乙县2亿元，增长1%); empty for other sentences."""
    if not breaks_down(text, moves=True):
        return ""
    lines = (_LINE.match(line) for line in (passage.subtitle, passage.section, passage.title) if line)
    of = topic(*(line["line"] for line in lines if line))
    return of if of and measures_in(of, found[0].unit) else ""


def _of_whole(part: Figure, wholes: Sequence[Figure]) -> Figure:
    """A figure of a sentence that only names places, as that of the last of ``wholes`` it can be a part of."""
    for whole in reversed(wholes):
        inside = (part.place_path or "").startswith(f"{whole.place_path}/")
        if whole.name and whole.relation == "level" and whole.unit == part.unit and inside:
            return replace(
                part, indicator=whole.indicator, name=whole.name, subject=whole.subject, planned=whole.planned
            )
    return part


def _sentence(
    passage: Passage, text: str, at: int, found: Sequence[Quantity], setting: Setting, of: str
) -> Iterator[Figure]:
    # A threshold (800万元以上技改项目) is a part of the name of what is counted.
    cut = slots(text, [q for q in found if not modifies(text, q)])
    told = names(cut, setting.dropped, text, of)
    bases = [slot.quantity.start for slot, named in zip(cut, told, strict=True) if named and named.relation == "base"]
    for i, (slot, named) in enumerate(zip(cut, told, strict=True)):
        q = slot.quantity
        if named is not None and not omitted(q, slot, text):
            yield _figure(passage, text, at, q, setting, named, run_of(cut, i)[:2], bases, _unit(q, slot))


def _figure(
    passage: Passage,
    text: str,
    at: int,
    q: Quantity,
    setting: Setting,
    named: Named,
    run: tuple[int, int] = (0, 1),
    bases: Sequence[int] = (),
    unit: str | None = None,
) -> Figure:
    place = setting.place_of(q.start, run)
    since, until, label, dated = setting.period_of(q.start, bases)
    low, high = setting.clause_around(q.start, q.end)
    return Figure(
        passage=passage.id,
        start=at + q.start,
        end=at + q.end,
        quote=(at + low, at + high),
        indicator=named.indicator,
        name=named.name,
        value=q.value,
        unit=q.unit if unit is None else unit,
        as_written=q.as_written.strip(),
        step=q.step,
        high=q.high,
        qualifier=q.qualifier,
        subject=named.subject,
        place=place.name if place else None,
        place_path=place.path if place else None,
        period=label,
        since=since,
        until=until,
        dated=dated,
        relation=named.relation,
        direction=named.direction,
        planned=_planned(text, q, setting, low) or _ahead(text[: q.start], passage.date),
        whole=named.whole,
    )


def _unit(q: Quantity, slot: Slot) -> str:
    if not q.unit and q.kind == "count" and counts_people(slot.left, slot.right):
        return "户" if re.match(r"[^，。；、]{0,6}农户", slot.right) else "人"
    return q.unit


def _planned(text: str, q: Quantity, setting: Setting, low: int) -> bool:
    """Whether the figure, in a clause that begins at ``low``, is a target."""
    if setting.plans or _TARGETS.search(text[: q.start]):
        return True
    return bool(_PLAN.search(text[low : q.start])) or bool(_AIMED.match(text, q.end))


def _ahead(before: str, date: str | None) -> bool:
    """Whether what follows ``before`` is to be reached by a year still to come: 将推行…；到2026年，实现….

    That year lies after the report's ``date``, or something is announced before it.
    """
    by = list(_BY_YEAR.finditer(before))
    if not by:
        return False
    year, announced = by[-1]["year"], _ANNOUNCES.search(before, 0, by[-1].start())
    return year > date[:4] if date else bool(announced)
