"""Sections and their fields under a policy: gone where withheld, and named once."""

from __future__ import annotations

import json

import psycopg

from data.policy import Policy, disclose, load_policy
from data.policy.rules import Public, Withheld
from geo.details import Details, details
from tests.builders import EVERY_SECTION, project, publish
from tests.fixtures.database import Database

HIDDEN = Withheld.model_validate({"disclosure": "withheld", "ground": "x", "decided_by": "x", "review": "2030-01-01"})
KNOWN = details(EVERY_SECTION)


def policy(**rules: Public | Withheld) -> Policy:
    """The default policy with other rules; in their names, two underscores are a point."""
    fields = {name.replace("__", "."): rule for name, rule in rules.items()}
    return Policy(title="A policy", fields={**load_policy().fields, **fields})


def shown(chosen: Policy, known: Details = KNOWN) -> tuple[Details, frozenset[str]]:
    disclosed = disclose(project(details=known), chosen)
    return disclosed.project.details, disclosed.withheld


def test_by_default_a_person_is_withheld_and_the_office_is_not() -> None:
    found, withheld = shown(load_policy())
    assert withheld == {"contacts.name", "contacts.mobile"}
    (contact,) = found.contacts or ()
    assert (contact.name, contact.mobile, contact.office) == (None, None, "Phòng 2")
    assert found.contracts == KNOWN.contracts


def test_a_section_is_withheld_as_a_whole_and_named_once() -> None:
    found, withheld = shown(policy(contacts=HIDDEN, contracts__payments=HIDDEN))
    assert (found.contacts, withheld) == (None, {"contacts", "contracts.payments"})
    assert [one.payments for one in found.contracts or ()] == [None]


def test_a_section_that_the_policy_does_not_know_is_withheld() -> None:
    found, withheld = shown(Policy(title="Nothing", fields={}))
    assert (found, withheld) == (Details(), EVERY_SECTION.keys())


def test_what_nobody_entered_is_not_named() -> None:
    assert shown(policy(contacts=HIDDEN), details({"contacts": None, "photos": []})) == (
        details({"photos": []}),
        frozenset(),
    )


def test_extensions_are_counted_only_where_changes_are_public(database: Database) -> None:
    work = project(details=KNOWN)
    counts = []
    for chosen in (load_policy(), policy(changes__reason=HIDDEN), policy(changes=HIDDEN)):
        publish(database.writer_url, [work], policy=chosen)
        with psycopg.connect(database.url) as connection:
            counts += connection.execute(
                "SELECT extension_count, feature_text::jsonb #>> '{properties,changes,1,reason}' "
                "FROM published.project_now"
            )
    assert counts == [(2, "Thêm vỉa hè"), (2, None), (None, None)]


def test_a_rule_for_a_field_that_nobody_entered_makes_no_new_version(database: Database) -> None:
    assert publish(database.writer_url, [project()]).published == 1
    assert (
        publish(database.writer_url, [project()], policy=policy(photos=HIDDEN, contacts__email=HIDDEN)).published == 0
    )
    assert publish(database.writer_url, [project()], policy=policy(changes=HIDDEN)).published == 1


def test_details_alone_are_a_change(database: Database) -> None:
    publish(database.writer_url, [project()])
    assert publish(database.writer_url, [project(details=KNOWN)]).published == 1
    assert publish(database.writer_url, [project(details=KNOWN)]).published == 0
    with psycopg.connect(database.url) as connection:
        row = connection.execute("SELECT feature_text FROM published.project_now").fetchone()
    assert row is not None
    told = json.loads(row[0])["properties"]
    assert [one["id"] for one in told["changes"]] == ["g-1", "g-2", "g-3"]
    assert told["withheld"] == ["contacts.mobile", "contacts.name"]
