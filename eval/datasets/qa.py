"""QA and search sets: JSON lines in the form of ``samples/questions.jsonl``.

A first line ``{"dataset": NAME, "version": VERSION}`` names the set. Then one case a line. With ``gold`` (a list of
file names) in place of ``must`` the case is only searched for.

A line that ``wenju eval draft`` proposed carries ``review``: ``proposed`` until somebody has looked at it, then
``accepted`` or ``rejected``. Rejected lines are left out; one that nobody has looked at is an error, not gold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from eval.cases import Case, CaseSet, Groups
from eval.datasets.lines import read_lines, wrong
from rag.errors import UsageError

MAX_TEXT = 20_000
_QA = frozenset(
    "id type question answerable must must_not evidence docs place history tags computation answer passages paraphrases "
    "review why spans".split()
)
_SEARCH = frozenset("id type question answerable gold answer evidence keypoints tags place docs".split())
_PASSAGE = frozenset("text title place date document".split())
Wrong = Callable[[str, str], UsageError]


def load(paths: Sequence[Path], name: str = "") -> CaseSet:
    """The cases of all files, in order, as one set.

    Raises:
        UsageError: a file that is not UTF-8 JSON lines, an unknown or ill-typed field, an id that occurs twice, a
            case without gold, or no case at all; the message names file and line.
    """
    cases: list[Case] = []
    seen: dict[str, tuple[Path, int]] = {}
    version, named = "", name or "+".join(p.stem for p in paths)
    for path in paths:
        for n, value in read_lines(path):
            if "dataset" in value and "question" not in value:
                named, version = name or str(value["dataset"]), str(value.get("version", ""))
                continue
            fail = partial(wrong, path, n)
            if not _reviewed(value, fail):
                continue
            case = _case(value, fail)
            if case.id in seen:
                first, at = seen[case.id]
                raise fail(f"编号 {case.id} 已在 {first} 第 {at} 行用过", f"id {case.id} is used before")
            seen[case.id] = (path, n)
            cases.append(case)
    if not cases:
        names = "、".join(map(str, paths))
        raise UsageError(f"{names} 里没有题", f"no case in {names}")
    return CaseSet.of(named, version, cases)


def _reviewed(value: Mapping[str, Any], fail: Wrong) -> bool:
    review = value.get("review", "accepted")
    if review == "proposed":
        raise fail(
            "这一题还没有人审过：看过之后把 review 改为 accepted 或 rejected",
            "nobody has reviewed this proposal: set review to accepted or rejected",
        )
    if review not in ("accepted", "rejected"):
        raise fail("review 应是 proposed、accepted 或 rejected", "review must be proposed, accepted or rejected")
    return bool(review == "accepted")


def _case(value: Mapping[str, Any], fail: Wrong) -> Case:
    search = "gold" in value
    unknown = sorted(value.keys() - (_SEARCH if search else _QA))
    if unknown:
        raise fail(f"不认识的字段 {'、'.join(unknown)}", f"unknown field {', '.join(unknown)}")
    id_ = value.get("id")
    if not isinstance(id_, str | int) or isinstance(id_, bool) or not str(id_).strip():
        raise fail("缺少编号 id", "the id is missing")
    question = _text(value, "question", fail)
    if not question.strip() and not (search and "question" in value):  # a public set has such a line: it fails, alone
        raise fail("缺少问题 question", "the question is missing")
    answerable = value.get("answerable", True)
    if not isinstance(answerable, bool):
        raise fail("answerable 应是 true 或 false", "answerable must be true or false")
    common: dict[str, Any] = {
        "id": str(id_),
        "type": _text(value, "type", fail) or "fact",
        "question": question,
        "answerable": answerable,
        "answer": _text(value, "answer", fail),
        "place": _text(value, "place", fail),
        "tags": _texts(value, "tags", fail),
    }
    if search:
        docs = _texts(value, "gold", fail)
        return Case(**common, kind="search", docs=docs, evidence=tuple((e,) for e in _texts(value, "evidence", fail)))
    must, evidence = _groups(value, "must", fail), _groups(value, "evidence", fail)
    if answerable and not must:
        raise fail("可回答的题缺少 must", "an answerable case needs must")
    if answerable and not evidence and value.get("passages") is None:
        raise fail("可回答的题缺少 evidence", "an answerable case needs evidence")
    if not answerable and must:
        raise fail("不可回答的题不应有 must", "an unanswerable case must not have must")
    return Case(
        **common,
        must=must,
        must_not=_texts(value, "must_not", fail),
        evidence=evidence,
        docs=_texts(value, "docs", fail),
        history=_texts(value, "history", fail),
        computation=_text(value, "computation", fail),
        paraphrases=_texts(value, "paraphrases", fail),
        passages=_passages(value, fail),
        spans=_spans(value, fail),
    )


def _spans(value: Mapping[str, Any], fail: Wrong) -> tuple[tuple[int, int], ...]:
    found = value.get("spans", [])
    if not isinstance(found, list) or not all(
        isinstance(s, list) and len(s) == 2 and all(type(x) is int for x in s) and 0 <= s[0] < s[1] for s in found
    ):
        raise fail("spans 应是一列 [起, 止]", "spans must be a list of [start, end]")
    return tuple((s[0], s[1]) for s in found)


def _text(value: Mapping[str, Any], key: str, fail: Wrong) -> str:
    found = value.get(key)
    if found is None:
        return ""
    if not isinstance(found, str) or len(found) > MAX_TEXT:
        raise fail(f"{key} 应是不超过 {MAX_TEXT} 字的文字", f"{key} must be a text of at most {MAX_TEXT} characters")
    return found


def _texts(value: Mapping[str, Any], key: str, fail: Wrong) -> tuple[str, ...]:
    found = value.get(key, [])
    if not isinstance(found, list) or not all(isinstance(x, str) and 0 < len(x) <= MAX_TEXT for x in found):
        raise fail(f"{key} 应是一列文字", f"{key} must be a list of texts")
    return tuple(found)


def _groups(value: Mapping[str, Any], key: str, fail: Wrong) -> Groups:
    found = value.get(key, [])
    if not isinstance(found, list):
        raise fail(f"{key} 应是一列“任一即可”的组", f"{key} must be a list of groups")
    groups = tuple(_texts({key: group}, key, fail) for group in found)
    if not all(groups):
        raise fail(f"{key} 里有空的组", f"{key} holds an empty group")
    return groups


def _passages(value: Mapping[str, Any], fail: Wrong) -> tuple[Mapping[str, str], ...] | None:
    found = value.get("passages")
    if found is None:
        return None
    if not isinstance(found, list):
        raise fail("passages 应是一列段落", "passages must be a list")
    for item in found:
        if not isinstance(item, dict) or not isinstance(item.get("text"), str) or item.keys() - _PASSAGE:
            raise fail("passages 的每一段应是 {text, title?, place?, date?, document?}", "a passage is ill-formed")
        if not all(isinstance(x, str) for x in item.values()):
            raise fail("passages 的字段应是文字", "a passage's fields must be texts")
    return tuple(found)
