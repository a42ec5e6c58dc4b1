"""What lists, filters, maps and counts are made from is compared with what is published: one changed value is named."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import psycopg
import pytest

from geo.codes import Status
from geo.details import Details
from geo.log.auditing import audit
from geo.publishing.purging import purge
from geo.values import Progress
from tests.builders import ACROSS, EVERY_SECTION, INSIDE_WEST, WEST, project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.geo.log.whole_city import DATES


@pytest.fixture(scope="module")
def city(module_database: Database) -> Database:
    """Works of every class in two districts, changed and withdrawn, with reports and details, one of them purged."""
    url = module_database.writer_url
    publish_two_districts(url)
    places = [ACROSS, INSIDE_WEST, WEST, None]
    first = [project(f"P{n}", footprint=place, **DATES) for n, place in enumerate(places, 1)]
    publish(url, first)
    later = Progress(Decimal("0.60"), Decimal("0.6"), date(2026, 6, 1))
    publish(url, [replace(one, progress=later, status=Status.COMPLETION) for one in first[:2]])
    publish(
        url, [replace(first[2], details=Details.model_validate(EVERY_SECTION), supervisor="An", address="1 Lê Lợi")]
    )
    publish(url, [project("P2", status=Status.COMPLETED)])
    with psycopg.connect(url) as writer:
        purge(writer, {("P2", 1): ["budget", "original_budget"]}, ground="none", decided_by="nobody")
    return module_database


def test_what_nobody_changed_is_what_is_published(city: Database) -> None:
    with psycopg.connect(city.reader_url) as reader:
        assert list(audit(reader, [])) == []


BRIEF = "UPDATE published.project_brief SET {} WHERE project_id = 'P3'"
SHAPE = "UPDATE published.map_shape SET {} WHERE project_id = 'P3'"
CHANGED = {
    "brief.budget": (BRIEF.format("budget = 1"), "P3 of project_brief says another budget"),
    "brief.title": (BRIEF.format("title = 'x'"), "P3 of project_brief says another title"),
    "brief.district": (BRIEF.format("districts = '{old.east}'"), "P3 of project_brief says another districts"),
    "brief out": ("DELETE FROM published.project_brief WHERE project_id = 'P3'", "P3 of project_brief is missing"),
    "brief in": (
        "INSERT INTO published.project_brief (project_id, version, publication, sample, agency, by_progress, title, "
        "districts, declared_districts, withheld, published) VALUES ('P9', 1, 1, false, 'ban-1', '8', 'x', '{}', '{}', "
        "'{}', tstzrange(now(), NULL))",
        "P9 of project_brief follows from nothing",
    ),
    "box": ("UPDATE published.project_box SET box = '(0,0),(1,1)' WHERE project_id = 'P3'", "P3 of project_box .* box"),
    "place": ("UPDATE published.project_box SET one_place = '(0,0)' WHERE project_id = 'P1'", "P1 of .* one_place"),
    "past box": (
        "UPDATE published.project_box_past SET until = until + 1 WHERE project_id = 'P2'",
        "P2, 2 of project_box_past says another until",
    ),
    "count": (
        "UPDATE published.project_count SET projects = 7 WHERE attribute = 'status' AND code = 'implementation'",
        "status, implementation of project_count says another projects",
    ),
    "tally": (
        "UPDATE published.project_tally SET projects = 7 WHERE district_id = 'old.west'",
        "old.west.* of project_tally",
    ),
    "delay": (
        "UPDATE published.project_delay SET due_days = due_days + 1 WHERE span = 'year'",
        "year.* another due_days",
    ),
    "extent": (
        "UPDATE published.project_extent SET west = 1 WHERE geometry_class = 'area'",
        "area of project_extent .* west",
    ),
    "extent's dates": (
        "UPDATE published.project_extent SET starts = '2000-01-01' WHERE geometry_class = 'none'",
        "starts",
    ),
    "number of reports": ("UPDATE published.collection_count SET features = 99", "progress of collection_count"),
    "shape": (SHAPE.format("shape = ST_Translate(shape, 1, 0)"), "P3 of map_shape says another shape"),
    "shape's title": (SHAPE.format("title = 'x'"), "P3 of map_shape says another title"),
    "shape's anchor": (SHAPE.format("anchor_x = anchor_x + 1"), "P3 of map_shape says another anchor_x"),
    "simple shape": (SHAPE.format("simple = shape"), "P3 of map_shape says another simple"),
    "cell by kind": (
        "UPDATE published.map_cell_kind SET works = 9 WHERE cell = (SELECT max(cell) FROM published.map_cell)",
        "map_cell_kind says another works",
    ),
    "low cell by kind": (
        "UPDATE published.map_cell_kind SET progress_sum = 9 WHERE cell = (SELECT min(cell) FROM published.map_cell)",
        "map_cell_kind says another progress_sum",
    ),
    "cell": (
        "UPDATE published.map_cell SET completed = completed + 1 WHERE cell < 2048",
        "map_cell says another completed",
    ),
    "tile": ("UPDATE published.map_tile SET works = works + 1 WHERE tile = 1", "1 of map_tile says another works"),
    "report": (
        "UPDATE published.progress_report SET actual = 0.9 WHERE project_id = 'P3'",
        "P3, 2026-05-01, 2 of progress_report says another actual",
    ),
    "report out": (
        "DELETE FROM published.progress_report WHERE project_id = 'P3'",
        "P3, .* progress_report is missing",
    ),
    "report of no publication": (
        "UPDATE published.progress_report SET publication = 3 WHERE project_id = 'P3'",
        "P3, 2026-05-01, 2 of progress_report is missing",
    ),
    "report shown": (
        "UPDATE published.progress_report SET shows_actual = false WHERE project_id = 'P3'",
        "P3, 2026-05-01, .* of progress_report says another shows_actual",
    ),
    "disclosed": (
        "UPDATE published.disclosure_count SET withheld = withheld + 1 WHERE field = 'budget'",
        "budget of disclosure_count",
    ),
    "days of reports": (
        "UPDATE published.disclosure_report SET projects = 9",
        "of disclosure_report says another projects",
    ),
    "days of decisions": (
        "UPDATE published.disclosure_decision SET decisions = 9",
        "of disclosure_decision says another decisions",
    ),
    "the last update": ("UPDATE published.disclosure_update SET updated_at = now()", "ban-1 of disclosure_update"),
    "what waits for its day": (
        "INSERT INTO published.version_terms VALUES ('P3', 1, '{budget}')",
        "P3, 1 of version_terms follows from nothing",
    ),
    "a project": ("DELETE FROM published.project WHERE id = 'P3'", "The project P3 did not begin"),
    "the fields of a purge": ("UPDATE published.purge SET fields = '{budget}'", "purges of version 1 of P2"),
    "the day of a purge": ("UPDATE published.purge SET purged_at = '2026-01-01Z'", "purges of version 1 of P2"),
}


@pytest.mark.parametrize("what", CHANGED)
def test_one_value_that_is_changed_is_named(city: Database, what: str) -> None:
    statement, said = CHANGED[what]
    with psycopg.connect(city.url) as owner:
        owner.execute("SET session_replication_role = replica")
        assert owner.execute(statement.encode()).rowcount, "nothing was tampered with"
        found = list(audit(owner, []))
        owner.rollback()
    assert any(re.search(said, line) for line in found), found
