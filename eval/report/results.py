"""Sections of ``docs/results.md``: our figures beside published ones, each with its machine and commit.

A section stands between two comment lines that name it; writing it again replaces it and touches nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.folder import RunFolder
from eval.report import anchors
from eval.report.markdown import cell, summary_lines
from eval.summary import summarise


def section(folder: RunFolder) -> tuple[str, str]:
    """(key, text) of the section for the run in ``folder``."""
    record, summary = folder.record(), summarise(folder.scores())
    name = str(record.dataset["name"])
    return f"{name}-{record.engine}", "\n".join(_lines(name, record.as_json(), summary)) + "\n"


def put(path: Path, key: str, text: str) -> None:
    """Replace section ``key`` of the file at ``path``, or append it; a file that is not there begins with a title."""
    key = re.sub(r"[^\w.+-]", "-", key)
    opening, closing = f"<!-- eval:{key} -->", f"<!-- /eval:{key} -->"
    held = path.read_text(encoding="utf-8") if path.is_file() else "# 评测结果\n"
    block = f"{opening}\n{text}{closing}\n"
    before, found, rest = held.partition(f"{opening}\n")
    if found:
        _, _, after = rest.partition(f"{closing}\n")
        held = before + block + after
    else:
        held = held.rstrip("\n") + "\n\n" + block
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(held, encoding="utf-8")


def _lines(name: str, record: Mapping[str, Any], summary: Mapping[str, Any]) -> Iterator[str]:
    machine, git = record["machine"], record["git"]
    changed = "，另有未提交的改动" if git.get("changes") else ""
    yield f"## {cell(name)} · {record['engine']}"
    yield ""
    yield (
        f"{summary['n']} 题（{cell(str(record['dataset']['version'])) or '无版本号'}，"
        f"sha256 `{record['dataset']['sha256'][:12]}`），{record['started'][:10]}，"
        f"提交 `{(git.get('commit') or '未知')[:12]}`{changed}，{cell(str(machine['processor']))}，"
        f"{machine['cores']} 核，{machine['memory_gib']} GiB，开始时负载 {machine['load']}。"
    )
    yield ""
    yield from summary_lines(summary)
    yield from anchors.lines(name, summary)
    yield ""
