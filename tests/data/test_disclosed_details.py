"""Sections under a policy, as they are published."""

from __future__ import annotations

import json

import psycopg

from data.policy import Policy, load_policy
from data.policy.rules import Public, Withheld
from geo.details import details
from tests.builders import EVERY_SECTION, project, publish
from tests.fixtures.database import Database

HIDDEN = Withheld.model_validate({"disclosure": "withheld", "ground": "x", "decided_by": "x", "review": "2030-01-01"})
KNOWN = details(EVERY_SECTION)


def policy(**rules: Public | Withheld) -> Policy:
    """The default policy with other rules; in their names, two underscores are a point."""
    fields = {name.replace("__", "."): rule for name, rule in rules.items()}
    return Policy(title="A policy", fields={**load_policy().fields, **fields})


def test_extensions_are_counted_only_where_changes_are_public(database: Database) -> None:
    work = project(details=KNOWN)
    counts: list[tuple[object, ...]] = []
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
