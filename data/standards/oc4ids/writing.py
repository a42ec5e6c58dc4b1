"""How OC4IDS writes values: instants, money, periods; nothing that is empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from babel.numbers import list_currencies

Json: TypeAlias = dict[str, Any]
_FIRST: Final = time(0, 0, 0)
_LAST: Final = time(23, 59, 59)
_UNLISTED: Final = frozenset(
    {
        *("CNH", "CNX", "SLE", "VED", "XCG", "ZWG"),
        *("ARL", "ARM", "BAN", "BGM", "BGO", "BOL", "BRZ", "CLE", "KRH", "KRO", "MAF", "MCF", "MDC", "MKN", "MVP"),
        *("VNN", "YUR"),
    }
)
"""Codes that CLDR knows and the closed list of the standard does not: newer than it, or never of ISO 4217."""
_CURRENCIES: Final = frozenset(list_currencies()) - _UNLISTED


@dataclass(frozen=True, slots=True)
class Writer:
    """What is the same for every project: the prefix of ids (`oc4ids-` and six letters), zone, languages, addresses.

    `base` is what addresses of the site begin with; `languages` are tried in this order for texts.
    """

    prefix: str
    zone: tzinfo
    languages: tuple[str, ...]
    base: str

    def project_id(self, own: str) -> str:
        """The id of a project, known by `own` here, among all OC4IDS projects."""
        return f"{self.prefix}-{own}"

    def start(self, day: str | None) -> str | None:
        """The first second of a day, in the city's zone."""
        return self._at(day, _FIRST)

    def end(self, day: str | None) -> str | None:
        """The last second of a day, in the city's zone."""
        return self._at(day, _LAST)

    def period(self, start: str | None, end: str | None) -> Json:
        """A period of days, both meant whole; its length where both are known and in order."""
        days = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1 if start and end else None
        return bare(
            startDate=self.start(start), endDate=self.end(end), durationInDays=days if days and days > 0 else None
        )

    def text(self, names: Mapping[str, str] | None) -> str | None:
        """A text in the first of the languages that has one, else in any."""
        found = names or {}
        return next((found[one] for one in (*self.languages, *sorted(found)) if found.get(one)), None)

    def _at(self, day: str | None, clock: time) -> str | None:
        return day and datetime.combine(date.fromisoformat(day), clock, self.zone).isoformat()


def bare(**members: Any) -> Json:  # noqa: ANN401 - any JSON value
    """The members without those that are empty: the standard leaves them out."""
    return {name: value for name, value in members.items() if value is not None and value not in ("", [], {})}


def address(url: str | None) -> str | None:
    """An address with the letters that a URI has; ours may have any (RFC 3987, section 3.1)."""
    return url and quote(url, safe="%/:?#[]@!$&'()*+,;=~")


def value(amount: Any, currency: str | None) -> Json | None:  # noqa: ANN401 - an exact number or none
    """An amount with its currency; None without one, and for a currency that is on no list."""
    return {"amount": amount, "currency": currency} if amount is not None and currency in _CURRENCIES else None


def money(told: Mapping[str, Any] | None) -> Json | None:
    """The same of `{amount, currency}`."""
    return None if told is None else value(told.get("amount"), told.get("currency"))
