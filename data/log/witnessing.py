"""Be a witness: cosign a log's checkpoint after it is proven that the log has only grown since the last one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from data.log.sources import SiteLog
from data.log.verifying import prove_growth
from geo.errors import BadInput
from geo.log.checkpoints import Checkpoint, cosigned, log_signed, read_checkpoint
from geo.log.keys import Signer, Verifier, read_verifier
from geo.log.proofs import NotProven


@dataclass(frozen=True, slots=True)
class Memory:
    """What a witness keeps of a log, in a file: the key that signs it, and the newest checkpoint that was seen."""

    key: Verifier
    seen: Checkpoint


def remember(path: Path) -> Memory | None:
    """What was kept; None where the file is not there. Raises BadInput."""
    try:
        key, _, note = path.read_text("utf-8").partition("\n")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as cause:
        raise BadInput(f"{path} cannot be read.") from cause
    return Memory(read_verifier(key), read_checkpoint(note))


def keep(path: Path, memory: Memory) -> None:
    """Keep it, whole or not at all. Raises BadInput."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(f"{memory.key}\n{memory.seen}")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as cause:
        raise BadInput(f"{path} cannot be written: {cause.strerror}.") from cause


def witness(site: SiteLog, before: Memory | None, key: Verifier | None, signer: Signer, *, now: int) -> Memory:
    """The site's newest checkpoint with the witness' signature, to be kept before it is told to anybody.

    Raises NotProven where the log did not only grow, or is signed by another key, BadInput for the first checkpoint of
    all without the log's key.
    """
    known = key or (before.key if before is not None else None)
    if known is None:
        raise BadInput("A log that is seen for the first time needs --log-key, its public key.")
    newest = site.newest()
    if not log_signed(newest, [known]):
        raise NotProven(f"The checkpoint of {newest.size} leaves is not signed with the known key of {newest.origin}.")
    if before is not None:
        if newest.size < before.seen.size:
            raise NotProven(f"The log has shrunk from {before.seen.size} leaves to {newest.size}.")
        prove_growth(site, [before.seen, newest])
    return Memory(known, cosigned(newest, signer, now=now))
