"""Amounts of a section added up: by currency, since nothing is converted, and with how many of them are not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from geo.details.sections import Contract
from geo.details.values import Value
from geo.values import Money

_DIGITS = 60
"""Enough for the sum of any amounts that a section may hold."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A total for each currency, of `count` parts, `missing` of which have no amount."""

    totals: tuple[Money, ...]
    count: int
    missing: int


def summed(amounts: Iterable[Value | None]) -> Sum:
    """The sum of amounts that were entered or not."""
    given = list(amounts)
    totals: dict[str, Decimal] = {}
    with localcontext(prec=_DIGITS):
        for one in given:
            if one is not None:
                totals[one.currency] = totals.get(one.currency, Decimal(0)) + one.amount
    return Sum(tuple(Money(totals[code], code) for code in sorted(totals)), len(given), given.count(None))


def contracted(contracts: Iterable[Contract]) -> Sum:
    """What contracts come to."""
    return summed(one.amount for one in contracts)


def paid(contracts: Iterable[Contract]) -> Sum:
    """What was paid under contracts."""
    return summed(payment.amount for one in contracts for payment in one.payments or ())


def part_paid(contract: Contract) -> Decimal | None:
    """The part of a contract's amount that was paid; None where it cannot be told."""
    told = paid([contract])
    whole = contract.amount
    if whole is None or not whole.amount or told.missing or [one.currency for one in told.totals] != [whole.currency]:
        return None
    return told.totals[0].amount / whole.amount


def grown(old: Value | None, new: Value | None) -> Money | None:
    """By how much an amount grew; None where one of them is not known, or in another currency."""
    if old is None or new is None or old.currency != new.currency:
        return None
    return Money(new.amount - old.amount, new.currency)
