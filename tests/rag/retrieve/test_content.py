from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.retrieve.content import acted, content, covered, told_one_by_one
from rag.retrieve.terms import Weights, terms

RARE = Weights.over([terms(t) for t in ("平江县建成扶贫车间", "平江县投入资金", "平江县开展培训", "平江县完成搬迁")])


def _covered(question: str, text: str) -> float:
    return covered(content(question, RARE), set(terms(text)), text)


def test_question_words_carry_no_content() -> None:
    assert [w.text for w in content("请问一共有多少个扶贫车间？", RARE)] in (["扶贫车间"], ["扶贫", "车间"])


@pytest.mark.parametrize(
    ("spoken", "plain"),
    [
        ("咱们建了几个扶贫车间呀", "建扶贫车间"),
        ("茶园面积有几多亩", "茶园面积"),
        ("搬迁了多少户人家啊", "搬迁"),
        ("任命了几位董事", "任命董事"),
    ],
)
def test_spoken_words_carry_no_content(spoken: str, plain: str) -> None:
    assert "".join(w.text for w in content(spoken, RARE)) == plain


def test_a_label_stays_whole() -> None:
    assert "三个到户" in [w.text for w in content("“三个到户”指的是什么？", RARE)]


def test_rare_words_weigh_more() -> None:
    weight = {w.text: w.weight for w in content("平江县的扶贫车间", RARE)}
    assert max(v for k, v in weight.items() if k in ("扶贫车间", "车间")) > weight["平江县"]


def test_covered_counts_what_is_held() -> None:
    assert _covered("扶贫车间有多少个？", "全县建成扶贫车间45个") == 1.0
    assert _covered("扶贫车间有多少个？", "水稻丰收") == 0.0
    assert covered((), set(), "") == 0.0


def test_related_words_count_as_held_in_part() -> None:
    full, part = _covered("举办培训多少场？", "举办培训12场"), _covered("举办培训多少场？", "开展培训12场")
    assert 0.5 < part <= full


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_shares_stay_between_nought_and_one(question: str, text: str) -> None:
    words = content(question, RARE)
    assert all(w.weight > 0 for w in words)
    assert len({w.text for w in words}) == len(words)
    assert 0.0 <= covered(words, set(terms(text)), text) <= 1.0 + 1e-9


def test_idf_is_positive_and_falls_with_frequency() -> None:
    assert RARE.of("平江") > 0
    assert RARE.of("车间") > RARE.of("平江")
    assert RARE.of("没有") >= RARE.of("车间")


@pytest.mark.parametrize(
    ("left", "verb"),
    [
        ("养老中心投了", "投"),
        ("厂里招来了", "招"),
        ("他读了", "读"),
        ("每亩增产", ""),
        ("每个月发", ""),
        ("就业率", ""),
    ],
)
def test_the_verb_before_the_question_word(left: str, verb: str) -> None:
    assert "".join(w.text for w in acted(left)) == verb


@pytest.mark.parametrize(
    ("label", "text", "told"),
    [
        ("清变管分", "“清、变、管、分”四字诀", True),
        ("三送", "以“送政策、送岗位、送信息”为主题", True),
        ("三送", "送政策、送岗位", False),
        ("四个新区", "建设“四个新区”、改善民生", False),
    ],
)
def test_a_label_told_item_by_item(label: str, text: str, told: bool) -> None:
    assert told_one_by_one(label, text) is told


def test_a_measure_is_held_in_digits_as_well() -> None:
    (word,) = (w for w in content("那本书读了三年", Weights(0, {})) if w.text == "三年")
    assert word.held(frozenset(), "我已经读了3年") > 0.5 > word.held(frozenset(), "我已经读了4年")


def test_a_title_is_a_book() -> None:
    words = content("读的是哪本书", Weights(0, {}))
    assert any(w.held(frozenset(), "这本《养蜂入门》我读了又读") > 0.5 for w in words)


def test_what_one_unit_costs_is_told_of_each() -> None:
    (word,) = [w for w in content("毛竹卖到多少钱一吨", Weights(0, {})) if w.text == "一吨"]
    assert word.held(frozenset(), "毛竹每吨520元") > 0.5


def test_the_end_of_a_word_is_no_place() -> None:
    assert "资中县" not in [w.text for w in content("安置点总投资中县财政承担多少万元", RARE)]
    assert "平江县" in [w.text for w in content("平江县财政承担多少万元", RARE)]
