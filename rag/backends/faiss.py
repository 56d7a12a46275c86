"""Faiss as the index of vectors: inverted lists in half precision, in one file that readers map into memory.

For libraries that outgrow Chroma (docs/decisions/0013-vectors-at-a-million.md); an extra named ``large``.
Vectors are shared out to the nearest of some thousand centres (k-means), a search looks through the lists of
the centres nearest to the question (Sivic and Zisserman 2003; Jégou, Douze and Schmid 2011). Nothing hangs on
the order in which vectors come, and to take one out leaves no hole: the same record gives the same index, and
what was removed is gone from the file. Ids stand beside it in SQLite, for Faiss knows numbers only.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rag.backends.folders import unusable
from rag.errors import LibraryError
from rag.ports import Vectors

_CALLED = ("向量索引", "the index of vectors")
_LISTS, _IDS = "lists.faiss", "ids.db"
_BATCH = 500
_EXACT = 10_000
"""Up to so many vectors stand in one list, and a search looks at all of them."""
_CENTRES = 4
"""Times the square root of the number of vectors."""
_SEEN = 1 / 16
"""Share of the lists that a search looks through."""
_SAMPLE, _ROUNDS = 64, 8
"""Vectors a centre, and rounds, of k-means."""
_OUTGROWN = 3
"""Times as many vectors as the centres were made for: then they are made anew."""
_SCHEMA = """
CREATE TABLE passages (key INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL);
CREATE INDEX passages_of ON passages (document);
"""

Keys = npt.NDArray[np.int64]


class FaissIndex:
    """One folder: the lists and the table of ids; no text.

    What is written is on the disk after ``settle`` and not before. A folder is written by one process before
    any other reads it.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open ``folder``.

        Args:
            folder: made by ``create``, else it must be there.
            create: make a new, empty one.

        Raises:
            LibraryError: the extra is not installed; not a folder of ours, or damaged.
        """
        try:
            import faiss
        except ImportError as error:
            raise LibraryError(
                "设置要用 faiss 作向量索引，但没有安装它",
                "the settings name faiss as the index of vectors, but it is not installed",
                hint="pip install 'wenju[large]'",
            ) from error
        self._faiss = faiss
        self._folder = folder
        self._lists: Any = None
        self._mapped = False
        self._waiting: list[tuple[Keys, npt.NDArray[np.float16]]] = []
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        elif not (folder / _IDS).is_file():
            raise unusable(*_CALLED, folder, "missing")
        with self._translated():
            # The follower searches from many threads, one at a time.
            self._ids = sqlite3.connect(folder / _IDS, check_same_thread=False)
            if create:
                self._ids.executescript(_SCHEMA)
            self._ids.execute("PRAGMA secure_delete = ON")
            entries = int(self._ids.execute("SELECT count(*) FROM passages").fetchone()[0])
            if (folder / _LISTS).is_file():
                self._read(mapped=True)
            if entries != len(self):
                raise ValueError(f"{_LISTS} does not fit {_IDS}")

    def upsert(self, ids: Sequence[str], vectors: Vectors, documents: Sequence[str]) -> None:
        """Add or replace; ``documents[i]`` is the document id that ``ids[i]`` belongs to."""
        self.delete(ids)
        with self._translated():
            self._ids.executemany("INSERT INTO passages (id, document) VALUES (?, ?)", zip(ids, documents, strict=True))
            if ids:
                keys = self._keys(ids)
                self._waiting.append((np.array([keys[i] for i in ids], np.int64), np.asarray(vectors, np.float16)))

    def delete(self, ids: Sequence[str]) -> None:
        """Remove; unknown ids are no error."""
        with self._translated():
            keys = list(self._keys(ids).values())
            if keys:
                self._writable().remove_ids(np.array(keys, np.int64))
                self._ids.executemany("DELETE FROM passages WHERE key = ?", [(key,) for key in keys])

    def ids_of(self, documents: Sequence[str]) -> dict[str, list[str]]:
        """Document id -> ids of the passages held of it, for each of ``documents``."""
        out: dict[str, list[str]] = {d: [] for d in documents}
        with self._translated():
            for some in _some(documents):
                for document, id_ in self._ids.execute(
                    f"SELECT document, id FROM passages WHERE document IN ({_marks(some)})", tuple(some)
                ):
                    out[document].append(id_)
        return out

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """At most ``k`` pairs (id, cosine in [-1, 1]), best first, for one vector of shape ``(dimension,)``."""
        k = min(k, len(self))
        if k <= 0:
            return []
        with self._translated():
            lists = self._current()
            # All of them, when the nearest lists together hold too few.
            for seen in (max(1, math.ceil(lists.nlist * _SEEN)), lists.nlist):
                lists.nprobe = seen
                cosines, keys = lists.search(np.asarray(vector, np.float32)[None], k)
                if keys[0, -1] >= 0:
                    break
            names: dict[int, str] = {}
            for some in _some(keys[0].tolist()):
                names.update(
                    self._ids.execute(f"SELECT key, id FROM passages WHERE key IN ({_marks(some)})", tuple(some))
                )
        pairs = [
            (names[key], max(-1.0, min(1.0, c))) for key, c in zip(keys[0].tolist(), cosines[0].tolist(), strict=True)
        ]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def ids(self) -> set[str]:
        """Every id held."""
        with self._translated():
            return {row[0] for row in self._ids.execute("SELECT id FROM passages")}

    def vectors(self, ids: Sequence[str]) -> tuple[list[str], Vectors]:
        """Those of ``ids`` that are held, and their vectors, row by row."""
        with self._translated():
            wanted = self._keys(ids)
            if not wanted:
                return [], np.zeros((0, 0), np.float32)
            rows: dict[int, npt.NDArray[np.float16]] = {}
            for keys, vectors in self._held():
                for at in np.flatnonzero(np.isin(keys, list(wanted.values()))):
                    rows[int(keys[at])] = vectors[at].copy()
            return list(wanted), np.stack([rows[key] for key in wanted.values()]).astype(np.float32)

    def __len__(self) -> int:
        """Number of ids held."""
        return (self._lists.ntotal if self._lists is not None else 0) + sum(len(keys) for keys, _ in self._waiting)

    def settle(self) -> None:
        """Bring everything onto the disk."""
        with self._translated():
            if self._waiting or (self._lists is not None and not self._mapped):
                lists = self._current()
                if lists.ntotal > _OUTGROWN * max(_EXACT, _made_for(lists.nlist)):
                    lists = self._shared_out(list(self._held()))
                self._faiss.write_index(lists, str(self._folder / _LISTS))
            self._ids.commit()

    def close(self) -> None:
        """Release files; the object is of no use afterwards."""
        self._ids.close()
        self._lists = None

    def _current(self) -> Any:
        """The lists with everything in them."""
        if self._waiting:
            rows, self._waiting = self._waiting, []
            if self._lists is None:
                return self._shared_out(rows)
            lists = self._writable()
            for keys, vectors in rows:
                lists.add_with_ids(vectors.astype(np.float32), keys)
        return self._lists

    def _writable(self) -> Any:
        """As ``_current``, in memory of our own."""
        if self._mapped:
            self._read(mapped=False)
        return self._current()

    def _shared_out(self, rows: list[tuple[Keys, npt.NDArray[np.float16]]]) -> Any:
        """New lists round new centres, with ``rows`` in them."""
        faiss = self._faiss
        number, width = sum(len(keys) for keys, _ in rows), rows[0][1].shape[1]
        centres = 1 if number <= _EXACT else int(_CENTRES * math.sqrt(number))
        lists = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(width), width, centres, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT, False
        )
        lists.cp.min_points_per_centroid, lists.cp.max_points_per_centroid = 1, _SAMPLE
        lists.cp.niter = _ROUNDS
        # Of the whole library, for one end of it may speak of other things than the other.
        step = max(1, number // (_SAMPLE * centres))
        lists.train(np.concatenate([vectors[::step] for _, vectors in rows]).astype(np.float32))
        for keys, vectors in rows:
            lists.add_with_ids(vectors.astype(np.float32), keys)
        self._lists, self._mapped = lists, False
        return lists

    def _held(self) -> Iterator[tuple[Keys, npt.NDArray[np.float16]]]:
        """Keys and vectors, list by list; to be copied by whoever keeps them."""
        lists = self._current()
        held, view = lists.invlists, self._faiss.rev_swig_ptr
        for n in range(lists.nlist):
            if size := held.list_size(n):
                codes = view(held.get_codes(n), size * held.code_size)
                yield view(held.get_ids(n), size), codes.view("<f2").reshape(size, -1)

    def _read(self, *, mapped: bool) -> None:
        flags = self._faiss.IO_FLAG_MMAP | self._faiss.IO_FLAG_READ_ONLY if mapped else 0
        self._lists, self._mapped = self._faiss.read_index(str(self._folder / _LISTS), flags), mapped

    def _keys(self, ids: Sequence[str]) -> dict[str, int]:
        """Id -> key, of those of ``ids`` that are held."""
        found: dict[str, int] = {}
        for some in _some(ids):
            found.update(self._ids.execute(f"SELECT id, key FROM passages WHERE id IN ({_marks(some)})", tuple(some)))
        return {i: found[i] for i in ids if i in found}

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Whatever goes wrong inside, as an error that says what to do."""
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, RuntimeError, MemoryError) as error:
            raise unusable(*_CALLED, self._folder, f"{type(error).__name__}: {error}") from error


def _made_for(centres: int) -> float:
    """Number of vectors that so many centres were made for."""
    return (centres / _CENTRES) ** 2


def _some(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for at in range(0, len(keys), _BATCH):
        yield keys[at : at + _BATCH]


def _marks(some: Sequence[Any]) -> str:
    return ",".join("?" * len(some))
