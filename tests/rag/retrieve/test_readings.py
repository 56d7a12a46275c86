from __future__ import annotations

import pytest

from rag.retrieve.readings import MOST, readings, says_what


def test_a_question_that_stands_alone_is_read_one_way() -> None:
    assert list(readings("石门县有几所寄宿制学校？", [])) == ["石门县有几所寄宿制学校？"]


@pytest.mark.parametrize(
    ("history", "asked", "other"),
    [
        (["桑植县2021年蜂蜜产量多少？"], "“采蜜人之家”有几处？", "桑植县“采蜜人之家”有几处？"),
        (["桑植县2021年蜂蜜产量多少？"], "谁来考察的？", "桑植县谁来考察的？"),
        (["桑植县蜂蜜产量多少？", "石门县呢？"], "养蜂大户有多少？", "桑植县养蜂大户有多少？"),
        (["桑植县2019年蜂蜜产量多少？", "2021年呢？", "增长了多少？"], "蜂蜡收入呢？", "桑植县蜂蜡收入是多少？"),
        (["桑植县有多少所学校？"], "石门县新建的有几所？", "石门县学校新建的有几所？"),
    ],
)
def test_where_the_likeliest_finds_nothing_others_follow(history: list[str], asked: str, other: str) -> None:
    found = list(readings(asked, history))
    assert other in found[1:]
    assert len(found) <= MOST


@pytest.mark.parametrize(
    "asked", ["其中省级的有几个？", "占多大比例？", "什么时候完成？", "石门县呢？", "总数是多少？"]
)
def test_what_says_nothing_by_itself_is_read_after_the_question_before_it(asked: str) -> None:
    assert len(list(readings(asked, ["桑植县建了多少个蜂场？"]))) == 1


def test_a_noun_of_its_own_says_what_is_asked() -> None:
    assert says_what("合作社有几家？")
    assert says_what("为什么有的停工了？")
    assert not says_what("比例是多少？")
    assert not says_what("谁负责？")
