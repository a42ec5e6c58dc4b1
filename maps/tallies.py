"""How much is going on in each district, as the city's map asks for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from maps.palette import classes
from maps.urls import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictTally:
    """One district's public id, the address of its page, and its counts.

    `works` counts all published works there, `ongoing` those under way; `delay_days` is the mean delay of the ongoing
    ones against their original end, `None` where no such work has both dates. `label_point` is where the number
    stands (longitude, latitude); without it, amid the district's largest part.
    """

    id: str
    url: str
    ongoing: int
    works: int
    delay_days: float | None
    label_point: tuple[float, float] | None = None

    def value(self, measure: Measure) -> float | None:
        """The measured value in whole numbers; `None` where there is nothing to measure."""
        if measure == "ongoing":
            return self.ongoing
        return None if self.delay_days is None else round(self.delay_days)


def breaks(tallies: Sequence[DistrictTally], measure: Measure) -> tuple[float, ...]:
    """The least values of the classes by which districts are shaded."""
    values = (tally.value(measure) for tally in tallies)
    return classes(value for value in values if value is not None)


def tallies_json(tallies: Sequence[DistrictTally], measure: Measure) -> str:
    """The JSON that the city's map reads: `{"classes": […], "districts": [{id, url, value, ongoing, …}]}`."""
    districts = [asdict(tally) | {"value": tally.value(measure)} for tally in tallies]
    return json.dumps({"classes": breaks(tallies, measure), "districts": districts}, ensure_ascii=False)
