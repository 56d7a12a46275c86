"""What every index of vectors does, Chroma and the plain one alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from rag.backends.chroma import ChromaIndex
from rag.errors import LibraryError
from rag.ports import VectorIndex, Vectors


class PlainIndex:
    """Exact search over a dictionary: what the contract means."""

    def __init__(self) -> None:
        self._held: dict[str, Vectors] = {}

    def upsert(self, ids: Sequence[str], vectors: Vectors, documents: Sequence[str]) -> None:
        self._held.update(zip(ids, vectors, strict=True))

    def delete(self, ids: Sequence[str]) -> None:
        for i in ids:
            self._held.pop(i, None)

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        pairs = [(i, float(v @ vector)) for i, v in self._held.items()]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:k]

    def ids(self) -> set[str]:
        return set(self._held)

    def close(self) -> None:
        pass


def unit(n: int, seed: int = 0, dimension: int = 64) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(n, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def names(n: int) -> list[str]:
    return [f"{i // 10:016x}.aabbccdd.{i}" for i in range(n)]


def of(ids: Sequence[str]) -> list[str]:
    return [i.split(".")[0] for i in ids]


@pytest.fixture(params=["chroma", "plain"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], VectorIndex]]:
    made: list[VectorIndex] = []

    def one() -> VectorIndex:
        index = ChromaIndex(tmp_path / "index", create=True) if request.param == "chroma" else PlainIndex()
        made.append(index)
        return index

    yield one
    for index in made:
        index.close()


def test_an_empty_index_finds_nothing(make: Callable[[], VectorIndex]) -> None:
    index = make()
    assert index.search(unit(1)[0], 5) == []
    assert index.ids() == set()
    index.delete(["no such"])


def test_nearest_first_with_their_cosines(make: Callable[[], VectorIndex]) -> None:
    index, ids, vectors = make(), names(450), unit(450)
    index.upsert(ids, vectors, of(ids))
    for query in unit(20, seed=1):
        expected = sorted(zip(ids, (vectors @ query).tolist(), strict=True), key=lambda pair: -pair[1])[:10]
        found = index.search(query, 10)
        assert [i for i, _ in found] == [i for i, _ in expected]
        assert [c for _, c in found] == pytest.approx([c for _, c in expected], abs=1e-5)
    assert index.ids() == set(ids)


def test_asking_for_more_than_there_is(make: Callable[[], VectorIndex]) -> None:
    index, ids, vectors = make(), names(7), unit(7)
    index.upsert(ids, vectors, of(ids))
    assert len(index.search(vectors[0], 100)) == 7
    assert index.search(vectors[0], 0) == []


def test_upsert_replaces(make: Callable[[], VectorIndex]) -> None:
    index, ids, vectors = make(), names(20), unit(20)
    index.upsert(ids, vectors, of(ids))
    index.upsert(ids[:1], vectors[5:6], of(ids[:1]))
    assert len(index.ids()) == 20
    assert {i for i, c in index.search(vectors[5], 2) if c > 0.999} == {ids[0], ids[5]}


def test_what_is_deleted_is_not_found(make: Callable[[], VectorIndex]) -> None:
    index, ids, vectors = make(), names(300), unit(300)
    index.upsert(ids, vectors, of(ids))
    index.delete([*ids[:250], "no such"])
    assert index.ids() == set(ids[250:])
    assert {i for i, _ in index.search(vectors[0], 300)} == set(ids[250:])
    index.upsert(ids[:1], vectors[:1], of(ids[:1]))
    assert index.search(vectors[0], 1)[0] == (ids[0], pytest.approx(1, abs=1e-5))


# What is Chroma's alone.


@pytest.mark.parametrize("size", [1, 3, 450, 2300])
def test_it_opens_again_whole(tmp_path: Path, size: int) -> None:
    ids, vectors = names(size), unit(size)
    index = ChromaIndex(tmp_path / "i", create=True)
    index.upsert(ids, vectors, of(ids))
    index.settle()
    index.close()
    again = ChromaIndex(tmp_path / "i")
    assert again.ids() == set(ids) and len(again) == size
    for n in range(0, size, 97):
        assert again.search(vectors[n], 1)[0] == (ids[n], pytest.approx(1, abs=1e-5))
    held, found = again.vectors(ids[:3])
    assert found == pytest.approx(np.stack([vectors[ids.index(i)] for i in held]), abs=1e-5)
    first = of(ids)[0]
    held_of = again.ids_of([first, "no such"])
    assert {d: sorted(i) for d, i in held_of.items()} == {
        first: sorted(i for i in ids if of([i]) == [first]),
        "no such": [],
    }
    again.close()


def test_deleted_vectors_leave_the_files(tmp_path: Path) -> None:
    """Deleting a node of the graph leaves its numbers in the file; ours are overwritten first."""
    ids, vectors = names(400), unit(400)
    index = ChromaIndex(tmp_path / "i", create=True)
    index.upsert(ids, vectors, of(ids))
    index.settle()

    def nearest_in_file() -> float:
        raw = b"".join(f.read_bytes() for f in (tmp_path / "i").rglob("data_level0.bin"))
        flat = np.frombuffer(raw[: len(raw) // 4 * 4], "<f4")
        windows = np.lib.stride_tricks.sliding_window_view(np.nan_to_num(flat, posinf=0, neginf=0), 64)
        return max(float(np.max(w @ vectors[7])) for w in np.array_split(np.clip(windows, -2, 2), 20))

    assert nearest_in_file() > 0.999
    index.delete(ids[:10])
    index.settle()
    index.close()
    assert nearest_in_file() < 0.999


def test_another_space_is_refused(tmp_path: Path) -> None:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(_env_file=None, anonymized_telemetry=False)
    client = chromadb.PersistentClient(path=str(tmp_path / "i"), settings=settings)
    client.create_collection("passages", embedding_function=None)
    client.close()
    with pytest.raises(LibraryError, match="l2"):
        ChromaIndex(tmp_path / "i")


def test_a_missing_or_damaged_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="向量索引不能用") as failed:
        ChromaIndex(tmp_path / "none")
    assert "wenju library rebuild" in failed.value.message()
    assert not (tmp_path / "none").exists()
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "chroma.sqlite3").write_bytes(b"not a database at all" * 300)
    with pytest.raises(LibraryError, match="向量索引不能用"):
        ChromaIndex(tmp_path / "bad")


def test_neither_dotenv_nor_environment_move_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".env").write_text(f"PERSIST_DIRECTORY={elsewhere}/x\nCHROMA_SERVER_HOST=evil\n", encoding="utf-8")
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("PERSIST_DIRECTORY", str(elsewhere / "y"))
    monkeypatch.setenv("CHROMA_API_IMPL", "chromadb.api.fastapi.FastAPI")
    index = ChromaIndex(tmp_path / "i", create=True)
    index.upsert(names(1), unit(1), of(names(1)))
    index.close()
    assert [p.name for p in elsewhere.iterdir()] == [".env"]
    assert (tmp_path / "i" / "chroma.sqlite3").is_file()


def test_no_text_and_no_embedder_are_in_it(tmp_path: Path) -> None:
    index = ChromaIndex(tmp_path / "i", create=True)
    index.upsert(names(1), unit(1), of(names(1)))
    held = index._collection.get(include=["documents", "metadatas"])
    assert held["documents"] == [""]
    assert held["metadatas"] == [{"document": of(names(1))[0]}]
    assert index._collection._embedding_function is None
    index.close()
