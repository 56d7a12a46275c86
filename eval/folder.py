"""A run folder: the record, the cases, the outputs as they come, and the scores made of them.

::

    RUN/run.json        the record of the run; without it a folder is no run
    RUN/cases.jsonl     the set, so that the folder can be scored again on its own
    RUN/results.jsonl   a row a case, flushed one by one; the last row of an id counts
    RUN/judged.jsonl    what a judge said of them, if one was asked
    RUN/scores.jsonl    derived: a row a case
    RUN/summary.json    derived: the figures
    RUN/at.json         the case being worked on, and how often the process has died in it
    RUN/lock            held while a run writes
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eval.cases import Case, CaseSet, line
from eval.judgements import Judgements
from eval.records import FORMAT, CaseResult, CaseScore, RunRecord
from eval.rows import Rows
from eval.scoring import score
from eval.summary import summarise
from rag.errors import UsageError


class RunFolder:
    """One run on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        """Whether a run has been started here."""
        return (self.path / "run.json").is_file()

    def begin(self, record: RunRecord, cases: CaseSet) -> None:
        """Start a run here, or take up the one that stopped here.

        Raises:
            UsageError: the folder holds something else, or a run of another set, engine, settings, library or commit.
        """
        if self.exists():
            if not self.record().same_run(record):
                raise UsageError(
                    f"{self.path} 里是另一次运行（问题集、引擎、设置、库或提交不同），没有改动它；请换一个文件夹",
                    f"{self.path} holds another run (set, engine, settings, library or commit differ); it was left alone",
                    hint="--out DIR",
                )
            return
        # A kill before run.json was there leaves no more than this.
        ours = {"lock", "cases.jsonl", "cases.jsonl.partial", "run.json.partial"}
        held = {p.name for p in self.path.iterdir()} - ours if self.path.is_dir() else set()
        if held:
            raise UsageError(
                f"{self.path} 不是空的，也不是一次运行", f"{self.path} is neither empty nor a run", hint="--out DIR"
            )
        self._write("cases.jsonl", "".join(line(c.as_json()) for c in cases.cases))
        self._write("run.json", json.dumps(record.as_json(), ensure_ascii=False, indent=1) + "\n")

    def record(self) -> RunRecord:
        """The record.

        Raises:
            UsageError: no run is here, or one of another version.
        """
        value = self._json("run.json")
        if value.get("format") != FORMAT:
            raise UsageError(
                f"{self.path} 是另一个版本的运行（{value.get('format')}，本程序为 {FORMAT}）",
                f"{self.path} is a run of another version ({value.get('format')}; this program writes {FORMAT})",
            )
        try:
            return RunRecord.from_json(value)
        except TypeError as error:
            raise UsageError(f"{self.path}/run.json 已损坏", f"{self.path}/run.json is damaged: {error}") from error

    def cases(self) -> CaseSet:
        """The set, checked against the digest in the record."""
        told = self.record().dataset
        try:
            rows = [json.loads(x) for x in self._text("cases.jsonl").splitlines()]
            held = CaseSet.of(told["name"], told["version"], (Case.from_json(r) for r in rows))
        except (ValueError, TypeError, KeyError) as error:
            raise UsageError(f"{self.path}/cases.jsonl 已损坏", f"{self.path}/cases.jsonl is damaged") from error
        if held.sha256 != told["sha256"]:
            raise UsageError(f"{self.path}/cases.jsonl 被改动过", f"{self.path}/cases.jsonl has been changed")
        return held

    def results(self) -> Mapping[str, CaseResult]:
        """The last row of each id, read from disk when it is asked for.

        A last line that a kill cut short is left out; any other damage is an error.
        """
        return Rows(self.path / "results.jsonl")

    def judged(self) -> dict[str, dict[str, Any]]:
        """What a judge said, by case; empty when none was asked."""
        return Judgements.read(self.path)[1]

    @contextmanager
    def appending(self) -> Iterator[Any]:
        """A function that adds a row and flushes it. What a kill left of a last line is cut off first.

        Raises:
            UsageError: another run is writing here.
        """
        from filelock import FileLock, Timeout

        self.path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise UsageError(
                f"另一次运行正在写 {self.path}", f"another run is writing {self.path}", hint="--out DIR"
            ) from error
        try:
            yield self._append
        finally:
            lock.release()

    @contextmanager
    def at(self, case_id: str) -> Iterator[None]:
        """Within the block the folder says that this case is being worked on; a kill leaves it so."""
        path = self.path / "at.json"
        path.write_text(json.dumps({"id": case_id, "deaths": self.deaths(case_id) + 1}), encoding="utf-8")
        try:
            yield
        finally:
            path.unlink(missing_ok=True)

    def deaths(self, case_id: str) -> int:
        """How often the process has died in the middle of this case, as far as the last run knows."""
        try:
            value = json.loads((self.path / "at.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0
        return int(value["deaths"]) if isinstance(value, dict) and value.get("id") == case_id else 0

    def mend(self) -> None:
        """Cut off what a kill left of a last line."""
        path = self.path / "results.jsonl"
        if path.is_file():
            content = path.read_bytes()
            whole = content.rfind(b"\n") + 1
            if whole < len(content):
                with path.open("rb+") as file:
                    file.truncate(whole)

    def _append(self, row: CaseResult) -> None:
        with (self.path / "results.jsonl").open("a", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
            file.write(line(row.as_json()))

    def rescore(self) -> tuple[dict[str, Any], bool]:
        """Score the recorded outputs and write ``scores.jsonl`` and ``summary.json``.

        Returns:
            The summary, and whether both files were there before with the very same bytes.
        """
        scored = self.scores()
        summary = summarise(scored)
        rows = "".join(line(s.as_json()) for s in scored)
        text = json.dumps(summary, ensure_ascii=False, indent=1) + "\n"
        same = self._same("scores.jsonl", rows) and self._same("summary.json", text)
        self._write("scores.jsonl", rows)
        self._write("summary.json", text)
        return summary, same

    def scores(self) -> list[CaseScore]:
        """The scores, made anew from the outputs: never those of an older scorer."""
        results, judged = self.results(), self.judged()
        return [score(c, results.get(c.id), judged.get(c.id)) for c in self.cases().cases]

    def _same(self, name: str, text: str) -> bool:
        path = self.path / name
        return path.is_file() and path.read_bytes() == text.encode("utf-8", "surrogatepass")

    def _write(self, name: str, text: str) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        partial = self.path / f"{name}.partial"
        partial.write_bytes(text.encode("utf-8", "surrogatepass"))
        partial.replace(self.path / name)

    def _text(self, name: str) -> str:
        try:
            return (self.path / name).read_bytes().decode("utf-8", "surrogatepass")
        except OSError as error:
            raise UsageError(
                f"{self.path} 里没有完整的运行（缺 {name}）", f"{self.path} is no run: no {name}"
            ) from error

    def _json(self, name: str) -> Mapping[str, Any]:
        try:
            value = json.loads(self._text(name))
        except ValueError as error:
            raise UsageError(f"{self.path / name} 已损坏", f"{self.path / name} is damaged") from error
        return value if isinstance(value, dict) else {}


def pick(cases: Sequence[Case], done: Mapping[str, CaseResult]) -> list[Case]:
    """The cases still to be run: those without a row, and those whose row is an error."""
    return [c for c in cases if c.id not in done or done[c.id].error]
