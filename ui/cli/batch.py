"""Many questions from one JSONL file into another: a line at a time, to be taken up again where it stopped."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from rag.errors import Cancelled, UsageError, WenjuError, reason
from ui.cli.console import Meter, complain, emit_json, note
from ui.language import language, say
from ui.questions import error_json

Work = Callable[[Mapping[str, Any]], dict[str, Any]]
Failed = Callable[[WenjuError], dict[str, Any]]
"""What a line that could not be worked on says in the place of its result, beside the error."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch did, in lines: all of them, those an earlier run had done, and those with an error.

    ``worst`` is the largest exit code of these errors, 0 without any; ``first`` is the line and the message of the first.
    """

    total: int
    kept: int
    errors: int
    out: Path
    worst: int = 0
    first: str = ""

    def show(self, as_json: bool) -> None:
        """One JSON object on stdout, or one line on stderr; ends the command with ``worst``."""
        if as_json:
            emit_json({"total": self.total, "kept": self.kept, "errors": self.errors, "out": str(self.out)})
        else:
            note(
                say(
                    f"共 {self.total} 条，沿用上次 {self.kept} 条，出错 {self.errors} 条，结果在 {self.out}",
                    f"{self.total} lines, {self.kept} kept from before, {self.errors} with an error, in {self.out}",
                )
            )
        if self.errors:
            complain(self.first)
            raise typer.Exit(self.worst)


def run_batch(
    source: Path,
    target: Path,
    work: Work,
    *,
    asked: Mapping[str, Any],
    fresh: bool = False,
    failed: Failed = lambda error: {},
) -> Summary:
    """Write ``{"id", **work(line), "asked", "seconds"}`` for every line of ``source``.

    ``asked`` holds the options of this run. A line already in ``target`` under the same id, line and options
    is not worked on again, unless it was an error; ``fresh`` starts over. A line that cannot be worked on
    gives an ``error`` in its ``result``, beside what ``failed`` makes of it, and the batch goes on.

    Raises:
        UsageError: ``source`` cannot be read, or ``target`` not written.
    """
    lines = list(_lines(source))
    kept = {} if fresh else _kept(target, asked)
    wanted = [(n, line) for n, line in lines if _key(n, line) not in kept]
    meter, errors, worst, first = Meter(say("已答", "done")), 0, 0, ""
    try:
        _rewrite(target, [kept[_key(n, line)] for n, line in lines if _key(n, line) in kept])
        with target.open("a", encoding="utf-8", newline="\n") as out:
            for done, (n, line) in enumerate(wanted, len(lines) - len(wanted) + 1):
                started = time.perf_counter()
                result, error = _worked(work, line, failed)
                if error is not None:
                    errors, worst = errors + 1, max(worst, error.exit_code)
                    said = error.message(language())
                    first = first or say(f"第 {n} 行出错：{said}", f"line {n}: {said}")
                row = {"id": _id(n, line), **result, "asked": {**asked, "line": _digest(line)}}
                row["seconds"] = round(time.perf_counter() - started, 4)
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                out.flush()
                meter(done, len(lines))
    except OSError as error:
        raise UsageError(
            f"写不了 {target}：{reason(error)}", f"cannot write {target}: {error.strerror}", hint="--out"
        ) from error
    finally:
        meter.close()
    return Summary(len(lines), len(lines) - len(wanted), errors, target, worst, first)


def _lines(source: Path) -> Iterator[tuple[int, Mapping[str, Any] | UsageError]]:
    try:
        text = source.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        zh, en = (reason(error), error.strerror) if isinstance(error, OSError) else ("不是 UTF-8", "not UTF-8")
        raise UsageError(f"读不了 {source}：{zh}", f"cannot read {source}: {en}", hint="--batch") from error
    for n, raw in enumerate(text.split("\n"), 1):
        if not raw.strip():
            continue
        try:
            value = json.loads(raw)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            yield n, value
        else:
            yield n, UsageError("不是一个 JSON 对象", "no JSON object")


def _worked(
    work: Work, line: Mapping[str, Any] | UsageError, failed: Failed
) -> tuple[dict[str, Any], WenjuError | None]:
    try:
        if isinstance(line, UsageError):
            raise line
        return work(line), None
    except Cancelled:
        raise
    except WenjuError as error:
        return {**failed(error), "result": {"error": error_json(error)}}, error


def _id(n: int, line: Mapping[str, Any] | UsageError) -> Any:
    return n if isinstance(line, UsageError) else line.get("id", n)


def _digest(line: Mapping[str, Any] | UsageError) -> str:
    import hashlib

    text = "" if isinstance(line, UsageError) else json.dumps(line, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _key(n: int, line: Mapping[str, Any] | UsageError) -> tuple[str, str]:
    return json.dumps(_id(n, line)), _digest(line)


def _kept(target: Path, asked: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """The raw lines of an earlier run that stand; a last line cut short by a kill is none of them."""
    kept: dict[tuple[str, str], str] = {}
    try:
        text = target.read_text(encoding="utf-8")
    except FileNotFoundError:
        return kept
    except (OSError, UnicodeDecodeError) as error:
        raise _foreign(target) from error
    rows = [raw for raw in text.split("\n") if raw.strip()]
    for n, raw in enumerate(rows, 1):
        try:
            row = json.loads(raw)
            options = dict(row["asked"])
            digest = options.pop("line")
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            if n == len(rows) and raw.startswith('{"id"') and not text.endswith("\n"):
                continue
            raise _foreign(target) from error
        result = row.get("result")
        if options == dict(asked) and not (isinstance(result, dict) and "error" in result):
            kept[json.dumps(row.get("id")), digest] = raw
    return kept


def _foreign(target: Path) -> UsageError:
    return UsageError(
        f"{target} 已存在，且不是批量结果；换个文件名，或用 --fresh 覆盖",
        f"{target} exists and holds no results; name another file, or overwrite it with --fresh",
    )


def _rewrite(target: Path, rows: list[str]) -> None:
    """Put ``rows`` in place of ``target`` in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.write_text("".join(row + "\n" for row in rows), encoding="utf-8", newline="\n")
    os.replace(part, target)
