"""Contracting processes: contracts with suppliers, values, subcontracts, payments, and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from data.standards.oc4ids.parties import Parties
from data.standards.oc4ids.writing import Json, Writer, bare, money, value

Facts = Mapping[str, Any]
_STATUS: Final = MappingProxyType(
    {"pending": "pre-award", "active": "active", "cancelled": "closed", "terminated": "closed"}
)
WORKS: Final = "works"
"""The id of the process that stands for the works where no contract is entered, or changes belong to none for sure."""


def processes(facts: Facts, parties: Parties, writer: Writer) -> list[Json]:
    """The contracting processes of a project.

    Changes are the project's: they stand with its contract where it has one, else with the process of the works.
    """
    contracts = [_contract(one, parties, writer) for one in facts.get("contracts") or ()]
    changes = [_modification(one, writer) for one in facts.get("changes") or ()]
    if len(contracts) == 1 and changes:
        contracts[0].setdefault("summary", {})["modifications"] = changes
        return contracts
    return [*contracts, *_works(facts, changes, parties, writer, alone=not contracts)]


def _works(facts: Facts, changes: list[Json], parties: Parties, writer: Writer, *, alone: bool) -> list[Json]:
    supplier = parties.refer(facts.get("contractor"), "supplier")
    amount = value(facts.get("contract_amount"), facts.get("contract_currency"))
    told = bare(suppliers=[supplier] if supplier else None, contractValue=amount) if alone else {}
    summary = told | bare(modifications=changes)
    if not summary:
        return []
    return [{"id": WORKS, "summary": bare(title=writer.text(facts.get("titles")), nature=["construction"]) | summary}]


def _contract(told: Facts, parties: Parties, writer: Writer) -> Json:
    suppliers = [
        parties.refer(one.get("name"), "supplier", identifier=one.get("identifier"))
        for one in told.get("suppliers") or ()
    ]
    summary = bare(
        externalReference=told["id"],
        title=told.get("title"),
        status=_STATUS.get(told.get("status") or ""),
        suppliers=_once([one for one in suppliers if one]),
        contractValue=money(told.get("amount")),
        contractPeriod=writer.period(told.get("start"), told.get("end")),
        documents=[_subcontract(one, parties) for one in told.get("subcontracts") or ()],
        transactions=[_transaction(one, parties, writer) for one in told.get("payments") or ()],
        allimi=bare(signed=writer.start(told.get("signed")), status=told.get("status")),
    )
    return {"id": told["id"], "summary": summary}


def _once(references: list[Json]) -> list[Json]:
    return list({one["id"]: one for one in references}.values())


def _subcontract(told: Facts, parties: Parties) -> Json:
    """A subcontract is a document to the standard; who has it and for how much is ours to add."""
    supplier = told.get("supplier") or {}
    reference = parties.refer(supplier.get("name"), "subcontractor", identifier=supplier.get("identifier"))
    return bare(
        id=told["id"],
        documentType="subContract",
        title=told.get("title"),
        allimi=bare(supplier=reference, value=money(told.get("amount"))),
    )


def _transaction(told: Facts, parties: Parties, writer: Writer) -> Json:
    return bare(
        id=told["id"],
        date=writer.start(told.get("date")),
        value=money(told.get("amount")),
        payer=parties.refer(told.get("payer"), "payer"),
        payee=parties.refer(told.get("payee"), "payee"),
        allimi=bare(kind=told.get("kind")),
    )


def _modification(told: Facts, writer: Writer) -> Json:
    return bare(
        id=told["id"],
        type=told["type"],
        date=writer.start(told.get("date")),
        rationale=told.get("reason"),
        description=told.get("description"),
        oldContractPeriod=writer.period(None, told.get("old_end")),
        newContractPeriod=writer.period(None, told.get("new_end")),
        oldContractValue=money(told.get("old_amount")),
        newContractValue=money(told.get("new_amount")),
    )
