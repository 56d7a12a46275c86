"""Names put in the place of others, and single words turned, where the rest of the claim is the source's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.domain import Span
from rag.text.names import GRAMMATICAL, ORGANISATION_SUFFIX, SURNAMES, is_person_like, organisations, persons
from rag.text.words import frequency, segment
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, strip

_PAIRS = "增减 升降 涨跌 高低 多少 快慢 大小 进出 赢输 胜负 盈亏 买卖 收支 优劣 正负 内外 上下 南北 东西 男女 扩缩 强弱 新旧 首末 开关"
_OPPOSITES = frozenset(turned for pair in _PAIRS.split() for turned in (pair, pair[::-1]))
_ENDING = re.compile(rf"(?:{ORGANISATION_SUFFIX})$")
_STANDS_FOR = re.compile(
    r"[该本全当此我]?[省市州县区镇乡村国地]|[他她它其]们?|这里|那里|当地|双方|前者|后者|上述.*|有关.*|相关.*"
)
_NO_GIVEN = frozenset("已是被把将还就又再也很没有不了着过的中个与和在因为至到")
"""Characters that hardly stand in a given name: 都已, 原因."""
_LONGEST = 10
_PREPOSITIONS = frozenset(
    "按照 根据 依照 依据 通过 经过 随着 为了 关于 对于 由于 因为 作为 凭借 围绕 截至 自从 除了".split()
)
_COMMON = 50
"""From this count on in jieba's dictionary, two characters are a word rather than a given name."""


def substitutions(claim: Reading, sources: Sequence[Source], passed: Sequence[Finding]) -> list[Finding]:
    """A finding for each stretch of ``claim`` that the source does not have where it has another name."""
    done = [s for f in passed for s in f.spans]
    out: list[Finding] = []
    for low, high in _gaps(claim, sources):
        span = (claim.at[low], claim.at[high - 1] + 1)
        if any(span[0] < end and start < span[1] for start, end in done):
            continue
        mine = claim.bare[low:high]
        finding = (
            _renamed(claim, low, high, span, sources)
            or _replaced(claim, low, high, mine, span, sources)
            or _stranger(claim, mine, span)
        )
        if finding:
            out.append(finding)
    return out


def _gaps(claim: Reading, sources: Sequence[Source]) -> Iterator[Span]:
    """Stretches of one to ten characters of ``claim.bare`` of which no bigram is in the sources."""
    known = frozenset[str]().union(*(r.bigrams for s in sources for r in s.readings))
    bare = claim.bare
    held = [False] * (len(bare) + 1)
    for i in range(len(bare) - 1):
        if bare[i : i + 2] in known:
            held[i] = held[i + 1] = True
    start: int | None = None
    for i in range(len(bare) + 1):
        if i < len(bare) and not held[i]:
            start = i if start is None else start
        elif start is not None:
            if i - start <= _LONGEST:
                yield (start, i)
            start = None


def _replaced(claim: Reading, low: int, high: int, mine: str, span: Span, sources: Sequence[Source]) -> Finding | None:
    """What the source has between the same neighbours, if that is a name or the opposite."""
    left, right = claim.bare[max(0, low - 2) : low], claim.bare[high : high + 2]
    if len(right) < 2 and len(left) < 2 or _STANDS_FOR.fullmatch(mine):
        return None
    between = re.compile(f"(?<={re.escape(left)})(.{{1,{_LONGEST}}}?){re.escape(right)}" if right else "(?!)")
    for source in sources:
        for match in between.finditer(source.body.bare) if left else ():
            theirs = match.group(1)
            if any(a + b in _OPPOSITES for a in mine for b in theirs):
                return Finding("方向", f"断言说“{mine}”，引文说“{theirs}”", "contradicted", (span,), theirs)
            if len(mine) > 1 and _is_name(theirs, source.body) and not _kin(mine, theirs):
                return Finding("名称", f"此处引文为{theirs}，不是{mine}", "contradicted", (span,), theirs)
        opening = "" if left else _opening(right, source.body)
        if opening and mine not in _PREPOSITIONS and _is_name(opening, source.body) and not _kin(mine, opening):
            return Finding("名称", f"此处引文为{opening}，不是{mine}", "contradicted", (span,), opening)
    return None


def _renamed(claim: Reading, low: int, high: int, span: Span, sources: Sequence[Source]) -> Finding | None:
    """Another surname before a given name of the source: 王启明 for 赵启明."""
    mine, given = claim.bare[low:high], claim.bare[high : high + 2]
    if len(mine) != 1 or mine not in SURNAMES or mine in GRAMMATICAL or len(given) < 2 or frequency(given) > _COMMON:
        return None
    for source in sources:
        match = re.search(f"([{SURNAMES}]){re.escape(given)}", source.body.bare)
        if match and match[1] != mine:
            theirs = match.group()
            return Finding("人名", f"此处引文为{theirs}，不是{mine}{given}", "contradicted", (span,), theirs)
    return None


def _opening(right: str, body: Reading) -> str:
    """What a clause of ``body`` opens with before ``right``."""
    for start, end in body.clauses:
        words = strip(body.text[start:end])
        at = words.find(right)
        if 1 <= at <= _LONGEST:
            return words[:at]
    return ""


def _is_name(words: str, body: Reading) -> bool:
    """Whether ``words`` are, but for little, a place, person or organisation of ``body``."""
    if len(words) < 2:
        return False
    named = [body.text[m.start : m.end] for m in body.places] + [n.text for n in persons(body.text)]
    if any((n in words and len(n) * 2 >= len(words)) or n.startswith(words) for n in map(strip, named) if len(n) > 1):
        return True
    # Where an organisation's name begins is uncertain, where it ends is not: only its last part counts.
    ends = any(_ENDING.sub("", strip(n.text)).endswith(words) for n in organisations(body.text))
    return ends and _is_proper(words)


def _is_proper(words: str) -> bool:
    """Whether ``words`` are more than everyday ones (为了提升)."""
    return any(len(w) > 1 and frequency(w) < 1000 for w in segment(words))


def _kin(a: str, b: str) -> bool:
    """Whether two names are one, shortened (怀化 and 怀化市)."""
    return len(set(a) & set(b)) * 2 >= min(len(a), len(b))


def _stranger(claim: Reading, mine: str, span: Span) -> Finding | None:
    """A person of whom the sources know nothing; what runs over a comma is no name."""
    if (
        strip(claim.text[slice(*span)]) != claim.text[slice(*span)].lower()
        or not is_person_like(mine)
        or not _NO_GIVEN.isdisjoint(mine[1:])
        or frequency(mine) > 50
        or _STANDS_FOR.fullmatch(mine)
    ):
        return None
    return Finding("人名", f"{mine}不在引文中", "unsupported", (span,))
