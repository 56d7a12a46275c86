"""The table of China's administrative units, and every name under which one is known.

Data: ``data/gazetteer.tsv``; its sources and licences are in ``docs/decisions/0004-gazetteer.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast

from rag.domain import Place

Level = Literal["country", "province", "prefecture", "county", "township", "village", "zone"]

CHINA = Place("中国", "country")

_RANK = {"country": 0, "province": 1, "prefecture": 2, "county": 3, "township": 4, "zone": 5, "village": 6}


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one unit.

    ``weak`` names are words as well (通道, 和平) and mean the place only with support from what stands
    around them; ``rank`` orders the units that share a name, the more prominent first.
    """

    text: str
    place: Place
    weak: bool
    rank: int


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names by text and by their first two characters (longest first), and units by path."""

    by_name: Mapping[str, tuple[Name, ...]]
    by_head: Mapping[str, tuple[str, ...]]
    by_path: Mapping[str, Place]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The table, read once (about 20 ms)."""
    names: dict[str, list[Name]] = {}
    units: dict[str, Place] = {}
    by_path: dict[str, Place] = {}

    def add(text: str, place: Place, weak: bool, rank: int) -> None:
        held = names.setdefault(text, [])
        if not any(n.place is place for n in held):
            held.append(Name(text, place, weak, rank))

    text = files("rag.text").joinpath("data/gazetteer.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        code, marked, level, shorts, formers = line.split("\t")
        name = marked.rstrip("?")
        parent = units.get(code[:6]) if len(code) > 6 else units.get(code[:4]) if len(code) > 4 else None
        if parent is None and len(code) > 2:
            parent = units[code[:2]]
        parents = (*parent.parents, parent.name) if parent else ()
        place = Place(name, cast(Level, level), code, parents)
        if len(code) < 9:
            units[code] = place
        by_path[place.path] = place
        rank = 10 * _RANK[level] + (5 if level == "county" and name.endswith("区") else 0)
        add(name, place, marked != name, rank)
        for short in shorts.split():
            add(short.rstrip("?"), place, short.endswith("?"), rank + 1)
            if name.endswith(("自治县", "自治州", "自治旗")):
                # 通道县, 湘西州: what people say for the long names.
                add(short.rstrip("?") + name[-1], place, False, rank + 1)
        for former in formers.split():
            add(former.rstrip("?"), place, former.endswith("?"), rank + 2)
    by_head: dict[str, list[str]] = {}
    for key in names:
        by_head.setdefault(key[:2], []).append(key)
    return Gazetteer(
        MappingProxyType({k: tuple(sorted(v, key=lambda n: (n.rank, n.place.code))) for k, v in names.items()}),
        MappingProxyType({k: tuple(sorted(v, key=lambda t: (-len(t), t))) for k, v in by_head.items()}),
        MappingProxyType(by_path),
    )
