"""Vector tiles of overlaps."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest

from geo.overlaps.found import OverlapSelection
from geo.tiles import overlaps
from geo.tiles.address import TileAddress
from tests.api.overlaps.conftest import MOVED, OTHER, WORKS, put_in
from tests.builders import AGENCY, publish
from tests.fixtures.database import Database
from tests.fixtures.site import TODAY, Site, serving
from tests.geo.tiles.reading import at
from tests.mvt import Feature, read_tile

HERE = "/collections/overlaps/tiles"


def drawn(site: Site, zoom: int = 15, query: str = "") -> dict[str, Feature]:
    tile = at(zoom, 108.183, 16.05)
    answer = site.get(f"{HERE}/WebMercatorQuad/{zoom}/{tile.y}/{tile.x}?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/vnd.mapbox-vector-tile")
    return {str(one.properties["id"]): one for one in read_tile(answer.content).get("overlaps", [])}


def test_a_tile_shows_the_ground_of_pairs_and_from_afar_where_they_are(site: Site) -> None:
    near = drawn(site)
    assert near["A~B"].geometry.geom_type in {"LineString", "MultiLineString"}
    assert near["A~B"].properties["class"] == "join"
    far = drawn(site, 3)
    assert set(far) == {"A~B", "A~C", "D~E"}
    assert {one.geometry.geom_type for one in far.values()} == {"MultiPoint"}
    told = site.json("/collections/overlaps/items/D~E")["properties"]
    for name in ("class", "state", "one", "other", "score", "shared_area_m2", "days_shared", "period_end"):
        assert far["D~E"].properties[name] == told[name], name
    assert far["D~E"].properties["agencies"] == "ban-1;ban-2"


@pytest.mark.parametrize(
    ("query", "ids"),
    [("class=join", {"A~B"}), ("state=past", {"D~E"}), ("agency=ban-2&quarter=2026-Q1", {"D~E"}),
     ("filter=class='crossing'", {"A~C"}), ("district=old.west", set())],
)  # fmt: skip
def test_a_tile_shows_what_is_chosen(site: Site, query: str, ids: set[str]) -> None:
    assert set(drawn(site, 3, query)) == ids


def test_where_too_many_are_those_that_matter_most_are_drawn_as_points(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overlaps, "MOST", 2)
    ranked = [one["id"] for one in site.json("/collections/overlaps/items")["features"]]
    found = drawn(site, 10)
    assert (list(found), {one.geometry.geom_type for one in found.values()}) == (ranked[:2], {"MultiPoint"})


def test_a_tile_is_304_until_something_is_published(database: Database) -> None:
    put_in(database.writer_url)
    with serving(database) as site:
        path = f"{HERE}/WebMercatorQuad/0/0/0"
        tag = site.get(path).headers["etag"]
        assert site.get(path, headers={"If-None-Match": tag}).status_code == 304
        publish(database.writer_url, (MOVED,), agencies=(AGENCY, OTHER))
        assert site.get(path, headers={"If-None-Match": tag}).status_code == 200
        assert drawn(site, 0)["A~B"].properties["class"] == "join"
        publish(database.writer_url, (replace(WORKS[0], footprint=None),), agencies=(AGENCY, OTHER))
        assert set(drawn(site, 0)) == {"D~E"}
        with psycopg.connect(database.url) as connection:
            row = connection.execute("SELECT published_at FROM published.publication WHERE number = 2").fetchone()
        assert row
        then = row[0].isoformat().replace("+", "%2B")
        past = site.get(f"{path}?as-of={then}")
        assert {one.properties["class"] for one in read_tile(past.content)["overlaps"]} == {"clash", "crossing"}
        again = site.get(f"{path}?as-of={then}", headers={"If-None-Match": past.headers["etag"]})
        assert again.status_code == 304


def test_the_tile_set_is_described_and_linked(site: Site) -> None:
    linked = [
        one["href"] for one in site.json("/collections/overlaps")["links"] if one["rel"].endswith("tilesets-vector")
    ]
    assert linked == [f"{site.url}{HERE}"]
    told = site.json(f"{HERE}/WebMercatorQuad?f=tilejson&class=join")
    assert told["tiles"] == [f"{site.url}{HERE}/WebMercatorQuad/{{z}}/{{y}}/{{x}}?class=join"]
    assert [layer["id"] for layer in told["vector_layers"]] == ["overlaps"]
    for feature in drawn(site, 3).values():
        assert set(feature.properties) <= set(told["vector_layers"][0]["fields"])
    assert site.get(f"{HERE}/WebMercatorQuad/0/0/0?class=war").status_code == 400
    assert site.get(f"{HERE}/WebMercatorQuad/1/2/0").status_code == 404


def test_an_index_finds_what_lies_near_a_tile(database: Database) -> None:
    put_in(database.writer_url)
    text, values = overlaps.statement(TileAddress(15, 26217, 14855), OverlapSelection(today=TODAY))
    for place in range(len(values), 0, -1):
        text = text.replace(f"${place}", f"%(v{place})s")
    with psycopg.connect(database.url) as connection:
        connection.execute("SET enable_seqscan = off")
        bound = {f"v{place}": value for place, value in enumerate(values, 1)}
        plan = "\n".join(row[0] for row in connection.execute(f"EXPLAIN {text}".encode(), bound))
    assert "overlap_ground_idx" in plan
