"""The transparency log over HTTP: its checkpoint, its leaves, and proofs that anybody can check."""
