"""What the running program does once a day: publish what waited for it, and make the files of the day before."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

import structlog

from api.cli.judging import watched
from api.cli.noting import PROGRAM
from api.cli.republishing import note_republished
from api.settings import Settings
from data.cities import load_city
from data.intake.policies import PolicyWatch
from data.policy import Policy, load_policy
from data.republishing import republish
from geo.city import City
from geo.errors import GeoError, NotFound
from geo.store.connecting import publishing
from geo.store.urls import Login, Logins

RETRY: Final = timedelta(minutes=10)
Duty: TypeAlias = Callable[[date], None]
"""Done with the date in the city. Raises GeoError or OSError where it has to be tried again."""
_log = structlog.get_logger("allimi.daily")


@contextmanager
def each_day(settings: Settings, logins: Logins) -> Iterator[None]:
    """Do what is to be done each day, at the beginning and after each midnight of the city, until the end."""
    city, ended = load_city(settings.city), threading.Event()
    with ExitStack() as running:
        for name, duty in duties(settings, city, logins).items():
            thread = threading.Thread(target=_repeat, args=(name, duty, city, ended), name=name, daemon=True)
            thread.start()
            running.callback(thread.join, timeout=10)
        running.callback(ended.set)
        yield


def duties(settings: Settings, city: City, logins: Logins) -> dict[str, Duty]:
    """What there is to do, by what is logged where it cannot be done; the policy is read now, and not again."""
    found: dict[str, Duty] = {}
    writer = logins.writer
    if writer is not None and load_policy(settings.policy).waits:
        watch = watched(settings, writer)
        policy = load_policy(settings.policy)
        found["publish what is due"] = lambda today: publish_due(writer, city, policy, watch, today)
    if settings.daily_files:
        found["make the files of the day"] = lambda today: keep_files(settings, logins, today)
    return found


def _repeat(name: str, duty: Duty, city: City, ended: threading.Event) -> None:
    wait = timedelta(0)
    while not ended.wait(wait.total_seconds()):
        try:
            duty(city.today())
            wait = until_tomorrow(datetime.now(city.timezone))
        except (GeoError, OSError) as error:
            wait = RETRY
            _log.error(f"could not {name}", again_in_seconds=int(wait.total_seconds()), exc_info=error)


def publish_due(writer: Login, city: City, policy: Policy, watch: PolicyWatch, today: date) -> None:
    """Publish what is public from this day on, by the policy that the program has read when it started.

    Raises SchemaMismatch where another one was applied since.
    """
    with publishing(writer) as connection:
        done = republish(connection, city, policy, today=today, only_waiting=True)
        watch.must_hold(connection)
        if done.versions:
            note_republished(connection, done, actor=PROGRAM, due=today.isoformat())
    if done.versions:
        _log.info("due today", versions=done.versions, publication=done.publication)


def keep_files(settings: Settings, logins: Logins, today: date) -> None:
    """Make and keep the files of what was public when the day before this one ended."""
    from api.cli.snapshotting import Wanted, kept  # noqa: PLC0415 - most sites start without it, and at once

    wanted = Wanted(settings.daily_files, day=today - timedelta(days=1))
    try:
        made = asyncio.run(kept(settings, logins, wanted, lambda *_: None))
    except NotFound:  # nothing was published yet
        return
    _log.info("the files of the day are kept", day=str(wanted.day), publication=made[0].publication, files=len(made))


def until_tomorrow(now: datetime) -> timedelta:
    """From an instant in the city to a minute after its next midnight."""
    midnight = datetime.combine(now.date() + timedelta(days=1), time(0, 1), tzinfo=now.tzinfo)
    return midnight - now
