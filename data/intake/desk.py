"""Where pushes come in: received, checked, held or waiting, approved, published or rejected.

The caller opens the transaction and commits it: until then nothing has happened, afterwards all of it has. A push is
opened, what it stages is published, and it is closed: several may be opened one after the other, and published at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psycopg import Connection

from data.intake.applying import Applied, Applying
from data.intake.approval import Approval
from data.intake.full_sets import hold_shrunk
from data.intake.naming import own_code, project_ids
from data.intake.noting import Who, note_outcome
from data.intake.overtaking import close_mended
from data.intake.policies import PolicyWatch
from data.intake.preconditions import must_be_in_force, must_be_there, must_match
from data.intake.pushed import NotAllowed, Outcome, Pushed, state_of
from data.intake.spooling import Aside
from data.intake.staging import Staging
from data.policy import Policy
from geo.city import City
from geo.errors import Conflict, NotFound
from geo.intake import plans, pushes, records
from geo.intake.pushes import OPEN, Push

_WHOLE = frozenset({"project", "batch"})


class _Refused(Exception):  # noqa: N818
    """A batch of which something is held; raised to take back all of it."""

    def __init__(self, applied: Applied) -> None:
        super().__init__()
        self.applied = applied


@dataclass(frozen=True, slots=True)
class Opened:
    """A push that was judged, and staged as far as it may be published; `outcome` is there where that is all."""

    who: Who
    push: Push
    count: int
    applying: Applying | None = None
    applied: Applied | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What pushes are judged by; `watch` sees where another policy was applied meanwhile."""

    city: City
    policy: Policy
    approval: Approval
    watch: PolicyWatch | None = None

    def open(self, staging: Staging, who: Who, pushed: Pushed) -> Opened:
        """Judge a push of an agency that is locked, and stage what may be published of it.

        Raises KeyRevoked, NotFound, ForeignProject, PreconditionFailed, Untypable and StagedAlready: nothing of it may
        be stored.
        """
        connection, key = staging.connection, who.key
        must_be_in_force(connection, key)
        ids = self._ids(connection, key.agency, pushed)
        push = pushes.open_push(
            connection, key_id=key.id, agency=key.agency, kind=pushed.kind, partial=pushed.partial, full=pushed.full
        )
        parts = ((part, own_code(key.agency, part[1])) for part in pushed.parts())
        rows = ((n, own, ids[own], text, revision) for (n, _, text, revision), own in parts)
        count = pushes.keep_items(connection, push.id, rows)
        if pushed.full and (held := hold_shrunk(connection, push, count)) is not None:
            return Opened(who, push, count, outcome=held)
        return self._take(staging, who, push, count)

    def close(self, staging: Staging, opened: Opened) -> Outcome:
        """What became of a push, once what is staged is published; kept and noted. Raises SchemaMismatch."""
        self._must_hold(staging)
        outcome = opened.outcome
        if opened.applying is not None and opened.applied is not None:
            opened.applying.settle(opened.applied)
            close_mended(staging.connection, opened.who, opened.push)
            counts = dict(opened.applied.counts)
            outcome = _closed(staging.connection, opened.push, opened.applied, counts, items=opened.count)
        assert outcome is not None  # noqa: S101 - it is there, or what was applied
        note_outcome(staging.connection, opened.who, "submit", opened.push, outcome)
        return outcome

    def approve(self, connection: Connection, who: Who, push_id: int) -> Outcome:
        """Publish what waits, and what is held for a person. Raises KeyRevoked, NotFound, NotAllowed and Conflict."""
        records.lock_agency(connection, who.key.agency)
        must_be_in_force(connection, who.key)
        push = _open(connection, push_id, who.key.agency)
        if push.key_id == who.key.id:
            raise NotAllowed("Who has submitted it cannot approve it: another key of the agency does.")
        if not _anything_to_approve(connection, push):
            raise Conflict("What is held breaks a rule of the data: it is pushed again, mended, or rejected.")
        staging = Staging(connection, self.city)
        applying = Applying(staging, push, who.key, self.city, self.policy)
        applied = applying.stage(OPEN)
        if push.kind == "batch" and not push.partial and applied.held:
            raise Conflict("Projects of the batch break a rule by now, and it is all or nothing: reject it.")
        staging.publish()
        self._must_hold(staging)
        applying.settle(applied)
        close_mended(connection, who, push)
        outcome = _closed(connection, push, applied, pushes.counted(connection, push.id), decided_by=who.key.id)
        note_outcome(connection, who, "approve", push, outcome)
        return outcome

    def reject(self, connection: Connection, who: Who, push_id: int, reason: str) -> Outcome:
        """Reject what waits and is held, for a reason. Raises KeyRevoked, NotFound and Conflict."""
        records.lock_agency(connection, who.key.agency)
        must_be_in_force(connection, who.key)
        push = _open(connection, push_id, who.key.agency)
        pushes.settle_all(connection, push.id, "rejected", states=OPEN)
        plans.forget_pushed(connection, push.id)
        counts = pushes.counted(connection, push.id)
        state = "rejected" if counts.get("published", 0) == 0 else "published"
        pushes.close_push(connection, push.id, state=state, reason=reason, decided_by=who.key.id)
        outcome = Outcome(push_id=push.id, kind=push.kind, state=state, counts=counts, reason=reason)
        note_outcome(connection, who, "reject", push, outcome)
        return outcome

    def _must_hold(self, staging: Staging) -> None:
        """Raise SchemaMismatch where what is published was judged by a policy that holds no more."""
        if self.watch is not None and staging.publication is not None:
            self.watch.must_hold(staging.connection)

    def _ids(self, connection: Connection, agency: str, pushed: Pushed) -> dict[str, str]:
        """The project id by own code."""
        codes = [own_code(agency, code) for code in pushed.codes]
        known = records.records(connection, agency, codes)
        ids = project_ids(connection, agency, codes, known)
        if pushed.kind not in _WHOLE:
            for code in codes:
                must_be_there(connection, pushed.kind, known.get(code), ids[code])
        if pushed.revision is not None:
            must_match(pushed.revision, known.get(codes[0]))
        return ids

    def _take(self, staging: Staging, who: Who, push: Push, count: int) -> Opened:
        """Check, hold, and stage or let wait; a batch that is not partial is refused whole."""
        waits = self._waits(staging.connection, push)
        applying = Applying(staging, push, who.key, self.city, self.policy, waits=waits)
        if push.kind != "batch" or push.partial:
            return Opened(who, push, count, applying, applying.stage(["received"]))
        with Aside() as aside:
            try:
                with staging.connection.transaction():
                    applied = applying.stage(["received"], aside=aside)
                    if applied.held:
                        raise _Refused(applied)
            except _Refused as refused:
                staging.drop(push.id)
                outcome = self._refuse(staging.connection, push, count, refused.applied, aside)
                return Opened(who, push, count, outcome=outcome)
        return Opened(who, push, count, applying, applied)

    def _refuse(self, connection: Connection, push: Push, count: int, applied: Applied, aside: Aside) -> Outcome:
        reason = f"{applied.refused} of {count} projects break a rule; nothing is published."
        pushes.settle(connection, push.id, aside.settled("rejected"))
        pushes.settle_all(connection, push.id, "rejected", states=["received"])
        pushes.close_push(connection, push.id, state="rejected", items=count, reason=reason)
        counts = {"rejected": count}
        return Outcome(
            push_id=push.id,
            kind=push.kind,
            state="rejected",
            counts=counts,
            held=applied.held,
            held_items=applied.refused,
            unmatched=applied.counts["rejected"],
            reason=reason,
        )

    def _waits(self, connection: Connection, push: Push) -> bool:
        """Whether a second person decides; so it is of a full set that takes projects back, where withdrawals wait."""
        if self.approval.waits(push.agency, push.kind):
            return True
        asked = push.full and self.approval.waits(push.agency, "withdrawal")
        return asked and records.left_out(connection, push.agency, push.id) > 0


def _anything_to_approve(connection: Connection, push: Push) -> bool:
    """Whether something waits, or is held without a fault: until a person says that it is right."""
    if push.items == 0 or pushes.counted(connection, push.id).get("waiting"):
        return True
    held = pushes.items(connection, push.id, states=["held"], limit=1)
    return any(not item.reasons for item in held)


def _closed(
    connection: Connection,
    push: Push,
    applied: Applied,
    counts: Mapping[str, int],
    *,
    items: int | None = None,
    decided_by: str | None = None,
) -> Outcome:
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
        held_items=applied.refused,
        unmatched=applied.counts["rejected"],
        publication=applied.publication,
        withdrawn=applied.withdrawn,
        project_id=first.record.project_id if first else None,
        revision=first.record.revision if first and state in {"published", "unchanged"} else None,
        created=bool(first and first.before is None and state == "published"),
        gap=first.gap if first else 0,
    )


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
