"""Drafts with known truth: what a library holds, what was changed in it, what it does not hold, and small talk.

    python -m eval.drafts [--held TEXT...] [--out FILE] TEXT...

Takes every fifth paragraph out of the texts, puts the rest into a library of its own, writes drafts about it and
checks them. Each draft is about one document: sentences restated (``supported``), sentences with one fact changed
(``contradicted``), sentences of the paragraphs that were taken out (``not_found``), opinions, greetings and plans
(``not_checkable``). ``--held`` texts stay out of the library altogether; drafts about them hold nothing that it could
confirm.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.edits import Text
from eval.falsehoods import FALSE
from eval.restatements import TRUE
from rag.domain import Document, Span
from rag.text import places
from rag.text.quantities import quantities
from rag.text.sentences import sentences

TARGETS = {"contradicted": 0.95, "supported": 0.95, "not_found": 0.90, "not_checkable": 0.90}
"""Share of each sort that must come back as what it is; of ``not_found``, what is not called contradicted or supported."""
FALSE_ALARM = 0.02
"""Share of supported claims that may be called contradicted."""

_TALK = (
    "各位领导、同志们：", "大家上午好！", "现将有关情况汇报如下。", "我认为，这项工作抓得很有成效。", "成绩来之不易，值得充分肯定。",
    "这件事意义重大、影响深远。", "下一步，我们将继续抓好各项工作落实。", "今后要进一步压实责任，把好事办好。", "力争明年再上一个新台阶。",
    "希望各部门密切配合，形成合力。", "我们要始终把群众的冷暖放在心上。", "以上汇报，不妥之处请批评指正。", "谢谢大家！",
    "实践充分证明，这条路子是走得通的，前景十分广阔。", "为什么能取得这样的成绩呢？", "明年计划再新建一批示范点。",
)  # fmt: skip
_STATED = re.compile(r"已|了|达到|达\d|增长|完成|建成|新增|实现|共有|累计|投入|吸纳|发放")
_AHEAD = re.compile(r"将|力争|目标|计划|确保|要|左右|以上|预期|拟|下一步|今年|推动|加快|推进|加强|深入|支持")


@dataclass(frozen=True, slots=True)
class Item:
    """``text`` stands at ``span`` of its draft; ``edited`` is the part of it that was changed."""

    kind: str
    label: str
    text: str
    span: Span = (0, 0)
    edited: Span | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A draft and the truth about it."""

    text: str
    items: tuple[Item, ...]


def withhold(text: str) -> tuple[str, list[str]]:
    """``text`` without every fifth of its paragraphs of 60 characters and more, and these."""
    kept: list[str] = []
    taken: list[str] = []
    number = 0
    for line in text.split("\n"):
        number += len(line) >= 60
        (taken if len(line) >= 60 and number % 5 == 0 else kept).append(line)
    return "\n".join(kept), taken


def items_of(document: Document, rng: random.Random) -> Iterator[Item]:
    """What can be said of a document, true and false."""
    whole = {a.id: "".join(p.text for p in document.passages if p.article_id == a.id) for a in document.articles}
    for passage in document.passages:
        text = Text(whole[passage.article_id], passage.title, passage.place, passage.date)
        for start, end in sentences(passage.text):
            sentence = passage.text[start:end].replace("\n", "")
            if 14 <= len(sentence) <= 110 and sentence[-1] in "。！”；":
                yield from _restated(sentence, text, rng)
                yield from _changed(sentence, text, rng)


def absent(paragraph: str) -> Iterator[Item]:
    """Statements with a figure of what the library does not hold."""
    for start, end in sentences(paragraph):
        sentence = paragraph[start:end].replace("\n", "")
        stated = _STATED.search(sentence) and not _AHEAD.search(sentence)
        if 14 <= len(sentence) <= 110 and stated and any(q.kind != "ordinal" for q in quantities(sentence)):
            yield Item("absent", "not_found", sentence)


def _restated(sentence: str, text: Text, rng: random.Random) -> Iterator[Item]:
    for kind, edit in rng.sample(list(TRUE.items()), len(TRUE)):
        said = edit(sentence, text, rng)
        if said and said != sentence:
            yield Item(kind, "supported", said)
            return


def _changed(sentence: str, text: Text, rng: random.Random) -> Iterator[Item]:
    for kind, edit in rng.sample(list(FALSE.items()), len(FALSE)):
        said = edit(sentence, text, rng)
        if said and said != sentence:
            yield Item(kind, "contradicted", said, edited=_difference(sentence, said))
            return


def _difference(old: str, new: str) -> Span:
    """The stretch of ``new`` that ``old`` does not share at its beginning or end; at least one character."""
    low = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    high = next(
        (i for i, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b), min(len(old), len(new))
    )
    return min(low, len(new) - 1), max(low + 1, len(new) - high)


