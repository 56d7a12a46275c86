"""Words that reports and questions use for one another. General language of administration, no names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rag.text.fold import folded

_GROUPS = (
    "建成 建立 建设 新建 修建 建起 创建 设立 成立 建 建有 建造 开办 改建 扩建 组建 认定",
    "获得 荣获 获评 被评为 评为 授予 入选 获 捧回 获颁 评定为 跻身",
    "表彰 荣誉 称号 奖项 先进 被评为 荣获 获评 授予 嘉奖 示范",
    "投资 投入 注资 总投资 出资 斥资 资金 花 花费 耗资",
    "工资 月薪 薪水 收入 报酬 薪酬 工钱 挣",
    "吸纳 带动 安置 解决 接纳 招收 招用 聘用 录用",
    "就业 务工 上岗 用工 打工",
    "脱贫 摘帽 出列 退出",
    "增长 提高 提升 增加 上升 上涨 增至 升至 增幅 攀升",
    "下降 减少 降低 回落 下滑 降幅 压减",
    "整改 整治 销号 办结 纠正",
    "完成 实现 达成 竣工 建成",
    "举办 举行 召开 开展 组织 承办",
    "发放 兑现 拨付 下拨 支付 发出 补助",
    "措施 举措 办法 做法 机制 方法 政策 行动",
    "发布 印发 出台 公布 制定 推出 下发",
    "原因 因为 由于 缘于",
    "参加 参与 出席",
    "老人 老年人 长者",
    "孩子 儿童 学生 学子",
    "公路 道路 路",
    "受理 接收 收到 受案",
    "查处 处理 处分 立案 问责",
    "覆盖 惠及 受益 服务",
    "种植 栽种 栽植 种",
    "销售 卖出 销往 售出 销量 销售额",
    "人口 人 群众 居民",
    "规模 面积 产能",
    "含义 内涵 即 就是 是指",
    "安排 下达 拨付 筹措 筹集 整合",
    "拥有 共有 现有 设有 有 配备",
    "修建 硬化 改造 新修 维修 提质",
    "领导 负责人 书记 主任 局长",
    "送 输送 运送 护送 转移 返岗",
    "时间 期间 时候 日期",
    "提出 要求 强调 表示 指出 提到",
    "启动 开始 实施 推行 启用 投用",
    "面积 占地 总面积",
    "挣 赚 收入 月入 月收入 工资 月工资",
    "掏 付 花 自付 支付",
    "罚 罚款 处罚",
    "赔 赔付 赔偿 理赔",
    "搬 搬迁 搬出 迁出 迁",
    "高管 高级管理人员 高级管理层 首席执行官 首席财务官 首席技术官 首席运营官 总裁 总经理 董事长 CEO CFO",
    "注册地 注册地址 注册 总部 位于",
    "总量 总额 总数 总计 合计 共计",
    "决议 决定 决策 表决 投票",
    "捐赠 捐助 捐款 捐资 募集",
    "GDP 地区生产总值 生产总值",
    "规上 规模以上 规模",
    "不肯 不愿 不愿意 不想 拒绝 摇头",
    "看中 看上 相中 打动 青睐",
    "难题 难处 困难 难",
    "筹集 筹措 筹 出资 补助 补贴 承担 自付 财政",
    "留住 留得住 留不住 留下来",
    "创办 创立 办起 开办 创建",
    "爱人 妻子 丈夫 老婆 老公 媳妇 配偶",
    "吃饭 就餐 用餐 伙食",
    "住宿 住房 食宿",
    "追回 追缴 挽回 收回",
    "合作 携手 联合 协作 联手",
    "好处 益处 作用 效果 成效",
    "企业 公司 厂家 厂子 厂",
    "半年 6个月 六个月",
    "好转 改善 提升",
    "教书 任教 执教 从教",
    "退休 离休",
    "生病 患病 病人 患者",
    "盖 建 修 修建",
    "种地 务农 耕种",
    "牵头 领办 带头 发起",
    "欠 拖欠 欠薪",
    "检查 排查 督查 巡查",
    "补贴 补助 奖补 津贴",
    "奖励 奖补 奖金 嘉奖",
    "财政收入 一般公共预算收入 公共预算收入",
    "收入 进账 入账",
    "垫 垫资 垫付 自筹",
    "年龄 岁数 年纪 岁 周岁 高龄",
)


@lru_cache(maxsize=1)
def _table() -> Mapping[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for group in _GROUPS:
        members = [folded(word) for word in group.split()]
        for word in members:
            table.setdefault(word, set()).update(m for m in members if m != word)
    return {w: frozenset(m) for w, m in table.items()}


def related(word: str) -> frozenset[str]:
    """Words that may stand for ``word``, both folded; empty for most."""
    return _table().get(word, frozenset())
