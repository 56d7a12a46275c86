"""``wenju doctor``: every part checked, each with its remedy."""

from __future__ import annotations

import typer

from ui.cli.console import emit, emit_json
from ui.cli.options import JsonOption
from ui.language import say

HELP = say(
    "检查每个部件，并给出办法；有毛病时退出码为 1。", "Check every part, each with its remedy; exit code 1 if unwell."
)

_SIGNS = {"ok": "✓", "warning": "!", "error": "✗"}


def doctor(as_json: JsonOption = False) -> None:
    """Print what every check found."""
    from ui.checks import run_checks

    results = run_checks()
    healthy = all(r.severity != "error" for r in results)
    if as_json:
        emit_json({"healthy": healthy, "checks": [r.as_json() for r in results]})
    else:
        for r in results:
            emit(f"{_SIGNS[r.severity]} {r.name}：{r.message}" + (f"\n    → {r.remedy}" if r.remedy else ""))
        emit(say("一切正常", "all is well") if healthy else say("有需要处理的问题", "something needs attention"))
    if not healthy:
        raise typer.Exit(1)
