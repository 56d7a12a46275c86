"""Which sentences answer a question: the best for each thing asked, few, and beside one another if possible."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answer.beside import asks, explained, named, named_body, replied
from rag.answer.counted import asks_start
from rag.answer.distinct import told_apart
from rag.answer.fit import Fit, Wanted, cover_of, fit, subject_fit, wanted
from rag.answer.headed import headed
from rag.answer.lists import answered_next, following, parallel_group, spells_out
from rag.answer.particulars import form_asked, side_told, stated
from rag.answer.points import either, means, names_its_kind, survey
from rag.answer.reading import Sentence
from rag.answer.sorts import sort_known
from rag.answer.whom import MEANT
from rag.retrieve.content import covered
from rag.retrieve.plain import instructs
from rag.retrieve.question import Ask, Query
from rag.retrieve.terms import Weights
from rag.text.dictionary import kind
from rag.text.places import covers

_GOES = re.compile(r"[到至]了?\d")
_WHICH_BODY = re.compile(
    r"哪(?:一)?(?:家|个)(?:公司|企业|厂|工厂|单位|机构|合作社|银行|医院|学校)|什么(?:公司|企业|单位|机构)|"
    r"(?:公司|企业|厂|合作社|机构|单位|学校|医院)的?(?:名字|名称|叫)"
)
_NUMBER = re.compile(r"第[一二三四五六七八九十]{1,2}[本个步条项点招道张次件种](?![^，,]{0,12}第)")
"""An item of several that a report counts: 第二本账."""
_BY_WHOM = re.compile(r"由谁|谁来?(?:承担|分担|负担|出钱|出资|买单|主办|举办|负责)")
"""By whom something is done or paid may be a body."""
_KINDS_TOLD = ("person", "where", "reason")
"""Kinds of ask of which a sentence holds the kind of answer, or does not."""
COVERAGE_FLOOR = 0.52
"""Share of the question's weight that must stand in a sentence, its title or its neighbours."""
OWN_FLOOR = 0.25
"""Share of the ask's weight that must stand in the sentence itself."""

_NAMED_SORT = 0.65
"""What of these is enough where a sentence names one of the very sort asked for (什么病)."""
_HARDLY = 0.1
"""Agreement of kind up to which a figure is none of the sort asked for: 3个月, where a debt is asked for."""
OWN_OF_TIME = 0.5
"""The same where a time is asked for: nearly every sentence of a chronicle has one."""
_NEARLY = 0.3
"""How much less than the best a sentence may score that alone names the sort asked for."""
_AS_MUCH = 0.6
"""Least share of what such a sentence holds that one which answers must hold."""
_SHARED = 0.4
"""Agreement of kind that a sentence has at least which another ask chose, or that stands beside one."""
READ = 70
"""Sentences looked at closely for an ask: those that hold most of its words."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The fits chosen for each ask, in the asks' order; an ask without any was not answered."""

    chosen: Mapping[int, tuple[Fit, ...]]
    ranked: Mapping[int, tuple[Fit, ...]]

    def sentences(self) -> list[Fit]:
        """All chosen fits, each sentence once, asks in order and lists in reading order."""
        seen: dict[tuple[str, int], Fit] = {}
        for fits in self.chosen.values():
            for f in fits:
                seen.setdefault(f.sentence.key, f)
        return [f for f in seen.values() if not f.sentence.is_heading] or list(seen.values())


def admissible(f: Fit, ask: Ask) -> bool:
    """Whether the sentence may answer at all: right place and period, right kind, enough of the question."""
    loose = 0.8 if ask.kind in ("reason", "manner", "what") else 1.0
    loose = _NAMED_SORT if f.type >= 1.0 and sort_known(ask) else loose
    own = OWN_OF_TIME if ask.kind == "time" else loose * OWN_FLOOR
    return suitable(f, ask) and f.coverage >= loose * COVERAGE_FLOOR and f.own >= own


