"""nginx as cache and balancer in front of two hosts, by the very file that docker compose uses."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from geo.cluster.account import Account
from tests.builders import INSIDE_WEST, project, publish
from tests.fixtures.database import Database
from tests.fixtures.program import ROOT, Program, installed, program
from tests.fixtures.waiting import until

ITEMS = "/collections/projects/items?limit=5"
TILE = "/collections/projects/tiles/WebMercatorQuad/10/465/819"


@dataclass
class Scaled:
    """nginx at `url`, and the two hosts behind it."""

    url: str
    hosts: list[Program]
    database: Database
    nginx: subprocess.Popen[bytes]

    def get(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(self.url + path, headers=headers, timeout=20)


def free_port() -> int:
    import socket  # noqa: PLC0415

    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])


def configured(folder: Path, port: int, ports: list[int]) -> str:
    """The file of docker compose with the addresses and folders of this test."""
    text = (ROOT / "tools" / "scale" / "nginx.conf").read_text()
    changes = {
        "listen 8080;": f"listen 127.0.0.1:{port};",
        "api1:8000": f"127.0.0.1:{ports[0]}",
        "api2:8000": f"127.0.0.1:{ports[1]}",
        "/tmp/nginx": f"{folder}/nginx",
        "worker_processes auto;": "worker_processes 2; daemon off;",
    }
    for wanted, instead in changes.items():
        assert wanted in text
        text = text.replace(wanted, instead)
    return text


@contextmanager
def nginx_before(ports: list[int]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """nginx on a port of its own."""
    account, folder = Account(), Path(tempfile.mkdtemp(prefix="allimi-nginx-"))
    account.own(folder)
    port = free_port()
    (folder / "conf").write_text(configured(folder, port, ports))
    with (folder / "out").open("wb") as output:
        process = account.spawn(
            [installed("nginx", package="nginx-light"), "-p", folder, "-c", folder / "conf"], output, tied=False
        )
    try:
        deadline = time.monotonic() + 10
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/metrics")
                break
            except httpx.TransportError:
                assert process.poll() is None, (folder / "out").read_text()
                assert time.monotonic() < deadline
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)
        shutil.rmtree(folder)


@contextmanager
def two_hosts(database: Database, folder: Path) -> Iterator[Scaled]:
    """Two hosts with nginx before them, over one database."""
    publish(database.writer_url, [project(f"P{n}", footprint=INSIDE_WEST) for n in range(20)])
    settings = {
        "ALLIMI_READ_URLS": database.reader_url,
        "ALLIMI_SECRET": "the same on every host, and long enough",
        "ALLIMI_DATA_DIR": str(folder),
    }
    with ExitStack() as stack:
        hosts = [stack.enter_context(program("serve", "--public", log=folder / f"log{n}", **settings)) for n in (1, 2)]
        ports = [int(host.url.rpartition(":")[2]) for host in hosts]
        url, process = stack.enter_context(nginx_before(ports))
        yield Scaled(url, hosts, database, process)


@pytest.fixture(scope="module")
def scaled(module_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scaled]:
    """Hosts that a module shares."""
    with two_hosts(module_database, tmp_path_factory.mktemp("hosts")) as found:
        yield found


def test_a_tile_is_answered_by_the_cache_and_asked_for_again_by_its_etag(scaled: Scaled) -> None:
    first = scaled.get(TILE)
    assert (first.status_code, first.headers["x-cache"]) == (200, "MISS")
    again = scaled.get(TILE)
    assert (again.status_code, again.headers["x-cache"]) == (200, "HIT")
    assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
    known = scaled.get(TILE, **{"If-None-Match": first.headers["etag"]})
    assert (known.status_code, known.headers["x-cache"], known.content) == (304, "HIT", b"")


def test_what_must_not_be_kept_is_asked_for_each_time(scaled: Scaled) -> None:
    assert scaled.get("/collections/projects/items/NEW").status_code == 404
    publish(scaled.database.writer_url, [project("NEW")])
    assert scaled.get("/collections/projects/items/NEW").status_code == 200
    assert {scaled.get(ITEMS).headers["x-cache"] for _ in range(4)} == {"MISS"}


def test_a_page_and_data_at_one_address_are_not_mixed(scaled: Scaled) -> None:
    kinds = {"text/html": "text/html", "application/json": "application/json"}
    for _ in range(2):
        for asked, expected in kinds.items():
            answer = httpx.get(f"{scaled.url}/", headers={"Accept": asked}, follow_redirects=False)
            kind = "text/html" if answer.status_code == 303 else answer.headers["content-type"].partition(";")[0]
            assert kind == expected


def test_metrics_are_shut_from_outside(scaled: Scaled) -> None:
    assert scaled.get("/metrics").status_code == 404


def test_a_cursor_of_one_host_is_read_by_the_other(scaled: Scaled) -> None:
    page = scaled.get(ITEMS).json()
    (following,) = [link["href"] for link in page["links"] if link["rel"] == "next"]
    query = following.partition("?")[2]
    for host in scaled.hosts:
        assert httpx.get(f"{host.url}/collections/projects/items?{query}").status_code == 200


def test_both_hosts_are_asked(scaled: Scaled) -> None:
    with ThreadPoolExecutor(6) as clients:
        list(clients.map(scaled.get, [ITEMS] * 60))
    for host in scaled.hosts:
        told = httpx.get(f"{host.url}/metrics").text
        counts = [line for line in told.splitlines() if line.startswith("allimi_requests_total{") and '/items"' in line]
        assert sum(float(line.rpartition(" ")[2]) for line in counts) > 5


def test_when_hosts_die_no_read_fails_and_with_none_left_what_was_seen_last_is_shown(scaled: Scaled) -> None:
    """The last of this file: it ends the hosts that the others ask."""
    asset = "/robots.txt"
    assert scaled.get(asset).status_code == 200
    statuses: list[int] = []
    stop = threading.Event()

    def read() -> None:
        with httpx.Client(timeout=30) as client:
            while not stop.is_set():
                statuses.append(client.get(scaled.url + ITEMS).status_code)

    with ThreadPoolExecutor(6) as threads:
        running = [threads.submit(read) for _ in range(6)]
        until(lambda: len(statuses) > 20, 60)
        scaled.hosts[0].process.kill()
        scaled.hosts[0].process.wait(10)
        more = len(statuses) + 40
        until(lambda: len(statuses) > more, 60)
        stop.set()
    for one in running:
        one.result()
    assert set(statuses) == {200}
    scaled.hosts[1].process.kill()
    scaled.hosts[1].process.wait(10)
    assert scaled.get(asset).status_code == 200
    assert scaled.get(ITEMS).status_code in {502, 504}
