"""Where it takes place: what the source has held or built in one place the claim does not have in another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.domain import Place, Span
from rag.text.places import covers
from rag.verify.context import Finding, Source
from rag.verify.provisos import provisos
from rag.verify.reading import Reading, bigrams, shortens, strip

_VERBS = (
    "召开 举行 举办 召集 开幕 启幕 开班 开讲 揭牌 首发 发布 开展 进行 授课 巡演 演出 签约 签订 签下",
    "开工 动工 奠基 建成 建设 新建 修建 兴建 兴办 开办 建起 建立 建有 投产 落成 落户 设立 成立 布局 开业 打造",
    "上班 务工 工作 打工 就业 任职 供职 当 做工 干活 做保洁 做饭 读书 上学 就读",
)
_BUILT = re.compile("(?:[馆场厅楼院校堂园厂站]|中心|基地|酒店|会议室)$")
"""Where people meet."""
_WORK = 2
"""Where somebody works: another place of work than the source's is not carried, though the source says nothing of it."""
_SITE = 3
"""Where something is put: 选在, 位于."""
_LIES = re.compile(r"(?:[选设定安]在|选址(?:在|于)?|位于|地处|坐落[在于])(?P<where>[^，。；、：！？“”\d]{2,20})")
_CLASS = {verb: i for i, verbs in enumerate(_VERBS) for verb in verbs.split()}
_HELD = re.compile(
    rf"[在于](?P<where>[^，。；、：！？“”在于\d][^，。；、：！？“”在于]{{1,19}}?)(?:正式|隆重|成功|顺利|集中|首次|同时|如期|联合)*(?P<verb>{'|'.join(_CLASS)})"
)
_UNIT = re.compile(r"(?P<name>[一-鿿]{2,3}?)(?P<unit>街道|社区|镇|乡|村|县|区|市|州)(?![里上内外])")
_AFTER = 16
"""Characters after the verb that may name what is held."""
_ALIKE, _MARGIN = 0.4, 0.1
"""Share of the claim's words for the event that the source's must have, and how much more than those of another."""
_ELSEWHERE = 0.6
"""Share of the claim's place that stands in the source, though not as the place of the event."""
_TO = re.compile("(?:在|去|到|往|赴|来自|从)了?$")
_FROM = re.compile(r"[从自](?P<where>[一-鿿]{2,10}?)[里中]?(?=送|调|搬|运|转|派|回|来|赶|迁|出发|引进|到)")
_INTO = re.compile("[到进往至赴入回向]了?$")
_Fit = Literal["same", "other", "open"]


@dataclass(frozen=True, slots=True)
class Venue:
    """Something is held or built (``kind``) at ``where``; ``words`` are the bigrams of what is told of it beside that."""

    where: str
    span: Span
    kind: int
    words: frozenset[str]
    places: tuple[Place, ...]


