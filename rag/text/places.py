"""Places named in running text, resolved to administrative units with their parents.

Precision comes first: a short name that is also a word (通道, 和平) counts only where something beside
it says that the place is meant, and a name that begins inside another word (固原 in 巩固原有) never does.
"""

from __future__ import annotations

import re
from collections.abc import KeysView
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rag.domain import Place
from rag.text.dictionary import SORTS, crosses
from rag.text.fold import simplified
from rag.text.gazetteer import CHINA, Name, gazetteer
from rag.text.localities import localities, zone_end
from rag.text.names import GRAMMATICAL, STANDING, SURNAMES

_STANDING_BEFORE = re.compile(rf"(?:{STANDING.pattern})$")
_JOINS_PERSONS = re.compile(rf"[{SURNAMES}][一-鿿]{{2}}和[{SURNAMES}]")
_LEFT = frozenset("在到从往赴由向于与和及至")
_LISTED = frozenset("、和与及")
_RIGHT = frozenset("、和与及等两三四五六七八九十的那这")
_STREET = ("路", "大道", "大街")
_BODIES = frozenset("局委办院会府门厅队")
"""How the names of bodies end."""
_NOT_STREET = ("路径", "路线", "路网", "路子", "路桥", "路演")
_TRADITIONAL = re.compile(
    "[來個們億內劉動務勞區國圍團報婁學實寧寶將對導廣張後從慶應懷揚數於時會東業樂欽歲歷漢濟濰濱瀘為無煙現環產當發盧種級紹經綿縣總臨與興荊華萊萬蘇蘭衛許說諸豐貧貴賀資質農這連進過達遼還鄉鄭錫鎮長門開關陰陳陽隨雲頭類馬駐魯鶴鹹鹽黃點齊龍]"
)
_BARE = frozenset(("城区", "郊区", "矿区", "东区", "西区"))
_NOT_DISTRICT = ("域", "间", "别", "位", "块")
_BITS = 20
_SHORT = 60
"""Characters below which looking up each pair is faster than looking them up all at once."""
_COUNTRY = ("我国", "全国", "中国", "中华人民共和国")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """``text[start:end]`` names ``place``."""

    start: int
    end: int
    place: Place


def names() -> KeysView[str]:
    """Every full, short and former name, for a tokenizer's dictionary."""
    return gazetteer().by_name.keys()


def find(text: str, *, within: Place | None = None, countries: bool = False) -> list[PlaceMention]:
    """The places ``text`` names, left to right, not overlapping, the longest name winning.

    ``within`` is the unit the text is about: it decides between units of one name and is the parent of
    townships and villages that the table does not hold. With ``countries`` 我国 and 全国 count as China.
    Any string is taken; the cost is linear.
    """
    plain = _plain(text)
    found = _scan(plain, within)
    chosen = _resolved(found, within)
    chosen = localities(plain, chosen, within)
    if countries:
        chosen = _with_country(plain, chosen)
    return [PlaceMention(start, end, place) for start, end, place in chosen]


def resolve(name: str, within: Place | None = None) -> Place | None:
    """The unit called ``name`` (full, short or former), near ``within`` when several are; else None."""
    plain = _plain(name.strip())
    if plain in _COUNTRY:
        return CHINA
    held = gazetteer().by_name.get(plain)
    around = [within] if within and within.level in ("province", "prefecture", "county") else []
    if held and (held[0].place.level != "township" or _is_near(held, around)):
        return _choose(held, [within] if within else [], None)
    mentions = find(plain, within=within)
    if mentions and mentions[-1].end == len(plain) and mentions[0].start == 0:
        return mentions[-1].place
    return None


def of_path(path: str) -> Place | None:
    """The unit of a ``Place.path``; one that the table does not hold is made from the path itself."""
    held = gazetteer().by_path.get(path)
    if held or not path:
        return held
    *parents, name = path.split("/")
    found = localities(name, [], None)
    if found:
        return Place(name, found[0][2].level, "", tuple(parents))
    if zone_end(name, 1):
        return Place(name, "zone", "", tuple(parents))
    return Place(name, "village" if name.endswith(("村", "社区")) else "township", "", tuple(parents))


def covers(outer: Place, inner: Place) -> bool:
    """Whether ``outer`` is ``inner`` or one of its parents."""
    if outer.level == "country":
        return True
    path = (*outer.parents, outer.name)
    return (*inner.parents, inner.name)[: len(path)] == path


