"""Builds ``starts.json``: how much likelier a beginning is inside a sentence than at a paragraph's start.

Two tables: ``clause`` for what follows a comma, ``inside`` for any other place inside a sentence.

Usage: ``python ingest/layout/data/build_starts.py TEXT...`` with plain texts of one paragraph a line. The
table that ships was counted over news (UHGEval, Apache-2.0) and the provinces' government work reports of
2025 (official documents). An entry is one or two characters and ten times the natural logarithm of
p(entry | any place inside a sentence) / p(entry | a paragraph's start), pairs backed off to their first character.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from pathlib import Path

_FOLD = str.maketrans(",;:!?()\"'", "，；：！？（）“‘")
_STOPS = frozenset("。！？…；：")
_LEAST = 8
_WEIGHT = 6.0


def main(paths: list[str]) -> None:
    """Count and write the table beside this file."""
    at_start: Counter[str] = Counter()
    inside: dict[str, Counter[str]] = {"clause": Counter(), "inside": Counter()}
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            text = "".join(line.split()).translate(_FOLD)
            if len(text) < 20 or text[-1] not in "。！？”）…":
                continue
            at_start.update((text[:1], text[:2]))
            for i in range(1, len(text) - 1):
                if text[i - 1] not in _STOPS:
                    inside["clause" if text[i - 1] in "，、" else "inside"].update((text[i], text[i : i + 2]))
    tables = {name: _table(at_start, counts) for name, counts in inside.items()}
    target = Path(__file__).with_name("starts.json")
    target.write_text(json.dumps(tables, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print({name: len(table) for name, table in tables.items()}, "entries")


def _table(at_start: Counter[str], inside: Counter[str]) -> dict[str, int]:
    starts = sum(n for k, n in at_start.items() if len(k) == 1)
    middles = sum(n for k, n in inside.items() if len(k) == 1)
    scale = 20 * middles / 870000
    table: dict[str, int] = {}
    ratio: dict[str, float] = {}
    for key in {k for k in (*at_start, *inside) if len(k) == 1}:
        p, q = (inside[key] + 0.5) / (middles + 1500), (at_start[key] + 0.5) / (starts + 1500)
        ratio[key] = math.log(p / q)
        if at_start[key] + inside[key] / scale >= _LEAST:
            table[key] = round(10 * ratio[key])
    for key in {k for k in (*at_start, *inside) if len(k) == 2}:
        head = key[0]
        p = (inside[key] + 1e-9) / (inside[head] + 1)
        q = (at_start[key] + _WEIGHT * p) / (at_start[head] + _WEIGHT)
        value = ratio[head] + math.log((p + 1e-6) / (q + 1e-6))
        known = at_start[key] >= 3 and abs(value - ratio[head]) >= 0.5
        if known or (at_start[head] >= 40 and inside[key] >= 3 * scale and abs(value - ratio[head]) >= 0.7):
            table[key] = round(10 * value)
    return {k: max(-60, min(60, v)) for k, v in sorted(table.items())}


if __name__ == "__main__":
    main(sys.argv[1:])
