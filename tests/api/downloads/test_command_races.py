"""`allimi export` while others publish."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.cli import exporting
from api.context import Context
from api.downloads.orders import Order, order
from data.cities import load_city
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from tests.api.downloads.conftest import works
from tests.builders import project, publish, publish_two_districts
from tests.fixtures.database import Database


def test_all_files_of_a_run_say_of_which_publication_they_are(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_two_districts(database.writer_url)
    publish(database.writer_url, works())

    async def ordered(*arguments: Any) -> Order:  # noqa: ANN401
        found = await order(*arguments)
        publish(database.writer_url, [project("P9")])
        return found

    monkeypatch.setattr(exporting, "order", ordered)
    pool = ReadPool((Login(database.reader_url),), size=2, statement_timeout=timedelta(seconds=20))
    context = Context(city=load_city(), pool=pool, links="", secret=b"")
    wanted = [(tmp_path / f"x.{suffix}", f"projects.{suffix}") for suffix in ("csv", "kml")]
    made = asyncio.run(exporting._export(context, wanted, {}, None))
    assert [(one.publication, one.members["count"]) for _, one in made] == [(2, 3), (2, 3)]
