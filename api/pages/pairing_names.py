"""What the codes of overlaps are called in words."""

from __future__ import annotations

from maps.texts import Translate


def class_names(_: Translate) -> dict[str, str]:
    """The name of every class."""
    return {
        "duplicate": _("Recorded twice"),
        "clash": _("Clash"),
        "join": _("Could be joined"),
        "re-dig": _("New surface dug up"),
        "traffic": _("Traffic held up twice"),
        "crossing": _("Crossing"),
    }


def class_meanings(_: Translate) -> dict[str, str]:
    """What every class means, as a sentence."""
    return {
        "duplicate": _("Two records look like one and the same work."),
        "clash": _("Both works are on the same ground at the same time."),
        "join": _("Both works are on the same ground and could be done at once."),
        "re-dig": _("One work digs up the surface that the other has made shortly before."),
        "traffic": _("Both works hold up the same traffic at the same time."),
        "crossing": _("The works cross each other and share no more than that."),
    }


def state_names(_: Translate) -> dict[str, str]:
    """The name of every state."""
    return {
        "open": _("Nothing agreed"),
        "past": _("Over"),
        "joined": _("Agreed to join"),
        "sequenced": _("Order agreed"),
        "no-conflict": _("No conflict"),
    }


def reopened_names(_: Translate) -> dict[str, str]:
    """Why nothing is agreed of a pair any more, as a sentence."""
    return {
        "changed": _("It is open again, since a work has changed."),
        "apart": _("It is open again, since the works had come apart."),
    }


def not_compared_names(_: Translate) -> dict[str, str]:
    """Why a work is compared with nothing, as a sentence."""
    return {
        "crowded": _("Not known: so many works are said to be at this place that it is not compared with others."),
        "coarse": _("Not known: its place is published in less detail, so that it is not compared with others."),
        "too-detailed": _("Not known: its footprint has too many vertices to be compared with others."),
    }


def outcome_names(_: Translate) -> dict[str, str]:
    """What has become of an agreement to join."""
    return {
        "realised": _("done at once"),
        "pending": _("to come"),
        "missed": _("missed"),
    }


def lead_reasons(_: Translate) -> dict[str, str]:
    """Why a work should lead, as a sentence that names it."""
    return {
        "same-agency": _("{work} should lead: one agency has both works."),
        "already-on-site": _("{work} should lead: it is on site already."),
        "longer-shared-length": _("{work} should lead: it is the longer one."),
        "larger-shared-area": _("{work} should lead: it is the larger one."),
        "earlier-firm-date": _("{work} should lead: its date is firmer or earlier."),
        "first-by-id": _("{work} should lead: nothing tells the works apart, and its id comes first."),
    }


def exception_names(_: Translate) -> dict[str, str]:
    """Why a work may cut into a new surface, as a sentence."""
    return {
        "emergency": _("It may, since it is an emergency."),
        "new-connection": _("It may, since it makes a new connection."),
        "safety": _("It may, for reasons of safety."),
    }


def plan_name(_: Translate) -> str:
    """What a plan that is asked about is called."""
    return _("Your plan")


def term_names(_: Translate) -> dict[str, str]:
    """What the terms of a score are called, by the first part of their names."""
    return {
        "reinstatement": _("Surface that need not be laid twice"),
        "disruption": _("Days of disruption"),
        "waiting": _("Cost of waiting"),
        "duplicate": _("Finding out which record is right"),
        "likelihood": _("How likely the work goes ahead"),
        "open-window": _("A date is not known"),
        "movable": _("How likely the work can be moved"),
        "excepted": _("What an exception leaves"),
        "evidence": _("Evidence that both are one work"),
        "weight": _("Weight of the class"),
    }


def unit_names(_: Translate) -> dict[str, str]:
    """What the units of terms are called."""
    return {"m": "m", "m2": "m²", "d": _("days"), "pair": _("pair"), "1": "", "evidence": ""}
