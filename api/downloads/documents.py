"""What is said of files as JSON: the list of them, a snapshot, a build."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from api.context import Context
from api.downloads.orders import COLLECTIONS, formats_of
from api.downloads.progress import Progress
from api.ogc.links import link
from data.exports import TABLES, FileFormat, Manifest, Shelf
from data.exports.about import TITLES
from geo.store.newest import Newest

JSON = "application/json"


async def state_shown(ctx: Context) -> Newest:
    """The publication whose files are listed: the newest, or that of the moment which is asked for."""
    moment = ctx.moment
    return await ctx.pool.newest() if moment is None else Newest(moment.number, moment.published_at)


def overview(ctx: Context, shelf: Shelf, state: Newest) -> dict[str, Any]:
    """All files of the newest publication, stored or not, and the snapshots that are kept."""
    base, lasting = f"{ctx.links}/downloads", shelf.kept()
    kept = {one.file: one for one in shelf.manifests(shelf.snapshot(state.number))}
    return {
        "title": "Files of everything that is published",
        "publication": state.number,
        "published": None if state.published_at is None else state.published_at.isoformat(),
        "licence": ctx.city.licence,
        "licence_url": ctx.city.licence_url,
        "attribution": dict(ctx.city.attribution),
        "selection": "The files of a collection take the parameters that select its features, as in "
        "/collections/projects/items.",
        "files": [
            _file(ctx, state.number, name, kind, kept.get(f"{name}.{kind.suffix}"))
            for name in COLLECTIONS
            for kind in formats_of(name)
        ],
        "snapshots": [_snapshot(shelf, number, base, kept=number in lasting) for number in shelf.snapshots()],
        "links": [
            link("self", f"{base}?f=json", JSON, "This document"),
            link("alternate", f"{base}?f=html", "text/html", "This document as HTML"),
            link("related", f"{base}/withdrawn", JSON, "Files that were withdrawn"),
            link("license", ctx.city.licence_url, "text/html", ctx.city.licence),
        ],
    }


def snapshot(ctx: Context, shelf: Shelf, number: int) -> dict[str, Any]:
    """The files that are kept of a publication."""
    here = f"{ctx.links}/downloads/{number}"
    return {
        "publication": number,
        "files": [{**one.members, **_links(here, one)} for one in shelf.manifests(shelf.snapshot(number))],
        "withdrawn": [asdict(one) for one in shelf.withdrawn() if one.publication == number],
        "links": [
            link("self", here, JSON, "This document"),
            link("related", f"{here}/SHA256SUMS", "text/plain", "Checksums"),
        ],
    }


def sums(shelf: Shelf, number: int) -> bytes:
    """The checksums of a publication's files, as `sha256sum --check` reads them."""
    lines = [f"{one.sha256}  {one.file}\n" for one in shelf.manifests(shelf.snapshot(number))]
    return "".join(lines).encode()


def described(shelf: Shelf, manifest: Manifest) -> dict[str, Any]:
    """A manifest, with the files whose place it took."""
    gone = [
        asdict(one)
        for one in shelf.withdrawn()
        if (one.publication, one.file) == (manifest.publication, manifest.file) and one.sha256 != manifest.sha256
    ]
    return {**manifest.members, "withdrawn": gone}


def build(ctx: Context, progress: Progress) -> dict[str, Any]:
    """How far a build has got."""
    here = f"{ctx.links}/downloads/builds/{progress.key}"
    told = {
        name: value for name, value in asdict(progress).items() if name not in {"key", "file"} and value is not None
    }
    links = [
        link("self", here, JSON, "How far the file has got"),
        link("related", f"{ctx.links}{progress.file}", "application/octet-stream", "The file, once it is there"),
    ]
    return {**told, "links": links}


def _file(ctx: Context, number: int, name: str, kind: FileFormat, manifest: Manifest | None) -> dict[str, Any]:
    base, file = f"{ctx.links}/downloads", f"{name}.{kind.suffix}"
    known = {} if manifest is None else {"bytes": manifest.size, "sha256": manifest.sha256}
    return {
        "file": file,
        "collection": name,
        "title": TITLES[name],
        "format": kind.title,
        "media_type": kind.media_type,
        "crs": None if name in TABLES else kind.footprint,
        "money": kind.money,
        "href": f"{base}/{file}",
        "dated": f"{base}/{number}/{file}",
        "stored": manifest is not None,
        **known,
    }


def _snapshot(shelf: Shelf, number: int, base: str, *, kept: bool) -> dict[str, Any]:
    """A publication of which files are stored; `kept` says that they stay."""
    first = next(iter(shelf.manifests(shelf.snapshot(number))), None)
    published = None if first is None else first.members["published"]
    return {"publication": number, "published": published, "kept": kept, "href": f"{base}/{number}"}


def _links(here: str, manifest: Manifest) -> dict[str, str]:
    return {"href": f"{here}/{manifest.file}", "manifest": f"{here}/{manifest.file}.json"}
