"""What is left of a whole without what the question itself takes away: 非脱贫劳动力, 不是产业项目的, 除了捐款, 县城以外."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.answer.reckon.asked import named_by, unit_of
from rag.answer.reckon.case import LEFT, MARKS, Case, Worked
from rag.answer.reckon.parts import again, beside, elsewhere, holds, of_asked, pairs
from rag.answer.reckon.said import Said, contains, exact, in_step, in_unit, same_spot
from rag.figures.arithmetic import part_left, rest
from rag.retrieve.content import Word, content, covered
from rag.retrieve.terms import terms
from rag.text.dictionary import kind
from rag.text.fold import folded

_NO = r"(?:尚未|未能?|没有?|非(?!遗|物质|公有|洲|常|法|凡|税|营利)|不(?:是|属于|算|在|会|含))"
_END = r"(?=的|[还仍尚]?(?:有|剩|占)?(?:多[少大]|几|百分)|[，,。？?]|是(?:多少|几)|$)"
_FORMS = (
    re.compile(
        r"(?:除[了去开掉]|(?<![消解删清拆免排废根])除(?=[^，,。？?]{2,20}外)|扣[除掉]|减[去掉]|去掉|不算|不含|不包括|抛开)"
        r"(?P<what>(?:(?!多少|几)[^，,。？?]){2,20}?)(?:之?外|以外|部分|后|[，,]|还|剩)"
    ),
    re.compile(r"(?:^|[，,里中的])(?P<what>[^，,。？?的里中]{2,16})(?:以外|之外)"),
    re.compile(rf"(?<!有){_NO}(?!多少|几|有)(?P<what>[一-鿿“”、]{{2,14}}?){_END}"),
)
_NEGATED = re.compile(r"[未没非不无](?:有|能|是)?")
_LIGHT = re.compile(r"[拿取获领考得建做列归放进属用][到得取成起进入过了于]?")
"""Verbs that reports tell in other words: 拿到证书 is 取得证书."""
_PAPER = re.compile(r"[拿取获领考得]证")
_HAS_PAPER = re.compile(r"(?:取得|获得|拿到|领到|领取|持有|考取|考到|考出|获取)[^，,；;]{0,12}证")
_WHO = re.compile(r"工人|员工|职工|人员|务工者|务工人员|人|.*(?:占|比例|比重|几成|百分).*")
"""Whom reports tell by their number alone (务工的52人), and what is to be worked out."""
_BESIDE = re.compile(r"[；;。]|^[一-鿿]{0,4}、[^，,]*$")
"""What stands between things of one list, or of two sentences."""
_TOLD = 0.75
"""Least share of what is taken away that a part's own words hold."""
_WHOLE = 0.5
"""Least share of all else that is asked that must be told of the whole."""


def takes_away(question: str) -> bool:
    """Whether a question takes something away: 不是脱贫户的, 除了捐款."""
    return _taken(question) is not None


def without(case: Case) -> Iterator[Worked]:
    """The whole less the part that the question takes away from it."""
    for score, whole, part in _found(case):
        made = rest(whole.figure, [part.figure])
        if made:
            still = "还剩" if re.search(r"还|剩|没|未", case.query.question) else "为"
            yield case.made(f"{still}{made.as_written}", made, score, (whole, part))


def share_without(case: Case) -> Iterator[Worked]:
    """What is left so, of the whole."""
    for score, whole, part in _found(case):
        made = part_left(whole.figure, part.figure)
        if made:
            yield case.made(f"约为{made.as_written}", made, score, (whole, part))


def _taken(question: str) -> re.Match[str] | None:
    return next((m for form in _FORMS if (m := form.search(question))), None)


