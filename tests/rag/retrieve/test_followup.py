from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.followup import standalone
from rag.retrieve.question import understand


@pytest.mark.parametrize(
    ("history", "asked", "whole"),
    [
        (["桑植县脱贫人口务工率是多少？"], "石门县呢？", "石门县脱贫人口务工率是多少？"),
        (["桑植县脱贫人口务工率是多少？"], "那石门县怎么样？", "石门县脱贫人口务工率是多少？"),
        (["桑植县2020年粮食产量是多少？"], "2021年呢？", "桑植县2021年粮食产量是多少？"),
        (["桑植县粮食产量是多少？"], "2021年呢？", "桑植县2021年粮食产量是多少？"),
        (["石门县有几所寄宿制学校？"], "炎陵县有多少名护林员？", "炎陵县有多少名护林员？"),
        ([], "石门县有几所寄宿制学校？", "石门县有几所寄宿制学校？"),
        (["石门县和桑植县各有几所学校？"], "石门县呢？", "石门县各有几所学校？"),
        (["桑植县2022年人均纯收入多少？"], "那2023年的目标呢？", "桑植县2023年人均纯收入的目标是多少？"),
        (["桑植县人均纯收入多少？"], "目标呢？", "桑植县人均纯收入的目标是多少？"),
        (["桑植县建了多少帮扶车间？", "石门县呢？"], "全省呢？", "全省建了多少帮扶车间？"),
        (["桑植县漏损率2020年是多少？"], "现在呢？", "桑植县漏损率目前是多少？"),
        (["桑植县有老年人多少？"], "占总人口的比例呢？", "桑植县有老年人占总人口的比例是多少？"),
        (["桑植县2022年完成蚕茧收购多少担？"], "那2023年计划收购多少？", "桑植县蚕茧2023年计划收购多少？"),
        (["桑植县技能培训的补贴标准是什么？"], "什么时候开始？", "桑植县技能培训什么时候开始？"),
        (["桑植县劳务协会会长梁宏图多大年纪？"], "他爱人呢？", "桑植县劳务协会会长梁宏图爱人多大年纪？"),
        (["就业帮扶车间有多少个？"], "石门县呢？", "石门县就业帮扶车间有多少个？"),
        (["桑植县建成日间照料中心多少个？"], "老年食堂呢？", "桑植县建成老年食堂多少个？"),
        (["石门县就业帮扶车间有多少个？"], "吸纳了多少人就业？", "石门县就业帮扶车间吸纳了多少人就业？"),
        (["桑植县就业率是多少？", "石门县呢？"], "两县一共有多少个帮扶车间？", "桑植县和石门县一共有多少个帮扶车间？"),
    ],
)
def test_ellipses_are_filled_in(history: list[str], asked: str, whole: str) -> None:
    assert standalone(asked, history) == whole


@pytest.mark.parametrize(
    ("history", "asked", "needs"),
    [
        (["石门县建了多少个帮扶车间？"], "那吸纳脱贫人口多少人？", ["石门县", "吸纳脱贫人口多少人"]),
        (["石门县建了多少个帮扶车间？"], "投资多少？", ["石门县", "帮扶车间", "投资多少"]),
        (["石门县建了多少个帮扶车间？", "桑植县呢？"], "其中省级的有几个？", ["桑植县", "省级的有几个"]),
        (["石门县那186家帮扶车间吸纳了多少人？"], "那其中脱贫人口有多少？", ["石门县", "帮扶车间", "脱贫人口有多少"]),
        (["石门县就业率现在多少？"], "那到2025年打算到多少？", ["石门县就业率到2025年"]),
    ],
)
def test_place_and_subject_are_inherited(history: list[str], asked: str, needs: list[str]) -> None:
    whole = standalone(asked, history)
    assert all(n in whole for n in needs), whole
    assert "石门县" not in whole or "桑植县" not in needs


