"""Work through much in blocks: the database loads the next block while this process works on the last one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Block = TypeVar("Block")
Done = TypeVar("Done")


def conveyed(
    load: Callable[[], Block | None], work: Callable[[Block], Done], keep: Callable[[Done], None], *, few: bool
) -> None:
    """Load blocks until there are none, work on each, keep what comes of it.

    `load` and `keep` take turns in a thread of their own, so that both may use one connection; `work` may not. Where
    there are `few`, all is done one after another.
    """
    if few:
        while (block := load()) is not None:
            keep(work(block))
        return
    keeping: Future[None] | None = None
    with ThreadPoolExecutor(1, "convey") as thread:
        coming = thread.submit(load)
        while (block := coming.result()) is not None:
            coming = thread.submit(load)
            done = work(block)
            if keeping is not None:
                keeping.result()
            keeping = thread.submit(keep, done)
    if keeping is not None:
        keeping.result()
