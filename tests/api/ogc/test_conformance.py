"""The conformance classes: those that are declared are those that are tested, no more and no less."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

import pytest
from shapely.geometry import LineString, box, shape

from geo.filters.conditions import OPERATORS
from tests.api.ogc.test_filters import every, found
from tests.fixtures.site import Site

BASE: Final = "http://www.opengis.net/spec/"
FEATURES, CRS, CQL2 = "ogcapi-features-1/1.0/conf/", "ogcapi-features-2/1.0/conf/", "cql2/1.0/conf/"
FILTERS, SCHEMAS = "ogcapi-features-3/1.0/conf/", "ogcapi-features-5/1.0/conf/"
TILES: Final = "ogcapi-tiles-1/1.0/conf/"
_CORE, _SUITE, _CRS = "api.ogc.test_core", "api.ogc.test_suite_features", "api.ogc.test_suite_crs"
_FILTERS, _DESCRIBED, _OPERATORS = "api.ogc.test_filters", "api.ogc.test_described", "geo.filters.test_operators"
_SETS, _TILES, _TILE = "api.tiles.test_sets", "api.tiles.test_suite_tiles", "api.tiles.test_tiles"
_ASKED: Final = ("api.ogc.test_conformance.test_a_class_of_filters_is_answered_in_text_and_in_json",)
_EVERY: Final = (
    *_ASKED,
    f"{_OPERATORS}.test_text_and_json_find_the_projects_that_are_meant",
    "geo.filters.test_evaluated.test_a_random_filter_finds_what_python_finds",
)
TESTED: Final[dict[str, tuple[str, ...]]] = {
    f"{FEATURES}core": (
        f"{_SUITE}.test_the_landing_page_leads_to_everything",
        f"{_SUITE}.test_limit_bbox_and_datetime_are_declared_as_the_suite_reads_them",
        "api.ogc.test_suite_selecting.test_no_page_has_more_than_its_limit_and_the_pages_have_what_matched",
        "api.ogc.test_suite_selecting.test_a_box_anywhere_answers",
        "api.ogc.test_suite_selecting.test_every_form_of_time_that_the_suite_makes_of_the_extent_answers",
    ),
    f"{FEATURES}geojson": (
        f"{_SUITE}.test_a_feature_of_each_collection_links_itself_and_its_collection",
        "api.ogc.test_items.test_rings_turn_as_the_standard_says",
    ),
    f"{FEATURES}html": (
        f"{_CORE}.test_every_resource_links_itself_and_its_html",
        f"{_SUITE}.test_a_listed_collection_links_its_items_in_every_format",
    ),
    f"{FEATURES}oas30": (
        f"{_CORE}.test_the_definition_is_valid_as_openapi_3_0",
        f"{_CORE}.test_every_path_of_the_definition_answers",
    ),
    f"{CRS}crs": (
        f"{_CRS}.test_systems_are_listed_crs84_first_and_the_stored_one_is_among_them",
        f"{_CRS}.test_features_and_a_feature_name_the_system_asked_for",
        f"{_CRS}.test_the_extent_in_a_system_finds_what_it_finds_in_crs84",
    ),
    f"{FILTERS}queryables": (
        f"{_DESCRIBED}.test_what_is_told_of_a_collection_is_valid_json_schema",
        f"{_DESCRIBED}.test_every_queryable_can_be_asked_and_every_sortable_sorted_by",
    ),
    f"{FILTERS}queryables-query-parameters": (
        f"{_FILTERS}.test_every_queryable_is_a_parameter_too",
        "geo.filters.test_parameters.test_a_parameter_finds_its_value",
    ),
    f"{FILTERS}filter": (
        f"{_FILTERS}.test_text_and_json_find_what_a_reader_of_all_features_finds",
        f"{_FILTERS}.test_geometries_of_a_filter_come_in_the_system_that_is_named",
        f"{_FILTERS}.test_a_filter_that_is_none_is_a_bad_request",
    ),
    f"{FILTERS}features-filter": (
        f"{_FILTERS}.test_every_collection_takes_a_filter",
        f"{_FILTERS}.test_a_run_of_pages_keeps_its_filter",
    ),
    f"{SCHEMAS}schemas": (f"{_DESCRIBED}.test_what_is_told_of_a_collection_is_valid_json_schema",),
    f"{SCHEMAS}core-roles-features": (f"{_DESCRIBED}.test_every_feature_is_what_the_schema_says",),
    f"{SCHEMAS}returnables-and-receivables": (f"{_DESCRIBED}.test_every_feature_is_what_the_schema_says",),
    f"{CQL2}cql2-text": _EVERY,
    f"{CQL2}cql2-json": (*_EVERY, f"{_OPERATORS}.test_text_and_json_of_a_filter_are_one_tree"),
    f"{CQL2}basic-cql2": _EVERY,
    f"{CQL2}advanced-comparison-operators": _EVERY,
    f"{CQL2}case-insensitive-comparison": (*_EVERY, "geo.filters.test_texts.test_case_is_folded_as_unicode_says"),
    f"{CQL2}basic-spatial-functions": (*_EVERY, "geo.filters.test_spatial.test_a_box_is_exact_to_the_last_digit"),
    f"{CQL2}spatial-functions": (*_EVERY, "geo.filters.test_spatial.test_a_place_finds_what_lies_there"),
    f"{CQL2}temporal-functions": _EVERY,
    f"{TILES}core": (f"{_TILES}.test_every_tile_of_the_range_is_200", f"{_TILE}.test_a_tile_that_cannot_be_is_refused"),
    f"{TILES}tileset": (f"{_TILES}.test_a_tile_set_names_the_template_of_its_tiles",),
    f"{TILES}tilesets-list": (f"{_TILES}.test_every_link_of_a_listed_tile_set_answers_as_json",),
    f"{TILES}dataset-tilesets": (f"{_TILE}.test_the_data_set_s_tile_has_every_layer",),
    f"{TILES}geodata-tilesets": (f"{_TILES}.test_the_landing_page_and_the_collections_link_lists_of_tile_sets",),
    f"{TILES}mvt": (f"{_TILE}.test_a_tile_says_what_it_is", f"{_SETS}.test_gdal_finds_the_same_works_in_a_tile"),
    f"{TILES}oas30": (
        f"{_SETS}.test_the_paths_of_tiles_are_valid_openapi",
        f"{_TILES}.test_the_definition_names_its_operations_as_the_standard_asks",
    ),
}
"""Every class that is declared, with tests that would fail if it did not hold."""
BESIDE: Final[dict[str, tuple[str, ...]]] = {
    f"{CQL2}accent-insensitive-comparison": (
        *_EVERY,
        f"{_OPERATORS}.test_every_vietnamese_letter_loses_its_accents_however_it_is_encoded",
    ),
    f"{CQL2}basic-spatial-functions-plus": (
        *_EVERY,
        "geo.filters.test_spatial.test_any_line_touches_what_it_touches_in_python",
    ),
    f"{CQL2}array-functions": _EVERY,
    f"{CQL2}property-property": _EVERY,
    f"{CQL2}arithmetic": _EVERY,
}
"""What filters can beyond the classes that are declared, tested alike."""
NEEDED: Final[Mapping[str, frozenset[str]]] = {
    "basic-cql2": frozenset({"and", "or", "not", "=", "<>", "<", ">", "<=", ">=", "isnull"}),
    "advanced-comparison-operators": frozenset({"like", "between", "in"}),
    "case-insensitive-comparison": frozenset({"casei"}),
    "accent-insensitive-comparison": frozenset({"accenti"}),
    "spatial-functions": frozenset(
        f"s_{name}"
        for name in ("intersects", "contains", "crosses", "disjoint", "equals", "overlaps", "touches", "within")
    ),
    "temporal-functions": frozenset(
        f"t_{name}"
        for name in (
            *("after", "before", "contains", "disjoint", "during", "equals", "finishedby", "finishes", "intersects"),
            *("meets", "metby", "overlappedby", "overlaps", "startedby", "starts"),
        )
    ),
    "array-functions": frozenset({"a_containedby", "a_contains", "a_equals", "a_overlaps"}),
    "arithmetic": frozenset({"+", "-", "*", "/", "%", "div", "^"}),
}
"""The operators and functions of the classes of CQL2 that bring any."""


def test_the_classes_that_are_declared_are_those_that_are_tested(sample_site: Site) -> None:
    declared = [one.removeprefix(BASE) for one in sample_site.json("/conformance")["conformsTo"]]
    assert sorted(declared) == sorted(TESTED)


@pytest.mark.parametrize("test", sorted({test for tests in (TESTED | BESIDE).values() for test in tests}))
def test_what_is_said_to_test_a_class_is_a_test(test: str) -> None:
    module, _, name = test.rpartition(".")
    assert callable(getattr(import_module(f"tests.{module}"), name))


def test_the_operators_that_are_offered_are_those_of_the_classes() -> None:
    assert {f"{CQL2}{name}" for name in NEEDED} <= TESTED.keys() | BESIDE.keys()
    assert frozenset().union(*NEEDED.values()) == frozenset(OPERATORS)


def plain(text: str) -> str:
    """Without case and accents."""
    apart = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def op(name: str, *args: object) -> dict[str, object]:
    return {"op": name, "args": list(args)}


def of(name: str) -> dict[str, str]:
    return {"property": name}


AREA: Final = box(108.19, 16.03, 108.24, 16.08)
AREA_TEXT: Final = "POLYGON((108.19 16.03,108.24 16.03,108.24 16.08,108.19 16.08,108.19 16.03))"
AREA_JSON: Final = {
    "type": "Polygon",
    "coordinates": [[[108.19, 16.03], [108.24, 16.03], [108.24, 16.08], [108.19, 16.08], [108.19, 16.03]]],
}
LINE: Final = LineString([(108.15, 16.02), (108.26, 16.08)])
ASKED: Final[list[tuple[str, str, object, Callable[[Any, Any], object]]]] = [
    ("basic-cql2", "NOT (status = 'completed' OR budget < 1e10)",
     op("not", op("or", op("=", of("status"), "completed"), op("<", of("budget"), 1e10))),
     lambda p, _: p["status"] not in {None, "completed"} and (p["budget"] or 0) >= 1e10),
    ("advanced-comparison-operators", "progress_actual BETWEEN 0.25 AND 0.75 AND status IN ('implementation')",
     op("and", op("between", of("progress_actual"), 0.25, 0.75), op("in", of("status"), ["implementation"])),
     lambda p, _: p["status"] == "implementation" and 0.25 <= (p["progress_actual"] or 0) <= 0.75),
    ("case-insensitive-comparison", "CASEI(status) = CASEI('COMPLETED')",
     op("=", op("casei", of("status")), op("casei", "COMPLETED")), lambda p, _: p["status"] == "completed"),
    ("accent-insensitive-comparison", "CASEI(ACCENTI(title)) LIKE CASEI(ACCENTI('%Dương%'))",
     op("like", op("casei", op("accenti", of("title"))), op("casei", op("accenti", "%Dương%"))),
     lambda p, _: "duong" in plain(p["title"])),
    ("basic-spatial-functions", "S_INTERSECTS(footprint, BBOX(108.19,16.03,108.24,16.08))",
     op("s_intersects", of("footprint"), {"bbox": [108.19, 16.03, 108.24, 16.08]}),
     lambda _, place: place and place.intersects(AREA)),
    ("basic-spatial-functions-plus", "S_INTERSECTS(footprint, LINESTRING(108.15 16.02,108.26 16.08))",
     op("s_intersects", of("footprint"), {"type": "LineString", "coordinates": [[108.15, 16.02], [108.26, 16.08]]}),
     lambda _, place: place and place.intersects(LINE)),
    ("spatial-functions", f"S_WITHIN(footprint, {AREA_TEXT})", op("s_within", of("footprint"), AREA_JSON),
     lambda _, place: place and place.within(AREA)),
    ("temporal-functions", "T_BEFORE(planned_end, DATE('2026-01-01'))",
     op("t_before", of("planned_end"), {"date": "2026-01-01"}),
     lambda p, _: p["planned_end"] and p["planned_end"] < "2026-01-01"),
    ("array-functions", "A_CONTAINS(withheld, ('supervisor'))", op("a_contains", of("withheld"), ["supervisor"]),
     lambda p, _: "supervisor" in p["withheld"]),
    ("property-property", "progress_actual < progress_planned",
     op("<", of("progress_actual"), of("progress_planned")),
     lambda p, _: None not in (a := (p["progress_actual"], p["progress_planned"])) and a[0] < a[1]),
    ("arithmetic", "progress_actual * 100 > 50 + 10", op(">", op("*", of("progress_actual"), 100), op("+", 50, 10)),
     lambda p, _: (p["progress_actual"] or 0) > 0.6),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "encoded", "meant"), ASKED, ids=[one[0] for one in ASKED])
def test_a_class_of_filters_is_answered_in_text_and_in_json(
    sample_site: Site, name: str, text: str, encoded: object, meant: Callable[[Any, Any], object]
) -> None:
    assert f"{CQL2}{name}" in TESTED | BESIDE
    expected = {
        one["id"]
        for one in every(sample_site)
        if meant(one["properties"], None if one["geometry"] is None else shape(one["geometry"]))
    }
    assert found(sample_site, filter=text) == expected
    assert found(sample_site, **{"filter": json.dumps(encoded), "filter-lang": "cql2-json"}) == expected
    assert expected
