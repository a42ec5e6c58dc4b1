"""A small play of the simulated system against the real application: known to the last push."""

from __future__ import annotations

from datetime import date

import psycopg

from data.simulation import Plan, Tally, phases, play
from geo.intake.keys import Scope
from tests.api.intake.pushing import agency
from tests.fixtures.site import Site

PLAN = Plan(projects=12, months=2, seed=1, today=date(2026, 11, 25), keys=2)


def played(site: Site, plan: Plan = PLAN) -> Tally:
    tokens = [agency(site, code, (Scope.SUBMIT,)).token for code in ("mau-1", "mau-2")]
    return play(site.url, tokens, phases(plan))


def test_a_play(site: Site) -> None:
    tally = played(site)
    print(list(tally.lines()))
    with psycopg.connect(site.database.url) as owner:
        for r in owner.execute("SELECT project_id, version, coalesce(ground,'-'), withdrawn, sample, progress_actual, extension_count, planned_end from published.project_version order by 1,2").fetchall(): print(r)
        for r in owner.execute("SELECT p.kind, i.project_id, i.state, i.findings from intake.push_item i join intake.push p on p.id=i.push_id where i.state not in ('published')").fetchall(): print(r)
    assert 0
