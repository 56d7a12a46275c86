"""The library: the only record of what was ingested. Every index is derived from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal

from rag.domain import Document, Passage
from rag.errors import UsageError
from rag.library import rows
from rag.library.database import Database
from rag.library.figures import Figures
from rag.library.journal import Journal
from rag.library.lock import Holder, WriterLock
from rag.library.reprints import Reprints
from rag.library.vectors import VectorCache

_MOST_PRINTS = 50
"""Reprints of an article that are looked at."""
_BATCH = 500
_HEADER = rows.DOCUMENT_COLUMNS.replace(", text", ", NULL")


class Library:
    """Documents with their articles and passages, in one SQLite file.

    Safe to share between threads. Writing takes the library's lock (``writing``); reading never waits.
    ``journal`` says what the indexes still have to take in, ``vectors`` keeps what was embedded.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = WriterLock(database.path.parent)
        self.journal = Journal(database)
        self.vectors = VectorCache(database)
        self.reprints = Reprints(database)
        self.figures = Figures(database)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Library:
        """Open the record at ``path``, creating it unless ``read_only``.

        Raises:
            LibraryError: it is missing (``read_only``), damaged, or was made by a newer program.
        """
        return cls(Database(path, read_only=read_only))

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    def writing(
        self,
        command: str | None = None,
        *,
        wait_s: float = 30.0,
        on_wait: Callable[[Holder | None], None] | None = None,
    ) -> AbstractContextManager[None]:
        """Hold the writer's lock for a block; see ``WriterLock.hold``. ``put`` and ``remove`` take it themselves."""
        return self._lock.hold(command, wait_s=wait_s, on_wait=on_wait)

    def snapshot(self) -> AbstractContextManager[object]:
        """Everything read within the block by this thread is of one moment."""
        return self._database.read()

    def transaction(self) -> AbstractContextManager[object]:
        """Everything written within the block by this thread is written, or nothing of it."""
        return self._database.write()

    def put(self, document: Document) -> Literal["added", "replaced", "unchanged"]:
        """Take ``document`` in, in place of what its id held before, in one transaction.

        Raises:
            LibraryError: another process is writing, or the disk is full; the record is as it was.
        """
        articles = [rows.article_row(a, document.id) for a in document.articles]
        passages = [rows.passage_row(p) for p in document.passages]
        revision = rows.revision(document, articles, passages)
        with self.writing(), self._database.write() as db:
            known = db.execute("SELECT revision FROM documents WHERE id = ?", (document.id,)).fetchone()
            if known and known[0] == revision:
                db.execute(
                    "UPDATE documents SET size = ?, mtime_ns = ? WHERE id = ?",
                    (document.size, document.mtime_ns, document.id),
                )
                return "unchanged"
            contents = self._drop(document.id)
            db.execute(_insertion("documents", rows.DOCUMENT_COLUMNS), rows.document_row(document, revision))
            db.executemany(_insertion("articles", rows.ARTICLE_COLUMNS), articles)
            db.executemany(_insertion("passages", rows.PASSAGE_COLUMNS), passages)
            self._forget_vectors(contents)
            self.journal.note(document.id)
        return "replaced" if known else "added"

    def remove(self, document_id: str) -> bool:
        """Take the document out, with its vectors; False if it is not here.

        Its bytes are overwritten in the file (``secure_delete``) and the log is emptied as soon as no reader
        needs it. The indexes follow with the next ``Indexes.sync``.
        """
        with self.writing():
            with self._database.write() as db:
                if not db.execute("SELECT 1 FROM documents WHERE id = ?", (document_id,)).fetchone():
                    return False
                contents = self._drop(document_id)
                self._forget_vectors(contents)
                self.journal.note(document_id)
            self.settle()
        return True

    def documents(self) -> list[Document]:
        """All documents by path, without text, articles and passages."""
        with self._database.read() as db:
            found = db.execute(f"SELECT {_HEADER} FROM documents ORDER BY path, root").fetchall()
        return [rows.as_document(row) for row in found]

    def counts(self) -> dict[str, tuple[int, int]]:
        """Document id -> (number of articles, number of passages)."""
        with self._database.read() as db:
            return {
                id_: (articles, passages)
                for id_, articles, passages in db.execute(
                    "SELECT id, (SELECT count(*) FROM articles a WHERE a.document_id = d.id), "
                    "(SELECT count(*) FROM passages p WHERE p.document_id = d.id) FROM documents d"
                )
            }

    def headings(self) -> dict[str, tuple[str, str | None]]:
        """Document id -> (title of its first article that has one, date that all its articles bear or None)."""
        with self._database.read() as db:
            return {
                id_: (title or "", first or None if first == last else None)
                for id_, title, first, last in db.execute(
                    "SELECT d.id, (SELECT title FROM articles a WHERE a.document_id = d.id AND title <> '' ORDER BY ordinal LIMIT 1), "
                    "(SELECT min(coalesce(date, '')) FROM articles a WHERE a.document_id = d.id), "
                    "(SELECT max(date) FROM articles a WHERE a.document_id = d.id) FROM documents d"
                )
            }

    def titled(self, word: str) -> dict[str, str]:
        """Document id -> title of its first article whose title holds ``word``."""
        with self._database.read() as db:
            found = db.execute(
                "SELECT document_id, title FROM articles WHERE instr(title, ?) > 0 ORDER BY ordinal DESC", (word,)
            )
            return dict(found.fetchall())

    def repeated(self) -> dict[str, list[str]]:
        """Document id -> paths of the other documents that hold a reprint of every article of it."""
        return self.reprints.wholes()

    def places(self, most: int = 500) -> list[str]:
        """Places that articles are about, those of most articles first; at most ``most``."""
        with self._database.read() as db:
            found = db.execute(
                "SELECT place FROM articles WHERE place IS NOT NULL GROUP BY place ORDER BY count(*) DESC, place LIMIT ?",
                (most,),
            )
            return [row[0] for row in found]

    def __len__(self) -> int:
        """Number of passages."""
        with self._database.read() as db:
            return int(db.execute("SELECT count(*) FROM passages").fetchone()[0])

    def resolve(self, name: str) -> str | None:
        """The document id that a person means by ``name``.

        An id, a path below its folder or a whole path; else the beginning of an id (four digits or more)
        or the end of a path, if it fits one document only.

        Raises:
            UsageError: ``name`` fits several documents.
        """
        exact = (
            "SELECT id, root, path FROM documents WHERE id = ?1 OR path = ?1 OR rtrim(root, '/') || '/' || path = ?1"
        )
        loose = (
            "SELECT id, root, path FROM documents WHERE (length(?1) >= 4 AND substr(id, 1, length(?1)) = ?1) "
            "OR substr(path, -length(?1) - 1) = '/' || ?1"
        )
        with self._database.read() as db:
            for query in (exact, loose):
                found = db.execute(query + " ORDER BY root, path LIMIT 6", (name,)).fetchall()
                if len(found) > 1:
                    some = "、".join(f"{root}/{path}" if root else path for _, root, path in found[:5])
                    raise UsageError(f"“{name}”不止一份：{some}", f"{name!r} fits several documents: {some}")
                if found:
                    return str(found[0][0])
        return None

    def document(self, path_or_id: str, *, passages: bool = True) -> Document | None:
        """The document that ``resolve`` finds, whole or without its passages; None if there is none."""
        with self._database.read() as db:
            id_ = self.resolve(path_or_id)
            if id_ is None:
                return None
            header = db.execute(f"SELECT {rows.DOCUMENT_COLUMNS} FROM documents WHERE id = ?", (id_,)).fetchone()
            articles = db.execute(
                f"SELECT {rows.ARTICLE_COLUMNS} FROM articles WHERE document_id = ? ORDER BY ordinal", (id_,)
            ).fetchall()
            found = tuple(self.passages_of([id_])) if passages else ()
        return rows.as_document(header, tuple(map(rows.as_article, articles)), found)

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """In the order of ``ids``; unknown ids are left out."""
        found: dict[str, Passage] = {}
        with self._database.read() as db:
            for at in range(0, len(ids), _BATCH):
                some = ids[at : at + _BATCH]
                marks = ",".join("?" * len(some))
                for row in db.execute(f"{rows.PASSAGE_SELECT} WHERE p.id IN ({marks})", tuple(some)):
                    passage = rows.as_passage(row)
                    found[passage.id] = passage
        return [found[i] for i in ids if i in found]

    def passages_of(self, documents: Sequence[str]) -> Iterator[Passage]:
        """All passages of the documents with these ids, in reading order."""
        for id_ in documents:
            with self._database.read() as db:
                found = db.execute(
                    f"{rows.PASSAGE_SELECT} WHERE p.document_id = ? ORDER BY p.ordinal, p.seq", (id_,)
                ).fetchall()
            yield from map(rows.as_passage, found)

    def neighbours(self, passage: Passage) -> list[Passage]:
        """All passages of the same article, in reading order, ``passage`` included."""
        with self._database.read() as db:
            found = db.execute(
                f"{rows.PASSAGE_SELECT} WHERE p.article_id = ? ORDER BY p.ordinal, p.seq", (passage.article_id,)
            ).fetchall()
        return list(map(rows.as_passage, found))

    def beginnings(self, article_ids: Iterable[str], most: int) -> dict[str, list[Passage]]:
        """Article id -> its first ``most`` passages, in reading order."""
        query = f"{rows.PASSAGE_SELECT} WHERE p.article_id = ? ORDER BY p.ordinal, p.seq LIMIT ?"
        with self._database.read() as db:
            return {a: list(map(rows.as_passage, db.execute(query, (a, most)))) for a in dict.fromkeys(article_ids)}

    def families(self, article_ids: Sequence[str]) -> dict[str, str]:
        """``Reprints.families``."""
        return self.reprints.families(article_ids)

    def repetitions(self, passage: Passage) -> list[Passage]:
        """The passages of the other articles that are alike ``passage``'s, by document."""
        others = sorted(set(self.reprints.families([passage.article_id])) - {passage.article_id})[:_MOST_PRINTS]
        with self._database.read() as db:
            found = db.execute(
                f"{rows.PASSAGE_SELECT} WHERE p.article_id IN ({','.join('?' * len(others))}) ORDER BY d.path, p.ordinal",
                others,
            ).fetchall()
        return list(map(rows.as_passage, found))

    def all_passages(self) -> Iterator[Passage]:
        """Every passage in the order it came in, a batch at a time: nothing is locked in between."""
        after = 0
        while True:
            with self._database.read() as db:
                found = db.execute(
                    f"{rows.PASSAGE_SELECT} WHERE p.seq > ? ORDER BY p.seq LIMIT ?", (after, _BATCH)
                ).fetchall()
            if not found:
                return
            after = found[-1][-1]
            yield from map(rows.as_passage, found)

    def passage_ids(self) -> dict[str, str]:
        """Passage id -> document id, of every passage."""
        with self._database.read() as db:
            return dict(db.execute("SELECT id, document_id FROM passages ORDER BY seq"))

    def check(self) -> list[str]:
        """What is wrong with the file itself, in Chinese; empty when nothing is."""
        with self._database.read() as db:
            damage = [row[0] for row in db.execute("PRAGMA quick_check(5)") if row[0] != "ok"]
            dangling = db.execute("PRAGMA foreign_key_check").fetchall()
        problems = [f"库文件损坏：{line}" for line in damage]
        if dangling:
            problems.append(f"{len(dangling)} 行不属于任何文档")
        return problems

    def settle(self) -> None:
        """Bring everything onto the disk and empty the log, as far as readers allow at this moment."""
        self._database.checkpoint()

    def close(self) -> None:
        """Close the file, in every thread."""
        self._database.close()

    def _drop(self, document_id: str) -> list[tuple[bytes]]:
        """Delete the document's rows; the digests of what its passages said."""
        with self._database.write() as db:
            contents = db.execute(
                "SELECT DISTINCT content FROM passages WHERE document_id = ?", (document_id,)
            ).fetchall()
            db.execute("DELETE FROM documents WHERE id = ?", (document_id,))
            return contents

    def _forget_vectors(self, contents: list[tuple[bytes]]) -> None:
        """Delete the vectors under ``contents`` that no passage needs any more."""
        with self._database.write() as db:
            db.executemany(
                "DELETE FROM vectors WHERE content = ?1 AND NOT EXISTS (SELECT 1 FROM passages WHERE content = ?1)",
                contents,
            )


def _insertion(table: str, columns: str) -> str:
    return f"INSERT INTO {table} ({columns}) VALUES ({','.join('?' * len(columns.split(',')))})"
