"""Damage found and mended, and what another process writes seen."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rag.backends.fakes import HashEmbedder
from rag.errors import LibraryError
from rag.index.generations import Generations
from rag.index.indexes import Indexes
from rag.library.record import Library
from rag.settings import Settings
from tests.rag.index.making import HashEmbedder64, found, report


def test_damage_is_found_and_rebuilt(settings: Settings, library: Library, indexes: Indexes) -> None:
    from rag.backends.chroma import ChromaIndex
    from rag.backends.lexical import TantivyIndex

    made = report(1, 30)
    library.put(made)
    indexes.sync()
    indexes.close()
    base = ChromaIndex(settings.indexes / "dense" / "1")
    base.delete([made.passages[0].id])
    ids = [p.id for p in made.passages[10:30]]
    base.upsert(ids, HashEmbedder(64).embed_queries(["别的话"] * 20), [made.id] * 20)
    base.upsert(["ghost.0.0"], HashEmbedder(64).embed_queries(["别的话"]), ["ghost"])
    base.close()
    words = TantivyIndex(settings.indexes / "lexical" / "1")
    words.delete([made.passages[1].id])
    words.replace([], [made.passages[2]])
    words.close()
    again = Indexes.open(settings, library, lambda: HashEmbedder(64))
    problems = "\n".join(again.check())
    for part in ("词语索引：缺 1 段", "词语索引：重复 1 段", "向量索引：缺 1 段", "多出 1 段", "20 段的向量与记录不符"):
        assert part in problems
    again.rebuild()
    assert again.check() == []
    again.close()


def test_a_file_that_goes_while_a_generation_is_brought_onto_the_disk_is_no_error(tmp_path: Path) -> None:
    """SQLite within Chroma removes its journals when it likes; a link to nowhere is listed and cannot be opened."""
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "data").write_text("x")
    (tmp_path / "1" / "chroma.sqlite3-journal").symlink_to(tmp_path / "gone")
    Generations(tmp_path).sync(1)


def test_a_lost_index_folder_is_made_anew_by_the_next_sync(
    settings: Settings, library: Library, indexes: Indexes
) -> None:
    import shutil

    library.put(report(1))
    indexes.sync()
    indexes.close()
    shutil.rmtree(settings.indexes)
    again = Indexes.open(settings, library, HashEmbedder64)
    with pytest.raises(LibraryError) as failed:
        again.dense("报告", 3)
    assert "wenju library rebuild" in failed.value.message()
    again.sync()
    assert again.check() == [] and len(again.dense("报告", 3)) == 3
    again.close()


WRITER = """
import sys
from pathlib import Path
from rag.backends.fakes import HashEmbedder
from rag.index.indexes import Indexes
from rag.library.record import Library
from rag.settings import load
from tests.rag.index.making import report
settings = load(Path(sys.argv[1]))
library = Library.open(settings.database)
indexes = Indexes.open(settings, library, lambda: HashEmbedder(64))
sys.stdin.readline()
for n in range(int(sys.argv[2]), int(sys.argv[3])):
    library.put(report(n))
    indexes.sync()
print("done", flush=True)
sys.stdin.readline()
library.remove(report(int(sys.argv[2])).id)
indexes.sync()
print("done", flush=True)
"""


def test_another_process_is_seen_at_the_next_question(settings: Settings, library: Library, indexes: Indexes) -> None:
    library.put(report(0))
    indexes.sync()
    assert len(indexes.dense("报告", 50)) == 4
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(settings.home), "1", "5"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdin and writer.stdout
    errors: list[BaseException] = []
    stop = threading.Event()

    def ask() -> None:
        try:
            while not stop.is_set():
                assert len(indexes.dense("报告", 50)) >= 4
                assert indexes.lexical("报告", 50)
        except BaseException as error:
            errors.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    writer.stdin.write("go\n")
    writer.stdin.flush()
    assert writer.stdout.readline() == "done\n"
    new = {p.id for n in range(5) for p in report(n).passages}
    assert set(found(indexes.dense, "报告", 50)) == new
    assert set(found(indexes.lexical, "报告", 50)) == new
    writer.stdin.write("go\n")
    writer.stdin.flush()
    assert writer.stdout.readline() == "done\n"
    new -= {p.id for p in report(1).passages}
    assert set(found(indexes.dense, "报告", 50)) == new
    assert set(found(indexes.lexical, "报告", 50)) == new
    stop.set()
    asking.join()
    assert writer.wait() == 0
    assert errors == []
    assert indexes.check() == []
