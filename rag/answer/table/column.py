"""Which column of a named row an ask wants: by its name, by what people say for such a column, by its unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from os.path import commonprefix

from rag.answer.counted import SCALE, same_unit
from rag.answer.table.match import A_TIME, KINDS, like, of_time
from rag.answer.table.rows import without
from rag.answer.table.wish import Wish
from rag.figure import Figure
from rag.figures.cells import Column, Row, Table
from rag.retrieve.content import Word, covered, says_how_much
from rag.retrieve.terms import terms
from rag.text.fold import folded

_PART = re.compile(r"^其中[：:]?")
_WHOLE = re.compile(r"[合总小]计$")
_TOGETHER = re.compile(r"合计|总计|总额|总数|一共|总共|加起来|合起来|共")
_GREW = re.compile(r"增[长速幅]|同比")
_AIM = re.compile(r"目标|计划|任务|预期")
_VALUE = re.compile(r"实[绩际]|完成(?:数|值|情况)?$|数值|指标值")
_TAIL = re.compile(r"(?:总?人数|户数|人次|数量?|总?金额|额|资金|情况|名称|单位)$")
_LEAST_PREFIX = 2
_CALLED = tuple(
    (re.compile(said), re.compile(called))
    for said, called in (
        (r"[卖售]", r"销[售量]"),
        (r"[招聘](?!聘会)", r"^人数|招聘人数|岗位数"),
        (r"花|投|用了[^，]{0,4}多少(?:万元|钱|元|资金)", r"资金|投资|金额|支出|投入|总价"),
        (r"[挣赚]|工钱|薪", r"收入|工资|月薪|利润|薪"),
        (r"涨|同比|增[长多加幅速]|比上年", r"增[长幅速减]|同比|涨幅"),
        (r"拿[到了]?[^，]{0,3}证|发[^，]{0,2}证|领[^，]{0,2}证|持证", r"证"),
        (r"实际|完成", r"实[际绩]|完成"),
        (r"(?:哪一?[个家])?(?:部门|单位|股室)?(?:来|是)?(?:牵头|负责|主管)(?:部门|单位)?|归哪[个家]?(?:部门|单位)?管?|谁管", r"牵头|负责|责任|主管|归口"),
        (r"谁[来]?建|由谁建设|承建|施工|承办|哪家[建干做]", r"建设单位|实施单位|承建|施工"),
        (r"法人", r"法定代表|法人"),
        (r"到期|截止|有效", r"有效|到期|截止|期限"),
        (r"开工|动工|开建", r"开工|动工"),
        (r"完工|竣工|建成", r"完工|竣工|建成"),
        (r"多少钱|价", r"价"),
        (r"联系方式|怎么联系|电话|号码", r"电话|联系方式|手机"),
        (r"参训|学员|培训了?(?=[^，]{0,3}(?:多少|几)[人名个])", r"培训人数|实训人数|参训|培训人次"),
        (r"达标|合格", r"合格"),
        (r"受益|惠及", r"受益"),
    )
)  # fmt: skip
"""What people say, and what such columns are called."""
_DOCUMENT = re.compile(r"(?:公告|通知|台账|名册|清单|报告|表)?[里中上]?$")
"""Which document or table it stands in: asked of no row."""
_UNSAID = re.compile(r"[一-鿿]?[里内中上]|全[年省市县区乡镇村]|所有|[这那][一-鿿]|[要能][一-鿿]|[一-鿿][到了过]")
"""这件, 要建: words that only point, or that the figure says by itself."""
_HELD = 0.5
"""Least share of a word in what the table says around the cells."""
_SAID = 0.8
_GROUP = 4
"""Columns of one group told together where the ask leaves open which: 特困供养 of its households, people and money."""
_ENOUGH = 0.75
_MARGIN = 0.05


def asked(wish: Wish, table: Table, row: Row, names: Sequence[str], taken: Sequence[Column] = ()) -> tuple[Column, ...]:
    """The columns of one measure (its years, where the ask names none) that ``wish`` wants of ``row``, which ``names`` name.

    Empty where none is called so, or where two are called so alike.
    """
    fits = [c for c in table.columns if (c.measure or c.year) and c != table.head and _suits(wish, table, row, c)]
    figures = [c for c in fits if wish.ask.kind == "value" and like(table, c)]
    scored: dict[str, float] = {}
    for some in (figures, fits):
        scored = scored or {c.measure: s for c in some if (s := _score(wish, table, c, names)) >= _ENOUGH}
    top = max(scored.values(), default=0.0)
    best = [m for m, s in scored.items() if s >= top - _MARGIN]
    if len(wholes := [m for m in best if _WHOLE.search(m)]) == 1:
        best = wholes  # 投资最大: of 资金投入小计, not of 资金投入中央资金
    if wish.ask.kind == "value" and not wish.ask.unit and 1 < len(best) <= _GROUP and _one_group(best):
        return tuple(c for c in fits if c.measure in best and of_time(wish, table, row, c))
    if len(best) > 1 and any(c.measure in best and c not in taken for c in fits):
        best = [m for m in best if not any(c.measure == m for c in taken)] or best
    if not best and (alone := _by_unit(wish, row, fits, taken)):
        best = [alone.measure]
    if not best and (value := _value(wish, row, fits)):
        best = [value.measure]
    if len(best) != 1:
        return ()
    return tuple(c for c in fits if c.measure == best[0] and of_time(wish, table, row, c))


def _one_group(measures: Sequence[str]) -> bool:
    return len(commonprefix(list(measures))) >= _LEAST_PREFIX


def unsaid(wish: Wish, names: Sequence[str], columns: Sequence[Column]) -> tuple[Word, ...]:
    """The words of an ask that neither name its rows nor call ``columns``."""
    text = folded(wish.ask.text)
    for said, called in _CALLED:
        if any(called.search(c.measure) for c in columns):
            text = said.sub("，", text)
    for column in columns:
        for name in (column.measure, _TAIL.sub("", column.measure)):
            text = text.replace(folded(name), "，") if len(name) > 1 else text
    return words(Wish(wish.query, replace(wish.ask, text=_TOGETHER.sub("，", text)), wish.weights), names)


def held_by(wish: Wish, table: Table, rows: Sequence[Row], names: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether all that an ask says besides rows and columns stands above the table, in its columns or in its rows."""
    text = folded(
        " ".join((table.title, *(c.spoken for c in table.columns), *(c.value for r in rows for c in r.cells)))
    )
    own = set(terms(text))
    strong = (w for w in unsaid(wish, names, columns) if not (_UNSAID.fullmatch(w.text) or says_how_much(w.text)))
    return all(covered((w,), own, text) >= _HELD for w in strong if len(_DOCUMENT.sub("", w.text)) > 1)


