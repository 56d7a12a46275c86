"""The rows of a run, a hundred thousand of them if need be: kept on disk, found by id."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from eval.records import CaseResult
from rag.errors import UsageError


class Rows(Mapping[str, CaseResult]):
    """``results.jsonl`` as a mapping; of rows with one id the last counts. In memory are only the places of the rows.

    Raises:
        UsageError: a line is damaged, unless it is the last one and a kill cut it short.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[str, tuple[int, int]] = {}
        if not path.is_file():
            return
        at = 0
        with path.open("rb") as file:
            for n, raw in enumerate(file, 1):
                if raw.strip():
                    row = self._row(raw, n, last=not raw.endswith(b"\n"))
                    if row is not None:
                        self._places[row.id] = (at, n)
                at += len(raw)

    def __getitem__(self, id_: str) -> CaseResult:
        at, n = self._places[id_]
        with self._path.open("rb") as file:
            file.seek(at)
            row = self._row(file.readline(), n, last=False)
        assert row is not None, "only a last line may be cut short"
        return row

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def _row(self, raw: bytes, n: int, *, last: bool) -> CaseResult | None:
        try:
            return CaseResult.from_json(json.loads(raw.decode("utf-8", "surrogatepass")))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if last:
                return None
            raise UsageError(f"{self._path} 第 {n} 行已损坏", f"line {n} of {self._path} is damaged") from error
