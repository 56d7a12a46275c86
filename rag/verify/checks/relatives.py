"""Whose of a family: what somebody earns the claim does not give to husband or wife, to son or father, nor theirs to him."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.names import is_person_like
from rag.text.quantity import Quantity, compare
from rag.text.words import frequency
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading

_KIN = {
    word: words.split()[0]
    for words in (
        "妻子 丈夫 老伴 爱人 媳妇 老公 老婆",
        "父亲 爸爸 爹",
        "母亲 妈妈 娘",
        "儿子",
        "女儿",
        "儿媳妇 儿媳",
        "女婿",
        "哥哥 大哥",
        "弟弟",
        "姐姐 大姐",
        "妹妹",
        "孙子",
        "孙女",
        "公公",
        "婆婆",
    )
    for word in words.split()
}
_WHO = re.compile(
    rf"(?P<with>[和与跟同及、])?(?P<kin>{'|'.join(sorted(_KIN, key=len, reverse=True))})(?P<and>[和与跟同及、])?|(?P<self>本人|自己|(?<!自)我(?![们县市省国州区]))"
)
_ALL = re.compile(
    "一家[人三四五六七]|全家|[夫婆父母][妻婆母子]俩|两口子|夫妻|夫妇|父母|户均|每户|家庭|[他她我]们|合计|[一总]共"
)
_AFTER = re.compile("^[^，。；]{0,4}(?:的是|归|给)")
_LIKE = re.compile("(?:像|如同|好比|胜似|当成|当作)[^，。；]{0,8}$")
"""像我的第二个妈妈 tells of no mother."""
_SELF = "本人"
_COMMON = 50
"""From this count on in jieba's dictionary, three characters are a word rather than a name."""


def relatives(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each sum or count that ``claim`` gives to another of a family than the sources do."""
    out: list[Finding] = []
    for q in claim.figures:
        if q.kind not in ("money", "count") or q.unit in ("年", "个月", "月", "天"):
            continue
        held = [(s.body, r) for s in sources for r in s.body.figures if compare(q, r) == "same"]
        theirs = {_holder(body, r) for body, r in held}
        mine = _holder(claim, q)
        if not held or None in theirs or mine is None or mine in theirs:
            continue
        # Of one alone nothing is told of the others: both have to be told, or what is told be another's.
        told = {_holder(body, r) for body, _ in held for r in body.figures}
        if mine in told or theirs != {_SELF}:
            other = min(x for x in theirs if x)
            reason = f"{q.as_written}在引文中说的是{other}，不是{mine}"
            out.append(Finding("人名", reason, "contradicted", ((q.start, q.end),), other))
    told_of = {
        _KIN[m["kin"]]
        for s in sources
        for m in _WHO.finditer(s.body.text)
        if m["kin"] and not _LIKE.search(s.body.text[: m.start()])
    }
    several = any(_ALL.search(s.body.text) for s in sources)
    for m in _WHO.finditer(claim.text):
        if m["kin"] and _KIN[m["kin"]] not in told_of and not several:
            out.append(Finding("人名", f"引文没有说到{m['kin']}", "unsupported", (m.span("kin"),)))
    return out + _exchanged(claim, sources)


def _exchanged(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding where ``claim`` has one of its two persons do what the sources have the other do: 甲发现乙摔倒."""
    names = {claim.text[i : i + 3] for i in range(len(claim.text) - 2)}
    names = {
        n for n in names if is_person_like(n) and frequency(n) < _COMMON and any(n in s.body.text for s in sources)
    }
    out: list[Finding] = []
    for name in sorted(names) if len(names) > 1 else ():
        for m in re.finditer(f"{name}([一-鿿]{{2}})", claim.text):
            if any(n in claim.text[claim.phrase_of(m.start())[0] : m.start()] for n in names):
                continue  # 甲发现乙摔倒: of 乙 it is told by 甲.
            doers = [_doer(s.body, at.start(), names) for s in sources for at in re.finditer(m[1], s.body.text)]
            if doers and all(d and d != name for d in doers):
                reason = f"引文说{m[1]}的是{doers[0]}，不是{name}"
                out.append(Finding("人名", reason, "contradicted", ((m.start(), m.start() + 3),), doers[0]))
    return out


def _doer(body: Reading, at: int, names: set[str]) -> str | None:
    """The one of ``names`` that stands last before ``at`` in its sentence, where nobody else can be meant."""
    low, _ = body.sentence_of(at)
    found = max(((body.text.rfind(n, low, at), n) for n in names), default=(-1, ""))
    return found[1] if found[0] >= 0 else None


def _holder(reading: Reading, q: Quantity) -> str | None:
    """Who of a family ``q`` is told of, back to the figure before it; ``_SELF`` where none is named, None where several may be."""
    low, high = reading.phrase_of(q.start)
    first = reading.sentence_of(q.start)[0]
    after = _AFTER.match(reading.text[q.end : high])
    spans = [(q.end + after.end(), high)] if after else [(low, q.start)]
    while not after and low > first:
        before = reading.phrase_of(low - 1 if low - 1 > first else first)[0]
        if before >= low or any(before <= r.start < low and r.kind == q.kind for r in reading.figures):
            break
        spans.append((before, low))
        low = before
    for a, b in spans:
        if _ALL.search(reading.text, a, b):
            return None
        named = list(_WHO.finditer(reading.text, a, b))
        if any(m["with"] or m["and"] for m in named) and not any(m["self"] for m in named):
            return None
        alone = [m for m in named if not m["with"] and not m["and"]]
        if alone:
            last = alone[-1]
            return _KIN[last["kin"]] if last["kin"] else _SELF
    return _SELF
