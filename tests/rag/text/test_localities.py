"""What is no village, no town and no county, though it ends or sounds like one."""

from __future__ import annotations

import pytest

from rag.text import places


def named(text: str) -> list[str]:
    return [m.place.name for m in places.find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "推进城中村改造，改造老旧小区",
        "建成示范村32个、文明村9个",
        "行政村、自然村、中心村、空心村都通了水",
        "新农村建设和美丽乡村建设",
        "建设和美湘村",
        "建成产业强镇12个、特色小镇3个",
        "各街镇和相关街镇要值班",
        "配合街道做好登记",
        "协调村级组织",
        "四季村晚演到了田头",
        "村超和村BA",
        "家庭农场和合作社",
        "解热镇痛药",
        "我的家乡在山那边",
        "开发区、高新区、经开区、工业园区、产业园区",
    ],
)
def test_common_words_are_no_localities(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "供应京津市场的份额",
        "投资兴业的热土",
        "复杂多变的形势",
        "确保平台安全运行",
        "保护金融安全",
        "和田间的作物一样",
        "组织金融机构下乡",
        "长白山上的雪",
        "奥巴马来信",
        "钓鱼台国宾馆",
    ],
)
def test_a_name_over_the_edge_of_words_is_no_place(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建设美丽新宁夏", ["宁夏回族自治区"]),
        ("从江西引进企业", ["江西省"]),
        ("在新宁召开会议", ["新宁县"]),
        ("吉林长春的冬天", ["吉林省", "长春市"]),
        ("长沙市城中村改造提速", ["长沙市"]),
        ("宁乡市中心村提质", ["宁乡市"]),
        ("感谢羊楼司镇党委", ["羊楼司镇"]),
        ("郴州高新区签约项目", ["郴州高新区"]),
        ("祁阳市黎家坪镇联合村", ["祁阳市", "黎家坪镇", "联合村"]),
    ],
)
def test_the_place_beside_them_is_still_found(text: str, expected: list[str]) -> None:
    assert named(text) == expected


def test_the_end_of_a_date_begins_no_name() -> None:
    found = [m.place.name for m in places.find("2023年渔渡镇和三元镇的茶园面积")]
    assert found == ["渔渡镇", "三元镇"]


def test_a_township_called_like_a_time_is_one_where_a_village_follows() -> None:
    assert [m.place.name for m in places.find("营前镇象牙村去年收入多少")] == ["营前镇", "象牙村"]
