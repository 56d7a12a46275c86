"""``wenju verify``: claims against given passages, in a batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rag.errors import WenjuError
from ui.cli.options import BatchOption, FreshOption, JsonOption, OutOption, out_of
from ui.language import language, say

HELP = say("逐条核对断言是否有给定段落支持。", "Check claims against given passages.")


def verify(
    batch: BatchOption = None,
    out: OutOption = None,
    fresh: FreshOption = False,
    as_json: JsonOption = False,
) -> None:
    """Give every line of ``batch`` its verdict, score and reasons."""
    from rag.check.arbiter import arbiter_of
    from rag.errors import UsageError
    from rag.settings import load
    from rag.verify.check import hold
    from ui.cli.batch import run_batch
    from ui.questions import given_passages

    if batch is None:
        raise UsageError("用 --batch 给出断言文件", "give a file of claims with --batch", hint="--batch IN --out OUT")

    arbiter = arbiter_of(load())

    def work(line: Mapping[str, Any]) -> dict[str, Any]:
        claim = line.get("claim")
        if not isinstance(claim, str):
            raise UsageError("这一行没有 claim", "the line has no claim")
        passages = given_passages(line.get("passages"))
        examined = hold(claim, passages)
        verdict = arbiter.decide(claim, [p.text for p in passages], examined) if arbiter else examined.verdict
        return {"verdict": verdict.verdict, "score": verdict.score, "reasons": list(verdict.reasons)}

    def failed(error: WenjuError) -> dict[str, Any]:
        return {"verdict": "unsupported", "score": 0.0, "reasons": [error.message(language())]}

    run_batch(batch, out_of(None, out), work, asked={"command": "verify"}, fresh=fresh, failed=failed).show(as_json)
