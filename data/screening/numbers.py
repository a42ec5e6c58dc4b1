"""Telephone numbers and e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType, number_type

from data.screening.context import is_amount, is_reference
from data.screening.findings import Finding, Kind

_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+%-]{1,64}@(?:[^\W_](?:[\w-]{0,62})\.)+[A-Za-z]{2,24}(?![A-Za-z0-9_-])")
_DIGITS: Final = re.compile(r"\d(?:[^\d\n]{0,3}\d){7}")
_EVERYBODY_S: Final = frozenset(
    {PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN}
)


def emails(text: str) -> Iterator[Finding]:
    """E-mail addresses."""
    if "@" in text:
        yield from (Finding(*match.span(), Kind.EMAIL) for match in _EMAIL.finditer(text))


def phones(text: str, country: str) -> Iterator[Finding]:
    """Telephone numbers of the country (ISO 3166-1), or with a country code; not toll-free and service numbers."""
    if not _DIGITS.search(text):
        return
    for match in PhoneNumberMatcher(text, country, leniency=Leniency.VALID):
        if number_type(match.number) in _EVERYBODY_S:
            continue
        if not is_reference(text, match.start) and not is_amount(text, match.end):
            yield Finding(_start(match.raw_string, match.start), match.end, Kind.PHONE)


def _start(raw: str, start: int) -> int:
    """Where the number begins: after a bracket that is not closed within it."""
    return start + 1 if raw.startswith("(") and ")" not in raw else start
