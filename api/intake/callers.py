"""Who calls: a key of an agency, looked at before anything of the body is read; every refusal is noted."""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.intake.refusing import too_often, unauthorised
from api.intake.state import Intake, intake_of
from data.intake.desk import Who
from geo.intake.audits import Event, note
from geo.intake.keys import Key, Scope, key_of

_LONGEST: Final = 200
_SAID: Final = "Show a key of the agency: Authorization: Bearer allimi_…"


async def caller(request: Request, *scopes: Scope) -> Who:
    """The key that the request shows, which has one of the scopes (any, where none is named). Raises HTTPException."""
    intake, address = intake_of(request), address_of(request)
    if wait := intake.by_address.wait(address) or intake.wrong.wait(address):
        raise too_often(wait)
    intake.by_address.count(address)
    key = await _key(request, intake, address)
    if wait := intake.by_key.wait(key.id):
        raise too_often(wait)
    intake.by_key.count(key.id)
    who = Who(key, address)
    if scopes and not any(key.may(scope) for scope in scopes):
        await refused(intake, who, request, "the scope is missing")
        raise HTTPException(403, f"The key has not the scope {' or '.join(scopes)}.")
    return who


async def shown_key(request: Request, intake: Intake, address: str, token: str) -> Key:
    """The key in force of a token; a wrong one is counted and noted. Raises HTTPException."""
    if wait := intake.wrong.wait(address):
        raise too_often(wait)
    key = await intake.clerks.run(lambda connection: key_of(connection, token[:_LONGEST]))
    if key is not None and key.revoked_at is None:
        return key
    intake.wrong.count(address)
    outcome = "unknown key" if key is None else "revoked key"
    event = Event(
        action=_action(request),
        outcome=outcome,
        actor="-" if key is None else key.id,
        agency=None if key is None else key.agency,
        address=address,
        target=request.url.path[:200],
    )
    await intake.clerks.run(lambda connection: note(connection, event))
    raise unauthorised("The key is not known, or was revoked.")


async def refused(intake: Intake, who: Who, request: Request, outcome: str) -> None:
    """Note that a known key was refused something."""
    event = Event(
        action=_action(request),
        outcome=outcome,
        actor=who.key.id,
        agency=who.key.agency,
        address=who.address,
        target=request.url.path[:200],
    )
    await intake.clerks.run(lambda connection: note(connection, event))


def address_of(request: Request) -> str:
    """The client's address; what a proxy says of it counts only where the proxy is one of ours."""
    peer = request.client.host if request.client else "-"
    if peer in intake_of(request).settings.proxies:
        told = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        return told[:100] if told.isprintable() and told else peer
    return peer


async def _key(request: Request, intake: Intake, address: str) -> Key:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise unauthorised(_SAID)
    return await shown_key(request, intake, address, token.strip())


def _action(request: Request) -> str:
    return f"{request.method} refused"
