"""Which projects a reader asks for, as bound SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shapely.geometry.base import BaseGeometry

from geo.codes import Category, Status
from geo.items import Brief, Condition, Where, in_box, in_shape, is_flat, of_box, of_shape, spans, touching
from geo.periods import Interval
from geo.values import Bbox

BRIEF: Final = Brief(
    "published.project_brief AS v",
    frozenset(
        {
            "project_id",
            "version",
            "publication",
            "west",
            "south",
            "east",
            "north",
            "sample",
            "geometry_class",
            "status",
            "category",
            "agency",
            "original_start",
            "original_end",
            "planned_start",
            "planned_end",
            "actual_start",
            "actual_end",
            "progress_as_of",
            "due",
            "location_accuracy",
            "progress_planned",
            "progress_actual",
            "original_budget",
            "budget",
            "contract_amount",
            "end_shift_days",
            "extension_count",
            "cost_growth",
            "progress_gap",
            "by_progress",
            "title",
            "districts",
            "contractor",
            "supervisor",
            "address",
            "original_budget_currency",
            "budget_currency",
            "contract_currency",
            "location_source",
            "location_method",
            "location_verified_by",
            "location_verified_on",
            "declared_districts",
            "withheld",
            "published",
        }
    ),
    lends=("districts",),
    without="published.project_now AS v LEFT JOIN published.agency AS a ON a.code = v.agency",
)
"""The current projects without footprints and long texts: `published.project_brief`."""
BOXES: Final = "published.project_box AS v"
"""The boxes of the current projects, in an index that answers alone."""
_TOUCHES: Final = "ST_Intersects({box}, published.footprint_of(v.project_id, v.version))"
# A scalar query, since EXISTS might be answered by reading every row that touches the box.
_VERSION_TOUCHES: Final = (
    "(SELECT ST_Intersects(x.footprint, {box}) FROM published.project_version AS x "
    "WHERE x.publication = v.since AND x.project_id = v.project_id)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Every condition that is given must hold; within one, any value may.

    `districts` are public ids (`set.code`). `interval` is met by the actual period where it is known, else the current
    planned one, open ends allowed; a project with neither meets none. `mapped` is whether it has a footprint,
    `geometry_class` what that is drawn as. `area` (EPSG:4326) is met by a footprint that touches it. `as_of` is the
    number of an earlier publication, whose state is asked. `conditions` are on `v` (project_now) and `a` (agency);
    `scattered` says that one of them is of space, so that rows are found in no order of use.
    """

    bbox: Bbox | None = None
    area: BaseGeometry | None = None
    interval: Interval | None = None
    districts: frozenset[str] | None = None
    statuses: frozenset[Status] | None = None
    categories: frozenset[Category] | None = None
    agencies: frozenset[str] | None = None
    mapped: bool | None = None
    geometry_class: str | None = None
    as_of: int | None = None
    conditions: tuple[Condition, ...] = ()
    scattered: bool = False


def demand(clause: Where, selection: Selection) -> None:
    """Add the conditions of a selection to a clause over `v`."""
    _codes(clause, selection)
    if selection.bbox:
        clause.add(in_box(clause, "v.footprint", selection.bbox))
    if selection.area is not None:
        clause.add(in_shape(clause, "v.footprint", selection.area))
    if selection.districts is not None:
        clause.add(
            "EXISTS (SELECT FROM published.district_share AS s WHERE s.project_id = v.project_id "
            f"AND s.version = v.version AND s.district_id = ANY ({clause.bind(sorted(selection.districts))}::text[]))"
        )
    _demand_facts(clause, selection)


def demand_of_brief(clause: Where, selection: Selection) -> None:
    """Add the same conditions over the brief, where that holds them."""
    _codes(clause, selection)
    if selection.districts is not None:
        clause.add(_lies_in(clause, selection))
    _demand_facts(clause, selection)
    if selection.bbox:
        clause.add(of_box(clause, selection.bbox, _TOUCHES))
    if selection.area is not None:
        clause.add(of_shape(clause, selection.area, _TOUCHES))


def demand_of_boxes(clause: Where, box: Bbox) -> None:
    """Add the condition of a box over `BOXES`."""
    clause.add(touching(clause, box, _VERSION_TOUCHES))


def is_box_alone(selection: Selection) -> bool:
    """Whether a box is all that is asked, and one that `BOXES` can be asked for."""
    box = selection.bbox
    return (
        box is not None
        and len(spans(box)) == 1
        and not is_flat(box)
        and selection == Selection(bbox=box, as_of=selection.as_of)
    )


def is_of_district_and_code(selection: Selection) -> bool:
    """Whether one district and one status or category are all that is asked: indexes of codes have districts too."""
    codes = [codes for codes in (selection.statuses, selection.categories) if codes is not None]
    one_each = len(selection.districts or ()) == 1 and [len(one) for one in codes] == [1]
    return one_each and selection == Selection(
        districts=selection.districts,
        statuses=selection.statuses,
        categories=selection.categories,
        as_of=selection.as_of,
    )


def is_in_brief(selection: Selection) -> bool:
    """Whether the brief holds all that a selection asks of the projects that are published now."""
    is_thin = selection.area is not None and selection.area.area == 0
    if selection.as_of is not None or is_thin or (selection.bbox and is_flat(selection.bbox)):
        return False
    return BRIEF.holds(*(condition(lambda _: "$1") for condition in selection.conditions))


def _lies_in(clause: Where, selection: Selection) -> str:
    """The index of districts serves the second form; but the first one is told of a row in half the time."""
    districts = sorted(selection.districts or ())
    if is_of_district_and_code(selection):
        return f"{clause.bind(districts[0])}::text = ANY (v.districts)"
    return f"v.districts && {clause.bind(districts)}::text[]"


def _demand_facts(clause: Where, selection: Selection) -> None:
    if selection.interval:
        _in_interval(clause, selection.interval)
    if selection.mapped is not None:
        clause.add(f"v.geometry_class IS {'NOT ' if selection.mapped else ''}NULL")
    if selection.geometry_class is not None:
        clause.add(f"v.geometry_class = {clause.bind(selection.geometry_class)}::text")
    clause.demand(selection.conditions)


def _codes(clause: Where, selection: Selection) -> None:
    columns = (("status", selection.statuses), ("category", selection.categories), ("agency", selection.agencies))
    for column, codes in columns:
        if codes is not None:
            clause.add(_one_of(clause, f"v.{column}", [str(code) for code in codes]))


def _one_of(clause: Where, column: str, codes: list[str]) -> str:
    """One code is asked plainly: an index then gives its rows in the order of their ids, which ANY would lose."""
    if len(codes) == 1:
        return f"{column} = {clause.bind(codes[0])}::text"
    return f"{column} = ANY ({clause.bind(sorted(codes))}::text[])"


def _in_interval(clause: Where, interval: Interval) -> None:
    start = "coalesce(v.actual_start, v.planned_start)"
    end = "coalesce(v.actual_end, v.planned_end)"
    clause.add(f"coalesce({start}, {end}) IS NOT NULL")
    if interval.start is not None:
        clause.add(f"greatest(coalesce({end}, 'infinity'), {start}) >= {clause.bind(interval.start)}::date")
    if interval.end is not None:
        clause.add(f"coalesce({start}, '-infinity') <= {clause.bind(interval.end)}::date")