def venues(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each place where ``claim`` has something held that the source has held in another."""
    out: list[Finding] = []
    held = [(v, s) for s in sources for v in told_at(s.body)]
    words = frozenset[str]().union(*(s.body.bigrams for s in sources))
    for mine in told_at(claim):
        if not mine.words:
            continue
        if mine.kind == 0 and _BUILT.search(mine.where) and not _known(mine, sources):
            out.append(Finding("地点", f"引文没有说到{mine.where}", "unsupported", (mine.span,)))
            continue
        best: dict[_Fit, tuple[float, Venue]] = {}
        when = _sorts(claim, mine)
        for theirs, source in held:
            if theirs.kind == mine.kind and (not when or when & _sorts(source.body, theirs)):
                score = len(mine.words & theirs.words) / len(mine.words)
                fit = _fit(mine, theirs, source, words)
                if score > best.get(fit, (-1.0, theirs))[0]:
                    best[fit] = (score, theirs)
        score, theirs = best.get("other", (-1.0, mine))
        if score >= _ALIKE and all(score > s + _MARGIN for f, (s, _) in best.items() if f != "other"):
            reason = f"引文说的地点是{theirs.where}，不是{mine.where}"
            out.append(Finding("地点", reason, "contradicted", (mine.span,), theirs.where))
            continue
        score, theirs = best.get("open", (-1.0, mine))
        if mine.kind in (_WORK, _SITE) and score >= _ALIKE and score > best.get("same", (-1.0, mine))[0] + _MARGIN:
            out.append(
                Finding("地点", f"引文说的地点是{theirs.where}，没有说到{mine.where}", "unsupported", (mine.span,))
            )
    return out + _gone(claim, sources) + _left(claim, sources)


def _sorts(reading: Reading, venue: Venue) -> set[str]:
    """In what way it is not simply there: 如遇降雨 something else is held elsewhere as well."""
    return {sort for sort, _ in provisos(reading, venue.span[0])}


def _known(venue: Venue, sources: Sequence[Source]) -> bool:
    """Whether the sources, or what stands around their words, have anything of the name."""
    own = bigrams(strip(venue.where))
    return bool(venue.places) or any(own & r.bigrams for s in sources for r in (*s.readings, s.heading))


def _left(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each place from which ``claim`` has something come to which the sources have it go."""
    out: list[Finding] = []
    for m in _FROM.finditer(claim.text):
        at = [(s.body.text, i.start()) for s in sources for i in re.finditer(re.escape(m["where"]), s.body.text)]
        if at and all(_INTO.search(text[:i]) for text, i in at):
            reason = f"引文说的是到{m['where']}，不是从{m['where']}"
            out.append(Finding("方向", reason, "contradicted", (m.span(),), f"到{m['where']}"))
    return out


def _gone(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each place to which ``claim`` has somebody go, or where to work, of which only other sentences speak: 去了福州."""
    out: list[Finding] = []
    for m in claim.places:
        if not _TO.search(claim.text[: m.start]) or claim.phrase_of(m.start)[0] > m.start - 2:
            continue
        known = [p.place for s in sources for p in (*s.body.places, *s.heading.places)]
        known += [s.place for s in sources if s.place]
        if any(p.name == m.place.name or covers(p, m.place) or covers(m.place, p) for p in known):
            continue
        theirs = next(
            (p.place.name for s in sources for p in s.body.places if _TO.search(s.body.text[: p.start])), None
        )
        if theirs is not None:
            span = (m.start, m.end)
            out.append(Finding("地点", f"引文说的地点是{theirs}，不是{m.place.name}", "contradicted", (span,), theirs))
    return out


def told_at(reading: Reading) -> Iterator[Venue]:
    """The places in ``reading`` at which something is said to be held or built."""
    end = 0
    for match in _HELD.finditer(reading.text):
        low, high = reading.sentence_of(match.start())
        a, b = match.span("where")
        words = bigrams(strip(reading.text[max(low, end) : match.start()])) | bigrams(
            strip(reading.text[match.end() : min(high, match.end() + _AFTER)])
        )
        end = match.end()
        named = tuple(m.place for m in reading.places if a <= m.start < b)
        yield Venue(match["where"], (a, b), _CLASS[match["verb"]], words, named)
    for match in _LIES.finditer(reading.text):
        (low, _), (a, b) = reading.phrase_of(match.start()), match.span("where")
        first = max((m.end for m in reading.places if low <= m.start < match.start()), default=low)
        words = bigrams(strip(reading.text[first : match.start()]))
        yield Venue(match["where"], (a, b), _SITE, words, tuple(m.place for m in reading.places if a <= m.start < b))


def _fit(mine: Venue, theirs: Venue, source: Source, words: frozenset[str]) -> _Fit:
    """Whether both are one place, two, or cannot be told apart; ``words`` are the bigrams of all sources."""
    if shortens(strip(mine.where), strip(theirs.where)) or shortens(strip(theirs.where), strip(mine.where)):
        return "same"
    if mine.places and theirs.places:
        levels = {p.level: p.name for p in theirs.places}
        if any(levels.get(p.level, p.name) != p.name for p in mine.places):
            return "other"
        if any(a.name == b.name or covers(a, b) or covers(b, a) for a in mine.places for b in theirs.places):
            return "same"
    units = {m["unit"]: m["name"] for m in _UNIT.finditer(theirs.where)}
    for m in _UNIT.finditer(mine.where):
        name = units.get(m["unit"], m["name"])
        if not (name.endswith(m["name"]) or m["name"].endswith(name)):
            return "other"
    if source.place is not None and any(covers(p, source.place) for p in mine.places):
        return "same"
    own = bigrams(strip(mine.where))
    if own & bigrams(strip(theirs.where)) or not own:
        return "same"
    return "other" if len(own & words) >= _ELSEWHERE * len(own) else "open"
