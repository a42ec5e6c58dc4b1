"""What the routes of the push interface share: built once when the program starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

from starlette.requests import Request

from api.intake.answers import Answered
from api.intake.bodies import IN_MEMORY, Body
from api.intake.gathering import Gatherer
from api.intake.rates import Rate
from api.intake.threads import Threads, Writers
from api.limits import Turns
from data.intake.desk import Desk
from geo.store.urls import Login

T = TypeVar("T")
WRONG_KEYS: Final = 20
"""Wrong keys of an address at once, and in a minute; whoever shows more waits, with a right one too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSettings:
    """Of the push interface: requests a minute of a key and of an address, and the size of a batch in bytes.

    `proxies` are addresses whose X-Forwarded-For is believed; `body_seconds` is the longest pause in a body.
    """

    key_rate: int = 1_200
    address_rate: int = 2_400
    largest: int = 50_000_000
    proxies: frozenset[str] = frozenset()
    body_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Intake:
    """The desk, the threads that write, gather pushes, look up and read bodies, and the rates.

    A large body is read while no other large one is: what one may take in memory is bounded, but not small.
    """

    desk: Desk
    writers: Writers
    gatherer: Gatherer[Answered]
    clerks: Writers
    readers: Threads
    large: Threads
    settings: IntakeSettings
    by_address: Rate

    async def read(self, body: Body, reader: Callable[[], T]) -> T:
        """What a reader makes of a body. Raises Overloaded where too many are to be read."""
        threads = self.large if body.size > IN_MEMORY else self.readers
        return await threads.run(reader)

    def close(self) -> None:
        """Wait for what is running, and close the connections."""
        self.readers.close()
        self.large.close()
        self.gatherer.close()
        self.writers.close()
        self.clerks.close()


def intake_over(login: Login, desk: Desk, settings: IntakeSettings | None = None) -> Intake:
    """The push interface over the writer's login."""
    chosen = settings or IntakeSettings()
    return Intake(
        desk=desk,
        writers=Writers(login, at_once=4, waiting=200),
        gatherer=Gatherer(Writers(login, at_once=4, waiting=0, prepares=True), desk.city),
        clerks=Writers(login, at_once=2, waiting=200, prepares=True),
        readers=Threads("intake-read", Turns(2, 50, timedelta(seconds=10))),
        large=Threads("intake-large", Turns(1, 10, timedelta(seconds=30))),
        settings=chosen,
        by_address=Rate(chosen.address_rate, 60),
    )


def intake_of(request: Request) -> Intake:
    """The push interface of the application."""
    found: Intake = request.app.state.intake
    return found
