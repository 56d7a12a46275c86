"""What a question takes for granted, held against the library by the check of drafts, as a draft's claims are.

Of 甲县建成的30个车间吸纳了多少人, that there are 30; of 乙县产量为什么下降, that it fell. Where a report says otherwise of
the same thing, the answer says so first: whoever repeats the question's own figure would otherwise find it unopposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answer.extract import Extract
from rag.check.claims import claims_of
from rag.check.draft import Draft
from rag.check.judge import SURELY, Difference, Held, judge
from rag.check.whether import nearest, of_place, quotes
from rag.language import say
from rag.ports import PassageSource
from rag.retrieve.question import Query
from rag.retrieve.search import Searchable
from rag.text import dates, places
from rag.text.dictionary import kind
from rag.text.quantities import quantities
from rag.text.words import segment

_CLAUSE = re.compile(r"[^，,；;。？?！!]+")
_LEAD = re.compile(r"^(?:请问|那么?|听说|据说|据报道|既然|因为|由于|虽然|尽管|关于|对于|请)+")
_SUPPOSED = re.compile(
    r"如果|假如|假设|要是|若|倘|按|照|以.{1,12}(?:计|算)|每|比|除了|除|其中|\d岁?[^，]{0,3}(?:以[上下内]|之内)的?(?=[一-鿿])"
)
"""Clauses that suppose, reckon or narrow down: they take nothing for granted."""
_WHY = re.compile(
    r"(?:是)?(?:为什么|为何|为啥|缘何|因何|怎么会|咋会)(?:会|能)?|的?(?:主要)?(?:原因|理由)(?:是|有|在)?(?:什么|啥|哪些|哪里)?"
)
_ASKS = re.compile(r"多少|几|什么|啥|谁|哪|吗|呢|如何|怎")
_OPEN = re.compile(r"(?:了|的|是|有|达|到|为|在|共)+$")
_SOMEONE = re.compile(r"[他她它]|这|那|该|其")
_LEAST, _MOST = 6, 120
"""Characters that a statement has at least and at most."""
_KNOWN = frozenset(("数字", "方向", "比较"))
"""Kinds of difference that show a premise wrong: of another place or time both may be true."""


def put_right(query: Query, found: Extract, index: Searchable, source: PassageSource) -> Extract:
    """``found`` with a remark on each premise of ``query`` that a report denies, and the sentence that denies it."""
    if query.compares or len(query.places) > 1:
        return found
    for statement in taken_for_granted(query):
        if denial := _denial(statement, index, source):
            held, difference = denial
            remark = _remark(difference)
            if remark in found.notes:
                continue
            shown = {(e.passage.id, e.start) for s in found.statements for e in s.evidence}
            told = quotes(query, [w.evidence for w in held.windows])
            added = [s for s in told if not any((e.passage.id, e.start) in shown for e in s.evidence)]
            found = Extract((*added, *found.statements), found.disagreements, None, False, (*found.notes, remark))
    return found


def taken_for_granted(query: Query) -> Iterator[str]:
    """The statements that a question makes beside what it asks; each names the question's place and time.

    A clause without a question word; one that asks why; and of one that asks for something else what stands before the
    question word, if it states a figure.
    """
    if len(query.asks) == 1 and query.asks[0].kind == "yesno":
        return
    asked = {a.clause: a for a in query.asks}
    for clause in _CLAUSE.findall(query.question):
        ask = asked.get(clause.strip())
        stated = _LEAD.sub("", clause.strip())
        if _SUPPOSED.search(stated) or (ask is None and _ASKS.search(stated)):
            continue
        if ask is not None:
            if ask.kind == "reason":
                stated = _WHY.sub("", stated)
            elif any(q.kind != "ordinal" for q in quantities(ask.left)):
                stated = _without_predicate(_LEAD.sub("", ask.left))
            else:
                continue
        if not _LEAST <= len(stated) <= _MOST or _SOMEONE.match(stated):
            continue
        where = "" if places.find(stated) or len(query.places) != 1 else query.places[0].name
        when = "" if dates.periods(stated) or len(query.periods) != 1 else query.periods[0].as_written
        yield f"{when}{where}{stated}"


def _without_predicate(left: str) -> str:
    """What stands before a question word, without the verb that asks: 新建的30个车间吸纳了 gives 新建的30个车间."""
    words = segment(_OPEN.sub("", left))
    while words and kind(words[-1]).startswith("v"):
        words.pop()
    return _OPEN.sub("", "".join(words))


def _denial(statement: str, index: Searchable, source: PassageSource) -> tuple[Held, Difference] | None:
    """The words that deny ``statement`` and where they differ; None where none surely does."""
    windows = of_place(statement, nearest(statement, index, source))
    claims = claims_of(Draft.of_text(f"{statement}。")) if windows else []
    judged = judge(claims[0], windows) if len(claims) == 1 else None
    if judged is None or judged.verdict != "contradicted" or judged.held is None:
        return None
    held = judged.held
    if not {f.check for f in held.failed} <= _KNOWN or held.likeness < SURELY:
        return None
    told = [d for d in judged.differences if d.instead and _differs(d.said, d.instead)]
    return (held, told[0]) if told else None


def _differs(said: str, instead: str) -> bool:
    """Whether it is another figure or word, not the same figure bounded otherwise (满一年, 一年以上)."""
    mine, theirs = quantities(said), quantities(instead)
    return said != instead and (not mine or [q.value for q in mine] != [q.value for q in theirs])


def _remark(difference: Difference) -> str:
    return say(
        f"所问与报告不符：报告中为{difference.instead}，不是{difference.said}。",
        f"The question differs from the reports: they say {difference.instead}, not {difference.said}.",
    )
