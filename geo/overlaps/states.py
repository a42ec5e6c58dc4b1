"""What has become of a pair of works that concern each other."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """The state of a pair on a date, as `geo/sql/overlaps/state.sql` tells it."""

    OPEN = "open"
    """Nobody has settled it, and the days in which it matters are not over, or not known."""
    PAST = "past"
    """Nobody has settled it, and those days are over."""
    JOINED = "joined"
    """It is agreed that the works are done at once."""
    SEQUENCED = "sequenced"
    """It is agreed which of them comes first."""
    NO_CONFLICT = "no-conflict"
    """It is agreed that they are no conflict."""
