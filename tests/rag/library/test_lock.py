from __future__ import annotations

import errno
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from rag.errors import LibraryError
from rag.library.lock import Holder, WriterLock
from rag.library.record import Library
from tests.rag.library.making import document

HOLD = """
import sys
from pathlib import Path
from rag.library.lock import WriterLock
with WriterLock(Path(sys.argv[1])).hold("wenju ingest 报告"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def holding(home: Path) -> subprocess.Popen[str]:
    """A process that holds the lock until it is written a line, or killed."""
    command = [sys.executable, "-c", HOLD, str(home)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_is_told_who_writes(home: Path) -> None:
    process = holding(home)
    try:
        with pytest.raises(LibraryError, match="wenju ingest 报告") as failed, WriterLock(home).hold(wait_s=0.2):
            pass
        assert str(process.pid) in failed.value.en
        library = Library.open(home / "library.db")
        with pytest.raises(LibraryError), library.writing(wait_s=0):
            pass
        assert library.documents() == [], "readers do not wait"
        library.close()
    finally:
        process.kill()
        process.wait()


def test_a_second_writer_waits_and_says_so(home: Path) -> None:
    process = holding(home)
    waited: list[Holder | None] = []

    def told(holder: Holder | None) -> None:
        waited.append(holder)
        process.communicate("enough\n")

    with WriterLock(home).hold("wenju ingest", wait_s=60, on_wait=told):
        assert process.returncode == 0
    assert [w.pid for w in waited if w] == [process.pid]


def test_a_killed_writer_holds_nothing(home: Path) -> None:
    process = holding(home)
    process.kill()
    process.wait()
    with WriterLock(home).hold("wenju ingest", wait_s=0):
        note = WriterLock(home).holder()
        assert note and note.command == "wenju ingest"
    assert WriterLock(home).holder() is None


def test_reentrant_in_a_thread_but_not_between_threads(home: Path) -> None:
    lock = WriterLock(home)
    order: list[str] = []

    def other() -> None:
        with lock.hold(wait_s=10):
            order.append("other")

    with lock.hold(), lock.hold():
        thread = threading.Thread(target=other)
        thread.start()
        time.sleep(0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "other"]
    assert lock.holder() is None


def test_put_inside_writing(home: Path) -> None:
    library = Library.open(home / "library.db")
    with library.writing():
        assert library.put(document("一.txt", [("题", ["文"])])) == "added"
        assert WriterLock(home).holder() is not None
    library.close()


def test_a_note_that_finds_no_room_is_one_clear_error(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    lock = WriterLock(home)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", full)
        with pytest.raises(LibraryError, match="磁盘已满"), lock.hold():
            pytest.fail("the lock was given without its note")
    with lock.hold(wait_s=0):
        assert lock.holder() is not None
