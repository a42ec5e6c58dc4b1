"""Files of what has no geometry: agencies, and progress reports over time."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from api.downloads import reading
from api.downloads.orders import COLLECTIONS, formats_of
from api.ogc.catalogue import known
from data.exports import TABLES
from geo.values import Progress
from tests.api.downloads.conftest import fetched
from tests.api.downloads.test_command import export
from tests.builders import project, publish
from tests.data.exports.reading import read_back
from tests.fixtures.site import Site


def rows(site: Site, path: str) -> list[dict[str, str]]:
    text = fetched(site, path).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def told(site: Site, day: int, actual: str) -> None:
    """Publish how far P1 had got."""
    publish(site.database.writer_url, [project("P1", progress=Progress(None, Decimal(actual), date(2026, 11, day)))])


def test_every_collection_without_geometry_has_the_formats_of_tables() -> None:
    assert {name for name in COLLECTIONS if known(name).geometry is None} == TABLES
    for name in TABLES:
        assert [kind.suffix for kind in formats_of(name)] == ["gpkg", "parquet", "geojson", "csv", "xlsx"]


def test_the_agencies_come_as_the_collection_has_them(site: Site, tmp_path: Path) -> None:
    (served,) = site.json("/collections/agencies/items")["features"]
    (row,) = rows(site, "/downloads/agencies.csv")
    assert (row["id"], row["name"], row["projects"]) == ("ban-1", served["properties"]["name"], "3")
    (tmp_path / "agencies.gpkg").write_bytes(fetched(site, "/downloads/agencies.gpkg").content)
    found = read_back(tmp_path / "agencies.gpkg")
    assert (found["count"], found["crs"], found["rows"][0]["projects"]) == (1, None, 3)
    assert site.json("/downloads/2/agencies.gpkg.json")["crs"] is None


def test_the_reports_of_a_publication_stay_what_they_were(site: Site) -> None:
    told(site, 9, "0.5")
    told(site, 9, "0.625")
    assert [(row["id"], float(row["actual"])) for row in rows(site, "/downloads/3/progress.csv")] == [
        ("P1:2026-11-01", 0),
        ("P1:2026-11-09", 0.5),
    ]
    assert [float(row["actual"]) for row in rows(site, "/downloads/progress.csv")] == [0, 0.625]
    assert [float(row["actual"]) for row in rows(site, "/downloads/progress.csv?datetime=2026-11-05/..")] == [0.625]
    assert rows(site, "/downloads/progress.csv?project_id=nobody") == []


def test_a_file_of_reports_of_many_pages_has_each_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", 2)
    for day in range(2, 7):
        told(site, day, "0.5")
    ids = [row["id"] for row in rows(site, "/downloads/progress.csv")]
    assert ids == [f"P1:2026-11-0{day}" for day in range(1, 7)]


def test_a_report_says_whether_its_work_is_made_up(site: Site) -> None:
    publish(
        site.database.writer_url, [project("P9", sample=True, progress=Progress(None, Decimal(1), date(2026, 1, 1)))]
    )
    assert [row["sample"] for row in rows(site, "/downloads/progress.csv")] == ["false", "true"]
    (one,) = site.json("/collections/progress/items?project_id=P9")["features"]
    assert one["properties"]["sample"] is True


def test_the_list_and_the_page_offer_them(site: Site) -> None:
    listed = [one for one in site.json("/downloads")["files"] if one["collection"] == "progress"]
    assert [one["file"] for one in listed][:2] == ["progress.gpkg", "progress.parquet"]
    assert {one["crs"] for one in listed} == {None}
    assert 'href="/downloads/agencies.xlsx"' in site.get("/en/downloads").text


def test_the_command_writes_them_too(site: Site, tmp_path: Path) -> None:
    assert export(site.database, tmp_path, "--collection", "agencies").returncode == 0
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith("agencies.")} == {
        *(f"agencies.{kind.suffix}" for kind in formats_of("agencies")),
        *(f"agencies.{kind.suffix}.json" for kind in formats_of("agencies")),
    }
