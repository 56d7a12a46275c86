"""Words and figures of the source put together another way: who did it, what kind of money, which time, from where, which rate."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from tests.rag.verify.test_check import passage

SURVEY = "去年年初，县残联走访了860户，排在第一位的难处不是没钱，而是“出门”。"
FUND = "县里成立了助学基金会，已收到捐款412万元；今年安排专项资金960万元。张家老屋养了12箱蜂，今年卖了3.6万元。"
STARS = "今年以来，全县评出五星级书屋7个、四星级15个，有2个书屋被限期整改。"
STAFF = "管理员全部持证上岗，目前46个书屋共有管理员92名。"
RESCUE = "今年3月，孙有田两天没露面，郭长庚等不及第三天，自己找上门去，发现老伙计倒在院子里，送进县中医院。"
GROWN = "全县去年在9个村试点代办服务。目前，试点村扩大到31个。2021年全县竹业产值64亿元；今年上半年完成35亿元，增长6%，其中出口额4.8亿元。"
CLASS = "夜校有六名返乡妇女当老师，分两个班上课。"
PHONE = "手机是周小满自己的，2014年他用这部手机卖出第一条腊鱼，接着又卖了15条。"
SHOP = "以前买个电饭煲，要去十五里外的镇上拿。"
ROT = "学会分拣以后，烂果率从两成多降到3%以下。"
LARGE = "全县大班额由2019年的126个减少到零。茶园面积稳定在21万亩。"
FEVER = "小雨的爸妈都在外打工，“王老师像我的第二个妈妈，上回我半夜发烧，是她骑摩托送我去的医院。”"
FEES = "托管班县财政补助每生每学期120元，家长每生每学期交费不超过260元，低保户、残疾学生一律免费。"
SHARES = "参加学生3.12万人，占学生总数的90.4%，比上学期提高了20.6个百分点；参与服务的教师2610人，占教师总数的93%。"
SCHOOL = (
    "新校总投资1.2亿元，可容纳学生1980名。今年秋季先开放低年级，招收新生860名。学校由县一中退休教师何正中担任首任校长。"
)
YARDS = "对改造小院的农户，政府以奖代补，按每户最高2万元给予支持。"
VILLAGES = "全县118个村集体经济全部超过10万元，其中100万元以上的有37个。"

FALSE = [
    (LARGE, "全县大班额由零增加到126个。"),
    (LARGE, "全县茶园面积大幅增加到21万亩。"),
    (FEVER, "小雨半夜发烧，是妈妈送她去的医院。"),
    (FEES, "残疾学生参加托管班要交费。"),
    (SHARES, "参与服务的教师比例低于学生参加比例。"),
    (SCHOOL, "新校今年秋季招收学生1980名。"),
    (SCHOOL, "新校由县教育局局长担任首任校长。"),
    (YARDS, "改造小院的农户每户固定得到2万元支持。"),
    (VILLAGES, "全县有37个村集体经济在10万元以上。"),
    (SURVEY, "县残联走访发现，排在第一位的难处是没钱。"),
    (FUND, "助学基金会收到财政拨款412万元。"),
    (FUND, "张家老屋养了12箱蜂，今年亏了3.6万元。"),
    (STARS, "全县五星级书屋多于四星级书屋。"),
    (STAFF, "书屋管理员中只有一部分持证上岗。"),
    (RESCUE, "孙有田发现郭长庚倒在院子里。"),
    (RESCUE, "今年3月，孙有田从县中医院送到院子里。"),
    (GROWN, "全县去年试点代办服务的村有31个。"),
    (GROWN, "2021年全县竹业出口额4.8亿元。"),
    (CLASS, "夜校有两名返乡妇女当老师，分六个班上课。"),
    (PHONE, "周小满的父亲2014年用这部手机卖出第一条腊鱼。"),
    (SHOP, "以前买个电饭煲要去十五里外的县城拿。"),
    (ROT, "贫困发生率从两成多降到3%以下。"),
]
TRUE = [
    (LARGE, "全县大班额由126个减少到零。"),
    (FEES, "残疾学生参加托管班免费。"),
    (FEES, "家长每学期交费不超过260元。"),
    (SCHOOL, "新校可容纳1980名学生。"),
    (SCHOOL, "新校今年秋季招收新生860名。"),
    (YARDS, "改造小院的农户每户最高可得2万元支持。"),
    (VILLAGES, "全县118个村中有37个村集体经济在100万元以上。"),
    (SURVEY, "县残联走访发现，排在第一位的难处不是没钱，而是出门。"),
    (FUND, "助学基金会已收到捐款412万元。"),
    (FUND, "张家老屋养了12箱蜂，今年卖了3.6万元。"),
    (STAFF, "46个书屋的92名管理员全部持证上岗。"),
    (RESCUE, "郭长庚发现孙有田倒在院子里。"),
    (GROWN, "全县去年在9个村试点代办服务。"),
    (GROWN, "目前全县代办服务的试点村有31个。"),
    (GROWN, "今年上半年全县竹业出口额4.8亿元。"),
    (CLASS, "夜校有六名返乡妇女当老师，分两个班上课。"),
    (PHONE, "周小满2014年用这部手机第一次卖出腊鱼。"),
    (SHOP, "以前买个电饭煲要去十五里外的镇上拿。"),
    (ROT, "烂果率从两成多降到3%以下。"),
]


@pytest.mark.parametrize(("text", "claim"), FALSE)
def test_put_together_another_way_it_is_not_supported(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict != "supported", verdict.reasons


@pytest.mark.parametrize(("text", "claim"), TRUE)
def test_as_it_is_told_it_is_supported(text: str, claim: str) -> None:
    verdict = verify(claim, [passage(text)])
    assert verdict.verdict == "supported", verdict.reasons
