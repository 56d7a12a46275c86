"""The room for figures: ask for an indicator, get a table in which every value leads to its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from rag.errors import WenjuError
from ui.figures.columns import empty_line, header, lines, remarks, workings
from ui.language import language, say
from ui.web.markup import tag, text
from ui.web.pane import pane
from ui.web.render import evidence_html
from ui.web.sources import Source, sources_of

if TYPE_CHECKING:
    from rag.figures.table import Table
    from ui.desk import Desk

TURN = 9000
"""The number of the table among the turns of the page, out of reach of a conversation's."""
_ROWS = 300
_SOURCES = 100
_PLACE, _PERIOD, _VALUE = 1, 2, 4
_WORDS = (0, 1, 6)
"""Columns of words, whose lines may end anywhere."""
_BREAKS = re.compile(r"(?<=[—–])|(?=[（(])")
_EXAMPLE = "各县森林覆盖率"


def room(desk: Desk) -> None:
    """The tab: question and limits, the table with chart and files, the sources."""
    import gradio as gr

    with gr.Row(elem_id="figures-ask"):
        box = gr.Textbox(
            label=say("要什么数据", "Which figures"), placeholder=say("例如：", "e.g. ") + _EXAMPLE,
            max_length=200, scale=4, elem_id="figures-question",
        )  # fmt: skip
        where = gr.Textbox(
            label=say("地区（可用顿号分开几个）", "Places, separated by 、"), placeholder=say("可不填", "optional"),
            max_length=200, scale=2, elem_id="figures-place",
        )  # fmt: skip
        since = gr.Textbox(label=say("不早于", "Not before"), placeholder="2016", max_length=10, scale=1, elem_id="figures-since")  # fmt: skip
        until = gr.Textbox(label=say("不晚于", "Not after"), placeholder="2020", max_length=10, scale=1, elem_id="figures-until")  # fmt: skip
    with gr.Row(elem_id="figures-tools"):
        parts = gr.Checkbox(label=say("含下辖地方", "With parts"), value=False, elem_id="figures-parts")
        order = gr.Dropdown(
            [
                (say("按相关程度", "relevance"), "score"),
                (say("按地区", "place"), "place"),
                (say("按时间", "period"), "period"),
                (say("数值从大到小", "largest first"), "down"),
                (say("数值从小到大", "smallest first"), "up"),
            ],
            value="score", label=say("排序", "Sort"), filterable=False, elem_id="figures-order",
        )  # fmt: skip
        go = gr.Button(say("列表", "Show"), variant="primary", min_width=100, elem_id="figures-go")
    with gr.Row(elem_id="figures-desk"):
        with gr.Column(scale=3, min_width=320):
            shown = pane("", "figures-table")
        with gr.Column(scale=2, min_width=320):
            sources = pane(_sources(()), "figures-sources")

    def show(question: str, place: str, low: str, high: str, with_parts: bool, sort: str) -> tuple[str, str]:
        return answer(desk, question, place, low, high, with_parts, sort)

    asked = [box, where, since, until, parts, order]
    quiet: dict[str, Any] = {"show_progress": "minimal", "api_visibility": "private"}
    for trigger in (box.submit, go.click, order.input, parts.input):
        trigger(show, asked, [shown, sources], **quiet)


def answer(
    desk: Desk, question: str, place: str, since: str, until: str, parts: bool, sort: str = "score"
) -> tuple[str, str]:
    """(table, sources) as HTML; an error is shown where the table would be."""
    from rag.figures.asked import ask
    from ui.cli.search import day

    named = [p.strip() for p in place.replace("，", "、").replace(",", "、").split("、") if p.strip()]
    try:
        asked = ask(
            question, named=named, since=day(since.strip() or None), until=day(until.strip() or None), parts=parts
        )
        table = desk.figures(asked)
    except WenjuError as error:
        return tag("p", text(error.message(language())), class_="failed", role="alert"), _sources(())
    given = {"question": question, "place": named, "since": since.strip(), "until": until.strip()}
    query = urlencode({k: v for k, v in given.items() if v} | ({"parts": "true"} if parts else {}), doseq=True)
    library = desk.library()
    cited = sources_of(library, table.citations[:_SOURCES]) if library else []
    return table_html(table, query, sort), _sources(cited)


