"""Yes-or-no questions that one sentence decides: none, all or some left, a level reached or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rag.answer.making import passages, pipeline

REPORT = """桑植县山洪灾后恢复情况

6月中旬，桑植县12个乡镇遭遇山洪，紧急转移1830人，无人员伤亡。
桑植县五道水镇张家坪安置点有劳力的家庭全部实现至少1人上岗。
桑植县蜂业资金拨付进度为97.4%。
桑植县蜂蜜深加工率由两年前的21%提高到33.5%，离35%的目标还差一点。
桑植县已完成蜂场改造410处，剩余35处8月完工。
桑植县搬迁户每户自筹不超过2万元。
桑植县按月发放护林员工资，没有欠过一天。
三县通水率：桑植县88.2%，慈利县91.5%，石门县93.1%。
"""


def told(home: Path, question: str) -> str:
    answer = pipeline(home, passages({"a.txt": REPORT})).ask(question, engine="extractive")
    return answer.answer.split("，")[0].split("[")[0]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("桑植县这次山洪有人员伤亡吗？", "没有"),
        ("桑植县有没有人员死亡？", "没有"),
        ("桑植县山洪造成人员受伤了吗？", "没有"),
        ("张家坪安置点有劳力的家庭都有人上岗吗？", "是"),
        ("桑植县蜂业资金拨付进度达到100%了吗？", "没有"),
        ("桑植县蜂业资金拨付进度超过95%了吗？", "是"),
        ("桑植县蜂蜜深加工率达到35%了吗？", "没有"),
        ("桑植县蜂场改造全部完成了吗？", "没有"),
        ("桑植县搬迁户每户自筹超过2万元吗？", "没有"),
        ("桑植县拖欠过护林员工资吗？", "没有"),
        ("桑植县通水率超过90%了吗？", "没有"),
        ("慈利县通水率超过90%了吗？", "是"),
    ],
)
def test_one_sentence_decides(tmp_path: Path, question: str, answer: str) -> None:
    assert told(tmp_path, question) == answer


@pytest.mark.parametrize(
    "question", ["桑植县这次火灾有人员伤亡吗？", "桑植县有人员失业吗？", "桑植县蜂蜜产量达到100吨了吗？"]
)
def test_what_no_sentence_decides_stays_open(tmp_path: Path, question: str) -> None:
    assert told(tmp_path, question)[:2] not in ("没有", "不是") and not told(tmp_path, question).startswith(
        ("是", "有，")
    )
