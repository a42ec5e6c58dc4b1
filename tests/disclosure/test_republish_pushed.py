"""What was pushed is published anew from the facts of the push interface, screened as it was when it came."""

from __future__ import annotations

import tomllib

import psycopg
import pytest

from data.cities import load_city
from data.policy import Policy, load_policy
from data.republishing import republish
from tests.api.intake.pushing import agency, pushed_to, work
from tests.disclosure.writing import TODAY, rule
from tests.fixtures.database import Database

EXTENT = {"type": "LineString", "coordinates": [[12028118.0, 1809000.0], [12039250.0, 1809000.0]]}


def default_but(**rules: str) -> Policy:
    """The default policy with other rules."""
    told = tomllib.loads("\n".join(f"{name} = {text}" for name, text in rules.items()))
    known = load_policy().model_dump()
    return Policy.model_validate({**known, "fields": {**known["fields"], **told}})


@pytest.fixture
def pushed(database: Database) -> Database:
    """A project with a supervisor, whom the default policy withholds, and a telephone number in its description."""
    with pushed_to(database) as site:
        facts = work(
            supervisor="Tư vấn A", geometry=EXTENT, crs="EPSG:3857", descriptions={"vi": "Hỏi số 0905 123 456."}
        )
        assert agency(site).put("P1", facts).status_code == 201
    return database


def test_facts_that_were_pushed_become_public_when_the_policy_says_so(pushed: Database) -> None:
    with psycopg.connect(pushed.writer_url) as connection:
        public = default_but(supervisor='{ disclosure = "public" }')
        done = republish(connection, load_city(), public, today=TODAY)
        assert (done.versions, done.gone) == (1, 0)
    with psycopg.connect(pushed.url) as owner:
        columns = "supervisor, ST_NPoints(footprint), descriptions::text"
        rows = owner.execute(f"SELECT {columns} FROM published.project_version ORDER BY version").fetchall()
    assert [row[0] for row in rows] == [None, "Tư vấn A"]
    assert [row[1] for row in rows] == [2, 2]
    assert "0905" not in rows[1][2]


def test_what_was_pushed_can_be_taken_away_again(pushed: Database) -> None:
    for policy, versions, purged in ((load_policy(), 0, 0), (default_but(descriptions=rule("withheld")), 1, 1)):
        with psycopg.connect(pushed.writer_url) as connection:
            done = republish(connection, load_city(), policy, today=TODAY)
        assert (done.versions, done.purged, done.gone) == (versions, purged, 0)
