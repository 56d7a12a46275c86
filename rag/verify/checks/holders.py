"""Holders: nobody is given an office whom the source does not know, or where it names another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.domain import Span
from rag.text.names import COMPOUND_SURNAMES, SURNAMES
from rag.text.offices import RANKS, appointments, held_by, parse_rank
from rag.text.words import frequency
from rag.verify.checks.offices import is_past, same_office
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, strip

_RANK = "|".join(RANKS)
_NAME = rf"(?:(?:{COMPOUND_SURNAMES})|[{SURNAMES}])[一-鿿]{{1,2}}"
_IS_WHO = re.compile(
    rf"(?P<office>[一-鿿“”]{{0,16}}?(?:{_RANK}))(?:就|一直|也)?(?:是|为|叫|系|由)(?P<name>{_NAME})(?=[，。；、！？,;]|$|同志|担任|兼任|出任)"
)
_WHO_IS = re.compile(
    rf"(?:^|(?<=[，。；、：]))(?P<name>{_NAME}?)(?:同志)?(?:现任|担任|出任|接任|兼任|当选|任|是|为|系)(?P<office>[一-鿿“”]{{0,16}}?(?:{_RANK}))(?=[，。；、！？,;]|$)"
)
_ONE_SEAT = re.compile(
    r"(?<!副)(?:书记|[省市州县区镇乡]长|局长|厅长|部长|主任|主席|秘书长|院长|校长|园长|所长|站长|会长|董事长|总经理|厂长|行长|社长|理事长|支书)$"
)
"""Ranks that a body has but one of."""
_UNIT = re.compile(r"([一-鿿]{2})(村|社区|镇|乡|街道|县|市|区|省|州)")
_COMMON = 1000
"""From this count on in jieba's dictionary, two characters after an office are a word, no name."""
_LATER = re.compile(r"[一二两三四五六七八九十\d]+[名位个]")


@dataclass(frozen=True, slots=True)
class _Given:
    """``name`` at ``span`` is said to hold ``office``."""

    name: str
    office: str
    span: Span


def holders(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each office that ``claim`` gives to somebody else than the sources do, or to somebody they do not know."""
    if not any(rank in claim.text for rank in RANKS):
        return []
    texts = [r.text for s in sources for r in s.readings]
    bare = [strip(t) for t in texts]
    out: list[Finding] = []
    done: set[Span] = set()
    for given in _given(claim.text):
        if given.span in done or (len(given.name) == 2 and frequency(given.name) > _COMMON):
            continue
        done.add(given.span)
        # What follows may have been taken for the end of the name.
        known = next((n for n in (given.name, given.name[:2]) if any(n in b for b in bare)), None)
        if known and any(_same(given.office, o) for t in texts for _, _, o in held_by(known, t)):
            continue
        other = next((a for t in texts for a in appointments(t) if _instead(given, a.office, a.name)), None)
        if other is not None and not is_past(claim.text, max(0, given.span[0] - len(given.office))):
            reason = f"引文中{_short(other.office)}是{other.name}，不是{given.name}"
            severity = "contradicted" if _one_body(given.office, other.office) else "unsupported"
            out.append(Finding("人名", reason, severity, (given.span,), other.name))  # type: ignore[arg-type]
        elif known is None:
            out.append(Finding("人名", f"人名{given.name}不在引文中", "unsupported", (given.span,)))
    return out


def _given(text: str) -> Iterator[_Given]:
    for pattern in (_IS_WHO, _WHO_IS):
        for match in pattern.finditer(text):
            if not _LATER.search(match["office"]):
                yield _Given(match["name"], match["office"], match.span("name"))
    for found in appointments(text):
        at = text.find(found.name, found.start)
        yield _Given(found.name, found.office, (at, at + len(found.name)))


def _instead(given: _Given, office: str, name: str) -> bool:
    same = bool(_ONE_SEAT.search(given.office)) and _same(given.office, office)
    return same and given.name[:2] != name[:2] and _rank(given.office) == _rank(office)


def _same(office: str, other: str) -> bool:
    """Whether two wordings may mean one office, of one place as far as both name it."""
    a, b = (set(_UNIT.findall(o)) for o in (office, other))
    apart = any(x[1] == y[1] for x in a for y in b) and not a & b
    return same_office(office, other) and not apart


def _rank(office: str) -> str:
    parsed = parse_rank(office)
    return parsed[1] if parsed else ""


def _one_body(mine: str, theirs: str) -> bool:
    """Whether both name one body, or one of them none."""
    a, b = strip(mine), strip(theirs)
    return a.endswith(b) or b.endswith(a)


def _short(office: str) -> str:
    return office[-16:]
