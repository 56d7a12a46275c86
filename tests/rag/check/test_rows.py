"""A claim on a row of a table is held against that row: another's figure, and the sum of all, stand for none."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.check.draft import Draft
from rag.check.report import Report
from tests.rag.answer.making import passages, pipeline

TEXT = """新宁县2023年就业帮扶工作总结

全县就业形势总体稳定。

乡镇：金石镇；务工人数：3340人；帮扶车间：8个；公益性岗位：86个。
乡镇：黄龙镇；务工人数：2875人；公益性岗位：75个。
乡镇：崀山镇；务工人数：2410人；帮扶车间：3个；公益性岗位：98个。
乡镇：合计；务工人数：8625人；帮扶车间：11个；公益性岗位：259个。
"""
_UNSUPPORTED = ("not_found", "contradicted")
"""The cell is empty: no figure of the table can carry the claim."""


@pytest.mark.parametrize(
    ("claim", "verdicts"),
    [
        ("新宁县崀山镇有公益性岗位98个。", ("supported",)),
        ("新宁县黄龙镇有公益性岗位98个。", ("contradicted",)),
        ("新宁县黄龙镇有帮扶车间11个。", _UNSUPPORTED),
        ("新宁县黄龙镇有帮扶车间8个。", _UNSUPPORTED),
    ],
)
def test_a_claim_on_a_row_is_held_against_that_row(tmp_path: Path, claim: str, verdicts: tuple[str, ...]) -> None:
    report: Report | None = None
    for step in pipeline(tmp_path, passages({"01.txt": TEXT})).check(Draft.of_text(claim)):
        report = step.report or report
    assert report is not None
    assert [c.verdict in verdicts for c in report.claims] == [True]
