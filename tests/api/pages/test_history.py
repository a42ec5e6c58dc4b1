"""The history of a project as a list: sentences in the reader's language, without JavaScript, on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape

import psycopg
import pytest
from playwright.sync_api import Browser

from api.pages.history.telling import ended
from data.cities import load_city
from geo.cluster import Cluster
from geo.codes import Status
from geo.details import details
from geo.publishing import withdraw_samples
from geo.values import Progress
from tests.api.pages.reading import HTML
from tests.builders import ACROSS, INSIDE_WEST, project, publish, vnd
from tests.fixtures.browser import PHONE
from tests.fixtures.database import Database, copy_of
from tests.fixtures.site import Site, serving
from tests.geo.histories import policy

HOSTILE = '</li><script>alert(1)</script>&"'
BASE = {
    "original_end": date(2025, 9, 16),
    "original_budget": vnd(10),
    "status": Status.IMPLEMENTATION,
    "footprint": INSIDE_WEST,
}
MARKER = "7770123456789"


def steps() -> Iterator[dict[str, object]]:
    """What is published of a project, one version after the other; the last withholds the budget."""
    facts: dict[str, object] = BASE | {"planned_end": date(2025, 9, 16), "budget": vnd(12_500_000_000)}
    yield facts
    for end in (date(2025, 12, 31), date(2026, 3, 31), date(2027, 1, 15)):
        facts = facts | {"planned_end": end}
        yield facts
    yield facts | {"progress": Progress(actual=Decimal(0)), "contractor": HOSTILE, "footprint": ACROSS}
    yield facts | {"progress": Progress(actual=Decimal("0.125")), "budget": vnd(MARKER)}


@pytest.fixture(scope="module")
def site(module_database: Database) -> Iterator[Site]:
    url = module_database.writer_url
    for number, facts in enumerate(steps()):
        withheld = policy("budget") if number == 5 else None
        publish(url, [project("P1", **facts), project("P2", sample=True)], policy=withheld)
    for end in (date(2025, 9, 16), date(2025, 9, 17)):
        publish(url, [project("P3", original_end=date(2025, 9, 16), planned_end=end, actual_end=date(2025, 9, 15))])
    with psycopg.connect(url) as connection:
        withdraw_samples(connection, languages=("vi",))
    with serving(module_database, city=replace(load_city(), languages=("vi", "en", "ko"))) as running:
        yield running


def lines(site: Site, path: str) -> list[str]:
    found = re.search(r'<ol class="history">(.*?)</ol>', site.get(path).text, re.DOTALL)
    assert found
    return [unescape(line) for line in re.findall(r"<li>(.*?)</li>", found[1])]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Planned end moved from Mar 31, 2026 to Jan 15, 2027, third extension, 486 days after the original."),
        (
            "vi",
            "Kết thúc theo kế hoạch dời từ 31/03/2026 sang 15/01/2027, gia hạn lần thứ ba, 486 ngày sau mốc ban đầu.",
        ),
        ("ko", "예정 준공일: 2026. 3. 31.에서 2027. 1. 15.(으)로 변경, 세 번째 연장, 최초보다 486일 늦음."),
    ],
)
def test_an_extension_is_told_as_a_sentence(site: Site, language: str, sentence: str) -> None:
    assert sentence in lines(site, f"/{language}/maps/projects/P1/history")


def test_one_day_is_told_as_one(site: Site) -> None:
    told = lines(site, "/en/maps/projects/P3/history")
    assert "Planned end moved from Sep 16, 2025 to Sep 17, 2025, first extension, 1 day after the original." in told
    assert "ready 1 day early" in site.get("/en/maps/projects/P3").text
    assert "xong sớm 1 ngày" in site.get("/vi/maps/projects/P3").text


def test_not_entered_nought_and_withheld_are_told_apart(site: Site) -> None:
    told = lines(site, "/en/maps/projects/P1/history")
    assert "Actual progress is now entered: 0%." in told
    assert "Actual progress changed from 0% to 12.5%." in told
    assert f"Contractor is no longer entered; it was {HOSTILE}." in told
    assert "Current budget is now withheld." in told
    assert MARKER not in site.get("/en/maps/projects/P1/history").text


def test_the_oldest_facts_are_reachable(site: Site) -> None:
    assert "Current budget: ₫12,500,000,000" in lines(site, "/en/maps/projects/P1/history")
    assert len(re.findall(r'<li id="v\d+">', site.get("/en/maps/projects/P1").text)) == 5
    page = site.get("/en/maps/projects/P1/history?limit=5").text
    following = re.search(r'<a href="([^"]+)" rel="next">', page)
    assert following
    last = site.get(f"/en/maps/projects/P1/history{unescape(following[1])}").text
    assert re.findall(r'<li id="(v\d+)">', last) == ["v1"]


def test_a_withdrawn_project_has_its_history_and_no_page(site: Site) -> None:
    gone = site.get("/en/maps/projects/P2", headers=HTML)
    assert (gone.status_code, 'href="/en/maps/projects/P2/history"' in gone.text) == (404, True)
    assert "Công trình này đã được rút lại" in site.get("/vi/maps/projects/P2", headers=HTML).text
    assert "/history" not in site.get("/en/maps/projects/NO", headers=HTML).text
    page = site.get("/en/maps/projects/P2/history")
    assert page.status_code == 200
    assert "only its history is published" in page.text
    assert lines(site, "/en/maps/projects/P2/history")[0] == "Withdrawn: it is published no longer."


def test_that_a_project_is_withdrawn_is_told_to_programs_by_a_code(site: Site) -> None:
    gone, nothing = (site.get(f"/en/maps/projects/{name}").json() for name in ("P2", "NO"))
    assert (gone["status"], gone["code"]) == (404, "withdrawn")
    assert (nothing["status"], "code" in nothing) == (404, False)


def test_json_asked_as_html_and_an_address_without_a_language_lead_to_the_page(site: Site) -> None:
    for path in ("/collections/projects/items/P1/versions?f=html", "/maps/projects/P1/history"):
        answer = site.get(path, headers={"Accept-Language": "en"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/en/maps/projects/P1/history")


def test_a_project_without_any_version_is_not_found(site: Site) -> None:
    assert site.get("/en/maps/projects/NO/history").status_code == 404


def test_the_list_fits_a_phone_without_javascript(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="en", java_script_enabled=False)
    page = context.new_page()
    for path in ("/en/maps/projects/P1", "/en/maps/projects/P1/history"):
        page.goto(site.url + path)
        assert page.locator(".history > li").count() >= 5
        assert page.get_by_text("third extension").is_visible()
        assert page.locator(".history script").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()


@pytest.mark.parametrize(("told", "shown"), [("The road moved", "The road moved."), ("Bad soil.", "Bad soil.")])
def test_a_sentence_has_one_full_stop_whatever_an_agency_wrote(told: str, shown: str) -> None:
    assert ended(told) == shown


CONTRACT = {"id": "c-1", "title": "Gói 1", "amount": {"amount": 100, "currency": "VND"}, "payments": []}
PAID = {"id": "p-1", "date": "2026-03-01", "amount": {"amount": Decimal(287500000), "currency": "VND"}}


@pytest.mark.parametrize(
    ("language", "ground", "line"),
    [
        (
            "vi",
            "Căn cứ gửi: thanh toán",
            "Hợp đồng: thay đổi c-1 (Thanh toán: thêm 287.500.000\N{NO-BREAK SPACE}₫, 01/03/2026).",
        ),
        (
            "en",
            "Submitted on the ground: a payment",
            "Contracts: changed c-1 (Payments: added ₫287,500,000, Mar 1, 2026).",
        ),
        ("ko", "제출 근거: 대금 지급", "계약: 변경 c-1 (대금 지급: 추가 ₫287,500,000, 2026. 3. 1.)."),
    ],
)
def test_a_payment_is_told_with_its_amount_and_day_and_what_it_was_sent_on_in_words(
    paid: Site, language: str, ground: str, line: str
) -> None:
    page = paid.get(f"/{language}/maps/projects/P1/history").text
    assert line in lines(paid, f"/{language}/maps/projects/P1/history")
    assert ground in unescape(page)


def test_what_changed_within_a_contract_is_told_from_and_to(paid: Site) -> None:
    told = lines(paid, "/en/maps/projects/P1/history")
    assert "Contracts: changed c-1 (Amount: ₫100 → ₫120; Signed: Jan 2, 2026; Status: In force)." in told


@pytest.fixture(scope="module")
def paid(cluster: Cluster, template: str) -> Iterator[Site]:
    more = {"amount": {"amount": 120, "currency": "VND"}, "signed": "2026-01-02", "status": "active"}
    grounds = {"x": CONTRACT, "payment": CONTRACT | {"payments": [PAID]}, "y": CONTRACT | {"payments": [PAID]} | more}
    with copy_of(template, cluster) as database:
        for ground, contract in grounds.items():
            work = project("P1", details=details({"contracts": [contract]}))
            publish(database.writer_url, [work], ground=ground)
        with serving(database) as site:
            yield site
