"""A question that joins several subjects, asked of each by itself."""

from __future__ import annotations

import re

from rag.domain import Span
from rag.retrieve.compared import compared, paired
from rag.retrieve.moments import moments
from rag.retrieve.question import Query, understand
from rag.retrieve.subjects import named_places, organisations
from rag.text.degrees import A_BIT, DEGREES

_JOIN = re.compile(
    r"\s*(?:和|与|、|及|以及|跟|同|还有|对比|相比|比|到|至|，)?\s*(?:在)?(?:(?:19|20)\d{2}年?(?:的)?)?\s*"
)
_REWORDED = re.compile(r"谁|(?:增长|增幅|增速|下降|提高)[^，。？]{0,4}[快慢]")
_OVER = re.compile(r"\s*(?:到|至|—|-|~|～|–)\s*")
_ASKS_CHANGE = re.compile(
    r"(?:有(?:什么|怎样的|何)|发生了(?:什么|怎样的))?变化(?:如何|怎么样|多大)?|[由从]多少[^，。？]{0,8}(?:到|至)了?多少[^，。？]{0,2}"
)
MOST = 6
"""Subjects that are asked about at most."""
_IN_ORDER = re.compile(
    r"(?:请)?(?:[从由按])?[高大多低小少快慢长短][到至][低小少高大多慢快短长](?:的顺序)?(?:进行)?(?:怎么|怎样|如何)?(?:排[列名序]?)?(?:一下)?(?=[？?]?$)"
    r"|(?<=[^，,。和与])的?(?:对比|比较|相比)(?:如何|怎么样|情况|一下)?(?=[？?]?$)"
    r"|(?:怎么|怎样|如何)排(?:[列名序])?(?=[？?]?$)|的?(?:排[名序]|高低)(?:如何|情况|怎么样|怎样)?(?=[？?]?$)"
)
"""Asks for the order of all: what is it of each."""
_WHICH_MORE = re.compile(
    rf"[，,]?是?哪一?[年月届期批](?P<what>[^，,。？?哪]{{0,8}}?)"
    rf"(?:更|最|较|要)?(?:{DEGREES}){A_BIT}(?=[，,。？?]|$)"
)
_BY_HOW_MUCH = re.compile(rf"[，,](?:(?:{DEGREES})了?|相?差|差距)(?:多少|几)[^，,。？?]{{0,4}}[？?]?$")
_COUNT_OF = re.compile(r"^(?:规模|数量|人数|总[量数])$")
_HOW_MANY = re.compile(r"[，,](?:各自?|分别)(?:是|有|为)?(?P<many>多少|几)")
_TOGETHER = re.compile(
    r"(?:这|等)?(?<![\d一二三四五六七八九十])[两二三四五六七八九十]个?(?:县市?区?|市县?区?|地区?|区|省|镇|乡|村|园区|家公司|家企业|家)(?=[^\d]|$)(?:的)?|"
    r"合计|加起来|总共|一共|分别|各自|各(?=[是有为])"
)


