"""Every format is read back by GDAL: count, CRS, attributes, geometries.

GeoParquet is read by GeoPandas; PMTiles are read by GDAL in `tests/api/downloads/test_maps.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
import shapely

from data.exports import FORMATS
from tests.data.exports.builders import ABOUT, AREA, LINE, POINT, agency, district, made, report, work
from tests.data.exports.reading import Whole, read_back, read_whole

WHOLE: Final = tuple(suffix for suffix, kind in FORMATS.items() if not kind.drawn)
TABULAR: Final = tuple(suffix for suffix, kind in FORMATS.items() if kind.tabular)
GEODETIC: Final = {"EPSG:4326", "OGC:CRS84"}
PLACES: Final[Mapping[str, Any]] = {"P1": POINT, "P2": LINE, "P3": AREA, "P4": None}
WORKS: Final = [
    work("P1", POINT, progress_actual=0, days_late=0, budget=12345678901234567890, budget_currency="VND"),
    work("P2", LINE, progress_actual=0.25, planned_end="2027-01-31", districts=["old.west", "old.east"]),
    work("P3", AREA, title="Cầu \"Rồng\", đường 2/9; 공사", supervisor=None, withheld=["supervisor"], sample=True),
    work("P4", None, progress_actual=None, status="completed"),
]  # fmt: skip


def held(whole: Whole, work_id: str, name: str) -> Any:  # noqa: ANN401 - as the format has it
    """A fact as a format has it; an empty cell of a table is one that was not entered."""
    value = whole.facts[work_id].get(name)
    return None if value == "" else value


@pytest.mark.parametrize("suffix", WHOLE)
def test_a_file_has_every_feature_with_its_place_in_its_crs(suffix: str, tmp_path: Path) -> None:
    path, manifest = made(tmp_path, suffix, WORKS)
    found = read_whole(path, suffix, ABOUT)
    expected = {name: place for name, place in PLACES.items() if place or suffix != "fgb"}
    assert found.facts.keys() == found.shapes.keys() == expected.keys()
    assert (manifest.members["count"], manifest.members["without_footprint"]) == (4, 1)
    assert found.crs <= GEODETIC
    assert found.crs
    for name, place in expected.items():
        shape = found.shapes[name]
        assert (shape is None) == (place is None)
        assert shape is None or shape.equals(shapely.from_geojson(json.dumps(place)))


@pytest.mark.parametrize("suffix", WHOLE)
def test_a_file_has_the_facts_of_every_feature(suffix: str, tmp_path: Path) -> None:
    found = read_whole(made(tmp_path, suffix, WORKS)[0], suffix, ABOUT)
    assert held(found, "P3", "title") == 'Cầu "Rồng", đường 2/9; 공사'
    assert [float(held(found, name, "progress_actual")) for name in ("P1", "P2")] == [0, 0.25]
    assert int(held(found, "P1", "days_late")) == 0
    assert held(found, "P3", "days_late") is None
    assert str(held(found, "P2", "planned_end")).replace("/", "-")[:10] == "2027-01-31"
    assert [held(found, name, "planned_end") for name in ("P1", "P3")] == [None, None]
    assert (held(found, "P1", "status"), held(found, "P1", "budget_currency")) == (None, "VND")
    assert suffix == "fgb" or held(found, "P4", "status") == "completed"
    assert (held(found, "P3", "supervisor") or "withheld", "supervisor" in str(held(found, "P3", "withheld"))) == (
        *("withheld",),
        True,
    )
    assert str(held(found, "P3", "sample")).lower() in {"true", "1"}
    assert str(held(found, "P1", "sample")).lower() in {"false", "0"}


@pytest.mark.parametrize("suffix", WHOLE)
def test_an_amount_has_all_its_digits_and_one_that_was_not_entered_none(suffix: str, tmp_path: Path) -> None:
    path, _ = made(tmp_path, suffix, WORKS)
    found = read_whole(path, suffix, ABOUT)
    if suffix == "geojson":  # GDAL takes a number beyond 64 bits for a double; the file has its digits
        assert b'"budget":12345678901234567890,' in path.read_bytes()
    else:
        assert Decimal(str(held(found, "P1", "budget"))) == Decimal(12345678901234567890)
    assert held(found, "P2", "budget") is None


@pytest.mark.parametrize("suffix", WHOLE)
def test_a_file_of_districts_has_their_outlines(suffix: str, tmp_path: Path) -> None:
    about = replace(ABOUT, collection="districts")
    found = read_whole(made(tmp_path, suffix, [district()], about=about)[0], suffix, about)
    assert (list(found.facts), found.crs <= GEODETIC) == (["old.west"], True)
    assert (held(found, "old.west", "name"), float(held(found, "old.west", "area_m2"))) == ("Tây", 1234)
    shape = found.shapes["old.west"]
    assert shape is not None
    assert shape.equals(shapely.from_geojson(json.dumps(AREA)))


@pytest.mark.parametrize("suffix", TABULAR)
def test_what_has_no_geometry_comes_as_a_table(suffix: str, tmp_path: Path) -> None:
    about = replace(ABOUT, collection="agencies")
    path, manifest = made(tmp_path, suffix, [agency("ban-1", projects=3), agency("ban-2")], about=about)
    told = manifest.members
    assert (told["count"], told["crs"], told["bbox"], told["without_footprint"]) == (2, None, None, None)
    assert [column["name"] for column in told["columns"]] == ["id", "name", "names", "projects", "sample"]
    found = read_whole(path, suffix, about)
    assert (held(found, "ban-1", "name"), int(held(found, "ban-1", "projects"))) == ("Ban quản lý", 3)
    assert "footprint" not in found.facts["ban-1"]
    if suffix != "geojson":
        assert found.crs == {None}
    assert {shape is None for shape in found.shapes.values()} <= {True}


@pytest.mark.parametrize("suffix", TABULAR)
def test_reports_come_with_their_date_and_their_fractions(suffix: str, tmp_path: Path) -> None:
    about = replace(ABOUT, collection="progress")
    path, manifest = made(tmp_path, suffix, [report(), report(as_of="2026-12-01", actual=0, sample=True)], about=about)
    found = read_whole(path, suffix, about)
    assert [float(held(found, f"P1:2026-1{month}-01", "actual")) for month in (1, 2)] == [0.125, 0]
    assert held(found, "P1:2026-11-01", "planned") is None
    assert str(held(found, "P1:2026-11-01", "as_of")).replace("/", "-")[:10] == "2026-11-01"
    assert manifest.members["title"] == "Progress reports of Da Nang (sample data)"


def test_a_geopackage_of_a_table_is_listed_as_one_without_geometry(tmp_path: Path) -> None:
    path, _ = made(tmp_path, "gpkg", [agency("ban-1")], about=replace(ABOUT, collection="agencies"))
    assert read_back(path)["layers"] == [["agencies", None]]


@pytest.mark.parametrize("suffix", WHOLE)
@pytest.mark.parametrize("area", ["1234567890.25", "123456789012345.6", "0.0000001", "-5e-7"])
def test_a_number_is_the_same_number_however_large_or_small(suffix: str, area: str, tmp_path: Path) -> None:
    about = replace(ABOUT, collection="districts")
    text = district().replace('"area_m2":1234,', f'"area_m2":{area},')
    found = read_whole(made(tmp_path, suffix, [text], about=about)[0], suffix, about)
    assert float(held(found, "old.west", "area_m2")) == pytest.approx(float(area), rel=1e-12)
