"""A question that joins several subjects, asked of each by itself."""

from __future__ import annotations

import re

from rag.domain import Span
from rag.retrieve.question import Query, understand
from rag.retrieve.subjects import organisations
from rag.text import places

_JOIN = re.compile(
    r"\s*(?:和|与|、|及|以及|跟|同|还有|对比|相比|比|到|至|，)?\s*(?:在)?(?:(?:19|20)\d{2}年?(?:的)?)?\s*"
)
_OVER = re.compile(r"\s*(?:到|至|—|-|~|～|–)\s*")
_ASKS_CHANGE = re.compile(
    r"(?:有(?:什么|怎样的|何)|发生了(?:什么|怎样的))?变化(?:如何|怎么样|多大)?|[由从]多少[^，。？]{0,8}(?:到|至)了?多少[^，。？]{0,2}"
)
_TOGETHER = re.compile(
    r"(?:这|等)?(?<![\d一二三四五六七八九十])[两二三四五六七八九十]个?(?:县市?区?|市县?区?|地区?|区|省|镇|乡|村|园区|家公司|家企业|家)(?=[^\d]|$)(?:的)?|"
    r"合计|加起来|总共|一共|分别|各自|各(?=[是有为])"
)


def split(query: Query) -> list[tuple[str, Query]]:
    """The question once for each of several subjects that it joins (怀化市和临湘市, 甲公司与乙公司, 2017年和2019年).

    Pairs of (subject, question); a question with one subject comes back alone, with an empty subject.
    """
    ends = _ends(query)
    if ends and _ASKS_CHANGE.search(query.question):
        (start, end), names = ends
        return [
            (
                name,
                understand(
                    _ASKS_CHANGE.sub("是多少", query.question[:start] + name + query.question[end:]), query.asked
                ),
            )
            for name in names
        ]
    if any(a.kind == "reason" for a in query.asks):
        return [("", query)]
    spans = _joined_subjects(query)
    if len(spans) < 2:
        return [("", query)]
    out = []
    others = _in_step(query, spans)
    for i, (start, end) in enumerate(spans[:6]):
        text = query.question
        for run, (a, b) in sorted([(spans, spans[i]), *((r, r[i]) for r in others)], key=lambda x: -x[0][0][0]):
            text = text[: run[0][0]] + query.question[a:b] + text[run[-1][1] :]
        text = _TOGETHER.sub("", re.sub(r"^(?:请)?(?:比较|对比)(?:一下)?", "", text))
        out.append((query.question[start:end], understand(text, query.asked)))
    return out


def _ends(query: Query) -> tuple[tuple[int, int], tuple[str, str]] | None:
    """The span of a range of time (从2015年到2020年) and the names of its two ends; None when there is none."""
    text = query.question
    for p in query.periods:
        parts = _OVER.split(p.as_written)
        if p.relative or len(parts) != 2 or not all(re.match(r"(?:19|20)\d\d", x) for x in parts):
            continue
        start = p.start - (text[p.start - 1 : p.start] in ("从", "由"))
        tail = re.match(r"[底末初]", text[p.end :])
        end = p.end + (1 if tail else 0)
        first, last = (x if x[-1] in "年月底末初" else x + "年" for x in (parts[0], parts[1] + text[p.end : end]))
        after = re.match(r"间|期间|这[一-鿿]年", text[end:])
        return (start, end + (after.end() if after else 0)), (first, last)
    return None


def _joined_subjects(query: Query) -> list[Span]:
    """Spans of the subjects that stand joined by 和, 与, 、 and the like."""
    text = query.question
    best: list[Span] = []
    for run in _runs(query):
        if len(run) > len(best) or (len(run) == len(best) > 1 and run[0][0] < best[0][0]):
            best = run
    # 甲县、乙县的公路，甲县出资多少: one thing of both, and a question about one of them.
    again = any(text.count(text[a:b]) > 1 for a, b in best)
    return best if len(best) > 1 and not again else []


def _runs(query: Query) -> list[list[Span]]:
    """The longest run of joined places, of organisations, of periods, and of each with its own period."""
    text = query.question
    where = [(m.start, m.end) for m in places.find(text)]
    bodies = organisations(text)
    when = [(p.start, p.end) for p in query.periods if not p.relative]
    out = []
    for spans in (where, bodies, when, _placed_in_time(text, where, when), _placed_in_time(text, bodies, when)):
        longest: list[Span] = []
        run: list[Span] = []
        for span in _whole(spans):
            run = [*run, span] if run and _JOIN.fullmatch(text[run[-1][1] : span[0]]) else [span]
            if len(run) > len(longest):
                longest = run
        out.append(longest)
    return out


def _whole(spans: list[Span]) -> list[Span]:
    """``spans`` in order, those that touch made one: 北京市海淀区 is one subject, not two."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and out[-1][1] >= start:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _in_step(query: Query, spans: list[Span]) -> list[list[Span]]:
    """Other runs that go in step with ``spans``: 甲公司和乙公司分别在2018年和2017年."""
    text, low, high = query.question, spans[0][0], spans[-1][1]
    return [
        r
        for r in _runs(query)
        if len(r) == len(spans) > 1
        and (r[-1][1] <= low or r[0][0] >= high)
        and re.search(r"(?:分别|各自|依次)(?:在|于|从|为|是)?$", text[: max(r[0][0], low)])
    ][:1]


def _placed_in_time(text: str, where: list[Span], when: list[Span]) -> list[Span]:
    """Places with the period right before them (2019年甲县): one subject each. Empty unless every place has one."""
    out = []
    for start, end in where:
        led = next((p for p in when if re.fullmatch(r"的?", text[p[1] : start])), None)
        if led is None:
            return []
        out.append((led[0], end))
    return out