def suitable(f: Fit, ask: Ask) -> bool:
    """Right place, right period, right kind of answer; its words are another matter."""
    if not f.in_place or (ask.kind in ("value", "time") and f.head < 0.5):
        return False
    if ask.kind in ("reason", "manner") and f.sentence.text in (f.sentence.passage.title, f.sentence.passage.subtitle):
        return False  # a headline says what is told, not why or how
    if ask.kind == "list" and f.sentence.is_row and f.type <= 0.1:
        return False  # 哪些县市没有完成: the row of one is no list
    if ask.kind in ("what", "list", "where") and not names_its_kind(ask, f.sentence):
        return False
    least = _HARDLY if ask.kind == "value" else 0.0
    return f.type > least or ask.kind not in ("value", "time", "what", "list", "where")


def select(query: Query, sentences: Sequence[Sentence], weights: Weights) -> Selection:
    """Choose sentences for every ask of ``query``."""
    wants = [wanted(a, query, weights) for a in query.asks]
    sentences = [s for s in sentences if not instructs(s.text)]
    ranked: dict[int, tuple[Fit, ...]] = {}
    # Reports of one form tell the same of everybody: what is told of others does not crowd out the one asked for.
    mine = [s for s in sentences if subject_fit(query.organisations, s) >= 0.5] or sentences
    for i, want in enumerate(wants):
        read = [(cover_of(want, s), s) for s in mine]
        near = sorted(read, key=lambda pair: (-pair[0][1], pair[1].rank, pair[1].key))[:READ]
        fits = sorted(
            (fit(want, query, s, covers) for covers, s in near),
            key=lambda f: (-f.score, f.sentence.rank, f.sentence.key),
        )
        ranked[i] = tuple(fits)
    chosen: dict[int, tuple[Fit, ...]] = {}
    formal = {i: stated(want, query, sentences) for i, want in enumerate(wants) if form_asked(want.ask)}
    for i, want in enumerate(wants):
        # Without its line, or its section, another sentence may tell.
        if i not in formal and (told := side_told(want, query, sentences) or headed(want, query, sentences)):
            formal[i] = told
    for i, want in enumerate(wants):
        if i in formal:
            chosen[i] = formal[i]
            continue
        many = (
            survey(want, query, sentences)
            if want.ask.kind == "survey"
            else means(want, ranked[i], weights) or either(want, ranked[i])
        )
        if many:
            chosen[i] = many
            continue
        good = [f for f in ranked[i][:60] if admissible(f, want.ask) and not _of_a_part(f, ranked[i], query)]
        good = _numbered(want, ranked[i], good) or good
        bare = only_counted(ranked[i]) if want.ask.kind in ("what", "list", "where") else None
        if good and bare and good[0].own < _AS_MUCH * bare.own:
            good = []
        chosen[i] = (good[0],) if good else ()
    free = [i for i in chosen if i not in formal]
    chosen |= {i: _settle(i, wants[i], ranked[i], chosen) for i in free if len(chosen[i]) == 1}
    chosen |= {i: _naming_sort(wants[i], ranked[i], chosen[i]) for i in free}
    chosen |= told_apart(wants, chosen, ranked, lambda f, want: admissible(f, want.ask))
    chosen |= {
        i: chosen[i] or _shared(wants[i], ranked[i], chosen) or _told_next(i, wants[i], ranked, chosen) for i in free
    }
    for i, want in enumerate(wants):
        if len(chosen[i]) == 1 and i not in formal:
            chosen[i] = widen(want, query, chosen[i][0], sentences) + _other_end(want, chosen[i][0], ranked[i])
    return Selection(chosen, ranked)


def _numbered(want: Wanted, ranked: Sequence[Fit], good: Sequence[Fit]) -> list[Fit]:
    """Of the item that the question names by its number (第二本账) what the article of the best tells where it comes to it."""
    number = _NUMBER.search(want.ask.left) if want.ask.kind in ("what", "list", "manner") else None
    if number is None or not good:
        return []
    told = re.compile(rf"(?:^|[。；;“：:])\s*{number.group()}")
    article = good[0].sentence.passage.article_id
    here = [f for f in ranked[:READ] if f.sentence.passage.article_id == article and told.search(f.sentence.text)]
    return [f for f in here if f.in_place and not f.sentence.is_heading]


