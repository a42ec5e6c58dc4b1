"""Signed notes (C2SP signed-note): a text, an empty line, and a line for each signature."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from geo.errors import BadInput
from geo.log.keys import Algorithm, Signer, Verifier

LONGEST: Final = 1_000_000
"""Bytes of a note that is read."""
MOST_SIGNATURES: Final = 100
_DASH: Final = "\u2014 "
_TIME: Final = 8


@dataclass(frozen=True, slots=True)
class Signature:
    """A line under a note: who signed, and the bytes of key id and signature."""

    name: str
    raw: bytes

    def line(self) -> str:
        """The line, with its line break."""
        return f"{_DASH}{self.name} {base64.b64encode(self.raw).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line break, and its signatures."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(one.line() for one in self.signatures)

    def with_signatures(self, more: Iterable[Signature]) -> Note:
        """The note with more signatures; those that are there already are not added."""
        return replace(self, signatures=(*self.signatures, *(one for one in more if one not in self.signatures)))

    def signed_by(self, verifier: Verifier) -> int | None:
        """The time that a witness signed (POSIX), 0 for a log, None where there is no signature of this key.

        Raises BadInput where there is one that does not hold: then nothing of the note may be believed.
        """
        for one in self.signatures:
            if one.name == verifier.name and one.raw[:4] == verifier.id:
                return _checked(self.text, one.raw[4:], verifier)
        return None


def sign(text: str, signer: Signer, *, now: int) -> Signature:
    """The signature of a text; a witness signs the time too."""
    if signer.algorithm is Algorithm.LOG:
        return Signature(signer.name, signer.verifier.id + signer.sign(text.encode()))
    signed = signer.sign(_cosigned(text, now))
    return Signature(signer.name, signer.verifier.id + now.to_bytes(_TIME) + signed)


def read_note(content: str) -> Note:
    """A note from its text. Raises BadInput."""
    text, gap, lines = content.rpartition("\n\n")
    controls = any(ord(letter) < 32 and letter != "\n" for letter in content)
    if not gap or controls or not lines.endswith("\n") or len(content) > LONGEST:
        raise BadInput("This is no signed note.")
    signatures = lines[:-1].split("\n")
    if len(signatures) > MOST_SIGNATURES:
        raise BadInput(f"A note has at most {MOST_SIGNATURES} signatures.")
    return Note(text + "\n", tuple(map(_signature, signatures)))


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as cause:
        raise BadInput("A signature of the note is not base64.") from cause
    if not line.startswith(_DASH) or not name or "+" in name or len(raw) < 5:
        raise BadInput("A signature of the note cannot be read.")
    return Signature(name, raw)


def _checked(text: str, raw: bytes, verifier: Verifier) -> int:
    if verifier.algorithm is Algorithm.LOG:
        time, message, signature = 0, text.encode(), raw
    else:
        time, signature = int.from_bytes(raw[:_TIME]), raw[_TIME:]
        message = _cosigned(text, time)
    if not verifier.holds(signature, message):
        raise BadInput(f"The signature of {verifier.name} under the note does not hold.")
    return time


def _cosigned(text: str, time: int) -> bytes:
    """What a witness signs (C2SP tlog-cosignature, cosignature/v1)."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()
