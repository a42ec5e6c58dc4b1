"""What the properties of features mean, for readers; the schemas for programs are in English."""

from __future__ import annotations

from api.pages.meanings_of_overlaps import of_overlaps
from maps.texts import Translate


def meanings(_: Translate) -> dict[str, str]:
    """The meaning of every property of every collection in one language, by its name."""
    of_works = _of_works(_) | _of_plans(_) | _of_places(_) | _of_details(_)
    return _of_all(_) | of_works | _of_districts(_) | _of_others(_) | of_overlaps(_)


def _of_all(_: Translate) -> dict[str, str]:
    return {
        "id": _("Public id"),
        "code": _("Code of the agency, or of the district within its boundary set"),
        "name": _("Name in the city's first language"),
        "names": _("Names in all languages"),
        "sample": _("Whether it is sample data"),
    }


def _of_works(_: Translate) -> dict[str, str]:
    return {
        "title": _("Title in the city's first language"),
        "titles": _("Titles in all languages"),
        "descriptions": _("Descriptions in all languages"),
        "status": _("Stage of the work (OC4IDS, and suspended)"),
        "category": _("Kind of work"),
        "agency": _("Code of the agency that orders the work"),
        "agency_name": _("Name of the agency in the city's first language"),
        "contractor": _("Contractor"),
        "supervisor": _("Supervisor"),
        "progress_planned": _("Planned progress, as a fraction from 0 to 1"),
        "progress_actual": _("Actual progress, as a fraction from 0 to 1"),
        "progress_as_of": _("Date of the progress"),
        "days_late": _("Days late against the first baseline"),
        "days_silent": _("Days since the date of the progress or the last publication of something new"),
        "end_shift_days": _("Days from the first planned end to the actual one, else to the one planned now"),
        "extension_count": _("Published extensions: changes of the duration"),
        "cost_growth": _("Growth of the budget as a fraction of the first one, in the same currency"),
        "progress_gap": _("Planned minus actual progress, as a fraction"),
        "ground": _("What this version was submitted on"),
        "purged": _("Properties of this version that were published and have been purged since"),
        "generalised": _("Properties that are published in less detail than they were entered"),
        "withheld": _("Properties that were entered and are withheld by the disclosure policy"),
        "withdrawn": _("Whether this version withdraws the work"),
        "version": _("Version of the work"),
        "published": _("When this version was published"),
    }


def _of_plans(_: Translate) -> dict[str, str]:
    return {
        "original_start": _("Start in the first baseline"),
        "original_end": _("End in the first baseline"),
        "planned_start": _("Start as planned now"),
        "planned_end": _("End as planned now"),
        "actual_start": _("Actual start"),
        "actual_end": _("Actual end"),
        "original_budget": _("Budget in the first baseline"),
        "original_budget_currency": _("Currency of the first budget (ISO 4217)"),
        "budget": _("Budget now"),
        "budget_currency": _("Currency of the budget (ISO 4217)"),
        "contract_amount": _("Contract amount"),
        "contract_currency": _("Currency of the contract (ISO 4217)"),
    }


def _of_places(_: Translate) -> dict[str, str]:
    return {
        "geometry": _("Where it lies"),
        "footprint": _("Where the work lies; none where nobody entered it"),
        "address": _("Address"),
        "location_source": _("Source of the footprint"),
        "location_method": _("How the footprint was made"),
        "location_accuracy": _("How far the footprint can be trusted"),
        "location_verified_by": _("Who verified the footprint"),
        "location_verified_on": _("When the footprint was verified"),
        "districts": _("Ids of the districts in which the footprint lies, the largest share first"),
        "declared_districts": _("Districts that the agency itself names"),
    }


def _of_districts(_: Translate) -> dict[str, str]:
    return {
        "boundary": _("Boundary"),
        "boundary_set": _("Code of the boundary set"),
        "parent": _("Id of the district that it is part of"),
        "level": _("Level within the boundary set"),
        "valid_from": _("First day of validity"),
        "valid_to": _("Last day of validity"),
        "area_m2": _("Area on the ellipsoid, in square metres"),
        "source": _("Source of the boundary"),
        "licence": _("Licence of the boundary"),
        "sketch": _("Whether the boundary is a sketch, drawn by hand"),
    }


def _of_details(_: Translate) -> dict[str, str]:
    return {
        "scale": _("How much is built, as numbers with units"),
        "participants": _("Organisations that take part, with their roles"),
        "contacts": _("Roles and offices that may be asked"),
        "contracts": _("Contracts with their subcontracts and payments"),
        "changes": _("Extensions and changes of the design or the value, with their reasons"),
        "documents": _("Approvals, reports and other documents"),
        "photos": _("Photos, by their addresses"),
        "briefs": _("What citizens who monitor the work have said"),
        "penalties": _("Penalty points that contractors were given"),
        "coordination": _("When else the work could be done, how firm it is, what it does to the ground"),
    }


def _of_others(_: Translate) -> dict[str, str]:
    return {
        "projects": _("Published works that the agency orders"),
        "project_id": _("Public id of the work"),
        "as_of": _("The day that the report is about"),
        "planned": _("Planned progress, as a fraction from 0 to 1"),
        "actual": _("Actual progress, as a fraction from 0 to 1"),
        "publication": _("Number of the publication that said so"),
    }
