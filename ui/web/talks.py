"""Conversations kept for a while, so that a page loaded anew shows its own again. In memory only, never on disk."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from itertools import count
from typing import NamedTuple

from ui.web.handlers import Talk

MOST = 200
"""Conversations kept; the one that has rested longest goes first."""
KEPT_S = 8 * 3600.0
"""How long one is kept after its last turn: a working day."""
_KEY = re.compile(r"[0-9a-f]{32}")


class Ticket(NamedTuple):
    """The right to write a conversation: of the page that was loaded last with ``key``."""

    key: str
    load: int


class Talks:
    """Conversations by the key that a browser tab made for itself and tells nobody else. Safe to share between threads."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, tuple[Ticket, Talk, float]] = OrderedDict()
        self._loads = count()
        self._lock = threading.Lock()

    def open(self, key: str) -> tuple[Ticket | None, Talk]:
        """The conversation of ``key``, and the only ticket that can write it from now on; None for what is no key."""
        if not _KEY.fullmatch(key):
            return None, Talk()
        with self._lock:
            self._expire()
            ticket = Ticket(key, next(self._loads))
            _, talk, when = self._held.get(key, (None, Talk(), 0.0))
            if when:
                self._held[key] = ticket, talk, when
            return ticket, talk

    def keep(self, ticket: Ticket | None, talk: Talk) -> None:
        """Keep ``talk`` in place of what ``ticket`` stands for; nothing if the page has been loaded anew since."""
        if ticket is None:
            return
        with self._lock:
            self._expire()
            if ticket.key in self._held and self._held[ticket.key][0] != ticket:
                return
            self._held[ticket.key] = ticket, talk, time.monotonic()
            self._held.move_to_end(ticket.key)
            while len(self._held) > MOST:
                self._held.popitem(last=False)

    def _expire(self) -> None:
        while self._held and time.monotonic() - next(iter(self._held.values()))[2] > KEPT_S:
            self._held.popitem(last=False)
