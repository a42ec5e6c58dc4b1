"""Real clients read the feed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import psycopg
import pytest

from tests.fixtures.site import Site


def test_gdal_reads_every_feature(sample_site: Site) -> None:
    ogrinfo = shutil.which("ogrinfo")
    if ogrinfo is None:
        pytest.fail("No ogrinfo: `./allimi test` installs gdal-bin.")
    done = subprocess.run(
        [ogrinfo, "-ro", "-q", "-sql", "SELECT count(*) AS n FROM projects", f"OAPIF:{sample_site.url}/"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    with psycopg.connect(sample_site.database.reader_url) as connection:
        row = connection.execute("SELECT count(*) FROM published.project_now").fetchone()
    assert row is not None
    assert f"= {row[0]}" in done.stdout
    assert "ERROR" not in done.stderr


def test_gdal_pages_through_a_box(sample_site: Site) -> None:
    done = subprocess.run(
        ["ogrinfo", "-ro", "-al", "-so", "-spat", "108.2", "16", "108.3", "16.1", "-oo", "PAGE_SIZE=20",
         f"OAPIF:{sample_site.url}/collections/projects"],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    expected = sample_site.json("/collections/projects/items?bbox=108.2,16,108.3,16.1&limit=1")["numberMatched"]
    assert f"Feature Count: {expected}" in done.stdout


def test_geopandas_reads_the_feed(sample_site: Site) -> None:
    import geopandas  # noqa: PLC0415 - slow to import

    body = sample_site.get("/collections/projects/items?limit=1000").text
    frame = geopandas.GeoDataFrame.from_features(json.loads(body)["features"], crs="OGC:CRS84")
    assert len(frame) == 400
    assert frame.geometry.dropna().is_valid.all()


def test_geopandas_follows_every_page(sample_site: Site) -> None:
    # In a process of its own: GDAL holds Python's lock while it asks the site, which runs in this one.
    code = f"import geopandas; print(len(geopandas.read_file('OAPIF:{sample_site.url}/', layer='projects')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "400\n"
