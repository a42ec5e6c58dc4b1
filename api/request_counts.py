"""How many requests were answered, and how fast: counted by plain numbers, since every request pays for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from api.http.requests import Served

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the latency histogram in seconds; the last one is past the statement timeout."""


class RequestCounts(Collector):
    """Counts in one thread, the event loop's; Prometheus' own counters take a lock for each number."""

    def __init__(self) -> None:
        self._running = 0
        self._answered: dict[tuple[str, str, int], int] = {}
        self._seconds: dict[tuple[str, str], list[float]] = {}

    def began(self) -> None:
        """A request is being answered."""
        self._running += 1

    def ended(self, served: Served) -> None:
        """It has been answered."""
        self._running -= 1
        key = (served.method, served.route, served.status)
        self._answered[key] = self._answered.get(key, 0) + 1
        times = self._seconds.get(key[:2])
        if times is None:
            times = self._seconds[key[:2]] = [0.0] * (len(BUCKETS) + 2)
        times[bisect_left(BUCKETS, served.seconds)] += 1
        times[-1] += served.seconds

    def collect(self) -> Iterator[Metric]:
        """The numbers in Prometheus' form."""
        answered = CounterMetricFamily("allimi_requests", "Requests answered.", labels=("method", "route", "status"))
        for (method, route, status), number in self._answered.items():
            answered.add_metric((method, route, str(status)), number)
        seconds = HistogramMetricFamily("allimi_request_seconds", "Seconds to answer.", labels=("method", "route"))
        for labels, (*times, total) in self._seconds.items():
            bounds = [*(str(bound) for bound in BUCKETS), "+Inf"]
            seconds.add_metric(labels, list(zip(bounds, accumulate(times), strict=True)), total)
        yield answered
        yield seconds
        yield GaugeMetricFamily("allimi_requests_in_flight", "Requests being answered.", self._running)
