"""Answers and sources as HTML. Text only ever comes in through ``markup``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from rag.domain import Answer, Citation, Conflict
from ui.language import say
from ui.nearest import nearest_of
from ui.references import page_name, reprints_of
from ui.stages import stage_name, steps_shown
from ui.web.markup import joined, marked, tag, text
from ui.web.sources import Source

_MARK = re.compile(r"\[(\d{1,3})\]")
_NEAR = 60
"""Characters shown of a line that is nearest to what was asked."""


def asked_html(question: str, corrects: Sequence[str] = ()) -> str:
    """What the user said, and what it puts right in the question before."""
    lines = "".join(tag("span", text(line)) for line in corrects)
    return tag("div", tag("p", text(question)), class_="asked") + (tag("p", lines, class_="corrects") if lines else "")


def working_html(
    turn: int,
    question: str,
    stage: str,
    *,
    preview: str = "",
    remark: str = "",
    citations: Sequence[Citation] = (),
    corrects: Sequence[str] = (),
) -> str:
    """A turn in the making: how far it is, and what the reports themselves say so far."""
    shown = steps_shown(stage)
    at = shown.index(stage) if stage in shown else 0
    steps = "".join(
        tag("li", text(stage_name(name)), class_="done" if i < at else "now" if i == at else "todo")
        for i, name in enumerate(shown)
    )
    early = ""
    if preview:
        kicker = tag("p", text(say("先看原文怎么说", "What the reports say")), class_="kicker")
        early = tag("div", kicker + _prose(preview, [c.n for c in citations], turn), class_="preview")
    waiting = tag("p", text(remark), class_="remark") if remark else ""
    return _turn(turn, question, tag("ol", steps, class_="stages") + early + waiting, corrects)


def answer_html(turn: int, answer: Answer, corrects: Sequence[str] = ()) -> str:
    """A finished turn; ``corrects`` says what its question puts right in the one before."""
    if answer.refusal is not None:
        body = _refusal(turn, answer)
    else:
        body = joined([
            tag("div", _prose(answer.answer, [c.n for c in answer.citations], turn), class_="answer"),
            _computations(answer),
            "".join(_conflict(c, turn) for c in answer.conflicts),
        ])  # fmt: skip
    notes = "".join(tag("li", text(n)) for n in answer.notes)
    return _turn(
        turn,
        answer.question,
        joined([_understood(answer), body, tag("ul", notes, class_="notes") if notes else "", _foot(answer)]),
        corrects,
    )


def failed_html(turn: int, question: str, message: str, corrects: Sequence[str] = ()) -> str:
    """A turn that ended in an error or was stopped."""
    return _turn(turn, question, tag("p", text(message), class_="failed", role="alert"), corrects)


def evidence_html(
    turn: int, sources: Sequence[Source], *, nearest: bool = False, early: bool = False, empty: str = ""
) -> str:
    """The panel of sources: every citation with its words marked in their article; ``empty`` stands where there is none."""
    if not sources:
        line = empty or say("回答的出处会显示在这里。", "The sources of the answer appear here.")
        return tag("p", text(line), class_="empty")
    if nearest:
        title = say("库里最接近的内容", "Nearest in the library")
    elif early:
        title = say(f"找到 {len(sources)} 处依据", f"{len(sources)} passages found")
    else:
        title = say(f"出处 {len(sources)} 处", f"{len(sources)} sources")
    return tag("h2", text(title), class_="panel") + "".join(_source(turn, s) for s in sources)


def past_html(panels: Sequence[str]) -> str:
    """Panels of earlier turns: each is hidden until a link leads into it."""
    return "".join(tag("div", panel, class_="past") for panel in panels)


def _turn(turn: int, question: str, body: str, corrects: Sequence[str] = ()) -> str:
    reply = tag("div", body, class_="reply", role="status")
    return tag("div", asked_html(question, corrects) + reply, class_="turn", id=f"t{turn}")


def _prose(words: str, numbers: Sequence[int], turn: int) -> str:
    """Paragraphs; a mark ``[n]`` of a number that exists becomes a link to its source."""
    return "".join(tag("p", _linked(line, numbers, turn)) for line in words.splitlines() if line.strip())


def _linked(line: str, numbers: Sequence[int], turn: int) -> str:
    html, at = "", 0
    for match in _MARK.finditer(line):
        n = int(match.group(1))
        if n in numbers:
            html += text(line[at : match.start()]) + _cite(n, turn)
            at = match.end()
    return html + text(line[at:])


def _cite(n: int, turn: int) -> str:
    label = say(f"出处 {n}", f"source {n}")
    return tag("a", text(f"[{n}]"), class_="cite", href=f"#t{turn}-s{n}", title=label)


def _cites(numbers: Sequence[int], turn: int) -> str:
    return "".join(_cite(n, turn) for n in numbers)


def _computations(answer: Answer) -> str:
    rows = "".join(tag("li", text(c.computation)) for c in answer.claims if c.computation)
    return (
        tag("div", tag("span", text(say("计算", "Computed")), class_="kicker") + tag("ul", rows), class_="computed")
        if rows
        else ""
    )


def _conflict(conflict: Conflict, turn: int) -> str:
    values = "".join(
        tag("div", tag("strong", text(v.value)) + _cites(v.citations, turn), class_="value") for v in conflict.values
    )
    head = tag("p", text(say("各处说法不一：", "Reports disagree: ") + conflict.subject), class_="kicker")
    return tag("div", head + tag("div", values, class_="values"), class_="conflict")


def _refusal(turn: int, answer: Answer) -> str:
    assert answer.refusal is not None
    html = tag("p", text(answer.refusal.message))
    if nearest := nearest_of(answer):
        # Several lines of one report stand under its name.
        listed = groupby(nearest, lambda c: joined([_title(c), c.place, c.date], " · "))
        rows = "".join(
            tag("li", text(name) + "".join(tag("div", text(_cut(c.quote)) + _cite(c.n, turn)) for c in lines))
            for name, lines in listed
        )
        html += tag("p", text(say("库里最接近的是：", "Nearest in the library:")), class_="kicker") + tag("ul", rows)
    return tag("div", html, class_="refusal")


def _cut(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= _NEAR else words[:_NEAR] + "……"


def _understood(answer: Answer) -> str:
    parts: list[str] = []
    if answer.standalone_question and answer.standalone_question != answer.question:
        parts.append(say("理解为：", "Understood as: ") + answer.standalone_question)
    facts: dict[str, Iterable[object] | None] = {
        say("地区", "Place"): answer.understood.get("places"),
        say("时间", "Time"): answer.understood.get("periods"),
        say("问的是", "Asks for"): [_KINDS.get(str(k), "") for k in answer.understood.get("asks") or ()],
    }
    if limit := answer.understood.get("limit"):
        facts[say("限定地区", "Only this place")] = [limit]
    for label, values in facts.items():
        words = say("、", ", ").join(dict.fromkeys(say(str(v), str(v)) for v in values or () if v))
        if words:
            parts.append(f"{label} {words}")
    return tag("p", "".join(tag("span", text(p)) for p in parts), class_="understood") if parts else ""


_KINDS = {
    "value": say("数值", "a figure"),
    "list": say("有哪些", "a list"),
    "person": say("人物", "a person"),
    "time": say("时间", "a time"),
    "where": say("地点", "a place"),
    "reason": say("原因", "a reason"),
    "manner": say("做法", "what is done"),
    "yesno": say("是否属实", "yes or no"),
    "what": say("内容", "what it is"),
}


def _foot(answer: Answer) -> str:
    # What is shown is named: a quote says that the report has these words, not that the question is answered rightly.
    quoted = answer.model is None
    status = {
        "answered": ("ok", say("✓ 原文摘录", "✓ quoted") if quoted else say("✓ 已核实", "✓ verified")),
        "partial": (
            "part",
            say("◐ 原文摘录，部分", "◐ quoted, in part") if quoted else say("◐ 部分核实", "◐ partly verified"),
        ),
        "refused": ("none", say("○ 未找到依据", "○ no evidence found")),
    }[answer.status]
    engine = {
        "extractive": None,
        "local": say("本机模型", "model on this machine"),
        "openai": say("接口模型", "model behind the endpoint"),
    }[answer.engine]
    took = answer.timings_ms.get("total")
    parts = [
        tag("span", text(status[1]), class_=f"status {status[0]}"),
        tag("span", text(joined([engine, answer.model], " "))) if engine and not quoted else "",
        tag("span", text(say("未经模型改写", "not reworded by the model")))
        if engine and quoted and answer.refusal is None
        else "",
        tag("span", text(say(f"用时 {took / 1000:.1f} 秒", f"{took / 1000:.1f} s"))) if took is not None else "",
        tag("span", text(say("AI生成，请核对原文", "AI-generated, check the originals")), class_="label"),
    ]
    return tag("p", joined(parts), class_="foot")


def _title(c: Citation) -> str:
    return f"《{c.article}》" if c.article else c.document


def _source(turn: int, source: Source) -> str:
    c = source.citation
    head = tag("h3", tag("span", text(c.n), class_="n") + text(_title(c)))
    facts = "".join(tag("span", text(x)) for x in (c.place, c.date, c.publication, page_name(c), c.document) if x)
    also = tag("p", text(reprints_of(c)), class_="also") if c.reprints else ""
    anchor = f"t{turn}-s{c.n}"
    links = tag("a", text(say("看全文", "Whole document")), href=source.link, target="_blank") if source.link else ""
    links += tag("a", text(say("回到回答", "Back to the answer")), href=f"#t{turn}", class_="back")
    return tag(
        "section",
        head + tag("p", facts, class_="facts") + also + _context(source, anchor) + tag("p", links, class_="links"),
        class_="source",
    )


def _context(source: Source, anchor: str) -> str:
    if not source.paragraphs:
        return tag("blockquote", tag("mark", text(source.citation.quote), id=anchor))
    shown = ""
    pending: str | None = anchor
    for paragraph in source.paragraphs:
        words = marked(paragraph, source.citation.spans, anchor=pending)
        pending = None if "<mark" in words else pending
        shown += tag("p", words)
    gap = tag("p", "……", class_="gap")
    return tag(
        "div",
        (gap if source.more_before else "") + shown + (gap if source.more_after else ""),
        class_="article",
        tabindex=0,
    )
