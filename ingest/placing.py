"""Which administrative unit an article speaks of, and which units a passage of it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout.draft import Draft
from rag.domain import Place
from rag.text import places

_UNITS = ("province", "prefecture", "county")
_SMALL = ("township", "village", "zone")
_NOT_A_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,6}(?:日报|晚报|早报|晨报|都市报|新闻网|电视台|卫视)|[\u4e00-\u9fff]{2,16}?(?:有限公司|有限责任公司|股份公司|集团|银行|大学|学院|大道|高速|高铁|火车站|机场)"
)
_DEICTIC = re.compile(r"[全该我本](省|自治区|市|州|县|区|旗)(?![长委政直级属区])")
_THAT_TOWNSHIP = re.compile(r"(?:[该全我本])(?:镇|乡|街道|村|社区)|镇党委|乡党委|街道党工委")
_LEVEL_OF = {"省": "province", "自治区": "province", "州": "prefecture", "县": "county", "旗": "county", "区": "county"}
_MENTIONS = 400
"""Characters of a long document's beginning and of each further stretch that are read for its place."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The unit an article speaks of and how sure that is: the share of the evidence that agrees."""

    place: Place | None
    share: float = 0.0


def article_place(draft: Draft, *, fallback: Sequence[str] = ()) -> Setting:
    """The province, prefecture or county that ``draft`` speaks of.

    Names in its heading weigh most, then those in the opening, then all others; a unit also gets a part of
    what its own units get (a city of whose counties an article tells), and 全省, 全市, 该县 speak for a
    unit of their level. ``fallback`` are texts to read when the article itself names nothing: the file's
    name, the publication's own province never.
    """
    heading = "\n".join(part.text for part in (draft.kicker, draft.title, draft.subtitle) if part)
    text = draft.text
    lead, rest = text[:400], text[400:]
    weights: Counter[Place] = Counter()
    for part, weight, most in ((heading, 6.0, 12.0), (lead, 2.0, 6.0), (rest[:20000], 0.6, 8.0)):
        seen: Counter[Place] = Counter()
        for place in _units_named(part):
            seen[place] += weight
        for place, value in seen.items():
            weights[place] += min(value, most)
    if draft.place_hint and (hint := places.resolve(draft.place_hint)) is not None and hint.level in _UNITS:
        weights[hint] += 3.0
    if not weights:
        for text_ in fallback:
            named = _units_named(text_)
            if named:
                return Setting(named[0], 0.5)
        return Setting(None)
    spoken = Counter(m.group(1) for m in _DEICTIC.finditer(text[:20000]))
    total = sum(weights.values())
    scored: dict[Place, float] = {}
    for place in _with_ancestors(weights):
        inside = sum(v for other, v in weights.items() if other != place and places.covers(place, other))
        scored[place] = weights[place] + 0.5 * inside + _spoken_for(place, spoken)
        if not weights[place]:
            scored[place] *= 0.5
    best = max(scored, key=lambda place: (round(scored[place], 6), len(place.parents), place.path))
    return Setting(best, weights[best] / total)


def _units_named(text: str) -> list[Place]:
    """The provinces, prefectures and counties named in ``text``; a smaller unit stands for its county."""
    masked = _NOT_A_PLACE.sub(lambda m: "　" * len(m.group()), text)
    out: list[Place] = []
    for mention in places.find(masked):
        place: Place | None = mention.place
        if place is not None and place.level in _SMALL:
            place = places.of_path("/".join(place.parents)) if place.parents else None
        if place is not None and place.level in _UNITS:
            out.append(place)
    return out


def _with_ancestors(weights: Counter[Place]) -> list[Place]:
    out = dict.fromkeys(weights)
    for place in list(out):
        for k in range(1, len(place.parents) + 1):
            above = places.of_path("/".join(place.parents[:k]))
            if above is not None and above.level in _UNITS:
                out.setdefault(above)
    return list(out)


def _spoken_for(place: Place, spoken: Counter[str]) -> float:
    value = 0.0
    for unit, times in spoken.items():
        if unit == "市":
            fits = place.name.endswith("市")
        else:
            fits = _LEVEL_OF[unit] == place.level
        value += (1.0 if fits else -0.5) * min(times, 4)
    return value


def named_in(text: str, within: Place | None) -> list[Place]:
    """Every unit ``text`` names, in order, each once; ambiguous names are read within ``within``."""
    return list(dict.fromkeys(mention.place for mention in places.find(text, within=within)))


def speaks_of_township(text: str) -> bool:
    """Whether ``text`` says 该镇, 全乡, 街道党工委: a township that was named before."""
    return _THAT_TOWNSHIP.search(text) is not None
