"""The columns of exported files: their order, their types and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a column holds; the format decides how it is stored."""

    TEXT = "text"
    LIST = "list of texts"
    NAMES = "texts by language, as JSON"
    SECTION = "list of objects, as JSON"
    DATE = "date"
    INSTANT = "instant, UTC"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "exact decimal"
    FLAG = "true or false"
    JSON = "members, as JSON"


AS_JSON: Final = frozenset({Kind.SECTION, Kind.JSON})
"""Kinds whose values are written as JSON with all their digits."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `short` is its name where only ten letters are allowed. `withheld` belongs to every table of works."""

    name: str
    kind: Kind
    description: str
    short: str


def _column(name: str, kind: Kind, description: str, short: str | None = None) -> Column:
    return Column(name, kind, description, short or name)


ID: Final = _column("id", Kind.TEXT, "Public id; stable for ever and never used again.")

PROJECTS: Final = (
    ID,
    _column("title", Kind.TEXT, "Title in the city's first language that has one."),
    _column("titles", Kind.NAMES, "Titles."),
    _column("descriptions", Kind.NAMES, "Descriptions.", "descript"),
    _column("status", Kind.TEXT, "Stage of the project: a code of OC4IDS, or suspended."),
    _column("category", Kind.TEXT, "Kind of work: a code."),
    _column("agency", Kind.TEXT, "Code of the body that ordered the work."),
    _column("agency_name", Kind.TEXT, "Name of that body, in the city's first language.", "agencyname"),
    _column("contractor", Kind.TEXT, "Who builds.", "contractor"),
    _column("supervisor", Kind.TEXT, "Who supervises.", "supervisor"),
    _column("address", Kind.TEXT, "Where, in words."),
    _column("original_start", Kind.DATE, "First planned start, which never moves.", "orig_start"),
    _column("original_end", Kind.DATE, "First planned end, which never moves.", "orig_end"),
    _column("planned_start", Kind.DATE, "Start as planned now.", "plan_start"),
    _column("planned_end", Kind.DATE, "End as planned now.", "plan_end"),
    _column("actual_start", Kind.DATE, "When works began.", "act_start"),
    _column("actual_end", Kind.DATE, "When works ended.", "act_end"),
    _column("progress_planned", Kind.NUMBER, "Planned progress, a fraction from 0 to 1.", "prog_plan"),
    _column("progress_actual", Kind.NUMBER, "Actual progress, a fraction from 0 to 1.", "prog_act"),
    _column("progress_as_of", Kind.DATE, "The day on which the progress was true.", "prog_as_of"),
    _column("original_budget", Kind.MONEY, "First budget, which never moves.", "orig_budg"),
    _column("original_budget_currency", Kind.TEXT, "Its currency (ISO 4217).", "orig_cur"),
    _column("budget", Kind.MONEY, "Budget now.", "budget"),
    _column("budget_currency", Kind.TEXT, "Its currency (ISO 4217).", "budget_cur"),
    _column("contract_amount", Kind.MONEY, "Amount of the contracts.", "contract"),
    _column("contract_currency", Kind.TEXT, "Its currency (ISO 4217).", "contr_cur"),
    _column("location_source", Kind.TEXT, "Where the footprint comes from.", "loc_source"),
    _column("location_method", Kind.TEXT, "How the footprint was made.", "loc_method"),
    _column("location_accuracy", Kind.TEXT, "How far the footprint can be trusted: a code.", "loc_accur"),
    _column("location_verified_by", Kind.TEXT, "Who verified the footprint.", "loc_ver_by"),
    _column("location_verified_on", Kind.DATE, "When the footprint was verified.", "loc_ver_on"),
    _column("declared_districts", Kind.LIST, "Districts that the agency itself names.", "decl_distr"),
    _column("districts", Kind.LIST, "Ids of the districts it lies in, the largest share first.", "districts"),
    _column("days_late", Kind.INTEGER, "Days behind the original end, counted to the day of the publication."),
    _column("days_silent", Kind.INTEGER, "Days since the last news, counted to the day of the publication.", "silent"),
    _column("end_shift_days", Kind.INTEGER, "Days from the original end to the actual, else planned one.", "end_shift"),
    _column("extension_count", Kind.INTEGER, "Published extensions.", "extensions"),
    _column("cost_growth", Kind.NUMBER, "Budget against the first one of the same currency, a fraction.", "cost_grow"),
    _column("progress_gap", Kind.NUMBER, "Planned progress less actual progress, a fraction.", "prog_gap"),
    _column("contracts_count", Kind.INTEGER, "Published contracts.", "contr_no"),
    _column("contracts_total", Kind.MONEY, "Their amounts added up, where all are of one currency.", "contr_sum"),
    _column("contracts_total_currency", Kind.TEXT, "Its currency (ISO 4217).", "contr_scur"),
    _column("payments_count", Kind.INTEGER, "Published payments under these contracts.", "paid_no"),
    _column("payments_total", Kind.MONEY, "The payments added up, where all are of one currency.", "paid_sum"),
    _column("payments_total_currency", Kind.TEXT, "Its currency (ISO 4217).", "paid_cur"),
    _column("penalty_points", Kind.NUMBER, "Penalty points of all contractors added up.", "penal_pts"),
    _column("scale", Kind.SECTION, "How much is built."),
    _column("participants", Kind.SECTION, "Organisations that take part.", "particip"),
    _column("contacts", Kind.SECTION, "Roles and offices that may be asked."),
    _column("contracts", Kind.SECTION, "Contracts with subcontracts and payments."),
    _column("changes", Kind.SECTION, "Extensions and changes of the design or the value."),
    _column("documents", Kind.SECTION, "Approvals, reports and other documents."),
    _column("photos", Kind.SECTION, "Photos, by their addresses."),
    _column("briefs", Kind.SECTION, "What citizens who monitor the work have said."),
    _column("penalties", Kind.SECTION, "Penalty points that contractors were given."),
    _column("coordination", Kind.SECTION, "When else the work could be done, how firm it is.", "coordinat"),
    _column("ground", Kind.TEXT, "What the version was submitted on."),
    _column("generalised", Kind.LIST, "Names of the facts that are told more coarsely than entered.", "generalis"),
    _column("withheld", Kind.LIST, "Names of the facts that were entered and are withheld."),
    _column("withdrawn", Kind.FLAG, "Whether the project was withdrawn; always false in files."),
    _column("sample", Kind.FLAG, "Whether it is made up: sample data, which describes nothing real."),
    _column("version", Kind.INTEGER, "Number of the project's version."),
    _column("published", Kind.INSTANT, "When this version was published."),
)