def only_counted(ranked: Sequence[Fit]) -> Fit | None:
    """The sentence that tells of what is asked and names none of it: one that tells of less of it does not name it either."""
    return next((f for f in ranked[:5] if f.type <= 0.0 and f.in_place and f.own >= _AS_MUCH), None)


def _of_a_part(f: Fit, ranked: Sequence[Fit], query: Query) -> bool:
    """Whether a figure is one of several that lines by place give for parts of the place asked about: no township's is the county's."""
    label = f.sentence.label
    if label is None or f.value is None or any(p.name == label.name for p in query.places):
        return False
    held = [p for p in query.places if covers(p, label)]
    others = (g.sentence.label for g in ranked if g.value is not None and g.value.name == f.value.name)
    return any(other is not None and other != label and any(covers(p, other) for p in held) for other in others)


def _settle(i: int, want: Wanted, ranked: Sequence[Fit], chosen: Mapping[int, tuple[Fit, ...]]) -> tuple[Fit, ...]:
    """Prefer a sentence that another ask chose, or one beside it: what belongs together is reported together."""
    others = [f.sentence for j, fits in chosen.items() if j != i for f in fits]
    if not others or not chosen[i]:
        return chosen[i]
    best, best_score = chosen[i][0], -1.0
    for f in ranked[:40]:
        whole = any(_whole_of(f, s) for s in others)
        if not (admissible(f, want.ask) or (whole and suitable(f, want.ask) and f.coverage >= 0.7 * COVERAGE_FLOOR)):
            continue
        bonus = 0.25 if whole else 0.0
        if any(f.sentence.key == s.key for s in others):
            bonus += 0.10
        elif any(f.sentence.passage.id == s.passage.id and _adjacent(f.sentence, s) for s in others):
            bonus += 0.06
        # What is told beside another answer, but hardly of what is asked here, is no answer; nor is what names no place.
        told = whole or f.own >= 0.6 * chosen[i][0].own
        exact = want.ask.kind in _KINDS_TOLD or sort_known(want.ask)
        told = told and (f.type >= 0.5 or chosen[i][0].type < 0.5 or not exact)
        if told and f.score + bonus > best_score + 1e-9:
            best, best_score = f, f.score + bonus
    return (best,)


def _naming_sort(want: Wanted, ranked: Sequence[Fit], chosen: tuple[Fit, ...]) -> tuple[Fit, ...]:
    """Instead of a sentence that names none of the sort asked for of somebody (干什么活) one of its article on the same person that does."""
    if not (want.people and sort_known(want.ask)) or len(chosen) != 1 or chosen[0].type >= 1.0:
        return chosen
    first = chosen[0]
    for f in ranked[:READ]:
        same = f.sentence.passage.article_id == first.sentence.passage.article_id
        if same and f.type >= 1.0 and f.subject >= MEANT and f.in_place and f.score >= first.score - _NEARLY:
            return (f,)
    return chosen


def _shared(want: Wanted, ranked: Sequence[Fit], chosen: Mapping[int, tuple[Fit, ...]]) -> tuple[Fit, ...]:
    """For a short ask (去往哪里) a sentence that another ask chose, if it holds the kind of thing asked for."""
    if len(want.own) > 3:
        return ()
    keys = {f.sentence.key for fits in chosen.values() for f in fits}
    # A sentence without a name, a place or a cause has this much of a person, a place or a reason all the same.
    least = 0.5 if want.ask.kind in _KINDS_TOLD else _SHARED
    nouns = [w for w in want.own if kind(w.text).startswith("n")]

    def told(f: Fit) -> bool:
        # 其中政府补助多少: the figures of a sentence that tells of no such thing are others.
        named = f.head >= 0.5 or not want.named
        return named and (not nouns or covered(nouns, f.sentence.terms, f.sentence.folded) >= 0.5)

    return next(((f,) for f in ranked if f.sentence.key in keys and f.in_place and f.type >= least and told(f)), ())


