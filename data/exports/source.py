"""What a writer is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from data.exports.about import About
from data.exports.rows import Row, rows, spooled
from data.exports.survey import Survey

Tell: TypeAlias = Callable[[int], None]
"""Told how many features have been written since it was told last."""


@dataclass(frozen=True, slots=True)
class Source:
    """Features in a spool, and what is known of them. `tiles` is a second spool, of a map's tiles (`exports.tiles`)."""

    about: About
    spool: Path
    survey: Survey
    tell: Tell
    tiles: Path | None = None

    def texts(self) -> Iterator[list[str]]:
        """The features as GeoJSON texts, a batch at a time; progress is told as they are taken."""
        for batch in spooled(self.spool):
            yield batch
            self.tell(len(batch))

    def batches(self) -> Iterator[list[Row]]:
        """The features as rows, a batch at a time."""
        return (rows(texts) for texts in self.texts())

    @property
    def title(self) -> str:
        """The title, which says so where data are made up."""
        return labelled(self.about, self.survey)

    @property
    def unmapped_left_out(self) -> list[str]:
        """What is said where a format cannot hold features without a geometry."""
        survey = self.survey
        left_out = f"{survey.unmapped} of {survey.count} features have no footprint and are left out."
        return [left_out] if survey.unmapped else []


def labelled(about: About, survey: Survey) -> str:
    """The title of what was surveyed, which says so where data are made up."""
    return f"{about.title} (sample data)" if survey.samples else about.title
