"""What became of a case: its figures, its ratios, and each floor kept or missed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Self

from benchmarks.cases.case import Case
from benchmarks.running.rounds import Series

OWN: Final = ("ours", "limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Medians over the rounds: answers a second with the least and the most, milliseconds, bytes of an answer.

    `server_ms`, `database_ms` and `client_ms` are milliseconds of processor time for an answer.
    """

    per_second: float
    least: float
    most: float
    p50: float | None
    p95: float | None
    p99: float | None
    bytes: float | None
    errors: int
    server_ms: float | None
    database_ms: float | None
    client_ms: float | None

    @property
    def cost(self) -> float | None:
        """Milliseconds of processor time for an answer in all, without the client's; None where not known."""
        known = [one for one in (self.server_ms, self.database_ms) if one is not None]
        return sum(known) if known else None

    @classmethod
    def of(cls, series: Series) -> Self:
        """The medians of a target's rounds."""
        least, most = series.spread()
        return cls(
            per_second=series.median("per_second") or 0.0,
            least=least,
            most=most,
            p50=series.median("p50"),
            p95=series.median("p95"),
            p99=series.median("p99"),
            bytes=series.median("bytes"),
            errors=series.errors,
            server_ms=series.median("server_ms"),
            database_ms=series.median("database_ms"),
            client_ms=series.median("client_ms"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One floor: what was measured, what must be reached, and whether it was."""

    name: str
    measured: float
    floor: float
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A case with its figures; `ratios` are ours to the limit and to each peer, `growth` is in MB."""

    name: str
    rates: Mapping[str, Rates] = field(default_factory=dict)
    ratios: Mapping[str, float] = field(default_factory=dict)
    limit: str = ""
    growth: float | None = None
    marks: tuple[Mark, ...] = ()
    fault: str | None = None
    most_growth: float | None = None
    failed: tuple[str, ...] = ()

    @property
    def by_cost(self) -> float | None:
        """The ratio to the limit by processor time instead of answers, which other programs on the machine disturb."""
        ours, limit = (self.rates[name].cost if name in self.rates else None for name in ("ours", "limit"))
        return limit / ours if ours and limit else None

    @property
    def kept(self) -> bool:
        """Whether the case is valid and every floor that was measured is kept."""
        return self.fault is None and all(mark.kept for mark in self.marks)

    def as_json(self) -> dict[str, Any]:
        """The outcome as JSON values, numbers to three digits after the point."""
        rounded = _rounded(asdict(self) | {"by_cost": self.by_cost})
        assert isinstance(rounded, dict)  # noqa: S101 - made of one
        return rounded


def outcome(
    case: Case,
    rates: Mapping[str, Rates],
    ratios: Mapping[str, float],
    *,
    plan: str,
    growth: float | None,
    packed: int | None,
) -> Outcome:
    """Hold the figures of a case against its floors.

    An answer of ours or of the limit that failed makes it invalid; a peer with one has no ratio.
    """
    failed = {name: one.errors for name, one in rates.items() if one.errors}
    ours = {name: errors for name, errors in failed.items() if name in OWN}
    ratios = {name: one for name, one in ratios.items() if name in OWN or name not in failed}
    return Outcome(
        name=case.name,
        rates=rates,
        ratios=ratios,
        limit=f"{case.limit}{', ' + plan if plan else ''}",
        growth=growth,
        marks=tuple(_marks(case, rates, ratios, growth, packed)),
        most_growth=case.floors.rows,
        failed=tuple(failed),
        fault=f"answers failed: {ours}" if ours else None,
    )


def _marks(
    case: Case, rates: Mapping[str, Rates], ratios: Mapping[str, float], growth: float | None, packed: int | None
) -> list[Mark]:
    floors = case.floors
    found = [_at_least("of the limit", ratios.get("limit"), floors.limit)]
    found += [_at_least(f"times {peer}", ratios.get(peer), floor) for peer, floor in floors.peers.items()]
    found += [
        _at_most("p95 in ms", rates["ours"].p95, floors.p95),
        _at_most("KiB packed", None if packed is None else packed / 1024, floors.kib),
        _at_most("growth in MB", growth, floors.growth),
    ]
    return [mark for mark in found if mark is not None]


def _at_least(name: str, measured: float | None, floor: float | None) -> Mark | None:
    if measured is None or floor is None:
        return None
    return Mark(name=name, measured=measured, floor=floor, kept=measured >= floor)


def _at_most(name: str, measured: float | None, floor: float | None) -> Mark | None:
    if measured is None or floor is None:
        return None
    return Mark(name=name, measured=measured, floor=floor, kept=measured <= floor)


def _rounded(value: Any) -> Any:  # noqa: ANN401 - JSON
    match value:
        case float():
            return round(value, 3)
        case dict():
            return {name: _rounded(one) for name, one in value.items()}
        case list() | tuple():
            return [_rounded(one) for one in value]
        case _:
            return value
