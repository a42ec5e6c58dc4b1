"""What depends on the date is another answer on another date: its ETag of yesterday is not good today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from data.cities import load_city
from geo.codes import Status
from tests.builders import INSIDE_WEST, project, publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

ZONES = ("Etc/GMT+12", "Etc/GMT-14")
"""26 hours apart: never the same date."""
LATE = "filter=days_late%20%3E%200"
ADDRESSES = (
    "/collections/projects/items/P1",
    "/collections/projects/items?limit=1",
    f"/collections/projects/items?{LATE}",
    f"/collections/projects/tiles/WebMercatorQuad/10/465/819?{LATE}",
)


@pytest.fixture(scope="module")
def sites(module_database: Database) -> Iterator[list[Site]]:
    """One database, served where it is today and where it is tomorrow."""
    late = project("P1", footprint=INSIDE_WEST, status=Status.IMPLEMENTATION, original_end=date(2020, 1, 1))
    publish(module_database.writer_url, [late])
    cities = [replace(load_city(), timezone=ZoneInfo(zone)) for zone in ZONES]
    with serving(module_database, city=cities[0]) as one, serving(module_database, city=cities[1]) as other:
        yield [one, other]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_tag_of_another_day_is_answered_anew(sites: list[Site], address: str) -> None:
    answers = [site.get(address) for site in sites]
    assert [answer.status_code for answer in answers] == [200, 200], answers[0].text
    tags = [answer.headers["etag"] for answer in answers]
    assert tags[0] != tags[1]
    for site, own, other in zip(sites, tags, reversed(tags), strict=True):
        assert site.get(address, headers={"If-None-Match": own}).status_code == 304
        assert site.get(address, headers={"If-None-Match": other}).status_code == 200
