"""Loads a file of one work, publishes it again under another policy, and looks at its versions."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from data.cities import load_city
from data.loading import load_projects
from data.mapping import parse_mapping
from data.policy import Policy
from data.republishing import Republished, republish
from tests.disclosure.writing import TODAY, policy, rule
from tests.fixtures.database import Database

MAPPING = """
[id]
columns = ["id"]
[titles.vi]
column = "name"
[agency]
constant = "ban-1"
[status]
column = "status"
[address]
column = "address"
[supervisor]
column = "supervisor"
[planned_end]
column = "end"
[progress]
actual = { column = "actual", unit = "percent" }
as_of = { column = "as_of" }
"""
WORK: dict[str, Any] = {
    "id": "P1", "name": "Cầu", "status": "implementation", "address": "5 Lê Lợi, Hải Châu", "supervisor": "Ông A",
    "end": "2026-03-31", "actual": 41, "as_of": "2026-05-31",
}  # fmt: skip
FACTS = ("status", "planned_end", "original_end", "footprint", "declared_districts", "planned_start", "progress_as_of")


def open_but(**rules: str) -> Policy:
    """A policy that makes public what these rules do not name."""
    facts = (*FACTS, "address", "supervisor", "progress_actual", "budget", "original_budget")
    public = dict.fromkeys((*facts, "contacts", '"contacts.*"'), '{ disclosure = "public" }') | rules
    return policy("[fields]\n" + "\n".join(f"{name} = {told}" for name, told in public.items()))


EVERYTHING = open_but()
NO_ADDRESS = open_but(address=rule("withheld"))


def load(database: Database, folder: Path, rules: Policy, *rows: dict[str, Any]) -> None:
    """A file in EPSG:3857, which it names itself."""
    shape = {"type": "LineString", "coordinates": [[12028118.0, 1809000.0], [12039250.0, 1809000.0]]}
    features = [{"type": "Feature", "properties": row, "geometry": shape} for row in rows]
    crs = {"type": "name", "properties": {"name": "EPSG:3857"}}
    file = folder / "works.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), encoding="utf-8")
    with psycopg.connect(database.writer_url) as connection:
        city, meaning = load_city(), parse_mapping(MAPPING)
        outcome = load_projects(connection, file, meaning, city=city, policy=rules, today=TODAY).outcome
    assert (outcome.held, outcome.rows) == (0, len(rows))


def again(database: Database, rules: Policy, today: date = TODAY, *, only_waiting: bool = False) -> Republished:
    with psycopg.connect(database.writer_url) as connection:
        return republish(connection, load_city(), rules, today=today, only_waiting=only_waiting)


def versions(database: Database, *columns: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.url) as connection:
        chosen = ", ".join(columns)
        return connection.execute(
            f"SELECT {chosen} FROM published.project_version ORDER BY project_id, version"
        ).fetchall()


def texts(database: Database) -> str:
    """Everything that readers may see of projects, and of reports."""
    with psycopg.connect(database.reader_url) as connection:
        tables = ("project_version", "project_brief", "progress_report", "map_shape", "district_share")
        return str([connection.execute(f"SELECT to_jsonb(t) FROM published.{t} AS t").fetchall() for t in tables])
