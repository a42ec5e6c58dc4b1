"""The house keeps its shape: imports run one way, pieces stay small, nothing names where packages come from."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("api", "data", "geo", "maps")
MAX_FILE = 250
MAX_FUNCTION = 50
# A migration is a record of what was done, generated once and never edited.
RECORDS = ROOT / "geo" / "migrations" / "versions"
# In two parts, so that this file does not name them itself.
HOSTS = [".".join(parts) for parts in (
    ("pypi", "org"),
    ("files", "pythonhosted", "org"),
    ("registry", "npmjs", "org"),
    ("registry", "yarnpkg", "com"),
    ("docker", "io"),
    ("ghcr", "io"),
    ("quay", "io"),
    ("unpkg", "com"),
    ("cdn", "jsdelivr", "net"),
    ("cdnjs", "cloudflare", "com"),
    ("fonts", "googleapis", "com"),
)]  # fmt: skip
SKIPPED = {".git", ".venv", ".tools", "node_modules", "__pycache__", "var", "dist"}


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (path for path in sorted((ROOT / package).rglob("*.py")) if RECORDS not in path.parents)


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the project."""
    for path in sorted(ROOT.rglob("*")):
        hidden = [part for part in path.relative_to(ROOT).parts if part in SKIPPED or part.endswith("_cache")]
        if path.is_file() and not hidden and path.name != ".hypothesis":
            try:
                yield path, path.read_text("utf-8")
            except UnicodeDecodeError:
                continue


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_run_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_file_is_short() -> None:
    files = [*sources(), *(ROOT / "tests").rglob("*.py")]
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {path: length for path, length in lengths.items() if length > MAX_FILE} == {}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_a_function_is_short() -> None:
    long = {
        f"{name(path)}:{function.name}": length(function)
        for path in sources()
        for function in functions(path)
        if length(function) >= MAX_FUNCTION
    }
    assert long == {}


def test_most_functions_have_less_than_10_lines() -> None:
    lengths = sorted(length(function) for path in sources() for function in functions(path))
    assert lengths[len(lengths) // 2] < 10


def test_no_file_names_a_registry() -> None:
    named = [(name(path), host) for path, text in texts() for host in HOSTS if host in text]
    assert named == []


def test_the_lock_files_hold_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = re.findall(r"^\S+==\S+", lock, re.MULTILINE)
    assert len(pinned) > 50
    assert "://" not in re.sub(r"^\s*#.*$", "", lock, flags=re.MULTILINE)
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert all("integrity" in found and "resolved" not in found for where, found in packages.items() if where)


@pytest.mark.parametrize("word", ["print(", "breakpoint("])
def test_libraries_do_not_print(word: str) -> None:
    allowed = {"api/cli/program.py"}
    calls = re.compile(rf"(?<![\w.]){re.escape(word)}")
    found = [name(path) for path in sources() if calls.search(path.read_text("utf-8")) and name(path) not in allowed]
    assert found == []


def test_the_pre_commit_hooks_need_no_other_repository() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert {repository["repo"] for repository in config["repos"]} == {"local"}
