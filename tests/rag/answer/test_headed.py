"""Lists under a heading of their own, and the lines in which a notice says when and where something is held."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.domain import Answer
from tests.rag.answer.making import passages, pipeline

REPORT = """石泉县2024年乡村振兴工作报告

一、工作成效

（一）产业发展。全县新建桑园3100亩，建成加工厂6个。

（二）民生改善。全县改造危房85户，新建便民桥4座。

二、存在的问题

虽然工作总体平稳，但仍有几个方面需要重视。一是要素保障不到位，个别项目迟迟不能动工。二是资金拨付偏慢，部分资金6月才到账。三是雨季施工受影响，水库停工23天。

三、下步措施

（一）压实责任。县级领导每月到现场调度一次。

（二）强化保障。8月15日前完成用地报批。

（三）加快支付。审批时限压缩到7个工作日。
"""
SPEECH = """旬阳市2025年政府工作报告

2024年，全市实现生产总值212亿元。我们也清醒看到存在的问题：一是经济总量偏小；二是财政收支矛盾突出；三是集体经济薄弱。

重点抓好以下工作：

1.做强拐枣产业。新建标准园3000亩。

2.壮大工业实体。新引进项目10个。

3.办好民生实事。新建学校2所。
"""
NOTICE = """关于举办平利县第三届茶叶节的通知

各镇人民政府：

为扩大品牌影响，定于今年4月举办平利县第三届茶叶节。

一、活动安排

1.时间：2025年4月18日至20日，开幕式于18日上午9:00举行。

2.地点：主会场设在茶城广场。

二、培训班

1.时间：2025年5月6日。

平利县人民政府办公室
2025年3月6日
"""
REPORTS = {"01_报告.txt": REPORT, "02_讲话.txt": SPEECH, "03_通知.txt": NOTICE}


def ask(home: Path, question: str) -> Answer:
    return pipeline(home, passages(REPORTS)).ask(question, engine="extractive")


@pytest.mark.parametrize(
    ("question", "items", "others"),
    [
        ("石泉县存在哪些问题？", ("要素保障", "资金拨付", "雨季施工"), ("压实责任", "经济总量")),
        ("石泉县下一步有哪三项措施？", ("压实责任", "强化保障", "加快支付"), ("产业发展", "要素保障")),
        ("旬阳市政府工作报告指出了哪些存在的问题？", ("经济总量", "财政收支", "集体经济"), ("要素保障",)),
        ("旬阳市2025年重点抓好哪三项工作？", ("拐枣产业", "工业实体", "民生实事"), ("压实责任",)),
    ],
)
def test_a_section_is_told_item_by_item(
    tmp_path: Path, question: str, items: tuple[str, ...], others: tuple[str, ...]
) -> None:
    answer = ask(tmp_path, question)
    assert all(x in answer.answer for x in items)
    assert not any(x in answer.answer for x in others)


def test_no_other_place_s_section_answers(tmp_path: Path) -> None:
    assert "要素保障" not in ask(tmp_path, "平利县存在哪些问题？").answer


def test_when_and_where_something_is_held_stand_in_lines_of_their_own(tmp_path: Path) -> None:
    answer = ask(tmp_path, "平利县第三届茶叶节什么时间、在什么地方举行？")
    assert "4月18日至20日" in answer.answer
    assert "茶城广场" in answer.answer


BARE = """石泉县2023年蚕桑工作报告

一、基本情况
全县有蚕农3100户，桑园4.2万亩，产茧2600吨。

二、存在的主要问题
一是加工链条短。蚕丝深加工率仅为18%。二是桑园老化。十年以上的老桑园占41%。三是人手不足。技术员只有9名。

三、下步打算
（一）改造老园。改造老桑园6000亩，补助420万元。
（二）引进企业。引进缫丝企业2家，新增岗位150个。
"""


def test_an_item_that_is_a_heading_comes_with_the_sentence_that_tells_it(tmp_path: Path) -> None:
    text = pipeline(tmp_path, passages({"a.txt": BARE})).ask("石泉县蚕桑存在哪些问题？", engine="extractive").answer
    assert all(told in text for told in ("链条短", "18%", "41%", "9名")) and "6000亩" not in text


@pytest.mark.parametrize(
    "question", ["介绍一下石泉县的情况", "帮我写一段石泉县蚕桑情况的总结", "介绍一下石泉县蚕桑发展情况"]
)
def test_a_place_is_introduced_by_several_sentences_with_figures(tmp_path: Path, question: str) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": BARE})).ask(question, engine="extractive")
    assert len(answer.claims) >= 2 and "3100户" in answer.answer
