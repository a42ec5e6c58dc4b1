"""By which rules the pairs were found that are told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

from geo.overlaps.rules import Rules, rules
from geo.overlaps.shipped import shipped
from geo.sql import query
from geo.store.connecting import ReadPool


@dataclass(frozen=True, slots=True)
class InForce:
    """Rules, and since which publication they hold, None before any; `shipped` are those that the program brings.

    `fingerprint` is that of the rules and of the code by which the pairs were found then.
    """

    rules: Rules
    publication: int | None
    fingerprint: str
    shipped: bool


async def rules_told(pool: ReadPool, *, as_of: int | None = None) -> InForce:
    """The rules by which the pairs of now were found, or those of an earlier publication."""
    row = await pool.row(query("overlaps/told"), as_of, at_least=as_of)
    if row is None:
        return InForce(shipped(), None, shipped().fingerprint, shipped=True)
    told = rules(json.loads(row["rules"], parse_float=Decimal))
    return InForce(told, row["publication"], row["fingerprint"], shipped=row["shipped"])
