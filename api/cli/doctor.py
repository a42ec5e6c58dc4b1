"""`allimi doctor`: what is there, what is missing, and the command that mends it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

import typer

from api.checkup.files import files
from api.checkup.finding import Finding, Findings, State, missing
from api.checkup.machine import machine
from api.checkup.store import store
from api.settings import Settings, load_settings
from geo.errors import BadInput

_SIGN = {State.OK: ("✓", "green"), State.LACKING: ("–", "yellow"), State.MISSING: ("✗", "red")}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say what is there and what is missing, with the command that mends it. Ends with 1 if Allimi cannot run."""
    findings = list(examined())
    _print_json(findings) if as_json else _print_lines(findings)
    if any(finding.state is State.MISSING for finding in findings):
        raise typer.Exit(1)


def examined() -> Findings:
    """Everything that the doctor finds."""
    try:
        settings = load_settings()
    except BadInput as error:
        yield missing("Settings", str(error), "unset " + str(error).split()[2])
        return
    parts: tuple[Callable[[Settings], Findings], ...] = (machine, files, store)
    for part in parts:
        yield from part(settings)


def _print_json(findings: list[Finding]) -> None:
    healthy = all(finding.state is not State.MISSING for finding in findings)
    typer.echo(json.dumps({"can_run": healthy, "findings": [asdict(finding) for finding in findings]}, indent=2))


def _print_lines(findings: list[Finding]) -> None:
    """A line each, and below it the command, which must not be broken to fit a screen."""
    for finding in findings:
        sign, colour = _SIGN[finding.state]
        typer.echo(f"{typer.style(sign, colour)} {finding.name:<18} {finding.seen}")
        if finding.mend:
            typer.echo(f"{'':20} $ {finding.mend}")
