"""Any sequence of puts and removals leaves the library equal to a dictionary of documents."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rag.domain import Document
from rag.library.record import Library
from tests.rag.library.making import document

paths = st.sampled_from(["a.txt", "b/a.txt", "c.txt", "名.docx"])
texts = st.lists(
    st.tuples(st.text("甲乙丙丁", max_size=3), st.lists(st.text("一二三四。", max_size=4), max_size=4)), max_size=3
)


class LibraryMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.library = Library.open(self.home / "library.db")
        self.model: dict[str, Document] = {}
        self.dirty: set[str] = set()

    def teardown(self) -> None:
        self.library.close()
        shutil.rmtree(self.home)

    @rule(path=paths, articles=texts)
    def put(self, path: str, articles: list[tuple[str, list[str]]]) -> None:
        made = document(path, articles)
        known = self.model.get(made.id)
        expected = "added" if known is None else "unchanged" if known == made else "replaced"
        assert self.library.put(made) == expected
        if expected != "unchanged":
            self.dirty.add(made.id)
        self.model[made.id] = made

    @rule(path=paths)
    def remove(self, path: str) -> None:
        id_ = document(path, []).id
        assert self.library.remove(id_) == (id_ in self.model)
        if self.model.pop(id_, None):
            self.dirty.add(id_)

    @rule()
    def reopen(self) -> None:
        self.library.close()
        self.library = Library.open(self.home / "library.db")

    @invariant()
    def equal(self) -> None:
        assert {d.id for d in self.library.documents()} == set(self.model)
        for id_, made in self.model.items():
            assert self.library.document(id_) == made
        held = {p.id: p for p in self.library.all_passages()}
        assert held == {p.id: p for d in self.model.values() for p in d.passages}
        assert {d for _, d in self.library.journal.since(0)} == self.dirty
        assert self.library.check() == []


TestLibraryMachine = LibraryMachine.TestCase
TestLibraryMachine.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
