"""Places: names, short names, precision, parents, and any text at all."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.domain import Place
from rag.text import places
from rag.text.gazetteer import gazetteer


def paths(text: str, within: str | None = None) -> list[str]:
    near = places.resolve(within) if within else None
    return [m.place.path for m in places.find(text, within=near)]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("绥宁", "湖南省/邵阳市/绥宁县"),
        ("城步", "湖南省/邵阳市/城步苗族自治县"),
        ("新晃县", "湖南省/怀化市/新晃侗族自治县"),
        ("湘西", "湖南省/湘西土家族苗族自治州"),
        ("湘西州", "湖南省/湘西土家族苗族自治州"),
        ("内蒙古", "内蒙古自治区"),
        ("西藏", "西藏自治区"),
        ("望城县", "湖南省/长沙市/望城区"),
        ("吉林", "吉林省"),
        ("长沙", "湖南省/长沙市"),
        ("融水", "广西壮族自治区/柳州市/融水苗族自治县"),
        ("我国", "中国"),
    ],
)
def test_resolves_full_short_and_former_names(name: str, path: str) -> None:
    place = places.resolve(name)
    assert place is not None
    assert place.path == path


def test_chains_of_units_carry_their_parents() -> None:
    assert paths("专列开进洪江市铁山乡竹湾村，旁边是麻阳") == [
        "湖南省/怀化市/洪江市",
        "湖南省/怀化市/洪江市/铁山乡",
        "湖南省/怀化市/洪江市/铁山乡/竹湾村",
        "湖南省/怀化市/麻阳苗族自治县",
    ]


def test_zones_are_units_of_their_own() -> None:
    (mention,) = places.find("湘潭经开区开工")
    assert (mention.place.level, mention.place.path) == ("zone", "湖南省/湘潭市/湘潭经开区")


@pytest.mark.parametrize(
    "text",
    [
        "巩固原有成果，打通绿色通道，维护和平，整合资源",
        "其中江水清澈，提高安全水平，推广安装，入海口风光",
        "沿海城市、新兴城市和示范县，十佳县，主城区，老城区",
        "走在南京路上，长江西岸，黄河南岸，洞庭湖南面",
        "驻村干部走村入户，农村人居环境，乡村振兴，每个镇两个村",
        "比如合作社，普惠安全，平安建设，重大理论问题，远大理想",
    ],
)
def test_words_are_not_places(text: str) -> None:
    assert paths(text) == []


def test_weak_names_count_with_support() -> None:
    assert paths("湖南通道") == ["湖南省", "湖南省/怀化市/通道侗族自治县"]
    assert paths("在双峰调研", within="双峰县") == ["湖南省/娄底市/双峰县"]
    assert paths("绥宁、通道、靖州三县")[1] == "湖南省/怀化市/通道侗族自治县"
    assert paths("打通通道", within="通道侗族自治县") == []


def test_within_decides_between_units_of_one_name() -> None:
    assert paths("五里牌街道动员", within="临湘市") == ["湖南省/岳阳市/临湘市/五里牌街道"]
    assert paths("北京朝阳区") == ["北京市", "北京市/朝阳区"]
    assert paths("长春市朝阳区")[1] == "吉林省/长春市/朝阳区"


def test_traditional_text_gives_the_same_units() -> None:
    assert paths("湖南省綏寧縣與懷化市麻陽縣") == paths("湖南省绥宁县与怀化市麻阳县")


def test_covers_and_paths() -> None:
    hunan, suining = places.resolve("湖南省"), places.resolve("绥宁")
    assert hunan and suining
    assert places.covers(hunan, suining)
    assert not places.covers(suining, hunan)
    assert places.of_path(suining.path) == suining
    village = places.find("绥宁县河口乡岩脚村")[-1].place
    assert places.of_path(village.path) == Place("岩脚村", "village", "", village.parents)


@given(
    st.text(
        alphabet=st.sampled_from("湖南省绥宁县通道和平的在，。、村镇乡街道社区经开区 A1\n綏寧縣長沙市新晃侗族自治县"),
        max_size=60,
    )
)
def test_any_text_gives_ordered_honest_mentions(text: str) -> None:
    at = 0
    for mention in places.find(text):
        assert at <= mention.start < mention.end <= len(text)
        at = mention.end


@pytest.mark.parametrize("name", ["丽江村", "黄石村", "永兴村"])
def test_a_village_called_like_a_city(name: str) -> None:
    (mention,) = places.find(f"{name}的扶贫车间有多少人？")
    assert (mention.place.name, mention.place.level) == (name, "village")


def test_the_given_name_of_a_person_is_no_place() -> None:
    assert places.find("局长田永福说，校舍已经完工。") == []
    assert [m.place.name for m in places.find("书记到永福县调研。")] == ["永福县"]


@given(st.text(max_size=80))
def test_arbitrary_text_never_fails(text: str) -> None:
    places.find(text, within=places.resolve("怀化市"), countries=True)
    places.resolve(text)
    places.of_path(text)


def test_linear_time() -> None:
    text = "湖南省绥宁县河口乡岩脚村的通道和平村镇，" * 5000
    places.find("热身")
    start = time.process_time()
    places.find(text)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("form", ["{}委书记李明说", "{}政府工作报告", "在{}调研", "{}的农民"])
def test_full_names_are_found_before_the_bodies_of_the_unit(form: str) -> None:
    units = {
        n.place.name
        for name, held in gazetteer().by_name.items()
        for n in held
        if n.place.level in ("county", "prefecture") and n.place.name == name and not n.weak
    }
    lost = [u for u in sorted(units) if not any(m.place.name == u for m in places.find(form.format(u)))]
    # 中山区, 城区: several have that name, or it is a word of its own, and nothing around tells which is meant.
    assert len(units) > 3000 and len(lost) <= 30, lost


def test_a_township_is_of_the_county_named_with_it() -> None:
    """The table holds a 溪口镇 of another province, whose townships it has; those of most provinces it has not."""
    found = [
        m.place.path for m in places.find("修水县溪口镇的老人来了。溪口镇又添了小院。", within=places.resolve("修水县"))
    ]
    assert found == ["江西省/九江市/修水县", *["江西省/九江市/修水县/溪口镇"] * 2]
    assert [m.place.path for m in places.find("慈利县的溪口镇")][-1] == "湖南省/张家界市/慈利县/溪口镇"
    assert [m.place.path for m in places.find("溪口镇的老人")] == ["湖南省/张家界市/慈利县/溪口镇"]


def test_a_township_elsewhere_is_not_the_one_of_the_table() -> None:
    county = places.resolve("凤冈县")
    assert county is not None
    (here,) = [m.place for m in places.find("永安镇去年修了路。", within=county)]
    assert here.path == f"{county.path}/永安镇"
    named = [m.place.path for m in places.find("浏阳市永安镇的客商来到这里。", within=county)]
    assert named[-1].endswith("浏阳市/永安镇")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("平江县到甘溪乡的公路", ["平江县", "甘溪乡"]),
        ("平江县搞村集体经济", ["平江县"]),
        ("平江县许村的人", ["平江县", "许村"]),
        ("平江那186家车间", ["平江县"]),
    ],
)
def test_verbs_and_prepositions_are_no_part_of_a_name(text: str, named: list[str]) -> None:
    assert [m.place.name for m in places.find(text)] == named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("业州镇和三里乡", ["业州镇", "三里乡"]),
        ("五里镇有几家", ["五里镇"]),
        ("走了三里乡道", []),
        ("高坪镇哪位村支书", ["高坪镇"]),
    ],
)
def test_numbers_in_names_and_no_village_in_a_question_word(text: str, names: list[str]) -> None:
    assert [m.place.name for m in places.find(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("郑庆云坦言，眼下最缺医生。", []),
        ("陆青云和方大川每月的工资谁高？", []),
        ("见到记者时，何长春种的茶刚上市。", []),
        ("老党员郭连江家里养牛。", []),
        ("党总支书记向银川说，活动多了。", []),
        ("疫情期间，向银川、信阳派出医生。", ["银川市", "信阳市"]),
        ("护路员和宜章县的公益岗位", ["宜章县"]),
        ("全县10万亩，其中山区6万亩。", []),
        ("培育新乡贤，建设新乡村", []),
        ("从巢湖、泰山东麓到洞庭湖南岸", ["巢湖市"]),
        ("记者到庆云县采访，庆云说法不一。", ["庆云县", "庆云县"]),
        ("他从云和县来到平江。", ["云和县", "平江县"]),
    ],
)
def test_a_person_who_speaks_or_stands_beside_another_is_no_place(text: str, names: list[str]) -> None:
    assert [m.place.name for m in places.find(text)] == names


def test_the_whole_prefecture_is_no_county_of_that_name() -> None:
    assert [m.place.name for m in places.find("咸丰县的完成率在全州最低，全州累计建成612家。")] == ["咸丰县"]
    assert places.find("广西全州的脐橙")[-1].place.name == "全州县"


def test_a_township_of_the_table_is_not_one_of_another_county() -> None:
    home = places.resolve("金寨县")
    assert home and places.resolve("石桥镇", home) == places.of_path(f"{home.path}/石桥镇")
    held = places.resolve("石桥镇")
    assert held and held.parents[0] == "湖南省"
