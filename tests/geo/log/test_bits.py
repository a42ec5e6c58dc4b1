"""The random bits of what a publication shows: others once any of it is purged, and guessed by nobody."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import psycopg
import pytest

from geo.log import bits
from geo.publishing import purge
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from tests.builders import project, publish
from tests.fixtures.database import Database


def random_bits(database: Database, *publications: int) -> list[str]:
    async def asked() -> list[str]:
        pool = ReadPool((Login(database.reader_url),), size=1, statement_timeout=timedelta(seconds=10))
        await pool.open()
        try:
            return [await bits.random_bits(pool, number) for number in publications]
        finally:
            await pool.close()

    return asyncio.run(asked())


def taken_out(database: Database, field: str) -> None:
    with psycopg.connect(database.writer_url) as writer:
        assert purge(writer, {("P1", 1): [field]}, ground="Law 91/2025", decided_by="Board") == 1


def test_a_purge_changes_the_bits_of_publications_that_showed_it_and_of_no_other(database: Database) -> None:
    publish(database.writer_url, [project("P2")])
    publish(database.writer_url, [project("P1", contractor="Bà Lê", address="5 Lê Lợi")])
    publish(database.writer_url, [project("P1")])
    before = random_bits(database, 1, 2, 3)
    assert len({*before}) == 3
    assert all(len(one) == 32 for one in before)
    seen = [before]
    for field in ("contractor", "address"):
        taken_out(database, field)
        seen.append(random_bits(database, 1, 2, 3))
    assert [one[0] for one in seen] == [before[0]] * 3
    assert [one[2] for one in seen] == [before[2]] * 3
    assert len({one[1] for one in seen}) == 3


def test_they_do_not_depend_on_how_many_leaves_a_statement_looks_at(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(database.writer_url, [project(f"P{number}") for number in range(7)])
    (whole,) = random_bits(database, 1)
    monkeypatch.setattr(bits, "_PART", 2)
    assert random_bits(database, 1, 0) == [whole, ""]
