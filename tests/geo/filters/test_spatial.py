"""Where projects are: boxes, the antimeridian, other CRS, mixed collections."""

from __future__ import annotations

import json

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from geo.errors import BadRequest
from geo.filters import PROJECTS, Language, condition, is_spatial, parse
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.geo.filters.city import SHAPES, TODAY, VARIED, Asking, asking

WHERE = {shape: [p.id for p in VARIED if p.footprint == shape] for shape in SHAPES if shape is not None}


def at(*shapes: BaseGeometry) -> list[str]:
    return sorted(found for shape in shapes for found in WHERE[shape])


@pytest.mark.parametrize(
    ("text", "lang", "spatial"),
    [
        ("S_WITHIN(footprint, BBOX(1, 2, 3, 4))", "cql2-text", True),
        ("status = 'completed' AND NOT (title IS NULL OR s_disjoint(footprint, POINT(1 2)))", "cql2-text", True),
        ('{"op":"s_touches","args":[{"property":"footprint"},{"bbox":[1,2,3,4]}]}', "cql2-json", True),
        ("title = 'S_INTERSECTS(footprint, POINT(1 2))'", "cql2-text", False),
        ("s_within = 1", "cql2-text", False),
        ("footprint IS NULL OR A_CONTAINS(districts, ('old.s_x'))", "cql2-text", False),
    ],
)
def test_a_filter_is_of_space_by_its_functions_not_by_its_words(text: str, lang: Language, spatial: bool) -> None:
    assert is_spatial(parse(text, lang=lang)) is spatial


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("S_INTERSECTS(footprint, BBOX(179.5, 0, -179.5, 1))", [Point(179.9, 0.5), Point(-179.9, 0.5)]),
        ("S_INTERSECTS(BBOX(179.5, 0, -179.95, 1), footprint)", [Point(179.9, 0.5)]),
        ("S_WITHIN(footprint, BBOX(179.5, 0, -179.5, 1))", [Point(179.9, 0.5), Point(-179.9, 0.5)]),
        ("NOT S_DISJOINT(footprint, BBOX(180, 0, -179.5, 1))", [Point(-179.9, 0.5)]),
        ("S_INTERSECTS(footprint, BBOX(179.9, 0.5, 0, 179.9, 0.5, 100))", [Point(179.9, 0.5)]),
        ("S_INTERSECTS(footprint, POINT Z (179.9 0.5 7))", [Point(179.9, 0.5)]),
        ("S_INTERSECTS(footprint, MULTIPOINT(179.9 0.5, 1 1))", [Point(179.9, 0.5)]),
        ("S_INTERSECTS(footprint, MULTIPOINT((179.9 0.5), (1 1)))", [Point(179.9, 0.5)]),
        ("S_EQUALS(footprint, POLYGON((108.02 16.02, 108.02 16.04, 108.04 16.04, 108.04 16.02, 108.02 16.02)))",
         [box(108.02, 16.02, 108.04, 16.04)]),
        ("S_EQUALS(footprint, LINESTRING(108.04 16.04, 108.02 16.02))", [SHAPES[4]]),
        ("S_INTERSECTS(footprint, MULTILINESTRING((179 0.5, 180 0.5), (0 0, 1 1)))", [Point(179.9, 0.5)]),
        ("S_INTERSECTS(footprint, MULTIPOLYGON(((179 0, 180 0, 180 1, 179 0)), ((0 0, 1 0, 1 1, 0 0))))",
         [Point(179.9, 0.5)]),
        ("S_INTERSECTS(footprint, GEOMETRYCOLLECTION(POINT(179.9 0.5), LINESTRING(0 0, 1 1)))", [Point(179.9, 0.5)]),
    ],
)  # fmt: skip
def test_a_place_finds_what_lies_there(varied_city: Asking, text: str, places: list[BaseGeometry]) -> None:
    assert varied_city.ids(parse(text)) == at(*places)


