"""The city that spans the world, with which the official suite of Features has nothing to skip."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psycopg
import pytest

from data.cities import load_city
from data.districts import load_districts, read_districts
from data.loading import load_projects
from data.mapping import load_mapping
from data.policy import load_policy
from geo.boundaries import BoundarySet
from geo.cluster import Cluster
from tests.api.ogc.suite import SPATIAL, TIMED, ask
from tests.api.ogc.test_suite_selecting import BOXES
from tests.fixtures.database import copy_of
from tests.fixtures.program import ROOT
from tests.fixtures.site import Site, serving

KNOWN_TO_THE_SUITE: Final = "http://www.opengis.net/def/crs/EPSG/0/3395"


@pytest.fixture(scope="module")
def world(cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("world")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["world.py", str(folder)])
        runpy.run_path(str(ROOT / "tools/ogc-suite/world.py"), run_name="__main__")
    city = load_city(folder / "city.toml")
    with copy_of(template, cluster) as database:
        with psycopg.connect(database.writer_url) as connection:
            _load(connection, folder)
        with serving(database, city=city) as site:
            yield site


def _load(connection: psycopg.Connection, folder: Path) -> None:
    city = load_city(folder / "city.toml")
    found = read_districts(folder / "districts.geojson", city)
    load_districts(connection, BoundarySet(code="world", names={"en": "The world"}), found, language="en")
    mapping = load_mapping(folder / "works.toml")
    loaded = load_projects(connection, folder / "works.geojson", mapping, city=city, policy=load_policy())
    assert loaded.held_by_rule() == {}


@pytest.mark.parametrize("name", SPATIAL)
def test_something_lies_in_every_box_that_the_suite_asks_for(world: Site, name: str) -> None:
    # FeaturesBBox.validateFeaturesWithBoundingBoxResponse skips where nothing was found
    for corners in BOXES.values():
        found = ask(world, name, bbox=",".join(map(str, corners)))["features"]
        assert found
        assert all(one["geometry"] for one in found)


@pytest.mark.parametrize("name", TIMED)
def test_everything_has_its_time_and_there_is_more_than_a_page_of_ten(world: Site, name: str) -> None:
    every = ask(world, name)["numberMatched"]
    page = ask(world, name, datetime="2026-01-01/2027-12-31", limit=10)
    assert page["numberMatched"] == every > page["numberReturned"] == 10


def test_collections_with_a_place_come_first_and_name_systems_that_the_suite_knows(world: Site) -> None:
    listed = world.json("/collections")["collections"]
    placed = [one["id"] for one in listed if "storageCrs" in one]
    assert placed == [one["id"] for one in listed][: len(placed)]
    assert sorted(placed) == sorted(SPATIAL)
    assert all(one["crs"][-1] == KNOWN_TO_THE_SUITE for one in listed)
