"""So many are let in at once, some wait for their turn in order, the others are turned away."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from starlette.types import Message, Receive, Scope, Send

from api.http.overload import Admission, Turnstile, is_large
from api.limits import Limits, Turns


def turnstile(at_once: int = 1, waiting: int = 2, seconds: float = 5) -> Turnstile:
    return Turnstile(Turns(at_once, waiting, timedelta(seconds=seconds)))


async def entering(door: Turnstile) -> asyncio.Task[bool]:
    """A task that has begun to enter."""
    task = asyncio.create_task(door.enter())
    await asyncio.sleep(0)
    return task


def test_who_comes_first_has_the_first_turn() -> None:
    async def scene() -> list[bool]:
        door = turnstile()
        assert await door.enter()
        first, second = await entering(door), await entering(door)
        door.leave()
        await asyncio.sleep(0.01)
        assert (first.done(), second.done()) == (True, False)
        door.leave()
        return [await first, await second]

    assert asyncio.run(scene()) == [True, True]


def test_beyond_those_who_wait_one_is_turned_away_at_once() -> None:
    async def scene() -> None:
        door = turnstile(waiting=1)
        assert await door.enter()
        waiting = await entering(door)
        assert await asyncio.wait_for(door.enter(), 1) is False
        door.leave()
        assert await waiting

    asyncio.run(scene())


def test_who_has_waited_too_long_is_turned_away_and_takes_no_turn() -> None:
    async def scene() -> None:
        door = turnstile(seconds=0.05)
        assert await door.enter()
        assert await door.enter() is False
        door.leave()
        assert await door.enter()

    asyncio.run(scene())


@pytest.mark.parametrize("handed_over", [False, True])
def test_who_goes_away_while_waiting_leaves_the_turn_to_others(handed_over: bool) -> None:
    async def scene() -> None:
        door = turnstile()
        assert await door.enter()
        gone = await entering(door)
        if handed_over:
            door.leave()
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        if not handed_over:
            door.leave()
        assert await asyncio.wait_for(door.enter(), 1)

    asyncio.run(scene())


def test_a_turn_that_comes_before_who_went_has_noticed_goes_to_the_next() -> None:
    async def scene() -> None:
        door = turnstile()
        assert await door.enter()
        gone, stays = await entering(door), await entering(door)
        gone.cancel()
        door.leave()
        assert await asyncio.wait_for(stays, 1)
        door.leave()
        assert await asyncio.wait_for(door.enter(), 1)

    asyncio.run(scene())


class Application:
    """Begins its answer at once, ends it when told, and counts who is inside."""

    def __init__(self) -> None:
        self.inside = 0
        self.most = 0
        self.begin = asyncio.Event()
        self.end = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)
        await self.begin.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await self.end.wait()
        await send({"type": "http.response.body", "body": b""})
        self.inside -= 1


NOBODY_WAITS = Turns(2, 0, timedelta(seconds=1))


async def statuses(admission: Admission, *addresses: str) -> list[asyncio.Task[int]]:
    """Tasks that ask for the addresses, each as far as it comes; their results are the statuses."""

    async def ask(address: str) -> int:
        path, _, query = address.partition("?")
        seen: list[Message] = []

        async def send(message: Message) -> None:
            seen.append(message)

        async def receive() -> Message:
            return {"type": "http.disconnect"}

        scope = {"type": "http", "path": path, "query_string": query.encode(), "headers": [], "method": "GET"}
        await admission({**scope, "scheme": "http", "server": ("a", 80)}, receive, send)
        return int(seen[0]["status"])

    tasks = [asyncio.create_task(ask(address)) for address in addresses]
    await asyncio.sleep(0.01)
    return tasks


def test_what_needs_no_database_is_let_in_beside_any_load() -> None:
    async def scene() -> list[int]:
        application = Application()
        admission = Admission(application, Limits(requests=NOBODY_WAITS))
        asked = await statuses(admission, "/a", "/b", "/c", "/conformance", "/static/pages/1/a.css")
        application.begin.set()
        application.end.set()
        return [await task for task in asked]

    assert asyncio.run(scene()) == [200, 200, 503, 200, 200]


def test_an_answer_that_is_read_slowly_keeps_nobody_out() -> None:
    async def scene() -> int:
        application = Application()
        application.begin.set()
        admission = Admission(application, Limits(requests=NOBODY_WAITS))
        asked = await statuses(admission, *(f"/{number}" for number in range(10)))
        most = application.most
        application.end.set()
        assert {await task for task in asked} == {200}
        return most

    assert asyncio.run(scene()) == 10


def test_a_large_page_is_at_work_until_it_is_sent() -> None:
    async def scene() -> list[int]:
        application = Application()
        application.begin.set()
        admission = Admission(application, Limits(large=NOBODY_WAITS))
        asked = await statuses(admission, "/a?limit=10000", "/a?f=csv&limit=2001", "/a?limit=2000", "/a?limit=9999")
        application.end.set()
        return [await task for task in asked]

    assert asyncio.run(scene()) == [200, 200, 200, 503]


def test_a_large_page_is_one_however_its_limit_is_written() -> None:
    for query in ("limit=2001", "f=csv&limit=0002001", "limit=%32001", "%6cimit=2001", "filter=a%26b&lim%69t=20%30%31"):
        assert is_large(query.encode()), query
    for query in ("", "limit=2000", "limit=%32000", "xlimit=2001", "limit=", "limit=%zz2001"):
        assert not is_large(query.encode()), query


def test_a_crash_gives_its_turn_back() -> None:
    async def crash(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError

    async def scene() -> None:
        admission = Admission(crash, Limits(requests=Turns(1, 0, timedelta(seconds=1))))
        for _ in range(3):
            (task,) = await statuses(admission, "/a")
            with pytest.raises(RuntimeError):
                await task

    asyncio.run(scene())
