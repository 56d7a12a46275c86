"""One thing asked for, read for tables: its words, what is counted, its years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rag.answer.periods import asked_periods
from rag.domain import Place
from rag.figures.cells import Table
from rag.figures.match import usual
from rag.retrieve.content import Word, content, is_weak
from rag.retrieve.question import Ask, Query
from rag.retrieve.terms import Weights, terms
from rag.text.fold import folded
from rag.text.spoken import spoken_names
from rag.text.units import UNIT

_ABOUT_TABLE = re.compile(
    r"全[省市州县区镇乡村]|合计|总计|小计|一共|总共|共计?|加起来|全部|总量|总数|其中|各?(?:个|些)?(?:乡镇|县市区?|乡镇街道|市州|村|地方|地区)|表[中里]|"
    r"[多少几]少?[个家]?|占|比例|比重|百分|最[一-鿿]|哪[个些]?|超过|以上|以下|不到|高于|低于|比|增[长加]|减少|下降|每|设在|设于|位于|建在|坐落|办在|举办地|各是|对照|参照|按照|根据|依据"
)
_OF_ORDER = re.compile(rf"[最哪]|^\d|^[万亿千百]*(?:{UNIT.pattern})$")
"""农村低保人|数最多: what the segmenter makes of an order; and bounds with their units."""
_COUNTED = re.compile(r"(?:(?![的呢吗了是有在])[一-鿿]){1,6}")


@dataclass(frozen=True)
class Wish:
    """One thing asked for, read for tables."""

    query: Query
    ask: Ask
    weights: Weights

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """What it is about; without what is only said of tables and of order (乡镇, 合计, 最高)."""
        found = content(self._bare, self.weights)
        return tuple(w for w in found if not (_ABOUT_TABLE.fullmatch(w.text) or _OF_ORDER.search(w.text)))

    @cached_property
    def _bare(self) -> str:
        """The text of the ask without times that no calendar tells (年底), and without the unit: 头 of 多少头猪 is of no word."""
        text = self.ask.text
        for period in self.query.periods:
            if period.relative:
                text = text.replace(period.as_written, " ")
        if self.ask.kind == "value" and self.ask.unit:
            text = text.replace(f"{self.ask.word}{self.ask.unit}", f" {self.ask.word} ")
        return text

    @cached_property
    def counted(self) -> str:
        """What stands behind the question word and its unit: 粮食 of 打了多少吨粮食; empty where nothing does."""
        if self.ask.kind != "value" or not self.ask.unit:
            return ""
        found = _COUNTED.match(self.ask.right.removeprefix(self.ask.unit))
        return found[0] if found else ""

    @cached_property
    def strong(self) -> tuple[Word, ...]:
        """The words that the evidence has to hold."""
        return tuple(w for w in self.words if not is_weak(w.text) and len(w.text) > 1)

    @cached_property
    def text(self) -> str:
        """The question, folded, with usual names for what has several."""
        return usual(folded(self.query.question))

    @cached_property
    def terms(self) -> frozenset[str]:
        """Of the question."""
        return frozenset(terms(self.text))

    @cached_property
    def months(self) -> frozenset[int]:
        """The months it names, one by one."""
        told = asked_periods(self.ask, self.query)
        return frozenset(p.parts[1] for p in told if p.parts[1] and not p.parts[2])

    @cached_property
    def years(self) -> frozenset[str]:
        """The years it names."""
        told = asked_periods(self.ask, self.query)
        return frozenset(p.since[:4] for p in told if p.since and not p.relative)

    def recalls(self, name: str) -> float:
        """Share of ``name`` that the question holds, in [0, 1]."""
        plain = usual(folded(name))
        if not plain:
            return 0.0
        if plain in self.text or (len(plain) > 2 and plain.removeprefix("总") in self.text):
            return 1.0
        own = terms(plain)
        return sum(t in self.terms for t in own) / len(own) if own else 0.0


def without_chance_places(query: Query, held: Sequence[Table]) -> Query:
    """``query`` without places that are only read into the label of a row: 镇坪公路 is no road of 镇坪县."""
    text = folded(query.question)
    labels = [x for t in held for r in t.body if len(x := folded(r.label)) > 2 and x in text]

    def by_chance(place: Place) -> bool:
        names = [folded(n) for n in spoken_names(place) if folded(n) in text]
        longest = max(names, key=len, default="")
        rest = text
        for label in labels:
            if longest and longest in label and longest != label and not label.startswith(folded(place.name)):
                rest = rest.replace(label, " ")
        return bool(longest) and longest not in rest

    kept = tuple(p for p in query.places if not by_chance(p))
    return query if len(kept) == len(query.places) else replace(query, places=kept)
