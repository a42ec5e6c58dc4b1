"""A site with the sample city and a hostile project, and a browser that reports every fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from shapely import Point

from geo.codes import Category, Status
from tests.builders import project, publish, vnd
from tests.fixtures.browser import DESKTOP, PATIENCE, watch
from tests.fixtures.site import Site

HOSTILE = "<img src=x onerror=alert(1)>${alert(1)}`</script>"
HOSTILE_ID = 'X "<b>` 1'
HAI_CHAU = "danang-sketch.492"


@pytest.fixture(scope="module")
def site(sample_site: Site) -> Site:
    """The sample city, and a project whose every text is hostile, in the middle of Hải Châu."""
    hostile = project(
        HOSTILE_ID,
        titles={"en": HOSTILE},
        descriptions={"vi": HOSTILE},
        contractor=HOSTILE,
        address=HOSTILE,
        status=Status.IMPLEMENTATION,
        category=Category.ROAD,
        budget=vnd("12500000000"),
        footprint=Point(108.216, 16.055),
    )
    publish(sample_site.database.writer_url, [hostile])
    return sample_site


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens pages in which any console error, broken policy, dialog or foreign request fails the test."""
    watched: list[list[str]] = []
    contexts = []

    def opened(path: str, viewport: ViewportSize = DESKTOP, **options: bool) -> Page:
        context = browser.new_context(viewport=viewport, locale="en", java_script_enabled=options.get("scripts", True))
        contexts.append(context)
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        watched.append(watch(page, site.url))
        answer = page.goto(site.url + path)
        assert answer is not None
        assert answer.status == 200
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [fault for faults in watched for fault in faults] == []
