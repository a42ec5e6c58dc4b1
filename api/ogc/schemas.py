"""What a feature's properties are, as JSON Schema (OGC API - Features, Part 5); in the order in which they come."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from geo.codes import Category, Status
from geo.details import section_schema
from geo.project import Accuracy

Schema = dict[str, Any]


def _text(title: str, **more: Any) -> Schema:  # noqa: ANN401 - JSON
    return {"type": "string", "title": title} | more


def _date(title: str) -> Schema:
    return _text(title, format="date")


def _number(title: str, **more: Any) -> Schema:  # noqa: ANN401 - JSON
    return {"type": "number", "title": title} | more


def _whole(title: str, **more: Any) -> Schema:  # noqa: ANN401 - JSON
    return {"type": "integer", "title": title} | more


def _fraction(title: str) -> Schema:
    return _number(title, minimum=0, maximum=1)


def _texts(title: str) -> Schema:
    return {"type": "array", "title": title, "items": {"type": "string"}}


def _names(title: str) -> Schema:
    return {"type": "object", "title": title, "additionalProperties": {"type": "string"}}


def _truth(title: str) -> Schema:
    return {"type": "boolean", "title": title}


def _section(name: str, title: str) -> Schema:
    return {"title": title} | section_schema(name)


PROJECT: Final = MappingProxyType(
    {
        "title": _text("Title in the city's first language"),
        "titles": _names("Titles by language"),
        "descriptions": _names("Descriptions by language"),
        "status": _text("Stage of the project (OC4IDS, and suspended)", enum=[*map(str, Status)]),
        "category": _text("Kind of work", enum=[*map(str, Category)]),
        "agency": _text("Code of the agency that orders the work"),
        "contractor": _text("Contractor"),
        "supervisor": _text("Supervisor"),
        "address": _text("Address"),
        "original_start": _date("Start in the first baseline"),
        "original_end": _date("End in the first baseline"),
        "planned_start": _date("Start as planned now"),
        "planned_end": _date("End as planned now"),
        "actual_start": _date("Actual start"),
        "actual_end": _date("Actual end"),
        "progress_planned": _fraction("Planned progress, as a fraction"),
        "progress_actual": _fraction("Actual progress, as a fraction"),
        "progress_as_of": _date("Date on which the progress was true"),
        "original_budget": _number("Budget in the first baseline"),
        "original_budget_currency": _text("Its currency (ISO 4217)"),
        "budget": _number("Budget now"),
        "budget_currency": _text("Its currency (ISO 4217)"),
        "contract_amount": _number("Contract amount"),
        "contract_currency": _text("Its currency (ISO 4217)"),
        "location_source": _text("Source of the footprint"),
        "location_method": _text("Method of the footprint"),
        "location_accuracy": _text("Accuracy of the footprint", enum=[*map(str, Accuracy)]),
        "location_verified_by": _text("Who verified the footprint"),
        "location_verified_on": _date("When it was verified"),
        "declared_districts": _texts("Districts that the agency itself names"),
        "withheld": _texts("Properties that were entered and are withheld by the disclosure policy"),
        "withdrawn": _truth("Whether this version withdraws the project"),
        "sample": _truth("Whether this is sample data"),
        "version": _whole("Version of the project", minimum=1),
        "published": _text("When this version was published", format="date-time"),
        "end_shift_days": _whole("Days from the first planned end to the actual one, else to the one planned now"),
        "extension_count": _whole("Published extensions: changes of the duration", minimum=0),
        "cost_growth": _number("Growth of the budget as a fraction of the first one, in the same currency"),
        "progress_gap": _number("Planned minus actual progress, as a fraction", minimum=-1, maximum=1),
        "ground": _text("What this version was submitted on"),
        "scale": _section("scale", "How much is built, as numbers with units"),
        "participants": _section("participants", "Organisations that take part, with their roles"),
        "contacts": _section("contacts", "Roles and offices that may be asked"),
        "contracts": _section("contracts", "Contracts with their subcontracts and payments"),
        "changes": _section("changes", "Extensions and changes of the design or the value, with their reasons"),
        "documents": _section("documents", "Approvals, reports and other documents"),
        "photos": _section("photos", "Photos, by their addresses"),
        "briefs": _section("briefs", "What citizens who monitor the work have said"),
        "penalties": _section("penalties", "Penalty points that contractors were given"),
        "coordination": _section(
            "coordination", "When else the work could be done, how firm it is, what it does to the ground"
        ),
        "purged": _texts("Properties of this version that were published and have been purged since"),
        "generalised": _texts("Properties that are published in less detail than they were entered"),
        "agency_name": _text("The agency's name in the city's first language"),
        "districts": _texts("Ids of the districts in which the footprint lies, the largest share first"),
        "days_late": _whole("Days late against the first baseline"),
        "days_silent": _whole(
            "Days since the date of the progress or the last publication of something new", minimum=0
        ),
    }
)
DISTRICT: Final = MappingProxyType(
    {
        "name": _text("Name in the city's first language"),
        "names": _names("Names by language"),
        "code": _text("Code within its boundary set"),
        "boundary_set": _text("Code of the boundary set"),
        "parent": _text("Code of the district it is part of"),
        "level": _whole("Level within the boundary set"),
        "valid_from": _date("First day of validity"),
        "valid_to": _date("Last day of validity"),
        "area_m2": _number("Area on the ellipsoid, in square metres"),
        "source": _text("Source"),
        "licence": _text("Licence"),
        "sketch": _truth("Whether the boundary is a sketch"),
        "sample": _truth("Whether this is sample data"),
    }
)
AGENCY: Final = MappingProxyType(
    {
        "name": _text("Name in the city's first language"),
        "names": _names("Names by language"),
        "projects": _whole("Published projects that it orders", minimum=0),
        "sample": _truth("Whether all of its projects are sample data"),
    }
)
PROGRESS: Final = MappingProxyType(
    {
        "project_id": _text("Id of the project"),
        "as_of": _date("Date on which it was true"),
        "planned": _fraction("Planned progress, as a fraction"),
        "actual": _fraction("Actual progress, as a fraction"),
        "publication": _whole("Number of the publication that said so", minimum=1),
        "sample": _truth("Whether the project is sample data"),
    }
)
