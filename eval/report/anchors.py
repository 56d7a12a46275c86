"""Published figures, to stand beside ours. Each says whose it is and how far the two can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from eval.report.markdown import cell, figure, interval


@dataclass(frozen=True, slots=True)
class Anchor:
    """A published value for one of our metrics, or (``of_type``) for how many of one type of case are right."""

    ours: str
    published: str
    source: str
    of_type: bool = False


def _rgb() -> Iterator[Anchor]:
    paper = "RGB（Chen 等，AAAI 2024）中文，各列最好者"
    for noise, value in zip((0.0, 0.2, 0.4, 0.6, 0.8), (95.67, 94.67, 91.00, 87.67, 70.67), strict=True):
        yield Anchor(f"noise_{noise}", f"{value}%", f"{paper}；原文用 zh.json", of_type=True)
    yield Anchor("rejection", "8.67%（原话）／43.33%（模型判）", paper, of_type=True)
    for noise, value in zip((0.0, 0.2, 0.4), (67, 58, 55), strict=True):
        yield Anchor(f"integration_{noise}", f"{value}%", paper, of_type=True)
    yield Anchor(
        "conflict", "1%–5%（发现错误）", "RGB 反事实测试的 ED；我们的题是真假并存，两个值都要给出", of_type=True
    )


_READING = (
    Anchor("char_f1", "93.8%（最好的微调模型）／97.9%（人）", "CMRC 2018 测试集榜单；微调模型只抽答案，我们答整句"),
    Anchor("exact", "80.4%（最好的微调模型）／92.4%（人）", "同上"),
)
_CLAIMS = (
    Anchor(
        "balanced_accuracy", "57.4%（gpt-4-0613，句子级）", "UHGEval（Liang 等，ACL 2024）；不给原文，凭模型记忆判断"
    ),
    Anchor("caught", "36.2%", "只比数字集合的基线，1,000 条（本项目所用的锚点测得）"),
)
_DRAGONBALL = (
    Anchor("hit@1", "97.8%", "字二元 BM25，2,012 题、108 份（本项目所用的锚点测得）"),
    Anchor("hit@5", "100%", "同上"),
    Anchor("ndcg@10", "0.990", "同上"),
)
ANCHORS: Mapping[str, tuple[Anchor, ...]] = {
    "rgb": tuple(_rgb()),
    "samples": (
        Anchor(
            "evidence_recall",
            "84.8%（最好）／62.0%",
            "引文召回：ALCE ASQA（Gao 等 2023）／LongCite-8B；题目与判分法不同",
        ),
        Anchor("citation_precision", "81.6%（最好）／79.7%", "引文精确：同上"),
        Anchor("correct_refusal", "0.44", "haiku.rag 自报的拒答召回，MTRAG 16 题；题目不同"),
        Anchor("refusal_precision", "0.33", "同上，拒答精确"),
    ),
    "policy": (
        Anchor("hit@1", "81.5%", "字二元 BM25，658 题、599 份（本项目所用的锚点测得；这里是其中一半的题）"),
        Anchor("hit@5", "95.9%", "同上"),
        Anchor("hit@10", "97.7%", "同上"),
        Anchor("mrr@10", "0.879", "同上"),
        Anchor("ndcg@10", "0.903", "同上"),
    ),
    "company_reports": _DRAGONBALL,
    "dragonball": _DRAGONBALL,
    "reading": _READING,
    "cmrc2018": _READING,
    "drcd": _READING[:1],
    "claims": _CLAIMS,
    "uhgeval": _CLAIMS[:1],
    "ocnli": (
        Anchor("correct", "90.3%（人）／78.2%（RoBERTa-wwm-large）", "OCNLI（Hu 等 2020）三分类；这里只分有据与无据"),
    ),
}


def lines(name: str, summary: Mapping[str, Any]) -> Iterator[str]:
    """A table of ours beside the published, for the set called ``name``; nothing for a set without anchors."""
    rows = [row for anchor in ANCHORS.get(name, ()) if (row := _row(anchor, summary))]
    if rows:
        yield from ("", "| 项目 | 我们 | 95% 区间 | n | 已发表 | 出处与可比性 |", "|---|---|---|---|---|---|", *rows)


def _row(anchor: Anchor, summary: Mapping[str, Any]) -> str:
    if anchor.of_type:
        held = summary["by_type"].get(anchor.ours)
        if held is None:
            return ""
        value = f"{100 * held['correct'] / held['n']:.1f}%"
        ends, n = f"{100 * held['low']:.1f}% – {100 * held['high']:.1f}%", held["n"]
    else:
        held = summary["metrics"].get(anchor.ours)
        if held is None:
            return ""
        value, ends, n = figure(anchor.ours, held), interval(anchor.ours, held), held["n"]
    return f"| {cell(anchor.ours)} | {value} | {ends} | {n} | {anchor.published} | {anchor.source} |"
