"""Runs the commands of the log and reads what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import psycopg
from typer.testing import Result

from geo.errors import BadInput, Conflict
from tests.fixtures.database import Database

Run: TypeAlias = Callable[..., Result]
NAME = "allimi.example/log"
UNPROVEN = "Internally consistent, freshness not proven"


def done(result: Result) -> str:
    assert result.exit_code == 0, result.output + repr(result.exception)
    return result.stdout


def refused(result: Result) -> str:
    assert isinstance(result.exception, BadInput | Conflict), result.exception
    return str(result.exception)


def found_bad(result: Result) -> str:
    assert result.exit_code == 1, result.output + repr(result.exception)
    assert result.stdout.startswith("NOT AS PUBLISHED: "), result.output
    return result.stdout.splitlines()[0]


def tamper(database: Database, statement: str) -> None:
    with psycopg.connect(database.url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(statement.encode())