def _sources(cited: Sequence[Source]) -> str:
    """The panel beside the table."""
    hint = say(
        "写上要什么数据，点“列表”；每个数的出处会显示在这里。",
        "Name an indicator and press Show; the source of each value appears here.",
    )
    return evidence_html(TURN, cited, empty=hint)


def table_html(table: Table, query: str, sort: str = "score") -> str:
    """The table with its chart, remarks and files. ``query`` is the same question as an address."""
    if not table.rows:
        return tag("p", text(empty_line(table)), class_="notice", role="status")
    rows = lines(table)
    if sort in ("place", "period"):
        rows = sorted(rows, key=lambda r: r.cells[_PLACE if sort == "place" else _PERIOD])
    elif sort in ("down", "up"):
        rows = sorted(rows, key=lambda r: r.value, reverse=sort == "down")
    used = [i for i in range(len(header()) - 1) if i != 5 and any(r.cells[i] for r in rows)]
    first, rest = [i for i in used if i < _VALUE], [i for i in used if i >= _VALUE]
    # The sources stand beside the words they prove, where no screen is too narrow for them.
    head = "".join(tag("th", text(header()[i]), scope="col") for i in (*first, len(header()) - 1, *rest))
    body = "".join(
        tag(
            "tr",
            "".join(_cell(i, r.cells[i]) for i in first)
            + tag("td", _cites(r.citations))
            + "".join(_cell(i, r.cells[i]) for i in rest),
        )
        for r in rows[:_ROWS]
    )
    more = say(
        f"只显示前 {_ROWS} 行，全部 {len(rows)} 行请下载。", f"The first {_ROWS} of {len(rows)} rows; download for all."
    )
    notes = [*remarks(table), *([more] if len(rows) > _ROWS else [])]
    worked = "".join(tag("li", text(f"{what}：{how}")) for what, how in workings(table)[:_ROWS])
    swipe = say("左右滑动，可以看到全部各列。", "Swipe sideways to see all columns.")
    return (
        tag("p", text(swipe), class_="swipe")
        + tag(
            "div",
            tag("table", tag("thead", tag("tr", head)) + tag("tbody", body)),
            class_="shelf figures",
            id=f"t{TURN}",
        )
        + (tag("ul", "".join(tag("li", text(n)) for n in notes), class_="notes") if notes else "")
        + _files(query)
        + _chart(table, query)
        + (tag("details", tag("summary", text(say("计算过程", "Workings"))) + tag("ul", worked)) if worked else "")
    )


def _cell(column: int, words: str) -> str:
    if column in _WORDS:
        return tag("td", text(words))
    # A line may end between two dates, or before a remark in brackets, but nowhere in a date or a figure.
    return tag(
        "td",
        "".join(tag("span", text(part), class_="whole") for part in _BREAKS.split(words)),
        class_="number" if column == _VALUE else None,
    )


def _cites(numbers: tuple[int, ...]) -> str:
    return "".join(
        tag("a", text(f"[{n}]"), class_="cite", href=f"#t{TURN}-s{n}", title=say(f"出处 {n}", f"source {n}"))
        if n <= _SOURCES
        else text(f"[{n}]")
        for n in numbers
    )


def _files(query: str) -> str:
    names = (("xlsx", "Excel"), ("csv", "CSV"), ("docx", "Word"), ("png", "PNG"), ("svg", "SVG"))
    links = "".join(
        tag("a", text(name), href=f"/api/v1/figures?{query}&format={kind}", download=f"figures.{kind}", class_="file")
        for kind, name in names
    )
    return tag("p", tag("span", text(say("下载：", "Download: "))) + links, class_="links files")


def _chart(table: Table, query: str) -> str:
    from ui.figures.chart import chart

    drawn = chart(table)
    if drawn is None:
        return ""
    image = f'<img class="chart" src="/api/v1/figures?{query.replace("&", "&amp;")}&amp;format=svg" alt="{text(drawn.title)}">'
    return tag("div", image, class_="drawn", tabindex=0)
