"""Places in a list: what the claim calls the most, the least or the second is so by the source's own figures or words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import isclose

from rag.text import places
from rag.verify.checks.orders import MEASURES, MOST, SHARE, covered, shown, value
from rag.verify.comparisons import Rank, ranks, scope
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, bigrams, read, strip
from rag.verify.rows import rows
from rag.verify.told import Told, told

_FIRST = re.compile("全[国省市州县区旗镇乡](?:排名?|[位名]?[居列])?(?:第一(?![批期次产])|首位|之首|榜首)")
_DOING = re.compile("^(?:做|搞|从事|干|种|养)([一-鿿]{2,6})的$")
"""做竹编的 are those of 竹编."""


def standings(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each place in a list that ``claim`` gives, by the words of the source, else by its figures."""
    bodies = [s.body for s in sources]
    found = (_as_told(r, claim) if _stands(r, claim, bodies) else _placed(r, claim, sources) for r in ranks(claim))
    return [f for f in found if f]


def _as_told(r: Rank, claim: Reading) -> Finding | None:
    """That the source gives the place, with the words for it, which need not be its own: 最多的乡镇 for 居全县第一."""
    at = claim.text.find(r.written, r.span[0])
    return (
        Finding("比较", f"“{r.written}”与引文一致", None, ((at, max(r.span[1], at + len(r.written))),))
        if at >= 0 and r.who not in claim.text[at : r.span[1]]
        else None
    )


def _stands(r: Rank, claim: Reading, bodies: Sequence[Reading]) -> bool:
    """Whether a source gives the same place to the same one in its own words."""
    low, _ = claim.sentence_of(r.span[0])
    named = (bigrams(strip(x)) for x in MEASURES.split(_DOING.sub(r"\1", r.who)))
    who = frozenset[str]().union(*named) or bigrams(strip(claim.text[low : r.span[0]]))
    for body in bodies:
        for low, high in body.sentences:
            clause = body.text[low:high]
            for theirs in _ranks_of(clause):
                words = bigrams(strip(theirs.who)) or who
                if (theirs.rank, theirs.pole) == (r.rank, r.pole) and len(words & who) >= SHARE * len(who):
                    return True
            first = _FIRST.search(clause) if (r.rank, r.pole) == (1, 1) else None
            if first and len(who & bigrams(strip(clause[: first.start()]))) >= SHARE * len(who):
                return True
            at = clause.find(r.written)
            if at >= 0 and len(who & bigrams(strip(clause[:at]))) >= SHARE * len(who):
                if _of_another(claim, claim.text.find(r.written, r.span[0]), body, low + at):
                    continue
                piece = re.split("[；;]", clause[:at])[-1]
                if len(who & bigrams(strip(piece))) >= SHARE * len(who):
                    return True
    return False


def _of_another(claim: Reading, mine: int, body: Reading, theirs: int) -> bool:
    """Whether the place named last before the words for the first place is another of the same level: of 甲镇、乙镇…乙镇最大."""
    low, _ = claim.sentence_of(mine)
    first, _ = body.sentence_of(theirs)
    a = [m.place for m in claim.places if low <= m.start < mine]
    b = [m.place for m in body.places if first <= m.start < theirs]
    return bool(a and b) and a[-1].level == b[-1].level and a[-1].name != b[-1].name


def _ranks_of(clause: str) -> list[Rank]:
    """The places of a list that one sentence gives."""
    return ranks(read(clause))


def _placed(r: Rank, claim: Reading, sources: Sequence[Source]) -> Finding | None:
    span = (r.span,)
    counted = scope(claim)
    lent = frozenset[str]().union(*(s.heading.bigrams for s in sources))
    for body in (s.body for s in sources):
        for row in _rows(told(body), body):
            mine = None if _of_one_row(row, r.who, body) else _member(r.who, row, claim, body)
            if mine is None or not _meant(r, mine, claim, lent | _led(mine, body)):
                continue
            row = [t for t in row if not _holds(t, mine)]
            if len(row) < 2 or (counted is not None and counted[0].value != len(row)):
                continue
            ordered = sorted(row, key=value, reverse=r.pole > 0)
            at = len(ordered) if r.rank == -1 else r.rank
            values = [value(t) for t in ordered]
            is_so = at <= len(ordered) and values[at - 1] == value(mine)
            figures = "、".join(f"{shown(t)}{t.quantity.as_written}" for t in ordered[:4])
            if not is_so:
                return Finding("比较", f"按引文：{figures}", "contradicted", span)
            spans = (_said(r, claim), *((counted[1],) if counted else ()))
            return Finding("比较", f"按引文：{figures}", None, spans)
    # 最大的安置点 is said in the same words, but of another.
    words = strip(claim.text[claim.text.find(r.written, r.span[0]) : r.span[1]])
    other = len(words) > len(r.written) + 1 and any(words in s.body.bare for s in sources)
    return Finding("比较", f"引文没有这样说“{r.written}”", "contradicted" if other else "unsupported", span)


def _of_one_row(figures: Sequence[Told], who: str, body: Reading) -> bool:
    """Whether these are cells of the row that is to be the first: its columns are not what is ranked."""
    return any(r.head in who and all(t.quantity in [c.quantity for c in r.cells] for t in figures) for r in rows(body))


