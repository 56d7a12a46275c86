"""Wholes and their parts as sentences tell them: 其中, 已, and what was done to some of what is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.answer.reckon.case import DONE, Case
from rag.answer.reckon.said import Said, aimed, contains, exact, in_step
from rag.figures import related
from rag.retrieve.content import Word, content
from rag.text import places
from rag.text.dictionary import kind

_REACHED = re.compile(rf"{DONE.pattern}|实现")
_MOST_BETWEEN = 30
_OF_PLACE = 0.75
"""Least fit of a passage that is told of the place asked for, as ``fit`` gives it."""
_ORDINAL = re.compile(r"[首头]批|第")
_FAULT = re.compile(r"发现|问题|隐患|不合格|违规|违法")
_PLACE = re.compile(
    r"(?:^|[，,；;。：:、])(?:其中)?(?P<name>(?![全该本我各每])[一-鿿]{1,4}[县区镇乡村])(?=已|现|目前|完成|就|有|$)"
)
"""A place that no list of places has, at the head of a clause."""


def pairs(case: Case) -> Iterator[tuple[Said, Said]]:
    """Wholes with a part: 960万元，其中甲县540万元; 326处，已整改288处; and the done told in the sentence after."""
    for part in case.said:
        mine, f = part.fit.sentence, part.figure
        same = [s for s in case.said if s.fit.sentence.key == mine.key and holds(s, part)]
        listed = {p.whole.start for p in related.parts(mine) if p.part.start == f.start}
        specific = [
            s for s in same if s.figure.start not in listed and (_same_name(s, part) or _nearer(case, s, same, part))
        ]
        whole = next(iter(specific[-1:]), None) or next((s for s in same if s.figure.start in listed), None)
        if whole is None and same and is_done(part, same[-1]):
            whole = same[-1]
        if whole is None and not any(q.unit == f.unit and q.end <= f.start for q in mine.figures) and is_done(part):
            earlier = [s for s in case.said if s.fit.sentence.text == mine.before and holds(s, part, apart=True)]
            whole = earlier[0] if len(earlier) == 1 else None
        # 检查480家，发现问题120家，已整改96家: what is put right is of what was wrong.
        wrong = [s for s in same if _FAULT.search(s.own) and not DONE.search(s.own)]
        if whole and wrong and whole.figure.start < wrong[-1].figure.start and DONE.search(part.own):
            whole = wrong[-1]
        both = in_step(whole, part) if whole is not None else None
        if both and not beside(*both):
            yield both[0], both[1]


def holds(whole: Said, part: Said, *, apart: bool = False) -> bool:
    """Whether two figures are a whole and a part by what they are: one unit, exact, the part smaller, after it unless ``apart``."""
    a, b = whole.figure, part.figure
    if in_step(whole, part) is None or a.unit in ("", "%", "个百分点") or not 0 < b.value < a.value:
        return False
    if not (exact(whole) and exact(part)):
        return False
    if aimed(part) or b.relation == "change" or a.relation == "change":
        return False
    return apart and whole.fit.sentence.passage.article_id == part.fit.sentence.passage.article_id or a.end <= b.start


def _nearer(case: Case, last: Said, same: Sequence[Said], part: Said) -> bool:
    """其中有劳动力的260户，实现就业的247户: of what stands before, where the question asks of that."""
    if last is not same[-1] or not is_done(part, last) or DONE.search(last.own):
        return False
    return last.holds(case.want.own) >= max(0.4, *(s.holds(case.want.own) for s in same[:-1]), 0.0)


def _same_name(whole: Said, part: Said) -> bool:
    """限期整改530座，…限期整改的已完成371座: the part takes the name of what it is a part of."""
    a, b = (re.sub(r"的$", "", s.figure.name) for s in (whole, part))
    return len(a) >= 2 and (b.startswith(a) or a.startswith(b)) and len(b) >= 2 and is_done(part)


def is_done(part: Said, whole: Said | None = None) -> bool:
    """Whether a sentence tells ``part`` as done, of ``whole`` where it is given."""
    text = part.fit.sentence.text
    low = whole.figure.end if whole else max(0, part.figure.start - _MOST_BETWEEN)
    between = text[low : part.figure.start]
    if len(between) > _MOST_BETWEEN or "；" in between:
        return False
    return bool(_REACHED.search(between)) and not related.versus_at(part.fit.sentence, part.figure)


def done_of(case: Case, done: Sequence[Word], about: Sequence[Word]) -> Iterator[tuple[Said, Said]]:
    """What is asked about, with what the report says of those of whom the question asks who is not: 消除风险1536户."""
    if not done or not about:
        return
    for part in case.said:
        if part.holds(done) < 0.9 or part.holds(about) >= part.holds(done) or _others(case, part, done, about):
            continue
        if DONE.search(part.own) and any(_FAULT.search(s.own) for s in case.said if holds(s, part)):
            continue  # a pair of its own
        # 风险未消除: what is told of the part alone does not name the whole.
        words = tuple(w for w in about if part.holds((w,)) < 0.9) or about
        same = [s for s in case.said if s.fit.sentence.key == part.fit.sentence.key and holds(s, part)]
        if not any(q.unit == part.figure.unit and q.end <= part.figure.start for q in part.fit.sentence.figures):
            same = [
                s for s in case.said if s.fit.sentence.text == part.fit.sentence.before and holds(s, part, apart=True)
            ]
        meant = [s for s in same if s.holds(words) >= 0.8 and s.holds(done) < 0.5]
        if meant and (_leads(meant[-1]) or "；" not in _between(meant[-1], part)):
            both = in_step(meant[-1], part)
            if both:
                yield both[0], both[1]


def _between(whole: Said, part: Said) -> str:
    if whole.fit.sentence.key != part.fit.sentence.key:
        return part.fit.sentence.text[: part.figure.start]
    return part.fit.sentence.text[whole.figure.end : part.figure.start]


def _leads(whole: Said) -> bool:
    """Whether a sentence counts nothing of the kind before ``whole``: what is told to its end is told of that."""
    f = whole.figure
    return not any(q.unit == f.unit and q.end <= f.start for q in whole.fit.sentence.figures)


def came_to(case: Case, what: str) -> Iterator[tuple[Said, Said]]:
    """What a rate is of by its name, with what it is counted out of in the clause before: 受理487件，调解成功451件."""
    for part in case.said:
        text, start = part.fit.sentence.text, part.figure.start
        head = re.split(r"[，,；;。：:]", text[:start])[-1]
        if not re.search(rf"(?<![不未没]){re.escape(what)}(?:的|了|有|率)*$", head):
            continue
        same = [s for s in case.said if s.fit.sentence.key == part.fit.sentence.key and holds(s, part)]
        between = text[same[-1].figure.end : start] if same else "；"
        if not re.search(r"[；;。]", between) and len(re.findall(r"[，,]", between)) <= 1:
            yield same[-1], part


def _others(case: Case, part: Said, done: Sequence[Word], about: Sequence[Word]) -> bool:
    """Whether what was done is told of a thing that the question does not name: 签约农户500户，种植大户40户已交付."""
    named = {w.text for w in (*done, *about)}
    name = content(part.figure.name, case.weights)
    return any(kind(w.text).startswith("n") and w.text not in named and not _ORDINAL.match(w.text) for w in name)


def again(case: Case, part: Said) -> bool:
    """Whether a sentence tells the same being done more than once: 去年入住700户，今年入住300户 is more than either."""
    f = part.figure
    return any(
        s.fit.sentence.key == part.fit.sentence.key
        and s.figure.start != f.start
        and (s.figure.name, s.figure.unit, s.figure.place) == (f.name, f.unit, f.place)
        and not (contains(s, part) or contains(part, s))
        for s in case.said
        if f.name
    )


def elsewhere(whole: Said, part: Said) -> bool:
    """Whether a part is told of another place than the whole: 全市168处，甲县已改造94处 leaves nothing of the 168."""
    a, b = whole.figure, part.figure
    sentence = part.fit.sentence
    low = max((sentence.text.rfind(mark, 0, b.start) for mark in "，,；;。：:、"), default=-1)
    head = sentence.text[max(low, 0) : b.start]
    if a.place and b.place and a.place != b.place:
        at, to = (places.of_path(f.place_path or "") for f in (a, b))
        # A wider place that the clause does not tell is that of the report: 某镇应改造150户，目前已改造120户.
        if not (at and to and places.covers(to, at)) or b.place in head or re.search(r"全[省市县区乡镇村]", head):
            return True
    there = {m.place for m in places.find(head)}
    here = {m.place for m in places.find(whole.own)}
    if there and here and not there & here:
        return True
    m = _PLACE.search(head)
    before = sentence.text[: max(low, 0)] if whole.fit.sentence.key == sentence.key else whole.fit.sentence.text
    return m is not None and m["name"] not in before


def beside(whole: Said, part: Said) -> bool:
    """Whether both are of places of which neither has the other: 甲县88处，乙县64处 are no whole and its part."""
    a, b = (places.of_path(s.figure.place_path or "") for s in (whole, part))
    return a is not None and b is not None and not (places.covers(a, b) or places.covers(b, a))


def of_asked(case: Case, whole: Said) -> bool:
    """Whether a whole may be that of the place asked for: what a township has left is not what its county has."""
    own = places.of_path(whole.figure.place_path or "")
    asked = {m.place for m in places.find(case.query.question)}
    if own is None or not asked or own.name in case.query.question:
        return True
    told = own.name in whole.fit.sentence.text
    # Where the sentence names no place the passage knows better of which place it tells than each of its figures.
    if not told and whole.fit.place >= _OF_PLACE:
        return True
    # A township may be told of for its county, but what a county has is not what its city has.
    inside = not told and own.level not in ("prefecture", "county")
    return any(places.covers(own, p) or (places.covers(p, own) and inside) for p in asked)
