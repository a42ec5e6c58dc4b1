"""What is named in a history besides the facts of a project's page: sections of details, and what is in them."""

from __future__ import annotations

from maps.texts import Translate


def more_labels(_: Translate) -> dict[str, str]:
    """What the facts are called that no other part of a project's page names."""
    return (
        {
            "title": _("Title"),
            "titles": _("Title"),
            "declared_districts": _("Districts named by the agency"),
            "sample": _("Sample data"),
            "original_budget_currency": _("Currency of the original budget"),
            "budget_currency": _("Currency of the budget"),
            "contract_currency": _("Currency of the contract"),
            "reports": _("Reports of progress"),
        }
        | _sections(_)
        | _parts(_)
        | _more_parts(_)
    )


def submitted(_: Translate) -> dict[str, str]:
    """What a version was submitted on, by our words for it."""
    return {
        "progress": _("a report of progress"),
        "contract": _("a contract"),
        "payment": _("a payment"),
        "extension": _("an extension"),
        "design-change": _("a change of the design"),
        "value-change": _("a change of the value"),
        "withdrawal": _("a withdrawal"),
    }


def _sections(_: Translate) -> dict[str, str]:
    return {
        "scale": _("Scale"),
        "participants": _("Participants"),
        "contacts": _("Contacts"),
        "contracts": _("Contracts"),
        "changes": _("Changes and extensions"),
        "documents": _("Documents"),
        "photos": _("Photos"),
        "briefs": _("Monitoring briefs"),
        "penalties": _("Penalty points"),
        "coordination": _("Coordination"),
    }


def _parts(_: Translate) -> dict[str, str]:
    return {
        "name": _("Name"),
        "value": _("Value"),
        "unit": _("Unit"),
        "roles": _("Roles"),
        "role": _("Role"),
        "identifier": _("Identifier"),
        "office": _("Office"),
        "organisation": _("Organisation"),
        "phone": _("Phone"),
        "mobile": _("Mobile phone"),
        "email": _("E-mail"),
        "suppliers": _("Suppliers"),
        "supplier": _("Supplier"),
        "amount": _("Amount"),
        "signed": _("Signed"),
        "start": _("Start"),
        "end": _("End"),
        "subcontracts": _("Subcontracts"),
        "payments": _("Payments"),
    }


def _more_parts(_: Translate) -> dict[str, str]:
    return {
        "type": _("Kind"),
        "date": _("Date"),
        "reason": _("Reason"),
        "old_end": _("End before"),
        "new_end": _("New end"),
        "old_amount": _("Amount before"),
        "new_amount": _("New amount"),
        "description": _("Description"),
        "url": _("Address on the web"),
        "sha256": _("SHA-256"),
        "bytes": _("Size in bytes"),
        "language": _("Language"),
        "taken_on": _("Taken on"),
        "direction": _("Direction"),
        "text": _("Text"),
        "state": _("State"),
        "contractor": _("Contractor"),
        "points": _("Points"),
        "firmness": _("How firm it is"),
        "exception": _("Exception"),
        "early_start": _("Earliest start"),
        "early_end": _("Earliest end"),
        "late_start": _("Latest start"),
        "late_end": _("Latest end"),
    }
