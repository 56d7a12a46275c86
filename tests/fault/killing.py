"""Runs work on a library in a child, kills it with signal 9, and has a second child look at what is left.

Run as ``python -m tests.fault.killing HOME ROUNDS SEED``. Both children are forked from this process, which
has imported everything and opened nothing, so that a round costs no start-up. Prints one line a round;
the exit code is 1 when a library was not whole.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

# Imported here, opened only in the children.
import chromadb  # noqa: F401
import langchain_chroma  # noqa: F401
import tantivy  # noqa: F401

from rag.backends.chroma import ChromaIndex
from rag.backends.faiss import FaissIndex
from rag.backends.fakes import HashEmbedder
from rag.backends.lexical import TantivyIndex
from rag.domain import Document
from rag.figure import READER
from rag.figures.read import read_all
from rag.figures.stored import catch_up, figures_of
from rag.index import dense
from rag.index.generations import Generations
from rag.index.indexes import Indexes
from rag.library.figures import Figures
from rag.library.journal import Journal
from rag.library.record import Library
from rag.library.vectors import VectorCache
from rag.settings import IndexSettings, Settings, VectorEngine, load
from rag.text.words import words
from tests.rag.library.making import document

POINTS: list[tuple[type, str]] = [
    (Library, "put"),
    (Library, "remove"),
    (Library, "settle"),
    (Figures, "put"),
    (VectorCache, "keep"),
    (Journal, "advance"),
    (Journal, "trim"),
    (ChromaIndex, "upsert"),
    (ChromaIndex, "delete"),
    (ChromaIndex, "settle"),
    (FaissIndex, "upsert"),
    (FaissIndex, "settle"),
    (TantivyIndex, "replace"),
    (Generations, "copy"),
    (Generations, "sync"),
    (Generations, "sweep"),
]
"""Where a child may die on purpose: just before, or just after, one of these calls."""

Work = list[tuple[str, int, int]]
"""Steps (what, document, version); version 0 is no document."""


def made(n: int, version: int) -> Document:
    """The ``version``-th text of document ``n``; versions share some passages."""
    rng = random.Random(n * 31 + version)
    lines = [f"文档{n}的第{i}段自始未变。" for i in range(3)]
    lines += [
        f"文档{n}第{version}版第{i}段说{chr(0x4E00 + rng.randrange(9000))}。" for i in range(rng.randrange(1, 30))
    ]
    lines.append(f"全县建成扶贫车间{10 * n + version}个。")
    return document(f"{n}.txt", [(f"文档{n}", lines)])


def plan(rng: random.Random, state: dict[int, int]) -> Work:
    """Some steps over a library in ``state`` (document -> version)."""
    held = dict(state)
    steps: Work = []
    for _ in range(rng.randrange(4, 14)):
        n = rng.randrange(14)
        if held.get(n) and rng.random() < 0.3:
            held[n] = 0
            steps.append(("remove", n, 0))
        else:
            held[n] = held.get(n, 0) + rng.randrange(1, 3)
            steps.append(("put", n, held[n]))
        if rng.random() < 0.4:
            steps.append(("sync", 0, 0))
    steps.append(("rebuild" if rng.random() < 0.25 else "sync", 0, 0))
    return steps


def work(settings: Settings, steps: Work, say: Callable[[int], None]) -> None:
    """Do ``steps``, telling each as it is done."""
    library = Library.open(settings.database)
    indexes = Indexes.open(settings, library, lambda: HashEmbedder(64))
    for at, (what, n, version) in enumerate(steps):
        if what == "put":
            library.put(made(n, version))
        elif what == "remove":
            library.remove(made(n, 0).id)
        elif what == "sync":
            indexes.sync()
            catch_up(library)
        else:
            indexes.rebuild()
        say(at)


def judge(settings: Settings, allowed: list[dict[int, int]]) -> dict[int, int]:
    """What a next command finds: the state, which must be one of ``allowed``, whole in every index."""
    library = Library.open(settings.database)
    indexes = Indexes.open(settings, library, lambda: HashEmbedder(64))
    held = {d.path: library.document(d.id) for d in library.documents()}
    fits = [s for s in allowed if held == {f"{n}.txt": made(n, v) for n, v in s.items() if v}]
    assert fits, f"the record holds {sorted(held)}, neither the old state nor the new one"
    assert not library.check(), library.check()
    indexes.sync()
    assert not indexes.pending()
    assert not indexes.check(), indexes.check()
    expected = [f for d in library.documents() for f in read_all(library.passages_of([d.id]))]
    found = figures_of(library)
    assert len(found) == len(expected) and set(found) == set(expected), "what is still to be read is read"
    catch_up(library)
    assert list(library.figures.all()) == expected and not library.figures.unread(READER)
    for root in (settings.indexes / "dense", settings.indexes / "lexical"):
        assert not root.is_dir() or len(list(root.iterdir())) <= 1, f"left behind: {sorted(root.iterdir())}"
    for d in held.values():
        assert d is not None
        last = d.passages[-1]
        assert indexes.dense(last.index_text, 1)[0][0] == last.id
        assert last.id in [i for i, _ in indexes.lexical(last.text, 5)]
    return fits[0]


def die_at(owner: type, name: str, nth: int, after: bool) -> None:
    """Arm one call of this process: the ``nth`` one kills it, before or after it has run."""
    call = getattr(owner, name)
    left = [nth]

    def armed(*args: object, **kwargs: object) -> object:
        left[0] -= 1
        if left[0] == 0 and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = call(*args, **kwargs)
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, armed)


def run_round(settings: Settings, rng: random.Random, state: dict[int, int]) -> tuple[str, dict[int, int] | None]:
    """One child killed, one child that looks: what was done, and the new state, None when it is not whole."""
    steps = plan(rng, state)
    point = rng.choice(POINTS) if rng.random() < 0.5 else None
    # Now the base is brought up to date at every change, now the changes stay beside it.
    dense._COPIED, dense._DELTA = rng.choice([(20_000, 0.05), (10, 0.5)])
    nth, after, delay = rng.randrange(1, 4), rng.random() < 0.5, rng.random() * 1.2
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if point:
                die_at(*point, nth, after)
            work(settings, steps, lambda at: (os.write(writer, bytes([at])), None)[1])
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writer)
    done, status = watch(child, reader, None if point else delay)
    how = f"{point[0].__name__}.{point[1]}#{nth}{'after' if after else 'before'}" if point else f"{delay:.2f}s"
    killed = "killed" if os.WIFSIGNALED(status) else "finished"
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
        return f"{how}: the work failed", None
    old = after_steps(state, steps[:done])
    allowed = [old, after_steps(state, steps[: done + 1])]
    back_reader, back_writer = os.pipe()
    looker = os.fork()
    if looker == 0:
        code = 1
        try:
            found = judge(settings, allowed)
            os.write(back_writer, bytes([allowed.index(found)]))
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(back_writer)
    _, status = os.waitpid(looker, 0)
    which = os.read(back_reader, 1)
    os.close(back_reader)
    line = f"{killed} {how} after {done} of {len(steps)} steps"
    return line, allowed[which[0]] if status == 0 and which else None


def watch(child: int, reader: int, delay: float | None) -> tuple[int, int]:
    """Steps that ``child`` has told of, and its status; it is killed after ``delay`` seconds."""
    done, end = 0, time.monotonic() + (delay if delay is not None else 60)
    while True:
        ready, _, _ = select.select([reader], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            os.kill(child, signal.SIGKILL)
        told = os.read(reader, 64)
        if not told:
            break
        done = told[-1] + 1
    os.close(reader)
    return done, os.waitpid(child, 0)[1]


def after_steps(state: dict[int, int], steps: Work) -> dict[int, int]:
    """``state`` after ``steps``."""
    out = dict(state)
    for what, n, version in steps:
        if what in ("put", "remove"):
            out[n] = version
    return out


def main(home: str, rounds: int, seed: int) -> int:
    """Run ``rounds`` on one library, each from where the last was killed."""
    engines: list[VectorEngine] = ["chroma", "faiss"] if find_spec("faiss") else ["chroma"]
    rng = random.Random(seed)
    words("加载词典")
    state: dict[int, int] = {}
    for n in range(rounds):
        # Now one engine, now another, which finds what the last one left.
        settings = load(Path(home), index=IndexSettings(vectors=rng.choice(engines)))
        line, found = run_round(settings, rng, state)
        print(f"{n}: {line}", "" if found is not None else "NOT WHOLE", flush=True)
        if found is None:
            return 1
        state = found
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
