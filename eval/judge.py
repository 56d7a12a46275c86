"""A model as judge of recorded answers: pinned, apart from the model that answered, and never the only gate.

What it says is kept beside the run, so that a replay needs no model. A reply that cannot be read is no judgement:
the case is unscored, not wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from eval.cases import Case
from eval.folder import RunFolder
from eval.judgements import Judgements
from eval.records import CaseResult
from rag.answer.prompting import fence, fingerprint, harmless, prompt
from rag.backends.chat import open_chat
from rag.errors import ConfigError
from rag.ports import ChatModel
from rag.settings import Settings

Criterion = Literal["correct", "faithful"]
PROMPTS = ("judge_correct.system", "judge_correct.user", "judge_faithful.system", "judge_faithful.user")
VALUES = {"yes": 1.0, "partly": 0.5, "no": 0.0}
MAX_TOKENS = 60
_LONGEST = 3_000
"""Characters of an answer, and of its quotes, that a judge reads."""
_VERDICT = re.compile(r'\{[^{}]*"verdict"\s*:\s*"(yes|partly|no)"[^{}]*\}')


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging did: ``unscored`` are the judgements that could not be read."""

    cases: int
    kept: int
    unscored: int


def open_judge(settings: Settings, answered: Mapping[str, Any]) -> tuple[ChatModel, dict[str, Any]]:
    """The judge of ``settings.judge`` and its fingerprint, for a run whose record holds ``answered``.

    Raises:
        ConfigError: no judge is configured, it names no model, or it is the model that answered.
    """
    given = settings.judge
    if given is None or not given.model:
        raise ConfigError(
            "没有指定评判模型：在设置里写 [judge]，至少有 model（接口模型另有 base_url）",
            "no judge is configured: write [judge] with its model (and base_url for an endpoint)",
            hint="WENJU_JUDGE__MODEL, WENJU_JUDGE__BASE_URL",
        )
    engine: Literal["openai", "local"] = "openai" if given.base_url else "local"
    chat = open_chat(settings.model_copy(update={"chat": given}), engine)
    if chat.name == _answering(answered):
        raise ConfigError(
            f"评判模型 {chat.name} 就是作答的模型，自己评自己不算",
            f"the judge {chat.name} is the model that answered: nobody judges himself",
            hint="WENJU_JUDGE__MODEL",
        )
    return chat, {
        "model": chat.name,
        "endpoint": urlsplit(given.base_url or "").hostname,
        "prompts": fingerprint(PROMPTS),
    }


def judge(
    folder: RunFolder,
    chat: ChatModel,
    who: Mapping[str, Any],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Judged:
    """Judge the answers of a run that have none yet; refusals and failures are left to the strings.

    Raises:
        UsageError: the folder is no run, or another judge's.
        EndpointError, ModelError: the judge cannot be reached; what it said is kept.
    """
    with folder.appending():
        kept = Judgements(folder.path, who)
        cases, results = folder.cases().cases, folder.results()
        before = len(kept.rows)
        for n, case in enumerate(cases, 1):
            row = results.get(case.id)
            if case.kind == "qa" and case.id not in kept.rows and row is not None and row.result and not row.error:
                if row.result.get("status") != "refused":
                    kept.add({"id": case.id, **_of(case, row, chat)})
            if progress:
                progress(n, len(cases))
        folder.rescore()
    unscored = sum(v is None for r in kept.rows.values() for k, v in r.items() if k in ("correct", "faithful"))
    return Judged(len(kept.rows), before, unscored)


def _of(case: Case, row: CaseResult, chat: ChatModel) -> dict[str, Any]:
    result = row.result or {}
    answer = str(result.get("answer") or "")
    gold = case.answer or "；".join("或".join(g) for g in case.must)
    quotes = "\n".join(f"[{c['n']}] {c['quote']}" for c in result.get("citations") or ())
    out: dict[str, Any] = {}
    if case.answerable and gold:
        out["correct"] = _asked(chat, "correct", question=case.question, gold=gold, answer=answer)
    out["faithful"] = _asked(chat, "faithful", question=case.question, quotes=quotes, answer=answer)
    return out


def _asked(chat: ChatModel, criterion: Criterion, **slots: str) -> float | None:
    plain = {k: harmless(v, _LONGEST) for k, v in slots.items()}
    messages = [
        {"role": "system", "content": prompt(f"judge_{criterion}.system").fill()},
        {
            "role": "user",
            "content": prompt(f"judge_{criterion}.user").fill(fence=fence("".join(plain.values())), **plain),
        },
    ]
    return verdict("".join(chat.stream(messages, max_tokens=MAX_TOKENS)))


def verdict(reply: str) -> float | None:
    """1.0, 0.5 or 0.0 for yes, partly, no; None when the reply says nothing of the kind, or several things."""
    found = set(_VERDICT.findall(reply))
    return VALUES[found.pop()] if len(found) == 1 else None


def _answering(answered: Mapping[str, Any]) -> str | None:
    chat = answered.get("config", {}).get("chat", {})
    if answered.get("engine") == "local":
        from rag.backends.local_chat import MODEL

        return MODEL
    name = chat.get("model") if answered.get("engine") != "extractive" else None
    return str(name) if name else None
