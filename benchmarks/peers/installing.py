"""Environments of the peers' own, so that nothing of theirs is among our dependencies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from geo.errors import BadInput

CACHE: Final = Path(__file__).resolve().parents[2] / "var" / "bench" / "peers"
SERVER: Final = ("uvicorn==0.54.0", "uvloop==0.23.0", "httptools==0.9.0")
"""What both are served by, as ours is."""
NEEDS: Final = {
    "tipg": ("tipg==1.6.1",),
    "pygeoapi": (
        "pygeoapi==0.21.0",
        "sqlalchemy==2.1.9",
        "geoalchemy2==0.20.0",
        "psycopg2-binary==2.9.13",
        "starlette==1.10.0",
    ),
}


def installed(name: str) -> Path:
    """The folder of a peer's programs; made at the first time. Raises BadInput where pip fails."""
    wanted = [*NEEDS[name], *SERVER]
    folder = CACHE / name
    stamp = folder / "installed"
    if not stamp.is_file() or stamp.read_text("utf-8") != "\n".join(wanted):
        _run(sys.executable, "-m", "venv", "--clear", str(folder))
        _run(str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", *wanted)
        stamp.write_text("\n".join(wanted), "utf-8")
    return folder / "bin"


def _run(*command: str) -> None:
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise BadInput(f"A peer cannot be installed: {done.stderr.strip()[-500:]}")
