"""Persons, organisations, document numbers and 《titles》: each stands in the source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.names import ORGANISATION_SUFFIX, Named, document_numbers, organisations, persons, titles
from rag.text.synonyms import spell_out
from rag.text.words import frequency
from rag.verify.context import Finding, Severity, Source, Surroundings, nearest, surroundings
from rag.verify.reading import Reading, strip

_ENDING = re.compile(rf"(?:{ORGANISATION_SUFFIX})$")
_COUNTED = re.compile(r"[\d零一二两三四五六七八九十百千万亿][多余]?[个所家间座名]$")
_PART = re.compile(r"的|\d+[名个家位]")
"""What a name of one body does not hold: 甲县的某某和17名同厂老乡 names none."""
_WHOLE = re.compile("^全[国省市州县区镇乡村]")
_COMMON = 1000
"""From this count on in jieba's dictionary, two characters before 公司 are a word rather than a name."""
_GENERIC = re.compile(
    r"(?:这家|该|某|一家|相关|有关|当地|企业|上述|全国|全省|全市|全县|本地|附近|上市|几家|多家|各|国有|民营|龙头|中小|县|市|省|区|镇|乡|村|村级|专业)$"
)


def names(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """One finding for each name of ``claim``."""
    bare = ["".join(r.bare for r in s.readings) for s in sources]
    out: list[Finding] = []
    for person in persons(claim.text):
        out.append(_person(person, claim, sources, bare))
    for kind, found in (("文号", document_numbers(claim.text)), ("题名", titles(claim.text))):
        for name in found:
            held = any(strip(name.text) in text for text in bare)
            reason = f"{kind}{name.text}{'与引文一致' if held else '不在引文中'}"
            out.append(Finding("名称", reason, None if held else "unsupported", ((name.start, name.end),)))
    return out + _organisations(claim, sources, bare)


def _person(person: Named, claim: Reading, sources: Sequence[Source], bare: Sequence[str]) -> Finding:
    span = ((person.start, person.end),)
    candidates = [(p.text, around) for s in sources for p, around in _persons_of(s.body)]
    around = surroundings(claim, span[0], 10, 16)
    best, other, rival = nearest(around, candidates, lambda name: name == person.text)
    if any(strip(person.text) in text for text in bare):
        if rival is not None and rival not in claim.text and other >= 0.5 and other > best + 0.2:
            return Finding("人名", f"此处引文说的是{rival}，不是{person.text}", "contradicted", span, rival)
        return Finding("人名", f"人名{person.text}与引文一致", None, span)
    severity: Severity = "contradicted" if other >= 0.34 else "unsupported"
    return Finding("人名", f"人名{person.text}不在引文中", severity, span, rival if other >= 0.34 else None)


def _persons_of(reading: Reading) -> list[tuple[Named, Surroundings]]:
    return [(p, surroundings(reading, (p.start, p.end), 12, 20)) for p in persons(reading.text)]


def _organisations(claim: Reading, sources: Sequence[Source], bare: Sequence[str]) -> list[Finding]:
    out: list[Finding] = []
    found = organisations(claim.text)
    if not found:
        return out
    spelt = [spell_out(text) for text in bare]
    known = [strip(o.text) for s in sources for r in s.readings for o in organisations(r.text)]
    for name in found:
        text = _WHOLE.sub("", strip(name.text))
        ending = _ENDING.search(text)
        own = _PART.split(text[: ending.start()])[-1] if ending else ""
        if ending is None or len(own) < 2 or _COUNTED.search(own) or not any(ending.group() in b for b in bare):
            continue
        # 农村商业银行 for 商业银行 adds nothing wrong; another proper name before the same ending does.
        tail = own[-2:] + ending.group()
        if any(tail in b for b in (*bare, *spelt)) or any(spell_out(tail) in b for b in spelt):
            continue
        # 安化县设小学: what stands before the ending is the rest of a place's name.
        edge = name.end - len(ending.group())
        if any(edge - 2 < m.end <= edge for m in claim.places):
            continue
        short = any(own[-2:] in o for o in known)
        if not short and not _GENERIC.search(own) and frequency(own[-2:]) < _COMMON:
            reason = f"机构{name.text}不在引文中"
            out.append(Finding("机构", reason, "unsupported", ((name.start, name.end),)))
    return out