def is_at(place: Place, path: str) -> bool:
    """Whether ``path`` is that of ``place``; a place known by its name alone is any of that name."""
    return path == place.path or (not place.parents and path.rsplit("/", 1)[-1] == place.name)


def _plain(text: str) -> str:
    """``text``, simplified when it is written in traditional characters; the length stays.

    A single odd character in a simplified text is a slip of its own and no reason to read another name.
    """
    odd = len(_TRADITIONAL.findall(text))
    return simplified(text) if odd and (odd > 2 or odd * 12 > len(text)) and odd * 60 > len(text) else text


def _scan(text: str, within: Place | None) -> list[tuple[int, int, tuple[Name, ...]]]:
    """Names that stand in ``text`` as places, with the units each can mean."""
    table = gazetteer()
    heads, by_name = table.by_head, table.by_name
    out: list[tuple[int, int, tuple[Name, ...]]] = []
    extents: dict[str, tuple[int, int]] = {}
    free = 0
    for i in _possible(text):
        if i < free:
            continue
        for name in heads.get(text[i : i + 2], ()):
            if not text.startswith(name, i):
                continue
            end = i + len(name)
            held = by_name[name]
            last = out[-1] if out else None
            held = tuple(n for n in held if not n.weak or _supported(text, i, end, n, last, within, extents))
            if (
                held
                and not _inside_a_word(text, i, end, name)
                and (_is_part(last, i, held) or not crosses(text, i, end, doubtful=_is_doubtful(name)))
            ):
                out.append((i, end, held))
                free = end
                break
    return out


def _is_doubtful(name: str) -> bool:
    """Whether a full name is that of units whose short names are words as well, or words run into them: 资中县."""
    held = gazetteer().by_name.get(name[:-1])
    return held is not None and name.endswith(SORTS) and all(n.weak for n in held)


def _is_part(last: tuple[int, int, tuple[Name, ...]] | None, at: int, held: tuple[Name, ...]) -> bool:
    """Whether the name right before ``at`` is one of the parents of ``held``: 吉林长春."""
    return last is not None and last[1] == at and any(covers(a.place, b.place) for a in last[2] for b in held)


def _possible(text: str) -> list[int]:
    """Where two characters stand that may begin a name: a table of bits for their hash, looked up all at once."""
    if len(text) < _SHORT:
        heads, firsts = gazetteer().by_head, _firsts()
        return [i for i, char in enumerate(text) if char in firsts and text[i : i + 2] in heads]
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    found: list[int] = np.flatnonzero(_bits()[_hashes(codes)]).tolist()
    return found


@lru_cache(maxsize=1)
def _firsts() -> frozenset[str]:
    return frozenset(head[0] for head in gazetteer().by_head)


