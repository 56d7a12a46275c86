"""The mutation suite: sentences of reports with one edit that makes them false, or one that leaves them true.

    python -m eval.mutations --out CASES.jsonl TEXT...

writes lines for ``wenju verify --batch`` with ``label`` and ``kind``. The edits use tables of their own, not
those of ``rag.verify``, so that the suite measures the checks and not their memory.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.edits import Text
from eval.falsehoods import FALSE
from eval.restatements import TRUE
from rag.text import places
from rag.text.sentences import sentences

REPORT_TITLE = re.compile(r"(?:19|20)\d\d年(.{2,6}?)(?:省|市|自治区)?政府工作报告")


@dataclass(frozen=True, slots=True)
class Case:
    """One claim with its passages; ``label`` is ``supported`` for restatements, else ``unsupported``."""

    id: str
    kind: str
    label: str
    claim: str
    source: str
    passages: tuple[Text, ...]

    def as_json(self) -> dict[str, Any]:
        """A line of ``verify --batch`` that can be scored."""
        return {
            "id": self.id,
            "kind": self.kind,
            "label": self.label,
            "claim": self.claim,
            "source": self.source,
            "passages": [p.as_json() for p in self.passages],
        }


def cases(texts: Iterable[Text], *, seed: int = 20260101, per_sentence: int = 3) -> Iterator[Case]:
    """Cases from the sentences of ``texts``: at most ``per_sentence`` false and one true edit of each."""
    pool = list(texts)
    rng = random.Random(seed)
    number = 0
    for passage in pool:
        for start, end in sentences(passage.text):
            sentence = passage.text[start:end].replace("\n", "")
            if not 14 <= len(sentence) <= 110:
                continue
            for kind, label, claim, held in _edits(sentence, passage, pool, rng, per_sentence):
                number += 1
                yield Case(f"m{number:05d}", kind, label, claim, sentence, held)


def _edits(
    sentence: str, passage: Text, pool: list[Text], rng: random.Random, limit: int
) -> Iterator[tuple[str, str, str, tuple[Text, ...]]]:
    false = list(FALSE.items())
    rng.shuffle(false)
    done = 0
    for kind, edit in false:
        if done >= limit:
            break
        claim = edit(sentence, passage, rng)
        if claim and claim != sentence:
            done += 1
            yield kind, "unsupported", claim, (passage,)
    if len(pool) > 1 and rng.random() < 0.15:
        other = rng.choice(pool)
        if other.text != passage.text and sentence[:12] not in other.text:
            yield "mark", "unsupported", f"{sentence.rstrip('。')}[2]。", (passage, other)
    true = list(TRUE.items())
    rng.shuffle(true)
    for kind, edit in true:
        claim = edit(sentence, passage, rng)
        if claim and claim != sentence:
            yield f"same:{kind}", "supported", claim, (passage,)
            break


def windows(
    text: str, *, title: str = "", place: str | None = None, date: str | None = None, size: int = 320
) -> list[Text]:
    """``text`` cut into passages of about ``size`` characters on sentence ends."""
    out: list[Text] = []
    piece = ""
    for start, end in sentences(text):
        piece += text[start:end]
        if len(piece) >= size:
            out.append(Text(piece, title, place, date))
            piece = ""
    return [*out, Text(piece, title, place, date)] if piece else out


def load(path: Path) -> list[Text]:
    """The passages of a text file; a provincial report's name says of which province and year it is."""
    title = path.stem
    found = REPORT_TITLE.search(title)
    province = places.resolve(found.group(1)) if found else None
    text = (
        re.sub(r"(?<![。！？”])\n+(?=\S)", "", path.read_text(encoding="utf-8"))
        if found is None
        else path.read_text(encoding="utf-8")
    )
    return windows(
        text, title=title if found else "", place=province.name if province else None, date=title[:4] if found else None
    )


def main() -> None:
    """Write cases for text files."""
    parser = argparse.ArgumentParser(description="write mutation cases for wenju verify --batch")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=6000, help="at most so many cases, spread over the texts")
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("texts", nargs="+", type=Path)
    args = parser.parse_args()
    texts = [t for path in args.texts for t in load(path)]
    random.Random(args.seed).shuffle(texts)
    with args.out.open("w", encoding="utf-8") as out:
        for count, case in enumerate(cases(texts, seed=args.seed)):
            if count >= args.limit:
                break
            out.write(json.dumps(case.as_json(), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
