"""Cutting a draft into claims, each with its offsets and what the draft says around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.check.draft import Draft, Paragraph
from rag.check.kinds import ClaimKind, kind_of
from rag.domain import Place, SourcedText, Span
from rag.text import dates, places
from rag.text.places import PlaceMention, covers
from rag.text.quantities import quantities
from rag.text.sentences import sentences
from rag.text.wholes import WHOLE

OURS = re.compile(r"[我本](省|自治区|市|州|县|区|旗|镇|乡)(?![长委政级直场])")
UNITS = ("province", "prefecture", "county")
_TITLE = 60
_HEADING = 40
_LONGEST = 400
"""A sentence of more characters is cut at its commas: nobody can see at once what in it was checked."""
_NUMBERING = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、．.]|第[一二三四五六七八九十]{1,3}[章节部条][、 　]?|[（(]?\d{1,2}[）)、．](?!\d)|[①-⑳]|[•·●■◆▪\-*]\s+|#{1,6}\s+)\s*"
)
_GREETING = re.compile(r"(?:尊敬的|敬爱的|各位|同志们|女士们)[^。！？：:]{0,40}[：:]")
_ENDS = "。！？!?；;…：:"


@dataclass(frozen=True, slots=True)
class Claim:
    """``draft.text[start:end]``: a statement of the draft; ``body`` is the same without line breaks.

    ``words`` is what is held against the library, as long as ``body``: blank where the draft names its source. ``places`` are the units it may
    speak of, likeliest first; one only if it names it itself (``named``) or has it from the title (``bound``). ``year``
    is that of the paragraph or title, if the claim names none. ``ours`` is set where 我市 is said and nothing tells
    which.
    """

    body: SourcedText
    words: str
    kind: ClaimKind
    places: tuple[Place, ...] = ()
    named: bool = False
    bound: bool = False
    year: str | None = None
    ours: bool = False

    @property
    def start(self) -> int:
        """Where it begins in the draft."""
        return self.body.spans()[0][0]

    @property
    def end(self) -> int:
        """Where it ends in the draft."""
        return self.body.spans()[-1][1]


def claims_of(draft: Draft, *, place: Place | None = None, skip: frozenset[int] = frozenset()) -> list[Claim]:
    """The claims of ``draft`` in order, not overlapping; headings and the paragraphs numbered in ``skip`` are none.

    ``place`` is what the draft's 我市 means.
    """
    context = _Context.of(draft, place)
    out: list[Claim] = []
    for number, paragraph in enumerate(draft.paragraphs):
        if number in skip or _is_heading(paragraph, number):
            continue
        out.extend(_claims(paragraph, context))
    return out


def title_of(draft: Draft) -> str:
    """The first paragraph if it is a headline, else nothing."""
    first = draft.paragraphs[0].body.text
    return first if _is_heading(draft.paragraphs[0], 0) else ""


def place_of(text: str, within: Place | None = None) -> Place | None:
    """The province, prefecture or county that ``text`` is about: the one it names, or the narrowest of a chain."""
    found = [m.place for m in places.find(text, within=within) if m.place.level in UNITS]
    narrow = [p for p in dict.fromkeys(found) if not any(q != p and covers(p, q) for q in found)]
    return narrow[0] if len(narrow) == 1 else None


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds for the whole draft."""

    place: Place | None
    year: str | None

    @classmethod
    def of(cls, draft: Draft, given: Place | None) -> _Context:
        title = title_of(draft)
        return cls(given or place_of(title), _year(title))


def _claims(paragraph: Paragraph, context: _Context) -> Iterator[Claim]:
    text = paragraph.body.text
    within = context.place
    mentions = [m for m in places.find(text, within=within) if m.place.level in UNITS]
    year: str | None = context.year
    for start, end in _pieces(text, row=paragraph.kind == "row"):
        words = text[start:end]
        own = next((m.place for m in mentions if start <= m.start < min(start + 16, end)), None)
        own = _narrowest(own, [m for m in mentions if start <= m.start < end])
        before = [m for m in mentions if m.start < start]
        held = (own,) if own else _inherited(words, before, context)
        ours = bool(OURS.search(words)) and (not held or (own is None and _open(words, before, context)))
        held = () if ours else held
        named = _year(words)
        yield Claim(
            paragraph.body.cut(start, end), words, kind_of(words), held,
            own is not None, not before, None if named else year, ours,
        )  # fmt: skip
        year = named or year


