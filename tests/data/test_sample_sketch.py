"""The hand-drawn districts, coast, rivers and roads of the sample city."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
import shapely
from shapely import Point, Polygon
from shapely.geometry import shape

from data import sample
from data.cities import load_city
from data.sample.districts import HOANG_SA
from data.sample.edges import EDGES, walk
from geo.background import LineKind
from geo.boundaries import District

TRUE_DISTRICTS = "data/vn-danang-districts-pre2025/danang_districts_pre2025_dvhcvn_gpl3.geojson"
MAINLAND = ("490", "491", "492", "493", "494", "495", "497")


@pytest.fixture(scope="module")
def districts() -> dict[str, District]:
    return {district.code: district for district in sample.boundaries()[1]}


def test_the_set_says_that_it_is_a_sketch_of_the_sample_city() -> None:
    sketch, _ = sample.boundaries()
    assert (sketch.code, sketch.sketch, sketch.sample) == (sample.SET_CODE, True, True)
    assert sketch.valid_to == date(2025, 7, 1)
    assert all("phác thảo" in name or "sketch" in name or "약도" in name for name in sketch.names.values())


def test_the_eight_districts_carry_their_codes_and_are_each_named_as_a_sketch(districts: dict[str, District]) -> None:
    assert set(districts) == {*MAINLAND, HOANG_SA}
    for district in districts.values():
        assert district.names["vi"].endswith("(phác thảo)")
        assert district.names["en"].endswith("(sketch)")
        assert district.names["ko"].endswith("(약도)")


def test_neighbours_share_their_edges_exactly(districts: dict[str, District]) -> None:
    assert shapely.coverage_is_valid([district.boundary for district in districts.values()])


def test_the_mainland_is_one_piece_without_a_hole(districts: dict[str, District]) -> None:
    land = shapely.union_all([districts[code].boundary for code in MAINLAND])
    assert isinstance(land, Polygon)
    assert len(land.interiors) == 0


def test_no_two_districts_overlap(districts: dict[str, District]) -> None:
    for one, other in combinations(districts.values(), 2):
        assert one.boundary.intersection(other.boundary).area == 0


def test_every_vertex_is_drawn_to_three_decimals() -> None:
    for name in EDGES:
        for x, y in walk(name):
            assert (x, y) == (round(x, 3), round(y, 3))


def test_a_walk_over_edges_that_do_not_meet_is_refused() -> None:
    with pytest.raises(ValueError, match="does not start where"):
        walk("my-an", "khue-trung")


def test_every_label_lies_in_its_district(districts: dict[str, District]) -> None:
    for district in districts.values():
        assert district.label_point is not None
        assert district.boundary.contains(Point(district.label_point))


def test_hoang_sa_is_islands_far_offshore_inside_the_citys_bounds(districts: dict[str, District]) -> None:
    islands, bounds = districts[HOANG_SA].boundary, load_city().bounds
    assert len(islands.geoms) > 1
    west, south, east, north = islands.bounds
    assert bounds.west < 111 < west < east < 112.9 < bounds.east
    assert bounds.south < 15.7 < south < north < 17.2 < bounds.north


def test_the_first_view_shows_the_whole_mainland(districts: dict[str, District]) -> None:
    view = load_city().view
    for code in MAINLAND:
        west, south, east, north = districts[code].boundary.bounds
        assert view.west <= west < east <= view.east
        assert view.south <= south < north <= view.north


def test_coast_rivers_and_roads_are_drawn_and_named_in_two_languages() -> None:
    lines = sample.background()
    assert {line.kind for line in lines} == set(LineKind)
    assert {"Sông Hàn", "Sông Cu Đê", "Quốc lộ 1", "Đường đèo Hải Vân", "Đường Bạch Đằng"} <= {
        line.names["vi"] for line in lines
    }
    assert all(line.names["en"] and line.line.is_valid for line in lines)


def test_the_coast_is_the_shore_of_the_districts(districts: dict[str, District]) -> None:
    land = shapely.union_all([districts[code].boundary for code in MAINLAND])
    for line in sample.background():
        if line.kind is LineKind.COAST:
            assert land.boundary.covers(line.line)


def test_roads_stay_on_land(districts: dict[str, District]) -> None:
    land = shapely.union_all([districts[code].boundary for code in MAINLAND])
    for line in sample.background():
        if line.kind is LineKind.ROAD:
            assert land.covers(line.line), line.names["vi"]


def test_each_mainland_district_overlaps_the_true_one(shared: Path, districts: dict[str, District]) -> None:
    features = json.loads((shared / TRUE_DISTRICTS).read_text("utf-8"))["features"]
    true = {f["properties"]["code"]: shape(f["geometry"]) for f in features}
    for code in MAINLAND:
        drawn = districts[code].boundary
        overlap = drawn.intersection(true[code]).area / drawn.union(true[code]).area
        assert overlap >= 0.6, districts[code].names["en"]


def test_the_sketch_is_not_traced(shared: Path, districts: dict[str, District]) -> None:
    features = json.loads((shared / TRUE_DISTRICTS).read_text("utf-8"))["features"]
    true = {tuple(xy) for f in features for xy in shapely.get_coordinates(shape(f["geometry"])).tolist()}
    drawn = {tuple(xy) for d in districts.values() for xy in shapely.get_coordinates(d.boundary).tolist()}
    assert not drawn & true
