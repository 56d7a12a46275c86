"""What a question demands of the rows it speaks of: a word in a column (因病的), a state (还没消除的), a bound (不到800万袋), a count (只有1个车间)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answer.counted import same_unit
from rag.answer.table.likeness import called
from rag.answer.table.match import blank, columns, like
from rag.answer.table.rows import hits
from rag.answer.table.status import asked_status, status_of
from rag.answer.table.wish import Wish
from rag.figure import Figure
from rag.figures.arithmetic import ranks
from rag.figures.cells import Column, Row, Table
from rag.text.fold import folded
from rag.text.numerals import narrow
from rag.text.numerals import read as number
from rag.text.quantities import quantities
from rag.text.synonyms import spell_out

BARE = re.compile(r"^[省市州县区镇乡](?=[一-鿿]{3})|(?:类别?|型|项目|方面|类项目)$")
"""What a word of a column is said without: 农业农村局 of 县农业农村局, 水利 of 水利类."""
_DENIES = re.compile(r"^(?:尚|还|暂)?[未没无不](?:有|予)?(?P<what>[一-鿿]{2,6})$")
_AFFIRMS = re.compile(r"^已经?(?P<what>[一-鿿]{2,6})$")
_NOT = r"(?:没有?|未能?|尚未|还没有?|不曾)(?:被|能|得到|真正|全部|完全)?"
_BOUND = re.compile(
    r"(?P<most>不超过|不高于|不多于)|(?P<least>不低于|不少于|达到|至少)|(?P<over>超过|超出|高于|大于|多于|突破|超)|(?P<under>低于|不到|少于|不足|小于|没到)"
)
_AFTER = re.compile(r"(?P<least>以上)|以[下内]")
_NONE = re.compile(
    r"(?:[一半](?:[个家户人名座处项场次条]))(?P<before>[一-鿿]{2,8}?)(?:都|也)没|"
    r"没有(?:任何)?(?P<after>[一-鿿]{2,8}?)的|(?P<zero>[一-鿿]{2,8}?)(?:都?[为是])?(?:0|零)[个家户人名座处项场次条]?的"
)
_ONLY = re.compile(
    r"[只仅就](?:有|[一-鿿]{1,2}?[了过]|[一-鿿])?(?P<count>\d+|[一二两三四五六七八九十]+)(?P<unit>[一-鿿])(?P<noun>[一-鿿]{2,8}?)(?=的|$|[，。？?])"
)
_RANGE = re.compile(r"以[下上内]")
"""45岁以下: says in words what a figure alone does not."""
_COUNTS = re.compile(r"(?:多少|几)(?:个|项(?!目)|家|种|处|座)")
_LEAST = 2
_SHORT = 3
"""Characters of a name that a short form keeps at least: 公益岗 of 公益性岗位."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a question demands of one column, in words; ``rows`` fulfil it, ``used`` is what of the question says so."""

    column: Column
    said: str
    rows: frozenset[int]
    used: tuple[str, ...]
    least: bool | None = None
    """Of a bound whether it is a lower one; None for other conditions."""


@dataclass(frozen=True, slots=True)
class _Limit:
    """A bound as the question says it: ``value`` in ``unit``, with the words and what stands before them."""

    sign: str
    value: float
    unit: str
    as_written: str
    before: str

    def holds(self, value: float) -> bool:
        """Whether a value in the bound's unit is within it."""
        signs = {">": value > self.value, "≥": value >= self.value, "<": value < self.value, "≤": value <= self.value}
        return signs[self.sign]

    def spelled(self, like_it: Figure) -> str:
        """``超过2万人``, scaled as the table's figures are."""
        words = {">": "超过", "≥": "不低于", "<": "低于", "≤": "不超过"}[self.sign]
        unit = self.unit or like_it.unit
        if self.value >= 1e4 and self.value % 1e3 == 0 and "万" in like_it.as_written:
            return f"{words}{self.value / 1e4:g}万{unit}"
        return f"{words}{self.value:.12g}{unit}"


def conditions(wish: Wish, table: Table) -> list[Condition]:
    """All that the question demands of the rows of ``table.body``, each of another column; empty where it demands nothing."""
    found = {c.column: c for c in (*_bounds(wish, table), *_words(wish, table))}
    return list(found.values())


