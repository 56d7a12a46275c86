from __future__ import annotations

import threading

import numpy as np
import pytest

from rag.backends.fakes import HashEmbedder
from rag.domain import Document
from rag.errors import Cancelled, IndexMismatch, LibraryError, ModelError
from rag.index import dense as dense_module
from rag.index.indexes import Indexes
from rag.library.record import Library
from rag.pipeline import Pipeline
from rag.settings import IndexSettings, Settings
from tests.rag.index.making import CountingEmbedder, HashEmbedder64, found, report
from tests.rag.library.making import document

SECRET = "玄鸟湖水库的除险加固工程"


def test_nothing_in_it(indexes: Indexes) -> None:
    indexes.sync()
    assert indexes.lexical("报告", 5) == [] and indexes.dense("报告", 5) == []
    assert indexes.frequencies(["报告"]) == (0, {"报告": 0})
    assert indexes.check() == [] and not indexes.pending()


def test_what_is_put_is_found_by_both(library: Library, indexes: Indexes) -> None:
    made = [report(n) for n in range(5)]
    for d in made:
        library.put(d)
    assert indexes.pending()
    assert indexes.check() != []
    indexes.sync()
    assert not indexes.pending() and indexes.check() == []
    for p in (made[2].passages[1], made[4].passages[3]):
        assert found(indexes.lexical, p.text)[0] == p.id
        best, cosine = indexes.dense(p.index_text, 10)[0]
        assert best == p.id and cosine == pytest.approx(1, abs=1e-3)
        assert indexes.cosines(p.index_text, [p.id, "no such"]) == {p.id: pytest.approx(cosine, abs=1e-5)}
    assert library.journal.since(0) == []


def test_a_question_is_embedded_once(library: Library, indexes: Indexes, embedder: CountingEmbedder) -> None:
    made = report(1)
    library.put(made)
    indexes.sync()
    ids, before = [p.id for p in made.passages], embedder.asked
    assert [i for i, _ in indexes.dense("报告", 4)] and set(indexes.cosines("报告", ids)) == set(ids)
    indexes.dense("报告", 2)
    assert embedder.asked == before + 1


def test_a_sync_with_nothing_to_do_does_not_open_the_embedder(
    settings: Settings, library: Library, indexes: Indexes
) -> None:
    library.put(report(1))
    indexes.sync()

    def forbidden() -> HashEmbedder:
        raise AssertionError("opened")

    again = Indexes.open(settings, library, forbidden)
    again.sync()
    library.remove(report(1).id)
    again.sync()
    assert again.check() == [] and again.lexical("报告", 5) == []
    again.close()


def test_nothing_is_embedded_twice(
    settings: Settings, library: Library, indexes: Indexes, embedder: CountingEmbedder
) -> None:
    library.put(report(1))
    library.put(report(2))
    indexes.sync()
    assert embedder.embedded == 8
    longer = report(1, 5)
    library.put(longer)
    indexes.sync()
    assert embedder.embedded == 9, "four of the five passages are as they were"
    assert found(indexes.dense, longer.passages[4].index_text)[0] == longer.passages[4].id
    indexes.rebuild()
    assert embedder.embedded == 9
    import shutil

    indexes.close()
    shutil.rmtree(settings.indexes)
    again = Indexes.open(settings, library, lambda: embedder)
    again.sync()
    assert embedder.embedded == 9 and again.check() == []
    again.close()