def _told_next(
    i: int, want: Wanted, ranked: Mapping[int, Sequence[Fit]], chosen: Mapping[int, tuple[Fit, ...]]
) -> tuple[Fit, ...]:
    """For a figure asked for by no noun (办几天) the sentence beside one that another ask chose which goes on about the same."""
    if want.ask.kind != "value" or want.ask.unit is None or any(kind(w.text).startswith("n") for w in want.own):
        return ()
    for j, fits in chosen.items():
        of_same = {f.sentence.key for f in ranked[j] if f.own >= _AS_MUCH}
        for f in ranked[i]:
            beside = any(
                f.sentence.passage.id == g.sentence.passage.id and _adjacent(f.sentence, g.sentence) for g in fits
            )
            exact = f.value is not None and f.value.unit == want.ask.unit
            if j != i and beside and exact and f.sentence.key in of_same and f.in_place and f.type >= _SHARED:
                return (f,)
    return ()


def _other_end(want: Wanted, best: Fit, ranked: Sequence[Fit]) -> tuple[Fit, ...]:
    """For 从多少提高到多少, where ``best`` tells one figure alone: the next sentence of its article that tells another of the kind."""
    if want.ask.kind != "value" or not asks_start(want.ask) or best.value is None:
        return ()
    if sum(q.unit == best.value.unit for q in best.sentence.figures) > 1:
        return ()
    article = best.sentence.passage.article_id
    for f in ranked[:READ]:
        other = [q for q in f.sentence.figures if q.unit == best.value.unit and q.value != best.value.value]
        near = f.sentence.passage.article_id == article and f.sentence.key != best.sentence.key
        if (
            near
            and other
            and f.in_place
            and f.own >= 0.6 * best.own
            and _GOES.search(best.sentence.text + f.sentence.text)
        ):
            return (f,)
    return ()


def _whole_of(f: Fit, part: Sentence) -> bool:
    """Whether the figure found is the whole of which ``part`` reports a number and its share (186个，占比31%)."""
    if f.value is None or f.value.value <= 0 or f.value.unit == "%" or f.sentence.key == part.key:
        return False
    shares = [q for q in part.figures if q.unit == "%" and 0 < q.value < 100]
    counts = [q for q in part.figures if q.unit == f.value.unit]
    return any(abs(c.value / f.value.value * 100 - s.value) <= max(s.step, 0.1) for c in counts for s in shares)


def _adjacent(a: Sentence, b: Sentence) -> bool:
    return a.text == b.before or a.text == b.after


def widen(want: Wanted, query: Query, best: Fit, sentences: Sequence[Sentence]) -> tuple[Fit, ...]:
    """A list told in several parallel sentences whole; a reason with its fact; a person with the name.

    Empty where a label is to be explained that ``best`` only uses.
    """
    near = [s for s in sentences if s.passage.article_id == best.sentence.passage.article_id]
    if want.ask.kind == "reason":
        group = explained(best.sentence, near, query.people)
    elif want.ask.kind == "person" and not _BY_WHOM.search(want.ask.clause):
        group = named(best.sentence, near)
    elif want.ask.kind == "what" and _WHICH_BODY.search(want.ask.clause):
        group = named_body(best.sentence, near)
    elif want.ask.kind == "what" and sort_known(want.ask) and best.type >= 1.0:
        return (best,)  # the very thing is named: nothing goes on from it
    elif want.ask.kind in ("list", "manner", "what") and asks(best.sentence.text):
        group = replied(best.sentence, near)
    elif want.ask.kind in ("list", "manner", "what"):
        group = parallel_group(best.sentence, near, want)
        if len(group) < 2 and want.ask.kind == "manner" and best.type < 1.0:
            group = answered_next(best.sentence, near)
        if len(group) < 2:
            group = following(best.sentence, near, want)
    else:
        return (best,)
    if not spells_out(want, group):
        return ()
    # What goes on from a sentence on somebody is about the same person.
    alike = replace(want, people=())
    fits = [best if s.key == best.sentence.key else fit(alike, query, s) for s in group]
    told_apart = want.ask.kind in ("reason", "person", "manner") or asks(best.sentence.text)
    loose = told_apart or bool(_WHICH_BODY.search(want.ask.clause))
    return tuple(f for f in fits if f.sentence.key == best.sentence.key or loose or suitable(f, want.ask))
