"""Statements over the versions of one publication, or over everything that is published.

Which of the two is part of the text: a plan for both at once would read everything.
"""

from __future__ import annotations

from functools import cache

from geo.sql import query


@cache
def chosen(name: str, *, every: bool, **braces: str) -> str:
    """The query of this name, whose braces `chosen` take the condition on `v`; `number` is a parameter of it."""
    return query(name).format(chosen="true" if every else "v.publication = %(number)s", **braces)


@cache
def shares(target: str, only: str = "") -> str:
    """The statement that tells how much of a table's footprints lies in each district, or in those that `only` says."""
    return query("publish/shares").format(target=target, only=only, ground=query("footprints/ground"))
