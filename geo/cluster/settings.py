"""The server's settings, given on its command line so that a new release of Allimi changes them."""

from __future__ import annotations

from pathlib import Path

PORT = 5432  # only a part of the socket's name: the server listens on no TCP port

_ALWAYS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "40",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "4GB",  # a load of a million rows is not held up by checkpoints
    "wal_compression": "on",
    "jit": "off",
    "timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "server-%a.log",  # a week's ring: each file is emptied when its day comes again
    "log_truncate_on_rotation": "on",
    "log_rotation_size": "0",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    # What people sent must not reach the log by way of an error's statement or detail.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
_THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "logging_collector": "off",
}


def options(socket_dir: Path, *, durable: bool) -> list[str]:
    """The `-c name=value` options of a server whose socket lies in `socket_dir`."""
    settings = _ALWAYS | {"unix_socket_directories": f'"{socket_dir}"'}
    if not durable:
        settings |= _THROWAWAY
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
