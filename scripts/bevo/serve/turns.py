"""Whose query is next: a fair order, and places that long queries cannot fill.

Nobody can tell from its text how long a query takes. So a new query begins in any place, and what counts is the time of
processors that its client took of late: one that took much waits behind those that took little, and may only use the
places for long queries, as does a query that was long before. The other places stay with the rest.
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
"""Clients, and long queries, that are kept in mind; of more, half are forgotten."""

Asked = tuple[str, str]
"""A client, and the text of its query."""


@dataclass(eq=False)
class Turn:
    """A query at work.

    :param used: the seconds of a processor that it has taken so far.
    :param is_long: whether it has one of the places for long queries.
    """

    asked: Asked
    used: Callable[[], float]
    is_long: bool


@dataclass
class Turns:
    """What each client took of late, which queries were long, and which are at work.

    :param places: queries that may be long at one time.
    :param clock: seconds, never set back.
    """

    places: int
    clock: Callable[[], float] = time.monotonic
    _at_work: set[Turn] = field(default_factory=set)
    _taken: dict[str, tuple[float, float]] = field(default_factory=dict)
    _long: dict[int, None] = field(default_factory=dict)

    def next(self, waiting: Sequence[Asked]) -> int | None:
        """Which of those that wait gets a place that has become free.

        :param waiting: the first that came first.
        :returns: its index; None if none may have it: they are for the places for long queries, and those are taken.
        """
        free = sum(turn.is_long for turn in self._at_work) < self.places
        ranks = [(self._is_for_long(asked), self._number(asked[0]), index) for index, asked in enumerate(waiting)]
        may = [rank for rank in ranks if free or not rank[0]]
        return min(may)[-1] if may else None

    def begin(self, asked: Asked, used: Callable[[], float]) -> Turn:
        """A query starts; if it is for a place for long ones, it has one from the start."""
        turn = Turn(asked, used, self._is_for_long(asked))
        self._at_work.add(turn)
        return turn

    def lengthen(self, turn: Turn) -> bool:
        """A query turns out to be long: whether it has, or now gets, a place for those."""
        self._note_long(turn.asked[1])
        turn.is_long = turn.is_long or sum(other.is_long for other in self._at_work) < self.places
        return turn.is_long

    def end(self, turn: Turn, more: float = 0.0) -> None:
        """A query is over; what it took is written down.

        :param more: seconds that it cost beside, if its process was ended for it: then it counts as a long one.
        """
        self._at_work.discard(turn)
        client, query = turn.asked
        used = turn.used()
        if more:  # it did not end by itself
            self._note_long(query)
        elif used < MUCH / 4:
            self._long.pop(hash(query), None)
        self._taken[client] = (self._kept(client) + used + more, self.clock())
        if len(self._taken) > REMEMBERED:
            most = sorted(self._taken, key=self._kept)[REMEMBERED // 2 :]
            self._taken = {client: self._taken[client] for client in most}

    def _note_long(self, query: str) -> None:
        self._long[hash(query)] = None
        if len(self._long) > REMEMBERED:
            self._long = dict.fromkeys(list(self._long)[REMEMBERED // 2 :])

    def _is_for_long(self, asked: Asked) -> bool:
        client, query = asked
        now = sum(turn.used() for turn in self._at_work if turn.asked[0] == client)
        return hash(query) in self._long or self._kept(client) + now > MUCH

    def _number(self, client: str) -> int:
        return sum(turn.asked[0] == client for turn in self._at_work)

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
