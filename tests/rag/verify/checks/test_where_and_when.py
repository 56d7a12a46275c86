"""Who is told of, where and in which turn: a claim does not take the time, place or figure of another."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from tests.rag.verify.test_check import passage

TURNS = "培训分两期：第一期于2022年4月6日至4月20日在县农校举办，第二期于2022年6月8日至6月22日在河口镇文化站举办，每期120人。"
VENUES = "4月2日，全县春耕现场会在河口镇万亩茶园召开。会议商定，首届茶叶节5月1日在县体育馆举行，预计参加8000人。"
TABLE = (
    "乡镇：河口镇；2021年产量：310吨；2022年产量：335吨。\n"
    "乡镇：寨市乡；2021年产量：280吨；备注：2022年数据核查中。\n"
    "乡镇：水口镇；2021年产量：150吨；2022年产量：172吨。"
)
AIMS = "全年生产总值97亿元，增长5.2%，低于年初6%的预期目标；财政收入8亿元，超额完成年度目标。"
ALL = "督察反馈的18个问题，已整改到位15个，余下3个按计划推进。"
SAYS = "今年举办培训31期1800人，1450人取得证书；培训后半年内就业的有1290人。"
ONLY = "九个乡镇中，八个已经完成年度任务，仅寨市乡尚差21户。"

NEW = "全县帮扶车间83家，其中当年新建14家。单种水稻，一亩收入1800元；养上稻花鱼，一亩能收入6200元。"
NONE = "没有一个村发生塌方。水口乡是全县唯一没有新增监测对象的乡。"
REST = "有劳动力的520户外出120户，其余全部安置在园区6个社区。"

TRUE = [
    (NEW, "全县当年新建帮扶车间14家。"),
    (NEW, "养上稻花鱼一亩收入6200元。"),
    (NONE, "没有发生塌方。"),
    (NONE, "水口乡没有一户新增监测对象。"),
    (REST, "有劳动力的520户外出120户，其余全部安置在园区6个社区。"),
    (TURNS, "第一期培训在县农校举办。"),
    (TURNS, "第二期培训于6月8日至6月22日在河口镇举办。"),
    (VENUES, "全县春耕现场会在河口镇召开。"),
    (VENUES, "首届茶叶节在县体育馆举行。"),
    (TABLE, "2021年寨市乡产量280吨。"),
    (TABLE, "2022年水口镇产量172吨。"),
    (AIMS, "全年财政收入完成了年度目标。"),
    (AIMS, "全年生产总值增长5.2%，低于年初预期目标。"),
    (SAYS, "1290人在培训后半年内就业。"),
    (ONLY, "九个乡镇中只有寨市乡没有完成年度任务。"),
]
FALSE = [
    (NEW, "全县新建帮扶车间83家。"),
    (NEW, "单种水稻一亩收入6200元。"),
    (TURNS, "第二期培训于4月6日至4月20日举办。"),
    (TURNS, "第一期培训在河口镇文化站举办。"),
    (TURNS, "第二期培训在县农校举办。"),
    (VENUES, "4月2日的全县春耕现场会在县体育馆召开。"),
    (TABLE, "2022年水口镇产量335吨。"),
    (TABLE, "2022年河口镇产量310吨。"),
    (TABLE, "2022年寨市乡产量280吨。"),
    (AIMS, "全年生产总值增长5.2%，完成了年初预期目标。"),
    (ALL, "督察反馈的18个问题已全部整改到位。"),
    (SAYS, "1450人在培训后半年内就业。"),
]


@pytest.mark.parametrize(("text", "claim"), TRUE)
def test_what_the_source_tells_is_supported(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict == "supported", verdict.reasons


@pytest.mark.parametrize(("text", "claim"), FALSE)
def test_what_it_tells_of_another_is_not(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict != "supported", verdict.reasons


def test_the_reason_says_which_turn_has_what() -> None:
    reasons = verify("第二期培训在县农校举办。", [passage(TURNS)]).reasons
    assert "县农校在引文中不是第2期的：引文为河口镇文化站" in reasons


def test_the_reason_says_what_the_row_has() -> None:
    reasons = verify("2022年水口镇产量335吨。", [passage(TABLE)]).reasons
    assert "335吨在表中是河口镇的，水口镇是172吨" in reasons
