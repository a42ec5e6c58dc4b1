"""Sign what the log has come to: only what goes on from the checkpoint before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from psycopg import Connection

from geo.errors import BadInput, Conflict
from geo.log import stored
from geo.log.checkpoints import Checkpoint, log_signed, make, witnessed
from geo.log.keys import Signer, Verifier


class Signed(NamedTuple):
    """A checkpoint, and whether it was made just now."""

    checkpoint: Checkpoint
    anew: bool


def sign(connection: Connection, signers: Sequence[Signer]) -> Signed:
    """The newest checkpoint, made and kept unless there is one of this size that all these keys have signed.

    Raises Conflict, and signs nothing, where the log does not go on from its newest checkpoint: somebody changed it.
    The caller commits.
    """
    size = stored.size(connection)
    before = stored.newest(connection)
    if before is not None:
        checkpoint, keys = before
        _must_go_on(connection, checkpoint, size, signers)
        own = {one.verifier for one in signers}
        if checkpoint.size == size and own <= set(log_signed(checkpoint, own)) <= set(keys):
            return Signed(checkpoint, anew=False)
    made = make(size, stored.root(connection, size), signers)
    stored.keep(connection, made, [one.verifier for one in signers])
    return Signed(made, anew=True)


def take_witness(connection: Connection, cosigned: Checkpoint, witness: Verifier) -> Checkpoint:
    """Keep the newest checkpoint with a witness' signature from another copy of it; the caller commits.

    Raises BadInput where the witness did not sign it, Conflict where it is not the newest one.
    """
    if not witnessed(cosigned, [witness]):
        raise BadInput(f"{witness.name} did not sign this checkpoint with the key that is given.")
    before = stored.newest(connection)
    if before is None or not before[0].same_as(cosigned):
        raise Conflict("This is not the newest checkpoint; ask the witness for its signature of that.")
    checkpoint, keys = before
    note = checkpoint.note.with_signatures(one for one in cosigned.note.signatures if one.name == witness.name)
    found = Checkpoint(checkpoint.origin, checkpoint.size, checkpoint.root, note)
    stored.keep(connection, found, [*keys, *({witness} - set(keys))])
    return found


def _must_go_on(connection: Connection, before: Checkpoint, size: int, signers: Sequence[Signer]) -> None:
    if before.origin != signers[0].name:
        raise Conflict(f"The log is called {before.origin}; a key of {signers[0].name} cannot sign it.")
    if before.size > size or stored.root(connection, before.size) != before.root:
        raise Conflict(
            f"The log does not go on from its checkpoint of {before.size} leaves, so that nothing is signed: "
            "`allimi verify --database` says where it was changed."
        )
