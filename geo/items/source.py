"""What the reader of features needs to know of a collection."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from geo.items.brief import Brief
from geo.items.sorting import SortKey


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # few, compared by what they are: every read looks one up
class Source:
    """A collection as the database reads it; every text is SQL of our own.

    `now` stands behind FROM. For the state of an earlier publication it is read as `geo.then` says; or `past` stands
    there, whose `{number}` that number's placeholder replaces, and `feature_then` is made of it; `past_by_key` finds
    sooner what is asked for by its key. `key` is unique, and what features are sorted by in the end. `known_as` is the
    condition that a feature has the public id whose placeholder replaces `{id}`. `feature` is its GeoJSON text in
    CRS84, beginning with type, id and geometry; `utf8` is the same as bytes, where those are had faster. $1, $2 in them
    are what the source `takes` of a request, in that order: the city's first language, the date asked. `geometry` is a
    column in EPSG:4326. `always` are properties that stay when a client names the ones it wants. `brief` has the
    columns of `now` that features are mostly chosen and sorted by.
    """

    now: str
    key: tuple[SortKey, ...]
    feature: str
    known_as: str
    utf8: str | None = None
    past: str | None = None
    past_by_key: str | None = None
    feature_then: str | None = None
    geometry: str | None = None
    takes: tuple[Literal["language", "today"], ...] = ("language",)
    always: tuple[str, ...] = ()
    brief: Brief | None = None

    def relation(self, number: str | None) -> str:
        """What stands behind FROM; for the publication with this placeholder, `then.at` has still to read it."""
        return self.now if number is None or self.past is None else self.past.format(number=number)

    def by_key(self, number: str | None) -> str:
        """The same for features whose keys are known: `past_by_key` finds them sooner."""
        if number is None or self.past_by_key is None:
            return self.relation(number)
        return self.past_by_key.format(number=number)

    def at(self, number: str | None) -> Source:
        """The source as features of now or of then are made of it."""
        return self if number is None or self.feature_then is None else replace(self, feature=self.feature_then)