DISTRICTS: Final = (
    ID,
    _column("name", Kind.TEXT, "Name in the city's first language."),
    _column("names", Kind.NAMES, "Names."),
    _column("code", Kind.TEXT, "Code within its boundary set."),
    _column("boundary_set", Kind.TEXT, "Code of the division of the city that it is part of.", "set"),
    _column("parent", Kind.TEXT, "Code of the unit that it is part of."),
    _column("level", Kind.INTEGER, "Level of the unit; 1 is the highest."),
    _column("valid_from", Kind.DATE, "First day in force."),
    _column("valid_to", Kind.DATE, "Last day in force."),
    _column("area_m2", Kind.NUMBER, "Area in square metres, on the ellipsoid."),
    _column("source", Kind.TEXT, "Where the boundary comes from."),
    _column("licence", Kind.TEXT, "Licence of the boundary, where it has one of its own."),
    _column("sketch", Kind.FLAG, "Whether the boundary is a sketch."),
    _column("sample", Kind.FLAG, "Whether it is made up: sample data, which describes nothing real."),
)


def _of_work(prefix: str, which: str, short: str) -> tuple[Column, ...]:
    return (
        _column(prefix, Kind.TEXT, f"Public id of {which}."),
        _column(f"{prefix}_title", Kind.TEXT, f"Title of {which}, in the city's first language.", f"{short}_title"),
        _column(f"{prefix}_titles", Kind.NAMES, f"Titles of {which}.", f"{short}_titles"),
        _column(f"{prefix}_agency", Kind.TEXT, f"Code of the body that ordered {which}.", f"{short}_agency"),
        _column(f"{prefix}_agency_name", Kind.TEXT, "Name of that body.", f"{short}_ag_nam"),
        _column(f"{prefix}_start", Kind.DATE, f"Actual start of {which}, else the planned one.", f"{short}_start"),
        _column(f"{prefix}_end", Kind.DATE, f"Actual end of {which}, else the planned one.", f"{short}_end"),
    )


