"""Whose query is next: a fair order, and places that long queries cannot fill.

Nobody can tell from its text how long a query takes. So a query begins in any place, and what counts is the time that
its client took of late: one that took much waits behind those that took little, and may only use the places for long
queries. The other places stay with those that took little.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

__all__ = ["Turn", "Turns", "client_of"]

HALF_LIFE = 10.0
"""Seconds after which half of what a client took is forgotten."""
MUCH = 1.0
"""Seconds of processes: a client that took more of late took much."""
REMEMBERED = 10_000
"""Clients whose time is kept; of more, those that took least are forgotten."""


@dataclass(eq=False)
class Turn:
    """A query at work.

    :param start: when it began.
    :param is_long: whether it has one of the places for long queries.
    """

    client: str
    start: float
    is_long: bool


@dataclass
class Turns:
    """What each client took of late, and which queries are at work.

    :param places: queries that may be long at one time.
    :param clock: seconds, never set back.
    """

    places: int
    clock: Callable[[], float] = time.monotonic
    _at_work: set[Turn] = field(default_factory=set)
    _taken: dict[str, tuple[float, float]] = field(default_factory=dict)

    def next(self, waiting: Sequence[str]) -> int | None:
        """Which of those that wait gets a place that has become free.

        :param waiting: the client of each waiting query, the first that came first.
        :returns: its index; None if none may have it: they took much, and the places for long queries are taken.
        """
        free = self._has_free_place()
        ranks = {client: self._rank(client) for client in set(waiting)}
        may = [(*ranks[client], index) for index, client in enumerate(waiting) if free or not ranks[client][0]]
        return min(may)[-1] if may else None

    def begin(self, client: str) -> Turn:
        """A query starts; that of a client that took much has a place for long queries from the start."""
        turn = Turn(client, self.clock(), self._taken_by(client) > MUCH)
        self._at_work.add(turn)
        return turn

    def lengthen(self, turn: Turn) -> bool:
        """A query turns out to be long: whether it has, or now gets, a place for those."""
        turn.is_long = turn.is_long or self._has_free_place()
        return turn.is_long

    def end(self, turn: Turn) -> None:
        """A query is over; what it took is written down."""
        self._at_work.discard(turn)
        now = self.clock()
        self._taken[turn.client] = (self._kept(turn.client) + now - turn.start, now)
        if len(self._taken) > REMEMBERED:
            most = sorted(self._taken, key=self._kept)[REMEMBERED // 2 :]
            self._taken = {client: self._taken[client] for client in most}

    def _has_free_place(self) -> bool:
        return sum(turn.is_long for turn in self._at_work) < self.places

    def _rank(self, client: str) -> tuple[bool, int]:
        """Whether it took much, and how many queries it has at work; among equals who came first is first."""
        return self._taken_by(client) > MUCH, sum(turn.client == client for turn in self._at_work)

    def _taken_by(self, client: str) -> float:
        now = self.clock()
        return self._kept(client) + sum(now - turn.start for turn in self._at_work if turn.client == client)

    def _kept(self, client: str) -> float:
        taken, when = self._taken.get(client, (0.0, 0.0))
        return float(taken * 0.5 ** ((self.clock() - when) / HALF_LIFE))


def client_of(address: str | None) -> str:
    """Who counts as one client: an address, or with IPv6 the network of 64 bits that a site is given."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.IPv6Network((int(found) >> 64 << 64, 64)))
    return str(found)
