"""What is kept of two published works: cases with known answers, and that edits leave what a rebuild gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.codes import Category, Status
from geo.details import details
from geo.project import Agency, Project
from geo.publishing.overlaps import catch_up
from tests.builders import AGENCY, project, publish, vnd
from tests.fixtures.database import Database
from tests.geo.overlaps.test_measuring import area, line

OTHER = Agency("ban-2", {"vi": "Ban quản lý số 2", "en": "Board no. 2"})


def work(name: str, shape: BaseGeometry, start: str, end: str, **facts: Any) -> Project:  # noqa: ANN401
    """A planned work of a street."""
    days = {"planned_start": date.fromisoformat(start), "planned_end": date.fromisoformat(end)}
    usual: dict[str, Any] = {"category": Category.WATER, "status": Status.PREPARATION}
    return project(name, footprint=shape, **(usual | days | facts))


def pairs(url: str) -> list[dict[str, Any]]:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        return connection.execute("SELECT * FROM published.overlap ORDER BY one_id, other_id").fetchall()


def found(database: Database, *works: Project) -> list[dict[str, Any]]:
    publish(database.writer_url, works, agencies=(AGENCY, OTHER))
    return pairs(database.url)


WINTER = ("2026-01-01", "2026-03-31")
SPRING = ("2026-02-01", "2026-03-31")
AUTUMN = ("2026-10-01", "2026-12-31")
STREET = line((0, 0), (400, 0))


def test_two_corridors_that_cross_once_do_not_clash(database: Database) -> None:
    across = line((200, -200), (200, 200))
    (pair,) = found(database, work("A", STREET, *WINTER), work("B", across, *WINTER))
    assert (pair["kind"], pair["also"], pair["relation"]) == ("crossing", [], "crossing")


def test_120_metres_shared_in_one_quarter_clash(database: Database) -> None:
    beside = line((280, 5), (900, 5))
    (pair,) = found(database, work("A", STREET, *WINTER), work("B", beside, *SPRING))
    assert pair["kind"] == "clash"
    assert pair["shared_length"] == pytest.approx(120, abs=0.5)
    assert (pair["days_shared"], pair["since"], pair["id"]) == (59, 1, "A~B")
    assert pair["score"] > 0
    assert sum(term["value"] for term in pair["terms"] if term["unit_cost"]) != 0


def test_two_quarters_apart_could_be_joined(database: Database) -> None:
    (pair,) = found(database, work("A", STREET, *WINTER), work("B", STREET, *AUTUMN))
    assert pair["kind"] == "join"
    assert pair["days_shared"] == 0
    assert (pair["joint_start"], pair["joint_end"]) == (date(2026, 10, 1), date(2026, 12, 31))


def test_a_cut_two_years_after_paving_digs_again_and_an_emergency_is_excepted(database: Database) -> None:
    paved = work("A", STREET, "2024-01-01", "2024-06-30", category=Category.ROAD, status=Status.COMPLETED)
    cut = work("B", STREET, "2026-05-01", "2026-07-31")
    leak = replace(cut, id="C", details=details({"coordination": [{"id": "plan", "exception": "emergency"}]}))
    by_id = {pair["id"]: pair for pair in found(database, paved, cut, leak)}
    assert (by_id["A~B"]["kind"], by_id["A~B"]["exception"]) == ("re-dig", None)
    assert (by_id["A~C"]["kind"], by_id["A~C"]["exception"]) == ("re-dig", "emergency")
    assert by_id["A~B"]["score"] > by_id["A~C"]["score"]


def test_parallel_streets_40_metres_apart_concern_traffic_only(database: Database) -> None:
    beside = line((50, 40), (500, 40))
    (pair,) = found(database, work("A", STREET, *WINTER), work("B", beside, *SPRING))
    assert (pair["kind"], pair["also"], pair["relation"]) == ("traffic", [], "parallel")


def test_a_project_and_its_record_by_another_agency_are_one(database: Database) -> None:
    facts: dict[str, Any] = {"titles": {"vi": "Cải tạo đường Nguyễn Văn Linh"}, "budget": vnd(5_000_000_000)}
    one = work("A", STREET, *WINTER, **facts)
    again = replace(one, id="B", agency=OTHER.code, titles={"vi": "Cải tạo đường Nguyễn Văn Linh (giai đoạn thi công)"})
    (pair,) = found(database, one, again)
    assert pair["kind"] == "duplicate"


def test_areas_with_an_edge_in_common_share_no_ground(database: Database) -> None:
    works = (
        work("A", area(0, 0, 100, 100), *WINTER),
        work("B", area(100, 0, 200, 100), *WINTER),
    )
    (pair,) = found(database, *works)
    assert (pair["kind"], pair["relation"], pair["shared_area"]) == ("traffic", "near", 0)
    assert found(database, replace(works[1], planned_start=date(2026, 6, 1), planned_end=date(2026, 6, 30))) == []


def test_whatever_codes_and_titles_hold_is_kept_as_it_is(database: Database) -> None:
    odd = Agency('ban "2",\\{}', {"vi": "Ban\\n"})
    works = [work("A", STREET, *WINTER), work("B", STREET, *WINTER, agency=odd.code, category=None)]
    publish(database.writer_url, works, agencies=(AGENCY, odd))
    (pair,) = pairs(database.url)
    assert pair["agencies"] == sorted([AGENCY.code, odd.code])
    assert pair["categories"] == ["water"]


def test_what_is_withdrawn_or_moved_away_concerns_nobody_any_more_and_the_past_stays(database: Database) -> None:
    works = [work(name, STREET, *WINTER) for name in "ABC"]
    assert [pair["id"] for pair in found(database, *works)] == ["A~B", "A~C", "B~C"]
    assert [pair["id"] for pair in found(database, replace(works[2], footprint=Point(108.0, 16.0)))] == ["A~B"]
    with psycopg.connect(database.url) as connection:
        past = connection.execute("SELECT id, since, until FROM published.overlap_past ORDER BY id").fetchall()
    assert past == [("A~C", 1, 2), ("B~C", 1, 2)]


def test_nothing_is_compared_where_nothing_is_published(database: Database) -> None:
    with psycopg.connect(database.writer_url) as connection:
        assert catch_up(connection) is None


@pytest.mark.parametrize(
    ("place", "few"),
    [(Point(108.2, 16.05), 5), (STREET, 6), (area(0, 0, 90, 90), 6)],
    ids=["point", "line", "area"],
)
def test_a_place_where_too_many_are_said_to_be_concerns_nobody(
    database: Database, monkeypatch: pytest.MonkeyPatch, place: BaseGeometry, few: int
) -> None:
    """Of three points two are of one agency, which are nothing to each other."""
    monkeypatch.setattr("geo.publishing.overlaps.MOST_AT_ONE_PLACE", 3)
    agencies = (AGENCY, OTHER, OTHER, AGENCY)
    town_hall = [work(name, place, *WINTER, agency=of.code) for name, of in zip("ABCD", agencies, strict=True)]
    assert len(found(database, *town_hall[:3], work("S", line((0, 0), (399, 0)), *WINTER))) == few
    assert found(database, town_hall[3]) == []
    assert len(found(database, replace(town_hall[0], footprint=Point(108.0, 16.0)))) == few
