"""What every lexical index does, and that its BM25 is BM25."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from rag.backends.lexical import GRAM_WEIGHT, MAX_TERMS, WORD_WEIGHT, TantivyIndex
from rag.domain import Passage
from rag.errors import LibraryError
from rag.ports import LexicalIndex
from rag.text.words import bigrams, content_words, words
from tests.rag.library.making import document

Tokens = Callable[[str], list[str]]


class PlainIndex:
    """BM25 with k1 1.2 and b 0.75 over words and over bigrams, straight from the formula."""

    def __init__(self) -> None:
        self._held: dict[str, Passage] = {}

    def upsert(self, passages: Iterable[Passage]) -> None:
        self._held.update((p.id, p) for p in passages)

    def delete(self, ids: Sequence[str]) -> None:
        for i in ids:
            self._held.pop(i, None)

    def search(self, query: str, k: int) -> list[tuple[str, float]]:
        total: Counter[str] = Counter()
        for weight, cut, asked in ((WORD_WEIGHT, words, content_words(query)), (GRAM_WEIGHT, bigrams, bigrams(query))):
            for id_, score in self.field(cut, asked).items():
                total[id_] += weight * score  # type: ignore[assignment]
        return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))[:k]

    def field(self, cut: Tokens, asked: Sequence[str]) -> dict[str, float]:
        texts = {i: Counter(cut(p.index_text)) for i, p in self._held.items()}
        mean = sum(c.total() for c in texts.values()) / max(1, len(texts))
        out: dict[str, float] = {}
        for token in dict.fromkeys(asked):
            holding = sum(token in c for c in texts.values())
            idf = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
            for i, c in texts.items():
                if c[token]:
                    norm = 1.2 * (0.25 + 0.75 * c.total() / mean)
                    out[i] = out.get(i, 0.0) + idf * c[token] * 2.2 / (c[token] + norm)
        return out

    def ids(self) -> set[str]:
        return set(self._held)

    def close(self) -> None:
        pass


@pytest.fixture(params=["tantivy", "plain"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LexicalIndex]:
    made = TantivyIndex(tmp_path / "index", create=True) if request.param == "tantivy" else PlainIndex()
    yield made
    made.close()


REPORTS = document(
    "一.txt",
    [
        (
            "搬迁群众有了新工作",
            ["安置点旁的制鞋车间招工二百人，月薪三千五百元。", "扶贫车间开到了家门口，妇女就近上班。"],
        ),
        ("学校建设提速", ["全县新建中小学十二所，投入9.07亿元，增加学位1.5万个。", "乡镇寄宿制学校全部改造完毕。"]),
        ("养老服务", ["敬老院改建后设床位320张，GDP增长与养老投入同步。", "老人助餐点覆盖八成社区。"]),
        ("表格", [f"第{n}项工作按期完成，记入台账。" for n in range(30)]),
    ],
    place="清江县",
)


def test_an_empty_index_finds_nothing(index: LexicalIndex) -> None:
    assert index.search("学校建设", 5) == []
    assert index.ids() == set()
    index.delete(["no such"])


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("新建了多少所中小学？", 2),
        ("制鞋车间招了多少人", 0),
        ("养老床位有几张", 4),
        ("9.07亿元用在哪里", 2),
        ("ｇｄｐ增长", 4),
        ("學校投入", 2),
    ],
)
def test_the_passage_that_says_it_comes_first(index: LexicalIndex, question: str, first: int) -> None:
    index.upsert(REPORTS.passages)
    found = index.search(question, 5)
    assert found[0][0] == REPORTS.passages[first].id
    assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)
    assert all(s >= 0 for _, s in found)


@pytest.mark.parametrize("query", ["", "  \n", "。？！", "\0", "zzz qqq", '" OR words:*', "的"])
def test_queries_that_ask_for_nothing(index: LexicalIndex, query: str) -> None:
    index.upsert(REPORTS.passages)
    assert index.search(query, 5) == []


def test_upsert_replaces_and_delete_removes(index: LexicalIndex) -> None:
    index.upsert(REPORTS.passages)
    index.upsert(REPORTS.passages[:3])
    assert index.ids() == {p.id for p in REPORTS.passages}
    assert len(index.search("中小学", 10)) == len({i for i, _ in index.search("中小学", 10)})
    index.delete([REPORTS.passages[2].id, "no such"])
    assert REPORTS.passages[2].id not in index.ids()
    assert REPORTS.passages[2].id not in [i for i, _ in index.search("新建中小学十二所", 40)]


def test_a_question_of_thousands_of_characters(index: LexicalIndex) -> None:
    index.upsert(REPORTS.passages)
    noise = "".join(chr(0x4E00 + i) for i in range(3000))
    assert len(bigrams(noise)) > MAX_TERMS
    assert index.search("新建中小学十二所" + noise, 3)


def test_tantivy_scores_as_the_formula_does(tmp_path: Path) -> None:
    """To within what its rounding of a passage's length costs."""
    ours, plain = TantivyIndex(tmp_path / "i", create=True), PlainIndex()
    ours.upsert(REPORTS.passages)
    plain.upsert(REPORTS.passages)
    for question in ("新建中小学十二所", "工作台账", "清江县敬老院的床位"):
        expected = dict(plain.search(question, 100))
        found = dict(ours.search(question, 100))
        assert found.keys() == expected.keys()
        for i, score in found.items():
            assert score == pytest.approx(expected[i], rel=0.08)
        parts = ours.scores(question, list(expected))
        by_word, by_gram = plain.field(words, content_words(question)), plain.field(bigrams, bigrams(question))
        for i, (w, g) in parts.items():
            assert w == pytest.approx(by_word.get(i, 0), rel=0.08)
            assert g == pytest.approx(by_gram.get(i, 0), rel=0.08)
            assert WORD_WEIGHT * w + GRAM_WEIGHT * g == pytest.approx(found[i], rel=1e-4)


