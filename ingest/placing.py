"""Which administrative unit an article speaks of, and which units a passage of it names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ingest.layout.draft import Draft, said
from ingest.layout.roles import without_reporters
from rag.domain import Place
from rag.text import places
from rag.text.fold import simplified
from rag.text.wholes import LEVELS, WHOLE

_UNITS = ("province", "prefecture", "county")
_PAPERS = "日报|晚报|早报|晨报|都市报|时报|新闻网|电视台|卫视"
_BODIES = "公司|集团|银行|大学|学院|中心医院|附属医院|大道|高速|高铁|火车站|机场"
_CORPS = "新疆生产建设兵团"
_NOT_A_PLACE = re.compile(
    rf"{_CORPS}|[\u4e00-\u9fff]{{2,6}}(?:{_PAPERS})|(?:(?![的在到与和及由从向])[\u4e00-\u9fff]){{2,16}}?(?:{_BODIES})"
)
_HOLDERS = re.compile(f"{_PAPERS}|{_BODIES}|{_CORPS}")
_SIGNS = re.compile(r"([^\u4e00-\u9fff]+)")
_OF_ALL = re.compile(
    r"各省、\s*各?自治区\s*[、和及]\s*各?直辖市[^。！？]{0,200}[：:]|(?:新华社|中新社|中新网|人民网|光明网|央视网|央广网)\s*北京\s*\d"
)
"""To whom a circular of the central government goes, and where agencies write from on what concerns the country."""
_HELPS = re.compile(r"(?:[省市县区])?(?:对口|结对|定点)?(?:帮扶|支援|援助|援建)了?")
"""Between a unit that helps and another one, of which is told (广东珠海对口帮扶遵义)."""
_TOWNSHIP_BEFORE = re.compile(r"[该全我本](?:镇|乡|街道|村|社区)|[镇乡]党委|街道党工委")
_APART = re.compile(r"[^\s/·>＞\-—_,，、]")
"""What stands between a unit and one in it only where they are not written as one path."""
_ISSUES = re.compile(
    r"^(?P<body>[\u4e00-\u9fff（）()]{4,40}?(?:委|府|局|办|室|部|处|站|院|会|组|中心|专班))(?:编印?|主办|主编|印发|编发)(?=[\s\d\u3000]|$)"
)
"""Who puts out a briefing, in a line of its own before the text: 甲县委农村工作领导小组办公室编."""
_GOES_ON = re.compile(r"[\u4e00-\u9fff]")
_READ = 6000
_ROWS, _ROW_HEAD = 2000, 40
"""Rows of a table that are looked at, and characters of each: what a row is about stands in its first cells."""
_AS_MUCH = 0.7
_LEAD = 400
_HEADING, _OPENING, _TEXT = (6.0, 12.0), (2.0, 6.0), (0.6, 8.0)
"""What one mention weighs in the heading, the opening and the rest, and the most all can weigh there."""


def article_place(draft: Draft, hint: Place | None = None, known: Iterable[Place] = ()) -> Place | None:
    """The province, prefecture or county that ``draft`` speaks of, or None.

    Names in its heading weigh most, then those in the opening, then all others. A unit of whose parts several
    are named gets a share of what they get, and 全省, 全市, 该县 speak for a unit of their level. ``hint``, the
    unit that the page is about, helps to understand names and stands in where the article names nothing; ``known``
    are the units of the page's other articles, whose short names (通江 for 通江县) may be words as well.
    A table whose rows are headed by several units speaks of the one they lie in. What is addressed to all provinces, or
    written by an agency in the capital, speaks of a unit only if its heading names one: others are examples in it.
    """
    if heads := _row_heads(draft, hint):
        return _around(heads)
    issuer = _issuer(draft)
    hint = hint or (named_unit(issuer) if issuer else None)
    heading = said((*draft.kicker, *draft.title, *draft.subtitle)) + (f" {issuer}" if issuer else "")
    text = simplified(f"{heading}\n{draft.text[:_READ]}")
    opening = f"{heading}\n{draft.text[:_LEAD]}"
    # A dateline may stand in the heading.
    if _OF_ALL.search(opening) and named_unit(_masked(_OF_ALL.sub("", heading))) is None:
        return None
    weights = _weights(text, len(heading) + 1, hint, "、".join(p.name for p in known))
    if not weights:
        return hint
    spoken = Counter(m["sort"] for m in WHOLE.finditer(text) if LEVELS[m["sort"]][0] in _UNITS)
    scored = {place: _score(place, weights, spoken) for place in _with_ancestors(weights)}
    best = max(scored, key=lambda place: (round(scored[place], 6), len(place.parents), place.path))
    return _shared(best, scored, text[: len(heading) + 1 + _LEAD]) or best


def issuer_place(drafts: Sequence[Draft]) -> Place | None:
    """The unit whose body puts out the briefing that ``drafts`` are the articles of; None where the head of none names one."""
    return next((unit for draft in drafts[:2] if (unit := named_unit(_issuer(draft))) is not None), None)


def _issuer(draft: Draft) -> str:
    """The body that the head of ``draft`` names as putting it out; empty where it names none."""
    head = [
        said(draft.byline),
        *(piece.text.text for piece in draft.pieces[:6]),
        *(part.text for part in draft.apart[:6]),
    ]
    found = (_ISSUES.match(simplified(line).strip()) for part in head for line in part.split("\n") if len(line) < 90)
    return next((m["body"] for m in found if m), "")


def _shared(best: Place, scored: Mapping[Place, float], opening: str) -> Place | None:
    """What ``best`` and those that the opening names with it lie in, where they are spoken of hardly less (慈利、桑植两县)."""
    if best.level != "county" or len(best.parents) < 2:
        return None
    named = places.find(opening, within=best)
    beside = {
        pair
        for a, b in zip(named, named[1:], strict=False)
        if opening[a.end : b.start] in ("、", "和", "与", "及")
        for pair in ((a.place, b.place), (b.place, a.place))
    }
    near = (p for p in scored if p.level == "county" and p.parents[:1] == best.parents[:1] and (best, p) in beside)
    others = [p for p in near if scored[p] >= _AS_MUCH * scored[best]]
    if not others:
        return None
    same = all(p.parents == best.parents for p in others)
    return places.of_path("/".join(best.parents if same else best.parents[:1]))


def _row_heads(draft: Draft, hint: Place | None) -> set[Place]:
    """The units that the rows of a table are headed by, if there are several; of an article of sentences none."""
    rows = [piece.text.text for piece in draft.pieces if piece.kind == "row"]
    if 2 * len(rows) < len(draft.pieces):
        return set()
    named = ((row, places.find(row, within=hint)) for row in (simplified(r[:_ROW_HEAD]) for r in rows[:_ROWS]))
    # 甲县某某学校 is a body of the unit, not the unit.
    told = (
        [m.place for m in found if m.place.level in _UNITS and not _GOES_ON.match(row, m.end)] for row, found in named
    )
    heads = {units[0] for units in told if units}
    return heads if len(heads) > 1 else set()


def _around(heads: set[Place]) -> Place | None:
    """The smallest unit that all of ``heads`` lie in or are; None if that is only the country."""
    paths = [place.path.split("/") for place in heads]
    shared = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
    return places.of_path("/".join(shared)) if shared else None


def named_unit(text: str) -> Place | None:
    """The first province, prefecture or county that ``text`` (a file's name, a side-car) names.

    Of a unit with those it lies in (湖南省岳阳市平江县, 湖南/岳阳/平江县) it is the smallest.
    """
    plain = simplified(text)
    named: Place | None = None
    end = 0
    for mention in places.find(plain):
        if mention.place.level not in _UNITS:
            continue
        if named is not None and (_APART.search(plain, end, mention.start) or not places.covers(named, mention.place)):
            break
        named, end = mention.place, mention.end
    return named


def common_place(found: Iterable[Place | None]) -> Place | None:
    """The county, else the prefecture, that most articles of a page speak of: at least two, and three in five."""
    known = [place for place in found if place is not None]
    above = (places.of_path("/".join(place.parents[:2])) if place.level == "county" else place for place in known)
    for units in (known, [place for place in above if place is not None and place.level == "prefecture"]):
        counts = Counter(units)
        if not counts:
            continue
        place, times = max(counts.items(), key=lambda item: (item[1], item[0].path))
        if times >= 2 and times >= 0.6 * len(known):
            return place
    return None


def named_in(text: str, within: Place | None) -> list[Place]:
    """Every unit ``text`` names, in order, each once; ambiguous names are read within ``within``."""
    return list(dict.fromkeys(mention.place for mention in places.find(_masked(text), within=within)))


def means_township(text: str) -> bool:
    """Whether ``text`` says 该镇, 全乡, 街道党工委: a township that was named before."""
    return _TOWNSHIP_BEFORE.search(text) is not None


def _masked(text: str) -> str:
    """``text`` with reporters, newspapers, companies and roads blanked out, whose names hold places."""
    text = without_reporters(text)
    if not _HOLDERS.search(text):
        return text
    # Most stretches between two signs hold no such word, and need not be tried at each character.
    return "".join(
        _NOT_A_PLACE.sub(lambda m: "\u3000" * len(m.group()), part) if _HOLDERS.search(part) else part
        for part in _SIGNS.split(text)
    )


def _weights(text: str, body: int, hint: Place | None, around: str) -> Counter[Place]:
    """How much is said of each unit: ``text[:body]`` is the heading; names in ``around`` help to understand others."""
    mentions = [m for m in places.find(f"{_masked(text)}\n{around}", within=hint) if m.start < len(text)]
    named = {m.place for m in mentions if m.place.level in _UNITS}
    begins = {m.start for m in mentions}
    helpers = {m.place for m in mentions if (helps := _HELPS.match(text, m.end)) and helps.end() in begins}
    parts: dict[tuple[float, float], defaultdict[Place, float]] = {}
    for mention in mentions:
        scale = _HEADING if mention.start < body else _OPENING if mention.start < body + _LEAD else _TEXT
        place: Place | None = mention.place
        weight = scale[0] * (0.2 if mention.place in helpers else 1.0)
        zone = mention.place.level == "zone"
        if place is not None and place.level not in _UNITS:
            place = places.of_path("/".join(place.parents)) if place.parents else None
            while place is not None and place.level not in _UNITS:
                place = places.of_path("/".join(place.parents)) if place.parents else None
            # A township's name says little of the county unless that is named too; a zone is called after it.
            weight *= 1.0 if zone or place in named or place == hint else 0.3
        if place is not None and place.level in _UNITS:
            parts.setdefault(scale, defaultdict(float))[place] += weight
    out: Counter[Place] = Counter()
    for scale, found in parts.items():
        for place, value in found.items():
            out[place] += min(value, scale[1])  # type: ignore[assignment]
    return out


def _with_ancestors(weights: Counter[Place]) -> Sequence[Place]:
    out = dict.fromkeys(weights)
    for place in list(out):
        for k in range(1, len(place.parents) + 1):
            above = places.of_path("/".join(place.parents[:k]))
            if above is not None and above.level in _UNITS:
                out.setdefault(above)
    return list(out)


def _score(place: Place, weights: Counter[Place], spoken: Counter[str]) -> float:
    inside = [float(v) for other, v in weights.items() if other != place and places.covers(place, other)]
    value = float(weights[place]) + (0.6 * (sum(inside) - max(inside)) if inside else 0.0)
    for unit, times in spoken.items():
        fits = place.name.endswith("市") if unit == "市" else LEVELS[unit][0] == place.level
        value += (1.0 if fits else -0.5) * min(times, 4)
    return value if weights[place] else 0.5 * value
