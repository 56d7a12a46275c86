"""SQLite as the library uses it: WAL, one connection a thread, errors that say what to do."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rag.errors import IngestError, LibraryError, reason
from rag.library.schema import MIGRATIONS

_BUSY_MS = 10_000
APPLICATION_ID = 0x77656E6A  # "wenj"


_LEAVING_S = 5.0
"""Seconds that closing waits for another thread's block; a connection still in use then goes with its thread."""


class _Connection(sqlite3.Connection):
    """A connection that can be referred to weakly, so that it goes with its thread; ``used`` is held in every block.

    SQLite crashes where one thread closes what another reads from.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.used = threading.Lock()


class Database:
    """One database file. Readers never wait for the writer nor the writer for them (WAL)."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        """Open ``path``; it is created, or brought to the present version, unless ``read_only``.

        Raises:
            LibraryError: no such file (``read_only``), not a library, or one of a newer program.
        """
        self.path = path
        self.read_only = read_only
        self._local = threading.local()
        self._open: weakref.WeakSet[_Connection] = weakref.WeakSet()
        with translated(path):
            if read_only:
                if not path.is_file():
                    raise LibraryError("库还没有建立", "there is no library yet", hint="wenju ingest PATH")
                self._check(self.connection())
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._migrate(self.connection())

    def connection(self) -> _Connection:
        """This thread's connection, in autocommit mode."""
        found: _Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._connect()
            self._local.connection = found
            self._open.add(found)
        return found

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One consistent view of the database for the block."""
        connection = self.connection()
        with translated(self.path):
            if connection.in_transaction:
                yield connection
                return
            with connection.used:
                connection.execute("BEGIN")
                try:
                    yield connection
                finally:
                    connection.execute("COMMIT")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """All of the block or nothing of it. Nested blocks join the outermost one."""
        connection = self.connection()
        with translated(self.path):
            if connection.in_transaction:
                yield connection
                return
            with connection.used:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    _roll_back(connection)
                    raise

    def checkpoint(self) -> None:
        """Bring the log into the file and onto the disk, and empty it.

        Without waiting for readers: what they still need stays in the log until the next time.
        """
        connection = self.connection()
        with translated(self.path):
            connection.execute("PRAGMA busy_timeout = 200")
            try:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")

    def close(self) -> None:
        """Close this thread's connection, and those of the others when their blocks have ended."""
        own = getattr(self._local, "connection", None)
        for connection in list(self._open):
            if connection is own:
                connection.close()
            elif connection.used.acquire(timeout=_LEAVING_S):
                connection.close()
                connection.used.release()
        self._local = threading.local()

    def _connect(self) -> _Connection:
        if self.read_only:
            # A log cannot be read where nothing may be written; without one the file is all there is.
            wal = self.path.with_name(self.path.name + "-wal")
            frozen = "" if wal.exists() else "&immutable=1" if not os.access(self.path.parent, os.W_OK) else ""
            uri = f"{self.path.resolve().as_uri()}?mode=ro{frozen}"
        else:
            uri = self.path.resolve().as_uri()
        connection = sqlite3.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000, factory=_Connection
        )
        connection.execute("PRAGMA foreign_keys = ON")
        if not self.read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            # A crash of the program loses nothing; before an index is committed the log is brought to the disk.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA cache_size = -16000")
        return connection

    def _check(self, connection: sqlite3.Connection) -> int:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        ours: int = connection.execute("PRAGMA application_id").fetchone()[0]
        if version and ours != APPLICATION_ID:
            raise LibraryError(f"不是问据的库：{self.path}", f"not a library of wenju: {self.path}")
        if version > len(MIGRATIONS):
            raise LibraryError(
                f"库是更新版本的程序建的（版式 {version}，本程序 {len(MIGRATIONS)}）",
                f"the library was made by a newer program (layout {version}, this one knows {len(MIGRATIONS)})",
            )
        if self.read_only and version < len(MIGRATIONS):
            raise LibraryError("库的版式较旧", "the library has an older layout", hint="wenju library rebuild")
        return version

    def _migrate(self, connection: sqlite3.Connection) -> None:
        if self._check(connection) == len(MIGRATIONS):
            return
        with self.write():
            # Another process may have been faster.
            version = self._check(connection)
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if version == 0 and tables:
                raise LibraryError(f"不是问据的库：{self.path}", f"not a library of wenju: {self.path}")
            for step in MIGRATIONS[version:]:
                for statement in _statements(step):
                    connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _roll_back(connection: sqlite3.Connection) -> None:
    # SQLite has done so itself after some errors, a full disk among them.
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _statements(script: str) -> Iterator[str]:
    """The statements of ``script``; unlike ``executescript`` this leaves the transaction open."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's and the system's errors as LibraryError; mistakes in our own SQL stay what they are."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise IngestError(
            "文件名或正文里有不能保存的字符", "a name or a text holds characters that cannot be stored"
        ) from error
    except sqlite3.DatabaseError as error:
        text = str(error)
        if "full" in text:
            raise LibraryError(
                "磁盘已满，写到一半的没有保存，库没有损坏；腾出空间后再运行会接着做",
                "the disk is full; what was half written is not kept, the library is sound; free some space and run again",
            ) from error
        if "locked" in text or "busy" in text:
            raise LibraryError("库正被别的程序占用", "the library is in use by another program") from error
        if "not a database" in text or "malformed" in text:
            raise LibraryError(f"库文件已损坏：{path}", f"the library's file is damaged: {path}") from error
        if "readonly" in text or "unable to open" in text:
            raise LibraryError(
                f"库文件不能打开或不能写：{path}", f"the library cannot be opened or written: {path}"
            ) from error
        raise
    except OSError as error:
        raise LibraryError(f"库不能用：{reason(error)}：{path}", f"the library cannot be used: {error}") from error
