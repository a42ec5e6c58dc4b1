"""The script `allimi` and the lock files: what a fresh machine meets first."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "allimi"
LOCKS = [
    "requirements.lock",
    *(f"tools/{name}-requirements.txt" for name in ("uv", "node", "pip")),
    "tests/clients/duckdb-requirements.txt",
]
# Enough of a system to start the script on, with neither Python, Node nor a package manager.
BARE = ["cat", "cksum", "dirname", "env", "flock", "grep", "id", "mkdir", "readlink", "rm", "sh", "tail"]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of what the script reads, with nothing set up."""
    (tmp_path / "clone").mkdir()
    for name in ["allimi", "requirements.lock", "package-lock.json", "tools"]:
        source, target = ROOT / name, tmp_path / "clone" / name
        shutil.copytree(source, target) if source.is_dir() else shutil.copy2(source, target)
    copy = tmp_path / "clone" / "allimi"
    copy.write_text(copy.read_text().replace("/usr/bin/python3", "/nowhere/python3"))
    return tmp_path / "clone"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder for PATH that holds only the bare system's programs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in BARE:
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return folder


def script(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)  # it may be a link to the machine's own program, which must stay as it is
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def run(clone: Path, programs: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / "allimi", *words],
        env={"PATH": str(programs), "HOME": str(clone), **environment},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def set_up_by_hand(clone: Path) -> None:
    """Make the clone look set up: stamps as the script writes them, and a Python that tells what it got."""
    for lock, stamp in [("requirements.lock", ".venv/stamp"), ("package-lock.json", "node_modules/.stamp")]:
        (clone / stamp).parent.mkdir()
        with (clone / lock).open("rb") as content:
            told = subprocess.run(["cksum"], stdin=content, capture_output=True, check=True).stdout
        (clone / stamp).write_bytes(told)
    (clone / ".venv" / "bin").mkdir()
    script(clone / ".venv" / "bin" / "python", 'echo "$PWD:$PYTHONPATH:$*"')


@pytest.mark.parametrize("name", ["allimi", ".ci/run"])
def test_shellcheck_finds_nothing(name: str) -> None:
    if shutil.which("shellcheck") is None:
        pytest.skip("shellcheck is not installed")
    done = subprocess.run(["shellcheck", ROOT / name], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["allimi", ".ci/run"])
def test_scripts_can_be_run(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)


@pytest.mark.parametrize("name", [*LOCKS, "package-lock.json", ".npmrc"])
def test_no_download_address_is_written_down(name: str) -> None:
    text = (ROOT / name).read_text()
    if name == "package-lock.json":  # where an author asks for donations is no address that npm downloads from
        packages = json.loads(text)["packages"].values()
        text = json.dumps([{key: value for key, value in one.items() if key != "funding"} for one in packages])
    assert not re.search(r"https?://|index-url|find-links|\bregistry=", text)


@pytest.mark.parametrize("name", LOCKS)
def test_every_python_package_is_pinned_by_hash(name: str) -> None:
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", (ROOT / name).read_text()).strip())
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_without_python_and_root_the_exact_line_is_given(clone: Path, programs: Path) -> None:
    script(programs / "id", "echo 1000")
    script(programs / "apt-get", "exit 1")
    done = run(clone, programs, "doctor")
    assert done.returncode == 3
    assert "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends python3" in done.stderr


def test_where_there_is_no_apt_other_lines_are_given(clone: Path, programs: Path) -> None:
    script(programs / "brew", "exit 1")
    done = run(clone, programs, "run")
    assert done.returncode == 3
    assert "brew install" in done.stderr
    assert "apt-get" not in done.stderr


def test_an_installation_that_fails_ends_with_3_and_the_line(clone: Path, programs: Path) -> None:
    script(programs / "id", "echo 1000")
    script(programs / "sudo", 'test "$1" = -n && test "$2" = true')
    script(programs / "apt-get", "exit 1")
    done = run(clone, programs, "doctor")
    assert done.returncode == 3
    assert "The installation failed" in done.stderr


def test_once_set_up_the_script_hands_over_from_any_folder(clone: Path, programs: Path) -> None:
    set_up_by_hand(clone)
    done = run(clone, programs, "load", "a file.csv", ALLIMI_DATABASE_URL="postgresql:///elsewhere")
    assert done.stdout == f"/:{clone}:-P -m api.cli load a file.csv\n"
    assert done.stderr == ""
    assert done.returncode == 0


def test_a_link_to_the_script_finds_the_clone(clone: Path, programs: Path) -> None:
    set_up_by_hand(clone)
    (clone.parent / "elsewhere").mkdir()
    (clone.parent / "elsewhere" / "allimi").symlink_to(clone / "allimi")
    assert str(clone) in run(clone.parent / "elsewhere", programs, "doctor").stdout


def test_a_changed_lock_file_is_installed_anew(clone: Path, programs: Path) -> None:
    set_up_by_hand(clone)
    with (clone / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    script(programs / "python3", "exit 0")
    assert "Installing the Python packages" in run(clone, programs, "doctor").stderr


def test_two_first_starts_do_not_disturb_each_other(clone: Path, programs: Path) -> None:
    """A Python that counts how often packages are installed, slowly."""
    (clone / ".tools/uv/bin").mkdir(parents=True)
    lock = (clone / "tools/uv-requirements.txt").read_bytes()
    stamp = subprocess.run(["cksum"], input=lock, capture_output=True, check=True).stdout
    (clone / ".tools/uv/stamp").write_bytes(stamp)
    set_up_by_hand(clone)
    (clone / ".venv/stamp").unlink()
    (programs / "sleep").symlink_to(str(shutil.which("sleep")))
    script(clone / ".tools/uv/bin/python", "exit 0")
    script(clone / ".tools/uv/bin/uv", f'case $1 in pip) sleep 0.5; echo "$1" >>"{clone}/installed";; esac')
    starts = [
        subprocess.Popen([clone / "allimi", "doctor"], env={"PATH": str(programs)}, stderr=subprocess.DEVNULL)
        for _ in range(3)
    ]
    assert [start.wait(30) for start in starts] == [0, 0, 0]
    assert (clone / "installed").read_text() == "pip\n"
