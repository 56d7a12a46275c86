from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag.errors import LibraryError, UsageError
from rag.library.record import Library
from tests.rag.library.making import document

SECRET = "麒麟阁上的密语七十三号"


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    opened = Library.open(home / "library.db")
    yield opened
    opened.close()


def files_with(home: Path, text: str) -> list[str]:
    needles = [text.encode("utf-8"), text.encode("utf-16-le")]
    return [str(f) for f in home.rglob("*") if f.is_file() and any(n in f.read_bytes() for n in needles)]


def unit(n: int, dimension: int = 4) -> np.ndarray:
    rows = np.random.default_rng(n).normal(size=(n, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_what_goes_in_comes_out(library: Library) -> None:
    made = document("a/一.txt", [("标题", ["第一段。", "第二段。"]), ("另一篇", ["第三段。"])], place="绥宁县")
    assert library.put(made) == "added"
    assert library.document("a/一.txt") == made
    assert library.document(made.id) == made
    assert library.passages([p.id for p in made.passages]) == list(made.passages)
    assert list(library.all_passages()) == list(made.passages)
    assert library.documents() == [replace(made, text="", articles=(), passages=())]
    assert library.counts() == {made.id: (2, 3)}
    assert len(library) == 3


def test_places_are_those_that_articles_are_about_the_most_frequent_first(library: Library) -> None:
    library.put(document("一.txt", [("甲", ["一"])], place="绥宁县"))
    library.put(document("二.txt", [("乙", ["二"]), ("丙", ["三"])], place="永兴县"))
    library.put(document("三.txt", [("丁", ["四"])]))
    assert library.places() == ["永兴县", "绥宁县"] and library.places(1) == ["永兴县"]


def test_passages_come_in_the_order_asked_for_and_unknown_ones_are_left_out(library: Library) -> None:
    made = document("一.txt", [("题", [f"第{i}段" for i in range(1200)])])
    library.put(made)
    ids = [p.id for p in reversed(made.passages)]
    assert [p.id for p in library.passages([*ids, "no such", ids[0]])] == [*ids, ids[0]]


def test_neighbours_are_the_same_article_only(library: Library) -> None:
    made = document("一.txt", [("甲", ["一", "二", "三"]), ("乙", ["四"])])
    library.put(made)
    assert library.neighbours(made.passages[1]) == list(made.passages[:3])


def test_beginnings_are_the_first_passages_of_each_article(library: Library) -> None:
    made = document("一.txt", [("甲", ["一", "二", "三"]), ("乙", ["四"])])
    library.put(made)
    first, second = made.articles
    found = library.beginnings([first.id, second.id, "no such"], 2)
    assert found == {first.id: list(made.passages[:2]), second.id: [made.passages[3]], "no such": []}


def test_the_same_again_changes_nothing_but_the_stat(library: Library) -> None:
    made = document("一.txt", [("题", ["文"])])
    library.put(made)
    seq = library.journal.head()
    touched = replace(made, mtime_ns=77)
    assert library.put(touched) == "unchanged"
    assert library.document(made.id) == touched
    assert library.journal.head() == seq


def test_new_articles_from_the_same_bytes_replace_the_old(library: Library) -> None:
    made = document("一.txt", [("题", ["文"])])
    library.put(made)
    better = replace(made, articles=(replace(made.articles[0], place="临湘市"),))
    assert library.put(better) == "replaced"
    assert library.document(made.id) == better


def test_a_new_revision_leaves_nothing_of_the_old(library: Library) -> None:
    old = document("一.txt", [("题", ["旧文", "留下的"])])
    new = document("一.txt", [("题", ["新文", "留下的"])])
    library.put(old)
    library.vectors.keep(old.passages, unit(2), "f")
    assert library.put(new) == "replaced"
    assert library.passages([p.id for p in old.passages]) == []
    assert library.document(old.id) == new
    # The passage that stayed keeps its vector; the other's is gone.
    ids, vectors = library.vectors.of([p.id for p in new.passages], "f")
    assert ids == [new.passages[1].id]
    assert vectors[0] == pytest.approx(unit(2)[1], abs=1e-3)
    assert [[p.text for p in batch] for batch in library.vectors.missing("f", [new.id], 10)] == [["新文"]]


def test_a_failed_put_leaves_the_old_document(library: Library) -> None:
    old = document("一.txt", [("题", ["旧文"])])
    library.put(old)
    new = document("一.txt", [("题", ["新文", "新文二"])])
    twice = replace(new, passages=(new.passages[0], new.passages[0]))
    with pytest.raises(sqlite3.IntegrityError):
        library.put(twice)
    assert library.document(old.id) == old


def test_a_text_that_cannot_be_stored_is_refused(library: Library) -> None:
    with pytest.raises(Exception, match="不能保存"):
        library.put(document("\udcff.txt", [("题", ["文"])], root="/"))
    assert library.documents() == []


@pytest.mark.parametrize("how", ["remove", "replace"])
def test_removed_text_is_in_no_file(library: Library, home: Path, how: str) -> None:
    kept = document("留.txt", [("留下", ["这一份不动。"])])
    secret = document(
        "密.txt", [(SECRET, [SECRET + "：此段将被撤回。"] * 1 + [f"{SECRET}第{i}条" for i in range(300)])]
    )
    library.put(kept)
    library.put(secret)
    library.vectors.keep(secret.passages, unit(len(secret.passages)), "f")
    assert files_with(home, SECRET)
    if how == "remove":
        assert library.remove(secret.id)
    else:
        library.put(document("密.txt", [("更正", ["另一段。"])]))
        library.settle()
    assert files_with(home, SECRET) == []
    assert library.vectors.of([p.id for p in secret.passages], "f")[0] == []
    assert library.document(kept.id) == kept
    assert library.check() == []


def test_removing_what_is_not_there(library: Library) -> None:
    assert not library.remove("0" * 16)


def test_names_people_use(library: Library) -> None:
    one = document("a/page-001.txt", [("题", ["一"])])
    two = document("b/page-001.txt", [("题", ["二"])])
    three = document("page-002.txt", [("题", ["三"])], root="/elsewhere")
    for d in (one, two, three):
        library.put(d)
    assert library.resolve("a/page-001.txt") == one.id
    assert library.resolve("/reports/a/page-001.txt") == one.id
    assert library.resolve(two.id) == two.id
    assert library.resolve(two.id[:8]) == two.id
    assert library.resolve("page-002.txt") == three.id
    assert library.resolve("page-00") is None
    assert library.resolve("%") is None
    with pytest.raises(UsageError, match="不止一份"):
        library.resolve("page-001.txt")


def test_a_reader_sees_the_whole_document_or_none_of_it(library: Library, home: Path) -> None:
    reader = Library.open(home / "library.db", read_only=True)
    made = [document("一.txt", [("题", [f"{n}稿第{i}段" for i in range(40)])]) for n in range(12)]
    library.put(made[0])
    seen: list[int] = []
    stop = threading.Event()

    def read() -> None:
        while True:
            found = reader.document("一.txt")
            seen.append(made.index(found) if found in made else -1)
            if stop.is_set():
                return

    thread = threading.Thread(target=read)
    thread.start()
    for d in made[1:]:
        library.put(d)
    stop.set()
    thread.join()
    assert reader.document("一.txt") == made[-1]
    reader.close()
    assert seen == sorted(seen)
    assert -1 not in seen
    assert seen


def test_reading_what_is_not_there(home: Path) -> None:
    with pytest.raises(LibraryError, match="还没有建立"):
        Library.open(home / "library.db", read_only=True)
    assert not home.exists()


@pytest.mark.parametrize("content", [b"not a database, only text of some length " * 200, b"\0" * 8192])
def test_a_foreign_file_is_refused(home: Path, content: bytes) -> None:
    home.mkdir()
    (home / "library.db").write_bytes(content)
    with pytest.raises(LibraryError):
        Library.open(home / "library.db")
    assert (home / "library.db").read_bytes() == content


def test_another_programs_database_is_refused(home: Path) -> None:
    home.mkdir()
    with sqlite3.connect(home / "library.db") as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(LibraryError, match="不是问据的库"):
        Library.open(home / "library.db")


def test_a_newer_layout_is_refused(library: Library, home: Path) -> None:
    with sqlite3.connect(home / "library.db") as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(LibraryError, match="更新版本"):
        Library.open(home / "library.db")


def test_a_full_disk_leaves_the_library_as_it_was(library: Library) -> None:
    small = document("一.txt", [("题", ["文"])])
    library.put(small)
    db = library._database.connection()
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 4}")
    large = document("二.txt", [("题", [f"{i}" * 1000 for i in range(200)])])
    with pytest.raises(LibraryError, match="磁盘已满"):
        library.put(large)
    db.execute("PRAGMA max_page_count = 1000000")
    assert [d.id for d in library.documents()] == [small.id]
    assert library.put(large) == "added"


def test_threads_may_share_it(library: Library) -> None:
    errors: list[BaseException] = []

    def work(n: int) -> None:
        try:
            made = document(f"{n}.txt", [("题", [f"{n}号第{i}段" for i in range(20)])])
            assert library.put(made) == "added"
            assert library.document(made.id) == made
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert errors == []
    assert len(library) == 160


def test_vectors_are_kept_under_what_they_stand_for(library: Library) -> None:
    made = document("一.txt", [("题", ["甲", "乙", "甲"])])
    library.put(made)
    assert library.vectors.count_missing("f", [made.id]) == 2, "the third says what the first says"
    assert [[p.text for p in b] for b in library.vectors.missing("f", [made.id], 9)] == [["甲", "乙"]]
    vectors = unit(2, 8)
    library.vectors.keep(made.passages[:2], vectors, "f")
    assert library.vectors.count_missing("f", [made.id]) == 0
    assert library.vectors.count_missing("g", [made.id]) == 2
    ids, found = library.vectors.of([p.id for p in made.passages], "f")
    assert ids == [p.id for p in made.passages]
    assert found == pytest.approx(np.stack([vectors[0], vectors[1], vectors[0]]), abs=1e-3)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-6)
    batches = list(library.vectors.batches("f", 2))
    assert [b[0] for b in batches] == [[p.id for p in made.passages[:2]], [made.passages[2].id]]
    assert [b[1] for b in batches] == [[made.id] * 2, [made.id]]


def test_a_vector_of_a_passage_removed_meanwhile_is_not_kept(library: Library) -> None:
    made = document("一.txt", [("题", ["甲"])])
    library.put(made)
    library.remove(made.id)
    library.vectors.keep(made.passages, unit(1), "f")
    assert library._database.connection().execute("SELECT count(*) FROM vectors").fetchone()[0] == 0


def test_the_journal_names_each_changed_document_once(library: Library) -> None:
    one, two = document("一.txt", [("题", ["甲"])]), document("二.txt", [("题", ["乙"])])
    library.put(one)
    library.put(two)
    library.remove(one.id)
    assert [d for _, d in library.journal.since(0)] == [two.id, one.id]
    head = library.journal.head()
    library.journal.trim(["lexical"])
    assert len(library.journal.since(0)) == 2, "an index that was never built has followed nothing"
    from rag.library.journal import Cursor

    library.journal.advance("lexical", Cursor(1, head))
    library.journal.trim(["lexical"])
    assert library.journal.since(0) == []
    library.put(one)
    assert library.journal.since(head) == [(head + 1, one.id)]
