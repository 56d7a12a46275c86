from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dedupe import ALIKE, bands, link, minhash, similarity
from rag.library.record import Library
from tests.rag.library.making import document

_random = random.Random(7)
WORDS = ["就业", "车间", "扶贫", "干部", "群众", "教育", "养老", "产业", "乡镇", "搬迁", "完成", "新建", "推进", "满意"]


def prose(n: int, seed: int) -> str:
    chosen = random.Random(seed)
    return "".join(f"{chosen.choice(WORDS)}{chosen.randrange(1000)}{chosen.choice(WORDS)}，" for _ in range(n))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library.db")
    yield opened
    opened.close()


def test_the_estimate_is_near_the_truth() -> None:
    text = prose(300, 1)
    for share in (0.95, 0.8, 0.5):
        cut = int(len(text) * share)
        grams_a = {text[i : i + 5] for i in range(len(text) - 4)}
        other = text[:cut]
        true = len({other[i : i + 5] for i in range(len(other) - 4)} & grams_a) / len(grams_a)
        a, b = minhash(text), minhash(other)
        assert a is not None and b is not None
        assert abs(similarity(a, b) - true) < 0.15


def test_punctuation_width_and_breaks_do_not_count() -> None:
    text = prose(60, 2)
    a, b = minhash(text), minhash(text.replace("，", "，\n ").replace("1", "１"))
    assert a is not None and b is not None
    assert similarity(a, b) == 1.0
    assert bands(a) == bands(b)


def test_short_texts_are_not_compared() -> None:
    assert minhash("图为村民在车间工作。") is None


@given(st.text(max_size=300))
def test_any_text_has_a_signature_like_itself_or_none(text: str) -> None:
    signature = minhash(text)
    if signature is not None:
        assert signature.shape == (128,)
        assert signature.dtype == np.uint32
        assert similarity(signature, signature) == 1.0


def test_reprints_are_found_and_others_are_not(library: Library) -> None:
    first, other = prose(120, 3), prose(120, 4)
    library.put(document("a.txt", [("标题甲", [first]), ("标题乙", [other])]))
    library.put(document("b.txt", [("标题甲", [first.replace("就业", "务工", 2)])]))
    library.put(document("c.txt", [("另一篇", [prose(120, 5)])]))
    found = link(library)
    assert [{d, o} for d, o, _ in found] == [{"a.txt", "b.txt"}]
    assert all(ALIKE <= share <= 1 for _, _, share in found)
    assert link(library) == []


def test_a_document_all_of_which_is_in_another_names_it(library: Library) -> None:
    """Another encoding of a file, a page whose articles stand one by one elsewhere."""
    first, second = prose(120, 31), prose(120, 32)
    page = document("版面.txt", [("标题甲", [first]), ("标题乙", [second]), ("图片", ["短。"])])
    copy = document("版面（旧编码）.txt", [("标题甲", [first]), ("标题乙", [second]), ("图片", ["短。"])])
    for one in (page, copy, document("甲.txt", [("标题甲", [first])]), document("短.txt", [("图片", ["短。"])])):
        library.put(one)
    assert library.repeated() == {}
    link(library)
    ids = {d.path: d.id for d in library.documents()}
    assert library.repeated() == {
        ids["版面.txt"]: ["版面（旧编码）.txt"],
        ids["版面（旧编码）.txt"]: ["版面.txt"],
        ids["甲.txt"]: ["版面.txt", "版面（旧编码）.txt"],
    }


def test_families_hang_together_and_go_with_their_documents(library: Library) -> None:
    text = prose(120, 6)
    made = [document(f"{n}.txt", [("标题", [text])], salt=str(n)) for n in range(4)]
    for one in made:
        library.put(one)
    link(library)
    ids = [one.articles[0].id for one in made]
    assert len(set(library.reprints.families(ids).values())) == 1
    library.remove(made[0].id)
    rest = library.reprints.families(ids[1:])
    assert set(rest) == set(ids[1:])
    library.remove(made[1].id)
    library.remove(made[2].id)
    assert library.reprints.families(ids) == {}


def test_an_edited_document_is_compared_anew(library: Library) -> None:
    text = prose(120, 8)
    one, two = document("a.txt", [("标题", [text])]), document("b.txt", [("标题", [text])])
    library.put(one)
    library.put(two)
    assert link(library)
    library.put(document("b.txt", [("标题", [prose(120, 9)])]))
    assert link(library) == []
    assert library.reprints.families([one.articles[0].id]) == {}


def test_many_copies_stay_linear(library: Library) -> None:
    text = prose(20, 10)
    for n in range(25):
        library.put(replace(document(f"{n}.txt", [("标题", [text])], salt=str(n)), mtime_ns=n))
    link(library)
    with library._database.read() as db:
        assert db.execute("SELECT count(*) FROM reprints").fetchone()[0] <= 25 * 16
