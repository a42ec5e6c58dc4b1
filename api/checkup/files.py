"""The files and the port: the data folder, the city, the policy, the key, where the site will listen."""

from __future__ import annotations

import json
import os
import shutil
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final

from api.checkup.finding import Finding, Findings, lacking, missing, ok
from api.listening import listener
from api.settings import Settings
from data.cities import load_city
from data.policy import load_policy
from geo.errors import BadInput

LEAST_FREE: Final = 1_000_000_000
"""Bytes that should be free where the private database lies."""


def files(settings: Settings) -> Findings:
    """Everything that the settings name."""
    yield _data_folder(settings.data_dir)
    yield _readable("City", "ALLIMI_CITY", settings.city, lambda: load_city(settings.city).code)
    yield _readable("Policy", "ALLIMI_POLICY", settings.policy, lambda: _policy(settings.policy))
    yield _key(settings)
    yield _port(settings)


def _policy(path: Path | None) -> str:
    load_policy(path)
    return str(path) if path else "the default one"


def _data_folder(folder: Path) -> Finding:
    there = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
        return missing("Data folder", f"{there} cannot be written", f"export ALLIMI_DATA_DIR={Path.home() / 'allimi'}")
    free = shutil.disk_usage(there).free
    seen = f"{folder}, {free / 1e9:.1f} GB free" + ("" if folder.exists() else "; made at the first start")
    if free < LEAST_FREE:
        return lacking("Data folder", seen, f"df -h {there}")
    return ok("Data folder", seen)


def _readable(name: str, variable: str, path: Path | None, read: Callable[[], str]) -> Finding:
    try:
        return ok(name, read())
    except BadInput as error:
        return missing(name, str(error), f"unset {variable}" if path is None else f"${{EDITOR:-vi}} {path}")


def _key(settings: Settings) -> Finding:
    if settings.secret is not None:
        return ok("Key of cursors", "ALLIMI_SECRET")
    return ok("Key of cursors", f"{settings.data_dir / 'secret'}; several hosts need one ALLIMI_SECRET")


def _port(settings: Settings) -> Finding:
    where = f"{settings.host} port {settings.port}"
    try:
        with listener(settings.host, settings.port):
            return ok("Port", f"{where} is free")
    except OSError as error:
        if _is_ours(settings):
            return ok("Port", f"Allimi answers on {where}")
        return missing("Port", f"{where}: {error.strerror}", f"export ALLIMI_PORT={min(settings.port + 1, 65535)}")


def _is_ours(settings: Settings) -> bool:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{host}:{settings.port}/live", timeout=2) as answer:
            return bool(json.load(answer) == {"status": "live"})
    except (OSError, ValueError):
        return False
