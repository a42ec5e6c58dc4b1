"""Which rules are in the code itself, beside those that cities write: part of the fingerprint of rules."""

from __future__ import annotations

from typing import Final

JUDGING: Final = 2
"""One more wherever the same works by the same rules may be found otherwise: all is then judged anew by an upgrade.

A test keeps what the code was that has this number.
"""
