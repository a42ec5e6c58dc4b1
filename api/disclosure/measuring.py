"""How much is disclosed, and how far agencies keep to their duties, for the day and the month that are asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from api.context import Context
from api.disclosure.declared import Asked
from data.duties import Duty, load_duty
from geo.disclosures import counts, duties
from geo.disclosures.counts import Cell, Counts, Month, Works
from geo.disclosures.duties import AgencyState, Decided
from geo.errors import NotFound
from geo.values import Names

YEAR = timedelta(days=365)
"""How long decisions are looked back at."""


@dataclass(frozen=True, slots=True)
class Timely:
    """How many decisions of a year were told, and how many of them in time."""

    decisions: int = 0
    in_time: int = 0


@dataclass(frozen=True, slots=True)
class AgencyMeasure:
    """What is measured of an agency; days count from the last publication of something of it."""

    code: str
    names: Names
    works: Works
    counts: Counts
    held: int
    updated_on: date
    days: int
    working_days: int | None
    ongoing: int
    reported: int
    timely: Timely


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured: the counts at the end of `month`, the rest today. `period` are the last two days of reports."""

    today: date
    month: date
    cells: Sequence[Cell]
    months: Sequence[Month]
    agencies: Sequence[AgencyMeasure]
    every_agency: Sequence[AgencyState]
    held_elsewhere: int
    duty: Duty | None
    period: tuple[date, date]

    @property
    def total(self) -> Counts:
        """The counts of everything."""
        return sum((cell.counts for cell in self.cells), counts.NOTHING)

    @property
    def works(self) -> Works:
        """The projects of all agencies."""
        return Works(sum(one.works.all for one in self.agencies), sum(one.works.unmapped for one in self.agencies))

    @property
    def held(self) -> int:
        """The rows that are held, also those of which nobody knows whose they are."""
        return sum(one.held for one in self.agencies) + self.held_elsewhere


def present_month(today: date) -> date:
    """The first day of the month that goes on; months are those of UTC, which may be a day ahead of the city."""
    return max(today, datetime.now(UTC).date()).replace(day=1)


async def measure(ctx: Context, asked: Asked) -> Measured:
    """Measure it. Raises NotFound for an agency of which nothing was published."""
    pool, today, duty = ctx.pool, ctx.today(), load_duty(ctx.city.country)
    month = asked.month or present_month(today)
    period = duty.period(today) if duty else (today - YEAR, today)
    cells = await counts.cells(pool, month, asked.agency, asked.field)
    works = await counts.works(pool, month, asked.agency)
    series = await counts.months(pool, asked.agency, asked.field)
    states = await duties.agency_states(pool, None, recent=period[0])
    held = await duties.held(pool, asked.agency)
    decided = await duties.decided(pool, asked.agency, after=today - YEAR)
    chosen = [one for one in states if asked.agency in {None, one.code}]
    if asked.agency is not None and not chosen:
        raise NotFound(f"Nothing of an agency {asked.agency!r} was published.")
    sums = counts.totals(cells, by="agency")
    return Measured(
        today=today,
        month=month,
        cells=cells,
        months=series,
        agencies=[
            _measured(ctx, duty, one, works.get(one.code), sums.get(one.code), held.get(one.code, 0), decided)
            for one in chosen
        ],
        every_agency=states,
        held_elsewhere=sum(rows for code, rows in held.items() if code not in {one.code for one in chosen}),
        duty=duty,
        period=period,
    )


def _measured(
    ctx: Context,
    duty: Duty | None,
    state: AgencyState,
    works: Works | None,
    sums: Counts | None,
    held: int,
    decided: Iterable[Decided],
) -> AgencyMeasure:
    updated_on, today = state.updated_at.astimezone(ctx.city.timezone).date(), ctx.today()
    return AgencyMeasure(
        code=state.code,
        names=state.names,
        works=works or Works(0, 0),
        counts=sums or counts.NOTHING,
        held=held,
        updated_on=updated_on,
        days=max((today - updated_on).days, 0),
        working_days=None if duty is None else duty.working_days(updated_on, today),
        ongoing=state.ongoing,
        reported=state.reported,
        timely=_timely(duty, [one for one in decided if one.agency == state.code]),
    )


def _timely(duty: Duty | None, decided: Sequence[Decided]) -> Timely:
    if duty is None:
        return Timely()
    in_time = sum(one.decisions for one in decided if duty.in_time(one.decided_on, one.published_on))
    return Timely(sum(one.decisions for one in decided), in_time)
