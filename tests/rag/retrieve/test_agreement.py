from __future__ import annotations

from dataclasses import replace

import pytest

from rag.domain import Place
from rag.retrieve.agreement import kind_agreement, place_agreement, unit_agreement, year_agreement
from rag.retrieve.question import understand
from rag.retrieve.surface import Surface, surface
from rag.text import places
from tests.rag.answer.making import passages

HELD = passages()


def _place(name: str) -> Place:
    found = places.resolve(name)
    assert found is not None
    return found


def test_place_agreement() -> None:
    county = next(p for p in HELD if p.place == "平江县")
    assert place_agreement((), county) == 0.0
    assert place_agreement((_place("平江县"),), county) == 1.0
    assert place_agreement((_place("桃源县"),), county) < place_agreement((_place("岳阳市"),), county) < 1.0


@pytest.mark.parametrize(
    ("years", "date", "text", "agreement"),
    [
        ((), "2020", "2021年", 0.0),
        (("2021",), None, "2021年建成", 1.0),
        (("2021",), "2021-03-02", "建成", 1.0),
        (("2021",), "2020", "建成", -1.0),
        (("2021",), None, "建成", 0.0),
        (("2019", "2021"), "2021", "建成", 0.5),
    ],
)
def test_years(years: tuple[str, ...], date: str | None, text: str, agreement: float) -> None:
    passage = replace(HELD[0], date=date)
    assert year_agreement(years, passage, Surface("", text, (text,))) == agreement


def test_a_unit_counts_behind_a_figure_only() -> None:
    query = understand("公路有多少公里？")
    assert unit_agreement(query, Surface("", "公路长12公里", ())) == 1.0
    assert unit_agreement(query, Surface("", "每公里都通了车", ())) == 0.0
    assert unit_agreement(understand("为什么？"), Surface("", "12公里", ())) == 0.0


def test_a_sentence_can_give_what_is_asked_for() -> None:
    assert kind_agreement(frozenset({"value"}), "建成45个") == 1.0
    assert kind_agreement(frozenset({"value"}), "建成一批") == 0.0
    assert kind_agreement(frozenset({"time"}), "3月开工") == 1.0
    assert kind_agreement(frozenset({"value", "reason"}), "由于缺水") == 0.5
    assert kind_agreement(frozenset({"list"}), "由于缺水") == 0.0
    assert surface(HELD[0]).whole
