"""Play the phases against a service, a few scripts at a time, and count what became of the pushes."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from statistics import quantiles

from data.simulation.client import Answer, Client
from data.simulation.sends import Phase, Script, Send


@dataclass(slots=True)
class Tally:
    """Counts of the play: `states` of pushes as they were answered first.

    `duplicates` were recognised by their Idempotency-Key; `lost` answers were asked for again; `away` found nobody in
    an outage, and followed later; `tries` found the service busy or gone; `projects` came in batches; `took` are
    seconds of each request that was answered.
    """

    states: Counter[str] = field(default_factory=Counter)
    duplicates: int = 0
    lost: int = 0
    away: int = 0
    tries: int = 0
    projects: int = 0
    seconds: float = 0
    took: list[float] = field(default_factory=list)

    @property
    def sent(self) -> int:
        """Requests that were answered."""
        return len(self.took)

    def add(self, other: Tally) -> None:
        """Count another's pushes as well; its seconds are not added, since it ran beside others."""
        self.states += other.states
        self.duplicates += other.duplicates
        self.lost += other.lost
        self.away += other.away
        self.tries += other.tries
        self.projects += other.projects
        self.took += other.took

    def lines(self) -> Iterator[str]:
        """The summary for people."""
        yield f"sent        {self.sent}, {self.sent / max(self.seconds, 1e-9):.1f} a second in {self.seconds:.1f} s"
        for state in sorted(self.states):
            yield f"{state:<12}{self.states[state]}"
        yield f"duplicates  {self.duplicates} recognised, and {self.lost} that were sent again for want of an answer"
        yield f"outage      {self.away} pushes found nobody, and were sent in their order afterwards"
        yield f"busy        {self.tries} times"
        if self.projects:
            yield f"in batches  {self.projects} projects"
        if self.sent > 1:
            cuts = quantiles(self.took, n=20)
            yield f"answered in {1000 * cuts[9]:.0f} ms (median), {1000 * cuts[18]:.0f} ms (19 of 20)"


def play(
    url: str,
    tokens: Sequence[str],
    told: Iterable[Phase],
    *,
    at_once: int = 4,
    progress: Callable[[str], None] = lambda _: None,
) -> Tally:
    """Play against the service at the address; `progress` is told each phase. Raises Unreachable, BadInput."""
    tally, clients = Tally(), _Clients(url, tokens)
    with closing(clients), ThreadPoolExecutor(at_once) as pool:
        for phase in told:
            begun = time.perf_counter()
            for one in pool.map(clients.cut if phase.down else clients.run, phase.scripts):
                tally.add(one)
            took = time.perf_counter() - begun
            tally.seconds += took
            progress(f"{phase.name}: {took:.1f} s")
    return tally


class _Clients:
    """A client of each thread."""

    def __init__(self, url: str, tokens: Sequence[str]) -> None:
        self._url, self._tokens = url, tokens
        self._own = threading.local()
        self._all: list[Client] = []
        self._unanswered: set[str] = set()

    def run(self, script: Script) -> Tally:
        """Push one after the other."""
        tally = Tally()
        for send in script:
            _push(self._client(), send, tally, arrived=send.idempotency in self._unanswered)
        return tally

    def cut(self, script: Script) -> Tally:
        """Push while the service goes away: the first may have been on its way, the others find nobody."""
        tally = Tally()
        for place, send in enumerate(script):
            if place == 0 and send.under_way:
                _lose(self._client(), send, tally)
                self._unanswered.add(send.idempotency)
            else:
                tally.away += self._client().find_nobody(send)
        return tally

    def close(self) -> None:
        """Close every connection."""
        for client in self._all:
            client.close()

    def _client(self) -> Client:
        found: Client | None = getattr(self._own, "client", None)
        if found is None:
            found = self._own.client = Client(self._url, self._tokens)
            self._all.append(found)
        return found


def _push(client: Client, send: Send, tally: Tally, *, arrived: bool) -> None:
    """Push as often as it is sent; `arrived` says that it was there before, without an answer."""
    if send.lost:
        _lose(client, send, tally)
    for number in range(1 + send.repeats):
        answer = _answered(client, send, tally)
        if answer.again and not (number == 0 and (send.lost or arrived)):
            tally.duplicates += 1
        else:
            tally.states[answer.state] += 1
            tally.projects += answer.projects


def _lose(client: Client, send: Send, tally: Tally) -> None:
    """Push, and lose the connection before the answer arrives."""
    _answered(client, send, tally)
    client.close()
    tally.lost += 1


def _answered(client: Client, send: Send, tally: Tally) -> Answer:
    begun = time.perf_counter()
    answer = client.send(send)
    tally.took.append(time.perf_counter() - begun)
    tally.tries += answer.tries
    return answer
