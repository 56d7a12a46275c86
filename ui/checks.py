"""The checks of ``wenju doctor``. Each looks at one part and changes nothing; indexes that a crash left behind catch up."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rag.errors import WenjuError, reason
from ui.language import language, say

if TYPE_CHECKING:
    from rag.settings import Settings

Severity = Literal["ok", "warning", "error"]
_MIN_FREE_GB = 2.0
_PING_S = 5.0


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found; ``remedy`` is the next step when there is one."""

    name: str
    severity: Severity
    message: str
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        """For ``--json``."""
        return {"name": self.name, "severity": self.severity, "message": self.message, "remedy": self.remedy}


def run_checks() -> list[Check]:
    """All checks, in the order in which a fault would spread."""
    from rag.settings import load

    results = [_python(), *_packages()]
    try:
        settings = load()
    except WenjuError as error:
        return [*results, Check(say("设置", "settings"), "error", error.message(language()), "wenju.toml / WENJU_*")]
    results.append(Check(say("设置", "settings"), "ok", str(settings.home)))
    checks: tuple[tuple[str, Callable[[Settings], Iterator[Check]]], ...] = (
        (say("文件夹", "home"), _home),
        (say("磁盘", "disk"), _disk),
        (say("模型", "models"), _models),
        (say("写锁", "lock"), _lock),
        (say("库", "library"), _library),
        (say("接口", "endpoint"), _endpoint),
        (say("重排模型", "reranker"), _reranker),
    )
    for name, check in checks:
        try:
            results += check(settings)
        except WenjuError as error:
            results.append(Check(name, "error", error.message(language())))
        except OSError as error:
            results.append(Check(name, "error", say(reason(error), str(error))))
        except Exception as error:  # a check that breaks is a finding, not a crash
            results.append(Check(name, "error", f"{type(error).__name__}: {error}"))
    return results


def _python() -> Check:
    now = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info[:2] < (3, 14):
        return Check("Python", "ok", now)
    return Check("Python", "error", now, say("请用 3.11 至 3.13", "use 3.11 to 3.13"))


def _packages() -> Iterator[Check]:
    missing = []
    try:
        wanted = [r for r in requires("wenju") or [] if "extra ==" not in r]
    except PackageNotFoundError:
        yield Check(say("安装包", "packages"), "error", say("没有装好", "not installed"), "make setup")
        return
    for requirement in wanted:
        name = requirement.split(";")[0].split("[")[0]
        name = name[: next((i for i, c in enumerate(name) if c in "<>=!~ "), len(name))]
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        yield Check(say("安装包", "packages"), "error", say("缺 ", "missing ") + "、".join(missing), "make setup")
    else:
        yield Check(say("安装包", "packages"), "ok", f"wenju {version('wenju')}, {len(wanted)}")
    import rag

    root = Path(__file__).resolve().parent.parent
    if Path(rag.__file__ or "").resolve().parent.parent != root:
        yield Check(
            say("包名", "names"), "error", say(f"另有名为 rag 的包：{rag.__file__}", f"a foreign package rag: {rag.__file__}"),
            say("在独立的虚拟环境里安装", "install into an environment of its own"),
        )  # fmt: skip


def _home(settings: Settings) -> Iterator[Check]:
    name = say("文件夹", "home")
    folder = settings.home
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    import os

    if os.access(folder, os.W_OK | os.X_OK):
        yield Check(name, "ok", say(f"{settings.home} 可写", f"{settings.home} is writable"))
    else:
        yield Check(name, "error", say(f"{folder} 不可写", f"{folder} is not writable"), "--home / WENJU_HOME")


def _disk(settings: Settings) -> Iterator[Check]:
    for label, path in (
        (say("磁盘（库）", "disk (library)"), settings.home),
        (say("磁盘（模型）", "disk (models)"), settings.models),
    ):
        while not path.exists() and path != path.parent:
            path = path.parent
        free = shutil.disk_usage(path).free / 1e9
        severity: Severity = "ok" if free >= _MIN_FREE_GB else "warning" if free >= 0.2 else "error"
        remedy = "" if severity == "ok" else say("请腾出空间", "free some space")
        yield Check(label, severity, say(f"剩余 {free:.1f} GB", f"{free:.1f} GB free"), remedy)


def _models(settings: Settings) -> Iterator[Check]:
    from rag.models.store import ModelStore

    for status in ModelStore(settings.models).statuses():
        built_in = settings.embedder.model == "e5-small"
        needed = status.model.name == "e5-small" and built_in
        label = say(f"模型 {status.model.name}", f"model {status.model.name}")
        remedy = f"wenju models pull {status.model.name}"
        if status.state == "ready":
            yield Check(label, "ok", say("完好", "ready"))
        elif status.state == "missing":
            absent = say("没有下载", "not fetched")
            optional = say("（可不装，没有它就摘录作答）", " (optional: without it answers quote the reports)")
            yield Check(label, "error" if needed else "warning", absent + ("" if needed else optional), remedy)
        elif status.state == "partial":
            yield Check(label, "error" if needed else "warning", say("只下载了一部分", "fetched in part"), remedy)
        else:
            yield Check(label, "error", say("文件不对：校验值不符", "altered: the hash differs"), remedy)


