"""What it costs to give a headline to an article, or to none: part of ``ingest.layout.costs``.

A headline costs by how much of it stands in the text, how far from the text it stands, which places it and its
subtitle name, and how it is built.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from ingest.layout import likeness
from ingest.layout.elements import Body, Elements, Headline
from ingest.layout.likeness import Matrix
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
SUBTITLED = 1.0
SUBTITLED_SECTION = 6.5
ALIKE_FORM = 1.0
STRANGE_MOST = 3.0
_FEATURE_LENGTH = 600

Members = tuple[int, ...]


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

    def __init__(self, page: Page, rows: Matrix, heads: Matrix, units: Sequence[Sequence[Place]]) -> None:
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
        self._boxes = [h.is_box and k not in covered for k, h in enumerate(self.headlines)]
        self._sure = [
            self._boxes[k] or bool(h.leads_with_place and named) or self._is_boxed(h)
            for k, (h, named) in enumerate(zip(self.headlines, units, strict=True))
        ]
        self._named_author = np.array(
            [h.byline_near or self._sure[k] for k, h in enumerate(self.headlines)], dtype=bool
        )
        self._feature = np.array([bool(h.subtitle) and h.is_article_like for h in self.headlines], dtype=bool)
        self._strange = np.array([self._strangers(named) for named in units], dtype=float)
        wanted = (heads > 0).any(axis=0)
        self._held = rows[:, wanted] > 0
        self._wanted = heads[:, wanted] ** 2
        self._titles: dict[Members, list[tuple[float, int]]] = {}
        self._spare = [self._spare_cost(k) for k in range(len(self.headlines))]
        self._form = [h.form for h in self.headlines]
        self._looks = [
            (KICKER if h.is_kicker_like or (h.is_box and not self._boxes[k]) else 0.0)
            + (0.0 if self._marked[k] else (COMMA if h.form == "comma" else 0.0) + (SUBTITLED if h.subtitle else 0.0))
            for k, h in enumerate(self.headlines)
        ]

    def _is_boxed(self, head: Headline) -> bool:
        """Whether the name of a box or a column stands over ``head``."""
        above = self.headlines[head.above] if head.above is not None else None
        return above is not None and (above.is_box or above.is_column)

    def _spare_cost(self, headline: int) -> float:
        """Cost of a headline that is no article's title, but for what is said of its place."""
        head = self.headlines[headline]
        if any(self.headlines[k].above == headline for k in self.heads_at[head.slot]):
            return 0.3
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

    def titles(self, members: Members) -> list[tuple[float, int]]:
        """Cost of each headline standing over ``members``, the cheapest first."""
        found = self._titles.get(members)
        if found is None:
            at = list(members)
            far = MATCH * (1.0 - self._wanted @ self._held[at].any(axis=0))
            if len(self._strange):
                far += np.minimum(STRANGE_MOST, STRANGE * self._strange[:, at].sum(axis=1))
            if self.is_bare(members):
                far -= BARE * self._named_author
            if members[0] < self.n:
                length = sum(len(self.bodies[i].text) for i in members)
                far += SHORT_FEATURE * max(0.0, 1.0 - length / _FEATURE_LENGTH) * self._feature
            near = self._near_caption(members) if members[0] >= self.n else self._near(members)
            found = sorted(zip((far + near).tolist(), range(len(self.headlines)), strict=True))
            self._titles[members] = found
        return found

    def _near(self, members: Members) -> list[float]:
        """What each headline's own looks and its distance from the text cost."""
        inside = set(members)
        forms = Counter(self._form[k] for i in members[1:] for k in self.heads_at[i])
        out: list[float] = []
        for k, head in enumerate(self.headlines):
            slot, cost = head.slot, self._looks[k]
            if not self._marked[k] and forms[self._form[k]] - (slot in inside and slot != members[0]) >= 2:
                cost += ALIKE_FORM
            if self._sure[k]:
                cost += BOX if slot == members[0] else -BOX if self._boxes[k] else 0.0
            if slot == members[0]:
                pass
            elif slot in inside:
                cost += 1.2 if slot - 1 in inside and not self.bodies[slot - 1].closed else 1.7
            else:
                cost += 1.8 if slot - 1 in inside else 3.2
            out.append(cost)
        return out

    def _near_caption(self, members: Members) -> list[float]:
        group = self.parts.captions[members[0] - self.n]
        slot = self.parts.slot_of[group[0]]
        return [
            self._looks[k] + (0.0 if head.at == group[0] - 1 else 2.0 if head.slot == slot else 6.0)
            for k, head in enumerate(self.headlines)
        ]

    def free(self, members: Members) -> float:
        """Cost of ``members`` having no headline."""
        if members[0] < self.n:
            return UNTITLED
        group = self.parts.captions[members[0] - self.n]
        said = sum(len(self.parts.paragraphs[i].text) for i in group)
        return UNTITLED_CAPTION if said < TOLD else UNTITLED

    def spare(self, headline: int, labels: Sequence[int]) -> float:
        """Cost of ``headline`` being a section's heading or part of another headline."""
        slot = self.headlines[headline].slot
        if slot == self.n:
            # No section can follow.
            return self._spare[headline] + LAST
        if not slot or labels[slot - 1] != labels[slot]:
            return self._spare[headline] + BETWEEN
        cost = self._spare[headline] + (0.0 if self.bodies[slot - 1].closed else 2.0)
        # News in a few paragraphs has no sections.
        return cost + (NEWS_SECTION if self.bodies[labels.index(labels[slot])].opening else 0.0)