def _hashes(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """A hash below ``2 ** _BITS`` of each two neighbours of ``codes``."""
    mixed = codes[:-1] * np.uint32(0x9E3779B1) + codes[1:] * np.uint32(0x85EBCA77)
    return mixed >> np.uint32(32 - _BITS)


@lru_cache(maxsize=1)
def _bits() -> npt.NDArray[np.bool_]:
    heads = "".join(gazetteer().by_head)
    out = np.zeros(1 << _BITS, dtype=bool)
    out[_hashes(np.frombuffer(heads.encode("utf-32-le"), dtype=np.uint32))[::2]] = True
    return out


def _inside_a_word(text: str, start: int, end: int, name: str) -> bool:
    if len(name) == 2 and _is_given(text, start, end):
        return True
    if start and text[start - 1] in _BODIES and _is_doubtful(name):
        return True  # 人社局会同县畜牧局: a word, and the county's own bureau
    if name.endswith("和") and _JOINS_PERSONS.match(text, max(0, start - 2)):
        return True  # 陆青云和方大川
    if text.startswith(_STREET, end) and not text.startswith(_NOT_STREET, end):
        return True
    return name.endswith("区") and text.startswith(_NOT_DISTRICT, end)


def _is_given(text: str, start: int, end: int) -> bool:
    """Whether a clause begins, or goes on after somebody's office, with a surname and ``text[start:end]``: 局长田永福."""
    if not start or text[start - 1] not in SURNAMES or text.startswith(SORTS, end):
        return False
    begins = start < 2 or not _is_han(text[start - 2])
    return (begins and text[start - 1] not in GRAMMATICAL) or bool(
        _STANDING_BEFORE.search(text, max(0, start - 6), start - 1)
    )


def _supported(
    text: str,
    start: int,
    end: int,
    name: Name,
    last: tuple[int, int, tuple[Name, ...]] | None,
    within: Place | None,
    extents: dict[str, tuple[int, int]],
) -> bool:
    """Whether what stands around a weak name says that the place is meant."""
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if last and last[1] == start and any(covers(n.place, name.place) for n in last[2]):
        return True
    closed = not after or after in _RIGHT or not _is_han(after)
    if last and last[1] == start - 1 and before in _LISTED and closed and _same_level(last[2], name):
        return True
    opened = not before or before in _LEFT or not _is_han(before)
    if last and opened and after.isdigit() and text[last[1] : last[1] + 1].isdigit() and _same_level(last[2], name):
        # 靖州612名，通道1052名: a list that gives each place its figure.
        return True
    if after == "、" and opened and _strong_at(text, end + 1, name):
        return True
    if not opened or name.text in _BARE:
        return False
    if name.text == name.place.name:
        return len(name.text) == 2 or (within is not None and covers(within, name.place))
    if within and (covers(name.place, within) or covers(within, name.place)) and within.level != "province":
        return closed or covers(name.place, within)
    full = name.place.name
    if full not in extents:
        extents[full] = (text.find(full), text.rfind(full))
    first, final = extents[full]
    return 0 <= first <= start - len(full) or final >= end


def _same_level(held: tuple[Name, ...], name: Name) -> bool:
    return any(n.place.level == name.place.level for n in held)


def _strong_at(text: str, at: int, name: Name) -> bool:
    """Whether a name of the same level that needs no support stands at ``at``."""
    table = gazetteer()
    return any(
        text.startswith(other, at)
        and any(not n.weak and n.place.level == name.place.level for n in table.by_name[other])
        for other in table.by_head.get(text[at : at + 2], ())
    )


def _is_han(char: str) -> bool:
    return "㐀" <= char <= "鿿"


def _resolved(found: list[tuple[int, int, tuple[Name, ...]]], within: Place | None) -> list[tuple[int, int, Place]]:
    """One unit for each name: by the name it follows, by ``within``, by the rest of the text, by rank."""
    sure = {held[0].place.path: held[0].place for _, _, held in found if len(held) == 1}
    known = ([within] if within else []) + list(sure.values())
    around = [place for place in known if place.level in ("prefecture", "county")]
    chosen: dict[tuple[str, ...], Place] = {}
    out: list[tuple[int, int, Place]] = []
    for start, end, held in found:
        before = out[-1][2] if out and out[-1][1] == start else None
        inside = [before] if before and before.level in ("province", "prefecture", "county") else around
        if held[0].place.level == "township" and not _is_near(held, inside):
            continue  # 修水县溪口镇: not the one that the table holds, which is of another county
        key = tuple(n.place.code for n in held)
        if before is not None and len(held) > 1:
            place = _choose(held, known, before)
        else:
            place = chosen.get(key) or chosen.setdefault(key, _choose(held, known, None))
        out.append((start, end, place))
    return out


def _is_near(held: tuple[Name, ...], around: list[Place]) -> bool:
    """Whether one of the townships ``held`` lies in one of the units ``around``, or in the prefecture of one.

    The table holds the townships of a few provinces only: where others are spoken of, a township may be one of them.
    """
    return not around or any(
        covers(place, n.place) or (place.level == "county" and n.place.parents[: len(place.parents)] == place.parents)
        for place in around
        for n in held
    )


def _choose(held: tuple[Name, ...], known: list[Place], before: Place | None) -> Place:
    if len(held) == 1:
        return held[0].place
    if before:
        inside = [n for n in held if covers(before, n.place) and n.place is not before]
        if inside:
            return inside[0].place
    for place in known:
        related = [n for n in held if covers(n.place, place) or covers(place, n.place)]
        if related:
            return related[0].place
    if known:
        return max(held, key=lambda n: (max(_shared(n.place, p) for p in known), -n.rank)).place
    return held[0].place


def _shared(a: Place, b: Place) -> int:
    """How many parents from the province down ``a`` and ``b`` have in common."""
    count = 0
    for x, y in zip((*a.parents, a.name), (*b.parents, b.name), strict=False):
        if x != y:
            break
        count += 1
    return count


def _with_country(text: str, chosen: list[tuple[int, int, Place]]) -> list[tuple[int, int, Place]]:
    out = list(chosen)
    for word in _COUNTRY:
        at = text.find(word)
        while at >= 0:
            if not any(s < at + len(word) and at < e for s, e, _ in out):
                out.append((at, at + len(word), CHINA))
            at = text.find(word, at + len(word))
    return sorted(out, key=lambda m: m[:2])
