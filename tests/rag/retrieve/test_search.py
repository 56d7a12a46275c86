from __future__ import annotations

from dataclasses import replace

import pytest

from rag.domain import Hit, Place
from rag.retrieve.features import Candidate
from rag.retrieve.given import GivenPassages
from rag.retrieve.question import understand
from rag.retrieve.search import Filter, candidates, merged, rank, search, wanted_of, weights_of
from rag.settings import RetrieveSettings
from rag.text import places
from tests.rag.answer.making import passages

HELD = passages()
DESK = GivenPassages(HELD)
SETTINGS = RetrieveSettings()


def by_text(question: str, *, k: int) -> list[Hit]:
    return search(understand(question), DESK, DESK, SETTINGS, k=k)


def _place(name: str) -> Place:
    found = places.resolve(name)
    assert found is not None
    return found


def test_the_passage_that_answers_comes_first() -> None:
    hits = by_text("桃源县建成多少个村级电商服务站？", k=5)
    assert "198个" in hits[0].passage.text
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_the_place_asked_for_comes_before_another() -> None:
    for name in ("平江县", "桃源县"):
        assert by_text(f"{name}建成多少个扶贫车间？", k=1)[0].passage.place == name


def test_k_is_kept_and_nothing_is_twice() -> None:
    for k in (1, 3, 100):
        ids = [h.passage.id for h in by_text("建成扶贫车间", k=k)]
        assert len(ids) <= k and len(set(ids)) == len(ids)


def test_nothing_in_common_gives_nothing() -> None:
    assert by_text("zzz", k=5) == []


def test_ranking_keeps_every_hit_and_breaks_ties_by_id() -> None:
    query = understand("完全无关的问题")
    found = [Candidate(p, 0.0, 0.0, 0.0) for p in HELD[:2]]
    weights = weights_of(DESK, query.focus)
    hits = rank(query, query.question, found, weights)
    assert {h.passage.id for h in hits} == {c.passage.id for c in found}
    assert hits == rank(query, query.question, found[::-1], weights)
    assert rank(query, query.question, [], weights) == []
    twice = [Candidate(replace(HELD[0], id=name), 0.0, 0.0, 0.0) for name in "ba"]
    assert [h.passage.id for h in rank(query, query.question, twice, weights)] == ["a", "b"]


def test_the_best_scores_one_and_no_other_more() -> None:
    scores = [h.score for h in by_text("平江县建成多少个扶贫车间？", k=20)]
    assert scores[0] == 1.0 and all(0.0 <= s <= 1.0 for s in scores)


def test_short_names_are_looked_for_in_full_and_full_ones_once() -> None:
    assert wanted_of(understand("平江有多少个扶贫车间？")) == "平江有多少个扶贫车间？ 平江县"
    assert wanted_of(understand("平江县有多少个扶贫车间？")) == "平江县有多少个扶贫车间？"


def test_candidates_are_scored_by_every_engine() -> None:
    query = understand("桃源县建成扶贫车间")
    found = candidates(query, wanted_of(query), DESK, DESK, SETTINGS, 100, most=100)
    assert len({c.passage.id for c in found}) == len(found) > 1
    assert all(c.dense == 0.0 for c in found)


def test_two_searches_share_the_first_places() -> None:
    lists = [by_text(f"{name}建成扶贫车间多少个？", k=5) for name in ("平江县", "桃源县")]
    both = merged(lists, 5)
    assert {h.passage.place for h in both[:2]} == {"平江县", "桃源县"}
    assert len({h.passage.id for h in both}) == len(both) <= 5
    assert both == merged(lists[::-1], 5)
    assert [h.score for h in both] == sorted((h.score for h in both), reverse=True)
    assert merged([], 5) == []


def test_search_limited_to_a_place_and_its_parts() -> None:
    query = understand("扶贫车间有多少个？")
    for where in ("桃源县", "常德市"):
        hits = search(query, DESK, DESK, SETTINGS, k=10, limit=Filter(_place(where)))
        assert hits and {h.passage.place for h in hits} == {"桃源县"}


@pytest.mark.parametrize(
    ("date", "since", "until", "kept"),
    [
        ("2021-04-12", "2021-04-12", "2021-04-12", True),
        ("2021-04-12", "2021-04-13", None, False),
        ("2021-04-12", None, "2021-04-11", False),
        ("2021-04-12", "2021", "2021", True),
        ("2021", "2021-03-01", None, True),
        ("2021-04", None, "2021-04-30", True),
        ("2022", "2021-01-01", "2021-12-31", False),
        (None, "2021-01-01", None, False),
        (None, None, None, True),
    ],
)
def test_filter_by_time(date: str | None, since: str | None, until: str | None, kept: bool) -> None:
    assert Filter(None, since, until).keeps(replace(HELD[0], date=date)) is kept


def test_filter_by_place() -> None:
    county = next(p for p in HELD if p.place == "平江县")
    assert Filter(_place("平江县")).keeps(county)
    assert Filter(_place("岳阳市")).keeps(county)
    assert not Filter(_place("桃源县")).keeps(county)
