"""Does the gold of a set stand in its documents? By string match alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from eval.cases import Case, CaseSet
from eval.metrics.normal import bare, norm, squeeze
from eval.metrics.retrieval import is_document
from rag.errors import UsageError


def originals(folder: Path) -> dict[str, str]:
    """The texts in ``folder`` by file name.

    Raises:
        UsageError: there is no text in it.
    """
    paths = sorted(p for p in folder.rglob("*") if p.suffix in (".txt", ".md")) if folder.is_dir() else []
    if not paths:
        raise UsageError(f"{folder} 里没有文本", f"there is no text in {folder}", hint="--documents DIR")
    return {p.name: p.read_bytes().decode("utf-8", "replace") for p in paths}


def faults(cases: CaseSet, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(case id, what is wrong in Chinese) over ``texts``, originals by file name.

    Every document named must be there; every piece of evidence must stand in one of them, white space and width aside;
    every span must spell its piece of evidence; every expected value must stand in the evidence, the question or the
    computation.
    """
    plain = {name: bare(text) for name, text in texts.items()}
    for case in cases.cases:
        if case.passages is None:
            yield from ((case.id, what) for what in _case(case, texts, plain))


def _case(case: Case, texts: Mapping[str, str], plain: Mapping[str, str]) -> Iterator[str]:
    named = {d: [n for n in texts if is_document(n, d)] for d in case.docs}
    yield from (f"没有文件 {d}" for d, found in named.items() if not found)
    held = [n for found in named.values() for n in found]
    for group in case.evidence:
        for text in group:
            if not any(bare(text) in plain[n] for n in held):
                yield f"证据不在所列的文件里：{text[:60]}"
    for (start, end), group in zip(case.spans, case.evidence, strict=False):
        if not any(squeeze(texts[n][start:end]) == squeeze(group[0]) for n in held):
            yield f"位置 {start}–{end} 不是这条证据：{group[0][:60]}"
    known = norm("".join((*(x for g in case.evidence for x in g), case.question, case.computation, *case.history)))
    for wanted in case.must:
        if not any(norm(x) in known for x in wanted):
            yield f"答案不在证据、问题或计算里：{'／'.join(wanted)}"
