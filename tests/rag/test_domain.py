from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.domain import Answer, Citation, Claim, Evidence, Hit, Passage, Place, SourcedText

ORIGINALS = st.text(max_size=60)


@st.composite
def sourced(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], SourcedText]:
    original = draw(ORIGINALS)
    cuts = sorted(draw(st.lists(st.integers(0, len(original)), max_size=8)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    return original, spans, SourcedText.joined(original, spans)


def read(original: str, spans: tuple[tuple[int, int], ...]) -> str:
    return "".join(original[a:b] for a, b in spans)


@given(sourced())
def test_every_character_stands_in_the_original(made: tuple[str, list[tuple[int, int]], SourcedText]) -> None:
    original, spans, text = made
    assert text.text == "".join(original[a:b] for a, b in spans)
    assert read(original, text.spans()) == text.text
    at = 0
    for start, origin, length in text.runs:
        assert start == at and length > 0
        assert text.text[start : start + length] == original[origin : origin + length]
        at += length
    assert at == len(text.text)


@given(sourced(), st.integers(0, 60), st.integers(0, 60))
def test_a_piece_points_at_its_own_words(made: tuple[str, list[tuple[int, int]], SourcedText], a: int, b: int) -> None:
    original, _, text = made
    start, end = sorted((min(a, len(text.text)), min(b, len(text.text))))
    assert read(original, text.spans(start, end)) == text.text[start:end]
    piece = text.cut(start, end)
    assert piece.text == text.text[start:end]
    assert piece.spans() == text.spans(start, end)


@given(ORIGINALS)
def test_whole(original: str) -> None:
    assert SourcedText.whole(original).spans() == (((0, len(original)),) if original else ())


def test_touching_spans_become_one_run() -> None:
    assert SourcedText.joined("甲乙丙丁", [(0, 2), (2, 3)]).runs == ((0, 0, 3),)
    assert SourcedText.joined("甲乙丙丁", [(2, 2), (3, 1)]).runs == ()


def _passage(text: str = "甲县建成车间3个。") -> Passage:
    body = SourcedText.joined(f"题\n{text}", [(2, 2 + len(text))])
    return Passage("p", "a.txt", "d", "s", "a", 0, body, "题", place="甲县", date="2021")


def test_hit_and_citation_point_into_the_original() -> None:
    passage = _passage()
    assert Hit(passage, 0.5).as_json()["start"] == 2
    citation = Citation.of(1, Evidence(passage, 4, 8)).as_json()
    assert citation["quote"] == passage.text[4:8]
    assert citation["spans"] == [[6, 10]]
    assert {
        "n",
        "document",
        "document_sha256",
        "article",
        "publication",
        "place",
        "date",
        "page",
        "quote",
        "spans",
    } <= set(citation)


def test_index_text_says_place_title_and_date() -> None:
    text = _passage().index_text
    assert all(x in text for x in ("甲县", "题", "2021", "车间3个"))


def test_an_empty_passage_has_an_extent() -> None:
    assert _passage("").extent == (0, 0)


def test_answer_json_has_the_contract_fields() -> None:
    answer = Answer("问", "问", "answered", "甲[1]。", "extractive", claims=(Claim("甲", (1,)),)).timed({"total": 3})
    made = answer.as_json()
    assert {
        "question",
        "standalone_question",
        "status",
        "answer",
        "claims",
        "citations",
        "conflicts",
        "refusal",
    } <= set(made)
    assert {"engine", "model", "timings_ms"} <= set(made)
    assert made["refusal"] is None and made["timings_ms"] == {"total": 3}
    assert "computation" not in made["claims"][0]
    assert Claim("甲", (1,), computation="1 + 1 = 2").as_json()["computation"] == "1 + 1 = 2"


def test_types_are_frozen() -> None:
    place = Place("甲县", "county", "", ("湖南省",))
    assert place.path == "湖南省/甲县"
    with pytest.raises(FrozenInstanceError):
        place.name = "乙县"  # type: ignore[misc]
