"""Rules of the house that no linter knows: file sizes, names, a light start, nothing that runs foreign code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("rag", "ingest", "prompts", "ui", "eval")
LONGEST = 400
TOO_LONG: dict[str, int] = {}
"""Files over LONGEST, with the length they may not exceed. The list only ever shrinks."""
SHAPELESS = {"utils", "util", "helpers", "helper", "common", "misc", "stuff", "tools"}
HEAVY = ("chromadb", "langchain", "langchain_core", "torch", "gradio", "transformers", "sentence_transformers")


def _sources() -> list[Path]:
    return sorted(p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))


def _nodes() -> Iterator[tuple[Path, ast.AST]]:
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield path, node


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_sources_are_found() -> None:
    assert {p.relative_to(ROOT).parts[0] for p in _sources()} == set(PACKAGES)


def test_files_are_read_in_one_sitting() -> None:
    lengths = {_name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in _sources()}
    long = {name: n for name, n in lengths.items() if n > TOO_LONG.get(name, LONGEST)}
    assert not long
    shrunk = [name for name in TOO_LONG if lengths.get(name, 0) <= LONGEST]
    assert not shrunk, "take these off TOO_LONG"


def test_no_module_without_a_subject() -> None:
    assert [_name(p) for p in _sources() if SHAPELESS & set(p.relative_to(ROOT).with_suffix("").parts)] == []


@pytest.mark.parametrize("module", ["ui.cli.main", "rag.settings", "rag.domain", "rag.ports"])
def test_start_is_light(module: str) -> None:
    code = f"import sys, {module}; print(' '.join(n for n in {HEAVY!r} if n in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_nothing_unpickles_or_evaluates() -> None:
    found = []
    for path, node in _nodes():
        if isinstance(node, ast.Import) and any(a.name.split(".")[0] in ("pickle", "dill") for a in node.names):
            found.append(f"{_name(path)}: pickle")
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("pickle", "dill"):
            found.append(f"{_name(path)}: pickle")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec"):
            found.append(f"{_name(path)}:{node.lineno}: {node.func.id}")
        if isinstance(node, ast.keyword) and node.arg == "trust_remote_code":
            if not (isinstance(node.value, ast.Constant) and node.value.value is False):
                found.append(f"{_name(path)}: trust_remote_code")
    assert found == []


def test_files_are_opened_as_utf8() -> None:
    found = []
    for path, node in _nodes():
        if not isinstance(node, ast.Call):
            continue
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if method in ("read_text", "write_text") and not any(k.arg == "encoding" for k in node.keywords):
            positional = 1 if method == "read_text" else 2
            if len(node.args) < positional and not any(isinstance(a, ast.Starred) for a in node.args):
                found.append(f"{_name(path)}:{node.lineno}")
    assert found == []


def test_every_prompt_is_in_the_list_of_prompts() -> None:
    readme = (ROOT / "prompts" / "README.md").read_text(encoding="utf-8")
    prompts = [p.name for p in (ROOT / "prompts").glob("*.md") if p.name != "README.md"]
    assert prompts
    assert [name for name in prompts if f"`{name}`" not in readme] == []


def test_changelog_speaks_of_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    top = re.search(r"^## \[?(\d+\.\d+\.\d+\S*?)\]?(?:\s|$)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert top is not None
    assert top.group(1) == project["version"]


def test_every_test_folder_is_a_package() -> None:
    folders = {p.parent for p in (ROOT / "tests").rglob("*.py") if "__pycache__" not in p.parts}
    assert [_name(f) for f in sorted(folders) if not (f / "__init__.py").is_file()] == []
