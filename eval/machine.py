"""Where a run was made: the commit, the machine and the packages, as far as they bear on its figures."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("wenju", "chromadb", "tantivy", "jieba", "numpy", "torch", "transformers", "tokenizers", "xllamacpp", "langchain-core", "opencc")  # fmt: skip


def git() -> dict[str, Any]:
    """The commit, and a digest of what differs from it (empty for nothing); both None outside a repository."""
    commit = _git("rev-parse", "HEAD")
    changes = _git("diff", "HEAD", "--", "rag", "ingest", "prompts", "eval") if commit else None
    return {"commit": commit, "changes": changes and hashlib.sha256(changes.encode()).hexdigest()[:16]}


def machine() -> dict[str, Any]:
    """System, processor, cores this process may use, memory in GiB, load when asked."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else None
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": _processor(),
        "cores": cores,
        "memory_gib": None if memory is None else round(memory, 1),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
    }


def packages() -> dict[str, str]:
    """The versions of what answers depend on, of those that are installed."""
    out = {}
    for name in PACKAGES:
        try:
            out[name] = version(name)
        except PackageNotFoundError:
            continue
    return out


def seeds() -> dict[str, int]:
    """Every seed that has a part in a run: of the bootstrap, and of the local model (which draws nothing at random)."""
    from eval.metrics.stats import SEED
    from rag.backends.local_chat import SEED as CHAT

    return {"bootstrap": SEED, "local_chat": CHAT}


def _git(*args: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", *args], cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace", timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((x.split(":", 1)[1].strip() for x in lines if x.startswith("model name")), platform.machine())
