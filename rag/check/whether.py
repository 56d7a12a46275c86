"""A yes-or-no question, answered by the check of drafts: what it asks about is a statement like any other.

Yes where a report says so, no where a report says otherwise of the same thing; where no report says either, the
nearest is shown and the question stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answer import offices
from rag.answer.extract import Extract, found_loosely
from rag.answer.reading import read
from rag.answer.statements import Statement, quoted
from rag.check.claims import claims_of
from rag.check.decided import ALL_TOLD, decided
from rag.check.draft import Draft
from rag.check.evidence import Finder, Window
from rag.check.fit import digits
from rag.check.judge import SPECIFIC, Held, Judgement, judge
from rag.domain import Evidence
from rag.language import say
from rag.ports import PassageSource
from rag.retrieve.plain import instructs
from rag.retrieve.question import Query
from rag.retrieve.search import Searchable, weights_of
from rag.text.places import find
from rag.text.sentences import sentences
from rag.text.words import bigrams
from rag.verify.check import examine
from rag.verify.reading import read as read_text

_HEARD = re.compile(r"^(?:我?听说|据说|有人说|据报道|网上说|听人说|有消息说|请问|请核实|核实一下|那么?)+[，,：:]?")
_HARM = re.compile(r"死亡|遇难|受伤|失踪")
_HAPPENED = re.compile(
    r"了(?:吗|没有?|么)[？?]?$|[一-鿿]过[^，。]*(?:吗|没有?)[？?]?$|有[^，。]{1,12}(?:吗|么)[？?]?$|没有?[？?]?$"
)
"""Asks whether something came about: what did not is 没有, not 不是."""
_TAIL = re.compile(
    r"[，,]?(?:这(?:个|种)?(?:说法|事|话)?)?(?:是真的|是对的|是这样的?|是|真的|对|属实|没错|正确|有这回事|是否属实|是不是真的|对不对|是不是|是否)?(?:吗|么|嘛|吧|没有|没)?[？?。！!\s]*$"
)
_IF_ANY = re.compile(r"有没有|有无|有[^，。多少几]{1,12}(?:吗|么|没有)[？?]?$")
_INNER = (
    (re.compile(r"是不是(?:已经)?"), "是"),
    (re.compile(r"是否(?=[是为有已在曾能会可])"), ""),
    (re.compile(r"是否"), ""),
    (re.compile(r"有没有|有无"), "有"),
    (re.compile(r"能不能|能否"), "能"),
    (re.compile(r"可不可以|可否"), "可以"),
    (re.compile(r"(?P<verb>[要会该用])不(?P=verb)"), r"\g<verb>"),
    (re.compile(r"需不需要"), "需要"),
)
_HOLDS = re.compile(
    r"(?P<office>[^，,。；]{2,20})(?:是|叫)(?P<name>[一-鿿]{2,4})$|(?P<earlier>[一-鿿]{2,4})(?:是|任|担任)(?P<later>[^，,。；]{2,20})$"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NOT = re.compile(r"未(?![来成])|没|不(?![断仅但少同久足到])|无(?![人线论])|非(?![常遗])|禁止|停止")
_ALL = re.compile(r"全部|所有|全都|[都均](?!市|县|区|江|昌|价|匀)|全体|一律|每个")
_MOST = re.compile(r"第[一二三]|首[个家次例批]|唯一|最[一-鿿]|只有|仅")
_DENIES = frozenset(("数字", "方向", "比较", "否定"))


def left_open() -> str:
    """For people: that no report decides a question for yes or no."""
    return say(
        "报告没有直接说是或不是，以下是最接近的内容，请核对。",
        "The reports say neither yes nor no outright; this is what is nearest, please check.",
    )


def statement_of(question: str) -> str:
    """The statement that a yes-or-no question asks about: 甲县是否有5000张床位？ gives 甲县有5000张床位."""
    text = _TAIL.sub("", _HEARD.sub("", question.strip()))
    for pattern, plain in _INNER:
        text = pattern.sub(plain, text, count=1)
    return text


def concluded(query: Query, found: Extract, index: Searchable, source: PassageSource) -> Extract:
    """``found`` led by 是 or 不是 where a report decides what a yes-or-no ``query`` asks, else by a remark that none does.

    An answer to any other question is returned as it is.
    """
    if found.settled or len(query.asks) != 1 or query.asks[0].kind != "yesno":
        return found
    statement = statement_of(query.question)
    windows = nearest(statement, index, source) if any(map(str.isalnum, statement)) else []
    said = _of_office(query, statement, index, source) or _of_sentence(statement, windows, index)
    said = said or _of_statement(statement, windows)
    if said is not None:
        if _IF_ANY.search(query.question) or _HAPPENED.search(query.question):
            # 有没有 is answered 有 or 没有, 完成了吗 没有.
            some = "有" if _IF_ANY.search(query.question) and not _ALL.search(query.question) else "是"
            said = replace(said, text=re.sub(r"^(不?)是", lambda m: "没有" if m.group(1) else some, said.text))
        return Extract((said, *quotes(query, said.evidence)), found.disagreements)
    if found.refusal or (found.notes and found_loosely() not in found.notes):
        return found
    return replace(found, notes=(*(n for n in found.notes if n != found_loosely()), left_open()), complete=False)


def nearest(statement: str, index: Searchable, source: PassageSource) -> list[Window]:
    """The sentences nearest to the statement: one by one, for two may tell of different times; none that gives orders."""
    finder = Finder(index, source)
    found = finder.windows(statement)
    if harm := _HARM.search(statement):
        # 有人员死亡吗 is denied by 无人员伤亡.
        found = [*found, *finder.windows(statement.replace(harm.group(), "伤亡"))]
    return [w for w in found if len(sentences(w.evidence.quote)) == 1 and not instructs(w.evidence.quote)]


def _of_statement(statement: str, windows: Sequence[Window]) -> Statement | None:
    # With its full stop a short statement is no headline.
    claims = claims_of(Draft.of_text(f"{statement}。")) if windows else []
    judged = judge(claims[0], of_place(statement, windows)) if len(claims) == 1 else Judgement("not_found")
    if judged.held is None or not (_surely if judged.verdict == "supported" else _otherwise)(statement, judged.held):
        return None
    return Statement(_said(judged), tuple(w.evidence for w in judged.held.windows), reasons=_reasons(judged))


def _of_sentence(statement: str, windows: Sequence[Window], index: Searchable) -> Statement | None:
    """What one sentence decides by itself; None where none does."""
    own = of_place(statement, windows) if windows else []
    # 参保率：甲县97%，乙县98%: told of the place by its name.
    listed = [w for w in windows if w not in own and any(m.place.name in w.evidence.quote for m in find(statement))]
    found = decided(statement, [*own, *listed], weights_of(index, statement)) if windows else None
    if found is None:
        return None
    told = f"，报告中为{found.told}" if found.told else "，报告中有这样的说法" if found.holds else ""
    text = f"{'是' if found.holds else '不是'}{told}"
    return Statement(text, (found.window.evidence,), reasons=(found.told or "原文就此有明确的说法",))


def of_place(statement: str, windows: Sequence[Window]) -> list[Window]:
    """The windows of the place the statement names: another province's figure denies nothing."""
    found = [(w, examine(statement, [w.evidence])) for w in windows]
    return [
        w
        for w, examined in found
        if digits(examined) >= SPECIFIC or not any(f.check == "地点" and f.severity for f in examined.findings)
    ]


