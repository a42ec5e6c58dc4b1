"""The outcomes as a table, beside those that were kept last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.outcome import Mark, Outcome, Rates

PEERS = ("tipg", "pygeoapi")


def print_table(outcomes: Sequence[Outcome], last: Mapping[str, Any] | None) -> None:
    """Print every case; `last` is the kept summary of an earlier run."""
    table = Table(show_lines=False, pad_edge=False)
    for name in (
        "case",
        "ours/s",
        "least-most",
        "p50",
        "p95",
        "p99 ms",
        "KiB",
        "cpu ms",
        "limit/s",
        "ratio",
        "by cpu",
        "before",
    ):
        table.add_column(name, justify="left" if name == "case" else "right")
    for peer in PEERS:
        table.add_column(f"x {peer}", justify="right")
    table.add_column("floors")
    before = {one["name"]: one for one in (last or {}).get("outcomes", ())}
    for one in outcomes:
        table.add_row(*_cells(one, before.get(one.name)))
    Console(width=200).print(table)


def _cells(one: Outcome, before: Mapping[str, Any] | None) -> list[str]:
    ours, limit = one.rates.get("ours"), one.rates.get("limit")
    old = ((before or {}).get("ratios") or {}).get("limit")
    return [
        one.name,
        *_ours(ours),
        "" if limit is None else f"{limit.per_second:,.0f}",
        _number(one.ratios.get("limit")),
        _number(one.by_cost),
        _number(old),
        *(_peer(one, peer) for peer in PEERS),
        one.fault or "; ".join(_mark(mark) for mark in one.marks) or "none",
    ]


def _peer(one: Outcome, name: str) -> str:
    if name in one.failed:
        return "failed"
    return _number(one.ratios[name]) if name in one.ratios else "not measured"


def _ours(ours: Rates | None) -> Iterable[str]:
    if ours is None:
        return [""] * 7
    milliseconds = [_number(value, 1) for value in (ours.p50, ours.p95, ours.p99)]
    size = None if ours.bytes is None else ours.bytes / 1024
    cost = f"{_number(ours.server_ms)} + {_number(ours.database_ms)}"
    return [_rate(ours.per_second), f"{_rate(ours.least)}-{_rate(ours.most)}", *milliseconds, _number(size, 1), cost]


def _rate(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _number(value: float | None, digits: int = 2) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _mark(mark: Mark) -> str:
    return f"{'ok' if mark.kept else 'MISSED'} {mark.measured:.2f} {mark.name} ({mark.floor:g})"
