"""The box that a filter demands features to touch, taken out of it: there are faster ways to find those."""

from __future__ import annotations

from geo.errors import BadInput
from geo.filters.tree import Box, Filter, Node, Operation, Property
from geo.values import Bbox


def without_box(asked: Filter, geometry: str) -> tuple[Bbox | None, Filter | None]:
    """The first box that features must touch by a filter in CRS84, and what else it asks of them, None for nothing.

    The box is None, and the filter whole, where it does not plainly demand that the queryable `geometry` meets one.
    """
    demands = asked.root.args if isinstance(asked.root, Operation) and asked.root.name == "and" else (asked.root,)
    for place, demand in enumerate(demands):
        box = _touched(demand, geometry)
        if box is not None:
            return box, _all(demands[:place] + demands[place + 1 :])
    return None, asked


def _touched(demand: Node, geometry: str) -> Bbox | None:
    match demand:
        case Operation("s_intersects", (Property(name), Box(lower, upper))) if name == geometry:
            pass
        case Operation("s_intersects", (Box(lower, upper), Property(name))) if name == geometry:
            pass
        case _:
            return None
    try:
        return Bbox(*lower, *upper) if lower[0] <= upper[0] else None
    except BadInput:
        return None


def _all(demands: tuple[Node, ...]) -> Filter | None:
    if not demands:
        return None
    return Filter(demands[0] if len(demands) == 1 else Operation("and", demands))
