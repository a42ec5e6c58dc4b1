"""What may be asked of projects: facts of `published.project_now AS v`, or of an earlier state under the same name."""

from __future__ import annotations

from itertools import chain
from typing import Final

from geo.codes import Category, Status
from geo.filters.queryables import Kind, Queryable, Queryables, columns, table
from geo.project import Accuracy

_IN_DISTRICTS: Final = "FROM published.district_share AS s WHERE s.project_id = v.project_id AND s.version = v.version"

_OWN: Final = (
    Queryable(name="id", kind=Kind.TEXT, sql="v.project_id", title="Public id", sortable=True, role="id"),
    Queryable(
        name="footprint",
        kind=Kind.GEOMETRY,
        sql="v.footprint",
        title="Footprint",
        description="Where the work is; null where nobody entered it.",
        role="primary-geometry",
    ),
    Queryable(
        name="status",
        kind=Kind.TEXT,
        sql="v.status",
        title="Status",
        description="Stage of the project, by the codes of OC4IDS and `suspended`.",
        codes=tuple(str(code) for code in Status),
        sortable=True,
    ),
    Queryable(
        name="category",
        kind=Kind.TEXT,
        sql="v.category",
        title="Category",
        description="Kind of public work.",
        codes=tuple(str(code) for code in Category),
        sortable=True,
    ),
    Queryable(
        name="location_accuracy",
        kind=Kind.TEXT,
        sql="v.location_accuracy",
        title="Accuracy of the footprint",
        description="How far the footprint can be trusted.",
        codes=tuple(str(code) for code in Accuracy),
        sortable=True,
    ),
    Queryable(
        name="districts",
        kind=Kind.TEXT_ARRAY,
        sql=f"ARRAY(SELECT s.district_id::text {_IN_DISTRICTS})",
        title="Districts",
        description="Ids (set.code) of the districts that the footprint lies in, of every boundary set.",
        shares=f"EXISTS (SELECT {_IN_DISTRICTS} AND s.district_id = ANY ({{array}}))",
    ),
    Queryable(
        name="withheld",
        kind=Kind.TEXT_ARRAY,
        sql="v.withheld",
        title="Withheld",
        description="Names of the facts that were entered and are withheld; their values are null.",
    ),
    Queryable(name="sample", kind=Kind.BOOLEAN, sql="v.sample", title="Made up, for the sample city"),
    Queryable(name="version", kind=Kind.NUMBER, sql="v.version", title="Version", sortable=True, whole=True),
    Queryable(
        name="published",
        kind=Kind.INSTANT,
        sql="lower(v.published)",
        title="When this version was published",
        sortable=True,
    ),
    Queryable(
        name="days_late",
        kind=Kind.NUMBER,
        sql="published.days_late(v.original_end, v.planned_end, v.actual_end, v.status, {today}::date)",
        title="Days late",
        description="Counted from the original end to the actual one, else to the planned end or today.",
        sortable=True,
        whole=True,
    ),
    Queryable(
        name="days_silent",
        kind=Kind.NUMBER,
        sql="published.days_silent(v.progress_as_of, lower(v.published) AT TIME ZONE {zone}::text AT TIME ZONE 'UTC', "
        "v.status, {today}::date)",
        title="Days silent",
        description="Counted from the date of the progress or the last publication of something new, whichever is "
        "later; null for works that are completed or cancelled.",
        sortable=True,
        whole=True,
    ),
)
_DELAYS: Final = {
    "end_shift_days": "Days from the first planned end to the actual one, else to the one planned now",
    "extension_count": "Published extensions",
}
_TEXTS: Final = {
    "title": "Title",
    "agency": "Code of the ordering agency",
    "contractor": "Contractor",
    "supervisor": "Supervisor",
    "address": "Address",
    "original_budget_currency": "Currency of the original budget (ISO 4217)",
    "budget_currency": "Currency of the budget (ISO 4217)",
    "contract_currency": "Currency of the contract (ISO 4217)",
    "location_source": "Source of the footprint",
    "location_method": "How the footprint was made",
    "location_verified_by": "Who verified the footprint",
}
_NUMBERS: Final = {
    "progress_planned": "Planned progress, 0 to 1",
    "progress_actual": "Actual progress, 0 to 1",
    "original_budget": "First budget, in its currency",
    "budget": "Budget, in its currency",
    "contract_amount": "Amount of the contract, in its currency",
    "cost_growth": "(budget - original_budget) / original_budget, in the same currency",
    "progress_gap": "progress_planned - progress_actual",
}
_DATES: Final = {
    "original_start": "First planned start",
    "original_end": "First planned end",
    "planned_start": "Planned start",
    "planned_end": "Planned end",
    "actual_start": "Actual start",
    "actual_end": "Actual end",
    "progress_as_of": "Date of the progress",
    "location_verified_on": "When the footprint was verified",
}
_ARRAYS: Final = {"declared_districts": "Districts that the agency names itself"}

PROJECTS: Final[Queryables] = table(
    chain(
        _OWN,
        columns("v", Kind.TEXT, _TEXTS),
        columns("v", Kind.NUMBER, _NUMBERS),
        columns("v", Kind.NUMBER, _DELAYS, whole=True),
        columns("v", Kind.DATE, _DATES),
        columns("v", Kind.TEXT_ARRAY, _ARRAYS, sortable=False),
    )
)
"""The queryables of projects. What is withheld is null in the store, so that no filter can find it."""
