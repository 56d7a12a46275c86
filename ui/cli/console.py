"""Where a command's words go: results to stdout, everything else to stderr, neither able to trick a terminal."""

from __future__ import annotations

import json
import sys
from typing import Any

from ui.language import say
from ui.plain import plain


def prepare() -> None:
    """UTF-8 on all three streams, whatever the locale; what cannot be encoded is escaped, never an error."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream is not sys.stdin else "replace")


def emit(text: str) -> None:
    """A line of the result."""
    print(plain(text))


def emit_json(value: Any) -> None:
    """The one JSON object that ``--json`` promises."""
    print(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))


def emit_bytes(data: bytes) -> None:
    """A file as the result, for a pipe or a redirection."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def note(text: str) -> None:
    """A line about the work, not of its result."""
    print(plain(text), file=sys.stderr, flush=True)


def complain(text: str) -> None:
    """The one line that says what went wrong."""
    line = " ".join(plain(text).split())
    note(f"{say('错误：', 'error: ')}{line}")


class Meter:
    """Progress on stderr: a moving line on a terminal, a line now and then otherwise, nothing when ``quiet``."""

    def __init__(self, label: str, *, quiet: bool = False) -> None:
        self._label = label
        self._quiet = quiet
        self._live = sys.stderr.isatty()
        self._shown = -1

    def __call__(self, done: int, total: int) -> None:
        """Called with items done of ``total`` (0 when unknown)."""
        percent = 100 * done // total if total else 0
        if self._quiet or percent == self._shown:
            return
        if self._live:
            print(f"\r{self._label} {done}/{total} {percent}%", end="", file=sys.stderr, flush=True)
        elif percent // 10 != self._shown // 10:
            note(f"{self._label} {done}/{total}")
        self._shown = percent

    def close(self) -> None:
        """Leave the moving line behind."""
        if self._live and self._shown >= 0 and not self._quiet:
            print(file=sys.stderr, flush=True)
