"""Things of any kind set side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.compared import MOST, compared


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "桃源县的何秋生和唐满云，谁的月工资高？分别是多少？",
            ["桃源县的何秋生月工资是多少？", "桃源县的唐满云月工资是多少？"],
        ),
        (
            "平江县的李德旺和邹桂香两位老人，谁的年龄大，各多少岁？",
            ["平江县的李德旺年龄是多少岁？", "平江县的邹桂香年龄是多少岁？"],
        ),
        (
            "竹山村的何秋生与石桥村的唐满云，哪个每月挣得多？",
            ["竹山村的何秋生每月挣多少？", "石桥村的唐满云每月挣多少？"],
        ),
        (
            "平江县发放的助学金与临时救助金，哪一项金额大，各是多少？",
            ["平江县发放的助学金金额是多少？", "平江县发放的临时救助金金额是多少？"],
        ),
        (
            "要比收入，种茶的何秋生和养蜂的唐满云，谁赚得多？各赚多少？",
            ["种茶的何秋生收入赚多少？", "养蜂的唐满云收入赚多少？"],
        ),
        (
            "平江县建的服务站，镇级多还是村级多，各有几个？",
            ["平江县建的服务站的镇级有几个？", "平江县建的服务站的村级有几个？"],
        ),
        (
            "桃源县和平江县，柑橘和黄桃哪个种得多，各种了多少亩？",
            ["桃源县的柑橘种了多少亩？", "平江县的黄桃种了多少亩？"],
        ),
        (
            "桃源县的柑橘和平江县的黄桃，去年总产值哪个高，各是多少？",
            ["桃源县的柑橘去年总产值是多少？", "平江县的黄桃去年总产值是多少？"],
        ),
        ("桃源县的贫困发生率比平江县高几个百分点？", ["桃源县的贫困发生率是多少？", "平江县的贫困发生率是多少？"]),
        (
            "城镇居民和农村居民的人均可支配收入，哪个高？",
            ["城镇居民的人均可支配收入是多少？", "农村居民的人均可支配收入是多少？"],
        ),
        ("何秋生和唐满云，哪个脱贫早？", ["何秋生脱贫是什么时候？", "唐满云脱贫是什么时候？"]),
    ],
)
def test_each_side_is_asked_about_by_itself(question: str, asked: list[str]) -> None:
    assert [s.question for s in compared(question)] == asked


@pytest.mark.parametrize(
    "question",
    [
        "平江县建成多少个扶贫车间？",
        "哪个镇的早稻面积最大？",
        "平江县的贫困发生率比上年下降了多少？",
        "何秋生为什么愿意和唐满云一起种茶？",
        "桃源县商务局局长是谁？",
    ],
)
def test_questions_that_set_nothing_side_by_side(question: str) -> None:
    assert compared(question) == []


@given(st.text(alphabet="甲乙县的和与、，谁哪个多高还是比各多少？收入", max_size=40))
def test_any_text_is_taken(text: str) -> None:
    assert len(compared(text)) <= MOST