def written(title: str, pool: Sequence[Item], rng: random.Random) -> Made:
    """A draft with a title, paragraphs of one to four of the items, and small talk between them."""
    parts, items = [title, "\n"], []
    at = len(title) + 1
    talk = [Item("talk", "not_checkable", t) for t in rng.sample(_TALK, min(len(_TALK), 2 + len(pool) // 8))]
    queue = list(pool)
    for t in talk:
        queue.insert(rng.randrange(len(queue) + 1), t)
    while queue:
        count = rng.randint(1, 4)
        for item in queue[:count]:
            said = item.text if item.text[-1] in "。！？!?：”" else item.text + "。"
            items.append(Item(item.kind, item.label, item.text, (at, at + len(item.text)), item.edited))
            parts.append(said)
            at += len(said)
        queue = queue[count:]
        parts.append("\n")
        at += 1
    return Made("".join(parts), tuple(items))


def outcome(item: Item, claims: Iterable[Mapping[str, Any]]) -> str:
    """What the claims that overlap an item say of it: the worst, or of a changed one that of the changed words."""
    start, end = item.span
    if item.edited:
        start, end = item.span[0] + item.edited[0], item.span[0] + item.edited[1]
    found = {str(c["verdict"]) for c in claims if c["start"] < end and start < c["end"]}
    order = ("contradicted", "not_found", "supported", "not_checkable")
    return next((v for v in order if v in found), "not_checkable")


def right(item: Item, verdict: str) -> bool:
    """Whether a verdict is right; what is not held may be called not found or not checkable."""
    return verdict == item.label or (item.label == "not_found" and verdict == "not_checkable")


def drafts(documents: Sequence[Document], withheld: Mapping[str, Sequence[str]], seed: int) -> Iterator[Made]:
    """Drafts of about 30 items on each document, every item once."""
    rng = random.Random(seed)
    for document in documents:
        by_article: dict[str, list[Item]] = defaultdict(list)
        for article in document.articles:
            part = Document(
                document.id, document.path, document.sha256, document.text, articles=(article,),
                passages=tuple(p for p in document.passages if p.article_id == article.id),
            )  # fmt: skip
            by_article[article.place or ""] += items_of(part, rng)
        main = max(by_article, key=lambda k: len(by_article[k]), default="")
        by_article[main] += [item for p in withheld.get(document.path, ()) for item in absent(p)]
        for place, pool in by_article.items():
            yield from _cut(place, pool, rng)


def _cut(place: str, pool: list[Item], rng: random.Random) -> Iterator[Made]:
    rng.shuffle(pool)
    for i in range(0, len(pool), 30):
        yield written(f"{place}有关工作情况汇报", pool[i : i + 30], rng)


def held_out(path: Path, rng: random.Random) -> Iterator[Made]:
    """Drafts about a text that the library does not hold; its name says what it is about."""
    known = places.resolve(path.stem) or next((m.place for m in places.find(path.stem)), None)
    pool = [item for line in path.read_text(encoding="utf-8").split("\n") for item in absent(line)]
    yield from _cut(known.name if known else "", pool, rng)


def measure(texts: Sequence[Path], held: Sequence[Path] = (), *, seed: int = 20260301) -> dict[str, Any]:
    """Build the library, check the drafts; shares by label and by kind, and the items that came out wrong."""
    from ingest.run import ingest
    from rag.backends.fakes import HashEmbedder
    from rag.check.check import check
    from rag.check.draft import Draft
    from rag.index.indexes import Indexes
    from rag.library.record import Library
    from rag.settings import load

    with tempfile.TemporaryDirectory(prefix="wenju-drafts-") as folder:
        withheld: dict[str, list[str]] = {}
        reports = Path(folder) / "reports"
        reports.mkdir()
        for path in texts:
            kept, withheld[path.name] = withhold(path.read_text(encoding="utf-8"))
            (reports / path.name).write_text(kept, encoding="utf-8")
        settings = load(Path(folder) / "home")
        library = Library.open(settings.database)
        indexes = Indexes.open(settings, library, HashEmbedder)
        ingest([reports], settings=settings, library=library, indexes=indexes)
        documents = [d for d in (library.document(d.id) for d in library.documents()) if d is not None]
        rng = random.Random(seed)
        made = [*drafts(documents, withheld, seed), *(d for path in held for d in held_out(path, rng))]
        count: Counter[tuple[str, str, str]] = Counter()
        wrong: list[dict[str, Any]] = []
        characters, begun = 0, time.perf_counter()
        for draft in made:
            claims = check(Draft.of_text(draft.text), indexes, library).as_json()["claims"]
            characters += len(draft.text)
            for item in draft.items:
                verdict = outcome(item, claims)
                count[item.label, item.kind, verdict] += 1
                if not right(item, verdict):
                    near = [c for c in claims if c["start"] < item.span[1] and item.span[0] < c["end"]]
                    wrong.append(
                        {"kind": item.kind, "label": item.label, "got": verdict, "text": item.text, "claims": near}
                    )
        seconds = time.perf_counter() - begun
        indexes.close()
        library.close()
    return {
        **_summary(count),
        "drafts": len(made),
        "characters": characters,
        "seconds": round(seconds, 1),
        "wrong": wrong,
    }


def _summary(count: Mapping[tuple[str, str, str], int]) -> dict[str, Any]:
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for (label, kind, verdict), n in count.items():
        labels[label][verdict] += n
        kinds[f"{label}:{kind}"][verdict] += n
    shares = {
        label: sum(n for v, n in got.items() if right(Item("", label, ""), v)) / sum(got.values())
        for label, got in labels.items()
    }
    supported = labels["supported"]
    return {
        "shares": {k: round(v, 4) for k, v in sorted(shares.items())},
        "false_alarm": round(supported["contradicted"] / max(1, sum(supported.values())), 4),
        "labels": {k: dict(v) for k, v in sorted(labels.items())},
        "kinds": {k: dict(v) for k, v in sorted(kinds.items())},
    }


def main() -> None:
    """Measure the draft check over text files."""
    parser = argparse.ArgumentParser(description="check drafts with known truth")
    parser.add_argument("--held", type=Path, nargs="*", default=[], help="texts that stay out of the library")
    parser.add_argument("--seed", type=int, default=20260301)
    parser.add_argument("--out", type=Path, help="write what came out wrong, as JSON")
    parser.add_argument("texts", nargs="+", type=Path)
    args = parser.parse_args()
    result = measure(args.texts, args.held, seed=args.seed)
    wrong = result.pop("wrong")
    if args.out:
        args.out.write_text(json.dumps(wrong, ensure_ascii=False, indent=1), encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
