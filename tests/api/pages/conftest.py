"""A site with the sample city and a hostile project, and a browser that reports every fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, ViewportSize, expect, sync_playwright
from shapely import Point

from geo.codes import Category, Status
from tests.builders import project, publish, vnd
from tests.fixtures.site import Site

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run"]
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 60.0
"""Seconds until a test gives up waiting: many times what a busy machine needs."""
expect.set_options(timeout=PATIENCE * 1000)

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


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for a module and no longer: while it runs, asyncio cannot be used by other tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens pages in which any console error, broken policy, dialog or foreign request fails the test."""
    faults: list[str] = []
    contexts = []

    def opened(path: str, viewport: ViewportSize = DESKTOP, **options: bool) -> Page:
        context = browser.new_context(viewport=viewport, locale="en", java_script_enabled=options.get("scripts", True))
        contexts.append(context)
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        watch(page, site, faults)
        answer = page.goto(site.url + path)
        assert answer is not None
        assert answer.status == 200
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def watch(page: Page, site: Site, faults: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            faults.append(message.text)

    def on_dialog(dialog: Dialog) -> None:
        faults.append(dialog.message)
        dialog.dismiss()

    def on_request(request: Request) -> None:
        if not request.url.startswith((site.url, "data:")):
            faults.append(request.url)

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", on_dialog)
    page.on("request", on_request)
