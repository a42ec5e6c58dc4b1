"""What a push tells of projects that are not published yet: where and when, for the planners of other agencies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import shapely
from psycopg import Connection
from shapely.geometry.base import BaseGeometry

from data.intake.jsontext import StrictDecoder
from data.intake.judging import Judged
from data.intake.model import Facts
from data.intake.projects import Named, checked
from data.policy import Policy
from geo.city import City
from geo.codes import Status
from geo.intake import plans
from geo.overlaps.sites import Site, site
from geo.project import Project


def keep_plans(connection: Connection, push_id: int, judged: Sequence[Judged], policy: Policy, *, waits: bool) -> None:
    """Keep the plans among what a push tells, and forget those that are published with it, or may not be shared.

    What is held, or `waits`, is a plan as long as nothing of the project is published.
    """
    told = {one.id: one for each in judged if waits or each.findings for one in each.projects}
    public = plans.published(connection, list(told)) if told else frozenset()
    kept = [plan for plan in _plans(told.values(), push_id, policy) if plan.project_id not in public]
    known = {target.record.project_id for each in judged if each.state != "stale" for target in each.targets}
    plans.forget(connection, sorted(known - {plan.project_id for plan in kept}))
    plans.keep(connection, kept)


def forget_unshared(connection: Connection, city: City, policy: Policy) -> None:
    """Forget the plans that a policy of today does not share, and those of which nothing can be read any more."""
    named = [
        Named(project_id, agency, _facts(payload))
        for project_id, agency, payload in plans.payloads(connection)
        if payload
    ]
    shared = {one.project.id for one in checked(named, city) if policy.shares_plan(one.project)}
    plans.forget_others(connection, sorted(shared))


def _facts(payload: str) -> Facts:
    """The facts of what was sent, without what else a push of a project may say."""
    sent = StrictDecoder().decode(payload)
    return Facts.model_validate({name: sent[name] for name in Facts.model_fields if name in sent})


def _plans(projects: Iterable[Project], push_id: int, policy: Policy) -> Iterator[plans.Sent]:
    for project in projects:
        if project.footprint is None or project.status is Status.CANCELLED or not policy.shares_plan(project):
            continue
        as_site = _site(project)
        if as_site.window.dated:
            yield _plan(project, project.footprint, as_site, push_id)


def _plan(project: Project, footprint: BaseGeometry, as_site: Site, push_id: int) -> plans.Sent:
    offices = (contact.office for contact in project.details.contacts or () if contact.office)
    return plans.Sent(
        project_id=project.id,
        agency=project.agency,
        push_id=push_id,
        window_start=as_site.window.start,
        window_end=as_site.window.end,
        early_start=as_site.early.start if as_site.early else None,
        late_end=as_site.late.end if as_site.late else None,
        category=as_site.category,
        firmness=as_site.firmness,
        ground=tuple(sorted(str(one) for one in as_site.ground)),
        exception=as_site.exception,
        office=next(offices, None),
        footprint=shapely.to_wkb(footprint),
    )


def _site(project: Project) -> Site:
    """The project as the rules of overlaps look at it; its size is measured where it is compared."""
    facts: dict[str, Any] = {
        name: getattr(project, name) for name in ("id", "agency", "category", "status", "contractor")
    }
    facts |= {name: getattr(project, name) for name in ("planned_start", "planned_end", "actual_start", "actual_end")}
    facts |= {"contract_amount": project.contract_amount, "progress_as_of": project.progress.as_of}
    unknown: dict[str, Any] = {"title": "", "budget": None, "length": 0.0, "area": 0.0}
    return site(facts | unknown | {"details": project.details.members()})
