"""The names under which a place is spoken of in running text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rag.domain import Place
from rag.text.gazetteer import gazetteer


@lru_cache(maxsize=1)
def _by_path() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for text, held in gazetteer().by_name.items():
        for name in held:
            # A short name that is also a word says nothing when it is merely found in a text.
            if not name.weak:
                found.setdefault(name.place.path, []).append(text)
    return {path: tuple(sorted(names, key=lambda n: (-len(n), n))) for path, names in found.items()}


@lru_cache(maxsize=4096)
def spoken_names(place: Place) -> tuple[str, ...]:
    """Full, short and former names of ``place``, the longest first; at least its own name."""
    names = _by_path().get(place.path, ())
    return names if place.name in names else (place.name, *names)
