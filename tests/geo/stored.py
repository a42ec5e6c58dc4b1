"""What stands in the tables of a database."""

from __future__ import annotations

import json
from typing import Any

import psycopg

from tests.fixtures.database import Database


def rows(database: Database, statement: str) -> list[tuple[Any, ...]]:
    """The rows of a statement, as the owner sees them."""
    with psycopg.connect(database.url) as connection:
        return connection.execute(statement.encode()).fetchall()


def feature(database: Database, project_id: str = "P1") -> dict[str, object]:
    """The feature of a work as it stands now."""
    with psycopg.connect(database.url) as connection:
        row = connection.execute(
            "SELECT feature_text FROM published.project_now WHERE project_id = %s", [project_id]
        ).fetchone()
    assert row is not None
    found: dict[str, object] = json.loads(row[0])
    return found
