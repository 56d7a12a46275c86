"""Reprints: articles that share most of their words are linked.

MinHash (Broder 1997) in its one-permutation form (Li, Owen and Zhang 2012) over character 5-grams of the
text without punctuation, compared by banding. With 10 bands of 8 bins two articles of which nine tenths are the same
are found in 99.6 % of all cases, of which eight tenths are in 84 %.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import numpy.typing as npt

from rag.domain import Article, Document
from rag.library.record import Library
from rag.library.reprints import Signature

ALIKE = 0.8
"""Least share of 5-grams in common, of all that two articles have, to call one a reprint of the other."""

_GRAM = 5
_BINS = 128
_BANDS, _ROWS = 10, 8
_EMPTY = np.uint32(0xFFFFFFFF)
_FEWEST = 40
"""Articles with fewer 5-grams are too short to tell a reprint from a set phrase."""
_PRIME = np.uint64(0x100000001B3)
_GAPS = re.compile(r"[\W_]+")

Minhash = npt.NDArray[np.uint32]


def minhash(text: str) -> Minhash | None:
    """The signature of ``text``, shape (128,); None if it is too short to compare."""
    # Full-width punctuation, which is all that most texts have to be normalised, goes first.
    words = unicodedata.normalize("NFKC", _GAPS.sub("", text))
    codes = np.frombuffer(words.encode("utf-32-le", "replace"), dtype="<u4").astype(np.uint64)
    if len(codes) < _FEWEST + _GRAM - 1:
        return None
    count = len(codes) - _GRAM + 1
    grams = np.zeros(count, dtype=np.uint64)
    for k in range(_GRAM):
        grams = grams * _PRIME + codes[k : k + count]
    hashes = _mixed(grams)
    bins = (hashes & np.uint64(_BINS - 1)).astype(np.int64)
    out = np.full(_BINS, _EMPTY, dtype=np.uint32)
    np.minimum.at(out, bins, (hashes >> np.uint64(33)).astype(np.uint32))
    return out


def similarity(a: Minhash, b: Minhash) -> float:
    """Estimate of the share of 5-grams in common, in [0, 1]; its standard error is at most 0.045."""
    filled = (a != _EMPTY) | (b != _EMPTY)
    return float(((a == b) & filled).sum() / max(1, filled.sum()))


def bands(signature: Minhash) -> tuple[int, ...]:
    """Hashes of ten groups of eight bins; groups with nothing in them are left out."""
    groups = signature[: _BANDS * _ROWS].reshape(_BANDS, _ROWS)
    values = np.arange(1, _BANDS + 1, dtype=np.uint64)
    for row in groups.T.astype(np.uint64):
        values = _mixed(values ^ row)
    return tuple(values[(groups != _EMPTY).any(axis=1)].astype(np.int64).tolist())


def link(library: Library) -> list[tuple[str, str, float]]:
    """Sign the articles that came in since the last time and link those that repeat others.

    What a crash left undone is done the next time.

    Returns:
        (document, the document it repeats, share in common), each pair of documents once.
    """
    out: dict[tuple[str, str], float] = {}
    for document_id in library.reprints.unsigned():
        document = library.document(document_id, passages=False)
        if document is None:
            continue
        with library.transaction():
            for article in document.articles:
                for other, share in _link_one(library, document, article):
                    pair = (document.path, other)
                    out[pair] = max(share, out.get(pair, 0.0))
    return [(document, other, share) for (document, other), share in out.items()]


def _link_one(library: Library, document: Document, article: Article) -> list[tuple[str, float]]:
    """The other documents that hold a like of ``article``, with the share in common."""
    text = "".join(document.text[start:end] for start, end in article.spans)
    signature = minhash(text)
    if signature is None:
        library.reprints.sign([Signature(article.id, b"", ())])
        return []
    keys = bands(signature)
    alike = []
    for other_id, data in library.reprints.candidates(keys):
        share = similarity(signature, np.frombuffer(data, dtype=np.uint32))
        if share >= ALIKE and other_id != article.id:
            alike.append((other_id, share))
    library.reprints.sign([Signature(article.id, signature.tobytes(), keys)])
    alike.sort(key=lambda pair: -pair[1])
    library.reprints.link(article.id, alike)
    names = library.reprints.documents([other for other, _ in alike])
    return [(names[other], share) for other, share in alike if names[other] != document.path]


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Finaliser of SplitMix64: every bit of the input moves every bit of the output."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
