"""The peers at work: each one uvicorn worker with uvloop and httptools, on the database's socket."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

from benchmarks.city import EXTENT, read_sql
from benchmarks.peers.installing import installed
from benchmarks.running.servers import Server, process
from geo.errors import BadInput

POOL: Final = 6
"""Connections of tipg's pool, as many as ours has; pygeoapi's cannot be set: SQLAlchemy's 5, and 10 more under load."""


@contextmanager
def serving(owner: str, folder: Path) -> Iterator[dict[str, Server]]:
    """Both peers over the database, ready to answer."""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(read_sql("work"))
        connection.execute("VACUUM ANALYZE bench.work")
    place = {name: str(value) for name, value in conninfo_to_dict(owner).items()}
    with ExitStack() as stack:
        tipg = stack.enter_context(_uvicorn("tipg", "tipg.main:app", folder, _tipg(place)))
        pygeoapi = stack.enter_context(
            _uvicorn("pygeoapi", "pygeoapi.starlette_app:APP", folder, _pygeoapi(place, folder))
        )
        yield {"tipg": tipg, "pygeoapi": pygeoapi}


@contextmanager
def _uvicorn(name: str, app: str, folder: Path, settings: Mapping[str, str]) -> Iterator[Server]:
    port = settings.get("PORT") or str(_free_port())
    command = [str(installed(name) / "uvicorn"), app, "--host", "127.0.0.1", "--port", port, "--no-access-log"]
    command += ["--loop", "uvloop", "--http", "httptools", "--log-level", "warning"]
    url = f"http://127.0.0.1:{port}"
    with process(command, folder / f"{name}.log", settings, url=url, probe="/collections?f=json") as server:
        yield server


def _tipg(place: Mapping[str, str]) -> dict[str, str]:
    host = quote(place["host"], safe="")
    return {
        "DATABASE_URL": f"postgresql://{place['user']}@{host}:{place['port']}/{place['dbname']}",
        "TIPG_DB_SCHEMAS": '["bench"]',
        "DB_MIN_CONN_SIZE": "1",
        "DB_MAX_CONN_SIZE": str(POOL),
    }


def _pygeoapi(place: Mapping[str, str], folder: Path) -> dict[str, str]:
    port = str(_free_port())
    config, document = folder / "pygeoapi.yml", folder / "pygeoapi.openapi.yml"
    # JSON is YAML.
    config.write_text(json.dumps(_config(place, port)), "utf-8")
    settings = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(document), "PORT": port}
    program = installed("pygeoapi") / "pygeoapi"
    done = subprocess.run(
        [program, "openapi", "generate", config, "--output-file", document],
        env=settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise BadInput(f"pygeoapi cannot be set up: {done.stderr.strip()[-500:]}")
    return settings


def _config(place: Mapping[str, str], port: str) -> dict[str, object]:
    words = {"en": "Works"}
    box = [EXTENT.west, EXTENT.south, EXTENT.east, EXTENT.north]
    provider = {
        "type": "feature",
        "name": "PostgreSQL",
        "data": {name: place[name] for name in ("host", "port", "dbname", "user")}
        | {"password": "", "search_path": ["bench", "public"]},
        "id_field": "id",
        "table": "work",
        "geom_field": "geom",
    }
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": int(port)},
            "url": f"http://127.0.0.1:{port}",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en"],
            "limits": {"default_items": 10, "max_items": 10_000},
            "map": {"url": "https://tile.example/{z}/{x}/{y}.png", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": words,
                "description": words,
                "keywords": {"en": ["works"]},
                "keywords_type": "theme",
                "terms_of_service": "none",
                "url": "https://example.org",
            },
            "license": {"name": "none", "url": "https://example.org"},
            "provider": {"name": "none", "url": "https://example.org"},
            "contact": {"name": "none"},
        },
        "resources": {
            "work": {
                "type": "collection",
                "title": words,
                "description": words,
                "keywords": {"en": ["works"]},
                "extents": {"spatial": {"bbox": box, "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
                "providers": [provider],
            }
        },
    }


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
