"""Who publishes by the policy of before publishes nothing once another one was applied."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from data.cities import load_city
from data.intake.policies import NOTHING_SEEN, PolicyWatch, digest_of
from data.policy import DEFAULT_POLICY, load_policy
from data.republishing import republish
from geo.errors import SchemaMismatch
from geo.intake.keys import Scope
from tests.api.intake.pushing import agency, pushed_to, versions, work
from tests.disclosure.writing import TODAY
from tests.fixtures.database import Database

_WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """The default policy, that withholds descriptions."""
    told, count = DEFAULT_POLICY.read_text(), DEFAULT_POLICY.read_text().count("descriptions")
    assert count == 1
    lines = [
        'descriptions = { disclosure = "withheld", ground = "A", decided_by = "B", review = 2027-12-31 }'
        if line.startswith("descriptions")
        else line
        for line in told.splitlines()
    ]
    path = tmp_path / "stricter.toml"
    path.write_text("\n".join(lines))
    return path


def apply(connection: psycopg.Connection, policy: Path | None) -> None:
    republish(connection, load_city(), load_policy(policy), today=TODAY, digest=digest_of(policy))


def test_a_service_that_read_another_policy_publishes_nothing_any_more(database: Database, stricter: Path) -> None:
    with pushed_to(database) as site, psycopg.connect(database.writer_url) as connection:
        board = agency(site)
        assert board.put("P1", work(descriptions={"vi": "Kín"})).status_code == 201
        apply(connection, None)
        connection.commit()
        assert board.put("P1", work(descriptions={"vi": "Kín hai"})).status_code == 200
        apply(connection, stricter)
        connection.commit()
        answers = [
            board.put("P1", work(descriptions={"vi": "Kín ba"}), Idempotency_Key="k"),
            board.post("/batches", {"projects": [work(code="P2", descriptions={"vi": "Kín"})]}),
        ]
        assert [answer.status_code for answer in answers] == [503, 503]
        assert "started again" in answers[0].json()["detail"]
        assert board.put("P3", work(status="done")).status_code == 202  # what publishes nothing is taken
        assert site.json("/collections/projects/items/ban-1.P1")["properties"]["descriptions"] == {}
    with pushed_to(database, policy=stricter) as site:
        assert board.site.database is database
        again = agency(site)
        assert again.put("P1", work(descriptions={"vi": "Kín ba"}, status="suspended")).status_code == 200
        assert site.json("/collections/projects/items/ban-1.P1")["properties"]["withheld"] == ["descriptions"]


def test_a_push_that_was_judged_before_and_publishes_after_is_none(database: Database, stricter: Path) -> None:
    with pushed_to(database) as site, psycopg.connect(database.writer_url) as connection, ThreadPoolExecutor(1) as pool:
        board = agency(site)
        board.put("P1", work())
        apply(connection, stricter)
        push = pool.submit(board.put, "P1", work(descriptions={"vi": "Kín"}))
        with psycopg.connect(database.url, autocommit=True) as owner:
            while owner.execute(_WAITS).fetchone() == (0,):
                time.sleep(0.02)
        connection.commit()
        assert push.result().status_code == 503
    assert len(versions(database, "ban-1.P1")) == 1


def test_so_it_is_with_approvals(database: Database, stricter: Path, tmp_path: Path) -> None:
    waits = tmp_path / "waits.toml"
    waits.write_text(DEFAULT_POLICY.read_text() + '\n[approval]\nwait = ["project"]\n')
    with pushed_to(database, policy=waits) as site, psycopg.connect(database.writer_url) as connection:
        board, chief = agency(site), agency(site, scopes=(Scope.APPROVE,))
        number = board.put("P1", work(descriptions={"vi": "Kín"})).json()["submission"]
        apply(connection, stricter)
        connection.commit()
        assert chief.post(f"/submissions/{number}/approve", None).status_code == 503
        assert board.get(f"/submissions/{number}")["state"] == "waiting"


def test_a_service_that_started_before_its_database_publishes_by_the_policy_applied_last(
    database: Database, stricter: Path
) -> None:
    with psycopg.connect(database.writer_url) as connection:
        PolicyWatch(digest_of(None), NOTHING_SEEN).must_hold(connection)
        apply(connection, stricter)
        PolicyWatch(digest_of(stricter), NOTHING_SEEN).must_hold(connection)
        with pytest.raises(SchemaMismatch):
            PolicyWatch(digest_of(None), NOTHING_SEEN).must_hold(connection)