def words(wish: Wish, names: Sequence[str]) -> tuple[Word, ...]:
    """The words that an ask says besides those that name its rows."""
    part = Wish(wish.query, replace(wish.ask, text=without(folded(wish.ask.text), names)), wish.weights)
    return part.strong


def _clause(wish: Wish, names: Sequence[str]) -> str:
    return without(folded(wish.ask.clause), names)


def _score(wish: Wish, table: Table, column: Column, names: Sequence[str]) -> float:
    """How well an ask calls a column, from 0 to 2."""
    text, name = _clause(wish, names), folded(column.measure)
    whole = without(folded(wish.query.question), names)
    own = folded(own_name(column, table))
    stems = [s for n in (name, own) if len(s := _TAIL.sub("", n)) > 1]
    by_name = (
        1.0
        if name in text or (own in text and not _TAIL.fullmatch(own))
        else 0.9
        if any(s in text for s in stems)
        else 0.0
    )
    if name == f"{wish.ask.unit}数" or (wish.ask.kind == "what" and _asks_for(wish.ask.right, name)):
        by_name = by_name or 0.9  # 期数 of 几期, 批准文号 of 哪个文号
    if not by_name and _TOGETHER.search(text) and _WHOLE.search(name):
        by_name = 0.9
    called = any(said.search(text) and says.search(name) for said, says in _CALLED)
    score = max(by_name, _SAID if called else 0.0)
    if not score:
        said = words(wish, names)
        own_terms = set(terms(name))
        score = covered(said, own_terms, name) * 0.8 if said else 0.0
    if _AIM.search(name) and not _AIM.search(text):
        score -= 0.4
    if _PART.search(name) and not by_name:
        score -= 0.4
    said_terms = set(terms(whole))
    of_name = terms(name)
    near = sum(t in said_terms for t in of_name) / len(of_name) if of_name else 0.0
    return score + 0.3 * near + 0.1 * min(1.0, len(own) / 10 if by_name else 0.0)


def _asks_for(right: str, name: str) -> bool:
    """Whether the noun behind the question word is one that a column is called by."""
    return any(len(right) >= k and right[:k] in name for k in (2, 3, 4))


def own_name(column: Column, table: Table) -> str:
    """The name of a column without what others beside it begin with: 中央资金 of 资金来源中央资金."""
    shared = (commonprefix([column.measure, c.measure]) for c in table.columns if c.measure != column.measure)
    prefix = max(shared, key=len, default="")
    own = column.measure[len(prefix) :] if len(prefix) >= _LEAST_PREFIX else column.measure
    return _PART.sub("", own if len(own) > 1 else column.measure)


def _suits(wish: Wish, table: Table, row: Row, column: Column) -> bool:
    """Whether a column may hold what is asked: a figure in the unit named, words where no figure is wanted."""
    figure: Figure | None = row.under(column).figure or (None if row.sums else like(table, column))
    if row.sums and figure is None:
        return False
    kind = wish.ask.kind
    if kind in KINDS:
        dated = kind == "time" and A_TIME.search(row.under(column).value)
        return figure is None and bool(KINDS[kind].search(column.measure) or dated)
    if kind != "value":
        return figure is None
    return figure is None or same_unit(wish.ask.unit, figure.unit)


def _by_unit(wish: Wish, row: Row, fits: Sequence[Column], taken: Sequence[Column]) -> Column | None:
    """The only column in the unit asked for that no other ask names; no part of another."""
    unit = SCALE.sub("", wish.ask.unit or "")
    if wish.ask.kind != "value" or not unit or unit == "%":
        return None
    found = [
        c for c in fits if c not in taken and (f := row.under(c).figure) and f.unit and not _PART.search(c.measure)
    ]
    return found[0] if len({c.measure for c in found}) == 1 else None


def _value(wish: Wish, row: Row, fits: Sequence[Column]) -> Column | None:
    """The column that tells what was reached, where nothing else of it is asked (芒果产量达到多少)."""
    if wish.ask.kind != "value" or _AIM.search(wish.ask.clause) or _GREW.search(wish.ask.clause):
        return None
    found = [c for c in fits if _VALUE.search(c.measure) and row.under(c).figure]
    return found[0] if len({c.measure for c in found}) == 1 else None
