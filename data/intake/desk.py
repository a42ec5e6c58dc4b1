"""Where pushes come in: received, checked, held or waiting, approved, published or rejected; one transaction each.

The caller opens the transaction and commits it: until then nothing has happened, afterwards all of it has.
"""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import Connection

from data.intake.applying import Applied, Applying
from data.intake.approval import SHRUNK, Approval
from data.intake.findings import Finding
from data.intake.naming import own_code, project_ids
from data.intake.pushed import Held, NotAllowed, Outcome, PreconditionFailed, Pushed, state_of
from data.policy import Policy
from geo.city import City
from geo.errors import Conflict, NotFound
from geo.intake import plans, pushes, records
from geo.intake.audits import Event, note
from geo.intake.keys import Key
from geo.intake.pushes import OPEN, Push

_WHOLE = frozenset({"project", "batch"})


class _Refused(Exception):  # noqa: N818
    """A batch of which something is held; raised to take back all of it."""

    def __init__(self, applied: Applied) -> None:
        super().__init__()
        self.applied = applied


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks, and from where."""

    key: Key
    address: str | None


@dataclass(frozen=True, slots=True)
class Desk:
    """What pushes are judged by."""

    city: City
    policy: Policy
    approval: Approval

    def submit(self, connection: Connection, who: Who, pushed: Pushed) -> Outcome:
        """Take a push in. Raises NotFound, ForeignProject, PreconditionFailed and Untypable: then nothing is stored."""
        key = who.key
        records.lock_agency(connection, key.agency)
        ids = self._ids(connection, key.agency, pushed)
        push_id = pushes.open_push(
            connection, key_id=key.id, agency=key.agency, kind=pushed.kind, partial=pushed.partial, full=pushed.full
        )
        rows = ((n, own, ids[own], text) for n, code, text in pushed.parts() for own in [own_code(key.agency, code)])
        count = pushes.keep_items(connection, push_id, rows)
        push = _push(connection, push_id, key.agency)
        if pushed.full and _shrunk(count, records.known(connection, key.agency)):
            outcome = self._shrunk(connection, push, count)
        else:
            outcome = self._take(connection, who, push, count)
        _note(connection, who, "submit", push, outcome)
        return outcome

    def approve(self, connection: Connection, who: Who, push_id: int) -> Outcome:
        """Publish what waits, and what is held for a person. Raises NotFound, NotAllowed and Conflict."""
        records.lock_agency(connection, who.key.agency)
        push = _open(connection, push_id, who.key.agency)
        if push.key_id == who.key.id:
            raise NotAllowed("Who has submitted it cannot approve it: another key of the agency does.")
        if not _anything_to_approve(connection, push):
            raise Conflict("What is held breaks a rule of the data: it is pushed again, mended, or rejected.")
        applying = Applying(connection, push, who.key, self.city, self.policy)
        applied = applying.apply(OPEN)
        if push.kind == "batch" and not push.partial and applied.held:
            raise Conflict("Projects of the batch break a rule by now, and it is all or nothing: reject it.")
        outcome = _closed(connection, push, applied, decided_by=who.key.id)
        _note(connection, who, "approve", push, outcome)
        return outcome

    def reject(self, connection: Connection, who: Who, push_id: int, reason: str) -> Outcome:
        """Reject what waits and is held, for a reason. Raises NotFound and Conflict."""
        records.lock_agency(connection, who.key.agency)
        push = _open(connection, push_id, who.key.agency)
        pushes.settle_all(connection, push.id, "rejected", states=OPEN)
        plans.forget_pushed(connection, push.id)
        counts = pushes.counted(connection, push.id)
        state = "rejected" if counts.get("published", 0) == 0 else "published"
        pushes.close_push(connection, push.id, state=state, reason=reason, decided_by=who.key.id)
        outcome = Outcome(push_id=push.id, kind=push.kind, state=state, counts=counts, reason=reason)
        _note(connection, who, "reject", push, outcome)
        return outcome

    def _ids(self, connection: Connection, agency: str, pushed: Pushed) -> dict[str, str]:
        """The project id by own code."""
        codes = [own_code(agency, code) for code in pushed.codes]
        known = records.records(connection, agency, codes)
        ids = project_ids(connection, agency, codes, known)
        if pushed.kind not in _WHOLE:
            for code in codes:
                _must_be_there(connection, pushed.kind, known.get(code), ids[code])
        if pushed.revision is not None:
            _must_match(pushed.revision, known.get(codes[0]))
        return ids

    def _take(self, connection: Connection, who: Who, push: Push, count: int) -> Outcome:
        """Check, hold, and publish or let wait; a batch that is not partial is refused whole."""
        waits = self.approval.waits(push.agency, push.kind)
        applying = Applying(connection, push, who.key, self.city, self.policy, waits=waits)
        try:
            with connection.transaction():
                applied = applying.apply(["received"])
                if push.kind == "batch" and not push.partial and applied.held:
                    raise _Refused(applied)
        except _Refused as refused:
            return self._refuse(connection, push, count, refused.applied)
        return _closed(connection, push, applied, items=count)

    def _refuse(self, connection: Connection, push: Push, count: int, applied: Applied) -> Outcome:
        reason = f"{applied.counts['held']} of {count} projects break a rule; nothing is published."
        held = [_settled(one, "rejected") for one in applied.held]
        pushes.settle(connection, push.id, held)
        pushes.settle_all(connection, push.id, "rejected", states=["received"])
        pushes.close_push(connection, push.id, state="rejected", items=count, reason=reason)
        counts = {"rejected": count}
        return Outcome(
            push_id=push.id, kind=push.kind, state="rejected", counts=counts, held=applied.held, reason=reason
        )

    def _shrunk(self, connection: Connection, push: Push, count: int) -> Outcome:
        known = records.known(connection, push.agency)
        reason = f"A full set of {count} projects, where {known} are known: a person must say that it is right."
        pushes.settle_all(connection, push.id, "held", states=["received"])
        pushes.close_push(connection, push.id, state="held", items=count, reason=reason)
        held = [Held(0, "", [Finding("", SHRUNK, reason)])]
        counts = {"held": count} if count else {}
        return Outcome(push_id=push.id, kind=push.kind, state="held", counts=counts, held=held, reason=reason)


def _anything_to_approve(connection: Connection, push: Push) -> bool:
    """Whether something waits, or is held without a fault: until a person says that it is right."""
    if push.items == 0 or pushes.counted(connection, push.id).get("waiting"):
        return True
    held = pushes.items(connection, push.id, states=["held"], limit=1)
    return any(not item.reasons for item in held)


def _shrunk(count: int, known: int) -> bool:
    return count == 0 or count * 2 < known


def _closed(
    connection: Connection, push: Push, applied: Applied, *, items: int | None = None, decided_by: str | None = None
) -> Outcome:
    counts = pushes.counted(connection, push.id)
    state = state_of(counts) if counts else "published" if applied.publication else "unchanged"
    pushes.close_push(
        connection, push.id, state=state, items=items, publication=applied.publication, decided_by=decided_by
    )
    first = applied.first if push.kind != "batch" else None
    return Outcome(
        push_id=push.id,
        kind=push.kind,
        state=state,
        counts=counts,
        held=applied.held,
        publication=applied.publication,
        withdrawn=applied.withdrawn,
        project_id=first.record.project_id if first else None,
        revision=first.record.revision if first and state in {"published", "unchanged"} else None,
        created=bool(first and first.before is None and state == "published"),
        gap=first.gap if first else 0,
    )


def _settled(held: Held, state: str) -> pushes.Settled:
    return pushes.Settled(held.number, state, [one.document() for one in held.findings])


def _push(connection: Connection, push_id: int, agency: str) -> Push:
    found = pushes.push(connection, push_id, agency)
    if found is None:
        raise NotFound("The agency has no submission of this number.")
    return found


def _open(connection: Connection, push_id: int, agency: str) -> Push:
    found = _push(connection, push_id, agency)
    if found.state not in OPEN:
        raise Conflict(f"The submission is {found.state}; nothing of it waits for a decision.")
    return found


def _must_be_there(connection: Connection, kind: str, known: records.Record | None, project_id: str) -> None:
    there = known is not None and not known.withdrawn
    published = kind == "withdrawal" and known is None and project_id in records.owners(connection, [project_id])
    if not there and not published:
        raise NotFound("The agency has pushed no project of this code, or has withdrawn it.")


def _must_match(revision: int, known: records.Record | None) -> None:
    """`revision` is that of If-Match; 0 asks that the project is there, -1 that it is not."""
    there = known is not None and not known.withdrawn
    fits = (
        not there if revision < 0 else there and (revision == 0 or (known is not None and known.revision == revision))
    )
    if not fits:
        raise PreconditionFailed("The project has changed since, or is not there; ask for it and try again.")


def _note(connection: Connection, who: Who, action: str, push: Push, outcome: Outcome) -> None:
    detail = {"kind": push.kind, "counts": dict(outcome.counts)}
    said: dict[str, object] = {"publication": outcome.publication, "withdrawn": outcome.withdrawn or None}
    if outcome.project_id:
        said["project"] = outcome.project_id
    if outcome.reason:
        said["reason"] = outcome.reason
    event = Event(
        action=action,
        outcome=outcome.state,
        actor=who.key.id,
        agency=who.key.agency,
        address=who.address,
        target=f"submission {push.id}",
        detail=detail | {name: value for name, value in said.items() if value is not None},
    )
    note(connection, event)
