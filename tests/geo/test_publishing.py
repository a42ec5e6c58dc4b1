from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import psycopg

from data.policy import Policy
from data.policy.rules import Public
from geo.codes import Category, Status
from geo.details import SECTIONS, details
from geo.disclosure import WITHHOLDABLE
from geo.project import Accuracy, LocationTrust
from geo.publishing import SentRow, withdraw_samples
from geo.sql import query
from geo.values import Money, Progress
from tests.builders import ACROSS, EVERY_SECTION, INSIDE_WEST, project, publish, vnd
from tests.fixtures.database import Database
from tests.geo.stored import feature, rows


def test_what_is_published_can_be_read(database: Database) -> None:
    outcome = publish(database.writer_url, [project("P1"), project("P2")])
    assert (outcome.rows, outcome.published, outcome.unchanged, outcome.held) == (2, 2, 0, 0)
    assert rows(database, "SELECT project_id, version FROM published.project_now ORDER BY 1") == [("P1", 1), ("P2", 1)]


def test_the_same_again_publishes_nothing(database: Database) -> None:
    works = [project("P1", progress=Progress(actual=Decimal("0.40"))), project("P2")]
    publish(database.writer_url, works)
    again = publish(database.writer_url, works)
    assert (again.published, again.unchanged, again.publication) == (0, 2, None)
    assert rows(database, "SELECT count(*), max(number) FROM published.publication") == [(1, 1)]


def test_another_scale_of_the_same_amount_is_no_change(database: Database) -> None:
    publish(database.writer_url, [project(budget=vnd("12.50"))])
    assert publish(database.writer_url, [project(budget=vnd("12.5"))]).published == 0


def test_a_change_closes_the_version_before_it(database: Database) -> None:
    publish(database.writer_url, [project(status=Status.PREPARATION)])
    publish(database.writer_url, [project(status=Status.IMPLEMENTATION)])
    found = rows(
        database,
        "SELECT version, status, upper_inf(published), upper(published) = lead(lower(published)) "
        "OVER (ORDER BY version) FROM published.project_version ORDER BY version",
    )
    assert found == [(1, "preparation", False, True), (2, "implementation", True, None)]


def test_the_first_baseline_stays_when_plans_move(database: Database) -> None:
    publish(database.writer_url, [project(planned_end=date(2026, 1, 31), budget=vnd(100))])
    publish(database.writer_url, [project(planned_end=date(2027, 6, 30), budget=vnd(180))])
    found = rows(database, "SELECT original_end, planned_end, original_budget, budget FROM published.project_now")
    assert found == [(date(2026, 1, 31), date(2027, 6, 30), 100, 180)]


def test_an_original_date_that_is_sent_is_the_baseline(database: Database) -> None:
    publish(database.writer_url, [project(planned_end=date(2027, 6, 30), original_end=date(2026, 1, 31))])
    assert rows(database, "SELECT original_end FROM published.project_now") == [(date(2026, 1, 31),)]


def test_a_baseline_that_is_published_does_not_move_when_another_is_sent(database: Database) -> None:
    publish(database.writer_url, [project(original_end=date(2024, 1, 1), original_budget=vnd(100))])
    later = project(original_end=date(2026, 12, 1), original_budget=vnd(900))
    publish(database.writer_url, [later])
    found = "SELECT original_end, original_budget FROM published.project_now"
    assert rows(database, found) == [(date(2024, 1, 1), 100)]
    publish(database.writer_url, [later, project("P2")], correct_baseline=True)
    assert rows(database, found + " WHERE project_id = 'P1'") == [(date(2026, 12, 1), 900)]


def test_a_policy_that_withholds_the_baseline_takes_it_back(database: Database) -> None:
    work = project(planned_end=date(2026, 1, 31), budget=vnd(100))
    publish(database.writer_url, [work])
    public = {name: Public(disclosure="public") for name in WITHHOLDABLE if not name.startswith("original_")}
    stricter = Policy(title="Stricter", fields=public)
    for facts in (work, replace(work, address="Khác")):
        publish(database.writer_url, [facts], policy=stricter)
        found = rows(database, "SELECT original_end, original_budget, withheld FROM published.project_now")
        assert found == [(None, None, ["original_budget", "original_end"])]
    assert publish(database.writer_url, [replace(work, address="Khác")], policy=stricter).published == 0


