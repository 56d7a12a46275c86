from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answer.reading import Sentence, read
from rag.figures import related
from rag.figures.arithmetic import before
from tests.rag.answer.making import passages


def sentence(text: str) -> Sentence:
    (found,) = [s for p in passages({"a.txt": f"甲乙县工作纪实\n\n{text}\n"}) for s in read(p, 0) if s.text == text]
    return found


def test_a_figure_became_another() -> None:
    (change,) = related.changes(sentence("企业由98家增加到176家，产值达到3亿元。"))
    assert (change.first.value, change.second.value) == (98, 176)
    assert related.changes(sentence("企业98家，车间176家。")) == []


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("全年培训厨师1420人次，比2021年的1265人次明显增加。", (1265, 1420)),
        ("菌棒规模由上年的640万棒调减至580万棒。", (6.4e6, 5.8e6)),
        ("全县敬老院46所，少于上年的51所，入住老人1830人。", (51, 46)),
    ],
)
def test_what_there_was_is_told_beside_what_there_is(text: str, ends: tuple[float, float]) -> None:
    told = sentence(text)
    found = {(c.first.value, c.second.value) for c in (*related.changes(told), *related.against(told))}
    assert found == {ends}
    assert not any(ends[0] in (p.whole.value, p.part.value) for p in related.parts(told))


def test_another_thing_compared_is_no_change() -> None:
    assert related.against(sentence("培训厨师1420人次，比预计的1265人次先行一步。")) == []


def test_the_noun_may_stand_with_both() -> None:
    (change,) = related.changes(sentence("合作社从5个大棚发展到45个大棚。"))
    assert (change.first.value, change.second.value) == (5, 45)
    assert related.changes(sentence("合作社从5个大棚发展到45个冷库。")) == []


def test_what_there_was_at_first() -> None:
    (change,) = related.since_once(sentence("茶园起初只有3.1万亩，到2022年底达到8.4万亩。"))
    assert (change.first.value, change.second.value) == (3.1e4, 8.4e4)
    for other in (
        "茶园当年新增1.2万亩，到2022年底达到6.5万亩。",
        "茶园起初只有3.1万亩，如今油茶有8.4万亩。",
        "茶园只有3.1万亩，到2022年底达到8.4万亩。",
    ):
        assert related.since_once(sentence(other)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("46名职工中有19名是党员。", [(46, 19)]),
        ("全村劳动力812人中已就业790人。", [(812, 790)]),
        ("46名职工中心里有数，19名党员带头。", []),
        ("46名职工中，外地来的多，19名党员带头。", []),
    ],
)
def test_some_of_those_just_counted(text: str, expected: list[tuple[float, float]]) -> None:
    assert [(p.whole.value, p.part.value) for p in related.parts(sentence(text))] == expected


def test_two_times_in_one_sentence() -> None:
    made = related.dated_changes(sentence("合作社去年种植2860亩，每亩收入2300元；今年面积扩大到3500亩。"))
    assert [(c.first.value, c.second.value) for c in made] == [(2860, 3500)]
    made = related.dated_changes(sentence("全村2016年外出打工的有312人，如今只剩140人。"))
    assert [(c.first.value, c.second.value) for c in made] == [(312, 140)]
    assert related.dated_changes(sentence("今年安排资金4260万元，比上年增加1180万元。")) == []


def test_more_than_before() -> None:
    (more,) = related.versus(sentence("公路总里程达2684公里，比2015年底增加912公里。"))
    was = before(more.now, more.gap)
    assert was and (was.value, more.base, more.periods[0].since) == (1772, "2015年底", "2015")
    (points,) = related.versus(sentence("参加率91.4%，比上学期下降了2.6个百分点。"))
    was = before(points.now, points.gap)
    assert was and was.value == 94.0 and points.gap.direction == "down"
    assert related.versus(sentence("资金4260万元，比上年增长12.5%。")) == []


def test_parts_of_a_whole() -> None:
    found = related.parts(sentence("总投资960万元，其中甲方出资540万元、乙方出资420万元；新建桥梁3座。"))
    assert [(p.whole.value, p.part.value) for p in found] == [(9.6e6, 5.4e6), (9.6e6, 4.2e6)]


def test_a_share_of_a_target() -> None:
    (quota,) = related.quotas(sentence("新增就业32.46万人，完成年度目标任务的46.4%。"))
    assert quota.done.value == 324_600 and quota.share.value == 46.4 and "目标" in quota.whole


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="由从到至比增加减少其中完成占目标的，。；、万亿年去今上0123456789.%个家元亩", max_size=60))
def test_any_sentence_is_read(text: str) -> None:
    for p in passages({"a.txt": f"甲乙县工作纪实\n\n共有{text}。\n"}):
        for s in read(p, 0):
            for found in (related.changes(s), related.dated_changes(s), related.versus(s)):
                assert len(found) <= len(s.figures) ** 2
            assert all(0 < x.part.value <= x.whole.value for x in related.parts(s))
            related.quotas(s)
