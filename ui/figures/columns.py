"""A table of figures as rows of text for people, the same in every export."""

from __future__ import annotations

from dataclasses import dataclass

from rag.domain import Citation
from rag.figures.arithmetic import Computed
from rag.figures.derived import Row
from rag.figures.table import Table
from rag.text.amounts import plain
from ui.language import say
from ui.references import page_name

_WORKED = ("growth", "difference", "share")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the words of its cells by ``header``, its value, and the numbers of its sources."""

    cells: tuple[str, ...]
    value: float
    citations: tuple[int, ...]


def header() -> tuple[str, ...]:
    """Names of the columns; those that the program worked out say so."""
    return (
        say("指标", "Indicator"),
        say("地区", "Place"),
        say("时间", "Period"),
        say("原文数值", "As written"),
        say("数值", "Value"),
        say("单位", "Unit"),
        say("性质", "Kind"),
        say("增减（计算）", "Growth (computed)"),
        say("差额（计算）", "Difference (computed)"),
        say("占比（计算）", "Share (computed)"),
        say("同年排名（计算）", "Rank of the year (computed)"),
        say("出处", "Sources"),
    )


VALUE = 4
"""The column that holds the number itself."""


def lines(table: Table) -> list[Line]:
    """The rows of ``table`` for people."""
    return [_line(row) for row in table.rows]


def _line(row: Row) -> Line:
    f = row.figure
    worked = [_shown(row.computed.get(name)) for name in _WORKED]
    cells = (
        f.label,
        f.place or say("未注明", "not stated"),
        period_of(row),
        f.as_written,
        number(row),
        f.unit,
        kind_of(row),
        *worked,
        str(row.rank) if row.rank else "",
        "".join(f"[{n}]" for n in row.citations),
    )
    return Line(cells, f.value, row.citations)


def number(row: Row) -> str:
    """The value in its base unit, a range with both ends."""
    f = row.figure
    return plain(f.value) if f.high is None else f"{plain(f.value)}–{plain(f.high)}"


def period_of(row: Row) -> str:
    """When; what only the report's date tells says so."""
    f = row.figure
    if f.period is None:
        return say("未注明", "not stated")
    ends = {"base": say("（期初）", " (start)")}.get(f.relation, "") if f.since != f.until else ""
    return f"{f.period}{ends}" if f.dated else f"{f.period}{say('（报告日期）', ' (date of report)')}"


def kind_of(row: Row) -> str:
    """Whether it is a level, where a growth begins, a growth, a share; a target says so."""
    f = row.figure
    name = {
        "level": "",
        "base": say("基数", "base"),
        "change": say("增减", "change") if f.direction != "down" else say("下降", "fall"),
        "share": say("占比", "share"),
    }[f.relation]
    planned = say("目标或预计", "target or estimate") if f.planned else ""
    return "，".join(x for x in (name, planned) if x)


def _shown(computed: Computed | None) -> str:
    if computed is None:
        return ""
    return f"{'-' if computed.value < 0 else ''}{computed.as_written or plain(abs(computed.value)) + computed.unit}"


def workings(table: Table) -> list[tuple[str, str]]:
    """(what, working) of every value that was worked out."""
    names = {
        "growth": say("增减", "growth"),
        "difference": say("差额", "difference"),
        "share": say("占比", "share"),
    }
    return [
        (f"{row.figure.place or ''}{row.figure.label}{names[name]}", row.computed[name].working)
        for row in table.rows
        for name in _WORKED
        if name in row.computed
    ]


def source_line(citation: Citation) -> str:
    """《标题》(来源,日期,版次), the office's way of naming a source."""
    where = [citation.publication, citation.date, page_name(citation)]
    facts = "，".join(str(x) for x in where if x)
    title = f"《{citation.article}》" if citation.article else ""
    return f"{title}（{facts}）{citation.document}" if facts else f"{title}{citation.document}"


def remarks(table: Table) -> list[str]:
    """What a reader has to know: values that disagree, what is missing, how the table came about."""
    out = [
        say("说法不一：", "Reports disagree: ")
        + c.subject
        + "："
        + "；".join(f"{v.value}{''.join(f'[{n}]' for n in v.citations)}" for v in c.values)
        for c in table.conflicts
    ]
    if table.missing:
        some = "、".join(f"{place}{f' {period}' if period else ''}" for place, period in table.missing[:40])
        more = say(f"等{len(table.missing)}处", f" … {len(table.missing)} in all") if len(table.missing) > 40 else ""
        out.append(say(f"库中没有：{some}{more}", f"Not in the library: {some}{more}"))
    out += [say(zh, en) for zh, en in table.notes]
    return out


def empty_line(table: Table) -> str:
    """What to say where there are no rows."""
    asked = table.asked
    where = "、".join(p.name for p in asked.places)
    # The indicator as understood if the question has it so, else the question as it was written: never words nobody wrote.
    written = " ".join(asked.question.split())
    what = asked.indicator if asked.indicator in written else written
    if not what:
        head = say(f"库中没有{where}的数据。", f"The library holds no figures of {where}.")
    elif asked.indicator == what:
        head = say(f"库中没有{where}“{what}”的数据。", f"The library holds no figures on “{what}” {where}.")
    else:
        head = say(f"库中没有“{what}”的数据。", f"The library holds no figures on “{what}”.")
    if table.nearest:
        head += say("最接近的有：", " Nearest: ") + "、".join(table.nearest)
    return head
