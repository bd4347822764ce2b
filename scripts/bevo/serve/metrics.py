"""Figures of a server at work, in the text format of Prometheus, at an address of their own.

They stand apart from the site: what a proxy shows to the world has no figures in it.
https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bevo.problems import BevoError
from bevo.serve.switch import Live

__all__ = ["Metrics"]

ROUTES = {"/sparql", "/search", "/opensearch.xml", "/healthz"}
"""Told one by one; all else is the site. What clients make up must not become a label."""
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40)


class Metrics(Collector):
    """What is counted of requests, and what is read of the release at hand when somebody asks."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        own = self.registry
        self._requests = Counter("bevo_requests", "Requests by route and status.", ["route", "status"], registry=own)
        self._refused = Counter("bevo_refused", "Requests without an answer, by reason.", ["reason"], registry=own)
        text = "From a SPARQL query to the end of its answer."
        self._seconds = Histogram("bevo_query_seconds", text, buckets=SECONDS, registry=own)
        self._live: Live | None = None
        ProcessCollector(registry=own)
        own.register(self)

    def count(self, entry: dict[str, object]) -> None:
        """Count a request.

        :param entry: its line of the log.
        """
        route = entry["path"] if entry["path"] in ROUTES else "site"
        self._requests.labels(route, entry["status"]).inc()
        if "refused" in entry:
            self._refused.labels(entry["refused"]).inc()
        if "query" in entry and isinstance(entry["ms"], float):
            self._seconds.observe(entry["ms"] / 1000)

    def watch(self, live: Live) -> None:
        """Tell of this release from now on."""
        self._live = live

    def collect(self) -> Iterator[Metric]:
        """The figures that are read when somebody asks."""
        live = self._live
        if live is None:
            return
        yield GaugeMetricFamily("bevo_triples", "Triples that are served.", live.pool.triples)
        release = GaugeMetricFamily("bevo_release", "The release that is served: 1.", labels=["release"])
        release.add_metric([live.name], 1)
        yield release
        load = live.pool.load()
        yield GaugeMetricFamily("bevo_workers", "Processes that answer queries.", live.pool.alive)
        yield GaugeMetricFamily("bevo_workers_busy", "Of these, at work.", load.busy)
        yield GaugeMetricFamily("bevo_queries_waiting", "Queries that wait for a process.", load.waiting)
        yield GaugeMetricFamily("bevo_requests_open", "Requests at work.", live.requests)
        yield GaugeMetricFamily("bevo_held_bytes", "Long answers that wait for their clients.", load.held)
        yield GaugeMetricFamily(
            "bevo_workers_resident_memory_bytes", "Memory of the processes together.", sum(map(_resident, load.pids))
        )

    @contextmanager
    def served(self, host: str, port: int) -> Iterator[None]:
        """Give them over HTTP, by a thread, until the end of the context.

        :raises BevoError: if the port cannot be had.
        """
        try:
            server, thread = start_http_server(port, host, self.registry)
        except OSError as error:
            raise BevoError(f"cannot give metrics on {host} port {port}: {error.strerror or error}") from error
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _resident(pid: int) -> int:
    """Bytes that a process has in memory, its part of what it shares; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, IndexError, ValueError):
        return 0
