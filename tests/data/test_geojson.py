"""GeoJSON of any size and shape."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from data.checks import Held, Prepared
from data.mapping import parse_mapping
from data.readers import RawRow, jsonwindow, open_source
from data.readers.geojsongeometry import geometry_of
from data.rules import Fault
from geo.errors import BadInput
from tests.data.builders import GOOD, city, collection, feature, load, mapping, outcomes, point

EDGE_CASES = "data/geojson-edge-cases"
WORLD = city(-180, -90, 180, 90)


def read(path: Path) -> list[RawRow]:
    with open_source(path) as opened:
        return [row for chunk in opened.chunks() for row in chunk]


def written(folder: Path, text: str) -> Path:
    path = folder / "a.geojson"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("block", [1, 7, 64, 100_000])
def test_a_collection_is_read_alike_whatever_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(jsonwindow, "BLOCK", block)
    features = [feature(point(), so=n, ten="Cầu Rồng", sau={"a": [1, 2.5, None]}) for n in range(5)]
    rows = read(written(tmp_path, collection(*features, name="x", count=123456)))
    assert [row.values["so"] for row in rows] == [0, 1, 2, 3, 4]
    assert rows[0].values == {"so": 0, "ten": "Cầu Rồng", "sau": {"a": [1, 2.5, None]}}


def test_members_after_the_features_do_not_matter(tmp_path: Path) -> None:
    text = json.dumps({"features": [feature(point())], "bbox": [1, 2, 3, 4], "type": "FeatureCollection"})
    assert len(read(written(tmp_path, text))) == 1


def test_a_crs_after_the_features_must_be_said(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5899"}}
    early = json.dumps({"type": "FeatureCollection", "crs": crs, "features": []})
    late = json.dumps({"type": "FeatureCollection", "features": [], "crs": crs})
    with open_source(written(tmp_path, early)) as opened:
        assert opened.crs == "urn:ogc:def:crs:EPSG::5899"
    with pytest.raises(BadInput, match="stands after its features"):
        read(written(tmp_path, late))


def test_a_feature_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    rows = read(written(tmp_path, collection(feature(point()), 5, feature({"type": "Dot"}), feature(point()))))
    assert [row.fault is None for row in rows] == [True, False, False, True]
    assert [row.number for row in rows] == [1, 2, 3, 4]


def test_no_digit_of_a_number_is_lost(tmp_path: Path) -> None:
    text = collection(feature(point(), tien="@")).replace('"@"', "12345678901234567.89")
    assert read(written(tmp_path, text))[0].values["tien"] == "12345678901234567.89"
    text = collection(feature(None, **{**GOOD, "kinh_phi": "@"})).replace('"@"', "12345678901.123457")
    (row,) = load(written(tmp_path, text), mapping(without="factor = 1_000_000"))
    assert isinstance(row, Prepared)
    assert row.project.budget is not None
    assert row.project.budget.amount == Decimal("12345678901.123457")


@pytest.mark.parametrize(
    "text", ['{"a": NaN}', '{"a": 1, "a": 2}', '{"type": "FeatureCollection", "features": [1,]}', "[]"]
)
def test_what_is_not_json_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput):
        read(written(tmp_path, text))


def test_nested_values_are_reached_by_points(tmp_path: Path) -> None:
    text = '[id]\ncolumns = ["core.id"]\n[titles.en]\ncolumn = "core.names"\n[agency]\nconstant = "x"\n'
    properties = {"core": {"id": "A-1", "names": ["Elm St", "Oak St"]}}
    (row,) = load(written(tmp_path, collection(feature(point(), **properties))), parse_mapping(text))
    assert isinstance(row, Prepared)
    assert row.project.titles == {"en": "Elm St, Oak St"}
    assert row.raw == properties


@given(
    st.one_of(
        st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(shapely.Point),
        st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=2, max_size=9).map(shapely.LineString),
        st.tuples(st.floats(-10, 10), st.floats(-10, 10)).map(lambda p: shapely.Point(p).buffer(1)),
    )
)
def test_any_geometry_survives_the_way_through_json(geometry: BaseGeometry) -> None:
    there = geometry_of(json.loads(json.dumps(shapely.geometry.mapping(geometry))))
    assert there is not None
    assert shapely.equals_exact(there, geometry, tolerance=0)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x, max_size=4)))
def test_no_coordinates_crash_the_reader(coordinates: object) -> None:
    for kind in ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"):
        try:
            geometry_of({"type": kind, "coordinates": coordinates})
        except Fault as fault:
            assert fault.rule == "footprint.form"  # noqa: PT017


def test_good_edge_cases_are_read(shared: Path) -> None:
    for path in sorted((shared / EDGE_CASES / "check-geojson" / "good").iterdir()):
        assert all(row.fault is None for row in read(path)), path.name


def test_bad_edge_cases_are_refused_or_held_with_a_reason(shared: Path) -> None:
    for path in sorted((shared / EDGE_CASES / "check-geojson" / "bad").iterdir()):
        try:
            faults = [row.fault for row in read(path)]
        except BadInput as error:
            assert path.name in str(error)  # noqa: PT017
        else:
            assert any(faults), path.name


def test_shapes_at_the_antimeridian_are_published_or_held(shared: Path) -> None:
    chosen = parse_mapping('[id]\ncolumns = ["@id"]\n[titles.en]\nconstant = "A"\n[agency]\nconstant = "x"\n')
    for path in sorted((shared / EDGE_CASES / "antimeridian").iterdir()):
        rows = read(path)
        for row in rows:
            row.values["@id"] = f"A-{row.number}"
        for outcome in outcomes(rows, chosen, where=WORLD):
            if isinstance(outcome, Held):
                assert all(reason.rule.startswith("footprint.") for reason in outcome.reasons), path.name
