"""Evidence that runs over a passage's boundary: a sentence cut in two, a list that goes on in the next passage.

Passages are cut between sentences and do not overlap; a sentence longer than a passage, one that a page break
interrupts, and a long list are cut all the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.domain import Hit, Passage, SourcedText
from rag.library.ids import passage_id
from rag.ports import PassageSource
from rag.text.fold import folded
from rag.text.sentences import sentences

MOST = 600
"""Characters that a passage may grow by on either side."""

_ENDED = frozenset("。！？!?…”’」』）)】》〉\"'")
_CLAUSED = re.compile(r"[，,；;、]")
_MARK = r"[（(]?[{}][)）、.．是要]|第[{}][，,、是]?"
_FIRST = re.compile(rf"(?:{_MARK.format('一1', '一')}|首先|其一|一方面)")
_LATER = re.compile(
    rf"(?:{_MARK.format('二三四五六七八九十2-9', '二三四五六七八九十')}|其[二三四五六七八九十]|其次|再次|然后|最后|另一方面)"
)


def runs_on(passage: Passage, following: Passage) -> bool:
    """Whether the last sentence of ``passage`` goes on in ``following``, the next passage of its article."""
    text = passage.text.rstrip()
    if (
        not text
        or text[-1] in _ENDED
        or passage.article_id != following.article_id
        or passage.section != following.section
    ):
        return False
    last = text[slice(*sentences(text)[-1])]
    # A heading has no full stop and nothing that goes on, and rows of a table have cells, not clauses.
    heading = bool(passage.title) and folded(passage.title) in folded(text)
    listed = _FIRST.match(following.text) or _LATER.match(following.text)
    return not heading and bool(_CLAUSED.search(last)) and not listed


def remainder(following: Passage) -> int:
    """Where the first sentence of ``following`` ends: what belongs to a sentence that runs on into it."""
    spans = sentences(following.text)
    return spans[0][1] if spans else len(following.text)


def extended(passage: Passage, following: Passage, end: int) -> Passage:
    """``passage`` with ``following.text[:end]`` behind it; its id, and the offsets of its own words, stay."""
    return replace(passage, body=_joined(passage.body, following.body.cut(0, end)))


def whole(passage: Passage, previous: Passage | None, following: Passage | None) -> Passage:
    """``passage`` with what of its neighbours belongs to its first and last sentences, or to a list it is part of.

    Itself when nothing does. A list is one whose items are counted (一是…二是…, 首先…其次…); it grows by the items
    before, with the sentence that announces them, and by those after, at most MOST characters a side.
    """
    out = passage
    if following is not None:
        end = remainder(following) if runs_on(passage, following) else _items(following)
        if 0 < end <= MOST and (runs_on(passage, following) or _lists(passage)):
            out = replace(out, body=_joined(out.body, following.body.cut(0, end)))
    if previous is not None:
        start = _start(previous, passage)
        if 0 < len(previous.text) - start <= MOST:
            out = replace(out, body=_joined(previous.body.cut(start, len(previous.text)), out.body))
    return out


def whole_hits(hits: Sequence[Hit], source: PassageSource) -> list[Hit]:
    """``hits`` with each passage as ``whole`` makes it, unless another hit already shows what would be added."""
    near = beside([h.passage for h in hits], source)
    return [
        replace(h, passage=whole(h.passage, near.get((h.passage.id, -1)), near.get((h.passage.id, 1)))) for h in hits
    ]


def beside(passages: Sequence[Passage], source: PassageSource) -> dict[tuple[str, int], Passage]:
    """(passage id, -1 or 1) -> the passage before or after it in its article, in one look-up for all of them."""
    wanted = {
        (p, step): passage_id(p.document_id, p.document_sha256, p.ordinal + step) for p in passages for step in (-1, 1)
    }
    found = {p.id: p for p in source.passages(sorted(set(wanted.values())))}
    return {
        (p.id, step): found[id_]
        for (p, step), id_ in wanted.items()
        if id_ in found and found[id_].article_id == p.article_id
    }


def _lists(passage: Passage) -> bool:
    """Whether items of a list are counted in it, or announced at its end."""
    spans = sentences(passage.text)
    if not spans:
        return False
    items = [passage.text[a:b] for a, b in spans]
    return bool(_FIRST.match(items[-1]) or _LATER.match(items[-1]) or passage.text.rstrip()[-1:] in "：:")


def _items(following: Passage) -> int:
    """Where the items with which ``following`` goes on counting end; 0 when it does not begin so."""
    end = 0
    for a, b in sentences(following.text):
        if not (_LATER.match(following.text, a) or (end == 0 and _FIRST.match(following.text, a))):
            break
        end = b
    return end


def _start(previous: Passage, passage: Passage) -> int:
    """Where in ``previous`` begins what ``passage`` goes on with; its length when it goes on with nothing."""
    spans = sentences(previous.text)
    nothing = len(previous.text)
    if not spans:
        return nothing
    if runs_on(previous, passage):
        return spans[-1][0]
    if not _LATER.match(passage.text) or not _lists(previous):
        return nothing
    at = len(spans) - 1
    while at > 0 and _LATER.match(previous.text, spans[at][0]):
        at -= 1
    # The sentence before the first item says what is listed.
    if at > 0 and _FIRST.match(previous.text, spans[at][0]):
        at -= 1
    return spans[at][0]


def _joined(first: SourcedText, second: SourcedText) -> SourcedText:
    shift = len(first.text)
    runs = list(first.runs)
    for at, start, length in second.runs:
        if runs and runs[-1][1] + runs[-1][2] == start and runs[-1][0] + runs[-1][2] == at + shift:
            runs[-1] = (*runs[-1][:2], runs[-1][2] + length)
        else:
            runs.append((at + shift, start, length))
    return SourcedText(first.text + second.text, tuple(runs))
