"""A run: every case answered once, in order, a row each, to be taken up again where it was stopped."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from eval import machine
from eval.cases import Case, CaseSet
from eval.folder import RunFolder, pick
from eval.records import CaseResult, RunRecord
from eval.rewordings import rewordings
from eval.subject import Subject
from rag.errors import Cancelled, EndpointError, LibraryError, ModelError, WenjuError
from rag.settings import Settings

DEATHS = 2
"""How often the whole process may die in the middle of a case before the case has failed."""
GIVE_UP = 5
"""Failures of a service, a model or the library in a row after which going on makes no sense."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: ``kept`` cases were there from before, ``errors`` have no answer."""

    folder: Path
    summary: dict[str, Any]
    total: int
    kept: int
    errors: int


@dataclass(frozen=True, slots=True)
class Asking:
    """How often each question is put: ``repeat`` times (at least 1) as it is, and with ``reword`` in other words."""

    repeat: int = 1
    reword: bool = False

    def others(self, case: Case) -> list[str]:
        """The questions after the first."""
        if case.kind != "qa":
            return []
        return [case.question] * (self.repeat - 1) + (list(rewordings(case)) if self.reword else [])


ONCE = Asking()


def record_of(cases: CaseSet, engine: str, settings: Settings, subject: Subject, asking: Asking = ONCE) -> RunRecord:
    """The record of a run that begins now."""
    return RunRecord(
        dataset=cases.describe(),
        engine=engine,
        config={**_config(settings), "asking": asdict(asking)},
        fingerprints=dict(subject.fingerprints),
        git=machine.git(),
        machine=machine.machine(),
        packages=machine.packages(),
        seeds=machine.seeds(),
        started=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    )


def run(
    cases: CaseSet,
    subject: Subject,
    record: RunRecord,
    out: Path,
    *,
    asking: Asking = ONCE,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Answer the cases that ``out`` has no answer for, then score all of them.

    A case that goes wrong is a row with its error and counts as failed; taking the run up again tries it again. A case
    in the middle of which the process died is tried once more; when it dies there again, it has failed.

    Raises:
        UsageError: ``out`` holds another run, or another process is writing it.
        LibraryError, ModelError, EndpointError: five cases in a row failed for want of a service; what was
            finished is kept.
    """
    folder = RunFolder(out)
    with folder.appending() as append:
        folder.begin(record, cases)
        folder.mend()
        done = folder.results()
        wanted = pick(cases.cases, done)
        in_a_row = 0
        for n, case in enumerate(wanted, len(cases.cases) - len(wanted) + 1):
            if folder.deaths(case.id) >= DEATHS:
                append(CaseResult.failed(case, f"进程在这一题中途退出了 {DEATHS} 次"))
                continue
            with folder.at(case.id):
                row, fault = _answered(subject, case, asking)
            append(row)
            in_a_row = in_a_row + 1 if fault else 0
            if fault and in_a_row >= GIVE_UP:
                raise fault
            if progress:
                progress(n, len(cases.cases))
        summary, _ = folder.rescore()
    return Outcome(out, summary, len(cases.cases), len(cases.cases) - len(wanted), int(summary["failed"]))


def _answered(subject: Subject, case: Case, asking: Asking = ONCE) -> tuple[CaseResult, WenjuError | None]:
    """The row of a case, and the error when it is not the case's but a service's."""
    started = time.perf_counter()
    try:
        row = subject.answer(case)
    except Cancelled:
        raise
    except Exception as error:  # a bug in the product is a failed case, not the end of the run
        return CaseResult.failed(case, _told(error), time.perf_counter() - started), _service(error)
    again: list[dict[str, Any]] = []
    for question in asking.others(case):
        try:
            again.append({"question": question, "result": subject.answer(replace(case, question=question)).result})
        except Cancelled:
            raise
        except Exception as error:
            again.append({"question": question, "result": None, "error": _told(error)})
    return replace(row, again=tuple(again)), None


def _told(error: Exception) -> str:
    words = error.zh if isinstance(error, WenjuError) else str(error)
    return f"{type(error).__name__}: {words}"


def _service(error: Exception) -> WenjuError | None:
    return error if isinstance(error, LibraryError | ModelError | EndpointError) else None


def _config(settings: Settings) -> dict[str, Any]:
    """The settings that bear on answers: no paths, no secrets, of an endpoint only the host."""
    chat = settings.chat.model_dump(mode="json", exclude={"api_key", "base_url"})
    if settings.chat.base_url:
        chat["endpoint"] = urlsplit(settings.chat.base_url).hostname
    config = {"embedder": settings.embedder.model_dump(), "retrieve": settings.retrieve.model_dump(), "chat": chat}
    if settings.reranker.configured:
        given = settings.reranker
        host = urlsplit(given.base_url).hostname if given.base_url else None
        model = given.model if host or not given.model else Path(given.model).name
        config["reranker"] = {"model": model, "endpoint": host, "passages": given.passages}
    return config
