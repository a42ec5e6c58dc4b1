"""Files of secret keys: one line a key, readable by their owner alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from geo.errors import BadInput
from geo.log.keys import Algorithm, Signer, read_signer

_SHUT = stat.S_IRWXG | stat.S_IRWXO


def write_key(path: Path, signer: Signer) -> None:
    """Write a new file with a key, mode 0600. Raises BadInput where there is one already, or none can be written."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as cause:
        raise BadInput(f"{path} is there already; a key that was used must not be lost.") from cause
    except OSError as cause:
        raise BadInput(f"The key cannot be written to {path}: {cause.strerror}.") from cause
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(signer.secret() + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_keys(path: Path, algorithm: Algorithm) -> tuple[Signer, ...]:
    """The keys of a file, all of one name; the first one is named first in what they sign.

    Raises BadInput where it cannot be read, others than its owner may read it, or it holds other keys.
    """
    try:
        if path.stat().st_mode & _SHUT:
            raise BadInput(f"The key file {path} is open to others; `chmod 600` shuts it.")
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as cause:
        raise BadInput(f"The key file {path} cannot be read.") from cause
    keys = tuple(read_signer(line) for line in lines if line.strip() and not line.startswith("#"))
    if not keys or any(one.algorithm is not algorithm or one.name != keys[0].name for one in keys):
        wanted = "of the log" if algorithm is Algorithm.LOG else "of a witness"
        raise BadInput(f"The key file {path} needs keys {wanted}, all of one name.")
    return keys


def must_be_shut(path: Path | None) -> None:
    """Raise BadInput where this process can read the file: who serves the public must not be able to sign."""
    if path is not None and os.access(path, os.R_OK):
        raise BadInput(
            f"This process serves the site and can read the log's key in {path}. Run it as another user than the one "
            "who owns the key and signs with `allimi checkpoint --daily`, or take ALLIMI_LOG_KEY_FILE out of its "
            "environment."
        )
