"""What it costs to give a headline to an article, or to none: part of ``ingest.layout.costs``.

A headline costs by how much of it stands in the text, how far from the text it stands, which places it and its
subtitle name, and how it is built.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ingest.layout import likeness
from ingest.layout.elements import Body, Elements, Headline
from rag.domain import Place

MATCH = 5.0
BARE = 2.8
UNTITLED = 6.0
UNTITLED_CAPTION = 3.0
TOLD = 45
NEWS_SECTION = 1.5
SHORT_FEATURE = 2.5
KICKER = 2.5
STRANGE = 0.5
BETWEEN = 2.0
LAST = 5.0
BOX = -2.0
UNUSED_BOX = 3.0
COMMA = 1.0
DASHED = 10.0
LONE = 2.3
"""For a section without another whose heading is built alike; of 96 sections on 26 pages eight stood alone."""
SUBTITLED = 1.0
SUBTITLED_SECTION = 6.5
ALIKE_FORM = 1.0
STRANGE_MOST = 3.0
_FEATURE_LENGTH = 600
_LENGTHS_APART = 4

Members = tuple[int, ...]
Matrix = npt.NDArray[np.float64]


class Page(Protocol):
    """What ``ingest.layout.costs.Costs`` knows of a page's body elements."""

    parts: Elements
    bodies: list[Body]
    headlines: list[Headline]
    n: int
    units: list[list[Place]]
    heads_at: list[list[int]]

    def is_bare(self, members: Members) -> bool:
        """Whether nothing in the text of ``members`` marks an article."""


