"""Tiles over HTTP: what they hold, how old they are, and that they are right at once."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest
from shapely import Point

from data.policy import Policy
from data.policy.rules import Public, Withheld
from geo.codes import Status
from geo.disclosure import WITHHOLDABLE
from geo.publishing import withdraw_samples
from geo.tiles import TileAddress, drawing
from tests.builders import ACROSS, EAST, INSIDE_WEST, project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving
from tests.geo.tiles.reading import at
from tests.mvt import Feature, inside, read_tile

MVT = "application/vnd.mapbox-vector-tile"
HERE = (108.05, 16.05)


def path(tile: TileAddress, collection: str = "projects") -> str:
    base = f"/collections/{collection}/tiles" if collection else "/tiles"
    return f"{base}/WebMercatorQuad/{tile.zoom}/{tile.y}/{tile.x}"


def get(site: Site, tile: TileAddress, query: str = "", collection: str = "projects", **more: Any) -> httpx.Response:  # noqa: ANN401
    answer = site.get(path(tile, collection) + query, **more)
    assert answer.status_code in {200, 304}, answer.text
    return answer


def layers(site: Site, tile: TileAddress, query: str = "", collection: str = "projects") -> dict[str, list[Feature]]:
    return read_tile(get(site, tile, query, collection).content)


def ids(site: Site, tile: TileAddress, query: str = "") -> list[str]:
    return sorted(one.properties["id"] for one in layers(site, tile, query).get("projects", []))


@pytest.fixture
def site(database: Database) -> Iterator[Site]:
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [project("A", footprint=INSIDE_WEST), project("B", footprint=EAST.centroid)])
    with serving(database) as running:
        yield running


def test_a_tile_says_what_it_is(site: Site) -> None:
    answer = get(site, at(9, *HERE))
    assert answer.headers["content-type"] == MVT
    assert answer.headers["cache-control"] == "public, max-age=0, s-maxage=30, stale-while-revalidate=30"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_data_set_s_tile_has_every_layer(site: Site) -> None:
    assert set(layers(site, at(9, *HERE), collection="")) == {"projects", "districts", "district_labels"}
    assert set(layers(site, at(9, *HERE), collection="districts")) == {"districts", "district_labels"}
    assert set(layers(site, at(9, *HERE))) == {"projects"}


def test_an_empty_tile_is_200_without_a_byte(site: Site) -> None:
    answer = get(site, at(9, 0, 0))
    assert (answer.status_code, answer.content) == (200, b"")


def test_head_has_the_headers_alone(site: Site) -> None:
    told = httpx.head(site.url + path(at(9, *HERE)))
    assert (told.status_code, told.content) == (200, b"")
    assert told.headers["etag"] == get(site, at(9, *HERE)).headers["etag"]


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ("9/512/3", 404), ("9/3/512", 404), ("23/0/0", 404), ("99/0/0", 404), ("0/0/1", 404), ("999999999/0/0", 404),
        ("-1/0/0", 400), ("9/-1/0", 400), ("9/1.0/0", 400), ("a/b/c", 400), ("1e1/0/0", 400), ("9/%D9%A1/0", 400),
        ("9/1_0/0", 400), ("99999999999/0/0", 404), ("9/2147483647/0", 404), (f"9/0/{'9' * 30}", 404),
    ],
)  # fmt: skip
def test_a_tile_that_cannot_be_is_refused(empty_site: Site, place: str, status: int) -> None:
    answer = empty_site.get(f"/tiles/WebMercatorQuad/{place}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "query", ["?x=1", "?status=open", "?status=", "?f=png", "?boundary_set=A/B", "?datetime=2026-13-01", "?mapped=1",
              "?bbox=1,2,3,4", "?status=completed&status=completed", "?filter=status%20%3D", "?limit=1"],
)  # fmt: skip
def test_a_parameter_that_cannot_be_is_refused(empty_site: Site, query: str) -> None:
    for address in (path(at(9, *HERE)), "/collections/projects/tiles/WebMercatorQuad"):
        answer = empty_site.get(address + query)
        assert answer.status_code == 400, query
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("address", ["/tiles/Other/0/0/0", "/collections/agencies/tiles/WebMercatorQuad/0/0/0"])
def test_other_tile_sets_are_not_there(empty_site: Site, address: str) -> None:
    assert empty_site.get(address).status_code == 404


def test_the_whole_world_is_one_tile(site: Site) -> None:
    assert ids(site, TileAddress(0, 0, 0)) == ["A", "B"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?status=completed", ["B"]), ("?category=road", []), ("?agency=ban-1", ["A", "B"]), ("?agency=x", []),
        ("?district=old.west", ["A"]), ("?mapped=true", ["A", "B"]), ("?mapped=false", []),
        ("?filter=status%20%3D%20%27completed%27", ["B"]), ("?datetime=2020-01-01", []),
        ("?status=completed&district=old.west", []),
    ],
)  # fmt: skip
def test_a_tile_holds_what_items_hold_for_the_same_parameters(site: Site, query: str, found: list[str]) -> None:
    publish(site.database.writer_url, [project("B", footprint=EAST.centroid, status=Status.COMPLETED)])
    assert ids(site, at(9, *HERE), query) == found
    items = site.json(f"/collections/projects/items{query}")
    assert sorted(one["id"] for one in items["features"] if one["geometry"]) == found


def test_a_past_instant_is_asked_for_by_that_parameter_alone(site: Site) -> None:
    tile = at(9, *HERE)
    assert ids(site, tile, "?filter=title%3C%3E'as-of='") == ["A", "B"]
    assert ids(site, tile, "?as%2Dof=2000-01-01") == []


def test_what_a_client_has_is_304(site: Site) -> None:
    tile = at(9, *HERE)
    first = get(site, tile)
    again = get(site, tile, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert {name: again.headers[name] for name in ("etag", "cache-control", "vary")} == {
        name: first.headers[name] for name in ("etag", "cache-control", "vary")
    }


def test_a_publication_changes_the_etags_of_the_tiles_that_it_draws_on(site: Site) -> None:
    west, east = at(14, *HERE), at(14, EAST.centroid.x, EAST.centroid.y)
    before = {tile: get(site, tile).headers["etag"] for tile in (west, east)}
    publish(site.database.writer_url, [project("A", footprint=INSIDE_WEST, status=Status.COMPLETED)])
    answers = {tile: get(site, tile, headers={"If-None-Match": before[tile]}) for tile in (west, east)}
    assert (answers[west].status_code, answers[east].status_code) == (200, 304)
    assert answers[west].headers["etag"] != before[west]
    (work,) = read_tile(answers[west].content)["projects"]
    assert work.properties["status"] == "completed"


def test_every_worker_is_right_at_once(site: Site) -> None:
    tile, statuses = at(14, *HERE), itertools.cycle([Status.PREPARATION, Status.IMPLEMENTATION])
    with serving(site.database) as other:
        for status in itertools.islice(statuses, 6):
            publish(site.database.writer_url, [project("A", footprint=INSIDE_WEST, status=status)])
            answers = [get(one, tile) for one in (site, other, site)]
            assert {read_tile(answer.content)["projects"][0].properties["status"] for answer in answers} == {status}
            assert len({answer.headers["etag"] for answer in answers}) == 1


def test_what_is_withdrawn_is_gone_at_once(site: Site) -> None:
    publish(site.database.writer_url, [project("S", footprint=INSIDE_WEST, sample=True)])
    tile = at(9, *HERE)
    assert ids(site, tile) == ["A", "B", "S"]
    with psycopg.connect(site.database.writer_url) as connection:
        withdraw_samples(connection, languages=("vi",))
    assert ids(site, tile) == ["A", "B"]
    assert ids(site, tile, "?agency=ban-1") == ["A", "B"]


def test_a_footprint_that_is_withheld_is_on_no_tile(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    fields: dict[str, Public | Withheld] = {
        name: Public(disclosure="public") for name in WITHHOLDABLE if name != "footprint"
    }
    hidden = project("A", footprint=INSIDE_WEST, status=Status.COMPLETED)
    publish(site.database.writer_url, [hidden], policy=Policy(title="No places", fields=fields))
    for query in ("", "?status=completed", "?agency=ban-1", "?filter=agency%20%3D%20%27ban-1%27"):
        assert "A" not in ids(site, at(9, *HERE), query)
        assert "A" not in ids(site, at(16, *HERE), query)
    monkeypatch.setattr(drawing, "MOST_SHAPES", 0)
    with serving(site.database) as fresh:
        cells = inside(layers(fresh, TileAddress(0, 0, 0))["project_cells"])
        assert sum(cell.properties["works"] for cell in cells) == 1


def test_gzip_is_sent_to_those_who_take_it(site: Site) -> None:
    publish(site.database.writer_url, [project(f"N{n}", footprint=Point(108 + n * 0.001, 16.05)) for n in range(50)])
    address = site.url + path(at(9, *HERE))
    with httpx.Client() as client:
        plain = client.get(address, headers={"Accept-Encoding": "identity"})
        with client.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as answer:
            packed = b"".join(answer.iter_raw())
        again = client.get(address, headers={"Accept-Encoding": "identity"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed) == plain.content == again.content
    assert len(packed) < len(plain.content)


def test_counts_of_districts_stand_for_a_selection_of_many_works(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_SHAPES", 1)
    publish(site.database.writer_url, [project("C", footprint=ACROSS, status=Status.SUSPENDED)])
    found = layers(site, at(8, *HERE), "?agency=ban-1&boundary_set=old")
    assert set(found) == {"project_counts"}
    counts = {one.properties["code"]: one.properties for one in inside(found["project_counts"])}
    place = {"boundary_set": "old", "works": 2, "suspended": 1, "not_entered": 1}
    assert counts == {code: {"id": f"old.{code}", "code": code} | place for code in ("west", "east")}
    assert set(layers(site, at(16, *HERE), "?agency=ban-1")) == {"projects"}


def test_counts_of_districts_are_right_after_a_publication(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_SHAPES", 0)
    for number in range(1, 4):
        publish(site.database.writer_url, [project(f"N{number}", footprint=INSIDE_WEST)])
        found = inside(layers(site, at(8, *HERE), "?agency=ban-1")["project_counts"])
        assert {one.properties["code"]: one.properties["works"] for one in found} == {"west": 1 + number, "east": 1}


def test_an_error_is_not_kept(site: Site) -> None:
    tile = at(9, *HERE)
    with psycopg.connect(site.database.url, autocommit=True) as connection:
        connection.execute("ALTER TABLE published.map_shape RENAME TO away")
        assert site.get(path(tile)).status_code >= 500
        connection.execute("ALTER TABLE published.away RENAME TO map_shape")
    assert ids(site, tile) == ["A", "B"]
