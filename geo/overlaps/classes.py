"""The classes of overlaps, and which of them hold for two works. `docs/overlaps.md` draws each."""

from __future__ import annotations

from enum import StrEnum


class Class(StrEnum):
    """What two works are to each other, in order: the first one that holds is the main class of a pair."""

    DUPLICATE = "duplicate"
    CLASH = "clash"
    JOIN = "join"
    RE_DIG = "re-dig"
    TRAFFIC = "traffic"
    CROSSING = "crossing"
