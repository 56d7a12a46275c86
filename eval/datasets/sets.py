"""Which set is meant: files in the project's form, ``samples``, or a public set by its name and folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from eval.cases import CaseSet
from eval.datasets import qa, rgb, shared
from eval.datasets.published import PUBLISHED
from rag.errors import UsageError

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"
SAMPLES_VERSION = "2"
"""Raised with every change of the sample questions. 2: places and years that are wrong by one."""
PUBLIC: Mapping[str, Callable[[Path], CaseSet]] = {
    "rgb": rgb.load,
    **PUBLISHED,
    "policy": shared.policy,
    "company_reports": shared.company_reports,
    "reading": shared.reading,
    "claims": shared.claims,
}


def load(names: Sequence[str], data: Path | None = None) -> CaseSet:
    """The set of ``names``: ``samples``, the name of a public set (with its folder ``data``), or JSONL files.

    Raises:
        UsageError: no such set or file, or its content is not in its form.
    """
    if len(names) == 1 and names[0] in PUBLIC and not Path(names[0]).is_file():
        if data is None or not data.is_dir():
            raise UsageError(
                f"{names[0]} 的数据不随项目提供，请用 --data 指出它所在的文件夹",
                f"{names[0]} is not shipped; name its folder with --data",
                hint="--data DIR",
            )
        return PUBLIC[names[0]](data)
    if list(names) == ["samples"]:
        held = qa.load(sorted(SAMPLES.glob("questions*.jsonl")), "samples")
        return CaseSet.of("samples", SAMPLES_VERSION, held.cases)
    if not names:
        raise UsageError("请给出问题集", "name a set", hint=f"samples, {', '.join(PUBLIC)}, FILE.jsonl")
    return qa.load([Path(name) for name in names])
