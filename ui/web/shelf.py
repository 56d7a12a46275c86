"""The library page: what is there, and the state of the whole, as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.domain import Document
from ui.language import say
from ui.web.markup import joined, tag, text
from ui.web.sources import document_link

if TYPE_CHECKING:
    from rag.library.record import Library
    from ui.desk import Desk
    from ui.web.uploads import Step

_SHOWN = 500
_BACK = 50
"""Most removed documents that are listed."""
_NAMED = 5


def version(desk: Desk) -> tuple[int, int]:
    """What the list was made of, which changes with the library, and how many documents the indexes have yet to take in."""
    from rag.index.indexes import waiting

    library = desk.library()
    return (library.journal.head(), len(waiting(library))) if library else (0, 0)


def shelf_html(library: Library | None, *, matching: str = "") -> str:
    """A table of the documents whose name, publication or an article's title holds ``matching``, at most 500 of them."""
    documents = library.documents() if library else []
    if library is None or not documents:
        return tag(
            "p",
            text(say("库里还没有报告，请在上面上传。", "The library is empty: upload a report above.")),
            class_="empty",
        )
    from rag.index.indexes import waiting

    counts, behind, headings = library.counts(), waiting(library), library.headings()
    repeated = library.repeated()
    word = matching.strip()
    inside = library.titled(word) if word else {}
    found = [d for d in documents if d.id in inside or any(word in (x or "") for x in (d.path, d.publication))]
    heads = (
        say("报告", "Report"),
        say("来源", "Publication"),
        say("日期", "Date"),
        say("文章", "Articles"),
        say("段落", "Passages"),
        "",
    )
    rows = "".join(
        tag(
            "tr",
            tag(
                "td",
                tag(
                    "a",
                    text(inside.get(d.id) or headings[d.id][0] or d.path),
                    href=document_link(d.id, d.sha256),
                    target="_blank",
                )
                + (tag("small", text(d.path)) if headings[d.id][0] else "")
                + "".join(tag("small", text(_twice(other)), class_="twice") for other in repeated.get(d.id, ())[:1])
                + (text(say("（还没有收进索引）", " (not in the indexes yet)")) if d.id in behind else ""),
            )
            + tag("td", text(d.publication or "—"))
            # As in citations, which bear the date of their article.
            + tag("td", text(headings[d.id][1] or d.date or "—"))
            + "".join(tag("td", text(n), class_="number") for n in counts.get(d.id, (0, 0)))
            + tag("td", _removal(d)),
        )
        for d in found[:_SHOWN]
    )
    table = tag("table", tag("thead", tag("tr", "".join(tag("th", text(h)) for h in heads))) + tag("tbody", rows))
    summary = say(f"共 {len(documents)} 份报告", f"{len(documents)} documents")
    if word:
        summary += say(
            f"，其中 {len(found)} 份标题、文件名或来源里有“{word}”", f", {len(found)} of them match {word!r}"
        )
    if len(found) > _SHOWN:
        summary += say(f"，列出前 {_SHOWN} 份", f", the first {_SHOWN} are listed")
    late = sum(d.id in behind for d in documents)
    remark = tag("p", text(_late(late)), class_="summary", role="status") if late else ""
    return tag("p", text(summary), class_="summary") + remark + tag("div", table, class_="shelf")


def _twice(other: str) -> str:
    return say(f"全文又见 {other}，回答时只算一次", f"all of it is in {other} too; it counts once in answers")


def _late(number: int) -> str:
    return say(
        f"{number} 份还没有全部收进索引，提问和检索还查不全：正在导入，或上次导入没有做完；"
        "没有人在导入时，按“接着收进索引”就会做完",
        f"{number} are not all in the indexes yet, so not all of them is found: an ingest is running, or was cut short; "
        "if none is running, press “Finish the indexes”",
    )


def _removal(document: Document) -> str:
    """The link that asks whether to remove it; the script of ``wording`` hands its id on."""
    label = say(f"删除 {document.path}", f"Remove {document.path}")
    return tag("a", text(say("删除…", "Remove …")), href=f"#{document.id}", class_="remove", title=label)


def removal_html(library: Library | None, document_id: str) -> str | None:
    """The question before a removal, and that it can be undone; None when there is no such document."""
    found = next((d for d in (library.documents() if library else []) if d.id == document_id), None)
    if found is None:
        return None
    line = say(f"确定从库里删除“{found.path}”？", f"Remove “{found.path}” from the library?")
    back = say("删除之后一天之内可以撤销。", "This can be undone for a day.")
    return tag("p", tag("strong", text(line))) + tag("p", text(back))


def removed_html(home: Path) -> str:
    """What was removed and can be had back, each with a link that takes it back; empty if there is nothing."""
    from rag.library.removed import Removed

    held = Removed(home).documents(_BACK)
    if not held:
        return ""
    links = "".join(
        tag("li", text(d.path) + " " + tag("a", text(say("撤销", "Undo")), href=f"#{d.id}", class_="restore"))
        for d in held
    )
    head = say("最近删除的，一天之内可以撤销：", "Removed lately, can be undone for a day:")
    return tag("p", text(head)) + tag("ul", links)


