"""Each rule holds the row that breaks it, and only that row."""

from typing import Any

import pytest
import shapely
from pyproj import CRS, Geod, Transformer
from shapely.geometry.base import BaseGeometry

from data.checks import RULES, Held, Prepared
from data.mapping import Mapping, parse_mapping
from data.readers import RawRow
from data.screening import Kind
from geo.errors import BadInput
from tests.data.builders import GOOD, MAPPING, city, footprint_of, held_rules, mapping, outcomes, prepared, rows

COORDINATES = '\n[location]\nlongitude = "x"\nlatitude = "y"\n'
CURRENCY = MAPPING.replace('currency = "VND"', 'currency_column = "tien"')
DISTRICTS = '\n[districts]\ncolumn = "quan"\nset = "q"\ntable = { "Hải Châu" = "492" }\n'
AGENCY = MAPPING.replace('constant = "so-gtvt"', 'column = "cq"')


OUTER, INNER = shapely.box(108.1, 16, 108.2, 16.1), shapely.box(108.3, 16, 108.35, 16.05)


CASES: list[tuple[str, dict[str, Any], Mapping, BaseGeometry | None]] = [
    ("id.missing", {"ma": " "}, mapping(), None),
    ("id.form", {"ma": "DN 1/2025"}, mapping(), None),
    ("title.missing", {"ten": None}, mapping(), None),
    ("title.length", {"ten": "a" * 1_001}, mapping(), None),
    ("agency.missing", {"cq": ""}, parse_mapping(AGENCY), None),
    ("agency.form", {"cq": "서울"}, parse_mapping(AGENCY), None),
    ("status.unknown", {"trang_thai": "đợi"}, mapping(), None),
    ("category.unknown", {"loai": "cầu"}, mapping(), None),
    ("district.unknown", {"quan": "Sơn Trà"}, mapping(DISTRICTS), None),
    ("date.form", {"bat_dau": "quý 2"}, mapping(), None),
    ("dates.order", {"ket_thuc": "31/01/2025"}, mapping(), None),
    ("dates.far", {"bat_dau": "14/07/1905"}, mapping(), None),
    ("dates.far", {"ket_thuc": "01/01/9999"}, mapping(), None),
    ("progress.form", {"tien_do": "gần xong"}, mapping(), None),
    ("progress.range", {"tien_do": "120"}, mapping(), None),
    ("money.form", {"kinh_phi": "12 tỷ"}, mapping(), None),
    ("money.negative", {"kinh_phi": "-1"}, mapping(), None),
    ("money.currency", {"tien": "đồng"}, parse_mapping(CURRENCY), None),
    ("money.currency", {"tien": None}, parse_mapping(CURRENCY), None),
    ("money.large", {"kinh_phi": "9" * 15}, mapping(), None),
    ("coordinates.form", {"x": "############", "y": "16"}, mapping(COORDINATES), None),
    ("coordinates.form", {"x": "108.2", "y": None}, mapping(COORDINATES), None),
    ("footprint.swapped", {}, mapping(), shapely.Point(16.07, 108.22)),
    ("footprint.outside", {}, mapping(), shapely.Point(105.8, 21.0)),
    ("footprint.empty", {}, mapping(), shapely.Point()),
    ("footprint.empty", {}, mapping(), shapely.LineString([(108.2, 16), (108.2, 16)])),
    ("footprint.unrepairable", {}, mapping(), shapely.Polygon(OUTER.exterior, [INNER.exterior])),
    ("footprint.vertices", {}, mapping(), shapely.LineString([(108.2 + n * 1e-7, 16) for n in range(100_001)])),
]  # fmt: skip
ELSEWHERE = {"row.columns", "row.form", "footprint.form", "id.duplicate", "disclosure.unpublished"}
ELSEWHERE |= {f"personal_data.{kind}" for kind in Kind}


