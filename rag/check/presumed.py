"""What a question takes for granted, held against the library by the check of drafts, as a draft's claims are.

Of 甲县建成的30个车间吸纳了多少人, that there are 30; of 乙县产量为什么下降, that it fell. Where a report says otherwise of
the same thing, the answer says so first: whoever repeats the question's own figure would otherwise find it unopposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.answer.extract import Extract
from rag.answer.statements import corrected
from rag.check.claims import claims_of
from rag.check.decided import decided
from rag.check.draft import Draft
from rag.check.evidence import Window
from rag.check.judge import SURELY, judge
from rag.check.kinds import kind_of
from rag.check.whether import nearest, of_place, quotes
from rag.language import say
from rag.ports import PassageSource
from rag.retrieve.content import content, covered
from rag.retrieve.question import Query, understand
from rag.retrieve.search import Searchable, weights_of
from rag.retrieve.terms import Weights, terms
from rag.text import dates, places
from rag.text.dictionary import kind
from rag.text.fold import folded
from rag.text.quantities import quantities
from rag.text.words import segment
from rag.verify.checks.plans import SCHEDULED

_CLAUSE = re.compile(r"[^，,；;。？?！!]+")
_LEAD = re.compile(r"^(?:请问|那么?|听说|据说|据报道|既然|因为|由于|虽然|尽管|关于|对于|请)+")
_SUPPOSED = re.compile(
    r"如果|假如|假设|要是|若|倘|按|照|以.{1,12}(?:计|算)|每|比|除了|除|其中|\d岁?[^，]{0,3}(?:以[上下内]|之内)的?(?=[一-鿿])"
)
"""Clauses that suppose, reckon or narrow down: they take nothing for granted."""
_WHY = re.compile(
    r"(?:是)?(?:为什么|为何|为啥|缘何|因何|怎么会|咋会)(?:会|能)?|的?(?:主要)?(?:原因|理由)(?:是|有|在)?(?:什么|啥|哪些|哪里)?"
)
_ASKS = re.compile(r"多少|几|什么|啥|谁|哪|吗|呢|如何|怎|(?<=[一-鿿])还是")
_OPEN = re.compile(r"(?:了|的|是|有|达|到|为|在|共)+$")
_SOMEONE = re.compile(r"[他她它]|这|那|该|其")
_UP = r"(?:增长|增加|提高|上升|上涨|提升|增多|扩大|回升)"
_DOWN = r"(?:下降|减少|降低|下滑|回落|下跌|缩小|亏损)"
_TURN = re.compile(rf"(?:{_UP}|{_DOWN})(?=了?$)")
"""The way that a figure is said to have gone, at the end of what is asked the cause of."""
_NO_TURN = re.compile(r"[，,](?!同?比|较|增|减|其中)[^，,\d]{2,12}\d")
"""Another figure stands between: the way is that of this."""
_HURT = re.compile(r"(?:造成|致|有)?\d+[人名](?:人员|群众|村民)?(?P<how>死亡|遇难|受伤|失踪)")
_ANYBODY = re.compile(r"有人(?:员)?(?:死亡|伤亡|受伤|遇难)|发生[^，。]{2,8}$")
_SAME = 0.75
"""Least share of what is said to have risen or fallen in the sentence that tells otherwise."""
_LEAST, _MOST = 6, 120
"""Characters that a statement has at least and at most."""
_KNOWN = frozenset(("数字", "方向", "比较"))
"""Kinds of difference that show a premise wrong: of another place or time both may be true."""


Denial = tuple[Sequence[Window], str, str]
"""Sentences that deny a premise, what the question says, and what they say instead."""


def put_right(query: Query, found: Extract, index: Searchable, source: PassageSource) -> Extract:
    """``found`` with a remark on each premise of ``query`` that a report denies, and the sentence that denies it."""
    if query.compares or len(query.places) > 1:
        return found
    for statement in taken_for_granted(query):
        if denial := _other_way(query, statement, index, source) or _denial(statement, index, source):
            windows, said, instead = denial
            remark = _remark(said, instead)
            if remark in found.notes:
                continue
            shown = {(e.passage.id, e.start) for s in found.statements for e in s.evidence}
            evidence = [w.evidence for w in windows]
            told = quotes(query, evidence)
            first = corrected(f"报告中为{instead}", evidence)
            added = [s for s in told if not any((e.passage.id, e.start) in shown for e in s.evidence)]
            found = Extract(
                (first, *added, *found.statements), found.disagreements, None, False, (*found.notes, remark)
            )
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


def _denial(statement: str, index: Searchable, source: PassageSource) -> Denial | None:
    """The words that deny ``statement`` and where they differ; None where none surely does."""
    windows = [w for w in of_place(statement, nearest(statement, index, source)) if not _planned(w)]
    claims = claims_of(Draft.of_text(f"{statement}。")) if windows else []
    judged = judge(claims[0], windows) if len(claims) == 1 else None
    if judged is None or judged.verdict != "contradicted" or judged.held is None:
        return None
    held = judged.held
    if not {f.check for f in held.failed} <= _KNOWN or held.likeness < SURELY:
        return None
    told = [d for d in judged.differences if d.instead and _differs(d.said, d.instead)]
    return (held.windows, told[0].said, told[0].instead or "") if told else None


def _other_way(query: Query, statement: str, index: Searchable, source: PassageSource) -> Denial | None:
    """The sentence by which nobody was hurt who is said to be, or a figure went the other way than ``statement`` has it."""
    hurt = _HURT.search(statement)
    turn = _TURN.search(statement)
    if not (hurt or turn or _ANYBODY.search(statement)):
        return None
    if hurt:
        statement = f"{statement[: hurt.start()]}有人员{hurt['how']}"
    windows = of_place(statement, nearest(statement, index, source))
    if turn:
        return next((d for w in windows if not _planned(w) and (d := _turned(query, statement, turn, w))), None)
    found = decided(statement, windows, weights_of(index, statement))
    said = hurt.group() if hurt else statement
    return ((found.window,), said, found.told) if found and not found.holds else None


def _planned(window: Window) -> bool:
    """Whether the words tell what is to be: it denies nothing of what was."""
    return kind_of(window.evidence.quote) == "plan" or bool(SCHEDULED.search(window.passage.section or ""))


def _turned(query: Query, statement: str, turn: re.Match[str], window: Window) -> Denial | None:
    """``window`` where it tells that what ``statement`` says to have risen fell, or the reverse."""
    quote, date = window.evidence.quote, window.passage.date or ""
    year = next(iter(query.years), "")
    if year and year not in quote and date[:4] not in (year, str(int(year) + 1)):
        return None
    words = content(understand(statement[: turn.start()]).masked, Weights(0, {}))
    text = folded(quote)
    if not words or covered(words, set(terms(text)), text) < _SAME:
        return None
    last = words[-1]
    at = max(quote.find(last.text), quote.find(last.text[-2:]))
    at = at if at >= 0 else max((quote.find(other) for other in (*last.related, *last.aliases)), default=-1)
    after = re.split(r"[；;。]", quote[at:])[0] if at >= 0 else ""
    way = re.search(rf"{_UP}|{_DOWN}", after)
    ups = [bool(re.fullmatch(_UP, w)) for w in (turn.group(), way.group())] if way else []
    if way is None or ups[0] == ups[1] or _NO_TURN.search(after[: way.start()]):
        return None
    return (window,), turn.group(), way.group()


def _differs(said: str, instead: str) -> bool:
    """Whether it is another figure or word, not the same figure bounded otherwise (满一年, 一年以上)."""
    mine, theirs = quantities(said), quantities(instead)
    return said != instead and (not mine or [q.value for q in mine] != [q.value for q in theirs])


def _remark(said: str, instead: str) -> str:
    return say(
        f"所问与报告不符：报告中为{instead}，不是{said}。",
        f"The question differs from the reports: they say {instead}, not {said}.",
    )