@given(st.text(max_size=60), st.lists(st.text(max_size=40), max_size=4))
def test_any_text_gives_some_question(asked: str, history: list[str]) -> None:
    whole = standalone(asked, history)
    assert isinstance(whole, str)
    assert bool(whole) == bool(asked.strip())


@pytest.mark.parametrize("polite", ["请问", "我想知道", "麻烦查一下，", "您好，请问"])
def test_courtesy_changes_nothing(polite: str) -> None:
    past = ["怀化市贫困劳动力就业率是多少？"]
    assert standalone(f"{polite}临湘市呢？", past) == standalone("临湘市呢？", past)
    assert understand(f"{polite}平江县有多少个车间？").asks == understand("平江县有多少个车间？").asks


@pytest.mark.parametrize(
    ("history", "question", "whole"),
    [
        ("桃源县飞鱼机械厂三天里拿到了多少贷款？", "还招来了几个新工人？", "桃源县飞鱼机械厂"),
        ("石桥村的老李读的是哪本书？", "他读了几年了？", "老李读了几年了？"),
        ("石桥村的“长者之家”投了多少钱？", "康宁养老中心呢？", "康宁养老中心投了多少钱？"),
        ("远帆物流公司2019年营业收入多少？", "净利润呢？", "远帆物流公司2019年净利润多少？"),
        ("平江县就业率是多少？", "森林覆盖率呢？", "平江县森林覆盖率是多少？"),
        ("平江县累计建立了多少个扶贫车间？", "村卫生室呢？", "平江县累计建立了多少个村卫生室？"),
        ("平江县城镇居民收入是多少？", "农村居民呢？", "平江县农村居民收入是多少？"),
        ("平江县城市社区的覆盖率是多少？", "那农村呢？", "平江县农村社区的覆盖率是多少？"),
        ("平江县2022年5月底务工人数是多少？", "到7月底呢？", "平江县2022年7月底务工人数是多少？"),
        ("平江县茶叶种了多少亩？", "那哪个镇最多？", "平江县茶叶哪个镇最多？"),
    ],
)
def test_the_other_thing_of_the_same_question(history: str, question: str, whole: str) -> None:
    assert whole in standalone(question, [history])


def test_without_a_place_what_was_asked_about_goes_before() -> None:
    asked = standalone("生产企业占多少家？", ["安康的毛绒玩具企业有多少家？"])
    assert "毛绒玩具企业" in asked and asked.endswith("生产企业占多少家？")


@pytest.mark.parametrize(
    ("history", "question", "whole"),
    [
        (["石门县养老床位有多少张？", "桑植县呢？"], "哪个多？", "石门县和桑植县养老床位哪个多？"),
        (["石门县养老床位有多少张？", "桑植县呢？"], "两者差多少？", "石门县和桑植县养老床位相差多少张？"),
        (["石门县养老床位有多少张？", "桑植县呢？", "哪个多？"], "多多少？", "石门县和桑植县养老床位相差多少？"),
        (["石门县养老床位有多少张？"], "桑植县呢？比它多多少？", "石门县和桑植县养老床位相差多少张？"),
        (
            ["石门县养老床位有多少张？", "桑植县呢？", "慈利县呢？"],
            "哪个最多？",
            "石门县、桑植县和慈利县养老床位哪个最多？",
        ),
        (
            ["石门县养老床位有多少张？", "桑植县呢？", "慈利县呢？"],
            "三个县一共多少？",
            "石门县、桑植县和慈利县养老床位一共多少张？",
        ),
        (
            ["石门县养老床位有多少张？", "桑植县呢？", "慈利县呢？"],
            "两者相差多少？",
            "桑植县和慈利县养老床位相差多少张？",
        ),
        (["石门县建了多少个车间？", "桑植县呢？"], "哪个更多？", "石门县和桑植县建了多少个车间，哪个更多？"),
        (["磨市镇建了多少个车间？", "皂市镇呢？"], "那哪个镇更多？", "磨市镇和皂市镇建了多少个车间，哪个镇更多？"),
        (["石门县2020年粮食产量是多少？", "2021年呢？"], "哪年高？", "石门县2020年和2021年粮食产量哪年高？"),
        (["石门县2020年茶叶产量是多少？", "蔬菜产量呢？"], "分别是多少？", "石门县2020年茶叶产量和蔬菜产量是多少？"),
        (
            ["石门县搬迁人口多少户？", "其中集中安置多少户？", "分散安置呢？"],
            "比集中安置的少多少？",
            "石门县搬迁人口中集中安置和分散安置相差多少户？",
        ),
        (
            ["石门县选派了多少名教师到乡村？", "医生呢？"],
            "加起来一共多少？",
            "石门县选派了多少名教师和医生到乡村，一共多少？",
        ),
        (["石门县和桑植县粮食产量哪个高？"], "分别是多少？", "石门县和桑植县粮食产量分别是多少？"),
        (["石门县和桑植县粮食产量是多少？"], "相差多少？", "石门县和桑植县粮食产量相差多少？"),
    ],
)
def test_what_is_asked_of_earlier_things_together(history: list[str], question: str, whole: str) -> None:
    assert standalone(question, history) == whole