def split(query: Query) -> list[tuple[str, Query]]:
    """The question once for each of several subjects that it joins or sets side by side.

    Joined are 甲市和乙市, 甲公司与乙公司, 2017年和2019年; set side by side things of any kind (see ``compared``).

    Pairs of (subject, question); a question with one subject comes back alone, with an empty subject. Two subjects
    and two periods go in step (甲和乙在2018年和2017年: see ``crossed``); of other numbers each with each.
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
    if apart := moments(query):
        return [(s.name, understand(s.question, query.asked)) for s in apart]
    if pairs := paired(query.question):
        return [(s.name, understand(s.question, query.asked)) for s in pairs]
    spans, others = _joined(query)
    if len(spans) < 2 or _REWORDED.search(query.question):
        # Whose is more, and which grows faster, has to be put in other words to be asked of each.
        sides = compared(query.question)
        if len(spans) < 2 or len(sides) == len(spans):
            return [(s.name, understand(s.question, query.asked)) for s in sides] or [("", query)]
    if not others:
        return [_one(query, (spans, i)) for i in range(min(MOST, len(spans)))]
    if len(others) == len(spans):
        return [_one(query, (spans, i), (others, i)) for i in range(min(MOST, len(spans)))]
    each = [(i, j) for i in range(len(spans)) for j in range(len(others))]
    return [_one(query, (spans, i), (others, j)) for i, j in each[:MOST]]


def crossed(query: Query) -> list[tuple[str, Query]]:
    """The other pairs of subjects and periods that go in step, for who means each with each: 甲、乙两市2023年和2024年.

    Empty where the question says that they go in step (分别在2018年和2017年), or nothing does.
    """
    spans, others = _joined(query)
    if len(spans) < 2 or len(others) != len(spans) or _in_step(query, spans, others):
        return []
    pairs = [(i, j) for i in range(len(spans)) for j in range(len(others)) if i != j]
    return [_one(query, (spans, i), (others, j)) for i, j in pairs[: MOST - len(spans)]]


def _joined(query: Query) -> tuple[list[Span], list[Span]]:
    """The subjects that the question joins, and the run that is joined beside them; either may be empty."""
    if any(a.kind == "reason" for a in query.asks):
        return [], []
    spans = _joined_subjects(query)
    return spans, _others(query, spans) if len(spans) > 1 else []


def _one(query: Query, *chosen: tuple[list[Span], int]) -> tuple[str, Query]:
    """The question with one of each run in place of the run; the subject is what was chosen."""
    text = query.question
    for run, i in sorted(chosen, key=lambda c: -c[0][0][0]):
        start, end = run[i]
        text = text[: run[0][0]] + query.question[start:end] + text[run[-1][1] :]
    text = _TOGETHER.sub("", re.sub(r"^(?:请)?(?:比较|对比)(?:一下)?", "", text))
    text = _IN_ORDER.sub("是多少", _of_each(text), count=1)
    subject = "".join(query.question[slice(*run[i])] for run, i in chosen)
    return subject, understand(text, query.asked)


def _of_each(text: str) -> str:
    """``text`` without what it asks of all together: 2023年哪一年规模大，各多少人次 is 2023年规模是多少人次."""
    more = _WHICH_MORE.search(text)
    if more is None:
        return text
    each = _HOW_MANY.match(text, more.end())
    asked = text[: more.start()] + _COUNT_OF.sub("", more["what"])
    if each is None:
        return f"{asked}是多少？" if _BY_HOW_MUCH.match(text, more.end()) else text
    return f"{asked}是{each['many']}{text[each.end() :]}"


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
    where = [(m.start, m.end) for m in named_places(text)]
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


def _others(query: Query, spans: list[Span]) -> list[Span]:
    """The run beside ``spans`` that goes with it: periods beside subjects, or what is said to go in step."""
    when = {(p.start, p.end) for p in query.periods}
    for run in _runs(query):
        apart = run and (run[-1][1] <= spans[0][0] or run[0][0] >= spans[-1][1])
        if len(run) > 1 and apart:
            if (set(run) <= when) != (set(spans) <= when) or (len(run) == len(spans) and _in_step(query, spans, run)):
                return run
    return []


def _in_step(query: Query, spans: list[Span], others: list[Span]) -> bool:
    """Whether the question says that two runs go in step: 甲公司和乙公司分别在2018年和2017年."""
    later = max(others[0][0], spans[0][0])
    return bool(re.search(r"(?:分别|各自|依次)(?:在|于|从|为|是)?$", query.question[:later]))


def _placed_in_time(text: str, where: list[Span], when: list[Span]) -> list[Span]:
    """Subjects with the period right before (2019年甲县) or after them (甲公司在2019年): one subject each.

    Empty unless every one has its own.
    """
    led: list[Span] = []
    followed: list[Span] = []
    for start, end in where:
        led += [(p[0], end) for p in when if p[1] <= start and re.fullmatch(r"的?", text[p[1] : start])][:1]
        followed += [(start, p[1]) for p in when if end <= p[0] and re.fullmatch(r"的?[在于]?", text[end : p[0]])][:1]
    return next((run for run in (led, followed) if len(run) == len(where)), [])
