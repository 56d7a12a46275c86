"""RGB (Chen et al. 2024, "Benchmarking Large Language Models in Retrieval-Augmented Generation"), as published.

From a folder the user names; nothing of it is shipped. Lines are ``{"id", "query", "answer", "positive",
"negative"}``, with ``fakeanswer`` and ``positive_wrong`` in the ``_fact`` files, and ``positive`` a list of lists in
the ``_int`` files. Passages are put together as in the authors' ``evalue.py``, five a question, except that they are
shuffled by a digest of the question and not by chance.

=============== ============ ================================ ==========================================
test            files        noise                            right when
=============== ============ ================================ ==========================================
noise           zh, refine   0, 0.2, 0.4, 0.6, 0.8            every expected answer, and no refusal
rejection       zh, refine   1.0                              refused
integration     ``_int``     0, 0.2, 0.4                      the answers to both parts
counterfactual  ``_fact``    only altered passages            the passages' answer, never one from memory
conflict        ``_fact``    altered and true ones            both answers, side by side
=============== ============ ================================ ==========================================
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.cases import Case, CaseSet, Groups
from eval.datasets.lines import read_lines, wrong
from rag.errors import UsageError

PASSAGES = 5
NOISE = (0.0, 0.2, 0.4, 0.6, 0.8)
INTEGRATION_NOISE = (0.0, 0.2, 0.4)
FILES = ("zh_refine.json", "zh.json", "zh_int.json", "zh_fact.json")


def load(folder: Path) -> CaseSet:
    """The tests that the files in ``folder`` allow; ``zh_refine.json`` is preferred to ``zh.json``.

    Raises:
        UsageError: none of the files is there, or a line of one lacks what its test needs.
    """
    present = [name for name in FILES if (folder / name).is_file()]
    if "zh_refine.json" in present and "zh.json" in present:
        present.remove("zh.json")
    if not present:
        raise UsageError(
            f"{folder} 里没有 RGB 的文件（{'、'.join(FILES)} 之一）",
            f"{folder} holds none of the RGB files ({', '.join(FILES)})",
            hint="--data DIR",
        )
    cases = [case for name in present for case in _file(folder / name)]
    return CaseSet.of("rgb", "+".join(name.removesuffix(".json") for name in present), cases)


def _file(path: Path) -> Iterator[Case]:
    for n, item in read_lines(path):
        try:
            yield from _cases(path.stem, item)
        except (KeyError, TypeError, IndexError) as error:
            raise wrong(path, n, f"不是 RGB 的格式：{error!r}", f"not RGB's format: {error!r}") from error


def _cases(stem: str, item: Mapping[str, Any]) -> Iterator[Case]:
    key, query = f"{stem}:{item['id']}", str(item["query"])
    negative = [str(x) for x in item["negative"]]
    must = _groups(item["answer"])
    if stem.endswith("_int"):
        for noise in INTEGRATION_NOISE:
            texts = _both_parts([[str(x) for x in part] for part in item["positive"]], negative, noise)
            yield _case(f"{key}:n{noise}", f"integration_{noise}", query, must, texts, noise)
    elif stem.endswith("_fact"):
        altered, true = [str(x) for x in item["positive_wrong"]], [str(x) for x in item["positive"]]
        told = _groups(item["fakeanswer"])
        yield _case(f"{key}:altered", "counterfactual", query, told, altered[:PASSAGES], 0.0)
        yield _case(f"{key}:both", "conflict", query, must + told, altered[:2] + true[2:4], 0.0)
    else:
        positive = [str(x) for x in item["positive"]]
        for noise in NOISE:
            yield _case(f"{key}:n{noise}", f"noise_{noise}", query, must, _mixed(positive, negative, noise), noise)
        yield _case(f"{key}:n1.0", "rejection", query, (), negative[:PASSAGES], 1.0)


def _groups(answer: object) -> Groups:
    items = answer if isinstance(answer, list) else [answer]
    return tuple(tuple(str(x) for x in group) if isinstance(group, list) else (str(group),) for group in items)


def _mixed(positive: Sequence[str], negative: Sequence[str], noise: float) -> list[str]:
    noisy = min(math.ceil(PASSAGES * noise), len(negative))
    good = min(PASSAGES - noisy, len(positive))
    return [*positive[:good], *negative[: PASSAGES - good]]


def _both_parts(parts: Sequence[Sequence[str]], negative: Sequence[str], noise: float) -> list[str]:
    """One passage for each part first, further ones in turn, noise for the rest."""
    good = max(len(parts), PASSAGES - math.ceil(PASSAGES * noise))
    deepest = max(len(part) for part in parts)
    turns = [part[depth] for depth in range(deepest) for part in parts if depth < len(part)]
    chosen = turns[:good]
    return [*chosen, *negative[: max(0, PASSAGES - len(chosen))]]


def _case(id_: str, type_: str, query: str, must: Groups, texts: Sequence[str], noise: float) -> Case:
    ordered = sorted(texts, key=lambda t: hashlib.sha256((id_ + t).encode("utf-8", "surrogatepass")).hexdigest())
    return Case(
        id=id_,
        type=type_,
        question=query,
        answerable=type_ != "rejection",
        must=must,
        tags=(f"noise={noise}",),
        passages=tuple({"text": text} for text in ordered),
        rule="rgb",
    )
