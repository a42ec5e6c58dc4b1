"""A small play of the simulated system against the real application: known to the last push."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import psycopg
import pytest

from data.simulation import Plan, Tally, phases, play
from data.simulation.client import Client
from geo.errors import BadInput
from geo.intake.keys import Scope
from geo.log.auditing import audit
from tests.api.intake.pushing import agency
from tests.fixtures.site import Site

PLAN = Plan(projects=12, months=2, seed=1, today=date(2026, 11, 25), keys=2)
PAID = ("-", "contract", "contract", "progress", "progress", "payment")
"""An even project: its own contract, one that it shares, two reports, a payment."""
REPORTED = ("-", "contract", "progress", "progress")
HISTORY = {
    1: REPORTED,
    2: PAID,
    3: (*REPORTED, "extension"),
    4: PAID,
    5: (*REPORTED, "design-change", "-"),
    6: (*PAID, "extension"),
    7: ("-",),
    8: PAID,
    9: (*REPORTED, "extension"),
    10: (*PAID, "withdrawal"),
    11: REPORTED,
    12: (*PAID, "extension"),
}


def played(site: Site, plan: Plan) -> Tally:
    tokens = [agency(site, code, (Scope.SUBMIT,)).token for code in ("mau-1", "mau-2")]
    return play(site.url, tokens, phases(plan))


def grounds(site: Site) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The grounds of every version of each project, the oldest first; all versions are sample."""
    with psycopg.connect(site.database.url) as owner:
        found = owner.execute(
            "SELECT project_id, array_agg(coalesce(ground, '-') ORDER BY version) FROM published.project_version "
            "WHERE sample GROUP BY project_id"
        ).fetchall()
    return ((int(project_id[-5:]), tuple(told)) for project_id, told in found)


def test_a_play_has_its_counts_and_its_history(site: Site) -> None:
    tally = played(site, PLAN)
    assert dict(tally.states) == {
        "published": sum(map(len, HISTORY.values())) - 3,  # three contracts are pushed once for two projects
        "held": 2 + 1,  # projects 1 and 7 as they came first; the empty full set
        "refused": 1,  # project 4 as it came first
        "stale": 2 * 2,  # projects 2 and 9, each month
        "unchanged": 3,  # projects 2, 6 and 10 come twice
    }
    cut = [script for phase in phases(PLAN) if phase.down for script in phase.scripts if script]
    under_way = sum(script[0].under_way for script in cut)
    assert (tally.duplicates, tally.lost, tally.tries) == (2 * 4 * 2, 2 * 2 + under_way, 0)
    assert (under_way > 0, tally.away) == (True, sum(map(len, cut)) - under_way)
    assert tally.sent == sum(tally.states.values()) + tally.duplicates + tally.lost
    assert dict(grounds(site)) == HISTORY
    properties = site.json("/collections/projects/items/mau-1.SIM-1-00012")["properties"]
    assert (properties["sample"], properties["extension_count"], properties["end_shift_days"]) == (True, 1, 120)
    assert site.get("/collections/projects/items/mau-1.SIM-1-00010").status_code == 404
    with psycopg.connect(site.database.reader_url) as reader:
        assert list(audit(reader, [])) == []


def test_agencies_that_send_batches_publish_the_same_facts(site: Site) -> None:
    tally = played(site, replace(PLAN, single=0))
    assert dict(tally.states) == {"published": 5, "held": 2}  # project 1 is wrong at first; the empty full set
    assert tally.projects == 3 * PLAN.projects
    assert {number: len(told) for number, told in grounds(site)} == {
        number: {1: 2, 7: 1}.get(number, 3) for number in HISTORY
    }
    properties = site.json("/collections/projects/items/mau-1.SIM-1-00012")["properties"]
    assert (properties["extension_count"], properties["end_shift_days"]) == (1, 120)


@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "http://", "http://127.0.0.1:many", "http://127.0.0.1:70000"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(BadInput):
        Client(url, [])