@pytest.mark.parametrize(
    ("history", "question", "whole"),
    [
        (["绥宁县2017年森林覆盖率是多少？"], "通道呢？", "通道侗族自治县2017年森林覆盖率是多少？"),
        (["绥宁县2017年森林覆盖率是多少？"], "上一年呢？", "绥宁县2016年森林覆盖率是多少？"),
        (["绥宁县县长是谁？"], "他说今年修多少路？", "绥宁县县长说今年修多少路？"),
        (["绥宁县县长是谁？"], "今年的目标他怎么说的？", "今年的目标绥宁县县长怎么说的？"),
        (["龚远山守林守了多少年？"], "他多大年纪？", "龚远山多大年纪？"),
        (["绥宁县“三公”经费支出多少？"], "为什么下降？", "绥宁县“三公”经费支出为什么下降？"),
        (["绥宁县2020年粮食产量多少？"], "增长了多少？", "绥宁县2020年粮食产量增长了多少？"),
        (["绥宁县茶叶总产量是多少？"], "出口多少？", "绥宁县茶叶出口多少？"),
    ],
)
def test_who_and_what_is_left_out(history: list[str], question: str, whole: str) -> None:
    assert standalone(question, history) == whole


def test_nothing_to_set_side_by_side_is_no_comparison() -> None:
    assert "和" not in standalone("哪个多？", ["石门县养老床位有多少张？"])
    assert standalone("哪个多？", []) == "哪个多？"


@pytest.mark.parametrize(
    ("asked", "before", "whole"),
    [
        ("存栏呢？", "草海镇生猪出栏多少头？", "草海镇生猪存栏多少头？"),
        ("茶艺表演赛呢？", "手工制茶大赛一等奖奖金多少？", "茶艺表演赛一等奖奖金多少？"),
    ],
)
def test_what_ends_alike_takes_the_other_s_place(asked: str, before: str, whole: str) -> None:
    assert standalone(asked, [before]) == whole


def test_another_place_at_another_time() -> None:
    asked = standalone("江华县2021年呢？", ["道县2020年脐橙产量是多少？"])
    assert asked == "江华县2021年脐橙产量是多少？"
    assert standalone("2021年江华县呢？", ["道县2020年脐橙产量是多少？"]) == asked


