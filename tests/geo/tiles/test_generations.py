"""A tile's generation changes whenever what is drawn on it does, and with little else."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from shapely import LineString, MultiPolygon, Point, box

from geo.boundaries import BoundarySet, District
from geo.cluster import Cluster
from geo.codes import Status
from geo.publishing import publish_districts, withdraw_samples
from geo.tiles import Asked, TileAddress, drawing
from tests.builders import project, publish
from tests.fixtures.database import Database, copy_of
from tests.geo.tiles.editing import CENTRE, Publication, publications
from tests.geo.tiles.reading import at, read
from tests.mvt import read_tile as layers

SEEN = Asked(boundary_set="one")
ADDRESSES = sorted(
    {
        at(zoom, CENTRE[0] + east, CENTRE[1] + north)
        for zoom in (0, 4, 9, 11, 13, 14, 15, 17)
        for east in (0, 0.02, 0.05, 2)
        for north in (0, 0.02, 0.05)
    }
    | {at(zoom, 179.5, CENTRE[1]) for zoom in (5, 14)}
    | {at(zoom, CENTRE[0], 84.5) for zoom in (6, 14)},
    key=lambda tile: (tile.zoom, tile.x, tile.y),
)


def seen(database: Database, asked: Asked = SEEN) -> dict[TileAddress, tuple[int, Any]]:
    """Each tile's generation, and what is drawn on it, in no order."""
    found = {}
    for address, tile in read(database, ADDRESSES, asked).items():
        drawn = sorted(
            (layer, sorted(map(str, one.properties.items())), one.geometry.wkt)
            for layer, features in layers(tile.data).items()
            for one in features
        )
        found[address] = (tile.state.generation, drawn)
    return found


def publish_one_district(database: Database, *, east: float) -> None:
    shape = MultiPolygon([box(CENTRE[0], CENTRE[1], CENTRE[0] + east, CENTRE[1] + 0.03)])
    district = District(code="a", names={"vi": "Quận"}, boundary=shape)
    with psycopg.connect(database.writer_url) as connection:
        publish_districts(connection, BoundarySet(code="one", names={"vi": "Một"}, sample=True), [district])


@pytest.mark.parametrize("most", [4_000, 2])
def test_equal_generations_mean_equal_tiles(
    most: int, template: str, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "MOST_SHAPES", most)

    @settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow])
    @given(history=publications)
    def holds(history: list[Publication]) -> None:
        with copy_of(template, cluster) as database:
            publish_one_district(database, east=0.02)
            before = seen(database)
            for publication in history:
                publication.publish(database)
                after = seen(database)
                for address in ADDRESSES:
                    if after[address][0] == before[address][0]:
                        assert after[address][1] == before[address][1], address
                before = after

    holds()


def test_only_the_tiles_that_are_drawn_on_change(database: Database) -> None:
    here, far = Point(108.2, 16.05), Point(108.4, 16.05)
    publish(database.writer_url, [project("A", footprint=here), project("B", footprint=far)])
    publish(database.writer_url, [project("A", footprint=here, status=Status.COMPLETED)])
    tiles = [at(zoom, point.x, point.y) for point in (here, far) for zoom in (10, 14, 18)]
    found = [tile.state.generation for tile in read(database, tiles).values()]
    assert found == [2, 2, 2, 1, 1, 1]


def test_a_tile_changes_where_a_work_leaves_and_where_it_comes_to(database: Database) -> None:
    places = [Point(108.2, 16.05), Point(108.3, 16.05), Point(108.4, 16.05)]
    for turn in (0, 1):
        publish(database.writer_url, [project("A", footprint=places[turn])])
    found = read(database, [at(14, point.x, point.y) for point in places])
    assert [tile.state.generation for tile in found.values()] == [2, 2, 0]


def test_a_shape_changes_the_tile_beside_it_whose_margin_it_touches(database: Database) -> None:
    tile = at(14, 108.2, 16.05)
    edge = (tile.x + 1) / (1 << 14) * 360 - 180
    publish(database.writer_url, [project("A", footprint=Point(edge - 0.0001, 16.05))])
    beside = TileAddress(14, tile.x + 1, tile.y)
    beyond = TileAddress(14, tile.x + 2, tile.y)
    assert [one.state.generation for one in read(database, [tile, beside, beyond]).values()] == [1, 1, 0]


def test_a_giant_shape_is_marked_at_few_tiles_and_changes_every_tile_below_them(database: Database) -> None:
    publish(database.writer_url, [project("A", footprint=LineString([(100, 10), (116, 22)]))])
    with psycopg.connect(database.reader_url) as connection:
        row = connection.execute("SELECT count(*) FROM published.map_tile").fetchone()
    assert row is not None
    assert row[0] < 120
    found = read(database, [at(14, 108, 16), at(18, 108, 16), at(14, 70, 16)])
    assert [tile.state.generation for tile in found.values()] == [1, 1, 0]


def test_districts_change_the_tiles_that_they_lay_and_lie_on(database: Database) -> None:
    publish_one_district(database, east=0.02)
    publish_one_district(database, east=0.05)
    tiles = [at(14, CENTRE[0] + east, CENTRE[1] + 0.01) for east in (0.01, 0.045, 0.3)]
    assert [tile.state.generation for tile in read(database, tiles).values()] == [2, 2, 0]


def test_withdrawing_the_samples_changes_their_districts_tiles(database: Database) -> None:
    publish_one_district(database, east=0.02)
    before = read(database, ADDRESSES[:1], SEEN)[ADDRESSES[0]]
    with psycopg.connect(database.writer_url) as connection:
        withdraw_samples(connection, languages=("vi",))
    after = read(database, ADDRESSES[:1], SEEN)[ADDRESSES[0]]
    assert (before.state.generation, after.state.generation) == (1, 2)
    assert before.data
    assert not after.data
