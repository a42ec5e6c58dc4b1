"""The operator page: an agency's person logs in with a key, sees what waits and is held, approves and rejects.

It works without scripts. What it does goes the way of the push interface, and is noted like it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Depends, Path, Request
from psycopg import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from api.intake.bodies import received
from api.intake.callers import address_of, refused, shown_key
from api.intake.documents import item_document
from api.intake.operator_ahead import parts_ahead
from api.intake.refusing import too_often
from api.intake.sessions import COOKIE, Session, begin, forget, is_of, session_of, set_cookie
from api.intake.state import Intake, intake_of
from api.pages.site import HTML, Here, Page
from data.intake.noting import Who
from data.intake.pushed import NotAllowed, Outcome
from data.rules import RULE
from geo.errors import BadRequest, Conflict, NotFound
from geo.intake import pushes
from geo.intake.audits import Event, note
from geo.intake.keys import Scope, key_in_force
from geo.intake.pushes import OPEN, Item
from geo.moments import PARAMETER

T = TypeVar("T")
Number = Annotated[int, Path(ge=0, lt=2**63)]
"""The number of a submission."""


async def _of_now(page: Here) -> None:
    if page.ctx.moment is not None:
        raise BadRequest("What waits is always of now.", parameter=PARAMETER)


router = APIRouter(prefix="/operator", dependencies=[Depends(_of_now)])
_FORM: Final = ("application/x-www-form-urlencoded",)
_LARGEST: Final = 16_384
_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Operator:
    """Who is logged in, and the token of the forms."""

    who: Who
    form_token: str


@router.get("")
async def queue(request: Request, page: Here) -> Response:
    """What waits and is held, and what came last; the login where nobody is logged in."""
    operator = await operator_of(request, page)
    if operator is None:
        return shown_page(page, "operator_login.html", wrong=False)
    agency = operator.who.key.agency
    waiting = await _look(request, lambda connection: pushes.pushes(connection, agency, states=OPEN, limit=_SHOWN))
    last = await _look(request, lambda connection: pushes.pushes(connection, agency, limit=20))
    return shown_page(page, "operator.html", operator=operator, waiting=waiting, last=last)


@router.post("/login")
async def login(request: Request, page: Here) -> Response:
    """Begin a session with a key."""
    form, intake = await _form(request, page), intake_of(request)
    address = address_of(request)
    if wait := intake.by_address.wait(address):
        raise too_often(wait)
    intake.by_address.count(address)
    try:
        key = await shown_key(request, intake, address, form.get("key", "").strip())
    except HTTPException as refusal:
        if refusal.status_code != 401:
            raise
        return shown_page(page, "operator_login.html", 401, wrong=True)
    event = Event(action="login", outcome="done", actor=key.id, agency=key.agency, address=address)
    await intake.clerks.run(lambda connection: note(connection, event))
    response = see(page, "")
    secure = page.ctx.links.startswith("https:")
    set_cookie(response, begin(key.id), page.ctx.secret, secure=secure)
    return response


@router.post("/logout")
async def logout(request: Request, page: Here) -> Response:
    """End the session."""
    await _form(request, page)
    response = see(page, "")
    forget(response)
    return response


@router.get("/submissions/{number}")
async def submission(request: Request, page: Here, number: Number) -> Response:
    """A submission with its items and their faults."""
    operator = await operator_of(request, page)
    return see(page, "") if operator is None else await _submission(request, page, operator, number)


@router.post("/submissions/{number}/approve")
async def approve(request: Request, page: Here, number: Number) -> Response:
    """Publish what waits."""
    operator, _ = await deciding(request, page, Scope.APPROVE)
    desk = intake_of(request).desk
    return await _decided(request, page, operator, number, lambda db: desk.approve(db, operator.who, number))


@router.post("/submissions/{number}/reject")
async def reject(request: Request, page: Here, number: Number) -> Response:
    """Reject what waits, for a reason."""
    operator, form = await deciding(request, page, Scope.APPROVE)
    reason, desk = " ".join(form.get("reason", "").split())[:2_000], intake_of(request).desk
    if not reason:
        return await _submission(request, page, operator, number, status=422, fault="reason")
    return await _decided(request, page, operator, number, lambda db: desk.reject(db, operator.who, number, reason))


async def _decided(
    request: Request, page: Page, operator: Operator, number: int, decide: Callable[[Connection], Outcome]
) -> Response:
    try:
        await intake_of(request).writers.run(decide)
    except NotAllowed:
        await refused(intake_of(request), operator.who, request, "submitted it")
        return await _submission(request, page, operator, number, status=403, fault="own")
    except Conflict:
        return await _submission(request, page, operator, number, status=409, fault="rule")
    return see(page, f"/submissions/{number}")


async def _submission(
    request: Request, page: Page, operator: Operator, number: int, *, status: int = 200, fault: str | None = None
) -> Response:
    key = operator.who.key
    payload = key.may(Scope.READ_WITHHELD)

    def work(connection: Connection) -> dict[str, Any]:
        push = pushes.push(connection, number, key.agency)
        if push is None:
            raise NotFound("The agency has no submission of this number.")
        items = pushes.items(connection, number, limit=_SHOWN)
        ahead = parts_ahead(page, connection, push, items, intake_of(request).desk)
        return {"push": push, "parts_shown": [_shown(item, payload=payload) for item in items], "ahead": ahead}

    found = await _look(request, work)
    return shown_page(page, "operator_submission.html", status, operator=operator, fault=fault, rules=RULE, **found)


def _shown(item: Item, *, payload: bool) -> dict[str, Any]:
    shown = item_document(item, payload=False)
    return shown | {"payload": item.payload if payload else None}


async def deciding(request: Request, page: Page, scope: Scope) -> tuple[Operator, dict[str, str]]:
    """The operator whose key has the scope, and the form. Raises HTTPException where it is not the operator's own."""
    form, session = await _form(request, page), _session(request, page)
    operator = await operator_of(request, page)
    if operator is None or session is None:
        raise HTTPException(403, "The session has ended; log in again.")
    if not is_of(session, form.get("token", ""), page.ctx.secret):
        await refused(intake_of(request), operator.who, request, "not the session's form")
        raise HTTPException(403, "The form is not of this session; open the page again.")
    if not operator.who.key.may(scope):
        await refused(intake_of(request), operator.who, request, "the scope is missing")
        raise HTTPException(403, f"The key has not the scope {scope}.")
    return operator, form


