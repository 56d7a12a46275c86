"""Small reports of our own invention, cut into passages the way ingestion does it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingest.build import build_document
from ingest.parsed import Parsed
from rag.backends.fakes import ScriptedChat
from rag.domain import Answer, Passage
from rag.pipeline import Pipeline
from rag.retrieve.given import GivenPassages
from rag.settings import load

PINGJIANG = """平江县易地搬迁工作纪实

2021年，平江县投入资金3.6亿元，建成集中安置点27个，搬迁群众4128户、15306人。
搬迁群众年人均纯收入由2019年的9800元增长到2021年的12740元。
平江县共排查安全隐患326处，已整改288处。
县里提出“三个到户”的办法：台账到户、干部到户、产业到户。
县发改局局长罗文斌介绍，安置点都配了卫生室和小学。
平江县建成扶贫车间45个，其中32个开在安置点旁边。
"""
TAOYUAN = """桃源县电商发展情况

2021年，桃源县农产品网上销售额达到8.5亿元，比上年增长12.4%。
桃源县建成村级电商服务站198个，覆盖全县85%的行政村。
桃源县建成扶贫车间61个，吸纳2350人就业。
县商务局局长周丽华说，全县培训电商人员5600人次。
"""
MEDICAL_A = """桑植县医疗保障工作通报

2022年，桑植县城乡居民医保参保人数为41.2万人，住院报销比例为70%。
"""
MEDICAL_B = """桑植县2022年民生实事回顾

2022年，桑植县城乡居民医保参保人数为39.8万人。
"""
REPORTS = {"01_平江.txt": PINGJIANG, "02_桃源.txt": TAOYUAN, "03_医保.txt": MEDICAL_A, "04_民生.txt": MEDICAL_B}


def passages(reports: dict[str, str] | None = None) -> list[Passage]:
    """The passages of ``reports`` (file name to text), in order."""
    found: list[Passage] = []
    for path, text in (REPORTS if reports is None else reports).items():
        sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
        parsed = Parsed(text, "text/plain")
        size = len(text.encode("utf-8"))
        found += build_document(parsed, path=path, root="/reports", sha256=sha256, size=size, mtime_ns=0).passages
    return found


def pipeline(home: Path, held: Sequence[Passage] | None = None, **settings: Any) -> Pipeline:
    """A pipeline over ``held`` (else over REPORTS) without a library."""
    given = GivenPassages(passages() if held is None else held)
    return Pipeline(load(home, **settings), given_index(given), given)


def given_index(given: GivenPassages) -> Any:
    """``given`` as a pipeline's index, which may be closed."""

    class Closable(GivenPassages):
        def close(self) -> None:
            """Nothing is open."""

    given.__class__ = Closable
    return given


def drafted(made: Pipeline, question: str, *replies: str | Exception) -> tuple[Answer, ScriptedChat]:
    """The answer with a local model that says ``replies``, and that model."""
    chat = ScriptedChat(replies)
    made._chats["local"] = chat
    return made.ask(question, engine="local"), chat
