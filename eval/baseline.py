"""The accepted state of a set: a file in git, with the reason why it was accepted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.folder import RunFolder
from eval.records import CaseScore
from eval.summary import summarise
from rag.errors import UsageError

FOLDER = Path(__file__).resolve().parent / "baselines"
FORMAT = 1
"""Of baseline files; one of another number is refused."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What later runs of a set are held against."""

    dataset: Mapping[str, Any]
    engine: str
    reason: str
    made: Mapping[str, Any]
    summary: Mapping[str, Any]
    cases: tuple[CaseScore, ...]

    @classmethod
    def of(cls, folder: RunFolder, reason: str) -> Baseline:
        """The run in ``folder``, accepted for ``reason``."""
        record = folder.record()
        scores = folder.scores()
        made = {"git": dict(record.git), "machine": dict(record.machine), "started": record.started}
        return cls(dict(record.dataset), record.engine, reason, made, summarise(scores), tuple(scores))

    def write(self, path: Path) -> None:
        """Write the file: one line a case, so that a change of it reads well in a diff."""
        head = {
            "format": FORMAT,
            "dataset": dict(self.dataset),
            "engine": self.engine,
            "reason": self.reason,
            "made": dict(self.made),
            "summary": dict(self.summary),
        }
        opening = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
        rows = ",\n".join("  " + json.dumps(c.as_json(), ensure_ascii=False) for c in self.cases)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{opening},\n "cases": [\n{rows}\n ]\n}}\n', encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """The baseline at ``path``.

        Raises:
            UsageError: it is missing, damaged, or of another version.
        """
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
            if value["format"] != FORMAT:
                raise UsageError(
                    f"{path} 是另一个版本的基线", f"{path} is a baseline of another version", hint="wenju eval accept"
                )
            cases = tuple(CaseScore.from_json(row) for row in value["cases"])
            return cls(value["dataset"], value["engine"], value["reason"], value["made"], value["summary"], cases)
        except OSError as error:
            raise UsageError(
                f"没有基线 {path}", f"there is no baseline {path}", hint="wenju eval accept RUN"
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"基线 {path} 已损坏", f"the baseline {path} is damaged: {error!r}") from error


def side(path: Path) -> tuple[Mapping[str, Any], list[CaseScore]]:
    """(dataset, scores) of a run folder or a baseline file.

    Raises:
        UsageError: it is neither.
    """
    if path.is_dir():
        folder = RunFolder(path)
        return folder.record().dataset, folder.scores()
    baseline = Baseline.read(path)
    return baseline.dataset, list(baseline.cases)


def matched(
    before: Mapping[str, Any], after: Mapping[str, Any], old: list[CaseScore], new: list[CaseScore], shared_only: bool
) -> tuple[list[CaseScore], list[CaseScore]]:
    """Both sides, of the same set or, when ``shared_only`` says so, cut down to the ids they share.

    Raises:
        UsageError: the sets differ and that was not said, or they share nothing.
    """
    if before["sha256"] == after["sha256"]:
        return old, new
    if not shared_only:
        raise UsageError(
            f"两次用的问题集不同（{before['name']} {before['sha256'][:8]} 与 {after['name']} {after['sha256'][:8]}），"
            "要比较共有的题请加 --shared-only",
            "the sets differ; compare the cases they share with --shared-only",
            hint="--shared-only",
        )
    common = {c.id for c in old} & {c.id for c in new}
    if not common:
        raise UsageError("两个问题集没有共同的题", "the two sets share no case")
    return [c for c in old if c.id in common], [c for c in new if c.id in common]
