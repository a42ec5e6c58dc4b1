"""Verify a log, a project of it, or only its checkpoints, by what the verifier has kept and whom they trust."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from data.log.sources import SiteLog, Source
from geo.errors import BadInput
from geo.log.checkpoints import Checkpoint, log_signed, witnessed
from geo.log.columns import compare, exactly
from geo.log.keys import Algorithm, Verifier
from geo.log.leaves import OF_VERSIONS, Entry
from geo.log.proofs import NotProven, check_consistency, check_inclusion
from geo.log.reports import Report
from geo.log.verifying import Log


@dataclass(frozen=True, slots=True)
class Trust:
    """What a verifier brings: checkpoints that they kept, and public keys of the log and of witnesses."""

    kept: tuple[Checkpoint, ...] = ()
    keys: tuple[Verifier, ...] = ()


def verify_log(source: Source, trust: Trust) -> Report:
    """Every leaf, every text, every checkpoint."""
    report = Report()
    told = source.checkpoints()
    try:
        look(told, source.keys, trust, report)
        log = Log([*told, *trust.kept])
        for leaf, text in source.entries():
            log.take(leaf, text)
        log.finish()
    except (NotProven, BadInput) as broken:
        report.broken.append(str(broken))
        return report
    report.holds.append(f"All {log.size} leaves with their texts make the root {log.root.hex()}.")
    _vouch(trust, report, upto=log.size)
    return report


def verify_checkpoints(site: SiteLog, trust: Trust) -> Report:
    """The checkpoints that were kept against each other and the site's newest one, by proofs; no leaf is read."""
    report = Report()
    try:
        newest = site.newest()
        look([newest], site.keys, trust, report)
        _prove_kept(site, newest, trust)
    except (NotProven, BadInput) as broken:
        report.broken.append(str(broken))
        return report
    _vouch(trust, report, upto=newest.size)
    return report


def _prove_kept(site: SiteLog, newest: Checkpoint, trust: Trust) -> None:
    """Raise NotProven unless the site's newest checkpoint goes on from all that were kept."""
    longer = [one.size for one in trust.kept if one.size > newest.size]
    if longer:
        raise NotProven(f"The site's newest checkpoint has {newest.size} leaves, one that was kept {max(longer)}.")
    prove_growth(site, [*trust.kept, newest])


def prove_growth(site: SiteLog, checkpoints: Sequence[Checkpoint]) -> None:
    """Raise NotProven unless each checkpoint goes on from the one before it by size."""
    ordered = sorted(checkpoints, key=lambda one: one.size)
    for old, new in pairwise(ordered):
        if old.origin != new.origin:
            raise NotProven(f"{old.origin} and {new.origin} are two logs.")
        path = site.consistency(old.size, new.size)
        try:
            check_consistency(old.size, old.root, new.size, new.root, path)
        except NotProven as why:
            sizes = f"The checkpoint of {new.size} leaves does not go on from the one of {old.size}"
            raise NotProven(f"{sizes}: {why}.") from why


def verify_project(site: SiteLog, project_id: str, trust: Trust) -> Report:
    """Every version of a project: its text, its place in the log, and what the site shows of it now."""
    report = Report()
    try:
        newest = site.newest()
        look([newest], site.keys, trust, report)
        _prove_kept(site, newest, trust)
        entries = [one for one in site.entries(project_id) if one.leaf.kind != "record"]
        _check_project(site, project_id, entries, newest)
    except (NotProven, BadInput) as broken:
        report.broken.append(str(broken))
        return report
    under = sum(entry.leaf.position < newest.size for entry in entries)
    report.holds.append(f"{under} leaves of {project_id} are in the log of {newest.size} leaves, with their texts.")
    if under < len(entries):
        report.holds.append(f"{len(entries) - under} newer ones are not under a checkpoint yet.")
    _vouch(trust, report, upto=newest.size)
    return report


def _check_project(site: SiteLog, project_id: str, entries: Sequence[Entry], newest: Checkpoint) -> None:
    if not entries:
        raise NotProven(f"The log has no project {project_id}.")
    last: Entry | None = None
    erased, versions = set(), 0
    for entry in entries:
        leaf = entry.leaf
        if leaf.project_id != project_id or (leaf.kind == "version" and leaf.version != versions + 1):
            raise NotProven(f"The version before {leaf.named()} is missing.")
        versions = max(versions, leaf.version)
        last = entry if leaf.kind in OF_VERSIONS and leaf.version == versions else last
        if leaf.kind != "version":
            erased.discard(leaf.subject)
        if leaf.nonce is None:
            erased.add(leaf.subject)
        elif entry.text is None or not leaf.holds(entry.text):
            raise NotProven(f"What {leaf.named()} records is not what was published.")
        _check_place(site, entry, newest)
    if erased:
        kind, _, version = min(erased)
        raise NotProven(f"The {kind} {version} of {project_id} cannot be checked, but nothing records a purge.")
    if last is not None and last.text is not None:
        _check_shown(site, project_id, last.text)


def _check_place(site: SiteLog, entry: Entry, newest: Checkpoint) -> None:
    leaf = entry.leaf
    if leaf.position >= newest.size:
        return
    path = site.inclusion(leaf.position, newest.size)
    try:
        check_inclusion(leaf.hash, leaf.position, newest.size, path, newest.root)
    except NotProven as why:
        raise NotProven(f"It is not proven that {leaf.named()} is in the log: {why}.") from why


def _check_shown(site: SiteLog, project_id: str, text: str) -> None:
    """Compare what the site shows now with the text of the newest version; a withdrawn project is not shown."""
    logged = exactly(text)
    if logged["properties"].get("withdrawn"):
        return
    shown = site.feature(project_id)
    kept = {name: shown.get("properties", {}).get(name) for name in logged["properties"]}
    name = compare(logged, {"id": shown.get("id"), "geometry": shown.get("geometry"), "properties": kept})
    if name is not None:
        raise NotProven(f"The site shows another {name} of {project_id} than its newest version in the log has.")


def look(told: Sequence[Checkpoint], named: Callable[[], Sequence[Verifier]], trust: Trust, report: Report) -> None:
    """Note in the report who signed; `named` gives the log's own keys, which count where the verifier brings none.

    Raises NotProven where nobody signed the newest one whom the verifier knows, BadInput where a signature is wrong.
    """
    given = [one for one in trust.keys if one.algorithm is Algorithm.LOG]
    keys = given or named()
    if told:
        newest = told[-1]
        if not log_signed(newest, keys):
            raise NotProven(f"The checkpoint of {newest.size} leaves is not signed by a known key of {newest.origin}.")
        strangers = [one.origin for one in trust.kept if one.origin != newest.origin]
        if strangers:
            raise NotProven(f"The checkpoint that was kept is of another log: {strangers[0]}, not {newest.origin}.")
        whose = "that was given" if given else "that it names itself: compare it with what the city published elsewhere"
        report.holds.append(f"{len(told)} checkpoints of {told[-1].origin}, signed with the key {whose}.")
        _look_for_witnesses(told[-1], trust, report)


def _look_for_witnesses(newest: Checkpoint, trust: Trust, report: Report) -> None:
    for witness, time in witnessed(newest, trust.keys).items():
        seen = datetime.fromtimestamp(time, UTC).isoformat()
        report.holds.append(f"{witness.name} has seen the checkpoint of {newest.size} leaves at {seen}.")
        report.proven = True


def _vouch(trust: Trust, report: Report, *, upto: int) -> None:
    for one in trust.kept:
        report.holds.append(
            f"Proven against the checkpoint of {one.size} leaves that was kept: the log of {upto} goes on from it."
        )
        report.proven = True
