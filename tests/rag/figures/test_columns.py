"""What the columns of a row hold is told by their names and by what stands in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.figures.columns import heads
from rag.text import places

HOME = places.resolve("桂东县")


@pytest.mark.parametrize(
    ("row", "keys", "place"),
    [
        ((("序号", "1"), ("乡镇", "沤江镇"), ("分管领导", "邓志明"), ("面积", "42亩"), ("牵头单位", "县林业局")), (), "沤江镇"),
        ((("项目名称", "管网延伸"), ("建设地点", "四都镇"), ("实施单位", "县水利局"), ("投资", "730万元")), ("管网延伸",), "四都镇"),
        ((("类别", "种植业"), ("品种", "蔬菜"), ("批次", "620")), ("蔬菜",), "桂东县"),
        ((("致贫原因", "因病"), ("户数", "12")), ("因病",), "桂东县"),
        ((("单位", "县人社局"), ("人数", "42人")), ("县人社局",), "桂东县"),
        ((("车间", "竹艺车间"), ("主营产品", "竹席"), ("人数", "42人"), ("负责人", "何丽")), ("竹艺车间",), "桂东县"),
        ((("乡镇", "三十二梁镇"), ("面积", "42亩")), (), "三十二梁镇"),
        ((("范围", "全县"), ("面积", "42亩")), (), "桂东县"),
    ],
)  # fmt: skip
def test_persons_bodies_and_notes_are_no_part_of_what_a_row_is_of(
    row: tuple[tuple[str, str], ...], keys: tuple[str, ...], place: str
) -> None:
    found = heads(row, HOME)
    assert (found.keys, found.place and found.place.name) == (keys, place)


def test_a_column_of_units_gives_the_unit() -> None:
    found = heads((("指标", "粮食产量"), ("计量单位", "万吨"), ("2022年", "8.9")), HOME)
    assert (found.keys, found.unit) == (("粮食产量",), "万吨")


@pytest.mark.parametrize("value", ["合计", "合 计", "总计"])
def test_a_row_of_sums_is_told_in_whatever_column_says_so(value: str) -> None:
    found = heads((("序号", value), ("面积", "42亩")), HOME)
    assert found.summed and found.keys == (value.replace(" ", ""),)


_CELL = st.tuples(st.text("单位负责人乡镇间类别序号 ：%", max_size=6), st.text("0123万亩镇局合计 —何", max_size=6))


@given(st.lists(_CELL, max_size=6))
def test_any_row_is_read(row: list[tuple[str, str]]) -> None:
    assert set(heads(row, HOME).keys) <= {v for _, v in row} | {"".join(v.split()) for _, v in row}
