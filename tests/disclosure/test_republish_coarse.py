"""A policy that tells less, applied to what is published: coarse footprints, baselines, reports, sections, classes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import psycopg

from data.policy import Policy
from data.republishing import Republished
from geo.codes import Status
from geo.details import Contact, Details
from tests.builders import project, publish, publish_two_districts, vnd
from tests.disclosure.republishing import (
    EVERYTHING,
    WORK,
    again,
    load,
    open_but,
    versions,
)
from tests.disclosure.writing import generalised, policy, rule
from tests.fixtures.database import Database


def test_a_footprint_that_becomes_coarse_is_gone_everywhere(database: Database, tmp_path: Path) -> None:
    publish_two_districts(database.writer_url)
    load(database, tmp_path, EVERYTHING, WORK)
    coarse = open_but(footprint=generalised('to = "districts"'))
    done = again(database, coarse)
    assert (done.versions, done.purged) == (1, 1)
    assert versions(database, "footprint", "purged", "generalised", "declared_districts") == [
        (None, ["footprint"], [], []),
        (None, [], ["footprint"], ["old.east", "old.west"]),
    ]
    assert again(database, coarse) == Republished()


def test_what_becomes_coarser_is_purged_and_what_is_coarse_enough_stays(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, EVERYTHING, WORK)
    coarse = open_but(planned_end=generalised('to = "quarter"'), original_end=generalised('to = "year"'))
    done = again(database, coarse)  # 31 March is the end of a quarter already
    assert (done.versions, done.purged) == (1, 1)
    assert versions(database, "planned_end::text", "original_end::text", "purged", "generalised") == [
        ("2026-03-31", None, ["original_end"], []),
        ("2026-03-31", "2026-12-31", [], ["original_end", "planned_end"]),
    ]
    assert again(database, coarse) == Republished()


def test_a_coarse_baseline_stays_the_first_one_and_comes_back_exactly(database: Database, tmp_path: Path) -> None:
    quarter, year = (open_but(original_end=generalised(f'to = "{to}"')) for to in ("quarter", "year"))
    load(database, tmp_path, EVERYTHING, WORK | {"end": "2026-02-10"})
    load(database, tmp_path, EVERYTHING, WORK | {"end": "2027-05-05"})
    again(database, quarter)
    load(database, tmp_path, quarter, WORK | {"end": "2027-06-06"})
    again(database, year)
    again(database, EVERYTHING)
    told = versions(database, "original_end::text", "generalised")[2:]
    assert told == [
        (None, ["original_end"]),  # purged by the second policy, as finer than a year
        (None, ["original_end"]),
        ("2026-12-31", ["original_end"]),
        ("2026-02-10", []),
    ]


def test_reports_go_with_the_progress_that_is_withheld(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, EVERYTHING, WORK)
    load(database, tmp_path, EVERYTHING, WORK | {"actual": 57, "as_of": "2026-06-10"})
    again(database, open_but(progress_actual=rule("withheld")))
    with psycopg.connect(database.url) as connection:
        assert connection.execute("SELECT actual FROM published.progress_report").fetchall() == [(None,)] * 3


def test_sections_are_purged_by_their_fields(database: Database) -> None:
    contact = Contact(role="engineer", office="Ban 1", name="Bà B")
    publish(database.writer_url, [project(details=Details(contacts=(contact,)))], policy=EVERYTHING)
    again(database, open_but(**{'"contacts.name"': rule("withheld")}))
    assert versions(database, "details", "purged", "withheld") == [
        ({"contacts": [{"role": "engineer", "office": "Ban 1"}]}, ["contacts.name"], []),
        ({"contacts": [{"role": "engineer", "office": "Ban 1"}]}, [], ["contacts.name"]),
    ]


def test_a_class_that_is_not_published_any_more_is_withdrawn_and_blanked(database: Database, tmp_path: Path) -> None:
    load(database, tmp_path, EVERYTHING, WORK)
    shut = EVERYTHING.model_copy(update={"classes": policy(
        'classes = [{ name = "secret", when = { projects = ["P1"] }, publish = false, ground = "Secret", '
        'decided_by = "The board", review = 2027-12-31 }]'
    ).classes})  # fmt: skip
    done = again(database, shut)
    assert (done.withdrawn, done.versions, done.purged) == (1, 1, 2)
    assert versions(database, "withdrawn", "address", "footprint", "planned_end") == [
        (False, None, None, None),
        (True, None, None, None),
    ]


def test_a_withheld_status_is_taken_to_be_of_every_class_when_versions_are_looked_at(database: Database) -> None:
    work = project(status=Status.PREPARATION, budget=vnd(5))
    publish(database.writer_url, [work], policy=open_but(status=rule("withheld")))
    tighter = Policy.model_validate(open_but(status=rule("withheld")).model_dump() | {"classes": [{
        "name": "bids", "when": {"status": ["preparation"]}, "withhold": ["budget"],
        "ground": "Bids", "decided_by": "The board", "review": date(2027, 1, 1),
    }]})  # fmt: skip
    again(database, tighter)
    assert [row[0] for row in versions(database, "budget")] == [None, None]
