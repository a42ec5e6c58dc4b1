"""Footprints that are invalid: repaired where nothing is lost, else held."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from data.checks.repair import enclosed_area, repaired
from data.rules import Fault
from tests.data.builders import held_rules, prepared, rows

POINTS = [(108.2, 16), (108.2, 16)]
LINE = shapely.LineString([(108.2, 16), (108.3, 16)])


def test_a_line_without_length_beside_others_goes() -> None:
    footprint = prepared(rows({}, geometry=shapely.MultiLineString([LINE, POINTS, LINE]))).project.footprint
    assert footprint == shapely.MultiLineString([LINE, LINE])
    mixed = shapely.GeometryCollection([LINE, shapely.LineString(POINTS), shapely.Point(108.2, 16)])
    footprint = prepared(rows({}, geometry=mixed)).project.footprint
    assert footprint == shapely.GeometryCollection([LINE, shapely.Point(108.2, 16)])


@pytest.mark.parametrize(
    "geometry",
    [
        shapely.MultiLineString([POINTS, POINTS]),
        shapely.GeometryCollection([shapely.Point(108.2, 16), shapely.LineString(POINTS)]),
        shapely.GeometryCollection([LINE, shapely.Polygon([*LINE.coords, LINE.coords[0]])]),
    ],
)
def test_a_footprint_whose_parts_would_be_lost_is_held(geometry: BaseGeometry) -> None:
    assert held_rules(rows({}, geometry=geometry)) == ["footprint.empty"]


BOW_TIE = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])


def test_a_bow_tie_keeps_both_its_triangles() -> None:
    fixed = repaired(BOW_TIE)
    assert fixed.is_valid
    assert fixed.geom_type == "MultiPolygon"
    assert fixed.area == enclosed_area(BOW_TIE) == 2


def test_a_spike_goes_and_the_ground_stays() -> None:
    spiked = shapely.Polygon([(0, 0), (4, 0), (4, 4), (4, 9), (4, 4), (0, 4)])
    assert repaired(spiked).equals(shapely.box(0, 0, 4, 4))


def test_overlapping_parts_become_one_ground() -> None:
    overlapping = shapely.MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)])
    assert repaired(overlapping).area == 6


def test_a_hole_outside_its_shell_is_a_question_for_the_agency() -> None:
    with pytest.raises(Fault, match=r"its repair would change its area by \d+%"):
        repaired(shapely.Polygon(shapely.box(0, 0, 2, 2).exterior, [shapely.box(5, 5, 6, 6).exterior]))


def test_a_polygon_whose_lines_are_too_near_each_other_to_cross_is_held() -> None:
    """As GEOS says that its noding does not converge: one row is held, and the load goes on."""
    corners = [(0.25, 1 / 3), (1.4e-45, -1), (0.7194344743203716, -0.14020108464254655), (0, -1)]
    with pytest.raises(Fault, match=r"cannot be repaired"):
        repaired(shapely.Polygon(corners))


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=4, max_size=12))
def test_a_repair_never_loses_ground(corners: list[tuple[int, int]]) -> None:
    polygon = shapely.Polygon(corners)
    if polygon.is_valid:
        return
    try:
        fixed = repaired(polygon)
    except Fault as fault:
        assert fault.rule in {"footprint.unrepairable", "footprint.empty"}  # noqa: PT017
    else:
        assert fixed.is_valid
        assert fixed.area == pytest.approx(enclosed_area(polygon), rel=0.01)
        assert shapely.get_dimensions(fixed) == 2