def _led(mine: Told, body: Reading) -> frozenset[str]:
    """The words of the sentence before, which a list without a measure of its own goes on from: 分县看，甲县94个."""
    low, _ = body.sentence_of(mine.quantity.start)
    before, _ = body.sentence_of(max(0, low - 1))
    return frozenset() if mine.name else bigrams(strip(body.text[before:low]))


def _holds(t: Told, mine: Told) -> bool:
    """Whether ``t`` is said of what the place of ``mine`` lies in: 全县31万亩 among its towns."""
    assert t.figure is not None and mine.figure is not None
    outer, inner = t.figure.place_path, mine.figure.place_path
    return bool(outer and inner) and f"{inner}/".startswith(f"{outer}/") and inner != outer


def _meant(r: Rank, mine: Told, claim: Reading, lent: frozenset[str]) -> bool:
    low, _ = claim.sentence_of(r.span[0])
    counted = scope(claim)
    begin = counted[1][1] if counted and counted[1][1] <= r.span[1] else low
    return covered(re.split("最|[居排列]", claim.text[begin : r.span[1]])[0] + "，" + r.who, mine, claim, lent)


def _said(r: Rank, claim: Reading) -> tuple[int, int]:
    """The words that give the place, without what is measured and without who it is."""
    at = claim.text.find(r.who, r.span[0])
    if at > (begin := claim.text.find(r.written, r.span[0])) >= 0:
        return begin, at
    return begin, begin + len(r.written)


def _rows(figures: Sequence[Told], body: Reading) -> Iterable[list[Told]]:
    """Figures of one unit that a list tells of several things, without what is the whole of the others."""
    groups: dict[tuple[str, str, str], list[Told]] = {}
    for t in figures[:MOST]:
        if t.figure and (t.figure.name or t.figure.place) and not t.limits and t.quantity.kind != "ordinal":
            groups.setdefault((t.quantity.kind, t.figure.unit, t.figure.relation), []).append(t)
    for group in groups.values():
        # Another sentence tells of other things, unless it is the same of another place.
        if len({t.name for t in group}) > 1 or len({t.figure.place_path for t in group if t.figure}) < len(group):
            homes = list(dict.fromkeys(t.around for t in group))
        else:
            homes = [frozenset()]
        for home in homes:
            row = [t for t in group if not home or t.around == home]
            yield from (parts for some in _listed(row, body) if len(parts := _parts(some)) > 1)


def _listed(row: list[Told], body: Reading) -> list[list[Told]]:
    """``row`` without what follows the semicolon after a list of parts: 其中医生20名、教师18名；选派干部21名."""
    for i in range(2, len(row)):
        low, _ = body.sentence_of(row[i].quantity.start)
        parted = body.text[low : row[i].quantity.start].rpartition("；")
        if "其中" in parted[0] and low + len(parted[0]) >= row[i - 1].quantity.end:
            return [row[:i], row[i:]]
    return [row]


def _parts(row: Sequence[Told]) -> list[Told]:
    """``row`` without the whole of the others."""
    wholes = {t.figure.whole for t in row if t.figure and t.figure.whole}
    # 96家车间中，…: the number of all of them.
    parts = [t for t in row if t.figure and t.figure.name not in wholes and not t.figure.name.endswith("中")]
    # 甲村70户、乙村50户，合计120户: the sum of the others is their whole.
    total = sum(map(value, parts))
    return [t for t in parts if len(parts) < 3 or not isclose(2 * value(t), total, rel_tol=0.01)]


def _member(who: str, row: Sequence[Told], claim: Reading, body: Reading) -> Told | None:
    """The one of ``row`` that ``who`` names, if just one is."""
    within = places.of_path(claim.path) if claim.path else None
    named = [m.place for m in places.find(who, within=within) if m.place.path != claim.path]
    paths = [p.path for p in named]
    here = [t for t in row if t.figure and (t.figure.place_path in paths or (t.figure.place or "-") in who)]
    if len(here) == 1:
        return here[0]
    if here:
        return None
    written = [t for t in row if (name := _written(t, body)) and name in strip(who)]
    if len(written) == 1:
        return written[0]
    words = bigrams(strip(who))
    shared: frozenset[str] = frozenset.intersection(*(t.words for t in row)) if row else frozenset()
    scored = sorted(
        ((len(words & (t.words - shared)) / max(1, len(t.words - shared)), i) for i, t in enumerate(row)), reverse=True
    )
    found = row[scored[0][1]]
    # 分红 of a village is not what the township's co-operative pays.
    elsewhere = any(not bigrams(p.name) <= found.words for p in named)
    return found if scored[0][0] >= SHARE and scored[0][0] > scored[1][0] and not elsewhere else None


def _written(t: Told, body: Reading) -> str:
    """What stands before a figure of a list, if that is two characters or more: 柑橘 of 其中柑橘5.1万亩."""
    low = max(body.text.rfind(c, 0, t.quantity.start) for c in "，。；、：,;")
    words = strip(body.text[low + 1 : t.quantity.start]).removeprefix("其中")
    return words if len(words) > 1 else ""
