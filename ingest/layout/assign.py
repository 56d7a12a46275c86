"""Shares a page's body text and headlines out among articles, at the least total cost found.

A local search over the costs of ``ingest.layout.costs``: articles grow from the page's pieces, then runs
of paragraphs move between articles, articles merge and split, until nothing gets better. Deterministic.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

import numpy as np

from ingest.layout.costs import BYLINE_INSIDE, Costs
from ingest.layout.headings import Matrix, Members

_HOPE = 5.0
"""What the headlines may still gain when a move looks worse without them."""
_SHIFT = 4
_NEAR = 30
"""How many articles further down a page another one may be taken up again."""
_MOST_MOVES = 9000
_AT_ONCE = 48
"""How many moves are weighed together."""
_GOES_ON = 1.0
"""Log odds from which an open end is tried with what stands elsewhere."""

Labels = tuple[int, ...]
Groups = dict[int, Members]
_Between = tuple[Members, Members, Members]
"""What moves, the article that it is taken from and the one that it is given to."""


@dataclass(frozen=True, slots=True)
class Shares:
    """``groups[k]`` are the body elements of article ``k`` in reading order, ``titles[k]`` its headline.

    ``caption_titles`` are the headlines of the page's captions; ``tried`` says how many merges and moves were weighed.
    """

    groups: list[list[int]]
    titles: list[int | None]
    caption_titles: list[int | None]
    tried: int = 0


@dataclass(frozen=True, slots=True)
class _State:
    """Labels of the body elements, the same as groups, and the parts of the cost."""

    labels: Labels
    groups: Groups
    articles: float
    total: float


def share_out(costs: Costs, *, thorough: bool) -> Shares:
    """The best shares found for the page of ``costs``; the first guess in page order unless ``thorough``."""
    search = _Search(costs)
    state = search.in_page_order()
    if thorough:
        starts = (search.grown(), state, search.in_page_order(headed=True))
        state = min(map(search.improved, starts), key=lambda s: s.total)
    given = search.titles(state.labels, list(state.groups.values()), thorough=True)[1]
    groups = list(state.groups.values())
    return Shares([ordered(costs, g) for g in groups], given[: len(groups)], given[len(groups) :], search.tried)


class _Search:
    def __init__(self, costs: Costs) -> None:
        self.costs = costs
        self.left = _MOST_MOVES
        self.tried = 0
        self.refused: set[_Between] = set()
        """Moves that headlines cannot make up for, whatever the other articles are."""
        self.settled: set[frozenset[Members]] = set()
        """Shares that no single move makes better."""

    def in_page_order(self, *, headed: bool = False) -> _State:
        """A new article at each opening, byline and article-like headline; if ``headed`` at any headline."""
        costs = self.costs
        fresh = [
            i > 0
            and (
                costs.bodies[i].opening
                or costs.byline_at[i]
                or costs.bodies[i - 1].signed
                or any(
                    headed or costs.headlines[h].is_article_like or costs.headlines[h].byline_near
                    for h in costs.heads_at[i]
                )
            )
            for i in range(costs.n)
        ]
        return self.state(tuple(accumulate(map(int, fresh))))

    def state(self, labels: Labels) -> _State:
        """The state of ``labels`` with its cost."""
        groups: dict[int, list[int]] = {}
        for i, label in enumerate(labels):
            groups.setdefault(label, []).append(i)
        held = {label: tuple(g) for label, g in groups.items()}
        articles = sum(map(self.costs.article, held.values()))
        return _State(labels, held, articles, articles + self.rest(labels, held))

    def rest(self, labels: Labels, groups: Groups) -> float:
        """The cost of headlines and places."""
        cost, given = self.titles(labels, list(groups.values()))
        titled = {k: label for k, label in zip(given, groups, strict=False) if k is not None}
        return cost + self.costs.places(labels, titled)

    def grown(self) -> _State:
        """Each stretch without a break on its own, then the two put together that gain most, again and again.

        Headlines count here as if several articles could share one: the search that follows sees to that.
        """
        costs = self.costs
        labels: Labels = tuple(accumulate(int(i > 0 and costs.breaks[i]) for i in range(costs.n)))
        groups = dict(self.state(labels).groups)
        gains: dict[tuple[int, int], float] = {}
        while True:
            names = list(groups)
            near = [(a, b) for k, a in enumerate(names) for b in names[k + 1 : k + 1 + _NEAR]]
            fresh = [pair for pair in near if pair not in gains]
            fresh = [(a, b) for a, b in fresh if not costs.bodies[max(groups[a][0], groups[b][0])].opening]
            costs.weigh(_together(groups[a], groups[b]) for a, b in fresh)
            self.tried += len(fresh)
            for a, b in fresh:
                gains[a, b] = self._merging(groups[a], groups[b])
            best, a, b = min(((gains[pair], *pair) for pair in near if pair in gains), default=(0.0, 0, 0))
            if best >= -1e-6:
                break
            groups[a] = tuple(sorted(groups[a] + groups.pop(b)))
            gains = {pair: gain for pair, gain in gains.items() if a not in pair and b not in pair}
        out = [0] * costs.n
        for label, members in groups.items():
            for i in members:
                out[i] = label
        return self.state(tuple(out))

    def _merging(self, a: Members, b: Members) -> float:
        costs = self.costs
        both = _together(a, b)
        inside = set(both)
        seams = sum(costs.leave[i] for i in both if i and i - 1 in inside and (i in a) != (i - 1 in a))
        bylines = BYLINE_INSIDE * (any(i in a for i in costs.byline_slots) and any(i in b for i in costs.byline_slots))
        return (
            costs.article(both)
            + costs.heading(both)
            - costs.article(a)
            - costs.article(b)
            - costs.heading(a)
            - costs.heading(b)
            - seams
            + bylines
        )

    def improved(self, state: _State) -> _State:
        """``state`` after all single moves that gain, each taken when it is found."""
        changed = True
        while changed and self.left > 0 and frozenset(state.groups.values()) not in self.settled:
            changed = False
            seen: set[tuple[Members, int]] = set()
            moves = (move for move in self.moves(state) if not self._hopeless(state, *move))
            while not changed and self.left > 0 and (some := list(islice(moves, min(_AT_ONCE, self.left)))):
                fresh = [
                    move
                    for move in dict.fromkeys(some)
                    if move not in seen and self._between(state, *move) not in self.refused
                ]
                seen.update(fresh)
                changes = [self._change(state, *move) for move in fresh]
                self.costs.weigh(group for change in changes for group in change)
                self.left -= len(some)
                self.tried += len(some)
                for move, change in zip(fresh, changes, strict=True):
                    after = self.moved(state, *move, *change)
                    if after is not None:
                        state, changed = after, True
                        break
        if not changed:
            self.settled.add(frozenset(state.groups.values()))
        return state

    def _hopeless(self, state: _State, members: Members, target: int) -> bool:
        """Whether an opening would come to stand inside an article."""
        if target not in state.groups:
            return False
        first, other = members[0], state.groups[target][0]
        return self.costs.bodies[max(first, other)].opening

    def _between(self, state: _State, members: Members, target: int) -> _Between:
        return members, state.groups[state.labels[members[0]]], state.groups.get(target, ())

    def _change(self, state: _State, members: Members, target: int) -> tuple[Members, Members]:
        """What is left of the article of ``members``, and that of ``target`` with them."""
        taken = set(members)
        kept = tuple([i for i in state.groups[state.labels[members[0]]] if i not in taken])
        return kept, _together(state.groups.get(target, ()), members)

    def moved(self, state: _State, members: Members, target: int, kept: Members, grown: Members) -> _State | None:
        """``state`` with ``members``, all of one article, given to ``target``; None unless that gains."""
        costs = self.costs
        _, source, other = between = self._between(state, members, target)
        articles = state.articles + costs.article(kept) + costs.article(grown)
        articles -= costs.article(source) + costs.article(other)
        labels = list(state.labels)
        for i in members:
            labels[i] = target
        seams = sum(
            costs.leave[i] * ((labels[i] != labels[i - 1]) - (state.labels[i] != state.labels[i - 1]))
            for i in range(max(1, members[0]), min(costs.n, members[-1] + 2))
        )
        if articles + seams >= state.articles + _HOPE:
            self.refused.add(between)
            return None
        groups = {label: g for label, g in state.groups.items() if g is not source and label != target}
        if kept:
            groups[state.labels[members[0]]] = kept
        groups[target] = grown
        total = articles + self.rest(tuple(labels), groups)
        return _State(tuple(labels), groups, articles, total) if total < state.total - 1e-6 else None

    def moves(self, state: _State) -> Iterator[tuple[Members, int]]:
        """What may move where: whole articles, runs and parts of runs between breaks, edges, tails."""
        costs, labels, groups = self.costs, state.labels, state.groups
        names = sorted(groups)
        everywhere = [*names, names[-1] + 1]
        for k, a in enumerate(names):
            for b in names[k + 1 : k + 1 + _NEAR]:
                yield groups[b], a
        yield from self._stretches(labels, everywhere)
        yield from self._continuations(state)
        for i in range(1, costs.n):
            tail = tuple(k for k in groups[labels[i]] if k >= i) if costs.breaks[i] else ()
            if len(tail) < len(groups[labels[i]]):
                yield from ((tail, name) for name in everywhere if tail and name != labels[i])

    def _stretches(self, labels: Labels, everywhere: Sequence[int]) -> Iterator[tuple[Members, int]]:
        """Parts of runs between breaks to any article, and a few paragraphs at the edge of a run to its neighbour."""
        runs = _runs(labels)
        for start, end in runs:
            cuts = [i for i in range(start, end) if i == start or self.costs.breaks[i]]
            for k, i in enumerate(cuts):
                for stop in [*cuts[k + 1 :], end]:
                    yield from ((tuple(range(i, stop)), name) for name in everywhere if name != labels[start])
        for (start, end), (_, far) in zip(runs, runs[1:], strict=False):
            for i in range(max(start + 1, end - _SHIFT), end):
                yield tuple(range(i, end)), labels[end]
            for i in range(end + 1, min(end + 1 + _SHIFT, far)):
                yield tuple(range(end, i)), labels[start]

    def _continuations(self, state: _State) -> Iterator[tuple[Members, int]]:
        """What may well go on from the open end of an article, with what follows it up to each next break."""
        costs, labels = self.costs, state.labels
        for label, members in state.groups.items():
            for left in members:
                if costs.bodies[left].closed:
                    continue
                for i in range(left + 1, costs.n):
                    if labels[i] == label or costs.link(left, i) < _GOES_ON:
                        continue
                    stop = i + 1
                    while stop <= costs.n:
                        if stop == costs.n or costs.breaks[stop] or labels[stop] != labels[i] or stop == i + 1:
                            yield tuple(range(i, stop)), label
                        if stop == costs.n or labels[stop] != labels[i]:
                            break
                        stop += 1

    def titles(
        self, labels: Labels, groups: list[Members], *, thorough: bool = False
    ) -> tuple[float, list[int | None]]:
        """The cost of giving out the headlines to ``groups`` and captions, and who gets which.

        The pair that gains most comes first; ``thorough`` then exchanges headlines while that gains.
        """
        costs = self.costs
        everyone = [*groups, *costs.captions]
        free = np.array([costs.free(g) for g in everyone])
        spare = costs.spare(labels)
        over = costs.titles(everyone)
        gains = over - free[:, None] - spare
        owners, heads = np.nonzero(gains < 0)
        out: list[int | None] = [None] * len(everyone)
        used: set[int] = set()
        total = float(free.sum() + spare.sum())
        for gain, j, k in sorted(zip(gains[owners, heads].tolist(), owners.tolist(), heads.tolist(), strict=True)):
            if out[j] is None and k not in used:
                out[j] = k
                used.add(k)
                total += gain
                if len(used) == len(spare):
                    break
        if thorough:
            _exchange(np.hstack([over, free[:, None]]), out)
        return total, out


def _exchange(price: Matrix, out: list[int | None]) -> None:
    """Exchange the headlines of two articles while that gains; the last column of ``price`` is that of none."""

    def worth(j: int, k: int | None) -> float:
        return float(price[j, -1 if k is None else k])

    for _ in range(len(out)):
        changed = False
        for a in range(len(out)):
            for b in range(a):
                x, y = out[a], out[b]
                if worth(a, y) + worth(b, x) < worth(a, x) + worth(b, y) - 1e-9:
                    out[a], out[b], changed = y, x, True
        if not changed:
            return


def _together(a: Members, b: Members) -> Members:
    return tuple(sorted(a + b))


def ordered(costs: Costs, members: Members) -> list[int]:
    """The reading order: page order, turned where the open end goes on at the beginning."""
    turned = costs.turned(members)
    if turned is None or turned >= costs.loose_ends(members):
        return list(members)
    cuts = [k for k in range(1, len(members)) if costs.bodies[members[k - 1]].closed]
    if not cuts:
        return list(members)
    near = min(cuts, key=lambda k: (costs.alike[members[k - 1], members[k]], k))
    return [*members[near:], *members[:near]]


def _runs(labels: Labels) -> list[tuple[int, int]]:
    """Stretches of one label, as ``[start, end)``."""
    out: list[tuple[int, int]] = []
    start = 0
    for i in range(1, len(labels) + 1):
        if i == len(labels) or labels[i] != labels[start]:
            out.append((start, i))
            start = i
    return out
