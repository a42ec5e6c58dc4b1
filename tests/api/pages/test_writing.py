"""Numbers, dates and money as people of a language write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from api.pages.writing import Said, Writing
from geo.values import Money

VI = Writing(Locale("vi"), ZoneInfo("Asia/Ho_Chi_Minh"))
KO = Writing(Locale("ko"), ZoneInfo("Asia/Ho_Chi_Minh"))
EN = Writing(Locale("en"), ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [
        ("12500000000", "12,5 tỷ ₫", "₫12.5B"),
        ("1234567890123", "1.234,6 tỷ ₫", "₫1.2T"),
        ("950000000", "950 triệu ₫", "₫950M"),
        ("250000", "250.000 ₫", "₫250K"),
        ("386979.2", "386.979 ₫", "₫387K"),
        ("0", "0 ₫", "₫0"),
    ],
)
def test_an_amount_in_few_words(amount: str, vi: str, en: str) -> None:
    money = Money(Decimal(amount), "VND")
    assert (VI.money(money), EN.money(money)) == (vi, en)


@pytest.mark.parametrize(
    ("amount", "currency", "vi", "en"),
    [
        ("12500000000", "VND", "12.500.000.000 ₫", "₫12,500,000,000"),
        ("123456789012345678901234567890", "VND", "123.456.789.012.345.678.901.234.567.890 ₫", None),
        ("1234.5", "USD", "1.234,50 US$", "$1,234.50"),
        ("0.125", "USD", "0,125 US$", "$0.125"),
    ],
)
def test_an_exact_amount_has_all_its_digits(amount: str, currency: str, vi: str, en: str | None) -> None:
    money = Money(Decimal(amount), currency)
    assert VI.exact_money(money).replace("\xa0", " ") == vi
    assert en is None or EN.exact_money(money) == en


def test_a_fraction_is_a_percentage_for_people() -> None:
    assert (VI.percent(Decimal("0.936")), EN.percent(Decimal("0.936"))) == ("93,6%", "93.6%")
    assert EN.percent(Decimal(0)) == "0%"


def test_an_instant_is_shown_in_the_citys_time() -> None:
    instant = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert EN.instant(instant) == "Nov 23, 2026, 06:30 UTC+07:00"
    assert KO.instant(instant) == "2026. 11. 23. 06:30 UTC+07:00"
    assert VI.instant(instant) == "23/11/2026, 06:30 UTC+07:00"


def test_a_date_given_as_text_is_written_alike() -> None:
    assert EN.iso_day("2026-11-22") == EN.day(date(2026, 11, 22)) == "Nov 22, 2026"


def test_a_month_is_named_as_its_language_names_it() -> None:
    november = date(2026, 11, 30)
    assert (VI.month(november), EN.month(november)) == ("tháng 11 năm 2026", "November 2026")
    assert KO.month(november) == "2026년 11월"


def test_a_text_in_another_language_names_it() -> None:
    assert VI.said({"en": "Bridge", "vi": "Cầu"}) == Said("Cầu", None)
    assert VI.said({"en": "Bridge"}) == Said("Bridge", "en")
    assert VI.said({}, "–") == Said("–", None)