@pytest.mark.parametrize(
    ("history", "question", "whole"),
    [
        (["石门县2019年接待游客多少？", "2021年呢？"], "增长了多少？", "石门县从2019年到2021年接待游客增长了多少？"),
        (
            ["石门县2019年接待游客多少？", "2021年呢？", "增长了多少？"],
            "门票收入呢？",
            "石门县从2019年到2021年门票收入增长了多少？",
        ),
        (["石门县2021年会议经费支出多少？", "比上年下降多少？"], "教育支出呢？", "石门县2021年教育支出是多少？"),
        (
            ["石门县有多少个社区工厂？", "吸纳了多少人就业？"],
            "其中女工有多少？",
            "石门县社区工厂吸纳就业中女工有多少？",
        ),
        (["石门县社区工厂有多少个？", "投资多少？"], "什么时候完工？", "石门县社区工厂什么时候完工？"),
        (["石门县蜂蜜大赛有几个奖？"], "谁得了金奖？", "石门县谁得了金奖？"),
    ],
)
def test_a_conversation_of_several_turns(history: list[str], question: str, whole: str) -> None:
    assert standalone(question, history) == whole


@pytest.mark.parametrize(
    ("history", "question", "whole"),
    [
        (["石门县2022年柑橘产量是多少？"], "比2019年多多少？", "石门县柑橘产量2022年比2019年多多少？"),
        (["石门县2022年聘请了多少护林员？"], "较2019年减少了多少人？", "石门县聘请护林员2022年比2019年减少了多少人？"),
        (["石门县2022年接待游客多少万人次？"], "和2019年相比呢？", "石门县接待游客2022年和2019年相差多少？"),
        (["石门县2019年有多少所学校？", "2022年呢？"], "比2019年多几所？", "石门县学校2022年比2019年多几所？"),
        (["石门县2022年柑橘产量是多少？"], "2021年比2019年多多少？", "石门县柑橘产量2021年比2019年多多少？"),
    ],
)
def test_the_year_asked_before_is_set_against_another(history: list[str], question: str, whole: str) -> None:
    assert standalone(question, history) == whole


@pytest.mark.parametrize(
    ("history", "question", "whole"),
    [
        (["石门县2022年培训了多少果农？"], "其中多少人拿了证？", "石门县2022年培训果农中多少人拿了证？"),
        (["石门县2022年培训了多少名果农？"], "其中女的有多少？", "石门县2022年培训果农中女的有多少名？"),
        (["石门县2022年新增床位多少张？"], "其中公办床位多少张？", "石门县2022年新增床位中公办床位多少张？"),
        (["石门县2022年新增床位多少张？"], "公办的呢？", "石门县2022年新增床位中公办的有多少张？"),
        (["石门县2022年新增床位多少张？", "公办的呢？"], "民办的呢？", "石门县2022年新增床位中民办的有多少张？"),
        (["石门县2022年新增床位多少张？", "公办的呢？"], "桑植县呢？", "桑植县2022年新增床位中公办的有多少张？"),
        (["石门县护工持证率是多少？"], "乡镇的呢？", "石门县护工持证率中乡镇的有百分之多少？"),
    ],
)
def test_a_part_is_of_what_was_counted_last(history: list[str], question: str, whole: str) -> None:
    assert standalone(question, history) == whole


TRAINED = ["石门县2022年培训了多少果农？", "其中多少人拿了证？"]


@pytest.mark.parametrize(
    ("history", "question", "whole"),
    [
        (TRAINED, "占多少？", "石门县2022年培训果农中拿了证的占多少？"),
        (TRAINED, "这占多大比例？", "石门县2022年培训果农中拿了证的占多少？"),
        (["石门县2022年水利投资多少？", "中央资金多少？"], "占几成？", "石门县2022年水利投资中中央资金占多少？"),
        (["石门县2022年粮食产量多少？", "蔬菜产量呢？"], "占多少？", "石门县2022年蔬菜产量占多少？"),
        ([*TRAINED, "占多少？"], "明年打算培训多少？", "石门县果农2023年打算培训多少？"),
        (["石门县2022年救助困难群众多少人？"], "明年计划救助多少？", "石门县困难群众2023年计划救助多少？"),
        (["石门县有多少名果农？"], "明年打算培训多少？", "石门县果农明年打算培训多少？"),
    ],
)
def test_a_share_and_the_year_after(history: list[str], question: str, whole: str) -> None:
    assert standalone(question, history) == whole
