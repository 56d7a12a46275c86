"""Tantivy as the lexical index: BM25 over words and over character bigrams, each a field of its own.

Chosen by measurement: docs/decisions/0001-lexical-engine.md. Its BM25 is fixed at ``k1`` 1.2, ``b`` 0.75
(Robertson and Zaragoza 2009), a field's length is kept to about 10%. A union of terms is searched with
block-max WAND (Ding and Suel 2011), so that common terms cost little.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.backends.folders import unusable
from rag.domain import Passage
from rag.text.words import bigrams, content_words, words_and_bigrams

if TYPE_CHECKING:
    import tantivy

_CALLED = ("词语索引", "the lexical index")
WORD_WEIGHT = 0.5
GRAM_WEIGHT = 1.0
_HEAP = 64_000_000
"""Bytes of memory that a writer fills before it writes a segment."""
_TOGETHER = 64
"""Passages cut into tokens at once."""
_PATIENCE_S = 120
MAX_TERMS = 256
"""Terms of a query that are looked at, the rarest first."""


class TantivyIndex:
    """One folder. Any number of processes may read it while one writes; a commit is seen after ``refresh``.

    A process that dies while writing leaves the last commit. A search that is under way when ``refresh`` is
    called ends on the commit it began with. Segments are merged in threads of Tantivy's while the next passages
    are written; until ``settle`` or ``close`` has waited for them no other object can write.
    """

    def __init__(
        self,
        folder: Path,
        *,
        create: bool = False,
        tokens: Callable[[Sequence[str]], Iterable[tuple[str, str]]] = words_and_bigrams,
    ) -> None:
        """Open ``folder``.

        Args:
            folder: made by ``create``, else it must be there.
            create: make a new, empty one.
            tokens: from passages' index texts to the words and the bigrams of each, white space between them.

        Raises:
            LibraryError: missing or damaged.
        """
        self._tokens = tokens
        self._folder = folder
        self._writer: tantivy.IndexWriter | None = None
        try:
            import tantivy

            self._tantivy = tantivy
            if create:
                folder.mkdir(parents=True, exist_ok=True)
            elif not (folder / "meta.json").is_file():
                raise FileNotFoundError("missing")
            self._schema = _schema(tantivy)
            self._index = tantivy.Index(self._schema, path=str(folder), reuse=True)
            # Tokens come ready made; white space is all that stands between them.
            plain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            self._index.register_tokenizer("tokens", plain)
            self._index.config_reader("manual")
            self.refresh()
        except (ValueError, OSError) as error:
            raise unusable(*_CALLED, folder, str(error)) from error

    def upsert(self, passages: Iterable[Passage]) -> None:
        """Add or replace."""
        some = list(passages)
        self._write("id", [p.id for p in some], some)

    def delete(self, ids: Sequence[str]) -> None:
        """Remove; unknown ids are no error."""
        self._write("id", ids, ())

    def replace(self, documents: Sequence[str], passages: Iterable[Passage]) -> None:
        """Drop all passages of ``documents`` and take in ``passages``, in one commit."""
        self._write("document", documents, passages)

    def search(self, query: str, k: int) -> list[tuple[str, float]]:
        """At most ``k`` pairs (id, score >= 0), best first: the weighted sum of the fields' BM25."""
        return self.search_tokens(content_words(query), bigrams(query), k)

    def search_tokens(self, of_words: Sequence[str], of_grams: Sequence[str], k: int) -> list[tuple[str, float]]:
        """As ``search``, for a query that is cut into tokens already."""
        searcher = self._searcher
        wanted = self._union(searcher, of_words, of_grams)
        if wanted is None or k <= 0:
            return []
        return _top(searcher, wanted, k)

    def scores(self, query: str, ids: Sequence[str]) -> dict[str, tuple[float, float]]:
        """BM25 over words and BM25 over bigrams, unweighted, of those of ``ids`` that share a token."""
        searcher = self._searcher
        Query, Occur = self._tantivy.Query, self._tantivy.Occur
        among = Query.const_score_query(Query.term_set_query(self._schema, "id", list(ids)), 0.0)
        found: list[dict[str, float]] = []
        nothing: list[str] = []
        for of_words, of_grams in ((content_words(query), nothing), (nothing, bigrams(query))):
            wanted = self._union(searcher, of_words, of_grams, plain=True)
            if wanted is None or not ids:
                found.append({})
                continue
            both = Query.boolean_query([(Occur.Must, among), (Occur.Must, wanted)])
            found.append(dict(_top(searcher, both, len(ids))))
        return {i: (found[0].get(i, 0.0), found[1].get(i, 0.0)) for i in ids if i in found[0] or i in found[1]}

    def frequencies(self, terms: Sequence[str]) -> tuple[int, dict[str, int]]:
        """Number of passages, and in how many of them each bigram (figure, Latin word) of ``terms`` occurs."""
        searcher = self._searcher
        count = searcher.doc_freq
        return int(searcher.num_docs), {t: count("grams", t) for t in terms if t}

    def ids(self) -> set[str]:
        """Every id held."""
        searcher = self._searcher
        if not searcher.num_docs:
            return set()
        return {id_ for id_, _ in _top(searcher, self._tantivy.Query.all_query(), searcher.num_docs)}

    def __len__(self) -> int:
        """Number of passages held."""
        return int(self._searcher.num_docs)

    def refresh(self) -> None:
        """Look at the last commit, this process's or another's."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def settle(self) -> None:
        """Wait for the merges that writing gave rise to; then others can write."""
        writer, self._writer = self._writer, None
        if writer is not None:
            # What could not be merged stays as it was committed: nothing is lost.
            with contextlib.suppress(ValueError, OSError):
                writer.wait_merging_threads()

    def close(self) -> None:
        """Release files, once merges are done; the object is of no use afterwards."""
        self.settle()
        del self._searcher, self._index

    def _write(self, field: str, keys: Sequence[str], passages: Iterable[Passage]) -> None:
        try:
            writer = self._writer = self._writer or self._begin_writer()
            try:
                for key in keys:
                    writer.delete_documents_by_term(field, key)
                rest = iter(passages)
                while some := list(islice(rest, _TOGETHER)):
                    for entry in self._entries(some):
                        writer.add_document(entry)
                writer.commit()
            except BaseException:
                writer.rollback()
                self.settle()
                raise
            self.refresh()
        except (ValueError, OSError) as error:
            raise unusable(*_CALLED, self._folder, str(error)) from error

    def _begin_writer(self) -> tantivy.IndexWriter:
        patience = time.monotonic() + _PATIENCE_S
        while True:
            try:
                # One thread: how passages fall into segments must not depend on timing.
                writer = self._index.writer(heap_size=_HEAP, num_threads=1)
            except ValueError as error:
                # The writer before, of this process or another, is waiting for its merges.
                if "LockBusy" not in str(error) or time.monotonic() > patience:
                    raise
                time.sleep(0.02)
            else:
                # A killed writer leaves files that the next would write under the same names, and fail.
                writer.garbage_collect_files()
                return writer

    def _entries(self, passages: Sequence[Passage]) -> Iterator[tantivy.Document]:
        tokens = self._tokens([p.index_text for p in passages])
        for p, (of_words, of_grams) in zip(passages, tokens, strict=True):
            yield self._tantivy.Document(id=p.id, document=p.document_id, words=of_words, grams=of_grams)

    def _union(
        self, searcher: tantivy.Searcher, of_words: Sequence[str], of_grams: Sequence[str], *, plain: bool = False
    ) -> Any:
        """The query for any of these tokens; None when there is none."""
        Query = self._tantivy.Query
        terms = [("words", t, WORD_WEIGHT) for t in dict.fromkeys(of_words)]
        terms += [("grams", t, GRAM_WEIGHT) for t in dict.fromkeys(of_grams)]
        if len(terms) > MAX_TERMS:
            counted = sorted((searcher.doc_freq(term[0], term[1]), term) for term in terms)
            terms = [term for number, term in counted if number][:MAX_TERMS]
        parts = []
        for field, token, weight in terms:
            part = Query.term_query(self._schema, field, token, "freq")
            parts.append((self._tantivy.Occur.Should, part if plain else Query.boost_query(part, weight)))
        return Query.boolean_query(parts) if parts else None


def _top(searcher: tantivy.Searcher, query: tantivy.Query, k: int) -> list[tuple[str, float]]:
    hits = searcher.search(query, k, count=False).hits
    pairs = ((str(searcher.doc(address)["id"][0]), float(score)) for score, address in hits)
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _schema(tantivy: Any) -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="tokens", index_option="freq")
    builder.add_text_field("grams", tokenizer_name="tokens", index_option="freq")
    return builder.build()
