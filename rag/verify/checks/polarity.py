"""Negation and modality: what was not done was not done, and a plan is no fact."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.text.quantity import compare
from rag.verify.checks.aims import excepted
from rag.verify.checks.charges import FREE
from rag.verify.context import CheckName, Finding, Severity, Source, likeness, surroundings
from rag.verify.reading import Reading, strip
from rag.verify.told import AHEAD, LISTED

_NO_NEGATION = (
    "不断|不仅|不但|不少|不同|不久|不足|不到|不止|不只|不过|不论|不管|不得不|不锈|不动产|不低于|不高于|不少于|不多于|不超过|不等|不及|不如|不满"
    "|无人机|无线|无论|无不|无缝|无偿|非常|非遗|非洲|非公|未来|未成年|未央|无锡|无为|无棣|无极|非物质"
)
_NEGATION = re.compile(
    rf"(?:{_NO_NEGATION})|(?P<mark>并未|尚未|从未|不予|未予|无法|并不|并非|没有|不得|不能|不会|不再|未能|未曾|未|不|没|无|非|禁止|严禁|拒绝|否认)"
)
_PLAN = re.compile(
    r"(?P<mark>拟于|拟|定于|计划|力争|预计(?!数)|有望|争取|争创|即将|将于|将在|将会|将达|将继续|将再|将新|将实现|将完成|将超|将投|将建|将开|打算|准备|预期|可能|或将"
    r"|规划建|确保|希望)"
)
_NONE_OF = re.compile(r"没有?(?:任何|哪|一[个名户人起例件处家所条项次])|无一(?!例外)|从未")
_SCOPE = re.compile(r"[㐀-鿿]{2}")
_ANY = re.compile(r"(?P<mark>并未|尚未|并不|没有|不再|不予|未予|无法|未能|[不未没无非勿])")
"""Also inside words (未成年): put in or taken out there, it turns them just the same."""
_ROUGHLY = re.compile(
    r"(?P<mark>超过|将近|接近|不足|不到|[超近约逾])(?=[\d百千万亿])|(?<=[\d百千万亿])(?P<late>[余多])"
)
_REST = re.compile(r"剩余|剩下|其余|余下|尚有|还有")
_REACH = 3
"""Characters between a mark and the words it still bears on."""


@dataclass(frozen=True, slots=True)
class _Sort:
    """One sort of mark, and what to say where claim and source differ in it."""

    check: CheckName
    pattern: re.Pattern[str]
    severity: Severity
    added: str
    dropped: str

    seams: re.Pattern[str]

    def marks(self, text: str) -> list[tuple[int, int, str]]:
        return [(*m.span(), m.group()) for m in self.pattern.finditer(text) if m["mark"]]

    def bears_on(self, text: str, at: int) -> bool:
        """Whether a mark before ``at`` in the same clause bears on the words there."""
        if self.check == "语气" and _means(text[slice(*_phrase(text, at))]):
            return True
        if self.check == "否定" and _NONE_OF.search(text, _phrase(text, at)[0], at):
            return True  # 没有一个乡镇发生 denies that it happened
        low = max(0, at - _REACH - 4)
        low = max(low, 1 + max(text.rfind(c, low, at) for c in "，。；、,;"))
        return any(low + end >= at - _REACH for _, end, _ in self.marks(text[low:at]))


def _phrase(text: str, at: int) -> tuple[int, int]:
    """The stretch between commas around ``at``: a plan bears on all of it (今年计划新建, 计划今年新建)."""
    low = 1 + max(text.rfind(c, 0, at) for c in "，。；！？,;")
    high = min((i for c in "，。；！？,;" if (i := text.find(c, at)) >= 0), default=len(text))
    return low, high


_NEGATED = _Sort("否定", _NEGATION, "contradicted", "断言加了否定“{}”，引文没有", "引文有否定“{}”，断言没有", _ANY)
_PLANNED = _Sort(
    "语气",
    _PLAN,
    "unsupported",
    "断言说的是计划或预计（“{}”），引文说的是事实",
    "引文说的是计划或预计（“{}”），断言说成了事实",
    _PLAN,
)
_QUALIFIED = _Sort("数字", _ROUGHLY, "unsupported", "断言加了限定“{}”，引文没有", "引文有限定“{}”，断言没有", _ROUGHLY)


def negation(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """Findings where claim and source differ in a negation of the same words."""
    # 不收租金 of what 免收租金 tells.
    free = any(FREE.search(s.body.text) for s in sources)
    left = [m.span() for m in FREE.finditer(claim.text)] if free else []
    found = _differences(_NEGATED, claim, sources)
    return [
        f
        for f in found
        if not any(a <= f.spans[0][0] < b for a, b in left) and not excepted(claim, f.spans[0][0], sources)
    ]


def modality(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """Findings where one speaks of a plan and the other of a fact."""
    return _differences(_PLANNED, claim, sources)


def roughness(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """Findings where 超, 近 or 余 beside a number was put in or taken out."""
    held = [r for s in sources for r in s.body.figures]
    # 超过1.3万 of what 1.36万 tells: the figure was compared with its bound.
    right = [(q.start, q.end) for q in claim.figures if q.qualifier and any(compare(q, r) == "same" for r in held)]
    found = _spliced(_QUALIFIED, claim, sources)
    return [f for f in found if not any(a <= f.spans[0][0] < b for a, b in right)]


def _differences(sort: _Sort, claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    out = _spliced(sort, claim, sources)
    if out:
        return out
    for start, end, word in sort.marks(claim.text):
        scope = _scope(claim.text, end)
        marked, plain = _uses(sort, scope, sources)
        if sort.check == "语气" and any(_planned(r, at) for r, at in plain):
            continue
        if sort.check == "否定" and any(_marked_nearby(sort, claim.text, end, s.body) for s in sources):
            continue
        if plain and not marked and max(_likeness(claim, (start, end), r, at) for r, at in plain) >= 0.3:
            # 剩余7个: those are not done, though no 没有 says so.
            left = sort.check == "否定" and any(_REST.search(r.text[slice(*r.sentence_of(at))]) for r, at in plain)
            severity: Severity = "unsupported" if left else sort.severity
            out.append(Finding(sort.check, sort.added.format(word), severity, ((start, end),)))
    for source in sources:
        for _, end, word in sort.marks(source.body.text):
            scope = _scope(source.body.text, end)
            here = _occurrences(claim.text, scope)
            if not here or any(sort.bears_on(claim.text, at) or "将" in claim.text[max(0, at - 8) : at] for at in here):
                continue
            if sort.check == "语气" and (_OF_GOAL.search(claim.text) or any(_planned(claim, at) for at in here)):
                continue
            span = (here[0], here[0])
            _, plain = _uses(sort, scope, sources)
            mine = _likeness(claim, span, source.body, end)
            others = max((_likeness(claim, span, r, at) for r, at in plain), default=-1.0)
            if mine >= 0.45 and mine > others + 0.1:
                spans = ((here[0], here[0] + len(scope)),)
                out.append(Finding(sort.check, sort.dropped.format(word), sort.severity, spans))
    return out


def _marked_nearby(sort: _Sort, text: str, end: int, body: Reading) -> bool:
    """Whether the source has such a mark before a later word of what ``text`` has after its own: 没有车间 for 没有帮扶车间."""
    later = {text[i : i + 2] for i in range(end + 2, min(end + _REACH + 2, _phrase(text, end)[1] - 1))}
    return any(body.text[after : after + 2] in later for _, after, _ in sort.marks(body.text))


def _spliced(sort: _Sort, claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """Marks that stand between words which the other text has side by side: put in or taken out."""
    bodies = [s.body for s in sources]
    out: list[Finding] = []
    for match in sort.seams.finditer(claim.text):
        for left, mark, right in _seams(claim, *match.span()):
            held = any(_joins(left + mark, b) or _joins(mark + right, b) for b in bodies)
            if sort.check == "语气" and not held:
                held = any(_in_plan(left + right, b, _plans_of(claim, match.start())) for b in bodies)
            if not held and any(_joins(left + right, b) for b in bodies):
                out.append(Finding(sort.check, sort.added.format(match.group()), sort.severity, (match.span(),)))
                break
    for body in bodies:
        for match in sort.seams.finditer(body.text):
            for left, mark, right in _seams(body, *match.span()):
                if not _joins(left + right, claim) or any(_joins(left + right, b) for b in bodies):
                    continue
                if sort.check == "语气" and _planned(claim, claim.at[claim.bare.index((left + right).lstrip(_EDGE))]):
                    break
                if not _joins(left + mark, claim):
                    at = claim.at[claim.bare.index((left + right).lstrip(_EDGE))]
                    out.append(Finding(sort.check, sort.dropped.format(match.group()), sort.severity, ((at, at + 1),)))
                    break
    return out


def _planned(claim: Reading, at: int) -> bool:
    """Whether the claim says before ``at``, in the same sentence, that this is meant to be."""
    low, _ = claim.sentence_of(at)
    if low and LISTED.match(claim.text, low) and AHEAD.search(claim.text, claim.sentence_of(low - 1)[0], low):
        return True
    said = claim.text[low : max(at, _phrase(claim.text, at)[1])]
    return _means(said) or _TO_COME.search(said) is not None


def _means(text: str) -> bool:
    """Whether ``text`` means to do something; a plan of that name (提升计划) does not."""
    return any(not _NAMED.match(text, end) for _, end, _ in _PLANNED.marks(text))


_TO_COME = re.compile("(?:明|后|来)年|下(?:个)?月|明春|年底前")
"""明年6月投产 is a plan without a word for it."""
_OF_GOAL = re.compile(r"完成[^，。；]{0,8}?(?:目标|任务)")
_NAMED = re.compile(r"[，。；、：”》（）]|$")


def _in_plan(words: str, body: Reading, marks: int) -> bool:
    """Whether the source has ``words`` side by side where it tells a plan in other places, by as many ``marks``: 今年计划新建 for 计划今年新建."""
    at = body.bare.find(words.lstrip("\n"))
    return at >= 0 and _planned(body, body.at[at]) and (marks < 2 or _plans_of(body, body.at[at]) >= marks)


def _plans_of(reading: Reading, at: int) -> int:
    """How many marks of a plan stand in the sentence around ``at``."""
    return len(_PLANNED.marks(reading.text[slice(*reading.sentence_of(at))]))


_EDGE = "\n"


def _seams(reading: Reading, start: int, end: int) -> Iterator[tuple[str, str, str]]:
    """``text[start:end]`` with the words left and right of it, first two characters of each, then four.

    They are of the same sentence; where a clause begins, only the right side counts, after an edge. Nothing
    where too little stands there to tell.
    """
    first, last = reading.sentence_of(start)
    low, high = bisect_left(reading.at, start), bisect_left(reading.at, end)
    floor, roof = bisect_left(reading.at, first), bisect_left(reading.at, last)
    mark = reading.bare[low:high]
    if reading.clause_of(start)[0] == start:
        right = reading.bare[high : min(roof, high + 4)]
        if len(right) == 4:
            yield _EDGE, mark, right
        return
    for width in (2, 4):
        left, right = reading.bare[max(floor, low - width) : low], reading.bare[high : min(roof, high + width)]
        if left and right and len(left) + len(right) >= 3:
            yield left, mark, right


def _joins(words: str, reading: Reading) -> bool:
    """Whether ``words`` stand in ``reading``, at the beginning of a clause if they begin with an edge."""
    if not words.startswith(_EDGE):
        return words in reading.bare
    plain = words[1:]
    return plain in reading.bare and any(strip(reading.text[a:b]).startswith(plain) for a, b in reading.clauses)


def _scope(text: str, end: int) -> str:
    """The two characters that a mark ending at ``end`` bears on first; empty when none follow."""
    match = _SCOPE.match(text, end)
    return match.group() if match else ""


def _occurrences(text: str, scope: str) -> list[int]:
    return [m.start() for m in re.finditer(re.escape(scope), text)] if scope else []


def _uses(
    sort: _Sort, scope: str, sources: Sequence[Source]
) -> tuple[list[tuple[Reading, int]], list[tuple[Reading, int]]]:
    """Where the sources use ``scope`` with such a mark, and where without."""
    marked: list[tuple[Reading, int]] = []
    plain: list[tuple[Reading, int]] = []
    for source in sources:
        for at in _occurrences(source.body.text, scope):
            (marked if sort.bears_on(source.body.text, at) else plain).append((source.body, at))
    return marked, plain


def _likeness(claim: Reading, span: tuple[int, int], source: Reading, at: int) -> float:
    return likeness(surroundings(claim, span, 8, 10), surroundings(source, (at, at), 14, 14))
