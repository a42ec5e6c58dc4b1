"""Selections: the same parameters as the items take, streamed or built."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import socket
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from api.context import Context
from api.downloads import reading
from data.exports import FORMATS
from geo.codes import Status
from geo.publishing import purge
from tests.api.downloads.conftest import fetched, point, works
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving


def ids(site: Site, query: str) -> list[str]:
    answer = site.get(f"/downloads/projects.geojson?{query}")
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in json.loads(answer.content)["features"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=implementation", ["P1"]),
        ("mapped=false", ["P3"]),
        ("bbox=108.1,16.0,108.2,16.1", ["P2"]),
        ("district=old.west", ["P1", "P2"]),
        ("filter=status%3D'completed'", ["P2"]),
        ("agency=nobody", []),
    ],
)
def test_a_selection_holds_what_the_items_would(query: str, found: list[str], site: Site) -> None:
    assert ids(site, query) == found
    assert [one["id"] for one in site.json(f"/collections/projects/items?{query}")["features"]] == found


def test_a_selection_is_built_in_other_formats(site: Site, tmp_path: Path) -> None:
    answer = fetched(site, "/downloads/projects.gpkg?status=implementation,completed")
    assert answer.headers["content-disposition"] == 'attachment; filename="danang-projects-2-selection.gpkg"'
    path = tmp_path / "x.gpkg"
    path.write_bytes(answer.content)
    with sqlite3.connect(path) as base:
        assert base.execute("SELECT id FROM projects ORDER BY 1").fetchall() == [("P1",), ("P2",)]
    base.close()
    where = answer.headers["content-location"]
    assert site.get(where).content == answer.content
    manifest = site.json(f"{where}.json")
    assert (manifest["selection"], manifest["count"]) == ("status=implementation%2Ccompleted", 2)


def test_a_selection_of_nothing_is_a_file_without_features(site: Site) -> None:
    for suffix in ("gpkg", "shp.zip", "parquet", "csv", "pmtiles"):
        assert fetched(site, f"/downloads/projects.{suffix}?agency=nobody").status_code == 200


def test_a_streamed_csv_keeps_the_rules_of_the_tables(site: Site) -> None:
    text = site.get("/downloads/projects.csv?mapped=false").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["title"], row["progress_actual"], row["licence"]) == ("'=1+1", "", "CC0-1.0")


def test_what_is_withheld_is_in_no_file_but_its_name_is(database: Database, tmp_path: Path) -> None:
    publish(database.writer_url, [project("P1", supervisor="SECRET-NAME", contractor="OPEN-NAME")])
    with serving(database, data_dir=tmp_path) as site:
        for suffix in FORMATS:
            body = fetched(site, f"/downloads/projects.{suffix}").content
            if suffix in {"xlsx", "shp.zip"}:
                with zipfile.ZipFile(io.BytesIO(body)) as archive:
                    body = b"".join(archive.read(name) for name in archive.namelist())
            assert b"SECRET-NAME" not in body, suffix
            if suffix in {"gpkg", "geojson", "csv", "kml", "xlsx", "shp.zip"}:
                assert b"OPEN-NAME" in body, suffix
        (row,) = csv.DictReader(io.StringIO(site.get("/downloads/projects.csv").text.lstrip("\ufeff"), newline=""))
        assert (row["supervisor"], row["withheld"]) == ("withheld", "supervisor")


@pytest.fixture
def long(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site with five pages of works, together 10 MB: more than the system keeps for a client that does not read."""
    monkeypatch.setattr(reading, "PAGE", 100)
    publish(database.writer_url, [replace(point(n), descriptions={"vi": "Dài. " * 4_000}) for n in range(500)])
    with serving(database, data_dir=tmp_path) as site:
        yield site


def test_a_stream_is_one_publication_to_its_end(long: Site) -> None:
    with httpx.stream("GET", f"{long.url}/downloads/projects.geojson?mapped=true", timeout=60) as answer:
        parts = answer.iter_bytes(1_000)
        first = next(parts)
        publish(long.database.writer_url, [project("Q00499", titles={"vi": "later"}), project("Z1")])
        features = json.loads(first + b"".join(parts))["features"]
    assert len(features) == 500
    assert {one["properties"]["version"] for one in features} == {1}


