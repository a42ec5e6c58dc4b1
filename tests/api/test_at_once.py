"""What the hottest routes answer at once is what the layers answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import httpx
import psycopg
import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from api.app import create_app
from api.context import Context
from api.http.direct import AtOnce
from api.limits import Limits, Turns
from data.cities import load_city
from geo.errors import StoreUnavailable
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from tests.builders import project, publish
from tests.fixtures.database import Database

ITEM = "/collections/projects/items/A"
TILE = "/tiles/WebMercatorQuad/14/7435/13116"
ASKED = [
    ("GET", ITEM, {}),
    ("HEAD", ITEM, {}),
    ("GET", ITEM, {"accept-encoding": "gzip"}),
    ("GET", ITEM, {"accept-encoding": "gzip;q=0, identity"}),
    ("GET", ITEM, {"accept": "text/html"}),
    ("GET", "/collections/projects/items/None", {}),
    ("GET", "/collections/projects/items/None", {"accept": "text/html"}),
    ("GET", "/collections/nothing/items/A", {}),
    ("GET", f"{ITEM}?unknown=1", {}),
    ("GET", "/collections/projects/items?limit=2", {"accept-encoding": "gzip"}),
    ("GET", "/collections/projects/items?f=csv", {}),
    ("GET", TILE, {}),
    ("GET", TILE.replace("/14/", "/99/"), {}),
]


@pytest.fixture
def context(database: Database) -> Context:
    """A context over a database with works."""
    with psycopg.connect(database.writer_url):
        publish(database.writer_url, [project(name) for name in "ABC"])
    pool = ReadPool((Login(database.reader_url),), size=2, statement_timeout=timedelta(seconds=9))
    return Context(city=load_city(), pool=pool, links="http://here", secret=b"for tests only" * 4)


def asking(app: FastAPI, scene: Callable[[AtOnce], Awaitable[None]]) -> None:
    """Run a scene while the application's pool is open."""

    async def running() -> None:
        front = app.middleware_stack
        assert isinstance(front, AtOnce)
        await app.state.context.pool.open()
        try:
            await scene(front)
        finally:
            await app.state.context.pool.close()

    asyncio.run(running())


def of(app: FastAPI, asgi: ASGIApp) -> httpx.AsyncClient:
    """A client of a part of the application."""

    async def within(scope: Scope, receive: Receive, send: Send) -> None:
        await asgi({**scope, "app": app}, receive, send)

    return httpx.AsyncClient(transport=httpx.ASGITransport(within), base_url="http://here", headers={"accept": "*/*"})


def told(answer: httpx.Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """All of an answer but its id."""
    headers = sorted(pair for pair in answer.headers.raw if pair[0] != b"x-request-id")
    return answer.status_code, headers, answer.content


def test_answers_are_those_of_the_layers(context: Context) -> None:
    app = create_app(context)

    async def scene(front: AtOnce) -> None:
        async with of(app, front) as quick, of(app, front.layers) as layered:
            for method, path, headers in ASKED:
                found = await quick.request(method, path, headers=headers)
                assert told(found) == told(await layered.request(method, path, headers=headers)), path
            tag = (await quick.get(ITEM)).headers["etag"]
            held = {"if-none-match": tag}
            assert told(await quick.get(ITEM, headers=held)) == told(await layered.get(ITEM, headers=held))

    asking(app, scene)


def test_every_answer_is_counted_once(context: Context) -> None:
    app = create_app(context)

    async def scene(front: AtOnce) -> None:
        async with of(app, front) as quick:
            for method, path, headers in ASKED:
                assert len((await quick.request(method, path, headers=headers)).headers.get_list("x-request-id")) == 1
        counted = (await app.state.metrics.text()).decode()
        rows = [line for line in counted.splitlines() if line.startswith("allimi_requests_total{")]
        assert sum(float(row.rpartition(" ")[2]) for row in rows) == len(ASKED)
        assert "allimi_requests_in_flight 0.0" in counted

    asking(app, scene)


def test_a_fault_gives_its_turn_back_and_is_a_problem(context: Context) -> None:
    app = create_app(replace(context), limits=Limits(requests=Turns(1, 0, timedelta(seconds=1))))

    async def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("The database does not answer; try again in a moment.")

    async def scene(front: AtOnce) -> None:
        async with of(app, front) as quick:
            for _ in range(3):
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(ReadPool, "value", away)
                    answer = await quick.get(ITEM)
                assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
            assert (await quick.get(ITEM)).status_code == 200

    asking(app, scene)
