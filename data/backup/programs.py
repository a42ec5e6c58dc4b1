"""PostgreSQL's own `pg_dump` and `pg_restore`: where they are, and how they are told a password."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from geo.cluster import find_binaries
from geo.errors import ClusterError, StoreUnavailable

PIPE: Final = subprocess.PIPE


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
    command: list[str | Path], url: str, *, stdin: int | None = None, stdout: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A client program at work on the database of `url`, which must end well. Raises StoreUnavailable if not.

    The password travels in the environment, never on a command line that everybody can list.
    """
    options, environment = _apart(url)
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            [*command, "--no-password", "--dbname", options],
            env=os.environ | environment,
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            stdout=subprocess.DEVNULL if stdout is None else stdout,
            stderr=said,
        ) as process:
            try:
                yield process
                if process.stdin:
                    process.stdin.close()
            except BrokenPipeError:
                pass  # it has ended early and says why
            except BaseException:
                process.kill()
                raise
        if process.returncode != 0:
            raise StoreUnavailable(f"{Path(command[0]).name} failed: {_first_line(said)}")


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


def _apart(url: str) -> tuple[str, dict[str, str]]:
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    password = parts.pop("password", None)
    return make_conninfo("", **parts), {"PGPASSWORD": password} if password else {}


def _first_line(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read(4000).decode(errors="replace").splitlines() or ["it gives no reason."]
    return next((line for line in lines if "error" in line.lower()), lines[0])
