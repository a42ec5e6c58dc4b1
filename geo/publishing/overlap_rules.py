"""The rules of overlaps in force: a city's own, else those that the program brings."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import NamedTuple

from psycopg import Connection

from geo.details.texts import exact_json
from geo.overlaps.rules import Rules, rules
from geo.overlaps.shipped import shipped
from geo.sql import query


class InForce(NamedTuple):
    """The rules; whether the program brought them; the fingerprint by which all was judged last, None before any."""

    rules: Rules
    shipped: bool
    judged_by: str | None

    @property
    def judged(self) -> bool:
        """Whether all that is published was judged by these rules, and by the code of this program."""
        return self.judged_by == self.rules.fingerprint


def in_force(connection: Connection) -> InForce:
    """The rules in force."""
    row = connection.execute(query("overlaps/rules")).fetchone()
    if row is None:
        return InForce(shipped(), shipped=True, judged_by=None)
    text, fingerprint, is_shipped = row
    found = shipped() if is_shipped else rules(json.loads(text, parse_float=Decimal))
    return InForce(found, is_shipped, fingerprint)


def put_in_force(connection: Connection, new: Rules, number: int, *, shipped: bool) -> None:
    """Let these rules hold from the publication of this number on."""
    values = {
        "number": number,
        "rules": exact_json(new.as_members()),
        "fingerprint": new.fingerprint,
        "shipped": shipped,
    }
    connection.execute(query("overlaps/rule"), values)
