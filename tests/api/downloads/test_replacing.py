"""Snapshots that must be replaced, through the site."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from api.context import Context
from api.downloads.building import Builder
from data.cities import load_city
from data.exports import replace_snapshots
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from tests.api.downloads.conftest import fetched
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

    async def purge() -> None:
        pool = ReadPool((Login(site.database.reader_url),), size=2, statement_timeout=timedelta(seconds=20))
        context = Context(city=load_city(), pool=pool, links="", secret=b"")
        await pool.open()
        try:
            files = Builder(replace(context, data_dir=shelf.parent), shelf, snapshots=10)
            await replace_snapshots(files.shelf, [2], reason="court order", build=files.rebuild)
        finally:
            await pool.close()

    asyncio.run(purge())
    answer = site.get("/downloads/2/projects.csv")
    assert (answer.status_code, answer.headers["etag"]) == (200, f'"{old}"')
    (listed,) = site.json("/downloads/withdrawn")["withdrawn"]
    assert (listed["publication"], listed["file"], listed["sha256"], listed["reason"]) == (
        *(2, "projects.csv", wrong),
        "court order",
    )
    assert [one["sha256"] for one in site.json("/downloads/2/projects.csv.json")["withdrawn"]] == [wrong]
    assert [one["sha256"] for one in site.json("/downloads/2")["withdrawn"]] == [wrong]
