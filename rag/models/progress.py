"""How far a pull has come, in a file that another process can read."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

PullState = Literal["running", "done", "failed", "interrupted"]
_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class PullProgress:
    """A moment of a pull: bytes and bytes per second, ``source`` being ``hub`` or ``registry``."""

    model: str
    state: PullState
    pid: int
    done: int
    total: int
    rate: float = 0.0
    source: str = ""
    error: str = ""
    updated: float = field(default_factory=time.time)

    @classmethod
    def read(cls, path: Path) -> PullProgress | None:
        """What ``path`` says; None when there is nothing, or nothing that can be understood."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, path: Path) -> None:
        """Replace ``path`` in one step, so that a reader never sees half of it."""
        scratch = path.with_suffix(f".{os.getpid()}")
        scratch.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        os.replace(scratch, path)

    def as_json(self) -> dict[str, Any]:
        """For a page or a script."""
        return asdict(self)


class Reporter:
    """Counts bytes; tells a callback and the progress file, at most twice a second."""

    def __init__(self, model: str, total: int, path: Path, tell: Callable[[int, int], None] | None) -> None:
        self._model, self._total, self._path, self._tell = model, total, path, tell
        self._began, self._last = time.monotonic(), float("-inf")
        self._first: int | None = None
        self._done = 0
        self.source = ""

    def at(self, done: int) -> None:
        """``done`` bytes of the file are here."""
        self._done = min(done, self._total)
        if self._first is None:
            self._first = self._done
        now = time.monotonic()
        if now - self._last < _EVERY_S:
            return
        self._last = now
        if self._tell:
            self._tell(self._done, self._total)
        self._write("running")

    def end(self, state: PullState, error: str = "") -> None:
        """The last word."""
        if state == "done":
            self._done = self._total
        if self._tell and state == "done":
            self._tell(self._done, self._total)
        self._write(state, error)

    def _write(self, state: PullState, error: str = "") -> None:
        seconds = max(time.monotonic() - self._began, 1e-3)
        rate = max(0, self._done - (self._first or 0)) / seconds
        PullProgress(
            self._model, state, os.getpid(), self._done, self._total, round(rate, 1), self.source, error
        ).write(self._path)
