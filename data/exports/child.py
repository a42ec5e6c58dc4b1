"""The process that builds a file: with limits of its own, so that what goes wrong in it goes wrong in it alone.

It reads a job from standard input and tells, a JSON object a line, how far it has got and why it failed.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.exports.building import build, job_of

NO_ROOM: Final = "no-room"
NO_MEMORY: Final = "no-memory"
FAULT: Final = "fault"
_TELL_SECONDS: Final = 0.2
_LITTLE: Final = 8 * 2**20
"""Bytes free on a disk that count as none: libraries do not always say why they could not write."""
_FULL: Final = ("No space left", "disk is full", "File too large")
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG


@dataclass(frozen=True, slots=True)
class Limits:
    """What a build may take: bytes of address space, bytes of one file, seconds of a processor."""

    memory: int = 3 * 2**30
    file_bytes: int = 16 * 2**30
    cpu_seconds: int = 3_600


def main() -> int:
    """Build the file; 0 where it is there."""
    told_to = json.loads(sys.stdin.readline())
    job = job_of(told_to["job"])
    _fence(Limits(**told_to["limits"]))
    told = time.monotonic()

    def progressed(written: int, of: int) -> None:
        nonlocal told
        if time.monotonic() - told >= _TELL_SECONDS:
            told = time.monotonic()
            _tell({"written": written, "of": of})

    try:
        build(job, progressed)
    except MemoryError:
        _tell({"failed": NO_MEMORY})
    except Exception as error:
        _tell(
            {"failed": NO_ROOM if _is_full(error, job.folder) else FAULT, "error": f"{type(error).__name__}: {error}"}
        )
    else:
        return 0
    return 1


def _fence(limits: Limits) -> None:
    """Bound what this process may take, and end it with its parent."""
    for limit, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (allowed, allowed))
    os.nice(10)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _is_full(error: Exception, folder: Path) -> bool:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return True
    if any(words in str(error) for words in _FULL):
        return True
    return shutil.disk_usage(folder).free < _LITTLE


def _tell(words: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
