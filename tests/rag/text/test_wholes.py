"""Units spoken of by their sort."""

from __future__ import annotations

import pytest

from rag.text.wholes import LEVELS, WHOLE


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("全市建成车间12个，该县3个，本村没有", ["市", "县", "村"]),
        ("全自治区和该街道", ["自治区", "街道"]),
        ("全市委员会、该县长、我省委、全民", []),
        ("全县域推开，该镇政府出钱", []),
    ],
)
def test_the_sorts_that_are_spoken_of(text: str, sorts: list[str]) -> None:
    assert [m["sort"] for m in WHOLE.finditer(text)] == sorts
    assert all(LEVELS[s] for s in sorts)