def meeting(table: Table, demanded: Sequence[Condition]) -> tuple[Row, ...]:
    """The rows that fulfil all that is ``demanded``."""
    return tuple(r for i, r in enumerate(table.body) if all(i in c.rows for c in demanded))


def without(text: str, demanded: Sequence[Condition]) -> str:
    """``text`` without what of it says what is ``demanded``."""
    for word in sorted((w for c in demanded for w in c.used[:-1]), key=len, reverse=True):
        text = text.replace(word, " ")
    return text


def _words(wish: Wish, table: Table) -> Iterator[Condition]:
    """By a column of words in which several rows have the same: a body, a sort, a village, a state of the work."""
    told: dict[Column, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for column in table.columns:
        if column == table.head or not column.measure:
            continue
        cells = [c for r in table.body if not (c := r.under(column)).empty]
        values = tuple(dict.fromkeys(c.value for c in cells if c.figure is None or _RANGE.search(c.value)))
        if len(values) > 1 and (said := _of_state(wish, column, values) or _named(wish, table, column, values)):
            told[column] = said
    words = {w for _, used in told.values() for w in used}
    for column, (values, used) in told.items():
        if all(any(w != o and w in o for o in words) for w in used):
            continue  # 公益性岗位 of 公益性岗位护林员
        rows = frozenset(i for i, r in enumerate(table.body) if r.under(column).value in values)
        names = "、".join(sorted(values))
        # 水务局牵头的: what ties the value to its row is said by the name of the column, or by none.
        ties = (m[1] for w in used for m in re.finditer(rf"{re.escape(w)}([一-鿿]{{2}})的", wish.query.question))
        yield Condition(column, f"“{column.measure}”为{names}", rows, (*used, *ties, column.measure))


def _of_state(wish: Wish, column: Column, values: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The values that say how far it is where the question asks for that: 未开工, 未消除; and the words that ask."""
    text = wish.query.question
    state = asked_status(text)
    if state and (told := {v: s for v in values if (s := status_of(v, column.measure))}):
        return tuple(v for v, s in told.items() if state.holds(s)), (state.as_written,)
    denied = {m["what"]: v for v in values if (m := _DENIES.match(v))}
    affirmed = {m["what"]: v for v in values if (m := _AFFIRMS.match(v))}
    for what in {**denied, **affirmed}:
        if m := re.search(rf"{_NOT}{what}", text):
            return ((denied[what],), (m[0],)) if what in denied else None
        if what in affirmed and (m := re.search(rf"已经?[被得]?{what}|{what}了?的|{what}了", text)):
            return (affirmed[what],), (m[0],)
    return None


def _named(
    wish: Wish, table: Table, column: Column, values: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The values that the question names, and what it calls them."""
    question = folded(spell_out(wish.query.question))
    found = {
        v: name
        for v in values
        if len(v) > 1
        and re.search(r"[一-鿿A-Za-z]", v)
        and (name := _name(question, v, values))
        and (name in folded(v)[-len(name) :] or not any(name in p.name for p in wish.query.places))
    }
    counted = hits(wish, table, column) if _COUNTS.search(wish.query.question) else {}
    parts = {table.body[i].under(column).value: part for i, part in counted.items()}
    found = {v: p for v, p in parts.items() if v in values} | found
    # 因病 beside 因病致贫: the longer is meant.
    kept = {v: n for v, n in found.items() if not any(n != o and n in o for o in found.values())}
    return (tuple(kept), tuple(dict.fromkeys((*kept, *kept.values())))) if kept else None


def _name(question: str, value: str, values: Sequence[str]) -> str:
    """What of the question names ``value``: most of it, or a short form that none of the other values has; else empty."""
    for form in (value, spell_out(value)):
        bare = BARE.sub("", folded(form))
        if len(bare) > 1 and bare in question:
            return "" if re.search(rf"[没未不](?:是|算|属于|有)?{re.escape(bare)}", question) else bare
    own = folded(value)
    at = question.find(own[0])
    while at >= 0:
        short = _short(question[at:], own)
        if len(short) >= _SHORT and not any(short in _short(short, folded(v)) for v in values if v != value):
            return short
        at = question.find(own[0], at + 1)
    return ""


def _short(text: str, name: str) -> str:
    """The longest beginning of ``text`` whose characters stand in ``name`` in this order, from its first on."""
    if not text or not name or text[0] != name[0]:
        return ""
    at = end = 0
    while end < len(text) and "一" <= text[end] <= "鿿" and (found := name.find(text[end], at)) >= 0:
        at, end = found + 1, end + 1
    return text[:end]


def _bounds(wish: Wish, table: Table) -> Iterator[Condition]:
    """By a column of figures: beyond a bound, none at all, so many and no more."""
    text = folded(narrow(wish.query.question))
    if (limit := _limit(text)) and (bounded := _bounded(wish, table, limit)):
        yield bounded
    for m in _NONE.finditer(text):
        noun = m["before"] or m["after"] or m["zero"]
        if column := column_called(table, noun, ""):
            rows = frozenset(i for i, r in enumerate(table.body) if _is_none(r, column))
            yield Condition(column, f"{column.spoken}为0", rows, (m[0], column.measure))
    for m in _ONLY.finditer(text):
        count = number(m["count"])
        if count and (column := column_called(table, m["noun"], m["unit"])):
            rows = frozenset(
                i for i, r in enumerate(table.body) if (f := r.under(column).figure) and f.value == count.value
            )
            told = f"{column.spoken}为{count.value:g}{_unit(table, column)}"
            yield Condition(column, told, rows, (m[0], column.measure))


def _bounded(wish: Wish, table: Table, limit: _Limit) -> Condition | None:
    """The rows beyond a bound in the column that stands before it, else in the one that the question asks for."""
    column = column_called(table, limit.before, limit.unit)
    if column is None:
        asked = replace(wish, ask=replace(wish.ask, kind="value", unit=limit.unit))
        found = columns(asked, table, blank(table))
        column = max(found[1], key=lambda c: c.year or table.year) if found else None
    told = {i: f for i, r in enumerate(table.body) if column and (f := r.under(column).figure)}
    if column is None or len(told) < _LEAST or ranks(list(told.values())) is None:
        return None
    kept = frozenset(i for i, f in told.items() if limit.holds(f.value))
    said = f"{column.spoken}{limit.spelled(next(iter(told.values())))}"
    return Condition(column, said, kept, (limit.as_written, column.measure), limit.sign in ">≥")


def _limit(text: str) -> _Limit | None:
    m = _BOUND.search(text)
    told = next((q for q in quantities(text[m.end() :]) if q.kind != "ordinal"), None) if m else None
    if m and told and told.start <= 2:
        sign = ">" if m["over"] else "≥" if m["least"] else "≤" if m["most"] else "<"
        end = m.end() + told.end
        return _Limit(sign, told.value, told.unit, text[m.start() : end], text[: m.start()])
    for q in quantities(text):
        after = _AFTER.search(q.qualifier or "")
        if after and q.kind != "ordinal":
            sign = "≥" if after["least"] else "≤"
            return _Limit(sign, q.value, q.unit, text[q.start : q.end], text[: q.start])
    return None


def column_called(table: Table, text: str, unit: str, *, or_alone: bool = False) -> Column | None:
    """The only column of figures in ``unit`` that ``text`` calls, or that there is; the last year of one told in several."""
    fits = [c for c in table.columns if (f := like(table, c)) and (not unit or same_unit(unit, f.unit))]
    names = list(dict.fromkeys(c.measure for c in fits))
    found = {names[i] for i in called(text, names)}
    if not found and or_alone and unit and len(names) == 1:
        found = set(names)
    told = [c for c in fits if c.measure in found]
    return max(told, key=lambda c: c.year) if len(found) == 1 else None


def _is_none(row: Row, column: Column) -> bool:
    figure: Figure | None = row.under(column).figure
    return figure.value == 0 if figure else row.under(column).value in ("无", "")


def _unit(table: Table, column: Column) -> str:
    figure = like(table, column)
    return figure.unit if figure else ""
