"""Read history as the reader does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from geo.history import Following, Place, changes
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from tests.fixtures.database import Database

Answer = TypeVar("Answer")
BASE = "https://works.example/items/"


def ask(database: Database, question: Callable[[ReadPool], Awaitable[Answer]]) -> Answer:
    """Ask by a pool of its own."""

    async def asking() -> Answer:
        pool = ReadPool((Login(database.reader_url),), size=1, statement_timeout=timedelta(seconds=20))
        await pool.open()
        try:
            return await question(pool)
        finally:
            await pool.close()

    return asyncio.run(asking())


async def lines(pool: ReadPool, **asked: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """The changes that are asked."""
    newest = (await pool.newest()).number
    following = replace(Following(after=Place(), newest=newest, limit=10**6), **asked)
    whole = b"".join([part async for part in changes(pool, following, base=BASE)])
    assert whole == b"" or whole.endswith(b"\n")
    return [json.loads(line) for line in whole.splitlines()]
