"""A plan that is not published is in no public output; other agencies' planners see where, when and whom to ask."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from geo.intake.keys import Scope
from tests.api.intake.pushing import agency
from tests.api.planning.keyed import planner, planning
from tests.fixtures.database import Database
from tests.fixtures.site import Site

MARK: Final = "Zqxplan"
LONGITUDE: Final = 108.2031973
PLACE: Final = [[LONGITUDE, 16.0500452], [LONGITUDE + 0.0017, 16.0500452]]
OFFICE: Final = f"{MARK} office"
MONEY: Final = {"amount": 71837465, "currency": "USD"}
PLAN: Final[dict[str, Any]] = {
    "titles": {"en": f"{MARK} title"},
    "descriptions": {"en": f"{MARK} description"},
    "status": "preparation",
    "category": "energy",
    "contractor": f"{MARK} contractor",
    "supervisor": f"{MARK} supervisor",
    "address": f"{MARK} address",
    "original_start": "2071-01-13",
    "original_end": "2071-12-13",
    "planned_start": "2087-02-11",
    "planned_end": "2087-03-17",
    "progress": {"planned": 0.713, "actual": 0.619, "as_of": "2025-12-31"},
    "original_budget": MONEY,
    "budget": MONEY,
    "contract_amount": MONEY,
    "geometry": {"type": "LineString", "coordinates": PLACE},
    "location": {"source": f"{MARK} source", "method": f"{MARK} method", "verified_by": f"{MARK} verifier"},
    "scale": [{"name": f"{MARK} scale", "value": 71.3, "unit": "m"}],
    "participants": [{"id": "1", "name": f"{MARK} participant", "roles": ["buyer"]}],
    "contacts": [{"role": f"{MARK} role", "office": OFFICE, "name": f"{MARK} person", "phone": "0236 713 7137"}],
    "contracts": [{"id": "C1", "title": f"{MARK} contract", "suppliers": [{"name": f"{MARK} supplier"}]}],
    "changes": [{"id": "E1", "type": "scope", "date": "2025-01-01", "reason": f"{MARK} change"}],
    "documents": [{"id": "D1", "type": "projectPlan", "title": f"{MARK} document", "url": "https://a.example/1.pdf"}],
    "photos": [{"id": "F1", "title": f"{MARK} photo", "url": "https://a.example/1.jpg"}],
    "briefs": [{"id": "B1", "text": f"{MARK} brief", "state": "open"}],
    "penalties": [{"id": "T1", "contractor": f"{MARK} penalised", "points": 0.5}],
    "coordination": [
        {"id": "1", "firmness": "tendered", "exception": "safety", "ground": ["cuts"], "late_end": "2087-05-29"}
    ],
}
DAYS: Final = ("2087-02-11", "2087-03-17", "2087-05-29", "2071-01-13", "2071-12-13")
DIGITS: Final = ("71837465", "108.2031", "108.2048", "16.050045", "0.713", "0.619", "713 7137")
NUMBERS: Final = tuple(struct.pack(form, number) for number in PLACE[0] for form in ("<d", ">d"))
ASKED: Final = {"geometry": {"type": "LineString", "coordinates": [[108.2, 16.05], [108.21, 16.05]]}}
WAY: Final = ASKED | {"buffer": 100}


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    with planning(database, tmp_path) as running:
        assert agency(running, "ban-2").put(f"{MARK}-1", PLAN).json()["state"] in {"held", "waiting"}
        yield running


def found_in(body: bytes) -> list[str]:
    text = body.decode("utf-8", "replace")
    marks = [mark for mark in (MARK, *DAYS, *DIGITS) if mark in text]
    return marks + [number.hex() for number in NUMBERS if number in body]


def test_no_public_output_holds_anything_of_a_plan(site: Site) -> None:
    """The crawl of everything else is in `test_markers`, where a plan is planted too."""
    span = {"start": "2087-01-01", "end": "2087-12-31"}
    answers = [httpx.post(site.url + path, json=body, timeout=30) for path, body in (
        ("/overlaps/check", ASKED | span), ("/route/works", WAY),
    )]  # fmt: skip
    answers += [site.get(path) for path in ("/collections/projects/items", "/overlaps/report?by=agency", "/changes")]
    answers += [site.get(f"/collections/projects/items/ban-2.{MARK}-1"), site.get(f"/vi/maps/projects/ban-2.{MARK}-1")]
    assert [answer.status_code for answer in answers[:4]] == [200] * 4
    assert [answer.status_code for answer in answers[-2:]] == [404, 404]
    found = {str(answer.url): found_in(answer.content) for answer in answers[:-2]}
    assert {address: marks for address, marks in found.items() if marks} == {}


def test_readers_have_no_right_to_plans_and_see_none_in_what_is_published(site: Site) -> None:
    with psycopg.connect(site.database.reader_url, autocommit=True) as connection:
        with pytest.raises(InsufficientPrivilege):
            connection.execute("SELECT FROM intake.plan")
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'published'"
        ).fetchall()
        for (name,) in tables:
            rows = connection.execute(f"SELECT to_jsonb(t)::text FROM published.{name} AS t".encode()).fetchall()
            assert MARK not in str(rows), name


def test_a_plan_is_kept_without_what_is_never_told(site: Site) -> None:
    with psycopg.connect(site.database.url) as connection:
        (kept,) = connection.execute("SELECT to_jsonb(p) - 'project_id' - 'office' FROM intake.plan AS p").fetchall()
    assert not [mark for mark in (MARK, "71837465", "0236") if mark in json.dumps(kept)]


def test_another_agencys_planner_sees_place_window_and_contact_and_nothing_else(site: Site) -> None:
    key = planner(site, "ban-1")
    asked = key.post("/overlaps/check", ASKED | {"start": "2087-01-01", "end": "2087-12-31"})
    listed = key.ask("GET", "/overlaps")
    for answer in (asked, listed):
        (told,) = [one for one in answer.json()["features"] if "plan" in one["properties"]]
        plan = told["properties"].pop("plan")
        assert plan == {
            "id": "plan-1", "agency": "ban-2", "office": OFFICE, "early_start": None, "late_end": "2087-05-29",
            "window": {"start": "2087-02-11", "end": "2087-03-17"},
        }  # fmt: skip
        rest, secrets = (
            json.dumps(told["properties"]),
            (MARK, "71837465", "tendered", "safety", "cuts", "energy", "71.3"),
        )
        assert [word for word in secrets if word in rest] == []
    assert answer_of(agency(site, "ban-1", (Scope.SUBMIT,)), "/overlaps") == 403


def answer_of(key: Any, path: str) -> int:  # noqa: ANN401
    answer: int = key.ask("GET", path).status_code
    return answer
