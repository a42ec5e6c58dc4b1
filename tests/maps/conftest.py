"""A browser that reports every fault, and a tiny strict site for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, ViewportSize, expect, sync_playwright

from tests.maps import facts
from tests.maps.site import Site, served

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run"]
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PATIENCE = 60.0
"""Seconds until a test gives up waiting: many times what a busy machine needs."""
expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for a module and no longer: while it runs, asyncio cannot be used by other tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


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
    faults = watch(page, site)
    yield page
    context.close()
    assert faults == []


def watch(page: Page, site: Site) -> list[str]:
    faults: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            faults.append(message.text)

    def on_dialog(dialog: Dialog) -> None:
        faults.append(dialog.message)
        dialog.dismiss()

    def on_request(request: Request) -> None:
        if not request.url.startswith((site.base, "data:")):
            faults.append(request.url)

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", on_dialog)
    page.on("request", on_request)
    return faults