def _found(case: Case) -> Iterator[tuple[float, Said, Said]]:
    asks = case.query.asks
    taken = _taken(case.query.question if len(asks) == 1 else asks[0].clause)
    if taken is None:
        return
    unit = unit_of(case.query)
    unit = None if unit == "%" else unit
    words = named_by(taken["what"], case.weights).words
    others = folded(case.query.question.replace(taken.group(), "，"))
    asked = tuple(w for w in case.topic if w.text in others and not _WHO.fullmatch(w.text))
    for part in case.said:
        if not exact(part) or part.figure.relation != "level":
            continue
        for whole, nested in _wholes(case, part):
            if not in_unit(unit, whole.figure.unit) or not whole.fit.then and not part.fit.then:
                continue
            told = _head(whole)
            mine = [w for w in words if not _LIGHT.fullmatch(w.text) and w.held(set(terms(told)), told) < 0.8]
            held = _held(mine, part)
            base = asked or tuple(w for w in words if w not in mine)
            around = whole.around(base) if nested else whole.holds(base)
            if not mine or held < _TOLD or not base or around < _WHOLE:
                continue
            if bool(_NEGATED.match(taken["what"])) != _denied(mine, part) or _told_apart(case, whole, part, mine):
                continue
            alike = in_step(whole, part)
            if alike:
                near = any(p.name in whole.fit.sentence.text for p in case.query.places) + whole.fit.place - 2
                yield held + max(around, whole.around(base)) + 0.5 * near, alike[0], alike[1]


def _held(words: Sequence[Word], part: Said) -> float:
    """Share of what is taken away that the part's own words tell."""
    if any(_PAPER.search(w.text) for w in words) and _HAS_PAPER.search(part.clause + part.own):
        return 1.0
    return covered(words, set(part.terms), part.own)


def _head(whole: Said) -> str:
    """What a whole is told of before it: what stands behind it may be said of its part (142处打通了139处)."""
    f = whole.figure
    return folded(f"{f.name} {MARKS.split(whole.fit.sentence.text[: f.start])[-1]}")


def _wholes(case: Case, part: Said) -> list[tuple[Said, bool]]:
    """What a part may be of, and whether its sentence says so; else what is told before it and is more."""
    of = [(s, True) for s in case.said if contains(s, part) and in_step(s, part)]
    of = of or [(w, True) for w, p in pairs(case) if same_spot(p, part)]
    if not of:
        text = part.fit.sentence.text
        before = [s for s in case.said if s.fit.sentence.key == part.fit.sentence.key and holds(s, part)]
        of = [(s, False) for s in before if not _BESIDE.search(text[s.figure.end : part.figure.start])]
    of = [(s, nested) for s, nested in of if exact(s) and s.figure.relation == "level" and of_asked(case, s)]
    of = [(s, nested) for s, nested in of if s.figure.value > part.figure.value]
    of = [
        (s, n) for s, n in of if contains(s, part) or not (elsewhere(s, part) or beside(s, part) or again(case, part))
    ]
    return [(s, n) for s, n in of if n or not _of_others(case, part)]


def _of_others(case: Case, part: Said) -> bool:
    """Whether a part is told of a thing that the question does not name: 签约农户500户，种植大户40户已交付."""
    asked = folded(case.query.question)
    nouns = [w for w in content(part.figure.name, case.weights) if kind(w.text).startswith("n")]
    return bool(nouns) and not any(w.text in asked for w in nouns)


def _denied(words: Sequence[Word], part: Said) -> bool:
    """Whether the part is of those who are not: 其中未脱贫16人."""
    return any(re.search(rf"[未没非不无](?:有|能|是)?{re.escape(w.text)}", part.own) for w in words)


def _told_apart(case: Case, whole: Said, part: Said, words: Sequence[Word]) -> bool:
    """Whether the report tells what is left itself: 剩余240户, 未就业3413人."""
    return any(
        s.figure.unit == part.figure.unit
        and s.fit.sentence.passage.article_id == part.fit.sentence.passage.article_id
        and s.figure.value == whole.figure.value - part.figure.value
        and (LEFT.search(s.own) or _denied(words, s))
        for s in case.said
    )