OVERLAPS: Final = (
    _column("id", Kind.TEXT, "Ids of both works, with a tilde between."),
    _column("class", Kind.TEXT, "What the works are to each other, before all: a code."),
    _column("also", Kind.LIST, "Other classes that hold."),
    _column("state", Kind.TEXT, "What had become of it by the day of the publication: a code."),
    _column("past", Kind.FLAG, "Whether the days in which it matters were over by then."),
    _column("reason", Kind.TEXT, "Why it was marked last; changed or apart where it is open again for that."),
    _column("marked_by", Kind.TEXT, "Code of the body that marked it last."),
    _column("marked_at", Kind.INSTANT, "When that was."),
    *_of_work("one", "the work whose id comes first", "one"),
    *_of_work("other", "the other work", "oth"),
    _column("agencies", Kind.LIST, "Codes of the agencies of both."),
    _column("categories", Kind.LIST, "Categories of both: codes."),
    _column("districts", Kind.LIST, "Ids of the districts that both lie in, or else either."),
    _column("relation", Kind.TEXT, "How the footprints lie to each other: a code."),
    _column("distance_m", Kind.NUMBER, "Least distance in metres; 0 where they touch."),
    _column("shared_length_m", Kind.NUMBER, "Shared length in metres, on the ellipsoid.", "length_m"),
    _column("shared_area_m2", Kind.NUMBER, "Shared area in square metres, on the ellipsoid.", "area_m2"),
    _column("bearing_gap", Kind.NUMBER, "Degrees between their directions, 0 to 90.", "bearing"),
    _column("road_class", Kind.TEXT, "Class of the road, where it is known."),
    _column("days_shared", Kind.INTEGER, "Days that both have.", "days_share"),
    _column("gap_days", Kind.INTEGER, "Days between them."),
    _column("joint_start", Kind.DATE, "First day on which both could be done at once.", "join_start"),
    _column("joint_end", Kind.DATE, "Last day on which both could be done at once.", "join_end"),
    _column("period_start", Kind.DATE, "First day on which it matters.", "per_start"),
    _column("period_end", Kind.DATE, "Last day on which it matters.", "per_end"),
    _column("lead", Kind.TEXT, "Public id of the work that should lead."),
    _column("lead_reason", Kind.TEXT, "Why: a code.", "lead_why"),
    _column("exception", Kind.TEXT, "Why a work may cut into a new surface: a code."),
    _column("score", Kind.NUMBER, "What is at stake, in the currency of the costs."),
    _column("currency", Kind.TEXT, "Its currency (ISO 4217)."),
    _column("likelihood", Kind.NUMBER, "How likely it comes so, a fraction from 0 to 1."),
    _column("terms", Kind.JSON, "What the score is made of: name, quantity, unit, unit cost, value, source."),
    _column("publication", Kind.INTEGER, "Number of the publication since which it is found so.", "publicat"),
    _column("withheld", Kind.LIST, "Names of the columns whose values were entered and are withheld."),
    _column("sample", Kind.FLAG, "Whether either is made up: sample data, which describes nothing real."),
)

AGENCIES: Final = (
    ID,
    _column("name", Kind.TEXT, "Name in the city's first language."),
    _column("names", Kind.NAMES, "Names."),
    _column("projects", Kind.INTEGER, "Published works that it orders."),
    _column("sample", Kind.FLAG, "Whether all of its works are made up: sample data, which describes nothing real."),
)
REPORTS: Final = (
    _column("id", Kind.TEXT, "Id of the work and the date, with a colon between."),
    _column("project_id", Kind.TEXT, "Public id of the work."),
    _column("as_of", Kind.DATE, "The day on which it was true."),
    _column("planned", Kind.NUMBER, "Planned progress, a fraction from 0 to 1."),
    _column("actual", Kind.NUMBER, "Actual progress, a fraction from 0 to 1."),
    _column("publication", Kind.INTEGER, "Number of the publication that said so.", "publicat"),
    _column("sample", Kind.FLAG, "Whether the work is made up: sample data, which describes nothing real."),
)

COLUMNS: Final = {
    "projects": PROJECTS,
    "districts": DISTRICTS,
    "overlaps": OVERLAPS,
    "agencies": AGENCIES,
    "progress": REPORTS,
}
"""The columns of each collection that can be exported."""
TABLES: Final = frozenset({"agencies", "progress"})
"""Those whose features have no geometry."""
