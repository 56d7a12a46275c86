"""Claims that turn a relation rather than a word: from and to, which time, which limit, who does it, by how much."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from rag.verify.checks.agents import agents
from rag.verify.checks.timing import clash, when
from rag.verify.reading import read
from rag.verify.steps import steps
from tests.rag.verify.test_check import passage

PRICE = "竹笋收购价由每公斤26元降到17元。村道由3.5米加宽到5.5米，送货时间由70分钟缩短到25分钟。"
SHOPS = "河口镇有直播间62个，武阳镇有直播间95个，兰塘镇有直播间41个。"
TIMES = "今年一季度新增车位2700个，二季度新增车位3900个。2019年税收1.8亿元，2020年税收2.6亿元。去年体检2236人，今年体检236人次。"
WORKS = "水库由县水利局牵头，市财政局配合，总投资740万元，其中省级补助430万元、县级自筹310万元。"
CLOSED = "全市有农家乐260家，歇业的有37家，占14.2%。产值翻两番多，投诉量下降三成。"
BIG = "东湾小区住着936户3871人，是全县最大的小区。县科技局局长柯一鸣介绍，今年将再建驿站30家。"

EACH = "护林员每人月补助720元，全社分红96万元，户均4300元。农户李桂花家种了11亩百合，邻居赵启明家种了7亩。"
RICE = "今年早稻面积14万亩、产量6.1万吨，晚稻面积9万亩、产量4.2万吨。各乡镇要在11月底前完成排查。"
RATE = "县域内就诊率由81.3%提高到89.9%，转诊率下降4.4个百分点。去年各镇完成率均在95%以上，只有河口镇完成率为91%。"

TRUE = [
    (EACH, "护林员每人每月补助720元。"),
    (EACH, "全社户均分红4300元。"),
    (EACH, "赵启明家种了7亩百合。"),
    (RICE, "早稻产量高于晚稻。"),
    (RICE, "各乡镇要在11月底前完成排查。"),
    (RATE, "河口镇去年完成率为91%。"),
    (PRICE, "竹笋收购价降到每公斤17元。"),
    (PRICE, "竹笋收购价由每公斤26元下降到17元。"),
    (PRICE, "村道宽5.5米。"),
    (PRICE, "送货时间由70分钟缩短为25分钟。"),
    (SHOPS, "河口镇有直播间62个，少于武阳镇。"),
    (SHOPS, "河口镇直播间比兰塘镇多21个。"),
    (SHOPS, "三个镇里直播间最少的是兰塘镇，41个。"),
    (SHOPS, "直播间数量排第二的是河口镇。"),
    (TIMES, "二季度新增车位比一季度多。"),
    (TIMES, "2020年税收高于2019年。"),
    (TIMES, "今年体检236人次。"),
    (WORKS, "省级补助比县级自筹多。"),
    (WORKS, "水库由水利局牵头。"),
    (CLOSED, "260家农家乐中37家歇业。"),
    (CLOSED, "产值翻了两番多，投诉减少了百分之三十。"),
    (BIG, "全县最大的小区是东湾小区。"),
    (BIG, "东湾小区住着3871人。"),
    (BIG, "今年计划再建驿站30家。"),
]
FALSE = [
    (EACH, "护林员每人年补助720元。"),
    (EACH, "全社户均分红96万元。"),
    (EACH, "王启明家种了7亩百合。"),
    (RICE, "早稻产量4.2万吨。"),
    (RICE, "晚稻产量高于早稻。"),
    (RICE, "各乡镇已在11月底前完成排查。"),
    (RATE, "县域内就诊率下降到81.3%。"),
    (PRICE, "竹笋收购价涨到每公斤26元。"),
    (PRICE, "竹笋收购价由17元涨到26元。"),
    (PRICE, "村道宽3.5米。"),
    (PRICE, "送货时间延长到70分钟。"),
    (SHOPS, "河口镇的直播间比武阳镇多。"),
    (SHOPS, "河口镇直播间比兰塘镇多31个。"),
    (SHOPS, "兰塘镇的直播间数量居首。"),
    (SHOPS, "直播间数量排第二的是兰塘镇。"),
    (TIMES, "一季度新增车位多于二季度。"),
    (TIMES, "2019年税收高于2020年。"),
    (TIMES, "去年体检236人次。"),
    (WORKS, "县级自筹多于省级补助。"),
    (WORKS, "水库由市财政局牵头。"),
    (WORKS, "省级补助310万元。"),
    (CLOSED, "全市歇业的农家乐有260家。"),
    (CLOSED, "产值翻了一番。"),
    (BIG, "西湾小区是全县最大的小区。"),
    (BIG, "东湾小区住着936人。"),
    (BIG, "今年已再建驿站30家。"),
]


@pytest.mark.parametrize(("text", "claim"), TRUE)
def test_a_relation_of_the_source_is_supported(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text, date=None)])
    assert verdict.verdict == "supported", verdict.reasons


@pytest.mark.parametrize(("text", "claim"), FALSE)
def test_a_relation_turned_is_contradicted(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text, date=None)])
    assert verdict.verdict == "contradicted", verdict.reasons


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (SHOPS, "河口镇的直播间收入比武阳镇高。"),
        (CLOSED, "全市农家乐全部歇业。"),
        (BIG, "县科技局局长说房价每平方米2600元。"),
    ],
)
def test_what_is_not_told_is_not_supported(text: str, claim: str) -> None:
    assert verify(claim, [passage(text, date=None)]).verdict != "supported"


def test_what_follows_from_two_figures_is_not_called_turned() -> None:
    assert verify("县域内就诊率提高了8.6个百分点。", [passage(RATE, date=None)]).verdict == "supported"


def test_where_a_town_lies_is_not_contradicted_by_its_county() -> None:
    here = passage("该镇硬化水渠18公里。")
    assert verify("柳沟镇硬化水渠18公里。", [here]).verdict == "unsupported"
    assert verify("临湘市硬化水渠18公里。", [here]).verdict == "contradicted"


def test_one_time_has_several_names() -> None:
    here = passage("今年1至4月，全县接待游客31万人次，比去年同期增长12%。前三季度产茶850吨。", date=None)
    assert verify("今年前四个月全县接待游客31万人次，比上年同期增长12%。", [here]).verdict == "supported"
    assert verify("今年前五个月全县接待游客31万人次。", [here]).verdict != "supported"
    assert verify("1至9月产茶850吨。", [here]).verdict == "supported"


def test_times_clash_where_they_are_told_alike() -> None:
    reading = read("去年建成5座，今年建成7座，2021年建成3座，去年同期建成2座")
    last, this, year, then = reading.periods
    assert clash(last, this)
    assert not clash(last, year)
    assert not clash(last, last)
    assert not clash(last, then)
    assert when(reading, reading.figures[1].start) == this


def test_steps_are_read_in_order() -> None:
    ((a, b),) = steps(read("合作社由12家增加到31家，社员800人"))
    assert (a.as_written, b.as_written) == ("12家", "31家")


def test_by_whom_is_told_only_against_the_same_act() -> None:
    assert not agents(read("道路由甲公司承建。"), [])
