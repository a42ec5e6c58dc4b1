"""One published project as OC4IDS 0.9 knows it, from its feature as served; `allimi` is what the standard has not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from data.standards.oc4ids.contracts import processes
from data.standards.oc4ids.documents import documents
from data.standards.oc4ids.measures import forecasts, metrics
from data.standards.oc4ids.parties import Parties
from data.standards.oc4ids.places import locations
from data.standards.oc4ids.writing import Json, Writer, bare, value
from geo.values import Progress

_STATUS: Final = MappingProxyType({"completed": "completion", "suspended": "implementation"})
"""Codes of ours that the standard has not; the code itself stands among the classifications."""
_SECTOR: Final = MappingProxyType(
    {
        "road": "transport.road",
        "bridge": "transport.road",
        "transit": "transport.urban",
        "water": "waterAndWaste",
        "sewer": "waterAndWaste",
        "waste": "waterAndWaste",
        "flood": "naturalResources.floodProtection",
        "coast": "naturalResources",
        "energy": "energy",
        "telecom": "communications",
        "education": "education",
        "health": "health",
        "housing": "socialHousing",
        "culture": "cultureSportsAndRecreation",
        "park": "cultureSportsAndRecreation",
        "public-building": "governance",
    }
)


def oc4ids_project(feature: Mapping[str, Any], reports: Sequence[Progress], writer: Writer) -> Json:
    """The project. `feature` is read with exact numbers; `reports` are its public progress reports by date."""
    facts = feature["properties"]
    parties = Parties()
    authority = parties.refer(facts.get("agency_name") or facts["agency"], "publicAuthority", known_as=facts["agency"])
    for one in facts.get("participants") or ():
        roles = one.get("roles") or ()
        parties.refer(one.get("name"), *roles, identifier=one.get("identifier"), known_as=one["id"])
    parties.refer(facts.get("supervisor"), "supervisor")
    contracting = processes(facts, parties, writer)
    contacts = _contacts(facts, parties, str(facts["agency_name"] or facts["agency"]))
    return bare(
        id=writer.project_id(feature["id"]),
        updated=facts["published"],
        language=next((one for one in writer.languages if one in facts["titles"]), None),
        identifiers=[{"id": feature["id"], "scheme": "allimi"}],
        title=writer.text(facts["titles"]),
        description=writer.text(facts["descriptions"]),
        status=_STATUS.get(facts["status"] or "", facts["status"]),
        sector=[_SECTOR[facts["category"]]] if facts["category"] in _SECTOR else None,
        additionalClassifications=_classifications(facts),
        publicAuthority=authority,
        budget=bare(amount=value(facts["budget"], facts["budget_currency"])),
        period=writer.period(facts["planned_start"], facts["planned_end"]),
        implementationPeriod=writer.period(facts["actual_start"], facts["actual_end"]),
        completion=bare(endDate=writer.end(facts["actual_end"])),
        locations=locations(feature, writer),
        parties=parties.written(),
        metrics=metrics(reports, writer),
        forecasts=forecasts(facts, reports, writer),
        documents=documents(facts, writer),
        contractingProcesses=contracting,
        allimi=_more(facts, contacts),
    )


def _classifications(facts: Mapping[str, Any]) -> list[Json]:
    return [{"scheme": f"allimi-{name}", "id": facts[name]} for name in ("status", "category") if facts[name]]


def _contacts(facts: Mapping[str, Any], parties: Parties, agency: str) -> list[Json]:
    """Give each organisation its first contact, and give back the others, since a party has one contact point.

    So are those of which a contact point has no place for something.
    """
    others: list[Json] = []
    for told in facts.get("contacts") or ():
        party = parties.find(told.get("organisation") or agency)
        role = ", ".join(part for part in (told["role"], told.get("office")) if part)
        phone = told.get("phone") or told.get("mobile")
        point = bare(name=told.get("name") or role, telephone=phone, email=told.get("email"))
        without_place = bare(
            role=told["role"] if told.get("name") else None,
            office=told.get("office") if told.get("name") else None,
            mobile=told.get("mobile") if told.get("phone") else None,
        )
        has_room = party is not None and party.contact is None
        if party is not None and has_room:
            party.contact = point
        if not has_room or without_place:
            others.append(bare(organisation=told.get("organisation"), **point, **without_place))
    return others


def _more(facts: Mapping[str, Any], contacts: list[Json]) -> Json:
    """What the standard has no place for: what is withheld or purged by name, penalties, coordination, origin."""
    return bare(
        withheld=facts["withheld"],
        purged=facts.get("purged"),
        contacts=contacts,
        penalties=[bare(**one) for one in facts.get("penalties") or ()],
        coordination=[bare(**one) for one in facts.get("coordination") or ()],
        declaredDistricts=facts.get("declared_districts"),
        locationTrust=bare(**{name: facts[f"location_{name}"] for name in _TRUST}),
        sample=facts["sample"] or None,
    )


_TRUST: Final = ("source", "method", "accuracy", "verified_by", "verified_on")
