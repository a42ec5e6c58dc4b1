"""Numbers, dates and money as each language writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal, localcontext
from typing import Any, Final

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
    get_currency_symbol,
)

from geo.values import Money, Names

_VIETNAMESE_UNITS: Final = ((Decimal(10) ** 9, "tỷ"), (Decimal(10) ** 6, "triệu"))
_WHOLE: Final = 10_000
"""Amounts from here on are told in few words without what is less than one."""
_DAYS: Final = {"vi": "dd/MM/y"}
"""Forms of dates where CLDR's, 22 thg 11, 2026, is not what people write."""
_SIZES: Final = ("B", "kB", "MB", "GB", "TB", "PB")


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and its language where that is not the page's own."""

    text: str
    lang: str | None


@dataclass(frozen=True, slots=True)
class Writing:
    """How one language writes; instants are shown in the city's time zone, `untitled` where a title was purged."""

    locale: Locale
    zone: tzinfo
    untitled: str = ""

    def number(self, value: float | Decimal) -> str:
        """A number with at most two decimals."""
        return str(format_decimal(value, "#,##0.##", locale=self.locale))

    def percent(self, fraction: float | Decimal) -> str:
        """A fraction as a percentage with at most one decimal."""
        return str(format_percent(fraction, "#,##0.#%", locale=self.locale))

    def day(self, value: date) -> str:
        """A date."""
        return str(format_date(value, _DAYS.get(self.locale.language, "medium"), locale=self.locale))

    def month(self, value: date) -> str:
        """A month with its year."""
        return str(format_skeleton("yMMMM", value, locale=self.locale))

    def iso_day(self, text: str) -> str:
        """A date that is given as 2026-11-22."""
        return self.day(date.fromisoformat(text))

    def instant(self, value: datetime) -> str:
        """An instant, to the minute, with its zone."""
        clock = format_datetime(value, "HH:mm 'UTC'ZZZZZ", tzinfo=self.zone, locale=self.locale)
        day = self.day(value.astimezone(self.zone).date())
        return f"{day} {clock}" if day.endswith(".") else f"{day}, {clock}"

    def money(self, value: Money) -> str:
        """An amount in few words: 12,5 tỷ ₫, ₫12.5B."""
        if self.locale.language == "vi":
            return _vietnamese(value, self.locale)
        if abs(value.amount) < _WHOLE:
            return self.exact_money(value)
        power = value.amount.adjusted() // 3 * 3
        digits = 0 if round(value.amount.scaleb(-power), 1) % 1 == 0 else 1
        return str(format_compact_currency(value.amount, value.currency, fraction_digits=digits, locale=self.locale))

    def exact_money(self, value: Money) -> str:
        """An amount with all its digits."""
        whole = value.amount == value.amount.to_integral_value()
        digits = 0 if whole else max(get_currency_precision(value.currency), -int(value.amount.as_tuple().exponent))
        pattern = str(self.locale.currency_formats["standard"].pattern).replace("0.00", "0" + "." * bool(digits))
        pattern = pattern.replace("0.", "0." + "0" * digits)
        with localcontext(prec=100):
            return str(
                format_currency(
                    value.amount,
                    value.currency,
                    pattern,
                    locale=self.locale,
                    currency_digits=False,
                    decimal_quantization=False,
                )
            )

    def size(self, count: int) -> str:
        """A number of bytes in the unit that it is usually told in."""
        power = min(len(_SIZES) - 1, (len(str(count)) - 1) // 3)
        return f"{format_decimal(round(count / 1000**power, 1), '#,##0.#', locale=self.locale)} {_SIZES[power]}"

    def said(self, names: Names, fallback: str = "") -> Said:
        """A text in the page's language, else in any, which is then named."""
        own = self.locale.language
        if own in names:
            return Said(names[own], None)
        return next((Said(text, language) for language, text in names.items()), Said(fallback, None))

    def titled(self, titles: Names) -> Said:
        """The title of a project; one that was purged is said to be."""
        return self.said(titles, self.untitled)

    @property
    def filters(self) -> dict[str, Callable[..., Any]]:
        """The same for templates."""
        names = (
            "number",
            "percent",
            "day",
            "month",
            "iso_day",
            "instant",
            "money",
            "exact_money",
            "size",
            "said",
            "titled",
        )
        return {name: getattr(self, name) for name in names}


def _vietnamese(value: Money, locale: Locale) -> str:
    """CLDR's compact "12,5 T ₫" reads as unclear in Vietnamese: the words are written out."""
    symbol = get_currency_symbol(value.currency, locale)
    for unit, word in _VIETNAMESE_UNITS:
        if abs(value.amount) >= unit:
            return f"{format_decimal(round(value.amount / unit, 1), '#,##0.#', locale=locale)} {word} {symbol}"
    pattern = "#,##0" if abs(value.amount) >= _WHOLE else "#,##0.##"
    return f"{format_decimal(value.amount, pattern, locale=locale)} {symbol}"
