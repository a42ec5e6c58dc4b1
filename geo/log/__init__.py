"""The transparency log: its Merkle tree (RFC 9162), its leaves, and the notes that sign its state.

`stored`, `auditing` and `reading` ask the database; everything else is pure. docs/log.md says all of it, so that a
second verifier can be written from that alone.
"""