async def operator_of(request: Request, page: Page) -> Operator | None:
    """Who is logged in."""
    session = _session(request, page)
    if session is None:
        return None
    key = await _look(request, lambda connection: key_in_force(connection, session.key_id))
    if key is None:
        return None
    return Operator(Who(key, address_of(request)), session.form_token(page.ctx.secret))


def _session(request: Request, page: Page) -> Session | None:
    return session_of(request.cookies.get(COOKIE), page.ctx.secret)


async def _form(request: Request, page: Page) -> dict[str, str]:
    """The fields of a form of our own pages, each once. Raises HTTPException."""
    origin = request.headers.get("origin")
    if origin is not None and not _is_ours(origin, request, page):
        raise HTTPException(403, "The form is another site's.")
    pause = intake_of(request).settings.body_seconds
    async with received(request, largest=_LARGEST, types=_FORM, pause=pause) as body:
        try:
            fields = parse_qs(body.read().decode(), max_num_fields=10, keep_blank_values=True)
        except ValueError:
            raise HTTPException(400, "The form cannot be read.") from None
    if any("\0" in value for values in fields.values() for value in values):
        raise HTTPException(400, "A field of the form has U+0000.")
    return {name: values[0] for name, values in fields.items()}


def _is_ours(origin: str, request: Request, page: Page) -> bool:
    ours = urlsplit(page.ctx.links)
    return origin == f"{ours.scheme}://{ours.netloc}" or request.headers.get("sec-fetch-site") == "same-origin"


async def _look(request: Request, work: Callable[[Connection], T]) -> T:
    intake: Intake = intake_of(request)
    return await intake.clerks.run(work)


def shown_page(page: Page, template: str, status: int = 200, **values: Any) -> Response:  # noqa: ANN401
    """A page for one agency alone."""
    body = page.write(template, sample=False, **values)
    headers = {"Cache-Control": "no-store", "Content-Language": page.language, "Referrer-Policy": "no-referrer"}
    return Response(body, status, headers, HTML)


def see(page: Page, rest: str) -> Response:
    """Send on to another operator page."""
    return RedirectResponse(page.path(f"/operator{rest}"), 303, {"Cache-Control": "no-store"})