def test_a_slow_reader_holds_no_connection_and_no_memory(long: Site) -> None:
    place = urlsplit(long.url)
    with socket.create_connection((place.hostname, place.port)) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.sendall(b"GET /downloads/projects.geojson?mapped=true HTTP/1.1\r\nHost: x\r\n\r\n")
        assert slow.recv(100).startswith(b"HTTP/1.1 200")
        time.sleep(1.5)
        with psycopg.connect(long.database.url) as administrator:
            busy = administrator.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND usename = 'allimi_reader' AND state <> 'idle'"
            ).fetchone()
        assert busy == (0,)


def test_a_stream_known_already_is_not_sent_again(site: Site) -> None:
    tag = site.get("/downloads/projects.csv?mapped=true").headers["etag"]
    assert site.get("/downloads/projects.csv?mapped=true", headers={"If-None-Match": tag}).status_code == 304
    publish(site.database.writer_url, [*works(), project("P9")])
    assert site.get("/downloads/projects.csv?mapped=true", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("suffix", ["csv", "geojson"])
def test_a_stream_names_a_manifest_of_its_very_bytes(suffix: str, site: Site) -> None:
    streamed = site.get(f"/downloads/projects.{suffix}?status=implementation,completed")
    where = described_by(streamed)
    publish(site.database.writer_url, [project("P9", status=Status.COMPLETED)])
    manifest = fetched(site, where).json()
    assert manifest["sha256"] == hashlib.sha256(streamed.content).hexdigest()
    assert (manifest["bytes"], manifest["count"], manifest["publication"]) == (len(streamed.content), 2, 2)
    assert manifest["selection"] == "status=implementation%2Ccompleted"
    assert (manifest["licence"], manifest["attribution"]["en"]) == ("CC0-1.0", "Allimi sample data")
    assert manifest["columns"][0]["name"] == "id"
    stored = site.get(where.replace(".json?", "?"))
    assert (stored.content, stored.headers["etag"]) == (streamed.content, f'"{manifest["sha256"]}"')


def test_a_stream_has_random_bits_that_a_purge_changes(site: Site) -> None:
    publish(site.database.writer_url, [project("P4", address="5 Lê Lợi")])
    path = "/downloads/projects.geojson?mapped=false"
    first, again = site.get(path), site.get(path)
    assert (len(first.json()["random_bits"]), again.content) == (32, first.content)
    publish(site.database.writer_url, [project("P4")])
    with psycopg.connect(site.database.writer_url) as writer:
        assert purge(writer, {("P4", 1): ["address"]}, ground="Law", decided_by="Board") == 1
    dated = site.get("/downloads/3/projects.geojson?mapped=false", headers={"If-None-Match": first.headers["etag"]})
    assert dated.status_code == 200
    assert dated.json()["random_bits"] != first.json()["random_bits"]
    assert "random_bits" not in site.get("/downloads/districts.geojson?code=east").json()


def test_the_manifest_of_a_selection_of_then_is_of_its_bytes_too(site: Site) -> None:
    instant = site.json("/downloads")["published"]
    publish(site.database.writer_url, [project("P9")])
    streamed = site.get("/downloads/projects.csv", params={"mapped": "false", "as-of": instant})
    assert fetched(site, described_by(streamed)).json()["sha256"] == hashlib.sha256(streamed.content).hexdigest()


def test_the_manifest_of_a_selection_before_anything_is_published(empty_site: Site) -> None:
    streamed = empty_site.get("/downloads/projects.csv?mapped=true")
    assert fetched(empty_site, described_by(streamed)).json()["count"] == 0


def described_by(answer: httpx.Response) -> str:
    """The path of the manifest that an answer links."""
    return str(urlsplit(answer.links["describedby"]["url"])._replace(scheme="", netloc="").geturl())


def test_head_of_a_stream_has_no_body(site: Site) -> None:
    answer = httpx.head(site.url + "/downloads/projects.csv?mapped=true")
    assert "content-length" not in answer.headers  # nobody knows it yet; 0 would be another file's
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_a_selection_is_another_on_another_day(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/downloads/projects.csv?filter=days_late%3E0"
    tag = site.get(path).headers["etag"]
    assert site.get(path).headers["etag"] == tag
    monkeypatch.setattr(Context, "today", lambda _: date(2040, 1, 1))
    assert site.get(path).headers["etag"] != tag
