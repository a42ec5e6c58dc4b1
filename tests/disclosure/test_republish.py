"""A policy that changes, or a day that comes, is applied to what is already published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from data.republishing import Republished
from geo.project import Project
from tests.builders import ACROSS, project, publish
from tests.disclosure.republishing import (
    EVERYTHING,
    NO_ADDRESS,
    WORK,
    again,
    load,
    open_but,
    texts,
    versions,
)
from tests.disclosure.writing import rule
from tests.fixtures.database import Database


def test_the_same_policy_changes_nothing(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, EVERYTHING, WORK)
    done = again(database, EVERYTHING)
    assert (done.versions, done.publication, done.purged, done.gone, done.withdrawn) == (0, None, 0, 0, 0)


def test_what_becomes_withheld_is_gone_from_every_version_and_leaves_a_tombstone(
    database: Database, tmp_path: Path
) -> None:
    load(database, tmp_path, EVERYTHING, WORK)
    load(database, tmp_path, EVERYTHING, WORK | {"status": "completed"})
    done = again(database, NO_ADDRESS)
    assert (done.versions, done.purged) == (1, 2)
    assert versions(database, "version", "address", "withheld", "purged", "status") == [
        (1, None, [], ["address"], "implementation"),
        (2, None, [], ["address"], "completed"),
        (3, None, ["address"], [], "completed"),
    ]
    assert "Lê Lợi" not in texts(database)
    with psycopg.connect(database.reader_url) as connection:
        graves = connection.execute(
            "SELECT version, fields, ground, decided_by FROM published.purge ORDER BY 1"
        ).fetchall()
    assert graves == [(1, ["address"], "A ground", "The board"), (2, ["address"], "A ground", "The board")]
    assert again(database, NO_ADDRESS) == Republished(versions=0)
    assert done.showed(1)
    assert done.showed(2)
    assert not done.showed(3)


def test_what_becomes_public_comes_from_the_facts_as_they_were_sent(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, NO_ADDRESS, WORK, WORK | {"id": "P2", "address": None})
    assert "Lê Lợi" not in texts(database)
    done = again(database, EVERYTHING)
    assert (done.versions, done.purged, done.gone) == (1, 0, 0)
    now = versions(database, "address", "withheld", "ST_AsText(footprint, 3)")
    assert now[1] == ("5 Lê Lợi, Hải Châu", [], now[0][2])


def test_a_rule_for_what_nobody_entered_makes_no_version(database: Database, tmp_path: Path) -> None:
    nothing = WORK | {"address": None, "supervisor": None}
    load(database, tmp_path, NO_ADDRESS, nothing)
    for rules in (EVERYTHING, open_but(supervisor=rule("withheld")), NO_ADDRESS):
        assert again(database, rules).versions == 0
    load(database, tmp_path, NO_ADDRESS, nothing)
    assert versions(database, "version") == [(1,)]
    load(database, tmp_path, NO_ADDRESS, WORK | {"supervisor": None})
    assert versions(database, "withheld") == [([],), (["address"],)]


def test_a_rule_for_what_nobody_entered_makes_a_version_where_something_is_derived_from_it(
    database: Database, tmp_path: Path
) -> None:
    load(database, tmp_path, open_but(budget=rule("withheld")), WORK)
    assert again(database, EVERYTHING).versions == 1


def test_a_baseline_that_becomes_public_is_the_first_one(database: Database, tmp_path: Path) -> None:
    hidden = open_but(original_end=rule("withheld"))
    load(database, tmp_path, hidden, WORK)
    load(database, tmp_path, hidden, WORK | {"end": "2027-01-15"})
    again(database, EVERYTHING)
    assert versions(database, "original_end::text", "planned_end::text", "end_shift_days")[-1] == (
        *("2026-03-31", "2027-01-15", 290),
    )


def test_a_wait_that_is_over_makes_a_version_by_itself(database: Database, tmp_path: Path) -> None:
    waiting = open_but(address=rule("delayed", "until = 2026-07-01"))
    load(database, tmp_path, waiting, WORK, WORK | {"id": "P2", "address": None})
    assert again(database, waiting, date(2026, 6, 30), only_waiting=True).versions == 0
    assert again(database, waiting, date(2026, 7, 1), only_waiting=True).versions == 1
    assert versions(database, "project_id", "address", "withheld") == [
        ("P1", None, ["address"]),
        ("P1", "5 Lê Lợi, Hải Châu", []),
        ("P2", None, []),
    ]


def test_where_the_facts_as_sent_are_gone_a_policy_can_still_take_away(database: Database) -> None:
    work = project(address="5 Lê Lợi, Hải Châu", supervisor="Ông A", planned_end=date(2026, 3, 31), footprint=ACROSS)
    publish(database.writer_url, [work, project("P2")], policy=open_but(supervisor=rule("withheld")))
    done = again(database, NO_ADDRESS)
    assert (done.versions, done.purged, done.gone) == (1, 1, 2)
    (_, last, _) = versions(database, "address", "supervisor", "withheld", "planned_end::text", "original_end::text")
    # The supervisor would be public now, but nobody knows the name any more: it is not told as if never entered.
    assert last == (None, None, ["address", "supervisor"], "2026-03-31", "2026-03-31")
    assert again(database, NO_ADDRESS) == Republished(gone=2)


def test_a_mapping_that_is_of_no_use_now_leaves_its_projects_as_they_are(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, NO_ADDRESS, WORK)
    with psycopg.connect(database.url) as connection:
        connection.execute("UPDATE intake.load SET mapping = '{\"nonsense\": 1}'")
    done = again(database, EVERYTHING)
    assert (done.versions, done.gone) == (0, 1)


@pytest.mark.parametrize("facts", [{}, {"supervisor": "B"}])
def test_a_project_that_was_sent_again_counts_as_it_was_sent_last(
    database: Database, tmp_path: Path, facts: dict[str, Any]
) -> None:
    load(database, tmp_path, NO_ADDRESS, WORK)
    later: Project = replace(project(), address="later", **facts)
    publish(database.writer_url, [later], policy=NO_ADDRESS)
    done = again(database, EVERYTHING)
    assert (done.gone, done.versions) == (1, 0)  # that one came from no file: its address is not known
    assert versions(database, "address")[-1] == (None,)


def test_personal_data_that_were_masked_stay_masked(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, EVERYTHING, WORK | {"name": "Cầu, gọi 0905 123 456", "address": "Nhà bà Trần Thị Hoa"})
    assert again(database, EVERYTHING).versions == 0
    assert again(database, open_but(supervisor=rule("withheld"))).versions == 1
    with psycopg.connect(database.url) as connection:
        texts = connection.execute("SELECT string_agg(feature_text, '') FROM published.project_version").fetchone()
    assert texts is not None
    assert "•••" in texts[0]
    assert not any(said in texts[0] for said in ("0905", "Hoa"))


def test_personal_data_that_are_found_only_now_are_purged_from_earlier_versions(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("data.screening.projects.screen", lambda *_: ())  # as a release that finds less
        row = WORK | {"name": "Cầu, gọi 0905 123 456", "supervisor": None}
        load(database, tmp_path, EVERYTHING, row)
        load(database, tmp_path, EVERYTHING, row | {"end": "2027-01-15"})
    done = again(database, EVERYTHING)
    assert (done.versions, done.purged) == (1, 2)
    assert versions(database, "title", "purged") == [(None, ["titles"])] * 2 + [("Cầu, gọi •••", [])]
    assert again(database, EVERYTHING) == Republished()
