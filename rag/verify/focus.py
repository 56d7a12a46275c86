"""What of long sources bears on a claim, so that the checks stay fast however much they are handed."""

from __future__ import annotations

from collections.abc import Sequence

from rag.text.sentences import sentences
from rag.verify.reading import normal, strip

PLENTY = 6_000
"""Characters that are read whole; of more, only the sentences that share most with the claim are read."""
_PASSAGES = 20
_SENTENCES = 60
_SENTENCE = 400


def focused(claim: str, texts: Sequence[str]) -> list[tuple[int, str]]:
    """Pairs of index and words: all of ``texts`` if they are short, else what shares most with ``claim``.

    Of a long text the sentences stay in their order, each with the one before it, which may hold its date.
    """
    if sum(map(len, texts)) <= PLENTY:
        return list(enumerate(texts))
    plain = strip(normal(claim))
    wanted = {plain[i : i + 2] for i in range(len(plain) - 1)}
    ranked = sorted(range(len(texts)), key=lambda i: (-sum(b in texts[i] for b in wanted), i))
    pieces: list[tuple[int, int, int, str]] = []
    for i in sorted(ranked[:_PASSAGES]):
        spans = sentences(texts[i])
        for n, (start, end) in enumerate(spans):
            words = texts[i][start : min(end, start + _SENTENCE)]
            before = texts[i][spans[n - 1][0] : spans[n - 1][1]][-_SENTENCE:] if n else ""
            pieces.append((sum(b in words for b in wanted), i, n, before + words if n else words))
    best = sorted(sorted(pieces, key=lambda p: (-p[0], p[1], p[2]))[:_SENTENCES], key=lambda p: p[1:3])
    out: dict[int, list[str]] = {}
    room = PLENTY
    for _, i, _, words in best:
        if room > 0:
            out.setdefault(i, []).append(words)
            room -= len(words)
    return [(i, "\n".join(words)) for i, words in out.items()]
