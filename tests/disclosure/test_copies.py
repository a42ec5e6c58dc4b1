"""What was copied or derived from a value goes with it when a changed policy takes the value back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from data.cities import load_city
from data.loading import load_projects
from data.mapping import parse_mapping
from data.policy import Policy
from data.republishing import Republished, republish
from geo.codes import Category, Status
from geo.details import details
from geo.log.beside import differing
from geo.project import Project
from geo.publishing import Load, Publisher
from geo.publishing.briefs import remake_briefs
from geo.publishing.disclosures import remake_disclosures
from geo.values import Progress
from tests.builders import ACROSS, INSIDE_WEST, project, publish, publish_two_districts, vnd
from tests.disclosure.planting import every_field
from tests.disclosure.writing import TODAY, generalised, policy, rule
from tests.fixtures.database import Database

FIRST = vnd(7_310_845_219)
START, END = date(2071, 3, 7), date(2072, 5, 9)


def rules(more: str = "", **fields: str) -> Policy:
    """Everything is public but for these fields; `more` are further tables."""
    told = dict.fromkeys(sorted(every_field()), '{ disclosure = "public" }') | fields
    return policy(more + "\n[fields]\n" + "\n".join(f'"{name}" = {one}' for name, one in told.items()))


EVERYTHING = rules()
SECRET = """
[[classes]]
name = "secret"
when = { words = ["doanh trại"] }
publish = false
ground = "Secret"
decided_by = "The board"
review = 2027-12-31
"""


def published(database: Database, *versions: Project, under: Policy = EVERYTHING) -> None:
    for one in versions:
        publish(database.writer_url, [one], policy=under)


def again(database: Database, under: Policy, today: date = TODAY) -> Republished:
    with psycopg.connect(database.writer_url) as connection:
        return republish(connection, load_city(), under, today=today)


def rows(database: Database, *columns: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.url) as connection:
        chosen = ", ".join(columns)
        return connection.execute(
            f"SELECT {chosen} FROM published.project_version ORDER BY project_id, version".encode()
        ).fetchall()


def holding(database: Database, *values: object) -> list[str]:
    """The tables that readers see in which one of these values stands."""
    with psycopg.connect(database.reader_url) as connection:
        tables: Iterable[tuple[str]] = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'published' ORDER BY 1"
        ).fetchall()
        text = "SELECT coalesce(string_agg(to_jsonb(t)::text, ''), '') FROM published.{} AS t"
        found = {name: connection.execute(sql.SQL(text).format(sql.Identifier(name))).fetchone() for (name,) in tables}
    return [name for name, row in found.items() if row and any(str(value) in row[0] for value in values)]


WORK = project(budget=FIRST, planned_start=START, planned_end=END, status=Status.IMPLEMENTATION, footprint=ACROSS)


@pytest.mark.parametrize(
    ("field", "original", "value", "later"),
    [
        ("budget", "original_budget", FIRST.amount, replace(WORK, budget=vnd(9_999))),
        ("planned_start", "original_start", START, replace(WORK, planned_start=date(2026, 2, 2))),
        ("planned_end", "original_end", END, replace(WORK, planned_end=date(2026, 2, 2))),
    ],
)
def test_a_baseline_that_was_copied_goes_with_what_it_was_copied_from(
    database: Database, field: str, original: str, value: object, later: Project
) -> None:
    published(database, WORK, later)
    hidden = rules(**{field: rule("withheld")})
    done = again(database, hidden)
    assert (done.versions, done.purged) == (1, 2)
    assert holding(database, value) == []
    assert rows(database, field, original, "purged")[:2] == [(None, None, sorted([field, original]))] * 2
    ((named, growth),) = rows(database, "withheld", "cost_growth")[2:]
    assert (sorted(named), growth) == (sorted([field, original]), None if field == "budget" else 0)
    assert again(database, hidden) == Republished(gone=1)
    published(database, replace(WORK, address="5"), under=hidden)
    ((value_now, named),) = rows(database, original, "withheld")[3:]
    assert (value_now, sorted(named)) == (None, sorted([field, original]))


def test_a_baseline_that_the_agency_sends_itself_stays_and_takes_the_place_of_a_copy(
    database: Database, tmp_path: Path
) -> None:
    own, other = date(2026, 3, 31), date(2026, 4, 30)
    load_row(database, tmp_path, end=own)
    load_row(database, tmp_path, end=own, first=other)
    again(database, rules(planned_end=rule("withheld")))
    assert rows(database, "original_end", "withheld") == [(None, []), (None, []), (other, ["planned_end"])]
    again(database, EVERYTHING)
    again(database, rules(planned_end=rule("withheld")))
    assert rows(database, "original_end")[-1] == (other,)


def load_row(database: Database, folder: Path, under: Policy | None = None, **days: date) -> None:
    """A file of one work, with its planned end and perhaps its original one."""
    file = folder / "work.csv"
    file.write_text(",".join(["id", "name", *days]) + "\n" + ",".join(["P1", "Cầu", *map(str, days.values())]))
    told = {"end": "planned_end", "first": "original_end"}
    meaning = '[id]\ncolumns = ["id"]\n[titles.vi]\ncolumn = "name"\n[agency]\nconstant = "ban-1"\n'
    meaning += "".join(f'[{told[name]}]\ncolumn = "{name}"\n' for name in days)
    with psycopg.connect(database.writer_url) as connection:
        load_projects(
            connection, file, parse_mapping(meaning), city=load_city(), policy=under or EVERYTHING, today=TODAY
        )


def test_what_is_delayed_stands_nowhere_before_its_day_and_with_its_baseline_from_then_on(
    database: Database, tmp_path: Path
) -> None:
    waiting = rules(planned_end=rule("delayed", "until = 2026-07-01"))
    load_row(database, tmp_path, waiting, end=END)
    assert again(database, waiting, date(2026, 6, 30)) == Republished()
    assert holding(database, END) == []
    assert again(database, waiting, date(2026, 7, 1)).versions == 1
    assert rows(database, "planned_end", "original_end", "withheld") == [
        (None, None, ["planned_end"]),
        (END, END, []),
    ]
    assert again(database, waiting, date(2026, 7, 1)) == Republished()


def test_a_baseline_that_was_copied_is_told_as_coarsely_as_what_it_was_copied_from(database: Database) -> None:
    published(database, WORK, replace(WORK, budget=vnd(8_000_000_000)))
    coarse = rules(budget=generalised('to = "digits", digits = 2'))
    again(database, coarse)
    assert holding(database, FIRST.amount) == []
    assert rows(database, "original_budget::text", "generalised")[-1] == (
        "7300000000",
        ["budget", "original_budget"],
    )  # fmt: skip
    assert again(database, coarse).versions == 0


def test_a_baseline_goes_with_a_value_of_a_time_when_a_class_held_that_hides_it(database: Database) -> None:
    bids = '[[classes]]\nname = "bids"\nwhen = { status = ["preparation"] }\nwithhold = ["budget"]\n' + (
        'ground = "Bids"\ndecided_by = "The board"\nreview = 2027-01-01\n'
    )
    published(database, replace(WORK, status=Status.PREPARATION), replace(WORK, budget=vnd(9_999)))
    again(database, rules(bids))
    assert holding(database, FIRST.amount) == []
    assert rows(database, "budget", "original_budget", "withheld")[-1] == (9_999, 9_999, [])
    assert again(database, rules(bids)).versions == 0


def test_nothing_is_left_of_a_project_whose_class_is_published_no_more(database: Database) -> None:
    publish_two_districts(database.writer_url)
    plain = replace(WORK, titles={"vi": "Zqx1", "en": "Zqx2"}, progress=Progress(as_of=date(2071, 1, 2)))
    named = replace(plain, titles={"vi": "Zqx1 doanh trại"}, descriptions={"vi": "Zqx3"}, footprint=INSIDE_WEST)
    published(database, plain, named)
    done = again(database, rules(SECRET))
    assert (done.withdrawn, done.purged) == (1, 3)  # also the version whose title did not give it away
    found = holding(database, "Zqx", FIRST.amount, START, "2071", "old.")
    assert found == ["district", "district_part", "log_leaf", "log_text", "map_district", "record"]
    assert rows(database, "title", "titles", "withdrawn") == [(None, {}, False), (None, {}, False), (None, {}, True)]
    assert all("titles" in names for (names,) in rows(database, "purged"))
    assert again(database, rules(SECRET)) == Republished()


def test_a_project_that_was_withdrawn_before_is_of_the_classes_of_its_last_version(database: Database) -> None:
    published(database, WORK, replace(WORK, titles={"vi": "Doanh trại"}))
    with psycopg.connect(database.writer_url) as connection:
        publisher = Publisher(connection, languages=("vi",))
        publisher.withdraw(["P1"])
        publisher.publish(Load(kind="withdrawal", file_name="x"))
    assert again(database, rules(SECRET)).purged == 3
    assert rows(database, "title", "budget") == [(None, None)] * 3


def test_reports_of_a_version_that_has_no_progress_itself_go_too(database: Database) -> None:
    report = Progress(None, Decimal("0.731084"), date(2071, 1, 2))
    published(database, replace(WORK, titles={"vi": "Doanh trại"}, reports=(report,)))
    assert holding(database, "0.731084") == ["log_text", "progress_now", "progress_report"]
    again(database, rules(SECRET))
    assert holding(database, "0.731084", "2071-01-02") == []


def test_the_day_of_a_decision_that_is_purged_is_counted_no_more(database: Database) -> None:
    changes = [{"id": "g-1", "type": "duration", "date": "2071-03-09"}]
    decided = replace(WORK, details=details({"changes": changes}))
    published(database, WORK, decided)
    assert "disclosure_decision" in holding(database, "2071-03-09")
    again(database, rules(**{"changes.date": rule("withheld")}))
    assert holding(database, "2071-03-09") == []


def test_what_is_kept_of_projects_is_what_the_versions_say_after_it(database: Database) -> None:
    publish_two_districts(database.writer_url)
    published(database, WORK, replace(WORK, budget=vnd(1), planned_end=date(2026, 1, 1)))
    again(database, rules(budget=rule("withheld"), planned_end=rule("withheld")))
    kept = ("project_brief", "project_tally", "project_delay", "disclosure_decision", "disclosure_report")
    with psycopg.connect(database.url) as connection:
        sums = {"project_tally": "projects", "project_delay": "works"}

        def stand() -> list[list[tuple[Any, ...]]]:
            some = (f" WHERE {sums[name]} <> 0" if name in sums else "" for name in kept)
            return [
                sorted(connection.execute(f"SELECT t::text FROM published.{name} AS t{where}".encode()).fetchall())
                for name, where in zip(kept, some, strict=True)
            ]

        assert list(differing(connection)) == []
        before = stand()
        remake_briefs(connection)
        remake_disclosures(connection)
        assert stand() == before


def test_what_was_found_of_works_near_each_other_goes_with_the_place_that_it_was_found_at(database: Database) -> None:
    near = [replace(WORK, category=Category.ROAD), replace(WORK, id="P2", category=Category.SEWER)]
    publish(database.writer_url, near, policy=EVERYTHING)
    assert "overlap" in holding(database, "108.05")
    again(database, rules(footprint=rule("withheld")))
    assert holding(database, "108.05") == []
