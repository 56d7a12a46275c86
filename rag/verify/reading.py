"""A text as the checks see it: one spelling, its sentences, and what in it can be held against another text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.domain import Place, Span
from rag.text import places
from rag.text.dates import Period, periods
from rag.text.fold import simplified
from rag.text.quantities import Quantity, quantities
from rag.text.sentences import clauses, sentences

_WIDE = {c: c - 0xFEE0 for c in range(0xFF10, 0xFF5B) if chr(c - 0xFEE0).isalnum()}
_SIGNS = {ord(a): b for a, b in zip("％．～－＋／", "%.~-+/", strict=True)}
_QUOTES = {
    **dict.fromkeys(map(ord, "“„〝「『"), "“"),
    **dict.fromkeys(map(ord, "”〞」』"), "”"),
    **dict.fromkeys(map(ord, "‘’'＇"), ""),
    ord("＂"): '"',
}
_TABLE: dict[int, int | str] = {**_WIDE, **_SIGNS, **_QUOTES}
_BLANK = re.compile(r"[\s​-‏⁠﻿­]+")
_BETWEEN_LATIN = re.compile(r"(?<=[A-Za-z0-9])[ \t]+(?=[A-Za-z0-9])")
_SKIPPED = re.compile(r"[^\w%‰]|_")
_PHRASE_END = re.compile(r"[，；：。！？]|(?<!\d)[,;:]|[,;:](?!\d)")
_MARK = re.compile(r"[\[［【]\d{1,3}[\]］】]")

_LEAD = re.compile(
    r"^据(?:初步|不完全|有关|相关|部门|方面|记者|媒体|警方|官方){0,3}(?:介绍|了解|悉|统计|报道|通报|显示|透露|消息)[，,：:]?|^据(?:说|称|悉)[，,：:]?|^(?:报道|报告|资料|数据|材料|文章)(?:称|显示|指出|说|表明)[，,：:]?"
    r"|^按(?:户数|人数|面积|金额|数量)(?:来)?(?:计算|算|计)[，,]"
    r"|^(?:此外|同时|另外|其中|目前|近日|日前)[，,]"
)
"""What says only that something is reported."""


def normal(text: str) -> str:
    """``text`` in half-width digits and letters, simplified, without white space, quoted in “ and ”."""
    return simplified(_tidied(text))


def _tidied(text: str) -> str:
    text = _BETWEEN_LATIN.sub("\x00", text.translate(_TABLE))
    return _paired(_BLANK.sub("", text).replace("\x00", " "))


def _paired(text: str) -> str:
    """Straight quotation marks open and close in turn."""
    if '"' not in text:
        return text
    pieces = text.split('"')
    return "".join(piece + ("”" if i % 2 else "“") for i, piece in enumerate(pieces[:-1])) + pieces[-1]


@dataclass(frozen=True, slots=True)
class Reading:
    """``text`` in normal form and what was found in it. Spans refer to ``text``.

    ``bare`` is ``text`` without punctuation, in lower case, and ``at[i]`` the index in ``text`` of its
    character ``i``. ``date`` and ``path`` are what it was read against.
    """

    text: str
    sentences: tuple[Span, ...]
    clauses: tuple[Span, ...]
    figures: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    places: tuple[places.PlaceMention, ...]
    bare: str
    at: tuple[int, ...]
    bigrams: frozenset[str]
    date: str | None = None
    path: str | None = None

    def sentence_of(self, at: int) -> Span:
        """The sentence that holds position ``at``."""
        return next((s for s in self.sentences if s[0] <= at < s[1]), (0, len(self.text)))

    def phrase_of(self, at: int) -> Span:
        """The stretch between commas or stronger signs that holds position ``at``."""
        low, high = self.sentence_of(at)
        for match in _PHRASE_END.finditer(self.text, low, high):
            if match.start() < at:
                low = match.end()
            else:
                high = match.end()
                break
        return (low, high)

    def clause_of(self, at: int) -> Span:
        """The clause that holds position ``at``."""
        return next((c for c in self.clauses if c[0] <= at < c[1]), (0, len(self.text)))


@lru_cache(maxsize=512)
def read(text: str, reference: str | None = None, place_path: str | None = None) -> Reading:
    """Read ``text``; ``reference`` dates its 今年, ``place_path`` is what its 全市 speaks of."""
    written = _tidied(_MARK.sub("", text))
    plain = simplified(written)
    within: Place | None = places.of_path(place_path) if place_path else None
    bare = strip(plain)
    return Reading(
        plain,
        tuple(sentences(plain)),
        tuple(clauses(plain)),
        tuple(quantities(plain)),
        tuple(periods(plain, reference)),
        tuple(places.find(written, within=within)),
        bare,
        tuple(i for i, c in enumerate(plain) if not _SKIPPED.match(c)),
        bigrams(bare),
        reference,
        place_path,
    )


def bigrams(plain: str) -> frozenset[str]:
    """Each two characters that follow each other."""
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def without_lead(text: str) -> str:
    """``text`` without an opening that says only that something is reported (据介绍，)."""
    return _LEAD.sub("", text.lstrip(), count=1)


def strip(text: str) -> str:
    """``text`` without punctuation, in lower case: what is compared character by character."""
    return _SKIPPED.sub("", text).lower()


def shortens(short: str, long: str) -> bool:
    """Whether the characters of ``short`` stand in ``long`` in their order: 教体 in 教育体育."""
    rest = iter(long)
    return all(c in rest for c in short)
