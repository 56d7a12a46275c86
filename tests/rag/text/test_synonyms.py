from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.related import related
from rag.text.synonyms import spell_out


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("人社局", "人力资源和社会保障局"),
        ("平江县发改委主任", "平江县发展和改革委员会主任"),
        ("发改局", "发展和改革局"),
        ("县卫健局", "县卫生健康局"),
        ("住建部门", "住房和城乡建设部门"),
        ("县委", "县委"),
        ("扶贫车间", "扶贫车间"),
    ],
)
def test_spell_out(short: str, full: str) -> None:
    assert spell_out(short) == full


@pytest.mark.parametrize(
    "full", ["人力资源和社会保障局", "发展和改革委员会", "住房和城乡建设局", "应急管理局", "市场监督管理局"]
)
def test_a_full_name_stays(full: str) -> None:
    assert spell_out(full) == full


@given(st.text(alphabet="县市人社发改卫健局委员会部门长应急住建", max_size=30))
def test_spelling_out_twice_changes_nothing(text: str) -> None:
    once = spell_out(text)
    assert spell_out(once) == once


@given(st.text(max_size=60))
def test_other_text_stays(text: str) -> None:
    if not any(s in text for s in "局委厅部"):
        assert spell_out(text) == text


def test_related_words_go_both_ways() -> None:
    assert "建立" in related("建成") and "建成" in related("建立")
    assert "减少" not in related("增加") and "下降" not in related("增长")
    assert not related("鲲鹏")
