"""The duties of agencies in a country, and its working days."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from holidays import HolidayBase

_FOLDER: Final = Path(__file__).parent
_DAY: Final = timedelta(days=1)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AfterDecision(_Table):
    """What was decided is told within so many working days; the day of the decision itself does not count."""

    working_days: Annotated[int, Field(ge=1, le=365)]


class Monthly(_Table):
    """The progress of ongoing works is told on this day of each month."""

    day: Annotated[int, Field(ge=1, le=28)]


class Duty(_Table):
    """What a country (ISO 3166-1 alpha-2) asks of agencies, and in which rule."""

    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    basis: str
    decision: AfterDecision
    progress: Monthly

    @cached_property
    def calendar(self) -> HolidayBase:
        """The public holidays of the country, by the library `holidays`."""
        from holidays import country_holidays  # noqa: PLC0415 - the calendars of the world, for who measures only

        return country_holidays(self.country)

    def working_days(self, start: date, end: date, *, most: int = 10_000) -> int:
        """Working days behind the first day, up to the other with that, counted no further than `most`."""
        counted, day = 0, start
        while day < end and counted < most:
            day += _DAY
            counted += self.calendar.is_working_day(day)
        return counted

    def in_time(self, decided_on: date, told_on: date) -> bool:
        """Whether a decision was told in time."""
        allowed = self.decision.working_days
        return self.working_days(decided_on, told_on, most=allowed + 1) <= allowed

    def last_due(self, today: date) -> date:
        """The newest day, today included, on which progress had to be told."""
        due = today.replace(day=self.progress.day)
        return due if due <= today else (today.replace(day=1) - _DAY).replace(day=self.progress.day)

    def period(self, today: date) -> tuple[date, date]:
        """The last two such days: what is told of the progress lies behind the first one."""
        due = self.last_due(today)
        return self.last_due(due - _DAY), due


@cache
def load_duty(country: str | None) -> Duty | None:
    """The duties in a country; None where the program knows none."""
    path = _FOLDER / f"{(country or '').lower()}.toml"
    if country is None or not path.is_file():
        return None
    return Duty.model_validate(tomllib.loads(path.read_text("utf-8")))
