"""Replace snapshots that held what must no longer be public."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime

from data.exports.shelf import Shelf, Withdrawn


async def replace_snapshots(
    shelf: Shelf,
    publications: Iterable[int],
    *,
    reason: str,
    build: Callable[[int, str], Awaitable[object]],
    now: datetime | None = None,
) -> list[Withdrawn]:
    """Withdraw every stored file of these publications and build those of the whole set anew.

    `build` is given a publication and a file's name, and builds it from what is public now. The old files are listed
    and gone before the first is built, so that a failure in between leaves none of them. What came out the same bytes
    is not listed: it held nothing of what was purged.
    """
    at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    again = [(number, manifest.file) for number in publications for manifest in shelf.manifests(shelf.snapshot(number))]
    listed = [gone for number in dict.fromkeys(publications) for gone in shelf.withdraw(number, reason=reason, at=at)]
    for number, name in dict.fromkeys(again):
        await build(number, name)
    still = {one.sha256 for one in shelf.withdrawn()}
    return [one for one in listed if one.sha256 in still]
