"""The report by agency and district: what is open, at stake, agreed and saved."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from geo.codes import Status
from geo.publishing.marks import State, mark
from geo.values import Money
from tests.builders import AGENCY, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving
from tests.geo.overlaps.test_measuring import line
from tests.geo.overlaps.test_pairs import OTHER, STREET, work

SUMMER = ("2087-06-01", "2087-08-31")
ONE = work("A", STREET, *SUMMER)
BESIDE = work("B", line((0, 5), (400, 5)), *SUMMER, agency=OTHER.code, titles={"vi": "Vỉa hè"})
FAR = line((-9000, 0), (-8600, 0))
DONE: dict[str, Any] = {"actual_start": date(2026, 1, 1), "actual_end": date(2026, 3, 31), "status": Status.COMPLETED}
PAST = (
    work("C", FAR, "2086-10-01", "2086-12-31"),
    work("D", FAR, "2087-03-01", "2087-05-31", agency=OTHER.code, titles={"vi": "Vỉa hè"}),
)


@pytest.fixture
def site(database: Database) -> Iterator[Site]:
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [ONE, BESIDE, *PAST], agencies=(AGENCY, OTHER))
    with serving(database) as running:
        yield running


def told(site: Site, by: str = "agency") -> dict[str | None, dict[str, Any]]:
    found = site.json(f"/overlaps/report?by={by}")
    return {None: found["total"]} | {line["code"]: line for line in found["lines"]}


def marked(site: Site, pair: str, state: State = State.JOINED) -> None:
    with psycopg.connect(site.database.writer_url) as connection:
        mark(connection, pair, state, reason="One trench", agency=AGENCY.code)


def test_what_is_open_counts_for_each_agency_and_once_for_all(site: Site) -> None:
    lines = told(site)
    assert set(lines) == {None, "ban-1", "ban-2"}
    assert lines["ban-1"]["open"] == lines["ban-2"]["open"] == lines[None]["open"]
    assert (lines[None]["open"]["clash"], lines[None]["open"]["join"]) == (1, 1)
    assert lines[None]["shared_length_m"] == pytest.approx(800, abs=1)
    assert lines[None]["at_stake"] > 0
    assert lines[None]["days"] == 92 + 92
    marked(site, "A~B", State.SEQUENCED)
    assert told(site)[None]["open"]["clash"] == 0


def test_a_pair_that_would_cost_more_to_join_than_that_saves_lowers_no_sum(site: Site) -> None:
    before, place = told(site)[None], line((-9000, 3000), (-8600, 3000))
    dear = {"budget": Money(Decimal(10**9), "USD")}
    losing = (
        work("E", place, "2086-10-01", "2086-12-31", **dear),
        work("F", place, "2087-03-01", "2087-05-31", agency=OTHER.code, titles={"vi": "Vỉa hè"}, **dear),
    )
    publish(site.database.writer_url, losing, agencies=(AGENCY, OTHER))
    after = told(site)[None]
    assert site.json("/collections/overlaps/items/E~F")["properties"]["score"] < 0
    assert after["open"]["join"] == before["open"]["join"] + 1
    assert after["at_stake"] == before["at_stake"]
    assert "more than it saves" in site.get("/en/collections/overlaps/items/E~F").text


def test_savings_are_agreed_first_and_realised_by_the_actual_days(site: Site) -> None:
    marked(site, "C~D")
    before = told(site, "district")
    assert before["old.east"]["joined"] == {"realised": 0, "pending": 1, "missed": 0}
    assert before["old.east"]["agreed"] == before[None]["agreed"] > 0
    assert before[None]["realised"] == 0
    publish(site.database.writer_url, [replace(one, **DONE) for one in PAST], agencies=(AGENCY, OTHER))
    after = told(site)
    assert after["ban-2"]["joined"] == {"realised": 1, "pending": 0, "missed": 0}
    assert after[None]["agreed"] == before[None]["agreed"]
    assert after[None]["realised"] == pytest.approx(400 * 72 + 90 * 460, rel=1e-3)


def test_it_is_a_page_with_a_line_for_each_agency_and_district(site: Site) -> None:
    before = site.get("/en/overlaps/report?by=agency").text
    marked(site, "A~B")
    answer = site.get("/overlaps/report", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/overlaps/report")
    text = site.get("/en/overlaps/report").text
    for name in ("Board no. 1", "Board no. 2", "to come 1", "Could be joined 1"):
        assert name in text
    for address in ("agency=ban-1&amp;state=open", "district=old.east&amp;state=open", "by=district&amp;f=csv"):
        assert address in text
    assert ("Clash 1" in before, "Clash 1" in text) == (True, False)
    assert ('id="by-district"' in before, 'id="by-district"' in text) == (False, True)
    assert "/ko/overlaps/report" in site.get("/ko/maps/overlaps").text


def test_the_reason_of_a_mark_stands_on_the_page_of_its_pair(site: Site) -> None:
    address = "/en/collections/overlaps/items/A~B"
    assert "Reason:" not in site.get(address).text
    marked(site, "A~B", State.SEQUENCED)
    text = site.get(address).text
    assert "Reason: One trench" in text
    assert "Said by Board no. 1 on" in text
    told = site.json("/collections/overlaps/items/A~B")["properties"]
    assert (told["state"], told["reason"], told["marked_by"]) == ("sequenced", "One trench", "ban-1")
    publish(site.database.writer_url, [replace(BESIDE, planned_start=date(2087, 7, 20))], agencies=(AGENCY, OTHER))
    assert "open again, since a work has changed" in site.get(address).text


def test_it_is_a_table_too(site: Site) -> None:
    answer = site.get("/overlaps/report?by=agency&f=csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == ["", "ban-1", "ban-2"]
    assert (rows[0]["open_clash"], rows[0]["currency"]) == ("1", "USD")
    assert site.get("/overlaps/report?by=colour").status_code == 400
