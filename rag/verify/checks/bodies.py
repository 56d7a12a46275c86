"""Bodies: what one office or body did the claim does not give to another of its kind (省教育厅 and 市教育局)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.domain import Span
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading

# What stands before a body's name and tells whose it is.
_LEVEL = "省市州县区旗镇乡"
_KIND = "厅|局|委员会|委|办公室|办|中心"
_OFFICE = re.compile(
    rf"(?P<level>[{_LEVEL}])(?:(?P<head>党委|党工委|工委|纪委监委|纪委|政法委|团委|委|政府|人大|政协)(?![员会托派任屈])"
    rf"|(?P<core>[一-鿿]{{2,4}}?)(?:{_KIND})(?![员会托派任屈]))"
)
_SECRETARY = re.compile(r"(?P<body>纪工?委(?:监委)?|政法委|团委|党工?委|工委|[省市州县区旗]委)(?P<rank>副?书记)")


def bodies(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each body of ``claim`` that no source names, where they name the same of another level, or another's secretary."""
    out: list[Finding] = []
    texts = [r.text for s in sources for r in s.readings]
    for level, name, ending, span in _named(claim.text):
        theirs = {lv for text in texts for lv in _levels(text, name, ending)}
        if theirs and "" not in theirs and level not in theirs:
            reason = f"引文说的是{min(theirs)}{name}，不是{level}{name}"
            out.append(Finding("机构", reason, "unsupported", (span,)))
    mine = [(m, _class(m["body"])) for m in _SECRETARY.finditer(claim.text)]
    held = [(m, _class(m["body"])) for text in texts for m in _SECRETARY.finditer(text)]
    for m, kind in mine:
        others = [h for h, other in held if h["rank"] == m["rank"] and other != kind]
        # Any mention of the body by itself may be what its secretary is known by.
        if others and not any(_mentions(text, kind) for text in texts):
            told = others[0].group()
            out.append(Finding("职务", f"引文说的是{told}，不是{m.group()}", "unsupported", (m.span(),)))
    return out


def _named(text: str) -> Iterator[tuple[str, str, str, Span]]:
    """Level, name, the endings that it may have, and span of each body."""
    for m in _OFFICE.finditer(text):
        yield m["level"], m["head"] or m["core"], "" if m["head"] else _KIND, m.span()


def _levels(text: str, name: str, ending: str) -> Iterator[str]:
    """The levels at which ``text`` names the body; empty where it does not say."""
    for m in re.finditer(f"{re.escape(name)}(?:{ending})" if ending else re.escape(name), text):
        before = text[max(0, m.start() - 1) : m.start()]
        if ending == "" and name == "委" and before not in _LEVEL:
            continue
        yield before if before in _LEVEL else ""


def _class(body: str) -> str:
    """党 for the party's committee of a place (县委, 区党委), else the body itself without 工."""
    plain = body.replace("工", "").replace("监委", "")
    return plain if plain in ("纪委", "政法委", "团委") else "党"


def _mentions(text: str, kind: str) -> bool:
    """Whether ``text`` names the body, or a secretary without telling of which."""
    if kind == "党":
        return any(_class(m["body"]) == "党" for m in _SECRETARY.finditer(text)) or "书记" in _SECRETARY.sub("", text)
    return "团" in text if kind == "团委" else kind in text or kind.replace("委", "工委") in text
