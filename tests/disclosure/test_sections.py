"""The sections of the details: each field of a part is ruled by itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from data.policy import Policy, disclose
from geo.details import NOTHING, Change, Contact, Contract, Details, Organisation, Scale, Value
from tests.builders import project
from tests.disclosure.writing import TODAY, generalised, policy, rule

CONTACT = Contact(role="engineer", office="Ban 1", phone="0236 1", name="Bà B", mobile="0905 1")
VND = Value(amount=Decimal(1234), currency="VND")
CONTRACT = Contract(
    id="K1", title="Gói 1", suppliers=(Organisation(name="A"),), amount=VND, end=date(2026, 5, 3)
)  # fmt: skip
WORK = project(details=Details(contacts=(CONTACT,), contracts=(CONTRACT,)))


def coarse(to: str, more: str = "") -> str:
    return generalised(f'to = "{to}"{more}')


def sections(text: str) -> Policy:
    return policy(f"[fields]\n{text}")


def test_a_section_that_is_not_named_is_withheld_as_a_whole() -> None:
    disclosed = disclose(WORK, sections(""), TODAY)
    assert disclosed.project.details == NOTHING
    assert set(disclosed.withheld) == {"contacts", "contracts"}


def test_a_section_alone_shows_only_what_its_parts_must_have() -> None:
    disclosed = disclose(WORK, sections('contacts.disclosure = "public"\ncontracts.disclosure = "public"'), TODAY)
    assert disclosed.project.details == Details(contacts=(Contact(role="engineer"),), contracts=(Contract(id="K1"),))
    assert {"contacts.office", "contacts.name", "contracts.suppliers"} <= disclosed.withheld
    assert "contacts.email" not in disclosed.withheld  # nobody entered one


@pytest.mark.parametrize(
    "text",
    [
        'contacts.disclosure = "public"\ncontacts."*".disclosure = "public"\ncontacts.name = ' + rule("withheld"),
        'contacts = { disclosure = "public", "*".disclosure = "public", name = ' + rule("withheld") + " }",
        '"contacts".disclosure = "public"\n"contacts.*".disclosure = "public"\n"contacts.name" = ' + rule("withheld"),
    ],
)
def test_a_field_of_its_own_rule_differs_from_the_rest_of_its_section(text: str) -> None:
    disclosed = disclose(WORK, sections(text), TODAY)
    assert disclosed.project.details.contacts == (CONTACT.model_copy(update={"name": None}),)
    assert set(disclosed.withheld) == {"contracts", "contacts.name"}


def test_fields_of_a_section_that_is_withheld_stay_so_whatever_their_rules_say() -> None:
    disclosed = disclose(WORK, sections('contacts.office.disclosure = "public"'), TODAY)
    assert disclosed.project.details.contacts is None


def test_amounts_dates_numbers_and_texts_of_sections_are_told_coarsely() -> None:
    rules = sections(f"""
    contracts.disclosure = "public"
    contracts."*".disclosure = "public"
    contracts.amount = {coarse("digits", ", digits = 1")}
    contracts.end = {coarse("quarter")}
    contracts.title = {coarse("first sentence")}
    scale.disclosure = "public"
    scale.value = {coarse("multiple", ", of = 10")}
    """)
    work = project(details=Details(contracts=(CONTRACT,), scale=(Scale(name="length", value=Decimal(47)),)))
    disclosed = disclose(work, rules, TODAY)
    (contract,), (scale,) = disclosed.project.details.contracts or (), disclosed.project.details.scale or ()
    assert contract.amount == Value(amount=Decimal(1000), currency="VND")
    assert (contract.end, contract.title, contract.suppliers) == (date(2026, 6, 30), None, CONTRACT.suppliers)
    assert scale.value == Decimal(50)
    assert set(disclosed.generalised) == {"contracts.amount", "contracts.end", "scale.value"}
    assert set(disclosed.withheld) == {"contracts.title"}  # it has no end of a sentence


def test_parts_stand_in_the_order_of_the_dates_that_readers_see() -> None:
    rules = sections(
        f'changes.disclosure = "public"\nchanges.date = {generalised("to = " + chr(34) + "year" + chr(34))}'
    )
    changes = (Change(id="2", type="scope", date=date(2026, 1, 1)), Change(id="1", type="scope", date=date(2026, 2, 1)))
    disclosed = disclose(project(details=Details(changes=changes)), rules, TODAY)
    assert [change.id for change in disclosed.project.details.changes or ()] == ["1", "2"]
