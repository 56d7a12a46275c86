"""What one of a family earns is not told of another."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from tests.rag.verify.test_check import passage

PAIR = (
    "在星辰电子厂上班的罗长顺说：“我是高坪乡的脱贫户，和妻子一起在厂里做事，我每月工资4500元左右，妻子一个月3200多元。”"
)
CHILDREN = "李大山的儿子在县城一家汽修厂上班，每月能挣5600元，女儿在广东打工，一年寄回2万元。"
BOTH = "赵春兰家去年养蚕收入3.2万元，她和丈夫在合作社务工又挣了2.8万元。"
FATHER = "张志远今年种了30亩烤烟，毛收入12万元。父亲帮着看火，每天工钱120元。"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (PAIR, "罗长顺每月工资4500元左右，妻子每月3200多元。"),
        (PAIR, "罗长顺的妻子一个月3200多元。"),
        (CHILDREN, "李大山的儿子在县城汽修厂每月能挣5600元。"),
        (CHILDREN, "李大山的女儿一年寄回2万元。"),
        (BOTH, "赵春兰夫妻俩去年在合作社务工挣了2.8万元。"),
        (FATHER, "张志远种了30亩烤烟，毛收入12万元。"),
    ],
)
def test_his_own_is_supported(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict == "supported", verdict.reasons


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (PAIR, "在星辰电子厂月薪4500元左右的是罗长顺的妻子，罗长顺本人3200多元。"),
        (PAIR, "罗长顺的妻子每月工资4500元左右。"),
        (CHILDREN, "李大山在县城汽修厂每月能挣5600元。"),
        (CHILDREN, "李大山的女儿在县城汽修厂每月能挣5600元。"),
        (FATHER, "张志远的父亲种了30亩烤烟，毛收入12万元。"),
    ],
)
def test_what_another_earns_is_contradicted(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict == "contradicted", verdict.reasons
