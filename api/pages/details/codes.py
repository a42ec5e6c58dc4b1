"""What the codes of the sections are called; a code of an agency's own is shown as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from maps.texts import Translate


def code_names(_: Translate) -> dict[str, Mapping[str, str]]:
    """The names of the codes of every list, in one language."""
    return {
        "role": _roles(_),
        "status": _statuses(_),
        "change": _changes(_),
        "document": _documents(_) | _contract_documents(_),
        "state": {"open": _("Open"), "answered": _("Answered"), "closed": _("Closed")},
        "payment": _payments(_),
        "firmness": _firmness(_),
        "ground": {"cuts": _("Cuts the surface"), "paves": _("Paves it"), "builds-over": _("Builds over it")},
        "exception": {"emergency": _("Emergency"), "new-connection": _("New connection"), "safety": _("Safety")},
        "unit": {"m2": "m²", "m3": "m³", "km2": "km²", "floors": _("floors")},
    }


def direction(_: Translate, degrees: Decimal) -> str:
    """The point of the compass that is nearest to a direction, in degrees clockwise from north."""
    names = (
        *(_("to the north"), _("to the north-east"), _("to the east"), _("to the south-east")),
        *(_("to the south"), _("to the south-west"), _("to the west"), _("to the north-west")),
    )
    return names[round(degrees / 45) % len(names)]


def _roles(_: Translate) -> dict[str, str]:
    return {
        "buyer": _("Orders the work"),
        "procuringEntity": _("Runs the procurement"),
        "supplier": _("Builds or supplies"),
        "tenderer": _("Bid for the work"),
        "funder": _("Pays for it"),
        "enquirer": _("Asked in the tender"),
        "payer": _("Makes payments"),
        "payee": _("Is paid"),
        "reviewBody": _("Reviews complaints"),
        "interestedParty": _("Has an interest in it"),
        "publicAuthority": _("Authority that owns the project"),
        "administrativeEntity": _("Administers the project"),
        "climateFinanceFocalPoint": _("Speaks for climate finance"),
        "independentMonitor": _("Supervises independently"),
    }


def _statuses(_: Translate) -> dict[str, str]:
    return {
        "pending": _("Not signed yet"),
        "active": _("In force"),
        "cancelled": _("Cancelled before it began"),
        "terminated": _("Ended"),
    }


def _changes(_: Translate) -> dict[str, str]:
    return {
        "duration": _("Extension"),
        "scope": _("Change of the design"),
        "value": _("Change of the value"),
    }


def _firmness(_: Translate) -> dict[str, str]:
    return {
        "idea": _("An idea"),
        "planned": _("Planned"),
        "tendered": _("Tendered"),
        "under-contract": _("Under contract"),
        "on-site": _("On site"),
        "done": _("Done"),
    }


def _payments(_: Translate) -> dict[str, str]:
    return {
        "advance": _("Advance"),
        "interim": _("Part payment"),
        "final": _("Final payment"),
        "retention": _("Retention"),
    }


def _documents(_: Translate) -> dict[str, str]:
    return {
        "projectPlan": _("Project plan or approval"),
        "feasibilityStudy": _("Feasibility study"),
        "environmentalImpact": _("Environmental impact"),
        "physicalProgressReport": _("Report of progress"),
        "financialProgressReport": _("Report of payments"),
        "finalAudit": _("Final audit"),
        "hearingNotice": _("Notice of a public hearing"),
        "illustration": _("Illustration"),
        "oversightReport": _("Oversight report"),
        "technicalSpecifications": _("Technical specifications"),
        "billOfQuantity": _("Bill of quantities"),
        "completionCertificate": _("Certificate of completion"),
    }


def _contract_documents(_: Translate) -> dict[str, str]:
    return {
        "procurementPlan": _("Procurement plan"),
        "tenderNotice": _("Tender notice"),
        "biddingDocuments": _("Bidding documents"),
        "evaluationReports": _("Evaluation of the bids"),
        "awardNotice": _("Award notice"),
        "contractNotice": _("Contract notice"),
        "contractSigned": _("Signed contract"),
        "contractAnnexe": _("Annex to the contract"),
        "subContract": _("Subcontract"),
    }
