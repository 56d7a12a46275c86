"""Public Chinese sets as their authors publish them, from a folder the user names; nothing of them is shipped.

============ ============================================= ==========================================================
set          files                                         becomes
============ ============================================= ==========================================================
cmrc2018     ``cmrc2018_*.json`` (Cui et al. 2019), either  a question with its paragraph
             the list of ``context_text`` or SQuAD's form
drcd         ``DRCD_*.json`` (Shao et al. 2018)             the same, in traditional characters
dragonball   ``dragonball_docs.jsonl``,                     Chinese questions asked of the Chinese documents, with
             ``dragonball_queries.jsonl`` (RAGEval, Zhu et  gold references and key points
             al. 2024)
uhgeval      ``XinhuaHallucinations.json`` (Liang et al.    the real and the invented continuation, each verified
             2024)                                          against the whole news
ocnli        ``*.json`` or ``*.jsonl``, a pair a line (Hu   the second sentence verified against the first; pairs
             et al. 2020)                                   without an agreed label (``-``) are no cases, as there
============ ============================================= ==========================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.cases import Case, CaseSet, Label
from eval.datasets.lines import read_json, read_lines, wrong
from rag.errors import UsageError

_REFUSES = ("无法回答", "无法回答。")
_NLI: Mapping[str, Label] = {"entailment": "supported", "neutral": "unsupported", "contradiction": "contradicted"}


def cmrc2018(folder: Path) -> CaseSet:
    """CMRC 2018 in either of its two forms."""
    return _reading("cmrc2018", folder, "cmrc2018*.json")


def drcd(folder: Path) -> CaseSet:
    """DRCD."""
    return _reading("drcd", folder, "DRCD*.json")


def _reading(name: str, folder: Path, pattern: str) -> CaseSet:
    cases: list[Case] = []
    for path in _files(folder, pattern):
        value = read_json(path)
        paragraphs = _paragraphs(value)
        with _Format(path, name):
            cases += [
                _question(str(id_), question, answers, context, title)
                for title, context, items in paragraphs
                for id_, question, answers in items
            ]
    return _set(name, folder, cases)


_Paragraph = tuple[str, str, list[tuple[str, str, list[str]]]]


def _paragraphs(value: Any) -> Iterator[_Paragraph]:
    """(title, paragraph, [(id, question, answers)]) of either form."""
    if isinstance(value, list):
        for item in value:
            asked = [(q["query_id"], q["query_text"], list(q["answers"])) for q in item["qas"]]
            yield str(item.get("title") or ""), item["context_text"], asked
        return
    for article in value["data"]:
        for paragraph in article["paragraphs"]:
            asked = [(q["id"], q["question"], [a["text"] for a in q["answers"]]) for q in paragraph["qas"]]
            yield str(article.get("title") or ""), paragraph["context"], asked


def _question(id_: str, question: str, answers: list[str], context: str, title: str) -> Case:
    wanted = tuple(dict.fromkeys(answers))
    if not wanted or not all(isinstance(x, str) and x for x in (question, context, *wanted)):
        raise KeyError(f"{id_}: question, answers")
    passage = {"text": context, "title": title}
    return Case(id_, "reading", question, must=(wanted,), answer=wanted[0], rule="reading", passages=(passage,))


def dragonball(folder: Path) -> CaseSet:
    """The Chinese half of DRAGONBall."""
    documents, domains = [], {}
    path = _files(folder, "dragonball_docs.jsonl")[0]
    for n, row in read_lines(path):
        if row.get("language") == "zh":
            with _Format(path, "dragonball", n):
                documents.append((f"{row['doc_id']}.txt", str(row["content"])))
                domains[str(row["doc_id"])] = str(row.get("domain") or "")
    cases = []
    path = _files(folder, "dragonball_queries.jsonl")[0]
    for n, row in read_lines(path):
        if row.get("language") == "zh":
            with _Format(path, "dragonball", n):
                cases.append(_dragonball(row, row["query"], row["ground_truth"]))
    return _set("dragonball", folder, cases, documents)


def _dragonball(row: Mapping[str, Any], query: Mapping[str, Any], truth: Mapping[str, Any]) -> Case:
    answerable = str(truth["content"]).strip() not in _REFUSES
    return Case(
        id=f"{query['query_id']}",
        type=str(query["query_type"]),
        question=str(query["content"]),
        answerable=answerable,
        evidence=tuple((str(x),) for x in truth["references"]) if answerable else (),
        docs=tuple(f"{d}.txt" for d in truth["doc_ids"]),
        answer=str(truth["content"]),
        tags=(str(row.get("domain") or ""),),
        keypoints=tuple(str(p) for p in truth.get("keypoints") or ()) if answerable else (),
    )


def uhgeval(folder: Path) -> CaseSet:
    """UHGEval: two claims an item."""
    cases: list[Case] = []
    for path in _files(folder, "Xinhua*.json"):
        items = read_json(path)
        with _Format(path, "uhgeval"):
            for item in items:
                news = "\n".join(str(item[k]) for k in ("headLine", "newsBeginning", "newsRemainder"))
                passage = {"text": news, "title": str(item["headLine"]), "date": str(item["broadcastDate"])[:10]}
                real = item.get("realContinuation") or str(item["newsRemainder"]).split("。")[0] + "。"
                cases += [
                    _claim(f"{item['id']}:real", str(item["type"]), str(real), "supported", passage),
                    _claim(
                        f"{item['id']}:invented",
                        str(item["type"]),
                        str(item["hallucinatedContinuation"]),
                        "unsupported",
                        passage,
                    ),
                ]
    return _set("uhgeval", folder, cases)


def ocnli(folder: Path) -> CaseSet:
    """OCNLI."""
    cases = []
    for path in _files(folder, "*.json*"):
        for n, row in read_lines(path):
            with _Format(path, "ocnli", n):
                if row["label"] == "-":
                    continue
                passage = {"text": str(row["sentence1"])}
                genre = str(row.get("genre") or "pair")
                id_ = f"{path.stem}:{row.get('id', n)}"
                cases.append(_claim(id_, genre, str(row["sentence2"]), _NLI[row["label"]], passage))
    return _set("ocnli", folder, cases)


def _claim(id_: str, type_: str, claim: str, label: Label, passage: Mapping[str, str]) -> Case:
    return Case(id_, type_, claim, kind="verify", label=label, passages=(passage,))


PUBLISHED: Mapping[str, Callable[[Path], CaseSet]] = {
    f.__name__: f for f in (cmrc2018, drcd, dragonball, uhgeval, ocnli)
}


class _Format:
    """Turns a missing or ill-typed field into an error that names the file."""

    def __init__(self, path: Path, name: str, line: int | None = None) -> None:
        self._path, self._name, self._line = path, name, line

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, KeyError | TypeError | AttributeError | IndexError):
            zh, en = f"不是 {self._name} 的格式：{error!r}", f"not the format of {self._name}: {error!r}"
            if self._line is not None:
                raise wrong(self._path, self._line, zh, en) from error
            raise UsageError(f"{self._path}：{zh}", f"{self._path}: {en}") from error


def _files(folder: Path, pattern: str) -> list[Path]:
    found = sorted(p for p in folder.glob(pattern) if p.is_file())
    if not found:
        raise UsageError(f"{folder} 里没有 {pattern}", f"there is no {pattern} in {folder}", hint="--data DIR")
    return found


def _set(name: str, folder: Path, cases: list[Case], documents: list[tuple[str, str]] | None = None) -> CaseSet:
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise UsageError(f"{folder}：编号 {case.id} 重复", f"{folder}: id {case.id} is used twice")
        seen.add(case.id)
    if not cases:
        raise UsageError(f"{folder} 里没有题", f"no case in {folder}")
    return CaseSet.of(name, "", cases, documents or ())
