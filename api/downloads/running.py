"""Run the process that builds a file, and say in words for anybody why it failed."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import structlog

from data.exports import Job
from data.exports.child import FAULT, NO_MEMORY, NO_ROOM, Limits
from geo.errors import NoRoom, Overloaded

LONGEST_SECONDS: Final = 3_600.0
LIMITS = Limits()
ROOT: Final = Path(__file__).parents[2]
_log = structlog.get_logger("allimi.downloads")


async def run(job: Job, progressed: Callable[[int, int], None]) -> None:
    """Build the file of a job in a process of its own. Raises NoRoom, or Overloaded where it died or was too large."""
    # No bytecode: a limit on files would cut it off, and every program that comes later would stumble over it.
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-B", "-m", "data.exports.child",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=job.folder, env=_environment(),
    )  # fmt: skip
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            said = await _follow(process, job, progressed)
    except TimeoutError as cause:
        raise Overloaded("The file took too long to build; ask for less.") from cause
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise _reason(job, process.returncode, said)


async def _follow(
    process: asyncio.subprocess.Process, job: Job, progressed: Callable[[int, int], None]
) -> dict[str, Any]:
    """Hand over the job and listen until the process ends; gives what it said last of a failure."""
    assert process.stdin is not None  # noqa: S101 - piped
    assert process.stdout is not None  # noqa: S101 - piped
    told = {"job": job.document(), "limits": asdict(LIMITS)}
    process.stdin.write(json.dumps(told).encode() + b"\n")
    process.stdin.close()
    failed: dict[str, Any] = {}
    async for line in process.stdout:
        said = json.loads(line)
        if "failed" in said:
            failed = said
        else:
            progressed(said["written"], said["of"])
    await process.wait()
    return failed


def _reason(job: Job, code: int | None, said: dict[str, Any]) -> Exception:
    why = said.get("failed")
    _log.warning("build failed", file=job.name, code=code, why=why, error=said.get("error"))
    if why == NO_ROOM:
        return NoRoom("There is no room on the disk for this file; ask for less, or try again later.")
    if why == NO_MEMORY:
        return Overloaded("This file needs more memory than a build may take; ask for less.")
    if why == FAULT:
        return Overloaded("The file could not be built; the reason is recorded. Try again, or take another format.")
    return Overloaded("The build broke off; try again in a moment.")


def _environment() -> dict[str, str]:
    """Nothing of ours: the process needs no login and no key."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "ARROW_DEFAULT_MEMORY_POOL": "system",  # others reserve more address space than the process may have
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
