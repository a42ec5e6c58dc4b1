"""A tiny strict site, and a page of it in which every fault fails the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.fixtures.browser import DESKTOP, PATIENCE, watch
from tests.maps import facts
from tests.maps.site import Site, served


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        site.put("/collections/districts/items", facts.DISTRICTS, "application/geo+json")
        site.put("/en/maps/background.json", facts.BACKGROUND)
        yield site


@pytest.fixture
def tab(browser: Browser, site: Site) -> Iterator[Page]:
    """A page in which any console error, broken policy, dialog or foreign request fails the test."""
    context = browser.new_context(viewport=DESKTOP, locale="en")
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    faults = watch(page, site.base)
    yield page
    context.close()
    assert faults == []
