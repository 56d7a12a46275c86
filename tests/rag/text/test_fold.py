from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.text.fold import folded, simplified


def test_what_a_reader_takes_as_the_same() -> None:
    assert folded("平江縣２０２１年，ＡＢ") == folded("平江县2021年,ab")
    assert folded("平 江\n县") == "平江县"


def test_simplified_keeps_the_length() -> None:
    assert simplified("搬遷羣眾") == "搬迁群众"


@given(st.text(max_size=80))
def test_folding_goes_character_by_character(text: str) -> None:
    assert folded(text) == "".join(map(folded, text))
    assert len(simplified(text)) == len(text)