def _lock(settings: Settings) -> Iterator[Check]:
    from filelock import FileLock, Timeout

    from rag.library.lock import WriterLock

    name, path = say("写锁", "lock"), settings.home / "writer.lock"
    if not path.exists():
        yield Check(name, "ok", say("没有人在写", "nobody is writing"))
        return
    try:
        with FileLock(path, timeout=0):
            yield Check(name, "ok", say("没有人在写", "nobody is writing"))
    except Timeout:
        holder = WriterLock(settings.home).holder()
        who = f"{holder.command}（{holder.pid}，{holder.since}）" if holder else "?"
        yield Check(name, "warning", say(f"正在写库：{who}", f"being written by {who}"))


def _library(settings: Settings) -> Iterator[Check]:
    name = say("库", "library")
    if not settings.database.exists():
        yield Check(name, "warning", say("还没有库", "no library yet"), "wenju ingest PATH")
        return
    from rag.figure import READER
    from rag.index.indexes import Indexes
    from rag.library.record import Library

    with closing(Library.open(settings.database, read_only=True)) as library:
        problems = library.check()
        for problem in problems:
            yield Check(name, "error", problem, say("从备份恢复，或重新导入", "restore a backup, or ingest again"))
        documents, passages = len(library.documents()), len(library)
        if not problems:
            empty = documents == 0
            message = say(f"{documents} 份报告，{passages} 段", f"{documents} documents, {passages} passages")
            yield Check(name, "warning" if empty else "ok", message, "wenju ingest PATH" if empty else "")
        name = say("索引", "indexes")
        with closing(Indexes.open(settings, library)) as indexes:
            # What a killed command left undone is finished by the next one, and this is one.
            if not indexes.recover():
                unfinished = say(
                    "有没写完的改动（正在导入，或上次被中断）；下次导入会接着做完",
                    "changes are not yet taken in (an ingest is running, or was interrupted); the next ingest goes on",
                )
                yield Check(name, "warning", unfinished, "wenju ingest PATH")
                return
            wrong = indexes.check()
        for problem in wrong:
            yield Check(name, "error", problem, "wenju library rebuild")
        if not wrong:
            yield Check(name, "ok", say("与库一致", "in step with the library"))
        name, unread = say("问数", "figures"), len(library.figures.unread(READER))
        if unread:
            later = say(
                f"{unread} 份报告的数据还没有读出；第一次问数时读，或由下次导入读完",
                f"the figures of {unread} documents are not read yet: the first table or the next ingest reads them",
            )
            yield Check(name, "warning", later, "wenju figures")
        else:
            yield Check(name, "ok", say(f"{len(library.figures)} 个数据", f"{len(library.figures)} figures"))


def _endpoint(settings: Settings) -> Iterator[Check]:
    if not settings.chat.base_url:
        return
    import httpx

    name = say("接口", "endpoint")
    key = settings.chat.api_key
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    try:
        reply = httpx.get(f"{settings.chat.base_url.rstrip('/')}/models", headers=headers, timeout=_PING_S)
    except httpx.HTTPError as error:
        remedy = "WENJU_CHAT__BASE_URL"
        yield Check(name, "error", say(f"连不上：{type(error).__name__}", f"cannot be reached: {error!r}"), remedy)
        return
    if reply.status_code in (401, 403):
        yield Check(name, "error", say(f"拒绝了密钥（{reply.status_code}）", f"refuses the key ({reply.status_code})"), "WENJU_CHAT__API_KEY")  # fmt: skip
    elif reply.status_code >= 500:
        yield Check(name, "error", say(f"回答 {reply.status_code}", f"answers {reply.status_code}"))
    else:
        yield Check(name, "ok", say("连得上", "can be reached"))


def _reranker(settings: Settings) -> Iterator[Check]:
    """Opens it and lets it score two sentences, one of which answers the question."""
    if not settings.reranker.configured:
        return
    from rag.backends.rerankers import open_reranker

    name = say("重排模型", "reranker")
    try:
        model = open_reranker(settings.reranker)
        right, wrong = model.score("全县有多少人？", ["全县总人口30万人。", "道路已经通车。"])
    except WenjuError as error:
        without = say("；检索照常，用内置的排序", "; searches go on in the built-in order")
        yield Check(name, "warning", error.zh + without if language() == "zh" else error.en + without, error.hint)
        return
    if right > wrong:
        yield Check(name, "ok", say(f"{model.name} 可用", f"{model.name} works"))
    else:
        yield Check(
            name,
            "warning",
            say(f"{model.name} 把答非所问的句子排在前面", f"{model.name} prefers a sentence that answers nothing"),
            say("换一个中文重排模型，或去掉 reranker 设置", "use a reranker that knows Chinese, or drop the setting"),
        )
