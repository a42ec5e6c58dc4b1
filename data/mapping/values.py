"""One value at a time: text to date, number, money, share. A value that cannot be read raises Fault."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from data.rules import Fault

_ISO: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_DIGITS: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_SIGNS: Final = re.compile(r"^[\s$€£₱₫đ₩¥]+|[\s$€£₱₫đ₩¥]+$")
_EXACT: Final = 24
LARGEST: Final = Decimal(10) ** 18
"""Amounts of money stay below it."""


@lru_cache(maxsize=65_536)
def date_of(text: str, formats: tuple[str, ...]) -> date:
    """The date in the first format that fits; ISO 8601 dates and instants always fit. Raises Fault `date.form`.

    Of an instant the date as written is taken: no time zone is applied.
    """
    try:
        if iso := _ISO.fullmatch(text):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        raise _no_date(text, formats) from None
    for form in formats:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise _no_date(text, formats)


def _no_date(text: str, formats: tuple[str, ...]) -> Fault:
    tried = ", ".join(("yyyy-mm-dd", *formats))
    return Fault("date.form", f"Not a date in any of the formats {tried}.", value=text)


def number_of(text: str, decimal: str, thousands: str) -> Decimal | None:
    """The number exactly as written, or `None` when it is not one. Grouping signs are taken as declared only."""
    plain = "".join(text.split()) if thousands.isspace() else text.strip()
    if thousands and not thousands.isspace():
        plain = plain.replace(thousands, "")
    if decimal != ".":
        if "." in plain:
            return None
        plain = plain.replace(decimal, ".")
    return Decimal(plain) if _DIGITS.fullmatch(plain) else None


def amount_of(text: str, decimal: str, thousands: str, factor: Decimal) -> Decimal:
    """An amount of money, any currency sign left out. Raises Fault `money.form` or `money.large`."""
    try:
        number = number_of(_SIGNS.sub("", text), decimal, thousands)
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise Fault("money.form", "Not an amount of money.", value=text)
    too_long = len(number.as_tuple().digits) > _EXACT  # beyond it the product would be rounded
    amount = number if factor == 1 or too_long else number * factor
    if too_long or abs(amount) >= LARGEST or amount != round(amount, 6):
        raise Fault("money.large", "An amount has at most 18 digits before the point and 6 after it.", value=text)
    return amount


def share_of(text: str, decimal: str, thousands: str, unit: str) -> Decimal:
    """A share of the work as a fraction from 0 to 1. Raises Fault `progress.form` or `progress.range`."""
    percent = text.rstrip().endswith("%")
    number = number_of(text.rstrip().removesuffix("%"), decimal, thousands)
    if number is None or not number.is_finite():
        raise Fault("progress.form", "Not a number.", value=text)
    share = number / 100 if percent or unit == "percent" else number
    if not 0 <= share <= 1:
        raise Fault("progress.range", "Progress lies between 0 and 100 percent.", value=text)
    return share
