"""What the maps say, as messages to be translated; the page hands them to the browser as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Translate: TypeAlias = Callable[[str], str]
"""`gettext` of the page's language."""


def status_names(_: Translate) -> dict[str, str]:
    """The name of every status, and of a status that is not entered."""
    return {
        "identification": _("Identification"),
        "preparation": _("In preparation"),
        "implementation": _("Under construction"),
        "completion": _("Being handed over"),
        "completed": _("Completed"),
        "cancelled": _("Cancelled"),
        "suspended": _("Suspended"),
        "not-entered": _("Status not entered"),
    }


def category_names(_: Translate) -> dict[str, str]:
    """The name of every category, and of a category that is not entered."""
    return {
        "road": _("Roads"),
        "bridge": _("Bridges"),
        "transit": _("Public transport"),
        "water": _("Water supply"),
        "sewer": _("Sewers"),
        "flood": _("Flood control"),
        "coast": _("Coast"),
        "energy": _("Energy"),
        "telecom": _("Telecommunication"),
        "education": _("Education"),
        "health": _("Health"),
        "housing": _("Housing"),
        "culture": _("Culture and sport"),
        "park": _("Parks"),
        "public-building": _("Public buildings"),
        "waste": _("Waste"),
        "other": _("Other works"),
        "not-entered": _("Category not entered"),
    }


def map_texts(_: Translate) -> dict[str, str]:
    """Everything that the browser's side of a map says, for `<script type="application/json" id="allimi-texts">`."""
    statuses = {f"status.{code}": name for code, name in status_names(_).items()}
    categories = {f"category.{code}": name for code, name in category_names(_).items()}
    return statuses | categories | _frame(_) | _card(_) | _notices(_) | _tallies(_) | _drawing(_)


def _frame(_: Translate) -> dict[str, str]:
    return {
        "map": _("Map"),
        "zoom-in": _("Zoom in"),
        "zoom-out": _("Zoom out"),
        "close": _("Close"),
        "places": _("Go to"),
        "show-on-map": _("Show on the map"),
        "show-on-map-title": _("Show on the map: {title}"),
    }


def _card(_: Translate) -> dict[str, str]:
    return {
        "not-entered": _("not entered"),
        "withheld": _("withheld"),
        "sample": _("Sample data"),
        "category": _("Category"),
        "agency": _("Agency"),
        "period-planned": _("Planned period"),
        "period-actual": _("Actual period"),
        "progress-planned": _("Planned progress"),
        "progress-actual": _("Actual progress"),
        "days-late": _("Days late"),
        "budget": _("Budget"),
        "districts": _("Districts"),
        "project-page": _("All facts"),
        "untitled": _("Title no longer public"),
        "works": _("Works"),
        "zoom-in-here": _("Click to zoom in here."),
    }


def _drawing(_: Translate) -> dict[str, str]:
    return {
        "draw-line": _("Draw a line"),
        "draw-area": _("Draw an area"),
        "draw-cancel": _("Cancel"),
        "draw-finish": _("Finish"),
        "draw-undo": _("Undo the last point"),
        "draw-line-hint": _("Click to draw; click the last point to finish."),
        "draw-area-hint": _("Click to draw; click the first point to finish."),
    }


def _notices(_: Translate) -> dict[str, str]:
    return {
        "not-loaded": _("The map's data could not be loaded. Move the map to try again."),
        "not-answered": _("No answer came. Try again in a moment."),
        "many-in-view": _("{matched} works in view. Zoom in to see them apart."),
        "counted-in-view": _(
            "{matched} works in view. Circles count works that lie close together, at the boundary also those beyond "
            "it. Zoom in to see each."
        ),
        "none-in-view": _("No works in this view."),
    }


def _tallies(_: Translate) -> dict[str, str]:
    return {
        "measure.ongoing": _("Ongoing works"),
        "measure.delay": _("Mean delay in days"),
        "tally.ongoing": _("Ongoing works"),
        "tally.works": _("All works"),
        "tally.delay_days": _("Mean delay in days"),
        "district-page": _("Works of this district"),
    }
