"""Reports of the page, kept for a while so that they can be fetched as files."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict

from rag.check.report import Report

MOST = 20
"""Reports kept; the oldest goes first."""


class Kept:
    """Reports by a key that only whoever was given it knows. Safe to share between threads."""

    def __init__(self) -> None:
        self._reports: OrderedDict[str, Report] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, report: Report) -> str:
        """The key of ``report``."""
        key = secrets.token_urlsafe(24)
        with self._lock:
            self._reports[key] = report
            while len(self._reports) > MOST:
                self._reports.popitem(last=False)
        return key

    def get(self, key: str) -> Report | None:
        """The report, while it is kept."""
        with self._lock:
            return self._reports.get(key)
