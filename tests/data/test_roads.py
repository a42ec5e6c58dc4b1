"""Roads of a file tell on which street works are, and how busy it is."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pytest
from typer.testing import CliRunner

from api.cli.loading import app
from data.cities import load_city
from data.roads import read_roads
from geo.errors import BadInput
from tests.builders import AGENCY, publish
from tests.fixtures.database import Database
from tests.geo.overlaps.test_measuring import area, line
from tests.geo.overlaps.test_pairs import OTHER, SPRING, WINTER, pairs, work


def file_of(tmp_path: Path) -> Path:
    roads = geopandas.GeoDataFrame(
        {
            "name": ["Đường Trần Phú", "Đường Trần Phú", "Lê Lợi", None],
            "highway": ["primary", "primary", "tertiary", None],
        },
        geometry=[line((0, 0), (500, 0)), line((500, 0), (1000, 0)), line((300, -400), (300, 400)), area(0, 0, 9, 9)],
        crs="EPSG:4326",
    )
    roads.to_file(tmp_path / "roads.gpkg", driver="GPKG")
    return tmp_path / "roads.gpkg"


def test_works_know_their_street_once_roads_are_loaded(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLIMI_DATABASE_URL", database.url)
    works = [work("A", line((0, 5), (280, 5)), *WINTER), work("B", line((5, 12), (260, 8)), *SPRING)]
    publish(database.writer_url, works, agencies=(AGENCY, OTHER))
    before = pairs(database.url)[0]
    done = CliRunner().invoke(app, ["roads", str(file_of(tmp_path))], catch_exceptions=False)
    assert "3 pieces of road; 1 rows" in done.output
    after = pairs(database.url)[0]
    assert (before["road_class"], after["road_class"]) == (None, "primary")
    assert after["score"] > before["score"]


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no column 'colour'"):
        read_roads(file_of(tmp_path), load_city(), name="colour", road_class=None, layer=None, crs=None)
