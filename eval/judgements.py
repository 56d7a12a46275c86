"""What a judge said of a run's answers: ``judged.jsonl``, the judge in its first line, then a row a case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.cases import line
from rag.errors import UsageError

NAME = "judged.jsonl"


class Judgements:
    """The judgements of one judge in a run folder, added to row by row."""

    def __init__(self, folder: Path, judge: Mapping[str, Any]) -> None:
        """Take up what this judge has begun.

        Raises:
            UsageError: the folder holds the judgements of another judge.
        """
        self._path = folder / NAME
        before, self.rows = self.read(folder)
        if before and before != dict(judge):
            raise UsageError(
                f"{folder} 已由另一个评判模型（{before.get('model')}）评过；要重评请先删掉 {NAME}",
                f"{folder} has been judged by another judge ({before.get('model')}); delete {NAME} to judge anew",
            )
        if not before:
            self._path.write_text(line({"judge": dict(judge)}), encoding="utf-8")

    def add(self, row: Mapping[str, Any]) -> None:
        """Keep one judgement."""
        self.rows[str(row["id"])] = dict(row)
        with self._path.open("a", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
            file.write(line(row))

    @classmethod
    def read(cls, folder: Path) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """(the judge, rows by id); both empty where nothing was judged. A last line cut short by a kill is cut off.

        Raises:
            UsageError: any other damage.
        """
        path = folder / NAME
        if not path.is_file():
            return {}, {}
        content = path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            path.write_bytes(content[:whole])
        judge: dict[str, Any] = {}
        rows: dict[str, dict[str, Any]] = {}
        for n, raw in enumerate(content[:whole].splitlines(), 1):
            try:
                value = json.loads(raw.decode("utf-8", "surrogatepass"))
                if n == 1:
                    judge = dict(value["judge"])
                else:
                    rows[str(value["id"])] = value
            except (ValueError, KeyError, TypeError) as error:
                raise UsageError(f"{path} 第 {n} 行已损坏", f"line {n} of {path} is damaged") from error
        return judge, rows
