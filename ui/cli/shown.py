"""An answer, its sources and hits as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.domain import Answer, Citation, Hit
from ui.language import say
from ui.nearest import nearest_of
from ui.references import page_name, reprints_of


def answer_text(answer: Answer) -> str:
    """The answer or the refusal, then conflicts, computations and sources."""
    return "\n".join(_lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    if answer.standalone_question != answer.question:
        yield say(f"（理解为：{answer.standalone_question}）", f"(understood as: {answer.standalone_question})")
    if answer.refusal is not None:
        yield answer.refusal.message
        if nearest := nearest_of(answer):
            yield ""
            yield say("库里最接近的内容", "nearest in the library")
            yield from citation_lines(nearest)
        return
    yield answer.answer
    for claim in answer.claims:
        if claim.computation:
            yield say(f"计算：{claim.computation}", f"computed: {claim.computation}")
    for conflict in answer.conflicts:
        values = "；".join(v.value + "".join(f"[{n}]" for n in v.citations) for v in conflict.values)
        yield say(f"两处说法不一：{conflict.subject}：{values}", f"reports disagree: {conflict.subject}: {values}")
    for remark in answer.notes:
        yield say(f"注：{remark}", f"note: {remark}")
    if answer.citations:
        yield ""
        yield say("引用", "Sources")
        yield from citation_lines(answer.citations)
    yield ""
    yield say("（AI生成，请核对原文）", "(AI-generated, check against the originals)")


def citation_lines(citations: Sequence[Citation]) -> Iterator[str]:
    """Where each citation stands, its words, and who else prints them."""
    for c in citations:
        yield f"[{c.n}] {source_line(c)}"
        yield f"    “{' '.join(c.quote.split())}”"
        if also := reprints_of(c):
            yield f"    {also}"


def source_line(c: Citation) -> str:
    """Title, place, date, publication, page and file of a citation, as far as they are known."""
    title = f"《{c.article}》" if c.article else ""
    return " · ".join(x for x in (title, c.place, c.date, c.publication, page_name(c), c.document) if x)


def hit_lines(hits: Sequence[Hit]) -> Iterator[str]:
    """Two lines a hit."""
    for n, hit in enumerate(hits, 1):
        p = hit.passage
        title = f"《{p.title}》" if p.title else ""
        yield f"{n}. " + " · ".join(x for x in (title, p.place, p.date, p.document, f"{hit.score:.3f}") if x)
        yield "   " + " ".join(p.text.split())
