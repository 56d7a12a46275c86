"""What every index of vectors does: Chroma, Faiss and the plain one alike."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from rag.backends.chroma import ChromaIndex
from rag.backends.vector_indexes import holds, open_vector_index
from rag.errors import LibraryError
from rag.ports import VectorIndex, Vectors
from rag.settings import VectorEngine


class PlainIndex:
    """Exact search over a dictionary: what the contract means."""

    def __init__(self) -> None:
        self._held: dict[str, Vectors] = {}
        self._document: dict[str, str] = {}

    def upsert(self, ids: Sequence[str], vectors: Vectors, documents: Sequence[str]) -> None:
        self._held.update(zip(ids, vectors, strict=True))
        self._document.update(zip(ids, documents, strict=True))

    def delete(self, ids: Sequence[str]) -> None:
        for i in ids:
            self._held.pop(i, None)

    def ids_of(self, documents: Sequence[str]) -> dict[str, list[str]]:
        return {d: [i for i in self._held if self._document[i] == d] for d in documents}

    def vectors(self, ids: Sequence[str]) -> tuple[list[str], Vectors]:
        held = [i for i in ids if i in self._held]
        return held, np.stack([self._held[i] for i in held]) if held else np.zeros((0, 0), np.float32)

    def __len__(self) -> int:
        return len(self._held)

    def settle(self) -> None:
        pass

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


ENGINES: tuple[VectorEngine, ...] = ("chroma", "faiss")


def opened(engine: VectorEngine, folder: Path, *, create: bool = False) -> VectorIndex:
    if engine == "faiss":
        pytest.importorskip("faiss")
    return open_vector_index(engine, folder, create=create)


@pytest.fixture(params=[*ENGINES, "plain"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], VectorIndex]]:
    made: list[VectorIndex] = []

    def one() -> VectorIndex:
        index = PlainIndex() if request.param == "plain" else opened(request.param, tmp_path / "index", create=True)
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
        # Half precision, which is what the record keeps, moves a cosine by as much.
        assert [c for _, c in found] == pytest.approx([c for _, c in expected], abs=3e-4)
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
    assert index.search(vectors[0], 1)[0] == (ids[0], pytest.approx(1, abs=3e-4))


# What those in a folder do.


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("size", [0, 1, 3, 450, 2300])
def test_it_opens_again_whole(tmp_path: Path, engine: VectorEngine, size: int) -> None:
    ids, vectors = names(size), unit(size)
    index = opened(engine, tmp_path / "i", create=True)
    index.upsert(ids, vectors, of(ids))
    index.settle()
    index.close()
    assert [e for e in ENGINES if holds(e, tmp_path / "i")] == [engine]
    again = opened(engine, tmp_path / "i")
    assert again.ids() == set(ids) and len(again) == size
    for n in range(0, size, 97):
        assert again.search(vectors[n], 1)[0] == (ids[n], pytest.approx(1, abs=3e-4))
    held, found = again.vectors(["no such", *ids[:3]])
    assert sorted(held) == sorted(ids[:3])
    for id_, row in zip(held, found, strict=True):
        assert row == pytest.approx(vectors[ids.index(id_)], abs=2e-4)
    first = of(names(1))[0]
    held_of = again.ids_of([first, "no such"])
    assert {d: sorted(i) for d, i in held_of.items()} == {
        first: sorted(i for i in ids if of([i]) == [first]),
        "no such": [],
    }
    again.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_copy_is_written_apart(tmp_path: Path, engine: VectorEngine) -> None:
    """As the follower does it: opened again, some dropped, some added, others read on beside."""
    ids, vectors = names(600), unit(600)
    index = opened(engine, tmp_path / "1", create=True)
    index.upsert(ids[:500], vectors[:500], of(ids[:500]))
    index.settle()
    index.close()
    shutil.copytree(tmp_path / "1", tmp_path / "2")
    reader, writer = opened(engine, tmp_path / "1"), opened(engine, tmp_path / "2")
    writer.delete(ids[:100])
    writer.upsert(ids[400:600], vectors[400:600], of(ids[400:600]))
    writer.settle()
    writer.close()
    assert reader.ids() == set(ids[:500]) and reader.search(vectors[7], 1)[0][0] == ids[7]
    again = opened(engine, tmp_path / "2")
    assert again.ids() == set(ids[100:]) and len(again) == 500
    assert {i for i, _ in again.search(vectors[7], 500)} == set(ids[100:])
    for n in range(100, 600, 50):
        assert again.search(vectors[n], 1)[0] == (ids[n], pytest.approx(1, abs=3e-4))
    reader.close()
    again.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_deleted_vectors_leave_the_files(tmp_path: Path, engine: VectorEngine) -> None:
    """Deleting a node of the graph leaves its numbers in the file; ours are overwritten first."""
    ids, vectors = names(400), unit(400)
    index = opened(engine, tmp_path / "i", create=True)
    index.upsert(ids, vectors, of(ids))
    index.settle()
    index.close()

    def held_in_file(row: int) -> bool:
        if engine == "faiss":
            return vectors[row].astype("<f2").tobytes() in (tmp_path / "i" / "lists.faiss").read_bytes()
        raw = b"".join(f.read_bytes() for f in (tmp_path / "i").rglob("data_level0.bin"))
        flat = np.frombuffer(raw[: len(raw) // 4 * 4], "<f4")
        windows = np.lib.stride_tricks.sliding_window_view(np.nan_to_num(flat, posinf=0, neginf=0), 64)
        return max(float(np.max(w @ vectors[row])) for w in np.array_split(np.clip(windows, -2, 2), 20)) > 0.999

    assert held_in_file(7)
    again = opened(engine, tmp_path / "i")
    again.delete(ids[:10])
    again.settle()
    again.close()
    assert not held_in_file(7) and held_in_file(20)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_missing_or_damaged_folder_is_refused(tmp_path: Path, engine: VectorEngine) -> None:
    with pytest.raises(LibraryError, match="向量索引不能用") as failed:
        opened(engine, tmp_path / "none")
    assert "wenju library rebuild" in failed.value.message()
    assert not (tmp_path / "none").exists()
    (tmp_path / "bad").mkdir()
    for name in ("chroma.sqlite3", "ids.db"):
        (tmp_path / "bad" / name).write_bytes(b"not a database at all" * 300)
    with pytest.raises(LibraryError, match="向量索引不能用"):
        opened(engine, tmp_path / "bad")


@pytest.mark.parametrize("damage", ["cut", "gone", "nonsense"])
def test_a_damaged_graph_is_refused(tmp_path: Path, damage: str) -> None:
    ids, vectors = names(300), unit(300)
    index = opened("faiss", tmp_path / "i", create=True)
    index.upsert(ids, vectors, of(ids))
    index.settle()
    index.close()
    file = tmp_path / "i" / "lists.faiss"
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[: 3 * file.stat().st_size // 4] if damage == "cut" else b"\x7f" * 5000)
    with pytest.raises(LibraryError, match="向量索引不能用"):
        opened("faiss", tmp_path / "i")


def test_many_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the size that is searched exactly, and when it has outgrown its centres."""
    pytest.importorskip("faiss")
    monkeypatch.setattr("rag.backends.faiss._EXACT", 200)
    ids, vectors = names(3000), unit(3000)

    def found(index: VectorIndex, low: int, high: int) -> float:
        return float(np.mean([index.search(vectors[n], 1)[0][0] == ids[n] for n in range(low, high, 7)]))

    index = opened("faiss", tmp_path / "i", create=True)
    index.upsert(ids[:500], vectors[:500], of(ids[:500]))
    index.settle()
    assert found(index, 0, 500) == 1
    assert {i for i, _ in index.search(vectors[0], 500)} == set(ids[:500]), "few lists do not limit what is asked for"
    index.close()
    index = opened("faiss", tmp_path / "i")
    index.upsert(ids[400:], vectors[400:], of(ids[400:]))
    index.delete(ids[:100])
    assert len(index) == 2900
    index.settle()
    assert index._lists.nlist > 200, "centres for three thousand"  # type: ignore[attr-defined]
    index.close()
    again = opened("faiss", tmp_path / "i")
    assert len(again) == 2900 and again.ids() == set(ids[100:])
    assert found(again, 100, 3000) == 1
    assert ids[5] not in {i for i, _ in again.search(vectors[5], 100)}
    held, rows = again.vectors([ids[5], ids[2500], ids[150]])
    assert held == [ids[2500], ids[150]]
    assert rows == pytest.approx(vectors[[2500, 150]], abs=2e-4)
    again.close()


