"""The summary of a run, kept as JSON beside this file and compared with the next."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import psycopg

from benchmarks.outcome import Mark, Outcome

RESULTS: Final = Path(__file__).parent / "results"
_PACKAGES: Final = ("uvicorn", "fastapi", "asyncpg")


def kept(rows: int) -> dict[str, Any] | None:
    """The summary that was kept last for so many rows; None where there is none."""
    try:
        found: dict[str, Any] = json.loads(_file(rows).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return found


def keep(rows: int, conditions: dict[str, Any], outcomes: Sequence[Outcome]) -> Path:
    """Write the summary in place of the one before."""
    summary = conditions | {"outcomes": [one.as_json() for one in outcomes]}
    RESULTS.mkdir(exist_ok=True)
    _file(rows).write_text(json.dumps(summary, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return _file(rows)


def grown(outcomes: Sequence[Outcome], smaller: Mapping[str, Any] | None) -> list[Outcome]:
    """The outcomes; where the case bounds how it grows with the rows, with its mark against a smaller kept run."""
    before = {one["name"]: one for one in (smaller or {}).get("outcomes", ())}
    return [_with_growth(one, before.get(one.name)) for one in outcomes]


def _with_growth(one: Outcome, before: Mapping[str, Any] | None) -> Outcome:
    ours = one.rates.get("ours")
    then = ((before or {}).get("rates") or {}).get("ours") or {}
    if one.most_growth is None or ours is None or ours.p50 is None or not then.get("p50"):
        return one
    times = ours.p50 / then["p50"]
    mark = Mark(
        name="times p50 of 100,000 rows (kept)", measured=times, floor=one.most_growth, kept=times <= one.most_growth
    )
    return replace(one, marks=(*one.marks, mark))


def conditions(url: str, *, rows: int, rounds: int, seconds: int) -> dict[str, Any]:
    """When and on what a run was made; the load is of the minute before it, at most the number of cores when idle."""
    with psycopg.connect(url) as connection:
        settings: dict[str, str] = dict(connection.execute(
            "SELECT name, setting || coalesce(unit, '') FROM pg_settings WHERE name = ANY (%s)",
            [["server_version", "shared_buffers", "work_mem", "fsync", "max_parallel_workers_per_gather"]],
        ).fetchall())  # fmt: skip
        postgis = connection.execute("SELECT postgis_lib_version()").fetchone()
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "rows": rows,
        "rounds": rounds,
        "seconds": seconds,
        "machine": f"{os.cpu_count()} x {_processor()}, {platform.system()}",
        "load_before": [round(one, 2) for one in os.getloadavg()],
        "database": settings | {"postgis": postgis[0] if postgis else ""},
        "packages": {name: version(name) for name in _PACKAGES},
        "python": platform.python_version(),
        "commit": _commit(),
    }


def _file(rows: int) -> Path:
    return RESULTS / f"{rows}.json"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=RESULTS.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.strip()
