"""A clock that is stopped while a way makes ready."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

__all__ = ["Clock", "cpu_seconds"]


def cpu_seconds() -> float:
    """Seconds of processor that this process and the children it waited for have taken."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


@dataclass
class Clock:
    """Adds up the time that is spent under it."""

    wall: float = 0
    cpu: float = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """While in here."""
        wall, cpu = time.perf_counter(), cpu_seconds()
        yield
        self.wall += time.perf_counter() - wall
        self.cpu += cpu_seconds() - cpu
