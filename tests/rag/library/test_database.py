"""Closing while others read: SQLite crashes where one thread closes what another reads from."""

from __future__ import annotations

import threading
from pathlib import Path

from rag.library.database import Database


def test_closing_waits_for_the_block_of_another_thread(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.db", read_only=False)
    reading, go_on, order = threading.Event(), threading.Event(), []

    def reads() -> None:
        with database.read() as connection:
            reading.set()
            go_on.wait(10)
            connection.execute("SELECT 1").fetchone()
            order.append("read")

    reader = threading.Thread(target=reads)
    reader.start()
    reading.wait(10)
    closing = threading.Thread(target=lambda: (database.close(), order.append("closed")))
    closing.start()
    closing.join(0.2)
    assert closing.is_alive(), "it must not close what is read from"
    go_on.set()
    reader.join(10)
    closing.join(10)
    assert order == ["read", "closed"]
