"""What is to be said of a pair of works that concern each other, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from markupsafe import Markup

from api.pages.pairing_names import (
    class_meanings,
    exception_names,
    lead_reasons,
    not_compared_names,
    reopened_names,
)
from api.pages.site import Page
from geo.values import Money
from maps.timeline import Span, timeline

_LEAST: Final = 0.005
"""Metres that are not told as none."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Tells pairs in a page's language; what is told of a pair are its properties as the API serves them."""

    page: Page

    @property
    def not_compared(self) -> Mapping[str, str]:
        """Why a work is compared with nothing, a sentence for each reason."""
        return not_compared_names(self.page.translate)

    def name(self, pair: Mapping[str, Any]) -> str:
        """Both works by their titles."""
        return f"{self.title(pair, 'one')} / {self.title(pair, 'other')}"

    def title(self, pair: Mapping[str, Any], which: str) -> str:
        """The title of one of them, or its id where it has none that is public now."""
        return self.page.writing.said(pair[f"{which}_titles"] or {}, pair[which]).text

    def lines(self, pair: Mapping[str, Any]) -> Iterator[str]:
        """What is to be said of a pair, a sentence each."""
        _ = self.page.translate
        yield class_meanings(_)[pair["class"]]
        yield from self.evidence(pair)
        yield f"{self.stake(pair)}."

    def evidence(self, pair: Mapping[str, Any]) -> Iterator[str]:
        """What was found of a pair, and who should lead, a sentence each."""
        _ = self.page.translate
        if pair["exception"]:
            yield exception_names(_)[pair["exception"]]
        yield from self.meeting(pair)
        if pair["lead"]:
            which = "one" if pair["lead"] == pair["one"] else "other"
            yield lead_reasons(_)[pair["lead_reason"]].format(work=self.title(pair, which))

    def meeting(self, pair: Mapping[str, Any]) -> Iterator[str]:
        """Where and when both meet, a sentence each."""
        yield self._measure(pair)
        yield from self._times(pair)

    def stake(self, pair: Mapping[str, Any]) -> str:
        """What is at stake, in few words; where it would be a loss to do both at once, that."""
        _, found = self.page.translate, _money(pair)
        told = _("At stake: {money}") if found.amount >= 0 else _("Doing both at once costs {money} more than it saves")
        return told.format(money=self.page.writing.money(Money(abs(found.amount), found.currency)))

    def amount(self, pair: Mapping[str, Any], value: float) -> str:
        """An amount in the currency of a pair's costs, with all its digits."""
        return self.page.writing.exact_money(Money(Decimal(str(value)), pair["currency"]))

    def mark(self, pair: Mapping[str, Any]) -> Iterator[str]:
        """Why a pair was marked last, and by whom; or why it is open again. Nothing where it never was marked."""
        _, reason = self.page.translate, pair["reason"]
        if pair["marked_by"] is None:
            yield from [reopened_names(_)[reason]] if reason else []
            return
        which = next((one for one in ("one", "other") if pair[f"{one}_agency"] == pair["marked_by"]), None)
        agency = (which and pair[f"{which}_agency_name"]) or pair["marked_by"]
        if reason:
            yield _("Reason: {reason}").format(reason=reason)
        yield _("Said by {agency} on {day}.").format(agency=agency, day=self._day_of(pair["marked_at"]))

    def strip(self, pair: Mapping[str, Any]) -> Markup:
        """The windows of both works and the joint one as a picture."""
        _ = self.page.translate
        works = [_span(pair, which, self.title(pair, which)) for which in ("one", "other")]
        joint = _span(pair, "joint", _("Both at once"))
        today, day = self.page.ctx.today(), self.page.writing.day
        return timeline(works, joint if joint.start else None, today=today, translate=_, day=day)

    def _day_of(self, instant: str) -> str:
        """The day of an instant in the city."""
        at = datetime.fromisoformat(instant).astimezone(self.page.ctx.city.timezone)
        return self.page.writing.day(at.date())

    def _measure(self, pair: Mapping[str, Any]) -> str:
        _, number = self.page.translate, self.page.writing.number
        for name, message in (
            ("shared_length_m", _("They share {number} m.")),
            ("shared_area_m2", _("They share {number} m².")),
            ("distance_m", _("They come within {number} m of each other.")),
        ):
            if pair[name] >= _LEAST:
                return message.format(number=number(_rounded(pair[name])))
        return _("They touch each other.")

    def _times(self, pair: Mapping[str, Any]) -> Iterator[str]:
        _, writing = self.page.translate, self.page.writing
        if pair["days_shared"]:
            yield _("Days that both have: {number}.").format(number=writing.number(pair["days_shared"]))
        elif pair["gap_days"] is not None:
            yield _("Days between them: {number}.").format(number=writing.number(pair["gap_days"]))
        told: tuple[Any, ...] = ()
        for name, message in (
            ("joint", _("Both could be done at once from {start} to {end}.")),
            ("period", _("It matters from {start} to {end}.")),
        ):
            days = (pair[f"{name}_start"], pair[f"{name}_end"])
            if all(days) and days != told:
                yield message.format(start=writing.iso_day(days[0]), end=writing.iso_day(days[1]))
            told = days


def _span(pair: Mapping[str, Any], which: str, name: str) -> Span:
    start, end = (pair[f"{which}_{side}"] for side in ("start", "end"))
    return Span(name, start and date.fromisoformat(start), end and date.fromisoformat(end))


def _rounded(metres: float) -> float:
    """As exactly as a reader can use it; the properties of the pair have centimetres."""
    return round(metres, 2 if metres < 1 else 1 if metres < 10 else 0)


def _money(pair: Mapping[str, Any]) -> Money:
    return Money(Decimal(str(pair["score"])), pair["currency"])
