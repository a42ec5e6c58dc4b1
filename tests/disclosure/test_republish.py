"""A policy that changes, or a day that comes, is applied to what is already published."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from data.cities import load_city
from data.loading import load_projects
from data.mapping import parse_mapping
from data.policy import Policy
from data.republishing import Republished, republish
from geo.codes import Status
from geo.details import Contact, Details
from geo.project import Project
from tests.builders import ACROSS, project, publish, publish_two_districts, vnd
from tests.disclosure.writing import TODAY, generalised, policy, rule
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
    assert (done.versions, done.purged, done.gone) == (2, 0, 0)  # of the other it is no longer blocked
    now = versions(database, "address", "withheld", "ST_AsText(footprint, 3)")
    assert now[1] == ("5 Lê Lợi, Hải Châu", [], now[0][2])


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


def test_where_the_facts_as_sent_are_gone_a_policy_can_still_take_away(database: Database) -> None:
    work = project(address="5 Lê Lợi, Hải Châu", supervisor="Ông A", planned_end=date(2026, 3, 31), footprint=ACROSS)
    publish(database.writer_url, [work, project("P2")], policy=open_but(supervisor=rule("withheld")))
    done = again(database, NO_ADDRESS)
    assert (done.versions, done.purged, done.gone) == (1, 1, 2)
    (_, last, _) = versions(database, "address", "supervisor", "withheld", "planned_end::text", "original_end::text")
    # The supervisor would be public now, but nobody knows the name any more: it is not told as if never entered.
    assert last == (None, None, ["address", "supervisor"], "2026-03-31", "2026-03-31")
    assert again(database, NO_ADDRESS) == Republished(gone=2)


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
