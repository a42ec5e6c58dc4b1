"""What is kept of how much is disclosed tells 0, null and withheld apart, and equals what is made anew."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import psycopg

from data.policy import Policy, load_policy
from data.policy.coarser import Districts
from data.policy.rules import After, Delayed, Generalised, Public, Rule, Withheld
from geo.codes import Status
from geo.details import details
from geo.disclosures.counts import Counts, cells, every_cell, months
from geo.disclosures.duties import agency_states, decided, held
from geo.project import Project
from geo.publishing import SentRow
from geo.publishing.disclosures import remake_disclosures
from geo.publishing.purging import purge
from geo.values import Progress
from tests.builders import EVERY_SECTION, INSIDE_WEST, project, publish, publish_two_districts, vnd
from tests.fixtures.database import Database
from tests.geo.history.reading import ask
from tests.geo.test_briefs import DISCLOSED, kept

LATER = date(2100, 1, 1)
REASON: dict[str, Any] = {"ground": "A ground.", "decided_by": "Somebody", "review": date(2030, 1, 1)}


def equals_what_is_made_anew(database: Database) -> None:
    with psycopg.connect(database.writer_url) as connection:
        before = kept(connection, DISCLOSED)
        assert all(before[:1])
        remake_disclosures(connection)
        assert kept(connection, DISCLOSED) == before


def found(database: Database, field: str) -> Counts:
    (cell,) = ask(database, lambda pool: cells(pool, LATER, None, field))
    return cell.counts


def a_policy(**rules: Rule) -> Policy:
    return Policy(title="A policy", fields={**load_policy().fields, **rules})


def test_nought_not_entered_and_withheld_are_three_cells(database: Database) -> None:
    shut = a_policy(budget=Withheld(disclosure="withheld", **REASON))
    nought = Progress(actual=Decimal(0), as_of=date(2026, 1, 31))
    publish(database.writer_url, [project("A", progress=nought, budget=vnd(0)), project("B"), project("C")])
    publish(database.writer_url, [project("B", budget=vnd(5))], policy=shut)
    assert found(database, "progress_actual") == Counts(of=3, published=1, zeros=1)
    assert found(database, "progress_actual").not_entered == 2
    assert found(database, "budget") == Counts(of=3, published=1, zeros=1, withheld=1)
    assert found(database, "budget").rate == 0.5
    assert found(database, "supervisor").rate is None
    equals_what_is_made_anew(database)


def test_what_is_coarser_is_published_and_what_waits_is_withheld(database: Database) -> None:
    publish_two_districts(database.writer_url)
    ruled = a_policy(
        footprint=Generalised(disclosure="generalised", how=Districts(to="districts"), **REASON),
        declared_districts=Public(disclosure="public"),
        budget=Delayed(disclosure="delayed", until=After(days=9, after="actual_end"), **REASON),
    )
    publish(database.writer_url, [project("A", footprint=INSIDE_WEST, budget=vnd(1))], policy=ruled)
    assert found(database, "footprint") == Counts(of=1, published=1, generalised=1)
    assert found(database, "budget") == Counts(of=1, withheld=1, delayed=1)
    publish(database.writer_url, [project("A", footprint=INSIDE_WEST, budget=vnd(1))])
    assert found(database, "footprint") == found(database, "budget") == Counts(of=1, published=1)
    equals_what_is_made_anew(database)


def detailed(*changes: str, **more: str) -> Project:
    """A work with every section, but of the changes only these."""
    told = [one for one in EVERY_SECTION["changes"] if one["id"] in changes]
    return project("A", details=details({**EVERY_SECTION, "changes": told, "briefs": []}), **more)


def test_fields_of_sections_are_asked_of_those_that_have_the_section(database: Database) -> None:
    publish(database.writer_url, [detailed("g-1"), project("B")])
    assert found(database, "contacts") == Counts(of=2, published=1)
    assert found(database, "contacts.phone") == Counts(of=1, published=1)
    assert found(database, "contacts.name") == Counts(of=1, withheld=1)
    assert found(database, "changes.reason").not_entered == 1
    assert found(database, "briefs") == Counts(of=2, published=1, zeros=1)
    equals_what_is_made_anew(database)


def test_decisions_are_counted_when_they_are_first_published(database: Database) -> None:
    publish(database.writer_url, [detailed("g-1")])
    publish(database.writer_url, [detailed("g-1", "g-3")])
    publish(database.writer_url, [detailed("g-1", "g-3", address="x")])
    rows = ask(database, lambda pool: decided(pool, None, after=date(2020, 1, 1)))
    assert [(row.agency, row.decided_on, row.decisions) for row in rows] == [("ban-1", date(2026, 1, 1), 1)]
    equals_what_is_made_anew(database)


def test_a_month_stays_as_it_was_at_its_end(database: Database) -> None:
    publish(database.writer_url, [project("A", address="x"), project("B")])
    with psycopg.connect(database.url) as connection:
        connection.execute("UPDATE published.disclosure_count SET month = month - interval '3 months'")
    publish(database.writer_url, [project("B", address="y"), project("C")])
    history = ask(database, lambda pool: every_cell(pool, None, "address"))
    assert [cell.counts for cell in history] == [Counts(of=2, published=1), Counts(of=3, published=2)]
    between = history[0].month.replace(day=28)
    (then,) = ask(database, lambda pool: cells(pool, between, "ban-1", "address"))
    assert then.counts == history[0].counts
    series = ask(database, lambda pool: months(pool, None, "address"))
    assert [(month.projects, month.counts.published) for month in series] == [(3, 2), (2, 1)]


def test_what_was_purged_counts_as_it_was(database: Database) -> None:
    publish(database.writer_url, [project("A", budget=vnd(7))])
    publish(database.writer_url, [project("A", address="x")])
    with psycopg.connect(database.writer_url) as connection:
        purge(connection, {("A", 1): ["budget"]}, ground="A ground.", decided_by="Somebody")
    equals_what_is_made_anew(database)


def test_readers_see_how_many_rows_are_held_but_not_the_rows(database: Database) -> None:
    reasons = [{"rule": "x"}]
    rows = [SentRow(number=n, payload={"a": 1}, project_id=one, reasons=reasons) for n, one in ((7, "A"), (8, None))]
    publish(database.writer_url, [project("A")], held=rows)
    assert ask(database, lambda pool: held(pool, None)) == {"ban-1": 1, "": 1}
    publish(database.writer_url, [project("A")])
    assert ask(database, lambda pool: held(pool, None)) == {}


def test_ongoing_works_have_told_their_progress_lately_or_not(database: Database) -> None:
    def one(name: str, day: date | None) -> Project:
        actual = None if day is None else Decimal("0.5")
        return project(name, status=Status.IMPLEMENTATION, progress=Progress(actual=actual, as_of=day))

    publish(database.writer_url, [one("A", date(2026, 5, 25)), one("B", date(2026, 4, 20)), one("C", None)])
    (state,) = ask(database, lambda pool: agency_states(pool, "ban-1", recent=date(2026, 4, 25)))
    assert (state.ongoing, state.reported) == (3, 1)
    publish(database.writer_url, [one("B", date(2026, 5, 20))])
    (state,) = ask(database, lambda pool: agency_states(pool, None, recent=date(2026, 4, 25)))
    assert (state.ongoing, state.reported) == (3, 2)
