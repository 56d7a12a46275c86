"""Figures of the sources as operands: what each is called, of which place and year, and how surely a claim names it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.text.quantity import Quantity
from rag.text.units import related, scaled
from rag.verify.coverage import same_words
from rag.verify.reading import Reading, bigrams, strip
from rag.verify.rows import rows
from rag.verify.told import Told, told

MEANT = 0.6
"""How much of an operand's name a claim must say to mean it."""
SURE = 0.75
"""The same, to deny what the claim makes of it."""
_MOST = 60
"""Figures of a source that are set against each other."""
_CLOSE = 6
"""Characters before a figure that may say that it is done."""
_RUN, _BY_RUN = 4, 0.8
"""Characters of a name that, said in a row and half of it, name it, and how surely."""
_UNNAMED = 0.7
"""How surely what is only measured by its unit (播种面积 in 亩) is meant where the unit is said."""
_EACH = re.compile(r"(?:平均)?每(?:一)?(?:[个家户人名台辆亩支所处座株头吨]|公斤|立方米)?(?:[年月天日])?")
_OF_EACH = re.compile(r"每(?:一)?([个家户人名台辆亩支所处座株头吨])")
_DOING = re.compile(
    r"^(?:(?:.*(?:实现|完成|落实|动员|组织|开展|建成|建立|建有|建起|设立|拥有|选聘|选派|提供|拿出|发放|投入|安排|参与|参加|达成|列出|查出|梳理出?|发现|收集|购[置买]|采购))?"
    r"(?:已经?|共|累计|目前|现有|全部|带动|预计|约|达到?|年末|有)*)(?=[一-鿿]{2})"
)
_UNDONE = re.compile(r"未(?!来|成年)|没有?|尚无|不(?!足|到|少|动)")
MORE = re.compile(
    r"^(?:计划|将|拟)?(?:新|再|又)(?:增加?|建成?|办|设|开|培育|引进|发展|纳入|认定|添|创建|评)?(?=[一-鿿]{2})"
)
"""What makes a name that of what came to the others: 新办车间, 再建敬老院."""
_MEASURE = re.compile(r"(?:种植|播种|栽种|养殖|总)?面积$|总?数量?$|总[量额]$|[人户个]数$|规模$|金额$")


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure with the number of its source and, counted over that source, of its sentence."""

    told: Told
    body: int
    sentence: int
    cell: str | None = None
    """What its row is of and its column is called, in a table."""
    noun: str = ""
    """The two characters after it, where they are what is counted: 960个问题."""
    done: bool = False
    """Whether it is told as done: 已整改612个."""

    @property
    def q(self) -> Quantity:
        """The figure as it stands in its source."""
        return self.told.quantity

    @property
    def name(self) -> str:
        """What it is said of, without words of doing and of measuring; empty where its unit says that."""
        return core(strip(self.cell) if self.cell is not None else self.told.name or self.told.label)

    @property
    def place(self) -> str | None:
        """The path of the place it is told of."""
        return self.told.figure.place_path if self.told.figure else None

    @property
    def undone(self) -> bool:
        """Whether it counts what is not done: 未实现再就业."""
        return bool(_UNDONE.search(self.told.label))

    @property
    def each(self) -> str:
        """For each of what it is told: 辆 of 每辆车配护士6名."""
        of = _OF_EACH.search(self.told.name)
        return self.told.rate[0] or (of.group(1) if of else "")

    @property
    def year(self) -> str:
        """Its year, where the text itself dates it."""
        f = self.told.figure
        return f.since[:4] if f and f.dated and f.since else ""

    @property
    def whole(self) -> str:
        """The name of what it is a part of, else nothing."""
        return strip(self.told.figure.whole) if self.told.figure else ""


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a claim's sentence beside a figure, as they stand and by one word for those of one meaning."""

    text: str
    words: frozenset[str]

    @classmethod
    def of(cls, *pieces: str) -> Said:
        """``pieces`` follow each other: 吸纳 and 就业 around a figure are 吸纳就业."""
        text = strip("".join(pieces))
        plain = same_words(text)
        parts = frozenset[str]().union(*(bigrams(strip(p)) for p in pieces))
        return cls(text, bigrams(text) | bigrams(plain) | parts)

    def names(self, name: str) -> float:
        """How surely ``name`` is meant, in [0, 1]: the share of it that is said, or that half of it stands in a row."""
        if len(name) < 2:
            return 1.0 if name and name in self.text else 0.0
        plain = same_words(name)
        share = max(_share(bigrams(w), self.words) for w in (name, plain) if len(w) > 1)
        if share < _BY_RUN and _run(name, self.text) >= max(_RUN, len(name) / 2):
            return _BY_RUN
        return share


