"""Segmentation into the pieces of a unigram language model (Kudo 2018), as SentencePiece does it.

Written out because the vocabulary has 250,000 pieces: the ``tokenizers`` library takes two seconds to
build its tree of them, longer than everything else a query costs. Here the pieces that begin with a
character are looked up when that character first occurs.
"""

from __future__ import annotations

import re

from rag.models.e5_file import SPACE, Vocabulary

_SPACES = re.compile(" +")
_UNKNOWN_PENALTY = 10.0
"""SentencePiece: an unknown character scores this much below the least likely piece."""

Bucket = tuple[int, dict[str, tuple[int, float]]]
"""The longest length, then piece to (id, score)."""


class Unigram:
    """Text to piece ids. Threads may share it: what it keeps is only ever added to."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.bos, self.eos = vocabulary.bos, vocabulary.eos
        self._vocabulary = vocabulary
        self._unknown = vocabulary.unk
        self._unknown_score = float(vocabulary.scores.min()) - _UNKNOWN_PENALTY
        self._buckets: dict[str, Bucket] = {}

    def normalised(self, text: str) -> str:
        """NFKC by the model's own table, white space as ``▁``, one of them in front."""
        plain = text.translate(self._vocabulary.normalisation)
        return SPACE + _SPACES.sub(" ", plain).strip(" ").replace(" ", SPACE)

    def encode(self, text: str) -> list[int]:
        """Ids of the most likely segmentation, without ``<s>`` and ``</s>``; empty for empty text."""
        line = self.normalised(text)
        if line == SPACE:
            return []
        return self._best(line)

    def _best(self, line: str) -> list[int]:
        """Viterbi: ``best[i]`` is the score of the best segmentation of ``line[:i]``."""
        buckets, size = self._buckets, len(line)
        best = [-1e30] * (size + 1)
        best[0] = 0.0
        came: list[tuple[int, int]] = [(0, 0)] * (size + 1)
        for start in range(size):
            here = best[start]
            key = line[start] if line[start] != SPACE else line[start : start + 2]
            longest, pieces = buckets.get(key) or self._bucket(key)
            if line[start] not in pieces and here + self._unknown_score > best[start + 1]:
                best[start + 1] = here + self._unknown_score
                came[start + 1] = (start, self._unknown)
            for end in range(start + 1, min(size, start + longest) + 1):
                found = pieces.get(line[start:end])
                if found and here + found[1] > best[end]:
                    best[end] = here + found[1]
                    came[end] = (start, found[0])
        out: list[int] = []
        at = size
        while at > 0:
            at, piece = came[at]
            # A run of unknown characters is one unknown piece.
            if not (piece == self._unknown and out and out[-1] == piece):
                out.append(piece)
        out.reverse()
        return out

    def _bucket(self, key: str) -> Bucket:
        """The pieces that begin with the character ``key``, or ``▁`` and those that begin with ``▁x``.

        Control tokens are left out: a report that contains "<s>" contains those letters.
        """
        all_ = self._vocabulary
        if key[0] != SPACE:
            ids = all_.beginning(key)
        else:
            ids = all_.beginning("", spaced=True) + all_.beginning(key[1:], spaced=True)
        pieces = {}
        for i in ids:
            piece = all_.piece(i)
            if i not in (all_.bos, all_.eos, all_.pad, all_.unk) and piece != "<mask>":
                pieces[piece] = (i, float(all_.scores[i]))
        bucket = max(map(len, pieces), default=0), pieces
        self._buckets[key] = bucket
        return bucket
