"""Code lists of the sections: those of OC4IDS and OCDS, where they have one."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an organisation does in a project: OC4IDS `partyRole`."""

    BUYER = "buyer"
    PROCURING_ENTITY = "procuringEntity"
    SUPPLIER = "supplier"
    TENDERER = "tenderer"
    FUNDER = "funder"
    ENQUIRER = "enquirer"
    PAYER = "payer"
    PAYEE = "payee"
    REVIEW_BODY = "reviewBody"
    INTERESTED_PARTY = "interestedParty"
    PUBLIC_AUTHORITY = "publicAuthority"
    ADMINISTRATIVE_ENTITY = "administrativeEntity"
    CLIMATE_FINANCE_FOCAL_POINT = "climateFinanceFocalPoint"
    INDEPENDENT_MONITOR = "independentMonitor"


class ContractStatus(StrEnum):
    """How far a contract has got: OCDS `contractStatus`."""

    PENDING = "pending"
    ACTIVE = "active"
    CANCELLED = "cancelled"
    TERMINATED = "terminated"


class ChangeType(StrEnum):
    """What a change of a project changes: OC4IDS `modificationType`. An extension is one of `duration`."""

    DURATION = "duration"
    SCOPE = "scope"
    VALUE = "value"
