"""How far a sentence speaks of the place that is asked about."""

from __future__ import annotations

import re

from rag.answer.reading import Sentence, surface
from rag.answer.values import named_in
from rag.domain import Place
from rag.retrieve.local_names import is_word
from rag.retrieve.question import Query
from rag.text import places
from rag.text.fold import folded
from rag.text.wholes import LEVELS, WHOLE

_TOGETHER = re.compile(r"[两二三四五六七八九十]个?(?:县市?|市县?|区县?|镇|乡|地)(?:合计|总计|共计|一共|共(?!同)|累计)")
_BEGINS = 6
"""Characters before the name of whom a sentence is about."""
_LOCAL = ("township", "village")
_SORT = re.compile(r"(?:社区|街道|[村镇乡])$")
OF_PART = 0.25
"""How far a sentence on all of a village answers for its county."""
_RANKED = ("province", "prefecture", "county")


def place_fit(asked: tuple[Place, ...], sentence: Sentence) -> float:
    """1 when the sentence names a place asked for, less the further it is; 0 for another place."""
    if not asked:
        return 1.0
    return max(_one_place(p, sentence) for p in asked)


def _one_place(place: Place, sentence: Sentence) -> float:
    p = sentence.passage
    if named_in(place, sentence.folded) or any(m.place == place for m in sentence.places):
        return 1.0
    if _shortly_named(place, sentence):
        return 1.0
    if sentence.label is not None and place.level == sentence.label.level:
        return 1.0 if place.name == sentence.label.name else 0.1
    held = [path for path in p.places if path]
    if place.level in _RANKED and _TOGETHER.search(sentence.text):
        # 五县合计…: a sum over several is none of one.
        return 0.1
    others = [m.start for m in sentence.places if m.place.level == place.level and m.place != place]
    # 全县…，其中跨县搬到某市: what the whole unit did, told before another one is named.
    spoken_for = WHOLE.search(sentence.text, 0, min(others)) if others else None
    elsewhere = bool(others) and not spoken_for
    if place.name == p.place or place.path in held[:1]:
        if elsewhere:
            return 0.2 if sentence.leads_with_place else 0.5
        # A sentence on one township does not speak for the county.
        return 0.75 if any(len(x) > len(held[0]) and x.startswith(held[0]) for x in held[1:]) else 0.95
    if elsewhere and (place.level in _RANKED or min(others) <= _BEGINS):
        return 0.1  # 邻近的乙镇种下早稻9800亩
    about = places.of_path(held[0]) if held else None
    if about and about.level in _RANKED and place.level in _RANKED and not _related(about, place):
        # The article is about another place: only what directly follows the name of this one speaks of it.
        return 0.6 if named_in(place, surface(sentence.before)[0]) and not sentence.places else 0.1
    if place.path in held or any(path.split("/")[-1] == place.name for path in held):
        return 0.9
    if named_in(place, sentence.passage_folded) or named_in(place, sentence.heading):
        return 0.8
    if any(path.startswith(place.path + "/") for path in held):
        return 0.5
    if place.level not in _RANKED and named_in(place, sentence.opening):
        return 0.75
    if place.level not in _RANKED and named_in(place, folded(sentence.before)):
        return 0.6  # 该镇甲村的田荒着。镇里请来大户…
    if place.level not in _RANKED and named_in(place, sentence.led) and not _has_peer(place, p.text[: sentence.end]):
        return 0.5  # told on from the passage before
    return 0.8 if place.level == "country" else 0.0


def _shortly_named(place: Place, sentence: Sentence) -> bool:
    """Whether a report about the unit above names a county by a short name that could mean something else elsewhere."""
    short = place.name[:-1]
    above = places.of_path(sentence.passage.places[0]) if sentence.passage.places else None
    if above is None or place.level != "county" or len(short) != 2 or short not in sentence.folded:
        return False
    return above != place and places.covers(above, place) and not is_word(short)


def _has_peer(place: Place, text: str) -> bool:
    """Whether ``text`` names another place of the level of ``place``."""
    return any(m.place.level == place.level for m in places.find(text))


def _related(a: Place, b: Place) -> bool:
    return places.covers(a, b) or places.covers(b, a)


def tells_of_a_part(query: Query, sentence: Sentence) -> bool:
    """Whether a sentence tells of all of a village or township (全村有茶园5800亩) that the question, on a county, does not speak of."""
    if not query.places or any(p.level not in _RANKED for p in query.places):
        return False
    told = [LEVELS[m["sort"]][0] for m in WHOLE.finditer(sentence.text)]
    if not told or any(level not in _LOCAL for level in told) or re.search(r"[村镇乡]|社区|街道", query.masked):
        return False
    names = [path.split("/")[-1] for path in sentence.passage.places] + [m.place.name for m in sentence.places]
    return not any(_SORT.search(name) and _SORT.sub("", name) in query.question for name in names)
