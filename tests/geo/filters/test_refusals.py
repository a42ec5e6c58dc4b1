"""What a filter may not ask is a bad request that names it, before any database is asked."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import BadRequest
from geo.filters import PROJECTS, Language, condition, parse
from geo.items import Where
from tests.geo.filters.city import TODAY, VARIED, Asking


def refused(text: str, lang: Language = "cql2-text", **more: Any) -> str:  # noqa: ANN401
    """What a filter is refused with."""
    with pytest.raises(BadRequest) as found:
        condition(parse(text, lang=lang), PROJECTS, lambda _: "$1", today=TODAY, **more)
    assert found.value.parameter == "filter"
    return str(found.value)


@pytest.mark.parametrize(
    "call",
    [
        "pg_sleep(5)",
        "pg_sleep(5) IS NULL",
        "version()",
        "version() = 'x'",
        "current_setting('data_directory') LIKE '/%'",
        "query_to_xml('SELECT 1', true, true, '') IS NOT NULL",
        "pg_read_file('/etc/passwd') = ''",
        "lo_import('/etc/passwd') > 0",
        "pg_catalog.pg_sleep(5)",
        '"pg_sleep"(5)',
        "title = upper('x')",
        "S_INTERSECTS(footprint, ST_Buffer(footprint, 1))",
        "T_AFTER(now(), planned_start)",
        "INTERVAL(version(), '..')",
        "DATE(version()) = planned_start",
        "POINT(pg_sleep(1))",
        "avg(budget) > 1",
        "CAST(budget AS text) = '1'",
    ],
)
def test_functions_of_the_database_are_not_offered(call: str) -> None:
    assert refused(call)
    name = call.partition("(")[0].strip('"')
    as_json = {"op": name, "args": [5]}
    assert refused(json.dumps(as_json), "cql2-json")


def test_the_function_is_named() -> None:
    assert refused("pg_sleep(5)") == "The function 'pg_sleep' is not offered."
    assert refused('{"op":"pg_sleep","args":[5]}', "cql2-json") == "The function 'pg_sleep' is not offered."


@pytest.mark.parametrize("name", ["password", "feature_text", "v.title", "blocked", "facts_hash", "x0", "'", "pg_user"])
def test_a_property_that_is_no_queryable_is_unknown(name: str) -> None:
    told = refused(json.dumps({"op": "=", "args": [{"property": name}, 1]}), "cql2-json")
    assert told.startswith("There is no property ")
    assert repr(name) in told
    assert refused(f'"{name}" = 1').startswith("There is no property ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = 5", "The property 'title' (a text) cannot be compared with a number."),
        ("budget = 'much'", "The property 'budget' (a number) cannot be compared with a text."),
        ("budget > DATE('2025-01-01')", "The property 'budget' (a number) cannot be compared with a date."),
        ("sample = 1", "The property 'sample' (true or false) cannot be compared with a number."),
        ("sample > TRUE", "The property 'sample' (true or false) cannot be compared by >."),
        ("published > DATE('2025-01-01')", "The property 'published' (a timestamp) cannot be compared with a date."),
        ("planned_start = '2025-13-01'", "The date 2025-13-01 does not exist."),
        ("planned_start = DATE('2025-02-30')", "The date 2025-02-30 does not exist."),
        ("planned_start = DATE('0000-01-01')", "The date 0000-01-01 does not exist."),
        ("planned_start = 'soon'", "A date is written like 2026-01-31, not 'soon'."),
        ("published = TIMESTAMP('2025-01-01')", "A timestamp is written like 2026-01-31T09:00:00Z, not '2025-01-01'."),
        ("published > TIMESTAMP('2025-01-01T10:60:00Z')", "The timestamp 2025-01-01T10:60:00Z does not exist."),
        ("published > TIMESTAMP('0001-01-01T00:00:00+23:59')",
         "The timestamp 0001-01-01T00:00:00+23:59 does not exist."),
        ("footprint = POINT(1 2)", "The property 'footprint' (a geometry) cannot be compared by =."),
        ("withheld = 'x'", "The property 'withheld' (an array) cannot be compared with a text."),
        ("withheld IN ('x')", "The property 'withheld' (an array) cannot be compared with a text."),
        ("title BETWEEN 1 AND 2", "The property 'title' (a text) cannot be compared with a number."),
        ("title LIKE 5", "The pattern of LIKE is a text, or CASEI or ACCENTI of one."),
        ("title LIKE contractor", "The pattern of LIKE is a text, or CASEI or ACCENTI of one."),
        ("budget LIKE '1%'", "The property 'budget' (a number) stands where a text is asked."),
        ("CASEI(budget) = 'x'", "The property 'budget' (a number) stands where a text is asked."),
        ("title + 1 = 2", "The property 'title' (a text) stands where a number is asked."),
        ("S_INTERSECTS(title, POINT(1 2))", "The property 'title' (a text) stands where a geometry is asked."),
        ("S_INTERSECTS(footprint, 'POINT(1 2)')", "A text stands where a geometry is asked."),
        ("S_INTERSECTS(footprint)", "S_INTERSECTS takes 2 arguments, not 1."),
        ("CASEI(title, title) = 'x'", "CASEI takes 1 argument, not 2."),
        ("T_AFTER(title, DATE('2025-01-01'))", "The property 'title' (a text) cannot be compared with a date."),
        ("T_AFTER(budget, contract_amount)", "The property 'budget' (a number) is no date, timestamp or interval."),
        ("T_DURING(planned_start, INTERVAL('2025-01-01', '..'))",
         "T_DURING takes two intervals, not the property 'planned_start' (a date)."),
        ("T_AFTER(planned_start, INTERVAL('2025-01-02', '2025-01-01'))", "An interval begins before it ends."),
        ("T_AFTER(planned_start, INTERVAL('2025-01-01', '2025-01-01T00:00:00Z'))",
         "An interval has two dates or two timestamps, not one of each."),
        ("T_AFTER(published, INTERVAL('2025-01-01', '..'))",
         "The property 'published' (a timestamp) cannot be compared with a date."),
        ("T_AFTER(planned_start, INTERVAL(1, 2))", "An interval's end is a date, a timestamp, '..' or a property."),
        ("A_CONTAINS(withheld, 'x')", "A text stands where an array is asked."),
        ("A_CONTAINS(withheld, (1, 2))", "A number stands where a text is asked."),
        ("A_CONTAINS(title, ('x'))", "The property 'title' (a text) stands where an array is asked."),
        ("NOT title", "The property 'title' (a text) stands where true or false is asked."),
        ("title", "A filter is a condition, not the property 'title' (a text)."),
        ("5", "A filter is a condition, not a number."),
        ("budget + 1", "A filter is a condition, not + (a number)."),
        ("title = NULL", "NULL is no value to compare with: ask IS NULL."),
        ("budget < 1e400", "A number of the filter is at most 1e30, and at least 1e-30 or 0."),
        ("budget < 1e999999999", "A number of the filter is at most 1e30, and at least 1e-30 or 0."),
        ("S_INTERSECTS(footprint, POINT(1e10 2))", "A coordinate of the filter is beyond 1000000000."),
        ("S_INTERSECTS(footprint, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))",
         "A geometry of the filter is not valid: Self-intersection[0.5 0.5]."),
        ("S_INTERSECTS(footprint, POLYGON((0 0, 1 0, 1 1, 0 1)))", "A ring of a polygon ends where it began."),
        ("S_INTERSECTS(footprint, POLYGON((0 0, 1 0, 0 0)))", "A geometry of the filter has too few coordinates."),
        ("S_INTERSECTS(footprint, BBOX(1, 2, 3))", ""),
        ("S_INTERSECTS(footprint, BBOX(1, 4, 3, 2))", "A BBOX begins with its lower corner."),
        ("", "The filter is empty."),
        ("title = 'open", "The filter has \"'\" at 9, where CQL2 text has no such character."),
        ("title = 'x'; DROP TABLE project", "The filter has ';' at 12, where CQL2 text has no such character."),
        ("(title = 'x'", "The filter opens a bracket that it does not close."),
        ("title = 'x')", "The filter closes a bracket at 12 that it did not open."),
        ("title = 'x' AND AND sample = TRUE", "The filter is not valid CQL2 text at 21."),
        ("title = 'x' -- budget", "The property 'title' (a text) cannot be compared with - (a number)."),
        ("title IN ('x', , 'y')", "The brackets that close at 21 hold nothing between commas."),
        ("AND", "The word AND stands where a value is asked."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(text: str, told: str) -> None:
    found = refused(text)
    assert told in {found, ""}, found


@pytest.mark.parametrize("place", [{"type": "Point", "coordinates": [1e-31, 2]}, {"bbox": [0, -5e-324, 1, 1]}])
def test_coordinates_too_small_to_be_squared_are_refused(place: object) -> None:
    asked = {"op": "s_intersects", "args": [{"property": "footprint"}, place]}
    assert refused(json.dumps(asked), "cql2-json") == "A coordinate of the filter is at least 1e-30 or 0."


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "{",
        "null",
        '"title"',
        "[]",
        '{"op":"="}',
        '{"op":"=","args":{}}',
        '{"op":5,"args":[]}',
        '{"op":"=","args":[{"property":5},1]}',
        '{"op":"=","args":[{"property":"title","sql":"1"},"x"]}',
        '{"op":"=","args":[{"property":"title"},"x"],"extra":1}',
        '{"op":"=","op":"<>","args":[{"property":"title"},"x"]}',
        '{"op":"=","args":[{"property":"budget"},NaN]}',
        '{"op":"=","args":[{"property":"budget"},-Infinity]}',
        '{"op":"=","args":[{"property":"budget"},1e999999999]}',
        '{"op":"=","args":[{"property":"budget"},' + "1" * 5000 + "]}",
        '{"op":"in","args":[{"property":"title"},"x"]}',
        '{"op":"in","args":[{"property":"title"},[]]}',
        '{"op":"and","args":[true]}',
        '{"op":"isNull","args":[]}',
        '{"op":"=","args":[{"date":"2025-02-30"},{"property":"planned_start"}]}',
        '{"op":"=","args":[{"date":5},{"property":"planned_start"}]}',
        '{"op":"t_after","args":[{"interval":["2025-01-01"]},{"property":"planned_start"}]}',
        '{"op":"s_within","args":[{"property":"footprint"},{"type":"Point"}]}',
        '{"op":"s_within","args":[{"property":"footprint"},{"type":"Point","coordinates":["1","2"]}]}',
        '{"op":"s_within","args":[{"property":"footprint"},{"type":"Point","coordinates":[true,false]}]}',
        '{"op":"s_within","args":[{"property":"footprint"},{"type":"Point","coordinates":[[1,2]]}]}',
        '{"op":"s_within","args":[{"property":"footprint"},{"type":"LineString","coordinates":[[1,2]]}]}',
        '{"op":"s_within","args":[{"property":"footprint"},{"type":"Circle","coordinates":[1,2]}]}',
        '{"op":"s_within","args":[{"property":"footprint"},{"type":"GeometryCollection","geometries":[]}]}',
        '{"op":"s_within","args":[{"property":"footprint"},{"type":"GeometryCollection","geometries":[5]}]}',
        '{"op":"s_within","args":[{"property":"footprint"},{"bbox":"1,2,3,4"}]}',
        '{"op":"like","args":[{"property":"title"},"x\\\\"]}',
    ],
)
def test_json_that_is_no_filter_is_refused(encoded: str) -> None:
    assert refused(encoded, "cql2-json")


HOSTILE = [
    "' OR '1'='1",
    "'; DROP TABLE published.project_version; --",
    "$1",
    "$$ || pg_sleep(5) || $$",
    "\\'; SELECT 1",
    "%' UNION SELECT 1 --",
    "E'\\x27'",
    "/* */",
    "zzz\\",
    '"; --',
    "{today}",
    "{language}",
    "{array}",
    "{a} {s1}",
]


@pytest.mark.parametrize("literal", HOSTILE)
def test_no_text_of_a_filter_reaches_the_sql(varied_city: Asking, literal: str) -> None:
    prop = {"property": "title"}
    for args in (
        {"op": "=", "args": [prop, literal]},
        {"op": "in", "args": [prop, [literal, "x"]]},
        {"op": "like", "args": [prop, {"op": "accenti", "args": ["%" + literal.strip("\\")]}]},
        {"op": "<", "args": [{"op": "casei", "args": [literal]}, {"op": "casei", "args": [literal]}]},
        {"op": "a_overlaps", "args": [{"property": "districts"}, [literal]]},
        {"op": "a_contains", "args": [{"property": "withheld"}, [literal, {"op": "casei", "args": [literal]}]]},
    ):  # fmt: skip
        found = varied_city.ids(parse(json.dumps(args), lang="cql2-json"))
        assert found == [p.id for p in VARIED if args["op"] in {"=", "in", "like"} and p.titles["vi"] == literal]
        assert literal.strip("\\") not in varied_city.statements[-1].replace("$1::", "")


def test_what_is_withheld_cannot_be_found(varied_city: Asking) -> None:
    assert sum(project.supervisor is not None for project in VARIED) == 30
    for text in ("supervisor IS NOT NULL", "supervisor LIKE '%'", "supervisor <> ''", "NOT supervisor = 'x'"):
        assert varied_city.ids(parse(text)) == []
    assert len(varied_city.ids(parse("supervisor IS NULL"))) == len(VARIED)


def test_a_place_that_its_crs_does_not_have_is_refused() -> None:
    def nowhere(shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, lambda points: points * float("inf"))

    def refusing(shape: BaseGeometry) -> NoReturn:
        raise BadRequest("outside", parameter="filter")

    assert "outside of where its CRS" in refused("S_WITHIN(footprint, POINT(1 2))", locate=nowhere)
    assert refused("S_WITHIN(footprint, POINT(1 2))", locate=refusing) == "outside"


def test_a_date_is_bound_as_the_driver_wants_it() -> None:
    bound: list[Any] = []
    asked = parse("planned_start = DATE('2025-01-31') AND days_late > 3")
    clause = Where(bound)
    condition(asked, PROJECTS, clause.bind, today=TODAY)
    assert bound == [date(2025, 1, 31), TODAY, Decimal(3)]
