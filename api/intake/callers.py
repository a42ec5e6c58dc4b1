"""Who calls: a key of an agency, looked at before anything of the body is read; every refusal is noted."""

from __future__ import annotations

from typing import Final

from psycopg import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.intake.refusing import too_often, unauthorised
from api.intake.state import WRONG_KEYS, Intake, intake_of
from data.intake.noting import Who
from data.rules import storable
from geo.intake.audits import Event, note
from geo.intake.keys import Key, Scope, key_of
from geo.intake.rates import seconds_to_turn, take_turn

_LONGEST: Final = 200
_SAID: Final = "Show a key of the agency: Authorization: Bearer allimi_…"


async def caller(request: Request, *scopes: Scope) -> Who:
    """The key that the request shows, which has one of the scopes (any, where none is named). Raises HTTPException."""
    intake, address = intake_of(request), address_of(request)
    if wait := intake.by_address.wait(address):
        raise too_often(wait)
    intake.by_address.count(address)
    key = await _key(request, intake, address)
    who = Who(key, address)
    if scopes and not any(key.may(scope) for scope in scopes):
        await refused(intake, who, request, "the scope is missing")
        raise HTTPException(403, f"The key has not the scope {' or '.join(scopes)}.")
    return who


async def shown_key(request: Request, intake: Intake, address: str, token: str) -> Key:
    """The key in force of a token; a wrong one is counted and noted. Raises HTTPException."""
    key, wait = await intake.clerks.run(lambda connection: _counted(connection, intake, address, token))
    if wait:
        raise too_often(wait)
    if key is not None and key.revoked_at is None:
        return key
    outcome = "unknown key" if key is None else "revoked key"
    event = Event(
        action=_action(request),
        outcome=outcome,
        actor="-" if key is None else key.id,
        agency=None if key is None else key.agency,
        address=address,
        target=_target(request),
    )
    await intake.clerks.run(lambda connection: note(connection, event))
    raise unauthorised("The key is not known, or was revoked.")


def _counted(connection: Connection, intake: Intake, address: str, token: str) -> tuple[Key | None, float]:
    """The key of a token, and the seconds that its address or it has to wait: counted for all processes together.

    A wrong key is counted, and so is a revoked one; whose address has shown too many waits before its key is looked at.
    """
    connection.execute("SET LOCAL synchronous_commit = off")  # what a crash forgets may be asked again
    wrong = f"wrong {address}"
    wait = take_turn(connection, f"address {address}", intake.settings.address_rate)
    if wait := wait or seconds_to_turn(connection, wrong, WRONG_KEYS):
        return None, wait
    key = key_of(connection, token[:_LONGEST])
    if key is None or key.revoked_at is not None:
        return key, take_turn(connection, wrong, WRONG_KEYS)
    return key, take_turn(connection, f"key {key.id}", intake.settings.key_rate)


async def refused(intake: Intake, who: Who, request: Request, outcome: str) -> None:
    """Note that a known key was refused something."""
    event = Event(
        action=_action(request),
        outcome=outcome,
        actor=who.key.id,
        agency=who.key.agency,
        address=who.address,
        target=_target(request),
    )
    await intake.clerks.run(lambda connection: note(connection, event))


def address_of(request: Request) -> str:
    """The client's address; what a proxy says of it counts only where the proxy is one of ours.

    It is the last one that is named, in the last header where there are several: what comes before it the client may
    have sent itself.
    """
    peer = request.client.host if request.client else "-"
    if peer in intake_of(request).settings.proxies:
        told = ",".join(request.headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
        return told[:100] if told.isprintable() and told else peer
    return peer


async def _key(request: Request, intake: Intake, address: str) -> Key:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise unauthorised(_SAID)
    return await shown_key(request, intake, address, token.strip())


def _target(request: Request) -> str:
    return storable(request.url.path[:200])


def _action(request: Request) -> str:
    return f"{request.method} refused"
