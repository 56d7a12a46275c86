"""Builds ``pairs.tsv``: how often two characters stand side by side inside a sentence.

Usage: ``python ingest/layout/data/build_pairs.py TEXT...`` with plain texts of one paragraph a line. The table
that ships was counted over 1.7 million characters of news (UHGEval, Apache-2.0), policy documents and the
provinces' government work reports of 2025 (official documents). A line is a character, how often it stands on
the left and on the right of another, and the characters after it by their counts: ``07二四`` for two that were
counted ``2 ** (7 / 2)`` times. All figures are one character, ``0``, and Chinese digits another, ``二``. Pairs counted less than three times are left out.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

FOLD = str.maketrans(",;:!?()\"'三四五六七八九两几", "，；：！？（）“‘" + 9 * "二")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_STOPS = frozenset("。！？；：")
_LEAST = 3


def main(paths: list[str]) -> None:
    """Count and write the table beside this file."""
    pairs: Counter[str] = Counter()
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            text = _FIGURE.sub("0", "".join(line.split()).translate(FOLD))
            pairs.update(a + b for a, b in zip(text, text[1:], strict=False) if a not in _STOPS)
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    after: defaultdict[str, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for pair, count in sorted(pairs.items()):
        left[pair[0]] += count
        right[pair[1]] += count
        if count >= _LEAST:
            after[pair[0]][round(2 * math.log2(count))].append(pair[1])
    with Path(__file__).with_name("pairs.tsv").open("w", encoding="utf-8") as out:
        for char in sorted(left.keys() | right.keys()):
            held = " ".join(f"{level:02}{''.join(chars)}" for level, chars in sorted(after[char].items()))
            out.write(f"{char}\t{left[char]}\t{right[char]}\t{held}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