def test_tantivy_ranks_as_bm25s_does(tmp_path: Path) -> None:
    """Against an independent implementation, over random tokens."""
    bm25s = pytest.importorskip("bm25s")
    rng = np.random.default_rng(5)
    vocabulary = [chr(0x4E00 + i) + chr(0x5E00 + i) for i in range(400)]
    weights = 1 / np.arange(1, 401)
    texts = [list(rng.choice(vocabulary, size=80, p=weights / weights.sum())) for _ in range(500)]
    cut = {f"段{n}": tokens for n, tokens in enumerate(texts)}
    passages = document("一.txt", [("", list(cut))]).passages
    index = TantivyIndex(tmp_path / "i", create=True, tokens=lambda some: [("", " ".join(cut[text])) for text in some])
    index.upsert(passages)
    reference = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    reference.index(texts, show_progress=False)
    for _ in range(30):
        query = list(dict.fromkeys(rng.choice(vocabulary, size=12)))
        expected = reference.get_scores(query)
        found = index.search_tokens([], query, 500)
        order = {p.id: n for n, p in enumerate(passages)}
        for i, score in found:
            # Lucene's form leaves out the constant factor k1 + 1.
            assert score == pytest.approx(2.2 * expected[order[i]], rel=0.01)
        assert {order[i] for i, _ in found} == set(np.flatnonzero(expected).tolist())


def test_frequencies(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "i", create=True)
    index.upsert(REPORTS.passages)
    size, frequency = index.frequencies(["学校", "9.07", "gdp", "无此", ""])
    assert size == 36
    assert frequency == {"学校": 2, "9.07": 1, "gdp": 1, "无此": 0}


def test_a_replacement_is_one_commit(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "i", create=True)
    index.upsert(REPORTS.passages)
    reader = TantivyIndex(tmp_path / "i")
    index.replace([REPORTS.id], REPORTS.passages[:2])
    assert len(reader) == 36, "a reader stays with the commit it has"
    reader.refresh()
    assert reader.ids() == {p.id for p in REPORTS.passages[:2]}


def test_a_failed_write_leaves_the_last_commit(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "i", create=True)
    index.upsert(REPORTS.passages)

    def broken() -> Iterator[Passage]:
        yield REPORTS.passages[0]
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        index.replace([REPORTS.id], broken())
    index.refresh()
    assert len(index) == 36
    index.delete([REPORTS.passages[0].id])
    assert len(index) == 35


def test_a_folder_without_leave_to_write_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tantivy takes a lock file to read; whoever is told to rebuild in a read-only folder is told wrong."""
    TantivyIndex(tmp_path / "i", create=True).close()
    (tmp_path / "i" / "meta.json").write_text("{", encoding="utf-8")
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(LibraryError, match="不能写") as failed:
        TantivyIndex(tmp_path / "i")
    assert "rebuild" not in failed.value.message()


def test_a_missing_or_damaged_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="词语索引不能用") as failed:
        TantivyIndex(tmp_path / "none")
    assert "wenju library rebuild" in failed.value.message()
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(LibraryError, match="词语索引不能用"):
        TantivyIndex(tmp_path / "bad")


def test_the_next_writer_waits_for_the_merges_of_the_last(tmp_path: Path) -> None:
    """The one who added a document does not wait, whoever comes next does, and nothing is lost between them."""
    first = TantivyIndex(tmp_path / "i", create=True)
    for n in range(12):
        first.replace([], document(f"{n}.txt", [("", [f"第{n}号报告说的是桥梁。"])]).passages)
    assert len(first) == 12
    late = threading.Timer(0.3, first.close)
    late.start()
    second = TantivyIndex(tmp_path / "i")
    second.replace([], document("新.txt", [("", ["新报告说的也是桥梁。"])]).passages)
    assert not late.is_alive() and len(second) == 13
    assert len(second.search("桥梁", 20)) == 13
    assert second._searcher.num_segments < 13, "segments were merged"
    second.close()


def test_a_writer_that_never_ends_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.backends.lexical._PATIENCE_S", 0.1)
    first = TantivyIndex(tmp_path / "i", create=True)
    first.upsert(REPORTS.passages)
    second = TantivyIndex(tmp_path / "i")
    with pytest.raises(LibraryError, match="词语索引不能用"):
        second.upsert(REPORTS.passages)
    first.close()
    second.upsert(REPORTS.passages)
    assert len(second) == 36
    second.close()