class Headings:
    """The costs of one page's headlines."""

    def __init__(
        self, page: Page, rows: likeness.Matrix, heads: likeness.Matrix, units: Sequence[Sequence[Place]]
    ) -> None:
        """``rows`` and ``heads`` are the vectors of the texts and the headlines; ``units`` what headlines name."""
        self.page = page
        self.parts, self.bodies, self.headlines, self.n = page.parts, page.bodies, page.headlines, page.n
        self.heads_at, self.is_bare = page.heads_at, page.is_bare
        self._marked = np.array(
            [
                h.byline_near or h.is_article_like or bool(named and h.subtitle)
                for h, named in zip(self.headlines, units, strict=True)
            ],
            dtype=bool,
        )
        covered = {h.above for h in self.headlines if h.above is not None}
        self._boxes = np.array([h.is_box and k not in covered for k, h in enumerate(self.headlines)], dtype=bool)
        self._sure = np.array(
            [
                self._boxes[k] or bool(h.leads_with_place and named) or self._is_boxed(h)
                for k, (h, named) in enumerate(zip(self.headlines, units, strict=True))
            ],
            dtype=bool,
        )
        self._named_author = np.array(
            [h.byline_near or self._sure[k] for k, h in enumerate(self.headlines)], dtype=bool
        )
        self._feature = np.array([bool(h.subtitle) and h.is_article_like for h in self.headlines], dtype=bool)
        count = len(self.headlines)
        self._strange = np.array([self._strangers(named) for named in units], dtype=float).reshape(count, len(rows))
        wanted = (heads > 0).any(axis=0)
        self._held = (rows[:, wanted] > 0).astype(float)
        self._wanted = heads[:, wanted].astype(float) ** 2
        self._spare = [self._spare_cost(k) for k in range(count)]
        self._looks = np.array([self._look(k) for k in range(count)])
        self._lengths = np.array([len(b.text) for b in self.bodies] + [_FEATURE_LENGTH] * len(self.parts.captions))
        self._slots = np.array([h.slot for h in self.headlines], dtype=int)
        self._broken = np.array([0 < h.slot and not self.bodies[h.slot - 1].closed for h in self.headlines], dtype=bool)
        self._siblings = [[k for k, b in enumerate(self.headlines) if self._sibling(a, b)] for a in self.headlines]
        forms = [h.form for h in self.headlines]
        self._same_form = np.array([[a == b for b in forms] for a in forms], dtype=float).reshape(count, count)
        self._over_captions = [self._near_caption(k) for k in range(len(self.parts.captions))]
        self._titles: dict[Members, Matrix] = {}
        self._least: dict[Members, float] = {}

    def _is_boxed(self, head: Headline) -> bool:
        """Whether the name of a box or a column stands over ``head``."""
        above = self.headlines[head.above] if head.above is not None else None
        return above is not None and (above.is_box or above.is_column)

    def _look(self, headline: int) -> float:
        """Cost of what a headline says of itself: that it is a kicker, or, where nothing marks an article's, a section's."""
        head = self.headlines[headline]
        if head.dashed:
            return DASHED
        cost = KICKER if (head.is_kicker_like or head.is_box) and not self._boxes[headline] else 0.0
        if self._marked[headline]:
            return cost
        return cost + (COMMA if head.form == "comma" else 0.0) + (SUBTITLED if head.subtitle else 0.0)

    def _spare_cost(self, headline: int) -> float:
        """Cost of a headline that is no article's title, but for what is said of its place."""
        head = self.headlines[headline]
        if any(self.headlines[k].above == headline for k in self.heads_at[head.slot]):
            return 0.3
        if head.dashed:
            return 0.0
        cost = 0.2 + (UNUSED_BOX if self._sure[headline] else 0.0)
        if head.subtitle:
            cost += SUBTITLED_SECTION if self._marked[headline] else 0.4
        if head.byline_near:
            cost += 1.5
        if head.slot < self.n and self.bodies[head.slot].opening:
            cost += 3.0
        return cost

    def _strangers(self, units: Sequence[Place]) -> list[float]:
        """For each text, 1 if it names units none of which has to do with ``units``, else 0."""
        return [
            min((likeness.strangeness(u, named, inside=0.0, outside=1.0) for u in units), default=0.0)
            for named in self.page.units
        ]

    def titles(self, groups: Sequence[Members]) -> Matrix:
        """Cost of each headline standing over each of ``groups``, all of which were weighed before."""
        return np.array([self._titles[g] for g in groups])

    def least(self, members: Members) -> float:
        """Least cost of a headline over ``members``, which were weighed before, or of none."""
        return self._least[members]

    def weigh(self, groups: Sequence[Members], held: Matrix) -> None:
        """Work out the headlines' costs over ``groups``. ``held[g, i]`` is 1 if text ``i`` is in ``groups[g]``, else 0."""
        far = MATCH * (1.0 - (held @ self._held > 0) @ self._wanted.T)
        far += np.minimum(STRANGE_MOST, STRANGE * (held @ self._strange.T))
        bare = np.array([self.is_bare(g) for g in groups], dtype=bool)
        far -= BARE * (bare[:, None] & self._named_author)
        short = np.maximum(0.0, 1.0 - held @ self._lengths / _FEATURE_LENGTH)
        far += SHORT_FEATURE * short[:, None] * self._feature
        far += self._near(groups, held[:, : self.n])
        for members, costs, least in zip(groups, far, far.min(axis=1, initial=np.inf).tolist(), strict=True):
            self._titles[members] = costs
            self._least[members] = min(self.free(members), least)

    def _near(self, groups: Sequence[Members], held: Matrix) -> Matrix:
        """What each headline's own looks and its distance from the texts cost."""
        first = np.array([g[0] for g in groups])[:, None] == self._slots
        # The slot behind the last text and that before the first are in no group.
        inside = np.zeros((len(groups), self.n + 1), dtype=bool)
        inside[:, : self.n] = held > 0
        below, before = inside[:, self._slots], inside[:, self._slots - 1]
        sections = below & ~first
        alike = (sections @ self._same_form - sections >= 2) & ~self._marked
        sure = np.where(first, BOX, np.where(self._boxes, -BOX, 0.0))
        away = np.where(below, np.where(before & self._broken, 1.2, 1.7), np.where(before, 1.8, 3.2))
        out: Matrix = self._looks + ALIKE_FORM * alike + sure * self._sure + np.where(first, 0.0, away)
        for row, members in enumerate(groups):
            if members[0] >= self.n:
                out[row] = self._over_captions[members[0] - self.n]
        return out

    def _near_caption(self, caption: int) -> Matrix:
        group = self.parts.captions[caption]
        slot = self.parts.slot_of[group[0]]
        away = [0.0 if h.at == group[0] - 1 else 2.0 if h.slot == slot else 6.0 for h in self.headlines]
        out: Matrix = self._looks + np.array(away)
        return out

    def free(self, members: Members) -> float:
        """Cost of ``members`` having no headline."""
        if members[0] < self.n:
            return UNTITLED
        group = self.parts.captions[members[0] - self.n]
        said = sum(len(self.parts.paragraphs[i].text) for i in group)
        return UNTITLED_CAPTION if said < TOLD else UNTITLED

    def spare(self, labels: Sequence[int]) -> Matrix:
        """Cost of each headline being a section's heading or part of another headline."""
        out = list(self._spare)
        first = {label: labels.index(label) for label in set(labels)}
        below = [
            labels[h.slot] if h.slot < self.n and h.slot != first[labels[h.slot]] else None for h in self.headlines
        ]
        for k, head in enumerate(self.headlines):
            slot, label = head.slot, below[k]
            if slot == self.n:
                out[k] += LAST  # no section can follow
                continue
            if not slot or labels[slot - 1] != labels[slot]:
                out[k] += BETWEEN
            elif not self.bodies[slot - 1].closed:
                out[k] += 2.0
            if label is not None:
                out[k] += 0.0 if any(below[other] == label for other in self._siblings[k]) else LONE
                # News in a few paragraphs has no sections.
                out[k] += NEWS_SECTION if self.bodies[first[label]].opening else 0.0
        return np.array(out)

    def _sibling(self, a: Headline, b: Headline) -> bool:
        """Whether two headlines may be those of sections of one article: built alike, and about as long."""
        apart = a.slot != b.slot and bool(a.subtitle) == bool(b.subtitle)
        return apart and a.form == b.form and abs(len(a.text) - len(b.text)) <= _LENGTHS_APART
