"""One text: all findings, the surest first where two overlap."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final

from data.screening.findings import Finding, Kind, apart
from data.screening.identities import identities
from data.screening.numbers import emails, phones
from data.screening.people import FINDERS
from data.screening.plates import plates

_LIKE: Final = {0xFF01 + i: 0x21 + i for i in range(94)} | {
    0x3000: " ", 0xA0: " ", 0x2007: " ", 0x202F: " ", 0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-",
    0x2212: "-", 0x2019: "'",
}  # fmt: skip
"""Letters that are read as others, one for one: places in a text stay what they are."""


def screen(text: str, languages: Collection[str], country: str) -> tuple[Finding, ...]:
    """Personal data in a text in Unicode form NFC, in order of place; none overlap.

    `languages` are those that the text may be written in (vi, en, ko are known); `country` (ISO 3166-1) is where
    telephone numbers without a country code are from.
    """
    return _screen(text, tuple(sorted(languages)), country)


@lru_cache(maxsize=4096)
def _screen(text: str, languages: tuple[str, ...], country: str) -> tuple[Finding, ...]:
    return apart(_all(text.translate(_LIKE), languages, country))


def _all(text: str, languages: tuple[str, ...], country: str) -> Iterator[Finding]:
    yield from emails(text)
    if any(letter.isdigit() for letter in text):
        yield from identities(text, country)
        yield from plates(text)
        yield from phones(text, country)
    found = [one for language in languages if language in FINDERS for one in FINDERS[language](text)]
    yield from sorted(found, key=lambda one: one.kind is not Kind.HOUSEHOLD)
