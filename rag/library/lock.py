"""One writer at a time, across threads and processes; whoever waits learns who holds the lock."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import LibraryError, reason

_POLL_S = 0.1


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes: process id, what it runs, and since when (local time, ISO to the second)."""

    pid: int
    command: str
    since: str


class WriterLock:
    """The lock of one library. The operating system releases it when its holder dies.

    Reentrant within a thread; a second thread of the same process waits like a second process.
    """

    def __init__(self, home: Path) -> None:
        """Lock ``home/writer.lock``; the note on the holder stands in ``home/writer.json``."""
        self._note = home / "writer.json"
        self._lock = FileLock(home / "writer.lock", is_singleton=True)

    def holder(self) -> Holder | None:
        """The note of the present holder. After a crash it names the last one, until the next writer."""
        try:
            return Holder(**json.loads(self._note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    @contextmanager
    def hold(
        self,
        command: str | None = None,
        *,
        wait_s: float = 30.0,
        on_wait: Callable[[Holder | None], None] | None = None,
    ) -> Iterator[None]:
        """Hold the lock for the block.

        Args:
            command: what the note says; by default the program and its first argument.
            wait_s: how long to wait for another writer; 0 does not wait, negative waits without end.
            on_wait: called once, with the holder, when there is somebody to wait for.

        Raises:
            LibraryError: another writer kept the lock for ``wait_s`` seconds, or the folder is not writable.
        """
        self._acquire(wait_s, on_wait)
        outermost = self._lock.lock_counter == 1
        try:
            if outermost:
                self._sign(command or _command())
            yield
        finally:
            if outermost:
                self._note.unlink(missing_ok=True)
            self._lock.release()

    def _acquire(self, wait_s: float, on_wait: Callable[[Holder | None], None] | None) -> None:
        try:
            self._note.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire(timeout=0)
                return
            except Timeout:
                if on_wait:
                    on_wait(self.holder())
            self._lock.acquire(timeout=wait_s, poll_interval=_POLL_S)
        except Timeout:
            raise _taken(self.holder()) from None
        except OSError as error:
            raise _not_writable(error) from error

    def _sign(self, command: str) -> None:
        since = datetime.fromtimestamp(time.time()).astimezone().isoformat(timespec="seconds")
        note = json.dumps(asdict(Holder(os.getpid(), command, since)), ensure_ascii=False)
        try:
            self._note.write_text(note, encoding="utf-8")
        except OSError as error:
            raise _not_writable(error) from error


def _command() -> str:
    return " ".join([Path(sys.argv[0] or "python").name, *sys.argv[1:2]])[:80]


def _not_writable(error: OSError) -> LibraryError:
    return LibraryError(
        f"库所在的文件夹不能写：{reason(error)}", f"the library's folder is not writable: {error.strerror or error}"
    )


def _taken(holder: Holder | None) -> LibraryError:
    if holder is None:
        return LibraryError("另一个进程正在写这个库", "another process is writing this library")
    return LibraryError(
        f"另一个进程正在写这个库：{holder.command}，进程号 {holder.pid}，自 {holder.since}",
        f"another process is writing this library: {holder.command}, pid {holder.pid}, since {holder.since}",
    )
