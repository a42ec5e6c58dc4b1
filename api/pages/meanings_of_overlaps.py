"""What the properties of overlaps mean, for readers."""

from __future__ import annotations

from maps.texts import Translate


def of_overlaps(_: Translate) -> dict[str, str]:
    """The meaning of every property of a pair that no other collection has."""
    return _of_works(_) | _of_both(_) | _of_place(_) | _of_times(_) | _of_score(_)


def _of_works(_: Translate) -> dict[str, str]:
    return {
        "one": _("Public id of the work whose id comes first"),
        "one_title": _("Title of that work in the city's first language"),
        "one_titles": _("Titles of that work in all languages"),
        "one_agency": _("Code of the agency of that work"),
        "one_agency_name": _("Name of the agency of that work in the city's first language"),
        "one_start": _("Actual start of that work, else the planned one"),
        "one_end": _("Actual end of that work, else the planned one"),
        "other": _("Public id of the other work"),
        "other_title": _("Title of the other work in the city's first language"),
        "other_titles": _("Titles of the other work in all languages"),
        "other_agency": _("Code of the agency of the other work"),
        "other_agency_name": _("Name of the agency of the other work in the city's first language"),
        "other_start": _("Actual start of the other work, else the planned one"),
        "other_end": _("Actual end of the other work, else the planned one"),
    }


def _of_both(_: Translate) -> dict[str, str]:
    return {
        "class": _("What the two works are to each other, before all"),
        "also": _("What else they are to each other"),
        "state": _("What has become of the pair by the date asked"),
        "past": _("Whether the days in which it matters are over"),
        "reason": _("Reason that was given for the newest mark"),
        "marked_by": _("Code of the agency that made the newest mark"),
        "marked_at": _("When the newest mark was made"),
        "works": _("Public ids of both works"),
        "agencies": _("Codes of the agencies of both works"),
        "categories": _("Categories of both works"),
        "exception": _("Why a work may cut into a new surface"),
    }


def _of_place(_: Translate) -> dict[str, str]:
    return {
        "shared_ground": _("The ground that both works share, or the place where they come nearest"),
        "relation": _("How the footprints lie to each other"),
        "distance_m": _("Least distance in metres"),
        "shared_length_m": _("Shared length in metres, on the ellipsoid"),
        "shared_area_m2": _("Shared area in square metres, on the ellipsoid"),
        "bearing_gap": _("Degrees between their directions, from 0 to 90"),
        "road_class": _("Class of the road, where it is known"),
    }


def _of_times(_: Translate) -> dict[str, str]:
    return {
        "days_shared": _("Days that both works have"),
        "gap_days": _("Days between the two works"),
        "joint_start": _("First day on which both could be done at once"),
        "joint_end": _("Last day on which both could be done at once"),
        "period_start": _("First day on which it matters"),
        "period_end": _("Last day on which it matters"),
    }


def _of_score(_: Translate) -> dict[str, str]:
    return {
        "lead": _("Public id of the work that should lead"),
        "lead_reason": _("Why that work should lead"),
        "score": _("What is at stake, in the currency of the costs"),
        "currency": _("Currency of the score (ISO 4217)"),
        "likelihood": _("How likely this is, as a fraction from 0 to 1"),
        "terms": _("What the score is made of, each with its unit, unit cost and source"),
    }
