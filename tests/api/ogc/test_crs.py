"""OGC API - Features Part 2: coordinate reference systems by reference."""

from __future__ import annotations

from typing import Any

import pyproj
import pytest
from shapely import LineString, Point, box, transform
from shapely.geometry import shape

from tests.builders import project, publish
from tests.fixtures.site import Site

BASE = "http://www.opengis.net/def/crs"
CRS84, EPSG4326, EPSG3857, LOCAL = (
    f"{BASE}/OGC/1.3/CRS84",
    f"{BASE}/EPSG/0/4326",
    f"{BASE}/EPSG/0/3857",
    f"{BASE}/EPSG/0/5899",
)
EVERY = [CRS84, EPSG4326, EPSG3857, LOCAL]
ITEMS = "/collections/projects/items"


def _between(source: int, target: int) -> Any:  # noqa: ANN401 - shapely and pyproj disagree about the type
    return pyproj.Transformer.from_crs(source, target, always_xy=True).transform


@pytest.mark.parametrize("collection", ["projects", "project-lines", "districts"])
def test_a_collection_names_its_systems_crs84_first_and_the_one_it_stores(sample_site: Site, collection: str) -> None:
    body = sample_site.json(f"/collections/{collection}")
    assert body["crs"] == EVERY
    assert body["storageCrs"] == CRS84
    assert sample_site.json("/collections")["crs"] == EVERY


@pytest.mark.parametrize("path", [ITEMS, f"{ITEMS}/DN-MAU-0001", "/collections/districts/items"])
@pytest.mark.parametrize("crs", EVERY)
def test_every_answer_names_its_system(sample_site: Site, path: str, crs: str) -> None:
    assert sample_site.get(path).headers["content-crs"] == f"<{CRS84}>"
    assert sample_site.get(path, params={"crs": crs}).headers["content-crs"] == f"<{crs}>"


def _point(site: Site, crs: str) -> list[float]:
    found: list[float] = site.json(f"{ITEMS}/P1", params={"crs": crs})["geometry"]["coordinates"]
    return found


def test_axes_come_in_the_order_of_the_authority(empty_site: Site) -> None:
    publish(empty_site.database.writer_url, [project(footprint=Point(108.25, 16.05))])
    assert _point(empty_site, CRS84) == [108.25, 16.05]
    assert _point(empty_site, EPSG4326) == [16.05, 108.25]
    mercator = pyproj.Transformer.from_crs(4326, 3857, always_xy=True).transform(108.25, 16.05)
    assert _point(empty_site, EPSG3857) == pytest.approx(mercator, abs=0.002)
    easting, northing = _point(empty_site, LOCAL)
    assert 400_000 < easting < 700_000
    assert 1_700_000 < northing < 1_800_000


@pytest.mark.parametrize("crs", [EPSG3857, LOCAL])
def test_what_is_served_in_metres_is_what_proj_makes_of_degrees(sample_site: Site, crs: str) -> None:
    move = _between(4326, int(crs.rpartition("/")[2]))
    degrees = sample_site.json(f"{ITEMS}?limit=60")["features"]
    metres = sample_site.json(ITEMS, params={"limit": 60, "crs": crs})["features"]
    for one, other in zip(degrees, metres, strict=True):
        assert (one["id"], one["properties"]) == (other["id"], other["properties"])
        if one["geometry"]:
            moved = transform(shape(one["geometry"]), move, interleaved=False)
            assert moved.hausdorff_distance(shape(other["geometry"])) < 1.5


def _ids(body: dict[str, Any]) -> set[str]:
    return {feature["id"] for feature in body["features"]}


@pytest.mark.parametrize("corners", [(108.19, 16.03, 108.24, 16.08), (107.9, 15.9, 108.4, 16.2)])
@pytest.mark.parametrize("crs", EVERY)
def test_a_box_finds_the_same_in_every_system(sample_site: Site, corners: tuple[float, ...], crs: str) -> None:
    west, south, east, north = corners
    code = 4326 if crs == CRS84 else int(crs.rpartition("/")[2])
    move = _between(4326, code)
    drawn = transform(box(west, south, east, north).segmentize(0.001), move, interleaved=False)
    low_x, low_y, high_x, high_y = drawn.bounds
    numbers = (low_y, low_x, high_y, high_x) if crs == EPSG4326 else (low_x, low_y, high_x, high_y)
    found = _ids(sample_site.json(ITEMS, params={"bbox": ",".join(map(str, numbers)), "bbox-crs": crs, "limit": 1000}))
    back = _between(code, 4326)
    area = transform(box(low_x, low_y, high_x, high_y).segmentize((high_x - low_x) / 200), back, interleaved=False)
    every = sample_site.json(f"{ITEMS}?limit=1000&mapped=true")["features"]
    sure = {f["id"] for f in every if shape(f["geometry"]).intersects(area.buffer(-1e-5))}
    possible = {f["id"] for f in every if shape(f["geometry"]).intersects(area.buffer(1e-5))}
    assert sure <= found <= possible
    assert sure


@pytest.mark.parametrize("parameter", ["crs", "bbox-crs"])
@pytest.mark.parametrize(
    "value",
    ["", "http://www.opengis.net/def/crs/EPSG/0/9999", "EPSG:4326", "http://evil.example/crs", "file:///etc/passwd",
     "+proj=longlat +nadgrids=http://127.0.0.1/x", "GEOGCRS[]", "4326", "[EPSG:0]"],
)  # fmt: skip
def test_a_system_that_is_not_offered_is_a_bad_request(sample_site: Site, parameter: str, value: str) -> None:
    answer = sample_site.get(ITEMS, params={parameter: value, "bbox": "1,2,3,4"})
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


def test_a_short_name_in_brackets_names_a_system_too(sample_site: Site) -> None:
    answer = sample_site.get(ITEMS, params={"crs": "[EPSG:4326]", "limit": 1})
    assert answer.headers["content-crs"] == f"<{EPSG4326}>"


@pytest.mark.parametrize("bbox", ["0,0,1e300,1e300", "1e9,1e9,2e9,2e9", "10,0,0,10"])
def test_a_box_outside_of_its_system_is_a_bad_request(sample_site: Site, bbox: str) -> None:
    answer = sample_site.get(ITEMS, params={"bbox": bbox, "bbox-crs": LOCAL})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "bbox")


def test_latitude_comes_first_in_a_box_of_4326(empty_site: Site) -> None:
    publish(empty_site.database.writer_url, [project(footprint=Point(108.25, 16.05))])
    inside = {"bbox": "16,108,17,109", "bbox-crs": EPSG4326}
    assert empty_site.json(ITEMS, params=inside)["numberMatched"] == 1
    assert empty_site.get(ITEMS, params={"bbox": "108,16,109,17", "bbox-crs": EPSG4326}).status_code == 400


def test_next_keeps_the_system(sample_site: Site) -> None:
    first = sample_site.get(ITEMS, params={"crs": EPSG3857, "limit": 5})
    following = next(link["href"] for link in first.json()["links"] if link["rel"] == "next")
    second = sample_site.get(following.removeprefix(sample_site.url))
    assert second.headers["content-crs"] == f"<{EPSG3857}>"


def test_a_line_keeps_its_direction_when_axes_are_swapped(empty_site: Site) -> None:
    publish(empty_site.database.writer_url, [project(footprint=LineString([(108, 16), (108.1, 16.2)]))])
    assert _point(empty_site, CRS84) == [[108, 16], [108.1, 16.2]]
    assert _point(empty_site, EPSG4326) == [[16, 108], [16.2, 108.1]]
