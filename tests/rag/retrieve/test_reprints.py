"""A statement that two articles print counts once in an answer, and a figure that differs does not hide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.dedupe import link
from rag.domain import Answer, Document, Hit
from rag.library.record import Library
from rag.pipeline import Pipeline
from rag.retrieve.given import GivenPassages
from rag.retrieve.question import understand
from rag.retrieve.reprints import Said, once
from rag.retrieve.search import search
from rag.settings import load
from tests.rag.library.making import document

STORY = [
    "冬日里，绥宁县的车间机器声不断，村民们赶在年前完成最后一批订单。",
    "截至去年底，绥宁县建成扶贫车间47个，吸纳就业1203人，其中脱贫劳动力682人。",
    "县就业服务中心的干部每周到车间走访，帮助企业解决用工和物流方面的困难。",
    "下一步，绥宁县将扩大车间规模，让更多群众在家门口就业。",
]
EDITED = [STORY[0], STORY[1].replace("吸纳", "共吸纳"), *STORY[2:]]


class Desk(GivenPassages):
    """Passages in memory, and what the library knows of their articles."""

    def close(self) -> None:
        pass

    def __init__(self, library: Library) -> None:
        super().__init__(list(library.all_passages()))
        self._library = library

    def families(self, article_ids: object) -> dict[str, str]:
        return self._library.families(list(article_ids))  # type: ignore[call-overload]

    def repetitions(self, passage: object) -> list[object]:  # type: ignore[override]
        return self._library.repetitions(passage)  # type: ignore[arg-type,return-value]


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    opened = Library.open(home / "library.db")
    yield opened
    opened.close()


def made(path: str, paragraphs: list[str], date: str | None) -> Document:
    plain = document(path, [("车间进村来", paragraphs)], place="绥宁县")
    return replace(plain, passages=tuple(replace(p, date=date) for p in plain.passages))


def stocked(library: Library, *documents: Document) -> Desk:
    for one in documents:
        library.put(one)
    link(library)
    return Desk(library)


def asked(desk: Desk, question: str = "绥宁县建成扶贫车间多少个？") -> Answer:
    return Pipeline(load(), desk, desk).ask(question, engine="extractive")


def test_the_earliest_print_is_cited_and_names_the_other(library: Library) -> None:
    desk = stocked(library, made("a转载.txt", EDITED, "2021-03-09"), made("z原载.txt", STORY, "2021-03-02"))
    answer = asked(desk)
    assert answer.status == "answered" and "47个" in answer.answer and answer.conflicts == ()
    assert [(c.document, c.reprints) for c in answer.citations] == [("z原载.txt", ("a转载.txt",))]
    assert len(answer.claims) == 1
    assert answer.as_json()["citations"][0]["reprints"] == ["a转载.txt"]


def test_what_an_answer_is_looked_for_in_is_not_filled_twice(library: Library) -> None:
    desk = stocked(library, made("a.txt", EDITED, None), made("b.txt", STORY, None), made("c.txt", STORY, None))
    query = understand("绥宁县建成扶贫车间多少个？")
    hits = once(search(query, desk, desk, load().retrieve, k=40), desk)
    assert {h.passage.document for h in hits} == {"a.txt"} and len(hits) == len(STORY)
    assert hits[0].score == 1.0 and hits[0].passage.text == EDITED[1]


def test_another_figure_in_the_reprint_is_shown_beside_the_first(library: Library) -> None:
    changed = [STORY[0], STORY[1].replace("47个", "52个"), *STORY[2:]]
    desk = stocked(library, made("a.txt", STORY, "2021-03-02"), made("b.txt", changed, "2021-03-09"))
    (conflict,) = asked(desk).conflicts
    assert [v.value for v in conflict.values] == ["47个", "52个"] or [v.value for v in conflict.values] == [
        "52个",
        "47个",
    ]
    assert all(c.reprints == () for c in asked(desk).citations)


def test_what_a_reprint_adds_is_kept(library: Library) -> None:
    desk = stocked(
        library, made("a.txt", STORY, "2021-03-02"), made("b.txt", [*STORY, "又讯：绥宁县今年通车公路86公里。"], None)
    )
    answer = asked(desk, "绥宁县今年通车公路多少公里？")
    assert [c.document for c in answer.citations] == ["b.txt"]


def test_articles_that_are_not_alike_both_count(library: Library) -> None:
    desk = stocked(library, made("a.txt", STORY, None), made("b.txt", [STORY[1]], None))
    hits = [Hit(p, 1.0) for p in library.all_passages()]
    assert once(hits, desk) == sorted(hits, key=lambda h: h.passage.id)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("截至去年底，全县共建成扶贫车间47个。", True),
        ("截至去年底，全县建成扶贫车间48个。", False),
        ("截至去年底，全县建成扶贫车间四十七个。", False),
        ("截至去年底，全县未建成扶贫车间47个。", False),
        ("截至去年底，全县建成扶贫车间47个。新办学校3所。", False),
        ("", True),
    ],
)
def test_a_repetition_has_the_same_figures_and_negations(other: str, same: bool) -> None:
    assert Said(["截至去年底，全县建成扶贫车间47个。"]).holds(other) is same