def test_a_geometry_that_is_not_valid_once_it_is_brought_to_degrees_is_rebuilt(varied_city: Asking) -> None:
    """GEOS cannot rebuild this one by its lines, and of others like it never comes to an end; by its rings it can."""
    near = [
        (1e-30, 5.9e-08),
        (1e-20, 1e-30),
        (1.0, 5.9e-08),
        (1e-29, -1e-30),
        (3e-30, 1.0),
        (1e-16, 0.9172905350722289),
    ]
    near += [(1 / 3, 2.2e-16), (0.1480433353077404, -0.5)]
    asked = parse("S_INTERSECTS(footprint, POLYGON((0 0, 1 0, 1 1, 0 0)))")
    assert varied_city.ids(asked, locate=lambda _: shapely.Polygon(near)) == []


def test_a_geometry_that_cannot_be_rebuilt_in_degrees_is_a_bad_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: BaseGeometry, **__: object) -> None:
        raise shapely.errors.GEOSException("TopologyException: found non-noded intersection")

    monkeypatch.setattr(shapely, "make_valid", refuse)
    crossed = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    with pytest.raises(BadRequest, match="cannot be brought into EPSG:4326"):
        condition(
            parse("S_INTERSECTS(footprint, POLYGON((0 0, 1 0, 1 1, 0 0)))"),
            PROJECTS,
            str,
            today=TODAY,
            locate=lambda _: crossed,
        )


def test_a_mixed_collection_counts_by_its_highest_dimension(varied_city: Asking) -> None:
    """Its area lies within the box, its point does not; touching takes all of it."""
    mixed = next(shape for shape in SHAPES if shape is not None and shape.geom_type == "GeometryCollection")
    assert set(at(mixed)) <= set(varied_city.ids(parse("S_WITHIN(footprint, BBOX(108.005, 16.005, 108.035, 16.035))")))
    for place in ("POINT(108.15 16.05)", "LINESTRING(108.15 16, 108.15 16.1)", "LINESTRING(108.1 16.05, 108.2 16.05)"):
        assert set(at(mixed)) <= set(varied_city.ids(parse(f"S_INTERSECTS(footprint, {place})"))), place


def test_collections_whose_parts_overlap_can_be_related(database: Database) -> None:
    overlapping = shapely.GeometryCollection([box(0, 0, 2, 2), box(1, 1, 3, 3), Point(9, 9)])
    publish(database.writer_url, [project("P1", footprint=overlapping)])
    with asking(database.reader_url) as city:
        assert city.ids(parse("S_CONTAINS(footprint, POINT(1.5 1.5))")) == ["P1"]
        for name in ("EQUALS", "TOUCHES", "OVERLAPS", "CROSSES"):
            literal = "GEOMETRYCOLLECTION(POLYGON((0 0, 2 0, 2 2, 0 0)), POLYGON((1 0, 3 0, 3 3, 1 0)), POINT(9 9))"
            assert city.ids(parse(f"S_{name}(footprint, {literal})")) == (["P1"] if name == "OVERLAPS" else [])


def test_a_box_is_exact_to_the_last_digit(database: Database) -> None:
    """PostGIS compares boxes in floats of 32 bits, which are a metre apart at this longitude."""
    places = {f"P{step}": Point(108.1 + step * 1e-7, 16.0) for step in range(-9, 10)}
    publish(database.writer_url, [project(name, footprint=place) for name, place in places.items()])
    with asking(database.reader_url) as city:
        found = city.ids(parse("S_INTERSECTS(footprint, BBOX(108.1, 15, 109, 17))"))
        assert found == sorted(name for name, place in places.items() if place.x >= 108.1)
        found = city.ids(parse("S_INTERSECTS(footprint, BBOX(107, 15, 108.1, 17))"))
        assert found == sorted(name for name, place in places.items() if place.x <= 108.1)


def swapped(shape: BaseGeometry) -> BaseGeometry:
    """From latitude first to longitude first."""
    return shapely.transform(shape, lambda points: points[:, ::-1])


