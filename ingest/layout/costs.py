"""What it costs to take parts of a page for one article: the measure that ``ingest.layout.assign`` minimises.

Costs speak in log odds, roughly. An article's cost adds up how well each part goes on from the one before
(words over the break, beginnings, quotes) and how alike its parts are; a headline's, how much of it stands in
the text and how far it stands from it; a place's on the page, what it takes to leave an article there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import numpy as np

from ingest.layout import likeness, links
from ingest.layout.elements import Elements
from ingest.layout.headings import BARE, Headings, Matrix, Members
from rag.domain import Place

ARTICLE = 3.0
LIKENESS = 7.5
OPEN_END = 3.5
TURNED = 1.5
INTERRUPTED = 0.8
SWITCH = 2.3
OPENING_INSIDE = 7.0
SIGNED_INSIDE = 5.0
DIALOGUE = 0.8
BYLINE_INSIDE = 4.0
TWICE_SIGNED = 4.0
SURE = 4.0
CROSSED = 2.0
INSIDE = 0.3
OUTSIDE = 1.2
AWAY = 2.0
_WINDOW = 3
_AT_ONCE = 24
"""Groups that are weighed together: as few as one thread multiplies, for several cost more than they save."""


class Costs:
    """The costs of one page. Members of an article are indices of body elements; captions count from ``n``."""

    def __init__(self, parts: Elements) -> None:
        """Measure ``parts``; time and memory grow with the square of the number of body elements."""
        self.parts = parts
        self.bodies = parts.bodies
        self.headlines = parts.headlines
        self.n = len(self.bodies)
        self.captions: list[Members] = [(self.n + k,) for k in range(len(parts.captions))]
        self._text = "\n".join(b.text for b in self.bodies)
        captions = [" ".join(parts.paragraphs[i].text for i in group) for group in parts.captions]
        texts = [*(b.text for b in self.bodies), *captions]
        titles = [h.text + "\n" + h.subtitle for h in self.headlines]
        named = likeness.places_of([*texts, *titles])
        known = sorted(set().union(*map(likeness.people, texts)))
        counted = [likeness.features(t, p, known) for t, p in zip([*texts, *titles], named, strict=True)]
        rows, heads = likeness.vectors(counted[: len(texts)], counted[len(texts) :])
        self.units = [likeness.units(p) for p in named[: len(texts)]]
        title_units = [likeness.units(p) for p in named[len(texts) :]]
        self._measure_places({u for units in title_units for u in units if u.level in ("county", "zone")})
        self.alike = (rows[: self.n] @ rows[: self.n].T).astype(np.float64)
        self._base = _cosines(np.ones((1, self.n)), self.alike)[0]
        self._weight = np.array([min(1.5, max(0.5, len(b.text) / 100)) for b in self.bodies])
        self._links: dict[tuple[int, int], float] = {}
        self._follows: dict[tuple[int, int], float] = {}
        self._articles: dict[Members, float] = {}
        self._marks()
        self._headings = Headings(self, rows, heads, title_units)
        self._headings.weigh(self.captions, np.eye(len(texts))[self.n :])

    def _marks(self) -> None:
        """What stands before each body element, as far as it bears on leaving an article there."""
        n = self.n
        slot_of = self.parts.slot_of
        self.heads_at: list[list[int]] = [[] for _ in range(n + 1)]
        self.byline_at = [False] * (n + 1)
        other_at = [False] * (n + 1)
        for k, head in enumerate(self.headlines):
            self.heads_at[head.slot].append(k)
        for i in (*self.parts.bylines, *self.parts.orphans):
            self.byline_at[slot_of[i]] = True
        for i in (*self.parts.furniture, *(group[0] for group in self.parts.captions)):
            other_at[slot_of[i]] = True
        self.leave = [0.0] + [self._leave(i, other_at[i]) for i in range(1, n)]
        self.byline_slots = [i for i in range(n + 1) if self.byline_at[i]]
        self.breaks = [i == 0 or self._breaks(i, other_at[i]) for i in range(n)]
        for i in (*self._dips(), *self._elsewhere()):
            self.breaks[i] = True

    def _leave(self, i: int, other: bool) -> float:
        left, right = self.bodies[i - 1], self.bodies[i]
        if right.opening or left.signed:
            return 0.0
        if self.byline_at[i]:
            return 0.2
        if self.heads_at[i]:
            return 0.6
        return SWITCH - (1.5 if other or right.gap >= 2 else 0.0) - (0.0 if left.closed else 1.0)

    def _breaks(self, i: int, other: bool) -> bool:
        """Whether an article may well begin or stop before body ``i``."""
        left, right = self.bodies[i - 1], self.bodies[i]
        if self.heads_at[i] or self.byline_at[i] or other or right.gap >= 2 or right.opening or left.signed:
            return True
        return right.odds >= 2.0 if left.closed else self.link(i - 1, i) < 2.5

    def _dips(self) -> list[int]:
        """Places without any mark across which the text is least alike: an article may stop there too."""
        n = self.n
        cross = [float(self.alike[max(0, i - _WINDOW) : i, i : i + _WINDOW].mean()) if i else 1.0 for i in range(n)]
        low = 0.75 * float(np.median(cross)) if n else 0.0
        return [
            i
            for i in range(1, n)
            if self.bodies[i - 1].closed and cross[i] < low and cross[i] <= min(cross[max(1, i - 2) : i + 3])
        ]

    def _elsewhere(self) -> Iterator[int]:
        """Places behind which the text names other counties, and only others, than it did last."""
        last: set[Place] = set()
        for i, named in enumerate(self.units):
            here = {u for u in named if u.level != "province"}
            if here and last and i < self.n and self.bodies[i - 1].closed and not here & last:
                yield i
            last = here or last

    def link(self, left: int, right: int) -> float:
        """Log odds, in [-6, 6], that body ``right`` goes on from the open end of ``left``."""
        value = self._links.get((left, right))
        if value is None:
            value = -6.0
            if not self.bodies[right].opening:
                found = links.goes_on(self.bodies[left].text, self.bodies[right].text, self._text)
                value = max(-4.0, min(6.0, found))
            self._links[left, right] = value
        return value

    def _follow(self, left: int, right: int) -> float:
        """Cost of ``right`` coming after ``left`` in one article."""
        cost = self._follows.get((left, right))
        if cost is None:
            cost = self._follows[left, right] = self._following(left, right)
        return cost

    def _following(self, left: int, right: int) -> float:
        a, b = self.bodies[left], self.bodies[right]
        cost = 0.0 if right == left + 1 else INTERRUPTED
        if b.opening:
            cost += OPENING_INSIDE
        if a.signed:
            cost += SIGNED_INSIDE
        if a.closed and a.dialogue != b.dialogue:
            cost += DIALOGUE
        return cost + _late(b.odds) if a.closed else cost - self.link(left, right)

    def chain(self, members: Members) -> float:
        """Cost of reading ``members`` one after the other, in page order or turned once."""
        cost = sum(map(self._follow, members, members[1:]))
        if members[0] < self.n and self.bodies[members[0]].opening and self.bodies[members[-1]].signed:
            # 本报讯(甲) … (乙): the opening has said already who wrote it.
            cost += TWICE_SIGNED if len(members) > 1 else 0.0
        ends = self.loose_ends(members)
        turned = self.turned(members)
        return cost + (ends if turned is None else min(ends, turned))

    def loose_ends(self, members: Members) -> float:
        """Cost of the beginning and the end, read in page order."""
        start = _late(self.bodies[members[0]].odds)
        return start + (0.0 if self.bodies[members[-1]].closed else OPEN_END)

    def turned(self, members: Members) -> float | None:
        """Cost of the beginning and the end when the end goes on at the beginning; None if it cannot."""
        first, last = members[0], members[-1]
        if len(members) < 2 or self.bodies[last].closed or self.bodies[first].opening:
            return None
        return TURNED - self.link(last, first)

    def article(self, members: Members) -> float:
        """Cost of ``members`` being one article, its headline aside; 0 for no members."""
        if not members:
            return 0.0
        value = self._articles.get(members)
        if value is None:
            self.weigh([members])
            value = self._articles[members]
        return value

    def weigh(self, groups: Iterable[Members]) -> None:
        """Work out what ``groups`` cost, many at once, which takes a tenth of the time that one at a time takes."""
        fresh = [g for g in dict.fromkeys(groups) if g and g not in self._articles and g[0] < self.n]
        for start in range(0, len(fresh), _AT_ONCE):
            some = fresh[start : start + _AT_ONCE]
            held = np.zeros((len(some), self.n + len(self.captions)))
            for row, members in enumerate(some):
                held[row, list(members)] = 1.0
            self._headings.weigh(some, held)
            held = held[:, : self.n]
            values = self.abroad(held) - LIKENESS * self.togetherness(held)
            for members, value in zip(some, values.tolist(), strict=True):
                bare = BARE if self.is_bare(members) else 0.0
                self._articles[members] = ARTICLE + self.chain(members) + value + bare

    def abroad(self, held: Matrix) -> Matrix:
        """Cost of the places that each row of ``held`` names, if the article is about the unit that fits it best.

        ``held`` has the shape ``(groups, n)`` and is 1 for members, else 0; so has that of ``togetherness``.
        """
        if not len(self._named):
            return np.zeros(len(held))
        least = np.where(held @ self._named.T > 0, held @ self._foreign.T, np.inf).min(axis=1)
        return np.where(np.isfinite(least), least, 0.0)

    def _measure_places(self, homes: set[Place]) -> None:
        """``_named[u, i]``: body ``i`` names unit ``u``; ``_foreign[u, i]``: what it costs ``i`` to be about ``u``."""
        units = self.units[: self.n]
        everyone = list(dict.fromkeys(u for named in units for u in named))
        self._named = np.array([[u in named for named in units] for u in everyone], dtype=float)
        self._foreign = np.array(
            [
                [
                    likeness.strangeness(
                        u, named, inside=INSIDE, outside=AWAY if homes.intersection(named) else OUTSIDE
                    )
                    for named in units
                ]
                for u in everyone
            ]
        )

    def is_bare(self, members: Members) -> bool:
        """Whether the text itself has nothing that marks an article: no byline, opening or signature."""
        first, last = members[0], members[-1]
        return first < self.n and not (self.byline_at[first] or self.bodies[first].opening or self.bodies[last].signed)

    def togetherness(self, held: Matrix) -> Matrix:
        """How much more alike each group's members are to each other than to the page, summed, weighted by length."""
        gain = (_cosines(held, self.alike) - self._base) * held
        return np.where(held.sum(axis=1) > 1, gain @ self._weight, 0.0)

    def titles(self, groups: Sequence[Members]) -> Matrix:
        """Cost of each headline over each of ``groups``, all weighed before, of shape ``(groups, headlines)``."""
        return self._headings.titles(groups)

    def heading(self, members: Members) -> float:
        """Least cost of a headline over ``members``, weighed before, or of none."""
        return self._headings.least(members)

    def free(self, members: Members) -> float:
        """Cost of ``members`` having no headline."""
        return self._headings.free(members)

    def spare(self, labels: Sequence[int]) -> Matrix:
        """Cost of each headline being a section's heading or part of another headline."""
        return self._headings.spare(labels)

    def places(self, labels: Sequence[int], titled: dict[int, int]) -> float:
        """Cost of leaving articles and of staying in them; ``titled`` maps used headlines to labels."""
        leave = self.leave
        total = sum(leave[i] for i in range(1, self.n) if labels[i] != labels[i - 1]) + CROSSED * _crossings(labels)
        signed: dict[int, int] = {}
        for i in self.byline_slots:
            owner = labels[min(i, self.n - 1)]
            if i == self.n or (i and labels[i - 1] == owner):
                title = next((titled[k] for k in self.heads_at[i] if k in titled), None)
                if title is not None:
                    owner = title
                elif i < self.n:
                    total += BYLINE_INSIDE / 2
            signed[owner] = signed.get(owner, 0) + 1
        return total + BYLINE_INSIDE * sum(count - 1 for count in signed.values())


