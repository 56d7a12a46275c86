"""From one time to another, from one thing to another: growth, difference, and what held before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.answer.periods import asked_periods, overlap
from rag.answer.reckon import asked
from rag.answer.reckon.called import of_another
from rag.answer.reckon.case import Case, Worked
from rag.answer.reckon.contrast import contrasted
from rag.answer.reckon.operands import TIMES, together
from rag.answer.reckon.said import Said, exact, in_unit
from rag.figure import Figure
from rag.figures import related
from rag.figures.arithmetic import Computed, base_of, before, comparable, difference, growth, ratio, yearly
from rag.retrieve.content import Word
from rag.text.dates import Period
from rag.text.dictionary import kind
from rag.text.numerals import read
from rag.text.quantities import quantities
from rag.text.words import segment

_RATE = re.compile(r"增幅|涨幅|降幅|增长率|增速|百分之|%")
_SHARE = re.compile(r"百分|率|比[例重值]|占比|个点|度|几成|浓度|指数")
"""What is told in per cent."""
_PACE = re.compile(r"增速|增幅|涨幅|降幅|增长率|增长得?[快慢]")
_MULTIPLE = re.compile(r"几番|[几多少]+倍")
_YEARLY = re.compile(r"年均|平均每年|每年平均")
_YEARS = re.compile(r"(?P<n>[一二三四五六七八九十两]|\d{1,2})年(?:间|来|时间|内|里)?")
NO_THING = re.compile(
    rf"^(?:净?增|减|提|升|降|涨|跌|扩|缩|压|上|下|回|翻|多|少)[一-鿿]?$|^(?:{TIMES.pattern})$|[几多百]|年$|"
    r"^(?:增长|下降)率$|^[增涨降]幅$"
)
"""Words of a question that name no thing: how it moved, when."""
_LAST = re.compile(r"上年|上一年|前一年|去年|同比")
_BEFORE = re.compile(r"之前|以前|原来|原有|此前|原先|新[增建][^，。？]{0,12}前")
_BEFORE_WORD = re.compile(r"^(?:新[增建]|之前|以前|原来|原有|此前|原先|年底|底)$")
_LAST_END = re.compile(r"(?:去年|上年)年?[底末]")
_AT_END = re.compile(r"年[底末]|末")
_YEAR_BEFORE = re.compile(r"前一年|上一年|再上一年")
_TIMES_OF = re.compile(r"(?:是|为|相当于|达到?)(?P<base>[^，,。；]{2,14}?)的$")
_ADDED = re.compile(r"新[增建种栽][^，,；;。]{0,8}$")
_FROM_TO = re.compile(r"[从由]\d[\d.]*[^，,。；\d]{1,10}?[到至]\d[\d.]*[万亿]?[一-鿿]{0,3}")
_THAN_YEAR = re.compile(r"[比较](?P<year>(?:19|20)\d\d)年")
_FULL = 0.6
_WITHIN = 100
"""Times that one thing may be what it was in another year."""


def change(case: Case) -> Iterator[Worked]:
    """由A增长到B, or A at one time and B at another: the amount, the rate or both, as it is asked for."""
    against = asked.set_against(case.query)
    other = next(asked.side_by_side(case.query, against, case.weights))[1] if against else None
    if other and other.words and not other.far:
        return  # one thing against another, not one time against another
    unit = asked.unit_of(case.query)
    words, clause = (
        tuple(w for w in ws if w.text != unit and not NO_THING.search(w.text)) for ws in (case.want.own, case.clause)
    )
    # 财政收入多少，比上一年涨了多少: of what, another clause says.
    words = words or tuple(w for w in case.want.all if w.text != unit and not NO_THING.search(w.text))
    # An area is known by its unit: 油茶起初只有2.4万亩.
    words, clause = (tuple(w for w in ws if w.text != "面积") or ws for ws in (words, clause))
    for first, second in (*_moved(case), *_apart(case, words)):
        if unit and "美元" in unit and "美元" not in second.figure.unit:
            continue
        if of_another(words, (first.figure, second.figure), second.fit.sentence.figures):
            continue
        own = max(s.holds(w) for s in (first, second) for w in (words, clause) if w or not words)
        if own < 0.5:
            topic = any(s.of_topic(words) for s in (first, second)) or _only(case, first, second, words)
            own = 0.5 * topic
        if not own:
            continue
        held = min(first.around(words), second.around(words)) + own + 0.3
        if not (exact(first) and exact(second)) or _at_other_times(case, first, second):
            continue
        told = told_change(case, first.figure, second.figure)
        if told:
            yield case.made(told[0], told[1], held, (first, second))


def _at_other_times(case: Case, first: Said, second: Said) -> bool:
    """Whether the sentence gives a time that the question names to a figure of the same that is neither end."""
    text, last = second.fit.sentence.text, second.figure
    if first.fit.sentence.key != second.fit.sentence.key:
        return False
    for period in case.query.periods:
        at = text.find(period.as_written)
        there = [q for q in second.fit.sentence.figures if q.start > at and q.unit == last.unit]
        there = [q for q in there if q.name in ("", last.name, first.figure.name)]
        if at >= 0 and there and there[0].start not in (first.figure.start, last.start):
            return True
    return False


def _only(case: Case, first: Said, second: Said, words: Sequence[Word]) -> bool:
    """Whether a sentence that tells of all that is asked about has this one change of the unit asked for."""
    told = [c for c in related.changes(second.fit.sentence) if c.second.unit == second.figure.unit]
    unit = asked.unit_of(case.query)
    one = first.fit.sentence.key == second.fit.sentence.key and len(told) == 1
    return one and unit is not None and in_unit(unit, second.figure.unit) and second.around(words) >= _FULL


def stated(case: Case) -> Iterator[Worked]:
    """从A涨到B，是原来的几倍: of the two figures that the question itself gives, where one sentence holds them."""
    m = _FROM_TO.search(case.query.question)
    given = quantities(m.group()) if m else []
    if len(given) != 2 or not _MULTIPLE.search(case.query.question):
        return
    words = tuple(w for w in case.want.own if not NO_THING.search(w.text) and not re.search(r"\d", w.text))
    for ends in _moved(case):
        alike = all(
            q.value == s.figure.value and q.unit in ("", s.figure.unit) for q, s in zip(given, ends, strict=True)
        )
        if not alike or not all(exact(s) for s in ends) or max(s.holds(words) for s in ends) < _FULL:
            continue
        told = told_change(case, ends[0].figure, ends[1].figure)
        if told:
            held = max(s.holds(words) for s in ends) + max(s.around(words) for s in ends)
            yield case.made(told[0], told[1], held, ends)


def from_to(question: str) -> bool:
    """Whether a question gives both ends of a change itself: 从1200元涨到8400元."""
    return bool(_FROM_TO.search(question))


def _moved(case: Case) -> Iterator[tuple[Said, Said]]:
    """Two ends of a change that one sentence tells."""
    at = {(s.fit.sentence.key, s.figure.start): s for s in case.said}
    for f in case.pool:
        if not f.then:
            continue
        key = f.sentence.key
        ends = [(c.first, c.second) for c in (*related.changes(f.sentence), *related.against(f.sentence))]
        for low in (s for s in case.said if s.fit.sentence.key == key and s.figure.relation == "base"):
            # 早、晚稻产量分别由A、B增长到C、D: those of one name.
            high = [s for s in case.said if s.fit.sentence.key == key and _grew(low.figure, s.figure)]
            if len(high) == 1:
                ends.append((low.figure, high[0].figure))
        ends += [(c.first, c.second) for c in related.since_once(f.sentence) if _one_thing(c.first, c.second)]
        for c in related.dated_changes(f.sentence):
            second = at.get((key, c.second.start))
            # 2019年新增1.2万亩，到2022年达到6.5万亩: what was added is not what there was.
            added = _ADDED.search(f.sentence.text[: c.first.start]) and second and not _ADDED.search(second.own[-24:])
            if not added and _one_thing(c.first, c.second):
                ends.append((c.first, c.second))
        for a, b in ends:
            first, last = at.get((key, a.start)), at.get((key, b.start))
            if first and last and _in_time(case, a, b):
                yield first, last


def _grew(low: Figure, high: Figure) -> bool:
    return high.relation == "level" and bool(low.name) and low.name == high.name and low.end <= high.start


def _apart(case: Case, words: tuple[Word, ...]) -> Iterator[tuple[Said, Said]]:
    """Two figures of one name in one article, each dated, of the two years asked for."""
    years = years_of(case)
    if years is None:
        return
    dated = [s for s in case.said if s.figure.dated and s.figure.since and s.figure.relation in ("level", "base")]
    dated = [s for s in dated if s.around(words) >= _FULL]
    for a in dated:
        for b in dated:
            same = a.fit.sentence.passage.article_id == b.fit.sentence.passage.article_id
            if not same or _year(a.figure) != years[0] or _year(b.figure) != years[1]:
                continue
            if _one_thing(a.figure, b.figure) and a.figure.planned == b.figure.planned:
                yield a, b


def years_of(case: Case) -> tuple[int, int] | None:
    """The two years that the question sets against each other."""
    dated = [p for p in case.query.periods if p.since and not p.relative]
    found = sorted({int((p.since or "")[:4]) for p in dated} | {int((p.until or "")[:4]) for p in dated if p.until})
    if len(found) == 1 and _LAST.search(case.query.question):
        return found[0] - 1, found[0]
    return (found[0], found[-1]) if len(found) >= 2 else None


def _year(f: Figure) -> int | None:
    """The one year a figure is of."""
    return int(f.since[:4]) if f.since and f.since[:4] == (f.until or f.since)[:4] else None


def _in_time(case: Case, first: Figure, second: Figure) -> bool:
    """Whether the years of two figures are those asked for, as far as both say."""
    years, a, b = years_of(case), _year(first), _year(second)
    than = _THAN_YEAR.search(case.query.question)
    if years is None and than and a and b and a < b == int(than["year"]):
        return False  # 比2020年多多少: what it had come to by then is what it is set against
    if years is None or a is None or b is None or a == b or not (first.dated and second.dated):
        return True
    # 十三五 (2016–2020) is counted from the end of 2015.
    spans = any(p.since and p.until and p.since[:4] < p.until[:4] for p in case.query.periods)
    return b == years[1] and (a == years[0] or (spans and a == years[0] - 1))


def _one_thing(a: Figure, b: Figure) -> bool:
    if not comparable(a, b):
        return False
    x, y = a.name, b.name
    # 面积曾达62万亩，到2018年砍得只剩29万亩: a clause without a noun goes on about the same thing.
    if y and b.start > a.end and not any(kind(w).startswith("n") for w in segment(y)):
        return True
    return not x or not y or x.endswith(y) or y.endswith(x) or x.startswith(y) or y.startswith(x) or x[-2:] == y[-2:]


def told_change(case: Case, first: Figure, second: Figure) -> tuple[str, Computed] | None:
    """How much became of ``first``, as it is asked for, in words and with its working; None where that is not what is asked."""
    question, unit = case.query.question, asked.unit_of(case.query)
    points = first.unit == "%"
    if not comparable(first, second) or first.value <= 0 or first.value == second.value:
        return None
    if unit == "个百分点" and not points:
        return None
    if points and (unit not in (None, "%", "个百分点", "成") or not (unit or _SHARE.search(question))):
        return None  # 增加了多少学位 asks for no percentage points
    # 增加多少，增长率多少: the first asks for the amount as well.
    rate = unit == "%" or bool(_RATE.search(case.query.asks[0].clause if len(case.query.asks) > 1 else question))
    if not (rate or points or unit is None or unit in ("倍", "番") or in_unit(unit, first.unit)):
        return None
    down = second.value < first.value
    if re.search(r"净减|减少|下降|降低|缩小", question) and not down:
        return None  # what is asked for as a fall and comes out as a rise is of something else
    if points:
        made = growth(first, second)
        return (f"{('提高', '下降')[down]}{made.as_written}", made) if made else None
    if _MULTIPLE.search(question):
        made = ratio(second, first)
        return (f"后者是前者的{made.as_written}", made) if made else None
    if _YEARLY.search(question):
        years = _span(case, first, second)
        made = yearly(first, second, years, rate=rate or unit is None) if years else None
        return (f"年均{('增长', '下降')[down]}{made.as_written}", made) if made else None
    grown, gap = growth(first, second), difference(*sorted((first, second), key=lambda f: f.value))
    if grown is None or gap is None:
        return None
    by_rate, by_amount = f"{('增幅', '降幅')[down]}约为{grown.as_written}", f"{('增加', '减少')[down]}{gap.as_written}"
    if rate:
        return by_rate, grown
    if unit is not None:
        return by_amount, gap
    both = Computed(grown.value, grown.unit, f"{gap.working}；{grown.working}")
    return f"{by_amount}，{by_rate}", both


def _span(case: Case, first: Figure, second: Figure) -> int | None:
    """How many years lie between two figures, as they say themselves or the question says."""
    a, b = _year(first), _year(second)
    if a and b and a < b:
        return b - a
    m = _YEARS.search(case.query.question)
    number = read(m["n"]) if m else None
    return int(number.value) if number and number.value > 1 else None


def gap(case: Case) -> Iterator[Worked]:
    """甲比乙多多少, 甲和乙相差多少."""
    told = asked.set_against(case.query)
    if told is None:
        return
    unit = asked.unit_of(case.query)
    unit = "%" if unit == "个百分点" else unit
    growth = bool(_PACE.search(case.query.question))
    rest = asked.words_in(case.query, told.rest, case.weights).words
    for first, second in asked.side_by_side(case.query, told, case.weights):
        context = (*first.words, *rest)
        found = [*together(case.meant, (first, second), context, unit, growth=growth)]
        if not growth and not any(len({s.fit.sentence.key for s in said}) == 1 for _, said in found):
            # What one sentence tells of both goes before figures of two.
            topic = tuple(w for w in case.topic if not NO_THING.search(w.text))
            found = [*contrasted(case.meant, (first, second), topic, unit)] or found
        for score, (a, b) in found:
            if (
                second.far
                and second.periods
                and not first.periods
                and (_of(a, second.periods) or not _of(b, second.periods))
            ):
                continue  # 比2015年: what was then is not what is now
            if not _of_years_asked(case, a.figure, b.figure):
                continue
            low, high = sorted((a.figure, b.figure), key=lambda f: f.value)
            apart = a.fit.sentence.key != b.fit.sentence.key
            if (second.far or apart) and high.value > _WITHIN * low.value:
                continue  # one grower's 4.8亩 is not set against the county's 11.3万亩
            made = difference(low, high)
            if made:
                said = ("减少" if a.figure.value < b.figure.value else "增加") if second.far and unit != "%" else "相差"
                yield case.made(f"{said}{made.as_written}", made, score - 0.05 * bool(first.context), (a, b))


def _of_years_asked(case: Case, *figures: Figure) -> bool:
    """Whether no figure is dated to a year that the question, which names two, does not name."""
    years = years_of(case)
    told = {_year(f) for f in figures if f.dated} - {None}
    return years is None or told <= {years[0], years[1]}


def _of(said: Said, periods: tuple[Period, ...]) -> bool:
    """Whether the report itself gives a figure to one of ``periods``."""
    q = said.figure
    return any(p.as_written in said.own or (q.dated and (q.since or "")[:4] == (p.since or "-")[:4]) for p in periods)


def earlier(case: Case) -> Iterator[Worked]:
    """What held at the time that a later figure is compared with: A，比上年增加B."""
    ask = case.query.asks[0]
    unit = asked.unit_of(case.query)
    periods = [p for p in asked_periods(ask, case.query) if p.since]
    for f in case.pool:
        for v in related.versus(f.sentence):
            if not in_unit(unit, v.now.unit):
                continue
            base = v.base.strip("的")
            named = any(overlap(p, q) for p in periods for q in v.periods if q.since)
            named = (
                named
                or _year_before(v, case)
                or (len(base) >= 2 and base in re.sub(r"(?<=上)一", "", case.query.question))
            )
            named = named or bool(_LAST.search(base) and _YEAR_BEFORE.search(case.query.question))
            if not (named or (not periods and len(base) >= 2 and base in case.query.question)):
                continue
            # 优良率38.6%，比上年提高5.3个百分点；近视率47.9%: what is asked for is what grew.
            now, words = Said(f, v.now), tuple(w for w in case.topic if not NO_THING.search(w.text))
            if max(now.holds(words), now.holds(words[-1:])) < _FULL:
                continue
            if any(overlap(p, q) for p in periods for q in f.sentence.periods if q not in v.periods and q.since):
                continue
            made = before(v.now, v.gap)
            if made:
                yield case.result(f"{base}为{made.as_written}", made, case.score(f, v.now), (f, v.now), (f, v.gap))


def _year_before(v: related.Versus, case: Case) -> bool:
    """Whether the question asks for the year before that of ``v``: its own 去年, or the former of two years it names."""
    if not _LAST.search(v.base):
        return False
    asked_for = [p for p in case.query.asks[0].periods or case.query.periods if p.since or p.relative]
    if any(_LAST.search(p.as_written) for p in asked_for):
        return not v.now.dated or v.now.when == "" or bool(re.search(r"今年|本年", v.now.period or ""))
    years = sorted({int(p.since[:4]) for p in case.query.periods if p.since and not p.relative})
    mine = {int(p.since[:4]) for p in asked_for if p.since and not p.relative}
    if len(mine) != 1:
        return False
    told = v.now.since if v.now.dated and not v.now.part_of_year else None
    return mine == {int(told[:4]) - 1} if told else mine == {years[0]} and years[1:] == [years[0] + 1]


def before_new(case: Case) -> Iterator[Worked]:
    """What there was before some were added: 新增4个、总数达到40个, asked for the year before or for what was there 之前."""
    unit, question = asked.unit_of(case.query), case.query.question
    asks = bool(_BEFORE.search(question))
    years = {p.since[:4] for p in case.query.periods if p.since and not p.relative}
    words = tuple(w for w in case.want.own if not _BEFORE_WORD.search(w.text) and not w.text.isdigit())
    for s in case.said:
        for v in related.additions(s.fit.sentence):
            if v.now.start != s.figure.start or not in_unit(unit, v.now.unit) or v.now.planned:
                continue
            told = int(v.now.since[:4]) if v.now.since and v.now.dated else None
            last = _LAST_END.search(question) and "今年" in s.fit.sentence.text[: v.gap.start]
            if (
                not last
                and not (asks and (told is None or not years or str(told) in years))
                and not (told is not None and years == {str(told - 1)} and _AT_END.search(question))
            ):
                continue
            made = before(v.now, v.gap)
            if made and s.around(words) >= _FULL and exact(s):
                text = f"此前为{made.as_written}"
                yield case.result(text, made, s.around(words) + s.holds(words), (s.fit, v.now), (s.fit, v.gap))


def base(case: Case) -> Iterator[Worked]:
    """What held before, of which now is told to be a multiple: 48.6亿元，是“十二五”时期的3倍."""
    unit = asked.unit_of(case.query)
    for moved in case.said:
        q, text = moved.figure, moved.fit.sentence.text
        here = [s for s in case.said if s.fit.sentence.key == moved.fit.sentence.key and s.figure.end <= q.start]
        levels = [s for s in here if s.figure.relation == "level" and in_unit(unit, s.figure.unit)]
        m = _TIMES_OF.search(text[: q.start])
        if q.unit != "倍" or not levels or m is None or m["base"].strip("“”时期") not in case.query.question:
            continue
        now = levels[-1]
        made = None if now.figure.planned else base_of(now.figure, q)
        if made and now.around(case.want.own) >= _FULL:
            yield case.made(f"{m['base']}约为{made.as_written}", made, 2 * now.around(case.want.own), (now, moved))
