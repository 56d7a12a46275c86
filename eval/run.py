"""A run: every case answered once, in order, a row each, to be taken up again where it was stopped."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from eval import machine
from eval.folder import RunFolder, pick
from eval.records import Case, CaseResult, CaseSet, RunRecord
from eval.subject import Subject
from rag.errors import Cancelled, EndpointError, LibraryError, ModelError, WenjuError
from rag.settings import Settings

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


def record_of(cases: CaseSet, engine: str, settings: Settings, subject: Subject) -> RunRecord:
    """The record of a run that begins now."""
    return RunRecord(
        dataset=cases.describe(),
        engine=engine,
        config=_config(settings),
        fingerprints=dict(subject.fingerprints),
        git=machine.git(),
        machine=machine.machine(),
        packages=machine.packages(),
        started=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    )


def run(
    cases: CaseSet,
    subject: Subject,
    record: RunRecord,
    out: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Answer the cases that ``out`` has no answer for, then score all of them.

    A case that goes wrong is a row with its error and counts as failed; taking the run up again tries it again.

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
            row, fault = _answered(subject, case)
            append(row)
            in_a_row = in_a_row + 1 if fault else 0
            if fault and in_a_row >= GIVE_UP:
                raise fault
            if progress:
                progress(n, len(cases.cases))
        summary, _ = folder.rescore()
    return Outcome(out, summary, len(cases.cases), len(cases.cases) - len(wanted), int(summary["failed"]))


def _answered(subject: Subject, case: Case) -> tuple[CaseResult, WenjuError | None]:
    """The row of a case, and the error when it is not the case's but a service's."""
    started = time.perf_counter()
    try:
        return subject.answer(case), None
    except Cancelled:
        raise
    except (LibraryError, ModelError, EndpointError) as error:
        return CaseResult.failed(case, f"{type(error).__name__}: {error.zh}", time.perf_counter() - started), error
    except WenjuError as error:
        return CaseResult.failed(case, f"{type(error).__name__}: {error.zh}", time.perf_counter() - started), None
    except Exception as error:  # a bug in the product is a failed case, not the end of the run
        return CaseResult.failed(case, f"{type(error).__name__}: {error}", time.perf_counter() - started), None


def _config(settings: Settings) -> dict[str, Any]:
    """The settings that bear on answers: no paths, no secrets, of an endpoint only the host."""
    chat = settings.chat.model_dump(mode="json", exclude={"api_key", "base_url"})
    if settings.chat.base_url:
        chat["endpoint"] = urlsplit(settings.chat.base_url).hostname
    return {"embedder": settings.embedder.model_dump(), "retrieve": settings.retrieve.model_dump(), "chat": chat}
