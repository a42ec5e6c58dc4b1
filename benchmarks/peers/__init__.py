"""Two other servers in Python, on a table of the same works: installed by pip in environments of their own."""

from benchmarks.peers.serving import serving

__all__ = ["serving"]
