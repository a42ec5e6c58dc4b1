"""Baselines that are told more coarsely from now on: they are those that the public has known, not what is sent now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from psycopg import Connection

from data.policy import Ruling
from data.policy.generalising import coarsened
from data.republishing.sent import ORIGINALS, Sent
from geo.sql import query
from geo.values import Money

Baselines: TypeAlias = Mapping[str, Mapping[str, Any]]


def read_baselines(connection: Connection) -> Baselines:
    """The public baselines by the ids of their projects."""
    rows = connection.execute(query("republish/baselines")).fetchall()
    return {
        project_id: {
            "original_start": start,
            "original_end": end,
            "original_budget": None if amount is None or currency is None else Money(amount, currency),
        }
        for project_id, start, end, amount, currency in rows
    }


def on_baseline(one: Sent, ruling: Ruling, known: Mapping[str, Any]) -> Sent:
    """The project with the public baseline, as `known`, wherever it is not coarse enough."""
    finer = {
        name: value
        for name in ORIGINALS
        if name in ruling.coarse
        and (value := known.get(name)) is not None
        and coarsened(name, value, [rule.how for rule in ruling.coarse[name]]) != value
    }
    return Sent(replace(one.project, **finer), one.corrected | finer.keys()) if finer else one