def _crossings(labels: Sequence[int]) -> int:
    """How often an article is taken up again before another one is that began in between and goes on later."""
    runs = [label for label, _ in groupby(labels)]
    last = {label: k for k, label in enumerate(runs)}
    if len(last) == len(runs):
        return 0
    seen: dict[int, int] = {}
    count = 0
    for k, label in enumerate(runs):
        if label in seen:
            count += sum(last[other] > k for other in set(runs[seen[label] + 1 : k]))
        seen[label] = k
    return count


def _late(odds: float) -> float:
    """Cost of a beginning that looks like the middle of a sentence; sure signs count in full."""
    return 0.7 * odds if odds >= SURE else 0.5 * max(0.0, min(odds, 2.0))


def _cosines(held: Matrix, alike: Matrix) -> Matrix:
    """Each text's cosine to the sum of the others of each group that it is in, from inner products of unit vectors.

    ``held`` has the shape ``(groups, n)``, ``alike`` ``(n, n)``; what stands for texts that are not in the group
    means nothing. It is 0 where there are no others.
    """
    own = alike.diagonal()
    inner = held @ alike - own
    # The others' own length is the group's less what the text shares with it.
    rest = (held * (inner + own)).sum(axis=1, keepdims=True) - 2 * inner - own
    cosines: Matrix = np.where(rest > 1e-9, inner / np.sqrt(np.maximum(rest, 1e-9)), 0.0)
    return cosines
