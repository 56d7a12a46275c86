"""Questions to learn the ranking from, with what answers them. Only from sources whose licence lets weights be shipped.

* DRCD and CMRC 2018 (CC BY-SA 3.0 / 4.0): questions about paragraphs of articles, asked by people.
* Reports of governments (official documents): a clause with a figure, asked for by a rule.
* Our own samples.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.metrics.normal import bare
from rag.domain import Passage

_EDGE = 12
"""Characters at a passage's beginning or end by which it is known to be of a paragraph."""
_PARAGRAPH = re.compile(r"(?P<set>[a-z]+?)t?-(?P<article>.+?)(?:-(?P<number>\d+))?\.txt$")
_CLAUSE = re.compile(
    r"(?P<lead>[㐀-鿿]{4,22}?)(?P<verb>增长|下降|达到|突破|超过|提高到|降至|新增|完成|建成)?(?:约|近|超)?\d+(?:\.\d+)?"
    r"(?P<unit>%|个百分点|万亿元|亿元|万元|万人|万户|万套|个|家|公里|万亩|亿斤|万吨|所|项|名|元|万千瓦|亿立方米|人次|件|处|条)"
)
_NO_NAME = re.compile(r"[年月日的]$|以上|不低于")
_OF_YEAR = re.compile(r"^\d{4}年(.+?)政府")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. What answers it: a passage of ``document`` with one of ``texts`` in it, ``bare``.

    ``group`` names what is kept together when some are held out. With ``paragraph`` (bare) only passages of it count;
    one of it without the text is neither right nor wrong.
    """

    id: str
    group: str
    question: str
    documents: tuple[str, ...]
    texts: tuple[str, ...]
    paragraph: str = ""

    def label(self, passage: Passage) -> float | None:
        """1 for a passage that answers, 0 for one that does not, None for one that cannot be told."""
        if not any(passage.document == d or passage.document.startswith(f"{d}_") for d in self.documents):
            return 0.0
        text = bare(passage.text)
        if self.paragraph and text[:_EDGE] not in self.paragraph and text[-_EDGE:] not in self.paragraph:
            return 0.0
        if any(t in text for t in self.texts):
            return 1.0
        return None if self.paragraph else 0.0


def reading(folder: Path, to: Path) -> list[Asked]:
    """Write the articles of ``folder/docs.jsonl``, their paragraphs joined, into ``to``; give the questions on them."""
    articles: defaultdict[str, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    of: dict[str, tuple[str, str]] = {}
    for row in _rows(folder / "docs.jsonl"):
        found = _PARAGRAPH.match(row["document"])
        if found:
            name = f"{found['set']}-{found['article']}.txt"
            articles[name].append((int(found["number"] or 0), row))
            of[row["document"]] = (name, bare(row["text"]))
    to.mkdir(parents=True, exist_ok=True)
    for name, paragraphs in articles.items():
        paragraphs.sort(key=lambda pair: pair[0])
        parts = [paragraphs[0][1]["title"], *(row["text"].strip() for _, row in paragraphs)]
        (to / name).write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return [
        Asked(row["id"], name, row["question"], (name,), (bare(row["answer"]),), paragraph)
        for row in _rows(folder / "questions.jsonl")
        for name, paragraph in [of[row["gold"][0]]]
    ]


def reports(passages: Iterable[Passage]) -> Iterator[Asked]:
    """A question about every second passage of reports called ``2025年某省政府…``: the figure of one of its clauses."""
    for passage in passages:
        named = _OF_YEAR.match(passage.document)
        text = re.sub(r"\s", "", passage.text)
        clauses = [m for m in _CLAUSE.finditer(text) if not _NO_NAME.search(m["lead"])]
        chance = int(hashlib.sha256(text.encode()).hexdigest(), 16)
        if not named or not clauses or chance % 2:
            continue
        m = clauses[chance % len(clauses)]
        much = {"%": "百分之多少", "个百分点": "多少个百分点"}.get(m["unit"], f"多少{m['unit']}")
        what, place = f"{m['lead']}{m['verb'] or ''}", named[1]
        forms = (f"{place}{what}{much}？", f"{place}{m['lead']}{'' if m['verb'] else '是'}{m['verb'] or ''}{much}？")
        other = (f"{what}{much}，{place}的情况如何？", f"{place}的{m['lead']}{m['verb'] or '有'}多少？")
        question = (*forms, *other)[(chance >> 8) % 4]
        yield Asked(f"r-{passage.id}", passage.document, question, (passage.document,), (bare(m[0]),))


def samples(folder: Path) -> Iterator[Asked]:
    """The answerable questions of our own sets that stand alone."""
    for path in sorted(folder.glob("questions*.jsonl")):
        for row in _rows(path):
            if row.get("answerable") and row.get("docs") and not row.get("history"):
                texts = tuple(bare(text) for group in row["evidence"] for text in group)
                yield Asked(row["id"], row["id"], row["question"], tuple(row["docs"]), texts)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