@pytest.mark.parametrize("copied", [20_000, 3])
@pytest.mark.parametrize("how", ["remove", "replace"])
def test_removed_content_is_found_by_no_path(
    settings: Settings, library: Library, indexes: Indexes, monkeypatch: pytest.MonkeyPatch, how: str, copied: int
) -> None:
    """With the base brought up to date at once, and with the delta left beside it."""
    monkeypatch.setattr(dense_module, "_COPIED", copied)
    monkeypatch.setattr(dense_module, "_DELTA", 0.5)
    secret = document("密.txt", [(SECRET, [f"{SECRET}已完工。", f"{SECRET}投资三千万元。"])])
    for d in [report(n) for n in range(8)]:
        library.put(d)
    library.put(secret)
    indexes.sync()
    reader = Indexes.open(settings, library, HashEmbedder64)
    gone = {p.id for p in secret.passages}
    assert gone <= set(found(reader.lexical, SECRET)) and gone <= set(found(reader.dense, SECRET))
    kept = 32
    if how == "remove":
        library.remove(secret.id)
    else:
        library.put(document("密.txt", [("更正", ["此前刊登的内容有误。"])]))
        kept += 1
    # Before the indexes follow, the record already does not know the passages; vectors are hidden at once.
    assert library.passages(sorted(gone)) == []
    assert not gone & set(found(reader.dense, SECRET, 50))
    indexes.sync()
    for one in (indexes, reader):
        assert not gone & set(found(one.lexical, SECRET, 50))
        assert not gone & set(found(one.dense, SECRET, 50))
        assert len(found(one.dense, SECRET, 50)) == kept
        assert one.check() == []
    reader.close()
    indexes.close()
    if copied == 20_000:
        words = [w.encode() for w in ("玄鸟", "除险", "鸟湖")]
        holding = [f for f in settings.home.rglob("*") if f.is_file() and any(w in f.read_bytes() for w in words)]
        assert holding == []


def test_base_and_delta_give_what_an_exact_search_gives(
    library: Library, indexes: Indexes, embedder: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense_module, "_COPIED", 10)
    monkeypatch.setattr(dense_module, "_DELTA", 0.9)
    held: dict[str, Document] = {}
    rng = np.random.default_rng(3)
    for n in range(40):
        held[f"{n}.txt"] = report(n)
        library.put(report(n))
    indexes.sync()
    generation = library.journal.cursor("dense")
    for _ in range(25):
        n = int(rng.integers(0, 45))
        if rng.random() < 0.3 and f"{n}.txt" in held:
            library.remove(held.pop(f"{n}.txt").id)
        else:
            held[f"{n}.txt"] = report(n, int(rng.integers(1, 6)))
            library.put(held[f"{n}.txt"])
    indexes.sync()
    assert library.journal.cursor("dense") == generation, "the delta stays beside the base"
    passages = [p for d in held.values() for p in d.passages]
    vectors = embedder.embed_queries([p.index_text for p in passages])
    for query in ("第3号报告", "讲的是什么事", "第21号报告第2段"):
        scores = vectors @ embedder.embed_queries([query])[0]
        expected = sorted(zip([p.id for p in passages], scores.tolist(), strict=True), key=lambda x: (-x[1], x[0]))
        result = indexes.dense(query, 30)
        assert [c for _, c in result] == pytest.approx([c for _, c in expected[:30]], abs=2e-3)
        assert len({i for i, _ in result}) == 30
        assert {i for i, _ in result} <= {p.id for p in passages}
    assert indexes.check() == []
    indexes.rebuild()
    assert indexes.check() == [] and library.journal.since(0) == []


def test_the_next_question_finishes_what_a_crash_left(settings: Settings, library: Library) -> None:
    library.put(report(1))
    reading = Library.open(settings.database, read_only=True)
    indexes = Indexes.open(settings, reading, HashEmbedder64)
    with library.writing():
        done: list[bool] = []
        other = threading.Thread(target=lambda: done.append(indexes.recover()))
        other.start()
        other.join()
        assert done == [False], "somebody is writing"
    assert indexes.recover() and not indexes.pending()
    assert found(indexes.dense, report(1).passages[2].index_text)[0] == report(1).passages[2].id
    assert indexes.recover()
    library.put(report(2, 400))
    assert not indexes.recover(), "so much is left to an ingest"
    assert found(indexes.lexical, report(2).passages[2].text)[0] == report(2, 400).passages[2].id
    indexes.close()
    reading.close()


def test_each_passage_is_counted_once(library: Library, indexes: Indexes) -> None:
    library.put(report(1, 30))
    embedded: list[tuple[int, int]] = []
    written: list[tuple[int, int]] = []
    indexes.sync(lambda *step: embedded.append(step), lambda *step: written.append(step))
    assert embedded[-1] == written[-1] == (30, 30)
    assert all(total == 30 for _, total in (*embedded, *written))


