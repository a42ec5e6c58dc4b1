"""Days silent: since the last news, to the day that is asked; the same in features, filters and sorts."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from geo import projects
from geo.codes import Status
from geo.filters import PROJECTS, condition, parse
from geo.items import Asked, SortKey
from geo.projects import Selection
from geo.store.connecting import ReadPool
from geo.values import Progress
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.geo.history.reading import ask

PUBLISHED = datetime.now(UTC).date()
LATER = PUBLISHED + timedelta(days=40)


@pytest.fixture(scope="module")
def city(module_database: Database) -> Database:
    works = [
        project("OLD", progress=Progress(as_of=date(2020, 1, 1))),
        project("NEW", progress=Progress(as_of=PUBLISHED + timedelta(days=30)), status=Status.IMPLEMENTATION),
        project("NONE"),
        project("DONE", status=Status.COMPLETED),
        project("OFF", status=Status.CANCELLED),
    ]
    publish(module_database.writer_url, works)
    return module_database


async def silent(pool: ReadPool, today: date, **asked: Any) -> dict[str, int | None]:  # noqa: ANN401
    conditions = asked.get("conditions", ())
    how = Asked(limit=10, language="vi", today=today, zone=asked.get("zone", "UTC"), sort=asked.get("sort", ()))
    page = await projects.page(pool, Selection(conditions=conditions), how)
    features = [json.loads(feature) for feature in page.features()]
    return {feature["id"]: feature["properties"]["days_silent"] for feature in features}


def test_silence_is_counted_from_the_last_news_to_the_day_asked(city: Database) -> None:
    assert ask(city, partial(silent, today=LATER)) == {"OLD": 40, "NEW": 10, "NONE": 40, "DONE": None, "OFF": None}
    assert ask(city, partial(silent, today=PUBLISHED))["NEW"] == 0


def test_the_day_of_a_publication_is_one_of_the_city(city: Database) -> None:
    with psycopg.connect(city.url) as owner:
        told = owner.execute("SELECT max(lower(published)) FROM published.project_version").fetchone()
    assert told is not None
    days = {zone: told[0].astimezone(ZoneInfo(zone)).date() for zone in ("Pacific/Kiritimati", "Etc/GMT+12")}
    assert len(set(days.values())) == 2  # 26 hours lie between the two
    for zone, day in days.items():
        ended = day + timedelta(days=5)
        assert ask(city, partial(silent, today=ended, zone=zone))["NONE"] == 5
        found = partial(condition, parse("days_silent = 5"), PROJECTS, today=ended, language="vi", zone=zone)
        assert "NONE" in ask(city, partial(silent, today=ended, zone=zone, conditions=(found,)))


def test_works_are_found_and_sorted_by_it(city: Database) -> None:
    found = partial(condition, parse("days_silent > 10"), PROJECTS, today=LATER, language="vi")
    assert set(ask(city, partial(silent, today=LATER, conditions=(found,)))) == {"OLD", "NONE"}
    key = SortKey(
        PROJECTS["days_silent"].sql.replace("{today}", "$2").replace("{zone}", "$3"), "numeric", descending=True
    )
    assert projects.SOURCE.brief is not None
    assert projects.SOURCE.brief.holds(key.expression)
    assert list(ask(city, partial(silent, today=LATER, sort=(key,)))) == ["NONE", "OLD", "NEW", "DONE", "OFF"]
