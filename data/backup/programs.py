"""PostgreSQL's own `pg_dump` and `pg_restore`: where they are, and how they are told a password."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final
from zipfile import BadZipFile

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from data.backup.archive import CHUNK
from geo.cluster import find_binaries
from geo.errors import ClusterError, StoreUnavailable

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def program(name: str, at_least: int) -> Path:
    """The oldest client program that can speak with a server of that major version. Raises StoreUnavailable."""
    candidates = [folder / name for folder in dict.fromkeys(_folders()) if os.access(folder / name, os.X_OK)]
    found = [(version, client) for client in candidates if (version := _major(client)) >= at_least]
    if not found:
        raise StoreUnavailable(
            f"{name} of PostgreSQL {at_least} or newer is not installed. On Debian: "
            f"apt-get install -y postgresql-client-{at_least}. PG_BIN may name its folder."
        )
    return min(found, key=lambda each: each[0])[1]


@contextmanager
def running(
    command: list[str | Path], *, environment: Mapping[str, str] = NOTHING, stdin: int | None = None
) -> Iterator[IO[bytes]]:
    """What a client program gives; it must end well. Raises StoreUnavailable if not."""
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            command,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            stdout=subprocess.PIPE,
            stderr=said,
        ) as process:
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            try:
                yield process.stdout
            except BaseException:
                process.kill()
                raise
        if process.returncode != 0:
            raise StoreUnavailable(f"{Path(command[0]).name} failed: {_first_line(said)}")


@contextmanager
def flowing(source: IO[bytes]) -> Iterator[int]:
    """The reading end of a pipe that the source flows through, from a thread of its own."""
    reading, writing = os.pipe()
    flow = threading.Thread(target=_pour, args=(source, writing))
    flow.start()
    try:
        yield reading
    finally:
        os.close(reading)
        flow.join()


def at(url: str) -> tuple[list[str], dict[str, str]]:
    """The options and the environment that lead a client program to a database.

    The password travels in the environment, never on a command line that everybody can list.
    """
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    password = parts.pop("password", None)
    options = ["--no-password", "--dbname", make_conninfo("", **parts)]
    return options, {"PGPASSWORD": password} if password else {}


def _pour(source: IO[bytes], writing: int) -> None:
    """What cannot be read or is not wanted any more ends the flow; who reads it sees that it is not whole."""
    with suppress(OSError, BadZipFile), open(writing, "wb", buffering=0) as pipe:
        shutil.copyfileobj(source, pipe, CHUNK)


def _folders() -> Iterator[Path]:
    """Where client programs may be: `PG_BIN` decides alone, else beside the server's, Debian's places, `PATH`."""
    if named := os.environ.get("PG_BIN"):
        yield Path(named)
        return
    with suppress(ClusterError):
        yield find_binaries()
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    for folder in os.get_exec_path():
        yield Path(folder)


def _major(client: Path) -> int:
    told = subprocess.run([client, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"\(PostgreSQL\) (\d+)", told)
    return int(match[1]) if match else 0


def _first_line(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read(4000).decode(errors="replace").splitlines() or ["it gives no reason."]
    return next((line for line in lines if "error" in line.lower()), lines[0])
