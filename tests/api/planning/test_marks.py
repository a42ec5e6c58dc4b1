"""The agencies of two works that collide say what they have agreed: by key, on record, and on the operator's page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from geo.intake.keys import Scope
from geo.publishing import purge
from tests.api.intake.pushing import agency, audited
from tests.api.intake.test_operator import browser, form_token
from tests.api.planning.keyed import WINTER, planner, planning
from tests.builders import publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site
from tests.geo.overlaps.test_pairs import STREET, work

JOINED = {"state": "joined", "reason": "One trench"}


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    with planning(database, tmp_path) as running:
        yield running


def test_either_agency_marks_a_pair_once_and_it_is_noted(site: Site) -> None:
    one, other = planner(site, "ban-1"), planner(site, "ban-2")
    first = one.post("/overlaps/A~B/marks", JOINED)
    assert first.status_code == 200, first.text
    assert one.post("/overlaps/A~B/marks", JOINED).json()["publication"] == first.json()["publication"]
    assert other.post("/overlaps/A~B/marks", {"state": "no-conflict", "reason": "Gọi 0905 123 456"}).status_code == 200
    marks = one.get("/overlaps/A~B/marks")["marks"]
    assert [(mark["state"], mark["agency"]) for mark in marks] == [("no-conflict", "ban-2"), ("joined", "ban-1")]
    assert "0905" not in marks[0]["reason"]
    assert marks[1]["saving"] > 0
    assert [entry[:2] for entry in audited(site.database)].count(("mark", "done")) == 3


def test_nobody_else_marks_it(site: Site) -> None:
    assert agency(site, "ban-1", (Scope.SUBMIT,)).post("/overlaps/A~B/marks", JOINED).status_code == 403
    stranger = planner(site, "ban-3")
    assert stranger.post("/overlaps/A~B/marks", JOINED).status_code == 403
    assert stranger.ask("GET", "/overlaps/A~B/marks").status_code == 403
    assert planner(site, "ban-1").post("/overlaps/A~C/marks", JOINED).status_code == 404
    assert planner(site, "ban-1").post("/overlaps/A~B/marks", {"state": "done", "reason": "x"}).status_code == 422
    assert audited(site.database)[-1][1] == "not the agency's"


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_a_planner_marks_on_the_page_without_scripts(site: Site, language: str) -> None:
    with browser(site, planner(site, "ban-1"), language) as client:
        assert "/operator/overlaps" in client.get("/operator").text
        page = client.get("/operator/overlaps").text
        assert 'class="then"' not in page  # it has no past
        form = {"token": form_token(page), "pair": "A~B", "state": "sequenced", "reason": ""}
        assert client.post("/operator/overlaps/marks", data=form).status_code == 422
        done = client.post("/operator/overlaps/marks", data=form | {"reason": "B waits <b>"})
        assert done.status_code == 200
        assert "B waits &lt;b&gt;" in done.text
        assert client.post("/operator/overlaps/marks", data={"pair": "A~B"}).status_code == 403
    with browser(site, agency(site, "ban-1", (Scope.SUBMIT,)), language) as client:
        assert client.get("/operator/overlaps").status_code == 403


def test_a_purge_takes_the_reasons_that_were_given_meanwhile(site: Site) -> None:
    planner(site, "ban-1").post("/overlaps/A~B/marks", JOINED)
    publish(site.database.writer_url, [work("A", STREET, WINTER[0], "2087-03-30")])
    with psycopg.connect(site.database.writer_url) as connection:
        purge(connection, {("A", 1): ["planned_end"]}, ground="Test", decided_by="Test")
        kept = connection.execute("SELECT state, reason, basis, agency FROM published.overlap_mark").fetchall()
    assert kept == [("joined", "", {}, "ban-1")]
