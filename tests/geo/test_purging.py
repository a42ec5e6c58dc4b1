"""Purges: a value that has been published is gone from every table, and a tombstone says so."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from data.policy import Policy
from data.policy.rules import Public
from geo.details import details
from geo.disclosure import FACTS, PURGEABLE, WITHHOLDABLE
from geo.errors import BadInput, Conflict
from geo.project import Accuracy, LocationTrust, Project
from geo.publishing import purge, withdraw_samples
from geo.values import Progress
from tests.builders import ACROSS, EVERY_SECTION, project, publish, publish_two_districts, vnd
from tests.fixtures.database import Database
from tests.geo.stored import rows

OPEN = Policy(title="Open", fields={name: Public(disclosure="public") for name in WITHHOLDABLE})
GROUND = "A person was named."
BOARD = "Ban quản lý số 1"


def full(**facts: Any) -> Project:  # noqa: ANN401
    """A project with something in every field."""
    everything: dict[str, Any] = {
        "status": "implementation", "category": "road", "descriptions": {"vi": "Mô tả"}, "contractor": "NHÀ THẦU",
        "supervisor": "GIÁM SÁT", "address": "ĐỊA CHỈ", "original_start": date(2024, 1, 1),
        "original_end": date(2025, 1, 1), "planned_start": date(2024, 2, 1), "planned_end": date(2025, 2, 1),
        "actual_start": date(2024, 3, 1), "actual_end": date(2025, 3, 1),
        "progress": Progress(Decimal("0.75"), Decimal("0.5"), date(2025, 1, 31)),
        "original_budget": vnd(100), "budget": vnd(150), "contract_amount": vnd(120), "footprint": ACROSS,
        "location": LocationTrust(
            source="NGUỒN", method="CÁCH", accuracy=Accuracy.DESIGN, verified_by="NGƯỜI", verified_on=date(2024, 1, 2)
        ),
        "districts": ("old.west",),
        "details": details(EVERY_SECTION),
    }  # fmt: skip
    return project(**everything | facts)


@pytest.fixture
def published(database: Database) -> Database:
    """Version 1 with everything, version 2 with nothing but what is required."""
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [full()], policy=OPEN)
    publish(database.writer_url, [project()], policy=OPEN)
    return database


def purged(database: Database, fields: list[str], version: int = 1) -> int:
    with psycopg.connect(database.writer_url) as connection:
        return purge(connection, {("P1", version): fields}, ground=GROUND, decided_by=BOARD)


def test_a_purged_field_is_gone_and_a_tombstone_says_so(published: Database) -> None:
    assert purged(published, ["contractor", "contacts.name"]) == 1
    ((text, named, contractor, people),) = rows(
        published,
        "SELECT feature_text, purged, contractor, details -> 'contacts' FROM published.project_version "
        "WHERE version = 1",
    )
    facts = json.loads(text)["properties"]
    assert (facts["contractor"], facts["purged"]) == (None, ["contacts.name", "contractor"])
    assert (contractor, named, "name" in people[0], "office" in people[0]) == (None, facts["purged"], False, True)
    assert "NHÀ THẦU" not in text
    tombstones = (
        "SELECT fields, ground, decided_by, publication, purged_at = published_at FROM published.purge "
        "JOIN published.publication ON number = publication"
    )
    assert rows(published, tombstones) == [(["contacts.name", "contractor"], GROUND, BOARD, 4, True)]


def test_every_field_can_be_purged_and_leaves_nothing_of_its_value(published: Database) -> None:
    whole = "SELECT to_jsonb(v) FROM published.project_version AS v WHERE version = 1"
    with psycopg.connect(published.writer_url) as connection:
        for field in sorted(PURGEABLE, key=lambda name: "." not in name):
            assert purge(connection, {("P1", 1): [field]}, ground=GROUND, decided_by=BOARD) == 1, field
            ((found,),) = connection.execute(whole.encode()).fetchall()
            feature = json.loads(found["feature_text"])
            section, _, inner = field.partition(".")
            told = (feature["properties"] | {"footprint": feature["geometry"]})[section]
            assert not any(inner in part for part in told) if inner else told in (None, {}, []), field
    assert (found["title"], feature["properties"]["title"]) == (None, None)
    assert (found["details"], found["facts_hash"], found["geometry_class"]) == ({}, "\\x", None)
    assert all(found[name] in (None, {}, []) for name in FACTS)


def test_what_was_derived_goes_with_what_it_was_derived_from(published: Database) -> None:
    derived = (
        "SELECT end_shift_days, extension_count, cost_growth, progress_gap FROM published.project_version "
        "WHERE version = 1"
    )
    assert rows(published, derived) == [(59, 2, Decimal("0.5"), Decimal("0.25"))]
    purged(published, ["planned_end", "changes", "budget", "progress_actual", "footprint"])
    assert rows(published, derived) == [(None, None, None, None)]
    assert rows(published, "SELECT actual, planned FROM published.progress_report") == [(None, Decimal("0.75"))]
    assert rows(published, "SELECT DISTINCT measure FROM published.district_share WHERE version = 1") == []


def test_the_reports_of_a_version_go_with_their_dates(published: Database) -> None:
    assert rows(published, "SELECT features FROM published.collection_count") == [(1,)]
    purged(published, ["progress_as_of"])
    assert rows(published, "SELECT count(*) FROM published.progress_report") == [(0,)]
    assert rows(published, "SELECT features FROM published.collection_count") == [(0,)]


def test_a_purge_again_changes_nothing(published: Database) -> None:
    assert purged(published, ["contractor"]) == 1
    assert purged(published, ["contractor"]) == 0
    assert rows(published, "SELECT count(*) FROM published.purge") == [(1,)]


def test_what_the_public_sees_now_is_not_purged(published: Database) -> None:
    with pytest.raises(Conflict, match="publish one without it first"):
        purged(published, ["contractor"], version=2)
    with pytest.raises(BadInput, match="no published version 9"):
        purged(published, ["contractor"], version=9)
    with pytest.raises(BadInput, match="agency"):
        purged(published, ["agency"])


def test_a_withdrawn_version_is_purged_and_the_next_one_follows_it(database: Database) -> None:
    publish(database.writer_url, [full(sample=True)], policy=OPEN)
    with psycopg.connect(database.writer_url) as connection:
        withdraw_samples(connection, languages=("vi",))
    assert purged(database, ["address"], version=2) == 1
    assert rows(database, "SELECT address, ground, withdrawn FROM published.project_version WHERE version = 2") == [
        (None, "withdrawal", True)
    ]
    publish(database.writer_url, [full(sample=True)], policy=OPEN)
    assert rows(database, "SELECT version, address FROM published.project_now") == [(3, "ĐỊA CHỈ")]


REDACTED = "feature_text = replace(feature_text, 'GIÁM SÁT', 'x')"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE published.project_version SET supervisor = NULL",
        f"UPDATE published.project_version SET supervisor = NULL, purged = '{{supervisor}}', {REDACTED}",
        "UPDATE published.project_version SET purged = '{contractor}'",
        "UPDATE published.project_version SET purged = '{}'",
        f"UPDATE published.project_version SET {REDACTED}",
        "UPDATE published.project_version SET title = 'x', purged = '{contractor,supervisor}'",
        "UPDATE published.project_version SET budget = 1",
        "UPDATE published.project_version SET details = '{}'",
        "DELETE FROM published.project_version WHERE version = 1",
    ],
)
def test_nothing_else_changes_a_version_not_even_with_a_tombstone(published: Database, statement: str) -> None:
    purged(published, ["contractor"])
    with psycopg.connect(published.url) as connection:
        connection.execute(
            "INSERT INTO published.purge SELECT 'P1', 1, 1, '{supervisor}', 'x', 'x', now() WHERE %s",
            ["title" in statement],
        )
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
            connection.execute(statement.encode() + b" WHERE version = 1" * ("WHERE" not in statement))


@pytest.mark.parametrize("login", ["writer_url", "reader_url"])
def test_tombstones_are_not_taken_away(published: Database, login: str) -> None:
    with psycopg.connect(getattr(published, login)) as connection:
        assert connection.execute("SELECT count(*) FROM published.purge").fetchone() == (0,)
        for statement in ("DELETE FROM published.purge", "UPDATE published.purge SET ground = ''"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute(statement)
