"""Snapshots that must be replaced, through the site."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg

from api.context import Context
from api.downloads.building import Builder
from data.cities import load_city
from data.exports import replace_snapshots
from geo.publishing import purge
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from tests.api.downloads.conftest import fetched
from tests.builders import project, publish
from tests.fixtures.site import Site


def test_the_manifest_and_the_list_tell_what_was_withdrawn(site: Site, shelf: Path) -> None:
    old = fetched(site, "/downloads/projects.csv").headers["etag"].strip('"')
    path = shelf / "snapshots" / "2" / "projects.csv.json"
    # As if the stored file had held something: its rows differ from what is public now.
    stored = shelf / "snapshots" / "2" / "projects.csv"
    stored.write_bytes(stored.read_bytes() + b"private\r\n")
    from data.exports.manifest import sha256  # noqa: PLC0415

    wrong = sha256(stored)
    path.write_text(path.read_text("utf-8").replace(old, wrong), "utf-8")
    assert b"private" in site.get("/downloads/2/projects.csv").content

    asyncio.run(replaced(site, shelf, 2))
    answer = site.get("/downloads/2/projects.csv")
    assert (answer.status_code, answer.headers["etag"]) == (200, f'"{old}"')
    (listed,) = site.json("/downloads/withdrawn")["withdrawn"]
    assert (listed["publication"], listed["file"], listed["sha256"], listed["reason"]) == (
        *(2, "projects.csv", wrong),
        "court order",
    )
    assert [one["sha256"] for one in site.json("/downloads/2/projects.csv.json")["withdrawn"]] == [wrong]
    assert [one["sha256"] for one in site.json("/downloads/2")["withdrawn"]] == [wrong]


def test_a_file_that_is_made_again_after_a_purge_does_not_have_the_random_bits_of_the_old_one(
    site: Site, shelf: Path
) -> None:
    publish(site.database.writer_url, [project("P2", address="5 Lê Lợi"), project("P4")])
    addresses = ("/downloads/2/projects.geojson", "/downloads/3/projects.geojson", "/downloads/3/districts.geojson")
    old = [fetched(site, one).json().get("random_bits") for one in addresses]
    assert [None if one is None else len(one) for one in old] == [32, 32, None]
    publish(site.database.writer_url, [project("P2")])
    with psycopg.connect(site.database.writer_url) as writer:
        assert purge(writer, {("P2", 2): ["address"]}, ground="Law", decided_by="Board") == 1
    asyncio.run(replaced(site, shelf, 3))
    new = [fetched(site, one).json().get("random_bits") for one in addresses]
    assert (new[0], new[2]) == (old[0], None)
    assert new[1] not in old
    assert [one["file"] for one in site.json("/downloads/withdrawn")["withdrawn"]] == ["projects.geojson"]


async def replaced(site: Site, shelf: Path, publication: int) -> None:
    """Withdraw the files of a publication and make them again."""
    pool = ReadPool((Login(site.database.reader_url),), size=2, statement_timeout=timedelta(seconds=20))
    context = Context(city=load_city(), pool=pool, links="", secret=b"")
    await pool.open()
    try:
        files = Builder(replace(context, data_dir=shelf.parent), shelf, snapshots=10)
        await replace_snapshots(files.shelf, [publication], reason="court order", build=files.rebuild)
    finally:
        await pool.close()