def _surely(statement: str, held: Held) -> bool:
    """Whether all that the statement says stands there: a draft may word it otherwise, 是 may not rest on a guess."""
    quote = "".join(w.evidence.quote for w in held.windows)
    if bool(_NOT.search(statement)) != bool(_NOT.search(_part_of(statement, quote))):
        return False  # 从未发生过 says no to 发生过
    if not _numbers_held(held, quote):
        return False
    whole = all(ALL_TOLD.search(quote) for _ in _ALL.finditer(statement))
    return whole and not held.examined.rest.missing and all(m in quote for m in _MOST.findall(statement))


def _numbers_held(held: Held, quote: str) -> bool:
    """Whether every number stands in ``quote`` or was checked: 5/10 and [25] are no figures to the verifier."""
    said = held.examined.said
    passed = [s for f in held.examined.findings if f.severity is None for s in f.spans]
    there = set(_NUMBER.findall(read_text(quote).text))
    return said is not None and all(
        m.group() in there or any(a <= m.start() and m.end() <= b for a, b in passed)
        for m in _NUMBER.finditer(said.text)
    )


def _part_of(statement: str, quote: str) -> str:
    """The clauses of ``quote`` that have most of what the statement says of its subject: of its later half."""
    said = set(bigrams(statement[len(statement) // 2 :]))
    clauses = re.split(r"[，,；;。：:]", quote)
    most = max(len(said & set(bigrams(c))) for c in clauses)
    return "，".join(c for c in clauses if len(said & set(bigrams(c))) == most)


def _otherwise(statement: str, held: Held) -> bool:
    """Whether what differs is a figure, a direction or a denial; of another place or time either may be true."""
    kinds = {f.check for f in held.failed}
    return kinds <= _DENIES or (kinds <= _DENIES | {"地点", "时间"} and digits(held.examined) >= SPECIFIC)


def _of_office(query: Query, statement: str, index: Searchable, source: PassageSource) -> Statement | None:
    """Of 甲县县长是某某 (or 某某是甲县县长): 是 where a report gives the person the office, 不是 where only others have it."""
    m = _HOLDS.match(statement)
    written, name = (m["office"] or m["later"], m["name"] or m["earlier"]) if m else ("", "")
    office = offices.parse(written)
    if office is None:
        return None
    near = [w.passage for words in (statement, written) for w in nearest(words, index, source)]
    held = offices.holders(office, query.places, [s for p in dict.fromkeys(near) for s in read(p, 0)])
    mine = [h for h in held if h.name == name]
    if not held:
        return None
    first = (mine or held)[0]
    told = "是，报告中有这样的说法" if mine else f"不是，报告的说法不同：报告中的{first.office}是{first.name}"
    return Statement(told, (first.sentence.evidence(),), reasons=(f"原文的{first.office}是{first.name}",))


def _said(judged: Judgement) -> str:
    if judged.verdict == "supported":
        return "是，报告中有这样的说法"
    told = [d for d in judged.differences if d.instead and d.said != d.instead and len(d.said) <= 20]
    return "不是，报告的说法不同" + "".join(f"：原文为{d.instead}，不是{d.said}" for d in told[:1])


def _reasons(judged: Judgement) -> tuple[str, ...]:
    assert judged.held is not None
    if judged.verdict == "supported":
        return judged.held.examined.verdict.reasons
    return tuple(dict.fromkeys(d.reason for d in judged.differences)) or judged.held.examined.verdict.reasons


def quotes(query: Query, evidence: Sequence[Evidence]) -> list[Statement]:
    """The sentences that decide it, as they stand."""
    return [quoted(s, query) for e in evidence for s in read(e.passage, 0) if e.start <= s.start and s.end <= e.end]
