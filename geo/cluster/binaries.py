"""Where the system keeps PostgreSQL: the folder with `initdb` and `postgres`, PostGIS beside it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from geo.cluster.errors import BinariesMissing, WrongMajorVersion

OLDEST = 15
EXTENSIONS = ("postgis", "pg_trgm", "unaccent", "btree_gist")
_PROGRAMS = ("initdb", "postgres")
_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


def find_binaries(major: int | None = None) -> Path:
    """The folder of PostgreSQL's programs, complete with PostGIS.

    `PG_BIN` decides alone when set; else `pg_config`, the usual places (newest first), `PATH`.
    With `major`, only that major version will do. Raises BinariesMissing or WrongMajorVersion.
    """
    found = [folder for folder in dict.fromkeys(_candidates()) if _is_server(folder)]
    complete = [folder for folder in found if not _lacking(folder)]
    if not complete:
        raise BinariesMissing(_what_is_missing(found), install_line())
    if major is None:
        return complete[0]
    for folder in complete:
        if major_version(folder) == major:
            return folder
    raise _wrong_major(major, complete[0])


def major_version(folder: Path) -> int:
    """The major version of the PostgreSQL in a folder, 0 when it cannot be told."""
    match = re.search(r"\(PostgreSQL\) (\d+)", _output(folder / "postgres", "--version"))
    return int(match[1]) if match else 0


def install_line() -> str:
    """The exact command that installs PostgreSQL with PostGIS on this machine."""
    if shutil.which("apt-get"):
        return _as_root("apt-get install -y postgresql postgresql-postgis")
    if shutil.which("dnf"):
        return _as_root("dnf install -y postgresql-server postgresql-contrib postgis")
    if shutil.which("brew"):
        return "brew install postgresql@17 postgis"
    return _as_root(f"<your package manager> install PostgreSQL {OLDEST} or newer with PostGIS")


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("PG_BIN"):
        yield Path(named)
        return
    if told := _output("pg_config", "--bindir"):
        yield Path(told)
    for pattern in _PLACES:
        yield from sorted(Path("/").glob(pattern[1:]), key=_number, reverse=True)
    if server := shutil.which("postgres"):
        yield Path(server).resolve().parent


def _number(folder: Path) -> float:
    numbers = re.findall(r"\d+(?:\.\d+)?", folder.parent.name)
    return float(numbers[-1]) if numbers else 0.0


def _is_server(folder: Path) -> bool:
    usable = all(os.access(folder / program, os.X_OK) for program in _PROGRAMS)
    return usable and major_version(folder) >= OLDEST


def _lacking(folder: Path) -> list[str]:
    """The needed extensions that the server in this folder does not have."""
    shares = _share_folders(folder)
    return [
        name for name in EXTENSIONS if not any((share / "extension" / f"{name}.control").is_file() for share in shares)
    ]


def _share_folders(folder: Path) -> list[Path]:
    told = _output(folder / "pg_config", "--sharedir")
    return [Path(told)] if told else [folder.parent / "share", folder.parent / "share" / "postgresql"]


def _what_is_missing(found: list[Path]) -> str:
    if found:
        return f"The PostgreSQL in {found[0]} lacks: {', '.join(_lacking(found[0]))}."
    if named := os.environ.get("PG_BIN"):
        return f"PG_BIN names {named}, where there is no PostgreSQL {OLDEST} or newer."
    return f"PostgreSQL {OLDEST} or newer with PostGIS is not installed."


def _wrong_major(wanted: int, folder: Path) -> WrongMajorVersion:
    return WrongMajorVersion(
        f"The data folder was made by PostgreSQL {wanted}, here is PostgreSQL {major_version(folder)}.\n"
        f"Install PostgreSQL {wanted} with PostGIS again (PG_BIN may name its folder), write the data out with "
        "`./allimi backup FILE`,\nmove the data folder away and read the file back with `./allimi restore FILE`; "
        "or convert the folder with pg_upgrade."
    )


def _as_root(command: str) -> str:
    return command if os.geteuid() == 0 else f"sudo {command}"


def _output(program: Path | str, option: str) -> str:
    """What a program prints, without the line's end; empty when it is not there or fails."""
    try:
        done = subprocess.run([program, option], capture_output=True, text=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