def kilometres(shape: BaseGeometry) -> BaseGeometry:
    """From a grid of its own, turned by 45 degrees, in which no edge stays parallel to a meridian."""
    turn = 0.5**0.5
    return shapely.transform(
        shape, lambda p: (p @ [[turn, turn], [-turn, turn]]) / 100 + [108.05, 16.05]
    )  # fmt: skip


def test_a_literal_comes_in_the_axis_order_of_its_crs(varied_city: Asking) -> None:
    for text in (
        "S_INTERSECTS(footprint, POINT(0.5 179.9))",
        "S_INTERSECTS(footprint, BBOX(0, 179.5, 1, 179.95))",
        "S_INTERSECTS(footprint, BBOX(0, 179.5, 1, -179.95))",
    ):
        assert varied_city.ids(parse(text), locate=swapped) == at(Point(179.9, 0.5))


def test_a_box_of_another_crs_is_moved_with_its_edges(varied_city: Asking) -> None:
    asked = parse("S_INTERSECTS(footprint, BBOX(-0.5, -0.5, 0.5, 0.5))")
    moved = kilometres(box(-0.5, -0.5, 0.5, 0.5))
    expected = [
        p.id for p in VARIED if p.footprint and any(part.intersects(moved) for part in shapely.get_parts(p.footprint))
    ]
    assert varied_city.ids(asked, locate=kilometres) == expected  # fmt: skip
    with pytest.raises(Exception, match="begins with its lower corner"):
        varied_city.ids(parse("S_INTERSECTS(footprint, BBOX(0.5, -0.5, -0.5, 0.5))"), locate=kilometres)


def test_a_geometry_that_its_move_breaks_is_repaired(varied_city: Asking) -> None:
    def folded(shape: BaseGeometry) -> BaseGeometry:
        return shapely.Polygon([(108, 16), (108.2, 16.2), (108.2, 16), (108, 16.2), (108, 16)])

    for name in ("INTERSECTS", "WITHIN", "OVERLAPS"):
        assert isinstance(
            varied_city.ids(parse(f"S_{name}(footprint, POLYGON((0 0, 1 0, 1 1, 0 0)))"), locate=folded), list
        )


corner = st.tuples(st.floats(107.9, 108.3), st.floats(15.9, 16.3))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(corners=st.lists(corner, min_size=2, max_size=6, unique=True), name=st.sampled_from(["intersects", "disjoint"]))
def test_any_line_touches_what_it_touches_in_python(
    varied_city: Asking, corners: list[tuple[float, float]], name: str
) -> None:
    line = shapely.LineString(corners)
    literal = {"type": "LineString", "coordinates": corners}
    asked = parse(json.dumps({"op": f"s_{name}", "args": [literal, {"property": "footprint"}]}), lang="cql2-json")
    touched = {
        p.id: any(part.intersects(line) for part in shapely.get_parts(p.footprint)) for p in VARIED if p.footprint
    }
    assert varied_city.ids(asked) == [one for one, yes in touched.items() if yes is (name == "intersects")]


@pytest.mark.parametrize("side", [1e-6, 1e-5, 3e-5, 7e-5, 1e-3])
def test_a_small_box_finds_nothing_beside_it(database: Database, side: float) -> None:
    """A line across its corner has a box that meets it, and lies beside it all the same."""
    east, north = 108 + side, 16 + side
    near = LineString([(east - side / 2, north + side), (east + side, north - side / 2)])
    far = Point(108 + 3e-5, 16 + 3e-5) if side < 2e-5 else Point(109, 17)
    publish(
        database.writer_url,
        [project("IN", footprint=Point(108, 16)), project("NEAR", footprint=near), project("FAR", footprint=far)],
    )
    with asking(database.reader_url) as city:
        box_of = f"BBOX(108, 16, {east!r}, {north!r})"
        assert city.ids(parse(f"S_INTERSECTS(footprint, {box_of})")) == ["IN"]
        assert city.ids(parse(f"S_DISJOINT(footprint, {box_of})")) == ["FAR", "NEAR"]
