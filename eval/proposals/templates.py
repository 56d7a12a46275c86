"""Questions made from what articles say, without a model: a figure taken out of its clause, an office without its name.

A question is only made where the clause can stand on its own; which of many are proposed is decided by a digest,
document by document in turn. Every fifth asks for what the library does not hold: the neighbouring place, the year before.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from eval.proposals.review import Proposal
from rag.domain import Passage, Place
from rag.text import dates, places
from rag.text.gazetteer import gazetteer
from rag.text.offices import appointments
from rag.text.quantities import quantities
from rag.text.quantity import Quantity
from rag.text.sentences import clauses, sentences

Original = Callable[[str], str | None]
"""The text of a document by its id."""
UNANSWERABLE = 5
"""One in so many."""
_SHORTEST, _LONGEST = 10, 160
_LEAST_LEAD = 4
"""Characters that must stand before a figure for its clause to say what is counted."""
_WHOLE = re.compile(r"^(?:全|该|本|我)(?:省|市|州|县|区|镇|乡|村|旗)")
_NUMERAL = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_SCALE = re.compile(r"[\d.,，]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_POINTS_BACK = re.compile(r"其中|同比|比上年|较上年|较去年|以上|前者|后者|分别|此|这|他|她|它|前|后|又|再|还|也")


def proposals(passages: Iterable[Passage], original: Original, limit: int) -> list[Proposal]:
    """At most ``limit`` questions about ``passages``, spread over the documents; always the same ones."""
    by_document: dict[str, list[Proposal]] = {}
    years: set[tuple[str, str]] = set()
    named: set[str] = set()
    for passage in passages:
        named |= {p.name for p in map(places.of_path, passage.places) if p}
        years |= {(passage.place or "", y) for y in re.findall(r"(?:19|20)\d\d(?=年)", passage.index_text)}
        held = by_document.setdefault(passage.document_id, [])
        held += _of(passage, original(passage.document_id) or "")
    ordered = [sorted({p.id: p for p in held}.values(), key=_draw) for held in by_document.values()]
    turns = [p for row in zip_longest(*ordered) for p in row if p is not None]
    chosen: list[Proposal] = []
    for proposal in turns:
        if len(chosen) >= limit:
            break
        chosen.append(proposal)
        if len(chosen) % UNANSWERABLE == UNANSWERABLE - 1 and len(chosen) < limit:
            chosen += list(_near(proposal, named, years))[:1]
    return chosen


def _draw(proposal: Proposal) -> str:
    return hashlib.sha256(proposal.question.encode("utf-8", "surrogatepass")).hexdigest()


def _of(passage: Passage, original: str) -> Iterator[Proposal]:
    for start, end in sentences(passage.text):
        sentence = passage.text[start:end]
        if not _SHORTEST <= len(sentence) <= _LONGEST:
            continue
        spans = passage.body.spans(start, end)
        # Only what stands in one piece in the original can be gold: the reviewer must find it there.
        if not spans or "".join(original[spans[0][0] : spans[-1][1]].split()) != "".join(sentence.split()):
            continue
        for question, type_, value in (*_figures(sentence, passage.place), *_names(sentence, passage.place)):
            yield Proposal(
                type=type_,
                question=question,
                why=f"《{passage.title}》里的一句话",
                must=((value,),),
                evidence=((sentence,),),
                docs=(os.path.basename(passage.document),),
                spans=((spans[0][0], spans[-1][1]),),
                place=passage.place or "",
            )


def _figures(sentence: str, place: str | None) -> Iterator[tuple[str, str, str]]:
    """(question, type, expected value) for every figure whose clause says on its own what is counted."""
    found = quantities(sentence)
    periods = dates.periods(sentence)
    for low, high in clauses(sentence):
        inside = [q for q in found if low <= q.start and q.end <= high]
        if len(inside) != 1 or inside[0].kind == "ordinal":
            continue
        figure = inside[0]
        numeral = _NUMERAL.search(figure.as_written)
        asked = _asks(figure)
        lead, tail = sentence[low : figure.start], sentence[figure.end : high].rstrip("，,、；;：:。！!？? ”")
        if numeral is None or asked is None or _POINTS_BACK.search(lead) or _NUMERAL.search(lead + tail):
            if not (numeral and asked and _dated(lead, periods, low)):
                continue
        if len(_HAN.findall(_WHOLE.sub("", lead))) < _LEAST_LEAD or not place:
            continue
        when = next(
            (
                sentence[p.start : p.end]
                for p in reversed(periods)
                if p.end <= low and "年" in sentence[p.start : p.end]
            ),
            "",
        )
        yield f"{when}{_placed(lead, place)}{asked}{tail}？", "fact", numeral[0].replace("，", ",")


def _dated(lead: str, periods: Sequence[dates.Period], low: int) -> bool:
    """Whether the only figures before it are those of a date, and nothing points back."""
    inside = [p for p in periods if p.start >= low and p.end <= low + len(lead)]
    rest = lead
    for p in inside:
        rest = rest.replace(lead[p.start - low : p.end - low], "")
    return bool(inside) and not _NUMERAL.search(rest) and not _POINTS_BACK.search(rest)


def _asks(figure: Quantity) -> str | None:
    """多少亿元 for 352.6亿元; None for what is not written in digits, or as a range."""
    written = figure.as_written
    number = _SCALE.search(written)
    if number is None or figure.high is not None:
        return None
    unit = written[number.end() :].rstrip("多余")
    unit = re.sub(r"^[多余]", "", unit)
    return "百分之多少" if unit.startswith(("%", "％")) else f"多少{unit}"


def _placed(lead: str, place: str) -> str:
    """The clause with its place: 全县建成 becomes 某县建成."""
    text = lead.lstrip("，,、；;：:“ ")
    for verb in ("约", "近", "超过", "超", "逾"):
        text = text.removesuffix(verb)
    if place in text:
        return text
    # 安吉全县: the place by its short name, then as a whole.
    text = re.sub(rf"^{re.escape(_short(place))}(?=全)", "", text)
    whole = _WHOLE.match(text)
    return place + (text[whole.end() :] if whole else text)


def _short(place: str) -> str:
    return place[:-1] if len(place) > 2 else place


def _names(sentence: str, place: str | None) -> Iterator[tuple[str, str, str]]:
    for found in appointments(sentence):
        bare = re.sub(r"^[省市州县区镇乡](?=..)", "", _WHOLE.sub("", found.office))
        if len(bare) < 3 or not place:
            continue
        office = bare if _short(place) in bare else f"{place}{bare}"
        yield f"{office}是谁？", "name", found.name


def _near(proposal: Proposal, named: set[str], years: set[tuple[str, str]]) -> Iterator[Proposal]:
    """The same question of the place next door, or of the year before, of which the library says nothing."""
    base = replace(proposal, answerable=False, evidence=(), docs=(), spans=(), must=(), must_not=proposal.must[0])
    year = re.search(r"(?:19|20)\d\d(?=年)", proposal.question)
    if year is not None:
        before = str(int(year[0]) - 1)
        if (proposal.place, before) not in years:
            question = proposal.question.replace(year[0], before)
            yield replace(base, type="near_year", question=question, why=f"年份错一年：报道里是{year[0]}年")
    known = places.resolve(proposal.place) if proposal.place else None
    if known is not None and proposal.place in proposal.question:
        other = next((p for p in _siblings(known) if p.name not in named), None)
        if other is not None:
            question = proposal.question.replace(proposal.place, other.name)
            why = f"地点换成邻近的{other.name}：库里没有"
            yield replace(base, type="near_place", question=question, why=why, place=other.name)


def _siblings(place: Place) -> list[Place]:
    """The units of the same kind under the same parent, from the one after it on, round to the one before."""
    same = [
        p for p in gazetteer().by_path.values() if p.parents == place.parents and p.level == place.level and p.parents
    ]
    same.sort(key=lambda p: p.code)
    at = next((i for i, p in enumerate(same) if p.path == place.path), 0)
    return same[at + 1 :] + same[:at]
