"""Roads of a file tell on which street works are, and how busy it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import psycopg
import pytest
from typer.testing import CliRunner

from api.cli.loading import app
from data.cities import load_city
from data.roads import read_roads
from geo.errors import BadInput
from geo.project import Project
from geo.publishing.roads import publish_roads
from geo.values import Bbox
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


def test_roads_beyond_a_city_without_an_english_name_are_refused_in_words(tmp_path: Path) -> None:
    city = replace(load_city(), names={"es": "Otra"}, bounds=Bbox(-59, -35, -58, -34))
    with pytest.raises(BadInput, match="no line within Otra"):
        read_roads(file_of(tmp_path), city, name=None, road_class=None, layer=None, crs=None)


def _on_roads(database: Database, tmp_path: Path, works: list[Project]) -> list[dict[str, Any]]:
    publish(database.writer_url, works, agencies=(AGENCY, OTHER))
    found, _ = read_roads(file_of(tmp_path), load_city(), name=None, road_class=None, layer=None, crs=None)
    with psycopg.connect(database.writer_url) as connection:
        publish_roads(connection, "roads", found)
    return pairs(database.url)


def test_works_end_to_end_in_one_street_hold_up_its_traffic(database: Database, tmp_path: Path) -> None:
    """A and B are 80 m apart in one street, C is as near to A and in another, D touches B's end, E is far along."""
    works = [
        work("A", line((0, 5), (320, 5)), *WINTER),
        work("B", line((400, 5), (600, 5)), *SPRING),
        work("C", line((300, 80), (300, 380)), *SPRING),
        work("D", line((604, 0), (700, 0)), *SPRING),
        work("E", line((801, 0), (990, 0)), *SPRING),
    ]
    found = {pair["id"]: pair for pair in _on_roads(database, tmp_path, works)}
    assert found.keys() == {"A~B", "B~D"}
    for pair in found.values():
        assert (pair["kind"], pair["relation"], pair["road_class"]) == ("traffic", "street", "primary")
    assert found["A~B"]["distance"] == pytest.approx(80, abs=0.5)
    apart = [replace(works[0], planned_end=date(2026, 1, 31)), works[1]]
    publish(database.writer_url, apart)
    assert [pair["id"] for pair in pairs(database.url)] == ["B~D"]


def test_the_class_of_a_pair_does_not_depend_on_ids(database: Database, tmp_path: Path) -> None:
    lane, main = line((300, -390), (300, 390)), line((0, 5), (900, 5))
    for first, second in (("A", "B"), ("B", "A")):
        (pair,) = _on_roads(database, tmp_path, [work(first, lane, *WINTER), work(second, main, *SPRING)])
        assert (pair["kind"], pair["road_class"]) == ("crossing", "primary")


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no column 'colour'"):
        read_roads(file_of(tmp_path), load_city(), name="colour", road_class=None, layer=None, crs=None)