@pytest.mark.parametrize(
    ("rule", "change", "chosen", "geometry"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_row_that_breaks_a_rule_is_held(
    rule: str, change: dict[str, Any], chosen: Mapping, geometry: BaseGeometry | None
) -> None:
    base: dict[str, Any] = {"x": None, "y": None, "cq": "Sở", "tien": "VND", "quan": None}
    first, second = rows({**base, **change}, {**base, "ma": "DN-2"})
    first.geometry = geometry
    held, good = outcomes([first, second], chosen)
    assert isinstance(held, Held)
    assert [reason.rule for reason in held.reasons] == [rule]
    assert held.number == 1
    assert held.raw == first.values
    assert isinstance(good, Prepared)


def test_every_rule_has_a_test() -> None:
    assert {rule.name for rule in RULES} == {case[0] for case in CASES} | ELSEWHERE


def test_a_row_of_another_width_is_held() -> None:
    raw = RawRow(1, dict(GOOD), None, "The row has 9 values, the header 8 columns.", "row.columns")
    assert held_rules([raw]) == ["row.columns"]


def test_a_row_is_held_with_all_its_reasons() -> None:
    broken = rows({"ten": "", "loai": "?", "bat_dau": "?"}, geometry=shapely.Point(0, 0))
    assert sorted(held_rules(broken)) == ["category.unknown", "date.form", "footprint.outside", "title.missing"]


@pytest.mark.parametrize(
    ("geometry", "crs", "cause"),
    [
        (shapely.Point(0, 0), "EPSG:4326", "not entered"),
        (shapely.Point(-108.22, 16.07), "EPSG:4326", "minus sign"),
        (shapely.Point(544541.8, 1777997.5), "EPSG:4326", r"EPSG:5899\."),
        (shapely.Point(1777997.5, 544541.8), "EPSG:4326", "EPSG:5899 with northing before easting"),
        (shapely.Point(838944, 1779135), "EPSG:5899", "EPSG:32648"),
        (shapely.Point(12047000, 1812000), "EPSG:4326", "EPSG:3857"),
        (shapely.Point(1e9, 1e9), "EPSG:5899", "No system"),
    ],
)
def test_the_likely_cause_of_a_place_outside_is_named(geometry: BaseGeometry, crs: str, cause: str) -> None:
    chosen = parse_mapping(MAPPING.replace('crs = "EPSG:4326"', f'crs = "{crs}"'))
    (held,) = outcomes(rows({}, geometry=geometry), chosen)
    assert isinstance(held, Held)
    assert held.reasons[0].rule == "footprint.outside"
    with pytest.raises(AssertionError, match=cause):
        raise AssertionError(held.reasons[0].message)


def test_a_city_may_cross_the_antimeridian() -> None:
    suva = city(177, -20, -178, -15)
    assert held_rules(rows({}, geometry=shapely.Point(179.5, -18)), where=suva) == []
    assert held_rules(rows({}, geometry=shapely.Point(-179.5, -18)), where=suva) == []
    assert held_rules(rows({}, geometry=shapely.Point(0, -18)), where=suva) == ["footprint.outside"]


def test_footprints_are_flat_and_their_shells_run_counter_clockwise() -> None:
    ring = [(108.2, 16, 5), (108.2, 16.1, 5), (108.3, 16.1, 5), (108.3, 16, 5)]
    footprint = prepared(rows({}, geometry=shapely.Polygon(ring))).project.footprint
    assert isinstance(footprint, shapely.Polygon)
    assert not footprint.has_z
    assert footprint.exterior.is_ccw


def test_vn2000_is_shifted_to_wgs84() -> None:
    point = shapely.Point(544541.789, 1777997.491)
    chosen = parse_mapping(MAPPING.replace("EPSG:4326", "EPSG:5899"))
    footprint = prepared(rows({}, geometry=point), chosen).project.footprint
    assert isinstance(footprint, shapely.Point)
    unshifted = Transformer.from_crs("EPSG:5899", "EPSG:4756", always_xy=True).transform(point.x, point.y)
    metres = Geod(ellps="WGS84").inv(*unshifted, footprint.x, footprint.y)[2]
    assert 200 < metres < 250


@pytest.mark.parametrize(
    ("crs", "message"),
    [
        ("EPSG:6959", "false easting and northing are swapped"),
        ("EPSG:999999", "not known"),
        ("EPSG:5773", "no place on Earth"),
        ("EPSG:6956", "is deprecated"),
    ],
)
def test_a_crs_that_is_not_taken_says_why(crs: str, message: str) -> None:
    chosen = parse_mapping(MAPPING.replace("EPSG:4326", crs))
    with pytest.raises(BadInput, match=message):
        held_rules(rows({}, geometry=shapely.Point(1, 1)), chosen)


def test_a_projection_file_whose_datum_shift_is_not_known_is_refused() -> None:
    esri = CRS.from_epsg(5899).to_wkt("WKT1_ESRI")
    footprint = footprint_of(shapely.Point(544541.789, 1777997.491), esri, city())
    assert footprint.distance(shapely.Point(108.168164, 16.075674)) < 1e-6
    own = esri.replace("D_Vietnam_2000", "D_Local_1990").replace("GCS_VN_2000", "GCS_Local").replace("107.75", "107.8")
    own = own.replace("6378137.0,298.257223563", "6378245.0,298.3").replace("WGS_1984", "Krassowsky_1940")
    with pytest.raises(BadInput, match="some hundred metres off"):
        footprint_of(shapely.Point(544541.789, 1777997.491), own, city())


def test_hoang_sa_is_reached_from_vn2000() -> None:
    local = Transformer.from_crs("EPSG:4326", "EPSG:5899", always_xy=True).transform(112.3, 16.5)
    footprint = footprint_of(shapely.Point(local), "EPSG:5899", city(107, 14, 113, 18))
    assert footprint.distance(shapely.Point(112.3, 16.5)) < 1e-6


@pytest.mark.parametrize("code", [5896, 5897, 5898, 9205, 9210, 9218, 3405, 3406])
def test_the_other_systems_of_viet_nam_are_taken(code: int) -> None:
    local = Transformer.from_crs("EPSG:4326", f"EPSG:{code}", always_xy=True).transform(107.9, 16.0)
    footprint = footprint_of(shapely.Point(local), f"EPSG:{code}", city())
    assert footprint.distance(shapely.Point(107.9, 16.0)) < 1e-5


def test_microdegrees_are_read_only_where_declared() -> None:
    change = {"x": "108220000", "y": "16,070,000"}
    assert held_rules(rows(change), mapping(COORDINATES + 'thousands = ","\n')) == ["footprint.outside"]
    chosen = mapping(COORDINATES + 'thousands = ","\nmicrodegrees = true\n')
    assert prepared(rows(change), chosen).project.footprint == shapely.Point(108.22, 16.07)


def test_a_footprint_declared_not_entered_leaves_the_work_unmapped() -> None:
    chosen = mapping(COORDINATES + 'not_entered_patterns = ["#+"]\n')
    row = prepared(rows({"x": "####", "y": "####"}), chosen)
    assert row.project.footprint is None
    assert row.raw["x"] == "####"
