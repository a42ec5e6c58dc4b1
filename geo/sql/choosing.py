"""Statements over the versions of one publication, or over everything that is published.

Which of the two is part of the text: a plan for both at once would read everything.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from geo.sql import query

_SHARE: Final = "project_id, version, district_id, measure, amount, share"


@cache
def chosen(name: str, *, every: bool, **braces: str) -> str:
    """The query of this name, whose braces `chosen` take the condition on `v`; `number` is a parameter of it."""
    return query(name).format(chosen="true" if every else "v.publication = %(number)s", **braces)


def shares(target: str, only: str = "") -> str:
    """The statement that keeps how much of a table's footprints lies in each district, or in those that `only` says."""
    return f"INSERT INTO published.district_share ({_SHARE}) {shares_of(target, only)}"


@cache
def shares_of(
    target: str, only: str = "", *, parts: str = "published.district_part", districts: str = "published.district"
) -> str:
    """The query that tells it, of districts that are cut into parts."""
    return query("publish/shares").format(
        target=target, only=only, parts=parts, districts=districts, ground=query("footprints/ground")
    )


@cache
def briefs(*, every: bool) -> str:
    """The query of the briefs of one publication, `number`, or of all that is published now."""
    facts = query("briefs/facts").format(shares="published.district_share")
    return chosen("briefs/brief", every=every, facts=facts)


@cache
def boxes(condition: str | None = "true") -> str:
    """The query of boxes with the times in which they were shown, of the works whose versions `v` meet a condition.

    None: those that come with one publication, `number`.
    """
    spans = query("boxes/come") if condition is None else query("boxes/spans").format(chosen=condition)
    return query("boxes/box").format(source=spans)


@cache
def closed_briefs(condition: str = "true") -> str:
    """The query of the briefs of closed versions `v`, as each was when it was closed."""
    then = query("then/district_share").format(number="(n.publication - 1)")
    return query("briefs/closed").format(chosen=condition, facts=query("briefs/facts").format(shares=then))
