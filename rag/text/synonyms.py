"""Short and full names of public bodies, which reports and questions mix freely."""

from __future__ import annotations

_BODIES: dict[str, str] = {
    "人社": "人力资源和社会保障",
    "人力资源社会保障": "人力资源和社会保障",
    "发改": "发展和改革",
    "发展改革": "发展和改革",
    "卫健": "卫生健康",
    "住建": "住房和城乡建设",
    "文旅": "文化和旅游",
    "文旅广体": "文化旅游广电体育",
    "工信": "工业和信息化",
    "市监": "市场监督管理",
    "市场监管": "市场监督管理",
    "自规": "自然资源和规划",
    "医保": "医疗保障",
    "应急": "应急管理",
    "农业农村": "农业农村",
    "乡村振兴": "乡村振兴",
    "退役军人": "退役军人事务",
    "生态环境": "生态环境",
}
_SUFFIXES = ("局", "委", "厅", "部", "委员会", "部门")


def spell_out(text: str) -> str:
    """``text`` with short names of public bodies spelt out (人社局 becomes 人力资源和社会保障局)."""
    for short, full in _BODIES.items():
        if full in text:
            continue
        for suffix in _SUFFIXES:
            long_suffix = "委员会" if suffix == "委" and short in ("发改", "卫健", "发展改革") else suffix
            if short + suffix in text and not text.replace(short + suffix, "").endswith(full):
                text = text.replace(short + suffix, full + long_suffix)
    return text.replace("委员会员会", "委员会")
