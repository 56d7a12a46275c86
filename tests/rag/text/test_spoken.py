from __future__ import annotations

import pytest

from rag.domain import Place
from rag.text import places
from rag.text.spoken import spoken_names


@pytest.mark.parametrize(
    ("name", "short"), [("平江县", "平江"), ("绥宁县", "绥宁"), ("岳阳市", "岳阳"), ("湖南省", "湖南")]
)
def test_full_and_short_name(name: str, short: str) -> None:
    place = places.resolve(name)
    assert place is not None
    names = spoken_names(place)
    assert name in names and short in names
    assert list(names) == sorted(names, key=lambda n: (-len(n), n))


def test_a_short_name_that_is_a_word_is_not_spoken() -> None:
    place = places.resolve("桃源县")
    assert place is not None
    assert spoken_names(place) == ("桃源县",)


def test_unknown_place_has_its_own_name() -> None:
    place = Place("无名村", "village", "", ("湖南省", "无名县"))
    assert spoken_names(place) == ("无名村",)


def test_names_of_another_place_are_not_its_own() -> None:
    place = places.resolve("平江县")
    assert place is not None
    assert not {"绥宁", "绥宁县", "岳阳"} & set(spoken_names(place))
