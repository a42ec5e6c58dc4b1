"""Which of several servers a read is asked of: those that answer and are not too far behind, in turn.

The servers are a primary and its streaming replicas, or replicas alone; which is which may change at any time. A server
that fails is left out until it answers again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from geo.errors import StoreUnavailable
from geo.store.newest import Newest
from geo.store.nodes import Node, NodeLost

_WAIT_SECONDS: Final = 1.0
_log = logging.getLogger("allimi.store")


class Replicas:
    """Servers that hold the same; `most_lag` is how far behind a read may find one."""

    def __init__(self, nodes: Sequence[Node], *, most_lag: timedelta) -> None:
        self.nodes = tuple(nodes)
        self._most_lag = most_lag.total_seconds()
        self._turn = 0
        self.told = 0
        self._seen: deque[tuple[int, float]] = deque([(0, 0.0)], maxlen=64)  # a number and when it was first seen
        self._watch: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Look at every server once, then from time to time; a single one has no alternative and is not watched."""
        if len(self.nodes) > 1:
            await self._look_at_all()
            self._watch = asyncio.get_running_loop().create_task(self._keep_looking())

    async def close(self) -> None:
        """Stop watching and close every connection."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.wait([self._watch])
        await asyncio.gather(*(node.close() for node in self.nodes))

    def pick(self, at_least: int | None, besides: Node | None = None) -> Node | None:
        """The fit server with the fewest connections in use.

        With `at_least` one that is known to have that publication, or None. Else, where none is fit, any: one that lags
        is better than none, and asking one that is away says why.
        """
        if len(self.nodes) == 1:
            (node,) = self.nodes
            return node if at_least is None or node.number >= at_least else None
        self._turn = (self._turn + 1) % len(self.nodes)
        turned = self.nodes[self._turn :] + self.nodes[: self._turn]
        others = [node for node in turned if node is not besides]
        if at_least is not None:
            fit = [node for node in others if node.up and node.number >= at_least]
            return min(fit, key=_busy, default=None)
        fit = [node for node in others if node.up and self.lag(node) <= self._most_lag]
        return min(fit, key=_busy) if fit else min(others, key=lambda node: (not node.up, self.lag(node)))

    async def having(self, at_least: int) -> Node:
        """A server that has the publication, after waiting a second for it at most.

        Raises StoreUnavailable where none has it by then, NodeLost where none answers.
        """
        deadline = time.monotonic() + _WAIT_SECONDS
        while True:
            lost = await self._look_at_all()
            if None not in lost:
                raise next(filter(None, lost))
            node = self.pick(at_least)
            if node is not None:
                return node
            if time.monotonic() > deadline:
                raise StoreUnavailable(
                    f"Publication {at_least} has not reached the databases that answer; try again in a moment."
                )
            await asyncio.sleep(0.05)

    def instead_of(self, node: Node, lost: NodeLost, at_least: int | None) -> Node | None:
        """The server to ask once more: another where there are several, else the same on a new connection.

        None where that is of no use, or none of the others has the publication.
        """
        if len(self.nodes) == 1:
            return node if lost.reached else None
        self._leave_out(node, lost)
        return self.pick(at_least, besides=node)

    async def newest(self) -> Newest:
        """The newest publication, read after this call began, and never older than one that was told before.

        Only where no server that answers has that one (a primary was lost, or an older state restored) is it older.
        Raises NodeLost when none answers.
        """
        first = self.pick(None)
        found: list[Newest] = []
        for node in (first, *(other for other in self.nodes if other is not first)):
            assert node is not None  # noqa: S101 - without a publication any will do
            try:
                found.append(await self._ask(node))
            except NodeLost as lost:
                self._leave_out(node, lost)
                failure = lost
            else:
                if found[-1].number >= self.told:
                    break
        if not found:
            raise failure
        best = max(found, key=lambda newest: newest.number)
        self.told = best.number
        return best

    def lag(self, node: Node) -> float:
        """Seconds that a server is behind: since another was first seen with more, or by its own account."""
        since = next((at for number, at in self._seen if number > node.number), None)
        return max(node.behind, 0.0 if since is None else time.monotonic() - since)

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(min(1.0, self._most_lag / 2))
            await self._look_at_all()

    async def _look_at_all(self) -> list[NodeLost | None]:
        return await asyncio.gather(*(self._look_at(node) for node in self.nodes))

    async def _look_at(self, node: Node) -> NodeLost | None:
        try:
            await self._ask(node)
        except NodeLost as lost:
            self._leave_out(node, lost)
            return lost
        return None

    async def _ask(self, node: Node) -> Newest:
        newest = await node.newest()
        if newest.number > self._seen[-1][0]:
            self._seen.append((newest.number, time.monotonic()))
        if not node.up:
            node.up = True
            _log.info("%s answers again.", node.place)
        return newest

    def _leave_out(self, node: Node, lost: NodeLost) -> None:
        if lost.gone and node.up and len(self.nodes) > 1:
            node.up = False
            _log.warning("%s is left out until it answers again: %s", node.place, type(lost.cause).__name__)


def _busy(node: Node) -> int:
    return node.connections.in_use
