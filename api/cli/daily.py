"""What the running program does once a day with the writer's login: what waits for a day is published on it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Final

import structlog

from api.cli.noting import PROGRAM
from api.cli.republishing import note_republished
from api.settings import Settings
from data.cities import load_city
from data.policy import load_policy
from data.republishing import republish
from geo.city import City
from geo.errors import GeoError
from geo.store.connecting import publishing
from geo.store.urls import Login, Logins

RETRY: Final = timedelta(minutes=10)
_log = structlog.get_logger("allimi.daily")


@contextmanager
def each_day(settings: Settings, logins: Logins) -> Iterator[None]:
    """Publish what becomes public by itself, at the beginning and after each midnight of the city, until the end."""
    policy = load_policy(settings.policy)
    if logins.writer is None or not policy.waits:
        yield
        return
    ended = threading.Event()
    city = load_city(settings.city)
    thread = threading.Thread(target=_repeat, args=(settings, city, logins.writer, ended), name="daily", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=10)


def _repeat(settings: Settings, city: City, writer: Login, ended: threading.Event) -> None:
    wait = timedelta(0)
    while not ended.wait(wait.total_seconds()):
        try:
            publish_due(settings, city, writer, city.today())
            wait = until_tomorrow(datetime.now(city.timezone))
        except (GeoError, OSError) as error:
            wait = RETRY
            _log.error("what is due is not published", again_in_seconds=int(wait.total_seconds()), exc_info=error)


def publish_due(settings: Settings, city: City, writer: Login, today: date) -> None:
    """Publish what is public from this day on."""
    with publishing(writer) as connection:
        done = republish(connection, city, load_policy(settings.policy), today=today, only_waiting=True)
        if done.versions:
            note_republished(connection, done, actor=PROGRAM, due=today.isoformat())
    if done.versions:
        _log.info("due today", versions=done.versions, publication=done.publication)


def until_tomorrow(now: datetime) -> timedelta:
    """From an instant in the city to a minute after its next midnight."""
    midnight = datetime.combine(now.date() + timedelta(days=1), time(0, 1), tzinfo=now.tzinfo)
    return midnight - now