def removing_html(library: Library | None, document_id: str) -> str:
    """What is told while a removal is at work; empty when there is no such document."""
    found = next((d for d in (library.documents() if library else []) if d.id == document_id), None)
    line = say(f"正在删除“{found.path}”……", f"Removing “{found.path}” …") if found else ""
    return tag("p", text(line), role="status") + tag("progress", "") if line else ""


def status_html(desk: Desk) -> str:
    """One line on the library and the model, for the head of the page."""
    documents, articles = desk.totals()
    shelf = (
        say(f"库内 {documents} 份报告 · {articles} 篇文章", f"{documents} reports · {articles} articles")
        if documents
        else say("库里还没有报告", "the library is empty")
    )
    label = say("AI生成，请核对原文", "AI-generated: check the originals")
    spans = tag("span", text(shelf)) + tag("span", text(model_line(desk))) + tag("span", text(label), class_="label")
    return tag("p", spans, class_="state")


def model_line(desk: Desk) -> str:
    """Which engine answers now, and how far the download of the local model is."""
    from rag.backends.chat import available

    engine = available(desk.settings)
    if engine == "openai":
        return say(f"接口模型 {desk.settings.chat.model or ''}", f"endpoint model {desk.settings.chat.model or ''}")
    if desk.loading:
        return say("本机模型载入中", "loading the local model")
    if engine == "local":
        return say("本机模型已就绪", "local model ready")
    if desk.settings.chat.engine == "extractive":
        return say("摘录原文作答", "answers quote the reports")
    return pull_progress(desk) or say("未装模型：摘录原文作答", "no model: answers quote the reports")


def pull_progress(desk: Desk) -> str | None:
    """The download of the local model as a line; None when there is none going on."""
    from rag.models.store import ModelStore

    state = ModelStore(desk.settings.models).progress("qwen2.5-coder-1.5b")
    if state is None or state.state != "running" or not state.total:
        return None
    percent, rate = 100 * state.done // state.total, state.rate / 1e6
    return say(
        f"本机模型下载中 {percent}%（{state.done / 1e6:.0f}/{state.total / 1e6:.0f} MB，{rate:.1f} MB/s），先以摘录作答",
        f"fetching the local model: {percent}% ({state.done / 1e6:.0f}/{state.total / 1e6:.0f} MB, {rate:.1f} MB/s)",
    )


def progress_html(step: Step) -> str:
    """How far an ingest is."""
    bar = tag("progress", value=step.done, max=step.total) if step.total else ""
    return tag("p", text(step.line)) + bar


def report_html(report: Mapping[str, Any], *, same: Sequence[tuple[str, str]] = (), unread: Sequence[str] = ()) -> str:
    """What an ingest did: counts with names, then every file that was not taken in, with its reason, and what is held twice.

    ``same``: uploaded files that the library has already, each with its name there; ``unread``: those of no kind that
    is read.
    """
    names = {
        "added": say("新增", "added"),
        "replaced": say("替换同名的旧文件", "replaced"),
        "removed": say("删除", "removed"),
        "unchanged": say("未变", "unchanged"),
    }
    done = (_counted(names[key], report.get(key, 0)) for key in names)
    line = joined(done, say("；", "; ")) or say("没有变化", "nothing changed")
    rows = (
        "".join(tag("li", text(_known(*pair))) for pair in same)
        + "".join(
            tag(
                "li",
                text(say(f"{name}：不是能读的类型，没有存入", f"{name}: of no kind that is read")),
                class_="failed",
            )
            for name in unread
        )
        + "".join(
            tag("li", text(f"{row.get('document')}：{row.get('reason')}"), class_="failed")
            for row in report.get("refused", [])
        )
        + "".join(tag("li", text(f"{row.get('document')}：{row.get('warning')}")) for row in report.get("warnings", []))
        + "".join(tag("li", text(_alike(row.get("document"), row.get("of")))) for row in report.get("duplicates", []))
    )
    return tag("p", text(line), role="status") + (tag("ul", rows) if rows else "")


def _known(name: str, held: str) -> str:
    if name == held:
        return say(
            f"{name}：库里已有，内容相同，没有重复存入", f"{name}: held already with the same content, not kept twice"
        )
    return say(
        f"{name}：与库里的 {held} 内容相同，没有重复存入", f"{name}: has the same content as {held}, not kept twice"
    )


def _alike(name: object, held: object) -> str:
    return say(
        f"{name}：有文章与 {held} 相同或几乎相同，回答时只算一次",
        f"{name}: holds what {held} holds; it counts once in answers",
    )


def _counted(what: str, documents: int | Sequence[object]) -> str:
    """``新增 2：甲.txt、乙.txt``; empty for none."""
    if isinstance(documents, int):
        return f"{what} {documents}" if documents else ""
    if not documents:
        return ""
    listed = say("、", ", ").join(str(d) for d in documents[:_NAMED])
    more = say(" 等", " …") if len(documents) > _NAMED else ""
    return say(f"{what} {len(documents)}：{listed}{more}", f"{what} {len(documents)}: {listed}{more}")
