"""Checkpoints (C2SP tlog-checkpoint): a note that says how many leaves a log has, and the root of its tree."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geo.errors import BadInput
from geo.log.hashing import HASH_SIZE
from geo.log.keys import Algorithm, Signer, Verifier
from geo.log.notes import Note, read_note, sign


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A state of the log that `origin` names, and the note that says so."""

    origin: str
    size: int
    root: bytes
    note: Note

    def __str__(self) -> str:
        return str(self.note)

    def same_as(self, other: Checkpoint) -> bool:
        """Whether both say the same of the same log."""
        return (self.origin, self.size, self.root) == (other.origin, other.size, other.root)


def make(size: int, root: bytes, signers: Sequence[Signer], *, now: int = 0) -> Checkpoint:
    """A checkpoint, signed by the log's keys; the first of them names the log."""
    origin = signers[0].name
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    return Checkpoint(origin, size, root, Note(text, tuple(sign(text, one, now=now) for one in signers)))


def cosigned(checkpoint: Checkpoint, signer: Signer, *, now: int) -> Checkpoint:
    """The checkpoint with a witness' signature; one that it had of the same key gives way."""
    own = signer.verifier
    others = tuple(
        one for one in checkpoint.note.signatures if (one.name, one.raw[:4]) != (own.name, own.id)
    )  # fmt: skip
    note = Note(checkpoint.note.text, others).with_signatures([sign(checkpoint.note.text, signer, now=now)])
    return Checkpoint(checkpoint.origin, checkpoint.size, checkpoint.root, note)


def read_checkpoint(content: str) -> Checkpoint:
    """A checkpoint from its text; whose signatures hold is not yet looked at. Raises BadInput."""
    note = read_note(content)
    origin, size, root, *_ = [*note.text.split("\n"), "", "", ""]
    try:
        hashed = base64.b64decode(root, validate=True)
    except (binascii.Error, ValueError) as cause:
        raise BadInput("The root in the checkpoint is not base64.") from cause
    if not origin or not re.fullmatch(r"0|[1-9]\d{0,18}", size, re.ASCII) or len(hashed) != HASH_SIZE:
        raise BadInput("This note is no checkpoint: its lines are the origin, the size and the root.")
    return Checkpoint(origin, int(size), hashed, note)


def log_signed(checkpoint: Checkpoint, keys: Iterable[Verifier]) -> tuple[Verifier, ...]:
    """Those of the keys that are the log's and whose signature it bears. Raises BadInput where one does not hold."""
    logs = (one for one in keys if one.algorithm is Algorithm.LOG and one.name == checkpoint.origin)
    return tuple(one for one in logs if checkpoint.note.signed_by(one) is not None)


def witnessed(checkpoint: Checkpoint, keys: Iterable[Verifier]) -> dict[Verifier, int]:
    """Those of the keys that are witnesses' and signed it, each with the time (POSIX). Raises BadInput."""
    found = {}
    for one in keys:
        time = checkpoint.note.signed_by(one) if one.algorithm is Algorithm.WITNESS else None
        if time is not None:
            found[one] = time
    return found
