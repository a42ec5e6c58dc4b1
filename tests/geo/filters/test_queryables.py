"""The tables of queryables: each can be asked of the database, and is told as JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import jsonschema
import pytest

from geo.filters import AGENCIES, DISTRICTS, PROGRESS, PROJECTS, Kind, Queryable, Queryables, condition, parse
from geo.items import Where
from geo.values import Progress
from tests.builders import project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.geo.filters.city import TODAY, Asking, asking

SOURCES = {
    "published.project_now AS v": PROJECTS,
    "published.district AS d JOIN published.boundary_set AS b ON b.code = d.set_code": DISTRICTS,
    "published.agency AS a": AGENCIES,
    "published.progress_now AS p": PROGRESS,
}
ALL = [(source, one) for source, table in SOURCES.items() for one in table.values()]
TYPES: dict[Kind, str] = {
    Kind.TEXT: "text",
    Kind.NUMBER: "numeric integer bigint",
    Kind.DATE: "date",
    Kind.INSTANT: "timestamp with time zone",
    Kind.BOOLEAN: "boolean",
    Kind.TEXT_ARRAY: "text[]",
    Kind.GEOMETRY: "geometry",
}


@pytest.fixture(scope="module")
def city(module_database: Database) -> Iterator[Asking]:
    publish_two_districts(module_database.writer_url)
    late = project("P1", original_end=TODAY.replace(day=12), status="implementation")
    publish(module_database.writer_url, [late, project("P2", progress=Progress(actual=Decimal("0.5"), as_of=TODAY))])
    with asking(module_database.reader_url) as connection:
        yield connection


def found(city: Asking, source: str, table: Queryables, text: str) -> int:
    clause = Where([])
    clause.add(condition(parse(text), table, clause.bind, today=TODAY, language="vi"))
    return int(city.rows(f"SELECT count(*) FROM {source}{clause.text}", *clause.values)[0][0])


@pytest.mark.parametrize(("source", "queryable"), ALL, ids=[one.name for _, one in ALL])
def test_the_reader_may_ask_for_every_queryable_and_its_kind_is_told_right(
    city: Asking, source: str, queryable: Queryable
) -> None:
    sql = queryable.sql.replace("{today}", f"DATE '{TODAY}'").replace("{language}", "'vi'").replace("{zone}", "'UTC'")
    kind = city.rows(f"SELECT pg_typeof({sql})::text FROM {source} LIMIT 1")[0][0]
    assert kind.removeprefix("public.") in (TYPES[queryable.kind], *TYPES[queryable.kind].split())
    text = f'"{queryable.name}" IS NULL OR "{queryable.name}" IS NOT NULL'
    assert found(city, source, {queryable.name: queryable}, text) > 0


@pytest.mark.parametrize(
    ("table", "source", "text", "count"),
    [
        (PROJECTS, 0, "days_late = 10", 1),
        (PROJECTS, 0, "days_late IS NULL", 1),
        (DISTRICTS, 1, "S_INTERSECTS(boundary, POINT(108.05 16.05)) AND code = 'west'", 1),
        (DISTRICTS, 1, "valid_to < DATE('2025-07-01') AND area_m2 > 100000000", 2),
        (AGENCIES, 2, "A_CONTAINS(names, ('Ban quản lý số 1')) AND code LIKE 'ban-%'", 1),
        (AGENCIES, 2, "name = 'Ban quản lý số 1'", 1),
        (AGENCIES, 2, "ACCENTI(CASEI(name)) LIKE ACCENTI(CASEI('ban quan ly%'))", 1),
        (DISTRICTS, 1, "name = 'Quận Tây' AND A_OVERLAPS(names, ('West'))", 1),
        (PROGRESS, 3, "actual >= 0.5 AND project_id = 'P2'", 1),
        (PROGRESS, 3, "T_BEFORE(as_of, DATE('2020-01-01'))", 0),
    ],
)
def test_every_collection_can_be_filtered(city: Asking, table: Queryables, source: int, text: str, count: int) -> None:
    assert found(city, list(SOURCES)[source], table, text) == count


@pytest.mark.parametrize("table", SOURCES.values())
def test_the_schemas_are_json_schemas_of_features_part_3(table: Queryables) -> None:
    properties = {name: one.schema for name, one in table.items()}
    jsonschema.Draft202012Validator.check_schema({"type": "object", "properties": properties})
    roles = [one["x-ogc-role"] for one in properties.values() if "x-ogc-role" in one]
    assert len(roles) == len(set(roles))
    for name, one in properties.items():
        assert one["title"]
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert ("type" in one) is not (one.get("format") == "geometry-any")


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("status", "completed", True),
        ("status", "done", False),
        ("version", 1, True),
        ("version", 1.5, False),
        ("budget", 1.5, True),
        ("districts", ["old.west"], True),
        ("planned_start", "2025-01-01", True),
        ("published", "2026-11-22T08:15:30.123456+00:00", True),
    ],
)
def test_a_schema_holds_for_the_values_of_its_queryable(name: str, value: object, fits: bool) -> None:
    assert jsonschema.Draft202012Validator(PROJECTS[name].schema).is_valid(value) is fits


def test_only_one_value_can_be_sorted_by() -> None:
    for table in SOURCES.values():
        for one in table.values():
            assert not (one.sortable and one.kind in {Kind.TEXT_ARRAY, Kind.GEOMETRY})