@lru_cache(maxsize=4096)
def core(name: str) -> str:
    """``name`` without words of doing, of each and of measuring: 落实整改 is 整改, 学生总数 is 学生."""
    plain = _EACH.sub("", name)
    if not _UNDONE.search(plain):
        plain = MORE.sub("", _DOING.sub("", plain))
    return _MEASURE.sub("", plain)


@lru_cache(maxsize=8192)
def _run(name: str, text: str) -> int:
    """Characters of the longest stretch of ``name`` in ``text``."""
    for size in range(len(name), _RUN - 1, -1):
        if any(name[i : i + size] in text for i in range(len(name) - size + 1)):
            return size
    return 0


def _share(words: frozenset[str], said: frozenset[str]) -> float:
    return len(words & said) / len(words) if words else 0.0


def operands(bodies: Sequence[Reading]) -> list[Operand]:
    """The figures of ``bodies`` in order that count, cost or tell a share, without ranges and bare numbers."""
    out: list[Operand] = []
    for i, body in enumerate(bodies):
        cells = {
            c.quantity.start: c.key if _of_place(row.head, body) else row.head + c.key
            for row in rows(body)
            for c in row.cells
        }
        for t in told(body)[:_MOST]:
            q = t.quantity
            if q.kind in ("count", "money", "percent", "points") and q.high is None and q.value > 0 and not t.limits:
                number = next((n for n, s in enumerate(body.sentences) if s[0] <= q.start < s[1]), 0)
                done = "已" in body.text[max(0, q.start - _CLOSE) : q.start]
                noun = body.text[q.end : q.end + 2]
                noun = noun if noun and noun in t.name else ""
                out.append(Operand(t, i, number, cells.get(q.start), noun, done))
    return out


def _of_place(head: str, body: Reading) -> bool:
    return any(m.place.name == head for m in body.places)


def named(o: Operand, said: Said) -> float:
    """How surely ``said`` means ``o``, in [0, 1]."""
    if not o.name:
        return _UNNAMED if o.told.name or o.cell else 0.0
    return max(said.names(o.name), MEANT if len(o.noun) > 1 and o.noun in said.text else 0.0)


def near(a: Operand, b: Operand) -> bool:
    """Whether both stand in one sentence or in two that follow each other; of several sources that is not known."""
    return a.body != b.body or abs(a.sentence - b.sentence) <= 1


def alike(a: Operand, b: Operand) -> bool:
    """Whether both are of one sort, place and kind of statement, so that they may be set against each other."""
    one_place = not a.place or not b.place or a.place == b.place
    return a.q.kind == b.q.kind and related(a.q.unit, b.q.unit) and one_place and a.told.rate[:2] == b.told.rate[:2]


def in_unit(q: Quantity, unit: str) -> float | None:
    """The value of ``q`` in ``unit``; None where it is of another sort."""
    (a, mine), (b, theirs) = scaled(q.unit), scaled(unit)
    return q.value * mine / theirs if related(a, b) or a == b else None


def outnamed(a: Sequence[Operand], b: Sequence[Operand], said: Said) -> bool:
    """Whether the claim names ``b`` where they differ from ``a``, and not ``a``: 农村居民收入 beside 城镇居民收入."""
    if len(a) != len(b):
        return False
    better = False
    for x, y in zip(a, b, strict=True):
        if x.name == y.name:
            continue
        hers, theirs = bigrams(y.name) - bigrams(x.name), bigrams(x.name) - bigrams(y.name)
        part = bool(y.whole) and bool(x.name) and x.name in y.whole and said.names(y.name) >= SURE
        if part or (_share(hers, said.words) >= SURE and not theirs & said.words):
            better = True
        else:
            return False
    return better
