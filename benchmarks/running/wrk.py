"""Load by wrk: one thread, so that the client takes little of the machine, and addresses at random from a list."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.running.sample import Sample
from geo.errors import BadInput

_PATIENCE: Final = 120
SCRIPT: Final = Path(__file__).with_name("random_paths.lua")


def write_paths(file: Path, paths: Sequence[str], etags: Sequence[str] | None = None) -> Path:
    """The addresses as the script reads them; with `etags` the client holds each answer already."""
    lines = paths if etags is None else [f"{path}\t{etag}" for path, etag in zip(paths, etags, strict=True)]
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return file


def load(base: str, paths: Path, *, seconds: int, connections: int, seed: int, gzip: bool = False) -> Sample:
    """Keep so many connections busy for so long; an answer of 400 or above, or none, is an error."""
    command = [_program(), "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", str(SCRIPT), base]
    command += ["--", str(paths), str(seed), *(["gzip"] if gzip else [])]
    before = _children_seconds()
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds + _PATIENCE)
    used = _children_seconds() - before
    if done.returncode != 0:
        raise BadInput(f"wrk failed: {done.stderr.strip() or done.stdout.strip()}")
    told = json.loads(done.stdout.strip().splitlines()[-1])
    requests = told["requests"]
    return Sample(
        per_second=requests / told["seconds"],
        p50=told["p50"],
        p95=told["p95"],
        p99=told["p99"],
        bytes=told["bytes"] / requests if requests else None,
        requests=requests,
        client_ms=1000 * used / requests if requests else None,
        errors=told["errors"] + (0 if requests else 1),
    )


def _children_seconds() -> float:
    """Processor time of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _program() -> str:
    found = shutil.which("wrk")
    if found is None:
        raise BadInput("wrk is not installed: apt-get install wrk, or brew install wrk.")
    return found
