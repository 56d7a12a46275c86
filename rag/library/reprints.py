"""Which articles are reprints of which, and the signatures by which that is found.

What a signature is and when two articles are the same is decided at ingest; here they are only kept. Both
go with their article: an article whose original was removed is a reprint of nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rag.library.database import Database

_BATCH = 500


class Reprints:
    """Signatures of articles, and links from a reprint to its original."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def signatures(self) -> Iterator[tuple[str, bytes]]:
        """(article id, signature) of every signed article, by id."""
        after = ""
        while True:
            with self._database.read() as db:
                found = db.execute(
                    "SELECT article_id, signature FROM signatures WHERE article_id > ? ORDER BY article_id LIMIT ?",
                    (after, _BATCH),
                ).fetchall()
            if not found:
                return
            after = found[-1][0]
            yield from found

    def unsigned(self) -> list[str]:
        """Ids of the documents that have an article without a signature."""
        with self._database.read() as db:
            found = db.execute(
                "SELECT DISTINCT document_id FROM articles a "
                "WHERE NOT EXISTS (SELECT 1 FROM signatures s WHERE s.article_id = a.id) ORDER BY document_id"
            )
            return [row[0] for row in found]

    def sign(self, signatures: Iterable[tuple[str, bytes]]) -> None:
        """Keep (article id, signature); articles that are gone are passed over."""
        with self._database.write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO signatures (article_id, signature) "
                "SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM articles WHERE id = ?1)",
                signatures,
            )

    def link(self, links: Iterable[tuple[str, str, float]]) -> None:
        """Keep (article id, id of its original, similarity in [0, 1]) in place of what was known of the article."""
        with self._database.write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO reprints (article_id, original_id, similarity) "
                "SELECT ?1, ?2, ?3 WHERE ?1 <> ?2 AND EXISTS (SELECT 1 FROM articles WHERE id = ?1) "
                "AND EXISTS (SELECT 1 FROM articles WHERE id = ?2)",
                links,
            )

    def originals(self, articles: Sequence[str]) -> dict[str, str]:
        """Article id -> id of its original, for those of ``articles`` that are reprints."""
        out: dict[str, str] = {}
        with self._database.read() as db:
            for at in range(0, len(articles), _BATCH):
                some = articles[at : at + _BATCH]
                marks = ",".join("?" * len(some))
                out.update(
                    db.execute(
                        f"SELECT article_id, original_id FROM reprints WHERE article_id IN ({marks})", tuple(some)
                    )
                )
        return out

    def of(self, article: str) -> list[tuple[str, float]]:
        """(article id, similarity) of the reprints of ``article``, the most alike first."""
        with self._database.read() as db:
            found = db.execute(
                "SELECT article_id, similarity FROM reprints WHERE original_id = ? ORDER BY similarity DESC, article_id",
                (article,),
            )
            return [(row[0], row[1]) for row in found]
