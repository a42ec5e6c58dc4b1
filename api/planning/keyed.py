"""Routes for the planners of an agency, by a key of the scope plan: with the plans of others that are not public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import shapely
from fastapi import APIRouter, Request
from psycopg import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.context import Ctx
from api.intake.bodies import JSON, received
from api.intake.callers import caller
from api.intake.documents import BASE
from api.intake.state import intake_of
from api.planning.documents import collision, feature, not_compared
from api.planning.planned import planned
from data.digging.plans import read_plan
from data.intake.jsontext import one_value
from data.intake.noting import Who
from geo.details import exact_json
from geo.errors import BadRequest
from geo.intake.audits import Event, note
from geo.intake.keys import Scope
from geo.intake.pairs import own_pairs
from geo.intake.planned import Planned, asked_plans, own_collisions
from geo.overlaps.asking import collisions, in_force
from geo.overlaps.left_out import left_out_near
from geo.overlaps.rules import Rules

router = APIRouter(prefix=BASE)
_LARGEST: Final = 2**20
_LIMIT: Final = 100
_MOST: Final = 1_000


@router.post("/overlaps/check")
async def check(request: Request, ctx: Ctx) -> Response:
    """What a plan would collide with: published works, and plans of other agencies. It is not kept."""
    who = await caller(request, Scope.PLAN)
    intake = intake_of(request)
    async with received(request, largest=_LARGEST, types=JSON, pause=intake.settings.body_seconds) as body:
        members: object = await run_in_threadpool(one_value, body.read())
    plan, site, footprint = await run_in_threadpool(read_plan, members, ctx.city)
    site = replace(site, agency=who.key.agency)
    by = await in_force(ctx.pool)
    found = await collisions(ctx.pool, site, footprint, by, today=ctx.city.today(), own=plan.project or "")
    share = intake.desk.policy.plans.share

    def look(connection: Connection) -> list[Planned]:
        if not share:
            return []
        windows = "window" in share
        plans = asked_plans(connection, site, footprint, by, agency=who.key.agency, with_window=windows)
        _note(connection, who, "overlaps check", plans)
        return plans

    plans = await intake.clerks.run(look)
    features = [*map(collision, found), *(planned(one, share, own=False) for one in plans)]
    return _answer(_ranked(features), by, notCompared=not_compared(await left_out_near(ctx.pool, footprint, by)))


@router.get("/overlaps")
async def overlaps(request: Request, ctx: Ctx) -> Response:
    """What the agency's published works and its plans collide with; the most that is at stake first."""
    who = await caller(request, Scope.PLAN)
    intake, limit = intake_of(request), _asked_limit(request)
    by = await in_force(ctx.pool)
    share = intake.desk.policy.plans.share
    agency, today = who.key.agency, ctx.city.today()

    def look(connection: Connection) -> tuple[int, list[dict[str, Any]]]:
        pairs = own_pairs(connection, agency, today, limit=limit)
        plans = own_collisions(connection, by, agency=agency, with_window="window" in share)
        shown = [one for one in plans if one.plan is None or share]
        _note(connection, who, "overlaps", shown)
        matched = pairs[0]["matched"] if pairs else 0
        return matched + len(shown), [*map(_pair, pairs), *(planned(one, share, own=True) for one in shown)]

    matched, features = await intake.clerks.run(look)
    return _answer(_ranked(features)[:limit], by, numberMatched=matched)


def _note(connection: Connection, who: Who, action: str, found: list[Planned]) -> None:
    """Plans of others are seen only on record."""
    plans = sorted({one.plan.name for one in found if one.plan is not None})
    if plans:
        detail = {"plans": plans[:100]}
        event = Event(
            action=action, outcome="told", actor=who.key.id, agency=who.key.agency, address=who.address, detail=detail
        )
        note(connection, event)


def _pair(row: Mapping[str, Any]) -> dict[str, Any]:
    """A pair of published works."""
    works = {
        side: {"id": row[f"{side}_id"], "title": row[f"{side}_title"], "agency": row[f"{side}_agency"]}
        for side in ("one", "other")
    }
    plain = (
        "also",
        "relation",
        "days_shared",
        "gap_days",
        "lead_reason",
        "exception",
        "score",
        "currency",
        "likelihood",
    )
    told = {"class": row["kind"], "state": row["state"], "reason": row["reason"], "past": row["past"]} | works
    told |= {name: row[name] for name in plain} | {"lead": row["lead_id"]}
    told |= {name: {"start": row[f"{name}_start"], "end": row[f"{name}_end"]} for name in ("joint", "period")}
    lengths = {"distance_m": "distance", "shared_length_m": "shared_length", "shared_area_m2": "shared_area"}
    told |= {name: round(row[column], 2) for name, column in lengths.items()}
    return feature(row["id"], shapely.from_wkb(bytes(row["ground"])), told)


def _ranked(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is over last."""

    def order(one: dict[str, Any]) -> tuple[Any, ...]:
        told = one["properties"]
        return told.get("past", False), -(told.get("score") or 0), one["id"]

    return sorted(features, key=order)


def _answer(features: list[dict[str, Any]], by: Rules, **more: Any) -> Response:  # noqa: ANN401 - JSON
    document = {
        "type": "FeatureCollection",
        **more,
        "numberReturned": len(features),
        "rules": {"title": by.title, "fingerprint": by.fingerprint},
        "features": features,
    }
    return Response(
        exact_json(document).encode(), media_type="application/geo+json", headers={"Cache-Control": "no-store"}
    )


def _asked_limit(request: Request) -> int:
    told = request.query_params.get("limit", str(_LIMIT))
    if not (told.isascii() and told.isdecimal() and len(told) <= 4 and 1 <= int(told) <= _MOST):
        raise BadRequest(f"The parameter limit is a whole number from 1 to {_MOST:,}.", parameter="limit")
    return int(told)