def test_every_column_of_a_version_says_what_its_feature_says(database: Database) -> None:
    """The columns are named in one order and filled in another place: no two facts here have the same value."""
    days = (date(2026, month, 1) for month in range(1, 13))
    everything = Policy(title="Everything", fields={name: Public(disclosure="public") for name in WITHHOLDABLE})
    work = project(
        status=Status.PREPARATION, category=Category.BRIDGE, descriptions={"vi": "Mô tả"},
        contractor="Nhà thầu", supervisor="Giám sát", address="Địa chỉ", districts=("old.west",),
        original_start=next(days), original_end=next(days), planned_start=next(days), planned_end=next(days),
        actual_start=next(days), actual_end=next(days),
        progress=Progress(planned=Decimal("0.25"), actual=Decimal("0.75"), as_of=next(days)),
        original_budget=vnd(10), budget=Money(Decimal(20), "USD"), contract_amount=Money(Decimal(30), "KRW"),
        footprint=INSIDE_WEST,
        location=LocationTrust(
            source="Nguồn", method="Cách", accuracy=Accuracy.SURVEYED, verified_by="Người", verified_on=next(days)
        ),
        details=details(EVERY_SECTION),
    )  # fmt: skip
    publish(database.writer_url, [work], policy=everything, ground="extension")
    ((told, stored),) = rows(
        database, "SELECT feature_text::json -> 'properties', to_json(v) FROM published.project_now AS v"
    )
    assert isinstance(told, dict)
    assert isinstance(stored, dict)
    stored |= dict.fromkeys(SECTIONS) | stored["details"]
    compared = told.keys() - {"published"}  # a range in the store
    assert {name: stored[name] for name in compared} == {name: told[name] for name in compared}
    values = [
        json.dumps(value)
        for name, value in told.items()
        if name not in {"sample", "withdrawn", "purged", "generalised"}
    ]
    assert len(set(values)) == len(values)


def test_the_columns_of_a_version_give_its_text_again(database: Database) -> None:
    exact = Progress(planned=Decimal("0.12345678"), actual=Decimal("0.10"), as_of=date(2026, 1, 31))
    known = details(EVERY_SECTION)
    publish(database.writer_url, [project(details=known, progress=exact, budget=vnd("1.50"), footprint=ACROSS)])
    statement = (
        f"SELECT feature_text, {query('publish/feature')} "
        "FROM (SELECT *, lower(published) AS published_at FROM published.project_version) AS c"
    )
    ((stored, again),) = rows(database, statement)
    assert stored == again


def test_dated_progress_is_a_report(database: Database) -> None:
    for month, actual in ((6, "0.2"), (12, "0.5")):
        publish(database.writer_url, [project(progress=Progress(actual=Decimal(actual), as_of=date(2024, month, 1)))])
    found = rows(database, "SELECT as_of, actual FROM published.progress_report ORDER BY as_of")
    assert found == [(date(2024, 6, 1), Decimal("0.2")), (date(2024, 12, 1), Decimal("0.5"))]


def test_not_entered_zero_and_withheld_are_three_things(database: Database) -> None:
    publish(
        database.writer_url,
        [
            project("none"),
            project("zero", progress=Progress(actual=Decimal(0))),
            project("kept", supervisor="Nguyễn Văn A"),
        ],
    )
    none, zero, kept = (feature(database, one)["properties"] for one in ("none", "zero", "kept"))
    assert isinstance(none, dict)
    assert isinstance(zero, dict)
    assert isinstance(kept, dict)
    assert (none["progress_actual"], none["withheld"]) == (None, [])
    assert (zero["progress_actual"], zero["withheld"]) == (0, [])
    assert (kept["supervisor"], kept["withheld"]) == (None, ["supervisor"])


def test_money_keeps_its_digits(database: Database) -> None:
    publish(database.writer_url, [project(budget=vnd("12345678901234567890.10"))])
    text = rows(database, "SELECT feature_text FROM published.project_now")[0][0]
    assert '"budget":12345678901234567890.10,' in str(text)


def test_a_held_row_is_kept_as_it_was_sent(database: Database) -> None:
    reason = {"rule": "status.unknown", "field": "status", "value": "???", "message": "No such status."}
    outcome = publish(database.writer_url, [project()], held=[SentRow(number=2, payload={"x": "y"}, reasons=[reason])])
    assert (outcome.rows, outcome.published, outcome.held) == (2, 1, 1)
    found = rows(database, "SELECT state, payload, reasons FROM intake.submission ORDER BY row_number")
    assert found == [("published", {"id": "P1"}, None), ("held", {"x": "y"}, [reason])]


def test_a_report_is_kept_once_and_its_correction_beside_it(database: Database) -> None:
    first = Progress(planned=Decimal("0.5"), actual=Decimal("0.4"), as_of=date(2026, 1, 31))
    second = Progress(planned=Decimal("0.7"), actual=Decimal("0.6"), as_of=date(2026, 2, 28))
    corrected = Progress(planned=Decimal("0.5"), actual=Decimal("0.3"), as_of=date(2026, 1, 31))
    publish(database.writer_url, [project(reports=(first,))])
    publish(database.writer_url, [project(reports=(first, second))])
    publish(database.writer_url, [project(reports=(corrected, second))])
    found = rows(database, "SELECT as_of, publication, actual FROM published.progress_report ORDER BY 1, 2")
    assert [(r[0], r[1], float(str(r[2]))) for r in found] == [
        (date(2026, 1, 31), 1, 0.4),
        (date(2026, 1, 31), 3, 0.3),
        (date(2026, 2, 28), 2, 0.6),
    ]


def test_the_samples_can_be_withdrawn_and_nothing_else_is(database: Database) -> None:
    publish(database.writer_url, [project("mine"), project("sample", sample=True, planned_end=date(2026, 1, 1))])
    with psycopg.connect(database.writer_url) as connection:
        outcome = withdraw_samples(connection, languages=("vi",))
    assert outcome.versions == 1
    assert rows(database, "SELECT project_id FROM published.project_now") == [("mine",)]
    assert rows(database, "SELECT withdrawn FROM published.project_version WHERE project_id = 'sample'") == [
        (False,),
        (True,),
    ]
