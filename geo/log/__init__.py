"""The transparency log: its Merkle tree (RFC 9162), its leaves, and the notes that sign its state.

Everything but `reading` is pure: it knows no database. docs/log.md says all of it for a second verifier.
"""
