"""The rules of overlaps in force: a city's own, else those that the program brings."""

from __future__ import annotations

import json
from decimal import Decimal

from psycopg import Connection

from geo.details.texts import exact_json
from geo.overlaps.rules import Rules, rules
from geo.overlaps.shipped import shipped
from geo.sql import query


def in_force(connection: Connection) -> tuple[Rules, bool]:
    """The rules, and whether no publication has been judged by them yet."""
    row = connection.execute(query("overlaps/rules")).fetchone()
    if row is None:
        return shipped(), True
    text, fingerprint, is_shipped = row
    if is_shipped:
        return shipped(), fingerprint != shipped().fingerprint
    return rules(json.loads(text, parse_float=Decimal)), False


def put_in_force(connection: Connection, new: Rules, number: int, *, shipped: bool) -> None:
    """Let these rules hold from the publication of this number on."""
    values = {
        "number": number,
        "rules": exact_json(new.as_members()),
        "fingerprint": new.fingerprint,
        "shipped": shipped,
    }
    connection.execute(query("overlaps/rule"), values)
