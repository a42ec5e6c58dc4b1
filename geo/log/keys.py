"""Keys of signed notes (C2SP signed-note and tlog-cosignature): Ed25519, as one line of text each.

A verifier's key is public: `NAME+ID+KEY`, the id 8 hexadecimal digits, the key base64 of an algorithm byte and 32 more.
A signer's is secret: `PRIVATE+KEY+NAME+ID+SEED`. Logs sign with algorithm 1, witnesses with 4 (which signs a time too).
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from geo.errors import BadInput

SEED_SIZE: Final = 32
_PREFIX: Final = "PRIVATE+KEY+"
_NAME: Final = re.compile(r"[^\s+\x00-\x20\x7f]{1,200}")


class Algorithm(IntEnum):
    """What a key signs: the text of a note, or that a witness has seen it at a time."""

    LOG = 1
    WITNESS = 4


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key: who signs, with what, and 32 bytes."""

    name: str
    algorithm: Algorithm
    key: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that tell the key from others of its name."""
        return sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.algorithm]) + self.key).decode()}"

    def holds(self, signature: bytes, message: bytes) -> bool:
        """Whether the holder of the secret key signed this message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """A secret key; it is never shown."""

    name: str
    algorithm: Algorithm
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        """The public key that belongs to it."""
        return Verifier(self.name, self.algorithm, self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._private.sign(message)

    def secret(self) -> str:
        """The line that a key file holds."""
        seed = base64.b64encode(bytes([self.algorithm]) + self.seed).decode()
        return f"{_PREFIX}{self.name}+{self.verifier.id.hex()}+{seed}"

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def new_signer(name: str, algorithm: Algorithm) -> Signer:
    """A new secret key. Raises BadInput for a name that a note cannot hold."""
    return Signer(_checked(name), algorithm, Ed25519PrivateKey.generate().private_bytes_raw())


def read_verifier(line: str) -> Verifier:
    """A public key from its line. Raises BadInput."""
    name, key_id, algorithm, key = _parts(line.strip())
    found = Verifier(name, algorithm, key)
    if found.id.hex() != key_id:
        raise BadInput(f"The key of {name} has another id than its bytes.")
    return found


def read_signer(line: str) -> Signer:
    """A secret key from its line. Raises BadInput, without showing it."""
    text = line.strip()
    if not text.startswith(_PREFIX):
        raise BadInput("A line of the key file is no secret key; `allimi log-key` makes one.")
    name, key_id, algorithm, seed = _parts(text.removeprefix(_PREFIX))
    found = Signer(name, algorithm, seed)
    if found.verifier.id.hex() != key_id:
        raise BadInput(f"The secret key of {name} has another id than its bytes.")
    return found


def _parts(text: str) -> tuple[str, str, Algorithm, bytes]:
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
        algorithm = Algorithm(raw[0])
    except (binascii.Error, ValueError, IndexError) as cause:
        raise BadInput("A key looks like NAME+ID+KEY, its algorithm 1 (a log's) or 4 (a witness').") from cause
    if len(raw) != 1 + SEED_SIZE:
        raise BadInput("A key has 32 bytes.")
    return _checked(name), key_id, algorithm, raw[1:]


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise BadInput("The name of a key has no spaces and no plus, for example allimi.example/log.")
    return name