def _narrowest(first: Place | None, mentions: Sequence[PlaceMention]) -> Place | None:
    """湖南省绥宁县: the county, not the province before it."""
    for mention in mentions:
        if first is not None and covers(first, mention.place):
            first = mention.place
    return first


def _open(words: str, before: Sequence[PlaceMention], context: _Context) -> bool:
    """Whether 我县 may be any of several counties that its paragraph has named."""
    said = OURS.search(words)
    return (
        context.place is None
        and said is not None
        and len({m.place for m in before if m.place.name.endswith(said[1])}) > 1
    )


def _inherited(words: str, before: Sequence[PlaceMention], context: _Context) -> tuple[Place, ...]:
    """What a claim that names no place may speak of: what 全县 can mean, else the last place of its paragraph."""
    near = [m.place for m in reversed(before)]
    whole = [context.place] if context.place is not None else []
    said = WHOLE.search(words)
    if said:
        above = [p for k in (*near[:1], *whole) for p in (places.of_path("/".join(k.parents)),) if p is not None]
        near, whole = ([p for p in known if p.name.endswith(said.group(1))] for known in (near, whole + above))
    return tuple(dict.fromkeys((*near[:1], *whole)))[:2]


def _year(text: str) -> str | None:
    """The year that ``text`` names, if it names one only."""
    found = {p.since[:4] for p in dates.periods(text) if p.since and not p.relative and p.parts[0]}
    return found.pop() if len(found) == 1 else None


def _is_heading(paragraph: Paragraph, number: int) -> bool:
    text = paragraph.body.text.strip()
    if paragraph.kind == "heading":
        return True
    if paragraph.kind != "text" or not text or text[-1] in _ENDS + "”）)":
        return False
    if len(text) > (_TITLE if number == 0 else _HEADING) or "。" in text:
        return False
    plain = _NUMBERING.sub("", text)
    # A line that counts something says something, whatever it ends with.
    return number == 0 or not any(q.kind != "ordinal" and q.unit != "年" for q in quantities(plain))


def _pieces(text: str, *, row: bool) -> Iterator[Span]:
    """Spans of the claims of a paragraph: sentences, and their parts between semicolons that say enough."""
    spans = [(0, len(text))] if row else sentences(text, semicolons=True)
    for start, end in _joined(text, [piece for span in spans for piece in _greeted(text, *span)]):
        lead = _NUMBERING.match(text[start:end])
        start += lead.end() if lead and lead.end() < end - start else 0
        yield from _bounded(text, start, end)


def _greeted(text: str, start: int, end: int) -> list[Span]:
    """各位领导、同志们： is a piece of its own, whatever follows."""
    greeting = _GREETING.match(text, start, end)
    return [(start, greeting.end()), (greeting.end(), end)] if greeting else [(start, end)]


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Parts between semicolons stay together while one of them is too short to stand alone."""
    out: list[Span] = []
    for start, end in spans:
        if out and text[out[-1][1] - 1] in "；;" and (_slight(text[start:end]) or _slight(text[slice(*out[-1])])):
            out[-1] = (out[-1][0], end)
        elif any(c.isalnum() for c in text[start:end]):
            out.append((start, end))
    return out


def _slight(words: str) -> bool:
    return sum(c.isalnum() for c in words) < 12


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > _LONGEST:
        cut = max(text.rfind(c, start + _LONGEST // 2, start + _LONGEST) for c in "，,、 ") + 1
        cut = cut if cut > start else start + _LONGEST
        if any(c.isalnum() for c in text[start:cut]):
            yield start, cut
        start = cut
    if any(c.isalnum() for c in text[start:end]):
        yield start, end