def test_what_is_not_in_the_indexes_yet_is_said(
    settings: Settings, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an ingest that a full disk ended: the record has it, the indexes do not, and it is too much to wait for."""
    library.put(document("旧.txt", [("旧事", ["平江县建成扶贫车间61个。"])], place="平江县"))
    indexes = Indexes.open(settings, library, HashEmbedder64)
    indexes.sync()
    pipeline = Pipeline(settings, indexes, library)
    assert pipeline.ask("平江县建成多少个扶贫车间？", engine="extractive").notes == ()
    library.put(report(2, 400))
    said: list[str] = []
    pipeline.search("平江县建成多少个扶贫车间？", tell=said.append)
    notes = pipeline.ask("平江县建成多少个扶贫车间？", engine="extractive").notes
    for words in (*said, *notes):
        assert "没有收进索引" in words and "wenju library rebuild" in words
    assert len(said) == len(notes) == 1
    with monkeypatch.context() as english:
        english.setenv("WENJU_LANGUAGE", "en")
        assert "not in the indexes yet" in pipeline.ask("平江县建成多少个扶贫车间？", engine="extractive").notes[0]
    indexes.sync()
    assert pipeline.ask("平江县建成多少个扶贫车间？", engine="extractive").notes == ()
    indexes.close()


def test_warming_up_changes_nothing(settings: Settings, library: Library, indexes: Indexes) -> None:
    indexes.warm()
    library.put(report(1))
    indexes.sync()
    again = Indexes.open(settings, library, HashEmbedder64)
    again.warm()
    assert len(again.dense("报告", 9)) == 4
    again.close()
    again.warm()
    again.close()


def test_a_worn_base_is_made_anew(library: Library, indexes: Indexes) -> None:
    """Two changes of a document of 600 passages leave more than a thousand dead nodes."""
    for version in range(4):
        library.put(document("一.txt", [(f"第{version}版", [f"第{version}版第{i}段" for i in range(600)])]))
        indexes.sync()
        at = library.journal.cursor("dense")
        assert at and at.stale == [0, 600, 1200, 0][version]
        assert at.generation == version + 1 and indexes.check() == []


def test_another_embedder_is_a_mismatch_until_rebuilt(settings: Settings, library: Library, indexes: Indexes) -> None:
    library.put(report(1))
    indexes.sync()
    other = Indexes.open(settings, library, lambda: HashEmbedder(32))
    with pytest.raises(IndexMismatch) as failed:
        other.dense("报告", 3)
    assert "wenju library rebuild" in failed.value.message()
    library.put(report(2))
    with pytest.raises(IndexMismatch):
        other.sync()
    assert found(other.lexical, report(2).passages[0].text)[0] == report(2).passages[0].id
    other.rebuild()
    assert other.check() == []
    assert found(other.dense, report(2).passages[0].index_text)[0] == report(2).passages[0].id
    with pytest.raises(IndexMismatch):
        indexes.dense("报告", 3)
    other.close()


def test_missing_weights_leave_words_searchable(settings: Settings, library: Library) -> None:
    def missing() -> HashEmbedder:
        raise ModelError("没有模型", "no model")

    one = Indexes.open(settings, library, missing)
    library.put(report(1))
    with pytest.raises(ModelError):
        one.sync()
    assert found(one.lexical, report(1).passages[2].text)[0] == report(1).passages[2].id
    assert one.dense("报告", 3) == []
    assert one.check() == ["4 段还没有向量"]
    with pytest.raises(ModelError):
        one.rebuild()
    one.close()


def test_stopping_keeps_what_was_embedded(
    settings: Settings, library: Library, indexes: Indexes, embedder: CountingEmbedder
) -> None:
    library.put(report(1, 600))

    def stop(done: int, total: int) -> None:
        assert total == 600
        raise Cancelled("已停止", "stopped")

    with pytest.raises(Cancelled):
        indexes.sync(stop)
    assert embedder.embedded == 256
    told: list[tuple[int, int]] = []
    indexes.sync(lambda done, total: told.append((done, total)))
    assert embedder.embedded == 600
    assert told[0] == (256, 344)
    assert told[-1] == (344, 344)
    assert indexes.check() == []


def test_another_engine_of_vectors_takes_over(
    settings: Settings, library: Library, indexes: Indexes, embedder: CountingEmbedder
) -> None:
    """A changed setting makes the index anew from the record; nothing is embedded again, either way."""
    pytest.importorskip("faiss")
    made = [report(n) for n in range(3)]
    for d in made:
        library.put(d)
    indexes.sync()
    indexes.close()
    embedded = embedder.embedded
    for engine in ("faiss", "chroma"):
        other = settings.model_copy(update={"index": IndexSettings(vectors=engine)})
        again = Indexes.open(other, library, lambda: embedder)
        with pytest.raises(LibraryError) as failed:
            again.dense("报告", 3)
        assert "wenju library rebuild" in failed.value.message()
        again.sync()
        assert again.check() == [] and embedder.embedded == embedded
        best, cosine = again.dense(made[1].passages[2].index_text, 10)[0]
        assert best == made[1].passages[2].id and cosine == pytest.approx(1, abs=1e-3)
        library.remove(made[1].id)
        again.sync()
        assert best not in found(again.dense, made[1].passages[2].index_text) and again.check() == []
        library.put(made[1])
        again.sync()
        embedded = embedder.embedded
        again.close()


def test_whoever_adds_a_document_does_not_wait_for_merges(
    settings: Settings, library: Library, indexes: Indexes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A merge of large segments takes seconds; the next who writes, and the end of the program, wait for it."""
    from rag.backends.lexical import TantivyIndex

    library.put(report(1))
    indexes.sync()
    merged = threading.Event()
    settle = TantivyIndex.settle

    def slow(index: TantivyIndex) -> None:
        assert merged.wait(10)
        settle(index)

    monkeypatch.setattr(TantivyIndex, "settle", slow)
    library.put(report(2))
    indexes.sync()
    assert report(2).passages[0].id in found(indexes.lexical, report(2).passages[0].text)
    assert not merged.is_set() and not indexes.pending()
    library.put(report(3))
    threading.Timer(0.2, merged.set).start()
    indexes.sync()
    assert merged.is_set()
    assert report(3).passages[0].id in found(indexes.lexical, report(3).passages[0].text)
    indexes.close()
    again = Indexes.open(settings, library, HashEmbedder64)
    assert again.check() == []
    again.close()


def test_what_stands_beside_a_large_base_is_kept_in_step(
    settings: Settings, library: Library, indexes: Indexes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One reader goes from change to change, another looks for the first time: both see the same."""
    for n in range(6):
        library.put(report(n, 20))
    indexes.sync()
    monkeypatch.setattr(dense_module, "_COPIED", 0)
    monkeypatch.setattr(dense_module, "_DELTA", 9.0)
    generation = library.journal.cursor("dense")

    def both(query: str, k: int) -> list[tuple[str, float]]:
        fresh = Indexes.open(settings, library, HashEmbedder64)
        seen, anew = indexes.dense(query, k), fresh.dense(query, k)
        fresh.close()
        assert seen == anew
        return seen

    text = report(3, 20).passages[7].index_text
    steps = [
        lambda: library.put(report(7, 3)),
        lambda: library.put(report(8, 30)),
        lambda: library.put(report(7, 5)),
        lambda: library.remove(report(3, 20).id),
        lambda: library.remove(report(8, 30).id),
        lambda: library.put(report(3, 2)),
        lambda: library.put(report(9, 1)),
    ]
    for step in steps:
        step()
        # Seen in between as well: in the record, but not embedded yet.
        both(text, 5)
        indexes.sync()
        for k in (1, 4, 50, 500):
            both(text, k)
    assert library.journal.cursor("dense") == generation
    assert {i for i, _ in both(text, 500)} == set(library.passage_ids())
