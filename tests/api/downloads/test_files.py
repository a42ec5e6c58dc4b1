"""Files over HTTP: stored, dated, in parts, with what proves them."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
from pathlib import Path

import httpx
import pytest
import shapely

from data.exports import FORMATS
from tests.api.downloads.conftest import fetched, works
from tests.builders import project, publish, publish_two_districts
from tests.data.exports.reading import read_back
from tests.fixtures.site import Site, serving


def test_every_format_is_served_with_its_type_its_name_and_its_proof(site: Site) -> None:
    for suffix, kind in FORMATS.items():
        answer = fetched(site, f"/downloads/projects.{suffix}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind.media_type), suffix
        digest = hashlib.sha256(answer.content)
        assert answer.headers["etag"] == f'"{digest.hexdigest()}"'
        assert answer.headers["repr-digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
        assert answer.headers["content-disposition"] == f'attachment; filename="danang-projects-2.{suffix}"'
        assert answer.headers["content-location"] == f"/downloads/2/projects.{suffix}"
        assert answer.headers["accept-ranges"] == "bytes"
        manifest = site.json(f"/downloads/2/projects.{suffix}.json")
        assert (manifest["sha256"], manifest["bytes"]) == (digest.hexdigest(), len(answer.content))
        assert (manifest["count"], manifest["publication"], manifest["licence"]) == (3, 2, "CC0-1.0")
    sums = site.get("/downloads/2/SHA256SUMS").text.splitlines()
    assert [line.partition("  ")[2] for line in sums] == sorted(f"projects.{suffix}" for suffix in FORMATS)


def test_a_file_read_by_gdal_holds_what_the_api_serves(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "projects.gpkg"
    path.write_bytes(fetched(site, "/downloads/projects.gpkg").content)
    found = read_back(path)
    served = {one["id"]: one for one in site.json("/collections/projects/items")["features"]}
    assert (found["count"], found["crs"]) == (3, "EPSG:4326")
    for row in found["rows"]:
        told = served[row["id"]]["properties"]
        assert (row["title"], row["status"], row["agency_name"]) == (told["title"], told["status"], told["agency_name"])
        assert row["districts"] == ";".join(told["districts"])
    for place, row in enumerate(found["rows"][:2]):
        footprint = shapely.from_geojson(json.dumps(served[row["id"]]["geometry"]))
        assert shapely.from_wkt(found["shapes"][place]).equals(footprint)
    assert [row["budget"] for row in found["rows"]] == ["12345678901234567890", None, None]
    assert [row["progress_actual"] for row in found["rows"]] == [0, None, None]


def test_a_part_of_a_file_is_206_and_one_behind_its_end_416(site: Site) -> None:
    whole = fetched(site, "/downloads/projects.geojson").content
    part = site.get("/downloads/2/projects.geojson", headers={"Range": "bytes=5-14"})
    assert (part.status_code, part.content) == (206, whole[5:15])
    assert part.headers["content-range"] == f"bytes 5-14/{len(whole)}"
    assert site.get("/downloads/2/projects.geojson", headers={"Range": "bytes=-3"}).content == whole[-3:]
    behind = site.get("/downloads/2/projects.geojson", headers={"Range": "bytes=999999-"})
    assert (behind.status_code, behind.headers["content-type"]) == (416, "application/problem+json")
    assert behind.headers["content-range"] == f"bytes */{len(whole)}"
    for nonsense in ("lines=1-2", "bytes=x", "bytes=9-2", "bytes=", f"bytes={'9' * 5000}-"):
        assert site.get("/downloads/2/projects.geojson", headers={"Range": nonsense}).content == whole


def test_parts_that_lie_behind_the_end_are_left_out_of_those_that_do_not(site: Site) -> None:
    whole = fetched(site, "/downloads/projects.csv").content
    part = site.get("/downloads/2/projects.csv", headers={"Range": "bytes=5-14, 999999-, -0"})
    assert (part.status_code, part.content) == (206, whole[5:15])
    none = site.get("/downloads/2/projects.csv", headers={"Range": "bytes=-0"})
    assert (none.status_code, none.headers["content-type"]) == (416, "application/problem+json")


def test_a_part_is_given_only_of_the_file_that_the_client_has(site: Site) -> None:
    tag = fetched(site, "/downloads/projects.csv").headers["etag"]
    asked = {"Range": "bytes=0-3"}
    assert site.get("/downloads/2/projects.csv", headers=asked | {"If-Range": tag}).status_code == 206
    for other in (asked, {"Range": "bytes=999999-"}):  # behind the end of this file, not of the other one
        assert site.get("/downloads/2/projects.csv", headers=other | {"If-Range": '"other"'}).status_code == 200
    assert site.get("/downloads/2/projects.csv", headers={"If-None-Match": tag}).status_code == 304


def test_a_stored_file_is_never_packed(site: Site) -> None:
    answer = fetched(site, "/downloads/projects.geojson", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_head_tells_what_get_would(site: Site) -> None:
    got = fetched(site, "/downloads/projects.gpkg")
    head = httpx.head(site.url + "/downloads/projects.gpkg")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-length", "etag", "content-type", "content-disposition"):
        assert head.headers[name] == got.headers[name]


def test_a_snapshot_stays_when_something_new_is_published(site: Site) -> None:
    before = fetched(site, "/downloads/projects.gpkg").content
    publish(site.database.writer_url, [*works(), project("P9")])
    assert fetched(site, "/downloads/2/projects.gpkg").content == before
    newest = fetched(site, "/downloads/projects.gpkg")
    assert newest.headers["content-location"] == "/downloads/3/projects.gpkg"
    assert site.json("/downloads/3/projects.gpkg.json")["count"] == 4
    assert [one["publication"] for one in site.json("/downloads")["snapshots"]] == [3, 2]


def test_an_earlier_publication_can_be_had_as_it_was(site: Site) -> None:
    publish(site.database.writer_url, [*works()[:2], project("P3", titles={"vi": "Mới"}), project("P9")])
    features = json.loads(fetched(site, "/downloads/2/projects.geojson").content)["features"]
    assert [(one["id"], one["properties"]["title"]) for one in features][2:] == [("P3", "=1+1")]


def test_districts_of_an_earlier_publication_are_those_of_then(site: Site) -> None:
    before = fetched(site, "/downloads/districts.csv").text
    publish_two_districts(site.database.writer_url, code="new")
    assert fetched(site, "/downloads/2/districts.geojson").json()["features"][0]["id"].startswith("old.")
    assert fetched(site, "/downloads/2/districts.csv").text == before
    assert fetched(site, "/downloads/districts.csv").text != before


def test_two_sites_make_the_same_bytes_of_one_publication(site: Site, tmp_path: Path) -> None:
    with serving(site.database, data_dir=tmp_path / "other") as other:
        for suffix in ("gpkg", "pmtiles", "xlsx", "parquet", "shp.zip"):
            tags = {fetched(one, f"/downloads/projects.{suffix}").headers["etag"] for one in (site, other)}
            assert len(tags) == 1, suffix


def test_the_checksums_are_what_sha256sum_reads(site: Site, shelf: Path) -> None:
    fetched(site, "/downloads/projects.csv")
    (shelf / "snapshots" / "2" / "SHA256SUMS").write_bytes(site.get("/downloads/2/SHA256SUMS").content)
    done = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=shelf / "snapshots" / "2", capture_output=True, check=False
    )
    assert done.returncode == 0


@pytest.mark.parametrize("fault", [b"x", b""])
def test_a_file_that_was_changed_is_built_anew_and_never_served(fault: bytes, site: Site, shelf: Path) -> None:
    right = fetched(site, "/downloads/projects.csv").content
    (shelf / "snapshots" / "2" / "projects.csv").write_bytes(fault)
    assert fetched(site, "/downloads/projects.csv").content == right


def test_a_file_of_another_database_in_the_same_folder_is_not_served(site: Site, shelf: Path) -> None:
    fetched(site, "/downloads/projects.csv")
    path = shelf / "snapshots" / "2" / "projects.csv.json"
    manifest = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(manifest | {"published": "2020-01-01T00:00:00+00:00"}), "utf-8")
    fetched(site, "/downloads/projects.csv")
    assert json.loads(path.read_text("utf-8"))["published"] == manifest["published"]


def test_only_the_newest_snapshots_are_kept(site: Site, tmp_path: Path) -> None:
    with serving(site.database, data_dir=tmp_path / "few", snapshots=2) as few:
        for number in range(3):
            publish(site.database.writer_url, [project(f"N{number}")])
            fetched(few, "/downloads/projects.csv")
        assert [one["publication"] for one in few.json("/downloads")["snapshots"]] == [5, 4]


def test_the_list_of_files_names_every_format_with_its_size(site: Site) -> None:
    fetched(site, "/downloads/projects.kml")
    listed = site.json("/downloads")
    every = {(name, suffix) for name in ("projects", "districts", "overlaps") for suffix in FORMATS}
    found = {(one["collection"], one["file"].partition(".")[2]) for one in listed["files"]}
    tables = {(name, kind.suffix) for name in ("agencies", "progress") for kind in FORMATS.values() if kind.tabular}
    assert found == every - {("overlaps", "pmtiles")} | tables
    kept = [one for one in listed["files"] if one["stored"]]
    assert [one["file"] for one in kept] == ["projects.kml"]
    assert kept[0]["bytes"] > 500
    assert listed["publication"] == 2


@pytest.mark.parametrize(
    "path",
    [
        *("/downloads/projects.exe", "/downloads/agencies.kml", "/downloads/projects", "/downloads/999/projects.csv"),
        *("/downloads/99999999999999999999/projects.csv", "/downloads/2/projects.gpkg.json", "/downloads/builds/x"),
        f"/downloads/selections/{'0' * 32}/projects.csv",
        "/downloads/selections/..%2f..%2fsnapshots/projects.csv",
    ],
)
def test_what_there_is_not_is_not_found(path: str, site: Site) -> None:
    answer = site.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("query", ["status=nonsense", "limit=5", "bbox=1,2", "filter=((", "f=json", "x=1"])
def test_what_does_not_select_is_a_bad_request(query: str, site: Site) -> None:
    for suffix in ("gpkg", "csv"):
        assert site.get(f"/downloads/projects.{suffix}?{query}").status_code == 400


def test_nothing_published_makes_files_without_features(empty_site: Site) -> None:
    assert json.loads(fetched(empty_site, "/downloads/projects.geojson").content)["features"] == []
    assert fetched(empty_site, "/downloads/projects.gpkg").headers["content-location"] == "/downloads/0/projects.gpkg"
    assert "Nothing is published yet." in empty_site.get("/en/downloads").text
