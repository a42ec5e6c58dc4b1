"""What is known of a project beyond its facts: scale, people to ask, contracts, changes, documents and the like."""

from geo.details.codes import ChangeType, ContractStatus, Role
from geo.details.schemas import section_schema
from geo.details.sections import (
    Change,
    Contact,
    Contract,
    Coordination,
    Document,
    MonitoringBrief,
    Participant,
    Payment,
    Penalty,
    Photo,
    Scale,
    Subcontract,
)
from geo.details.texts import exact_json
from geo.details.values import Identifier, Organisation, Part, Value
from geo.details.whole import NOTHING, PARTS, SECTIONS, Details, details, paths

__all__ = [
    "NOTHING",
    "PARTS",
    "SECTIONS",
    "Change",
    "ChangeType",
    "Contact",
    "Contract",
    "ContractStatus",
    "Coordination",
    "Details",
    "Document",
    "Identifier",
    "MonitoringBrief",
    "Organisation",
    "Part",
    "Participant",
    "Payment",
    "Penalty",
    "Photo",
    "Role",
    "Scale",
    "Subcontract",
    "Value",
    "details",
    "exact_json",
    "paths",
    "section_schema",
]
