"""Runs a client's script in a process of its own, and asks the database what it should have found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import psycopg

from tests.fixtures.site import Site

SCRIPTS: Final = Path(__file__).parent / "scripts"
PATIENCE: Final = 180.0
"""Seconds until a client is given up: many times what a busy machine needs."""
BOX: Final = "ST_MakeEnvelope(108.2, 16.0, 108.25, 16.1, 4326)"
"""The box that every script asks for."""


def found_by(script: str, *arguments: str, python: str = sys.executable, **variables: str) -> Any:  # noqa: ANN401
    """What a script prints on its last line, as JSON. A client that fails, fails the test with its own words."""
    done = subprocess.run(
        [python, str(SCRIPTS / script), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env=os.environ | variables,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def ids(site: Site, condition: str = "true", table: str = "project_now", key: str = "project_id") -> list[str]:
    """The ids in the database that a condition in SQL selects, in order."""
    with psycopg.connect(site.database.reader_url) as connection:
        rows = connection.execute(f"SELECT {key} FROM published.{table} WHERE {condition}").fetchall()
    return sorted(str(row[0]) for row in rows)


def in_box(site: Site, condition: str = "true") -> list[str]:
    """The works of the database that touch the box."""
    return ids(site, f"ST_Intersects(footprint, {BOX}) AND {condition}")


def shapes(site: Site, srid: int = 4326) -> dict[str, str]:
    """The footprints of the database as WKT in a system, by id."""
    shape = "ST_AsText(ST_Transform(footprint, %s))"
    sql = f"SELECT project_id, {shape} FROM published.project_now WHERE footprint IS NOT NULL"
    with psycopg.connect(site.database.reader_url) as connection:
        return dict(connection.execute(sql, [srid]).fetchall())
