"""What is open, agreed and saved, by agency or by district."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal

import asyncpg

from geo import then
from geo.overlaps.asking import in_force
from geo.overlaps.classes import Class
from geo.overlaps.rules import Rules
from geo.overlaps.savings import Outcome, Saving, actual, saving
from geo.overlaps.sites import Site, site
from geo.sql import query
from geo.store.connecting import ReadPool

By = Literal["agency", "district"]
_PLACES: Final[Mapping[By, str]] = {"agency": "agencies", "district": "districts"}


@dataclass(slots=True, kw_only=True)
class Line:
    """One agency or district, by its code; of all together where that is None.

    `open` are pairs by class, `metres` and `square_metres` what they share, `days` and `at_stake` what could be saved:
    a pair of which nothing could, since joining costs more, adds no money and takes none away. `agreed` is what was at
    stake of pairs that are to be joined, by what has become of them in `joined`; `realised` is what their actual days
    say was saved. Money is in the currency of the report.
    """

    code: str | None
    open: Counter[Class] = field(default_factory=Counter)
    metres: float = 0.0
    square_metres: float = 0.0
    days: Decimal = Decimal(0)
    at_stake: Decimal = Decimal(0)
    joined: Counter[Outcome] = field(default_factory=Counter)
    agreed: Decimal = Decimal(0)
    realised: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Lines by code, after that of all together; a pair counts in each of its agencies or districts."""

    by: By
    currency: str
    rules: Rules
    whole: Line
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class _Joined:
    row: asyncpg.Record
    saving: Saving


async def report(pool: ReadPool, by: By, *, as_of: int | None, today: date) -> Report:
    """What is open on a day, agreed and saved; with `as_of` as of the publication of this number."""
    rules = await in_force(pool, as_of)
    places = _PLACES[by]
    lines: dict[str | None, Line] = {None: Line(code=None)}
    for row in await then.rows(pool, query("marks/open").replace("{places}", f"o.{places}"), today, as_of=as_of):
        _add_open(lines.setdefault(row["code"], Line(code=row["code"])), row)
    for joined in await _joined(pool, rules, as_of, today):
        for code in (None, *sorted(set(joined.row[places]))):
            _add_joined(lines.setdefault(code, Line(code=code)), joined, rules.costs.currency)
    whole = lines.pop(None)
    found = sorted(lines.values(), key=lambda line: line.code or "")
    return Report(by=by, currency=rules.costs.currency, rules=rules, whole=whole, lines=found)


def _add_open(line: Line, row: asyncpg.Record) -> None:
    line.open[Class(row["kind"])] += row["pairs"]
    line.metres += row["metres"]
    line.square_metres += row["square_metres"]
    line.days += row["days"]
    line.at_stake += row["money"]


def _add_joined(line: Line, joined: _Joined, currency: str) -> None:
    line.joined[joined.saving.outcome] += 1
    if joined.row["saving"] is not None and joined.row["currency"] == currency:
        line.agreed += joined.row["saving"]
    line.realised += joined.saving.amount


async def _joined(pool: ReadPool, rules: Rules, as_of: int | None, today: date) -> list[_Joined]:
    rows = await then.rows(pool, query("marks/joined"), as_of=as_of)
    ids = sorted({row[name] for row in rows for name in ("one_id", "other_id")})
    works = (
        {row["id"]: _work(row) for row in await then.rows(pool, query("marks/works"), ids, as_of=as_of)} if ids else {}
    )
    return [
        _Joined(row, saving(works[row["one_id"]], works[row["other_id"]], json.loads(row["basis"]), rules, today))
        for row in rows
        if row["one_id"] in works and row["other_id"] in works
    ]


def _work(row: asyncpg.Record) -> Site:
    """A work whose window is its actual days."""
    found = site({**row, "details": json.loads(row["details"], parse_float=Decimal)})
    return replace(found, window=actual(row["actual_start"], row["actual_end"]))
