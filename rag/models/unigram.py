"""Segmentation into the pieces of a unigram language model (Kudo 2018), as SentencePiece does it.

Written out because the vocabulary has 250,000 pieces: the ``tokenizers`` library takes two seconds to
build its tree of them, longer than everything else a query costs; a dictionary takes a tenth.
"""

from __future__ import annotations

import re

from rag.models.e5_file import Vocabulary

_SPACES = re.compile(" +")
_SPACE = "▁"
_UNKNOWN_PENALTY = 10.0
"""SentencePiece: an unknown character scores this much below the least likely piece."""


class Unigram:
    """Text to piece ids. Holds no state between calls, so threads may share it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.bos, self.eos = vocabulary.bos, vocabulary.eos
        self._normalisation = vocabulary.normalisation
        self._unknown = vocabulary.unk
        specials = {vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk}
        pieces = vocabulary.pieces
        # A report that contains "<s>" or "<mask>" contains those letters, not a control token.
        self._ids = dict(zip(pieces, range(len(pieces)), strict=True))
        for name in [pieces[i] for i in specials] + ["<mask>"]:
            self._ids.pop(name, None)
        self._scores = vocabulary.scores
        self._unknown_score = min(vocabulary.scores) - _UNKNOWN_PENALTY
        self._longest = vocabulary.longest

    def normalised(self, text: str) -> str:
        """NFKC by the model's own table, white space as ``▁``, one of them in front."""
        plain = text.translate(self._normalisation)
        return _SPACE + _SPACES.sub(" ", plain).strip(" ").replace(" ", _SPACE)

    def encode(self, text: str) -> list[int]:
        """Ids of the most likely segmentation, without ``<s>`` and ``</s>``; empty for empty text."""
        line = self.normalised(text)
        if line == _SPACE:
            return []
        return self._best(line)

    def _best(self, line: str) -> list[int]:
        """Viterbi: ``best[i]`` is the score of the best segmentation of ``line[:i]``."""
        ids, scores, longest = self._ids, self._scores, self._longest
        size = len(line)
        best = [-1e30] * (size + 1)
        best[0] = 0.0
        came: list[tuple[int, int]] = [(0, 0)] * (size + 1)
        for start in range(size):
            here = best[start]
            known = False
            for end in range(start + 1, min(size, start + longest[ord(line[start])]) + 1):
                piece = ids.get(line[start:end])
                if piece is None:
                    continue
                known = known or end == start + 1
                score = here + scores[piece]
                if score > best[end]:
                    best[end] = score
                    came[end] = (start, piece)
            if not known and here + self._unknown_score > best[start + 1]:
                best[start + 1] = here + self._unknown_score
                came[start + 1] = (start, self._unknown)
        out: list[int] = []
        at = size
        while at > 0:
            at, piece = came[at]
            # A run of unknown characters is one unknown piece.
            if not (piece == self._unknown and out and out[-1] == piece):
                out.append(piece)
        out.reverse()
        return out
