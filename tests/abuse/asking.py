"""How the site is abused: questions asked beyond what a client would, and what an answer must not tell."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote_plus, urlsplit

import httpx
import psycopg

from tests.fixtures.database import Database

WITHIN = 5.0
"""Seconds that an answer to abuse may take."""
ITEMS = "/collections/projects/items"
LIGHT = "/conformance"
_TOLD = re.compile(
    r"postgres|psycopg|asyncpg|postgis|\bGEOS\b|SQLSTATE|\bSELECT\b|\bFROM published|relation \"|operator does not|"
    r"syntax error at|Traceback|File \"|\.py\b|site-packages|uvicorn|starlette|httptools|fastapi|/usr/|/tmp/|/dev/shm/",
    re.IGNORECASE,
)


_ASKING = """
import sys, time, urllib.request
while True:
    began = time.monotonic()
    try:
        with urllib.request.urlopen(sys.argv[1], timeout=10) as answer:
            said = str(answer.status)
            answer.read()
    except OSError as fault:
        said = repr(fault)
    print(f"{time.monotonic() - began:.3f} {said}", flush=True)
    time.sleep(0.2)
"""


class Watch:
    """Asks for `/conformance` again and again while others are at their abuse.

    It is a process of its own, since the abusers keep the one of the tests so busy that it could not measure.
    """

    def __init__(self, url: str, log: Path) -> None:
        self._url = url + LIGHT
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Watch:
        with self._log.open("wb") as file:
            self._process = subprocess.Popen([sys.executable, "-c", _ASKING, self._url], stdout=file)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def answers(self) -> list[tuple[float, str]]:
        """The seconds that each answer took, and its status or what went wrong."""
        told = (line.partition(" ") for line in self._log.read_text().splitlines())
        return [(float(seconds), said) for seconds, _, said in told if said]


@dataclass(frozen=True)
class Abused:
    """The running program, its database, and the watch on it."""

    url: str
    pid: int
    database: Database
    log: Path
    watch: Watch = field(repr=False)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """GET a path as it stands; it takes no longer than it may."""
        return self.ask("GET", path, headers)

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        """Ask with any method."""
        return httpx.request(method, self.url + path, headers=headers, timeout=WITHIN)

    def said(self, raw: bytes, *, seconds: float = WITHIN) -> bytes:
        """What the server says to these very bytes until it closes the connection, which it has to."""
        with self.connected() as client:
            client.settimeout(seconds)
            client.sendall(raw)
            return b"".join(iter(lambda: client.recv(65_536), b""))

    def connected(self) -> socket.socket:
        """A connection."""
        parts = urlsplit(self.url)
        return socket.create_connection((parts.hostname, parts.port), WITHIN)

    def sessions(self, state: str) -> int:
        """How many sessions of the program the database has in a state."""
        with psycopg.connect(self.database.url) as owner:
            row = owner.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND state = %s",
                [state],
            ).fetchone()
        assert row is not None
        return int(row[0])

    def peak_memory(self) -> float:
        """The most memory that the program ever had, in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
        assert found
        return int(found[1]) / 1024


def must_be_refused(answer: httpx.Response, *statuses: int) -> None:
    """The answer is a problem of one of the statuses, and tells nothing of what is behind the site."""
    assert answer.status_code in statuses, f"{answer.status_code} {answer.text[:300]}"
    if answer.request.method != "HEAD":
        must_be_a_problem(answer.headers["content-type"], answer.text, answer.status_code, str(answer.request.url))


def must_be_a_problem(media_type: str, body: str, status: int, sent: str) -> None:
    """A body is a problem (RFC 9457); what it repeats of the request is not held against it."""
    assert media_type == "application/problem+json", body[:300]
    problem = httpx.Response(200, text=body).json()
    assert set(problem) >= {"type", "title", "status", "detail"}
    assert problem["status"] == status
    told = " ".join(str(value) for name, value in problem.items() if name != "instance")
    words = {word.lower() for word in re.findall(r"\w+", unquote_plus(sent))}
    leaked = [
        found[0] for found in _TOLD.finditer(told) if not {w.lower() for w in re.findall(r"\w+", found[0])} <= words
    ]
    assert leaked == [], told
