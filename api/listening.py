"""The socket that the site listens on: bound before anything names its port."""

from __future__ import annotations

import socket
from typing import Final

BACKLOG: Final = 2048


def listener(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one, the host `::` hears IPv4 too. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    both = host == "::" and socket.has_dualstack_ipv6()
    listening = socket.create_server((host, port), family=family, backlog=BACKLOG, dualstack_ipv6=both)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # connections have it from here
    return listening
