"""Which body did it, whether it is done by its row, which side of two it is told of, and how figures are bounded."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from tests.rag.verify.test_check import passage

BODY = (
    "省水利厅工作队驻村后，帮助松坪村修起水渠和蓄水池。开班式上，区党委书记周明远作动员讲话，勉励学员争当“三带”干部。"
)
ROW = "项目编号：QH2023-07；项目名称：松坪村蓄水池项目；建设地点：白石镇；投资：86万元；受益户数：214户；进度：在建。"
ROW_DONE = (
    "项目编号：QH2023-09；项目名称：石桥村水渠项目；建设地点：青石镇；投资：52万元；受益户数：163户；进度：已完工。"
)
SIDES = "在农村，38家集助餐、康复于一体的“幸福小院”让老年人有了好去处；在城区，12个“乐龄服务点”供居家老人就近用餐。"
PART = "全县建起蜂蜜加工点62个，吸纳就业2600人，其中吸纳脱贫劳动力就业940人。"
RISE = "院长陈立新说，中心卫生院的住院人次比联网前增长了26%。"
BOUND = "除因病不能外出的以外，有意愿的劳动力就业率达94.6%。目前带动4.08万脱贫人口就近就业。"
CHECKED = "全年共抽检蜂蜜250批次，不合格10批次。"
SOMEBODY = "青河县白石镇松坪村脱贫户邓秀兰告诉记者，她参加了县里的育婴师培训，学成后到市里上班，月工资4100元。"

FALSE = [
    (BODY, "松坪村的水渠和蓄水池是在市水利局工作队帮助下修起来的。"),
    (BODY, "开班式上区纪委书记作动员讲话。"),
    (ROW, "松坪村蓄水池项目已经完工，受益214户。"),
    (ROW_DONE, "石桥村水渠项目还在建设，受益163户。"),
    (SIDES, "老年人的“幸福小院”设在城区，农村老人用的是乐龄服务点。"),
    (PART, "全县的蜂蜜加工点一共吸纳了940人就业。"),
    (RISE, "联网以后，中心卫生院的住院人次少了两成半。"),
    (RISE, "联网以后，中心卫生院的住院人次减少了26%。"),
]
TRUE = [
    (BODY, "松坪村的水渠和蓄水池是在省水利厅工作队帮助下修起来的。"),
    (BODY, "周明远在开班式动员时，勉励学员争当“三带”干部。"),
    (ROW, "松坪村蓄水池项目在建，受益214户。"),
    (ROW_DONE, "石桥村水渠项目已经完工，受益163户。"),
    (SIDES, "农村老年人的“幸福小院”有38家，城区的乐龄服务点有12个。"),
    (PART, "全县的蜂蜜加工点吸纳脱贫劳动力就业940人。"),
    (PART, "全县的蜂蜜加工点一共吸纳了2600人就业。"),
    (BOUND, "有意愿的劳动力九成以上已经就业。"),
    (BOUND, "四万多脱贫人口就近就业。"),
    (CHECKED, "全年抽检的蜂蜜合格率为96%。"),
]


@pytest.mark.parametrize(("text", "claim"), FALSE)
def test_what_the_source_tells_of_another_is_not_carried(text: str, claim: str) -> None:
    assert verify(claim, [passage(text)]).verdict != "supported"


@pytest.mark.parametrize(("text", "claim"), TRUE)
def test_what_the_source_tells_is_not_denied(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict != "contradicted", verdict.reasons


def test_the_figure_of_somebody_in_a_village_is_that_of_somebody_in_its_county() -> None:
    assert verify("青河县脱贫户邓秀兰学了育婴师，月工资4100元。", [passage(SOMEBODY)]).verdict == "supported"
    assert verify("青河县脱贫户人均月工资4100元。", [passage(SOMEBODY)]).verdict != "supported"