def test_the_same_vectors_give_the_same_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("faiss")
    monkeypatch.setattr("rag.backends.faiss._EXACT", 200)
    ids, vectors = names(2000), unit(2000)
    for name in ("a", "b"):
        index = opened("faiss", tmp_path / name, create=True)
        for at in range(0, 2000, 300):
            index.upsert(ids[at : at + 300], vectors[at : at + 300], of(ids[at : at + 300]))
        index.settle()
        index.close()
    assert (tmp_path / "a" / "lists.faiss").read_bytes() == (tmp_path / "b" / "lists.faiss").read_bytes()


def test_an_engine_that_is_not_installed_names_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faiss", None)
    with pytest.raises(LibraryError, match="没有安装") as failed:
        open_vector_index("faiss", tmp_path / "i", create=True)
    assert "wenju[large]" in failed.value.message()
    assert not (tmp_path / "i").exists()


# What is Chroma's alone.


def test_a_settled_folder_is_not_written_whole_at_every_change(tmp_path: Path) -> None:
    index = ChromaIndex(tmp_path / "i", create=True, expected=100_000)
    index.upsert(names(50), unit(50), of(names(50)))
    index.settle()
    index.close()
    again = ChromaIndex(tmp_path / "i")
    assert again._collection.configuration_json["hnsw"]["sync_threshold"] == 1000
    again.close()


def test_another_space_is_refused(tmp_path: Path) -> None:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(_env_file=None, anonymized_telemetry=False)
    client = chromadb.PersistentClient(path=str(tmp_path / "i"), settings=settings)
    client.create_collection("passages", embedding_function=None)
    client.close()
    with pytest.raises(LibraryError, match="l2"):
        ChromaIndex(tmp_path / "i")


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
