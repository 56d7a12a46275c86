"""Who holds an office: nobody whom the source does not know, and one at a time."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from tests.rag.verify.test_check import passage

TEXT = (
    "县教育局局长钱慧敏介绍，全县新建校舍12栋。副局长罗一川在会上作了说明。村民周建平送来锦旗。"
    "河口村党支部书记丁大勇说，路修通了。石桥村党支部书记方小梅也来了。"
)


@pytest.mark.parametrize(
    "claim",
    [
        "县教育局局长是许文涛。",
        "许文涛任县教育局局长。",
        "县教育局局长许文涛介绍，全县新建校舍12栋。",
        "县教育局局长周建平介绍，全县新建校舍12栋。",
        "县教育局局长是罗一川。",
    ],
)
def test_another_holder_is_contradicted(claim: str) -> None:
    verdict = verify(claim, [passage(TEXT)])
    assert verdict.verdict == "contradicted", verdict.reasons
    assert "钱慧敏" in "".join(verdict.reasons) or "副局长" in "".join(verdict.reasons)


@pytest.mark.parametrize(
    "claim",
    [
        "河口村党支部书记方小梅说，路修通了。",
        "河口村党支部书记是方小梅。",
        "县财政局局长是许文涛。",
        "许文涛送来锦旗。",
        "校长是江小帆。",
    ],
)
def test_whom_the_source_does_not_give_the_office_is_not_supported(claim: str) -> None:
    assert verify(claim, [passage(TEXT)]).verdict != "supported"


@pytest.mark.parametrize(
    "claim",
    [
        "县教育局局长是钱慧敏。",
        "钱慧敏任县教育局局长。",
        "教育局局长钱慧敏介绍，全县新建校舍12栋。",
        "河口村党支部书记丁大勇说，路修通了。",
    ],
)
def test_the_holder_is_supported(claim: str) -> None:
    verdict = verify(claim, [passage(TEXT)])
    assert verdict.verdict == "supported", verdict.reasons
