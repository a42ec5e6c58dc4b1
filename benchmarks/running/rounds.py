"""Rounds: the targets of a case in turn, in a rotated order, drained between."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from benchmarks.running.sample import Sample

Target = Callable[[int, int], Sample]
"""Measures itself for so many seconds; the second number is a seed."""


@dataclass(slots=True)
class Series:
    """The samples of one target, one a round."""

    samples: list[Sample] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """Answers that failed, in all rounds."""
        return sum(sample.errors for sample in self.samples)

    def median(self, member: str) -> float | None:
        """The median of one number over the rounds; None where it is not known."""
        known = [value for sample in self.samples if (value := getattr(sample, member)) is not None]
        return statistics.median(known) if known else None

    def spread(self) -> tuple[float, float]:
        """The least and the most answers a second of a round."""
        rates = [sample.per_second for sample in self.samples]
        return min(rates), max(rates)


def run(
    targets: Mapping[str, Target], *, rounds: int, seconds: int, drain: Callable[[], None], warm: bool = True
) -> dict[str, Series]:
    """Measure every target once a round; each round begins with another target."""
    series = {name: Series() for name in targets}
    names = list(targets)
    if warm:
        for name in names:
            drain()
            targets[name](1, 0)
    for turn in range(rounds):
        first = turn % len(names)
        for name in [*names[first:], *names[:first]]:
            drain()
            series[name].samples.append(targets[name](seconds, turn + 1))
    return series


def ratio(ours: Series, other: Series) -> float | None:
    """The median, over the rounds, of ours to the other's of the same round; None where the other answered nothing."""
    pairs = zip(ours.samples, other.samples, strict=True)
    ratios = [mine.per_second / theirs.per_second for mine, theirs in pairs if theirs.per_second]
    return statistics.median(ratios) if ratios else None
