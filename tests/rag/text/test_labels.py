"""Lines that a place heads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.labels import headed
from rag.text.places import resolve


@pytest.mark.parametrize(
    ("line", "name", "rest"),
    [
        ("2．长铺镇。监测对象205户。", "长铺镇", "监测对象205户。"),
        ("（三）长铺镇：监测对象205户。", "长铺镇", "监测对象205户。"),
        ("◇ 绥宁县长铺镇：建成车间6家。", "长铺镇", "建成车间6家。"),
        ("绥宁县：建成车间6家。", "绥宁县", "建成车间6家。"),
    ],
)
def test_a_place_before_a_colon_or_a_full_stop_heads_its_line(line: str, name: str, rest: str) -> None:
    found = headed(line, resolve("绥宁县"))
    assert found is not None
    assert (found[0].name, line[found[1] :]) == (name, rest)


@pytest.mark.parametrize(
    "line",
    ["绥宁县建成车间6家。", "绥宁县、新宁县：各建成6家。", "记者在绥宁县：看到车间。", "一、主要做法", "3.5万亩。", ""],
)
def test_a_place_in_a_sentence_heads_nothing(line: str) -> None:
    assert headed(line) is None


@given(st.text(alphabet="长铺镇绥宁县：。、1（一） ", max_size=30))
def test_what_is_said_begins_within_the_line(line: str) -> None:
    found = headed(line)
    assert found is None or 0 < found[1] <= len(line)


def test_a_township_that_no_table_holds_is_known_by_its_end() -> None:
    found = headed("5．三里乡。监测对象121户。", resolve("绥宁县"))
    assert found is not None
    assert found[0].path.endswith("绥宁县/三里乡")
    assert all(
        headed(line) is None
        for line in ("各乡镇：要抓落实。", "（二）建设和美乡村。改造户厕。", "3.建设小城镇。新建一个。")
    )
