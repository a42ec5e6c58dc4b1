"""The sections of a project's details on its page: sums, grounds, and what is not there told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from playwright.sync_api import Browser

from api.pages.details.reaching import email, phone
from api.pages.details.sums import contracted, paid, part_paid
from data.policy import Policy
from data.policy.rules import Withheld
from geo.details import details
from tests.builders import EVERY_SECTION, project, publish
from tests.fixtures.browser import PHONE
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving
from tests.geo.histories import policy

HOSTILE = "</dd><script>alert(1)</script>"
LANGUAGES = ("vi", "en", "ko")


def payment(name: str, amount: str, currency: str = "VND") -> dict[str, Any]:
    return {"id": name, "date": "2025-01-01", "amount": {"amount": Decimal(amount), "currency": currency}}


CONTRACTS = [
    {"id": "A", "title": HOSTILE, "amount": {"amount": Decimal(1000), "currency": "VND"},
     "payments": [payment("1", "250"), payment("2", "251")]},
    {"id": "B", "amount": {"amount": Decimal(500), "currency": "VND"}, "payments": [payment("1", "7", "USD")]},
    {"id": "C", "payments": []},
]  # fmt: skip


@pytest.fixture(scope="module")
def site(module_database: Database) -> Iterator[Site]:
    url = module_database.writer_url
    closed = Withheld(disclosure="withheld", ground="A law", decided_by="Somebody", review=date(2030, 1, 1))
    hidden = Policy(title="Shy", fields={**policy("changes", "documents").fields, "contracts.suppliers": closed})
    publish(url, [project("ALL", details=details(EVERY_SECTION))])
    publish(url, [project("SUM", details=details({"contracts": CONTRACTS, "penalties": []}))])
    publish(url, [project("SHY", details=details({**EVERY_SECTION, "photos": []}))], policy=hidden)
    with serving(module_database, policy=hidden) as running:
        yield running


def page(site: Site, name: str, language: str = "en") -> str:
    return unescape(re.sub(r"\s+", " ", site.get(f"/{language}/maps/projects/{name}").text))


def card(text: str, name: str) -> str:
    """What a section's card says, without markup."""
    found = re.search(rf'<section class="card" id="{name}".*?</section>', text)
    assert found, name
    text = re.sub(r"</?(data|time|strong|span|a|code)\b[^>]*>", "", found[0])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def rest(text: str) -> dict[str, str]:
    """What is said of the sections that have nothing to show."""
    found = re.search(r'<section class="card" aria-labelledby="rest-title">.*?</section>', text)
    pairs = re.findall(r"<dt>(.*?)</dt> <dd>(.*?)</dd>", found[0]) if found else []
    return {label: said.strip() for label, said in pairs}


def test_amounts_are_added_up_by_currency_and_never_converted() -> None:
    given = details({"contracts": CONTRACTS}).contracts
    assert given is not None
    together, spent = contracted(given), paid(given)
    assert ([one.amount for one in together.totals], together.count, together.missing) == ([Decimal(1500)], 3, 1)
    assert [(one.amount, one.currency) for one in spent.totals] == [(Decimal(7), "USD"), (Decimal(501), "VND")]
    assert [part_paid(one) for one in given] == [Decimal("0.501"), None, None]


def test_only_a_number_or_an_address_becomes_a_link() -> None:
    assert phone("+84 (236) 382.0000") == "tel:+842363820000"
    assert email("phong2@example.org") == "mailto:phong2@example.org"
    assert [phone("0236 382 0000 máy lẻ 2"), phone("javascript:1"), email("a b@c"), email("x")] == [None] * 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_shown_in_every_language(site: Site, language: str) -> None:
    text = page(site, "ALL", language)
    told = {name: card(text, name) for name in EVERY_SECTION}
    assert "Công ty 2" in told["contracts"]
    assert "Công ty 3" in told["contracts"]
    assert "Thêm vỉa hè" in told["changes"]
    assert "4.5 km" in told["scale"].replace("4,5", "4.5")
    assert ("0" * 64 in told["documents"], "kB" in told["documents"]) == (True, True)
    assert "Đúng tiến độ." in told["briefs"]
    assert "Phòng 2" in told["contacts"]
    assert "Trần Văn B" not in text
    assert rest(text) == {}


def test_an_extension_says_from_when_to_when_and_why(site: Site) -> None:
    told = card(page(site, "ALL"), "changes")
    assert "Extension Jan 1, 2025 · g-1 End: Dec 31, 2025 → Mar 31, 2026 (+90 days) Reason: not entered" in told
    assert "Change of the design Feb 1, 2025 · g-2 Amount: ₫5 → ₫6 (+₫1) Reason: Thêm vỉa hè Hai bên đường" in told


def test_payments_are_summed_and_set_against_the_contract(site: Site) -> None:
    text = page(site, "SUM")
    told = card(text, "contracts")
    assert "3 contracts, together ₫1,500 (1 without an amount) Paid so far $7 + ₫501 in 3 payments" in told
    assert "2 payments: ₫501 (50.1% of the amount)" in told
    assert "Payments: none" in told
    assert "<script>alert" not in site.get("/en/maps/projects/SUM").text


def test_withheld_none_and_not_entered_are_told_apart_and_a_ground_leads_to_the_register(site: Site) -> None:
    text = page(site, "SHY")
    said = rest(text)
    assert list(said) == ["Changes and extensions", "Documents", "Photos"]
    assert said["Photos"] == "none, as the agency says"
    assert "withheld" in said["Changes and extensions"]
    (address,) = re.findall(r'href="([^"]+)"', said["Changes and extensions"])
    assert address == "/en/disclosure/withheld?field=changes"
    assert site.get(address).status_code == 200
    contracts = card(text, "contracts")
    assert "Suppliers withheld" in contracts
    assert "Withheld here, where it was entered: Suppliers" in contracts
    assert rest(page(site, "SUM"))["Penalty points"] == "none, as the agency says"
    assert "not entered" in rest(page(site, "SUM"))["Documents"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sections_fit_a_phone_and_print_whole(browser: Browser, site: Site, language: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    shown = context.new_page()
    shown.goto(f"{site.url}/{language}/maps/projects/ALL")
    assert shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shown.emulate_media(media="print")
    shown.evaluate("for (const one of document.querySelectorAll('details')) one.open = false")
    assert shown.locator("#contracts td").first.is_visible()
    context.close()
