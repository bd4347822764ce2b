"""Whose query is next: by what its client took of late, never by luck."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bevo.serve.answer import Reply
from bevo.serve.limits import Limits
from bevo.serve.pool import Busy, Pool
from bevo.serve.turns import HALF_LIFE, REMEMBERED, Turn, Turns, client_of
from served import CROSS

SLOW = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def turns(clock: Clock) -> Turns:
    return Turns(1, clock)


def begun(turns: Turns, clock: Clock, client: str, query: str = "") -> Turn:
    """A query that takes all the time that passes from now on."""
    start = clock.now
    return turns.begin((client, query), lambda: clock.now - start)


def first(turns: Turns, *clients: str) -> int | None:
    return turns.next([(client, client) for client in clients])


def test_who_came_first_is_first(turns: Turns) -> None:
    assert first(turns, "a", "b") == 0
    assert first(turns) is None


def test_who_has_a_query_at_work_waits_behind_who_has_none(turns: Turns, clock: Clock) -> None:
    begun(turns, clock, "a")
    assert first(turns, "a", "a", "b") == 2


def test_who_took_much_waits_behind_who_took_little_until_it_is_forgotten(turns: Turns, clock: Clock) -> None:
    turn = begun(turns, clock, "a")
    clock.now = 4.0
    turns.end(turn)
    assert first(turns, "a", "b") == 1
    clock.now += 3 * HALF_LIFE
    assert first(turns, "a", "b") == 0


def test_a_query_still_at_work_counts(turns: Turns, clock: Clock) -> None:
    begun(turns, clock, "a")
    turns.end(begun(turns, clock, "b"))
    clock.now = 4.0
    assert first(turns, "a", "b") == 1


def test_the_places_for_long_queries_are_all_that_who_took_much_may_have(turns: Turns, clock: Clock) -> None:
    one, other = begun(turns, clock, "a"), begun(turns, clock, "b")
    clock.now = 4.0
    assert turns.lengthen(one) and turns.lengthen(one)
    assert not turns.lengthen(other)
    assert first(turns, "a", "b") is None
    assert first(turns, "a", "b", "c") == 2
    turns.end(one)
    assert first(turns, "a", "b") == 0 and begun(turns, clock, "a").is_long


def test_a_query_that_was_long_is_long_whoever_asks_until_it_is_short(turns: Turns, clock: Clock) -> None:
    turn = begun(turns, clock, "a", "slow")
    clock.now = 4.0
    assert turns.lengthen(turn)
    assert turns.next([("b", "slow")]) is None and turns.next([("b", "slow"), ("c", "other")]) == 1
    turns.end(turn)
    again = begun(turns, clock, "b", "slow")
    assert again.is_long
    turns.end(again)
    assert not begun(turns, clock, "c", "slow").is_long


def test_who_ends_a_process_pays_for_the_next(turns: Turns, clock: Clock) -> None:
    turns.end(begun(turns, clock, "a"), 2.0)
    assert first(turns, "a", "b") == 1


def test_a_query_that_was_given_up_before_it_ended_is_a_long_one(turns: Turns, clock: Clock) -> None:
    turns.end(begun(turns, clock, "a", "slow"), 0.1)
    assert begun(turns, clock, "b", "slow").is_long and not begun(turns, clock, "b", "other").is_long


def test_clients_and_queries_without_number_are_not_kept(clock: Clock) -> None:
    turns = Turns(1, clock)
    for number in range(REMEMBERED + 1):
        turn = begun(turns, clock, str(number), str(number))
        clock.now += 0.001
        turns.lengthen(turn)
        turns.end(turn, 0.001)
    assert len(turns._taken) <= REMEMBERED and len(turns._long) <= REMEMBERED


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        (None, ""),
        ("unix socket", ""),
    ],
)
def test_a_client_is_an_address_or_a_network_of_ipv6(address: str | None, client: str) -> None:
    assert client_of(address) == client


@given(st.text(max_size=50))
def test_any_text_is_a_client(address: str) -> None:
    assert isinstance(client_of(address), str)


# --- with processes


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    graph = tmp_path_factory.mktemp("turns") / "graph.ttl"
    graph.write_text("".join(f'<a:{n}> <a:p> "{n}" .\n' for n in range(300)), encoding="utf-8")
    yield graph


async def _answered_within(pool: Pool, seconds: float, client: str) -> bool:
    async with asyncio.timeout(seconds):
        return (await pool.ask("ASK {}", None, client)).status == 200


async def _stopped(tasks: list[asyncio.Task[Reply]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def test_one_clients_long_queries_keep_no_other_waiting(graph: Path) -> None:
    async def run() -> None:
        async with Pool(graph, replace(Limits(), seconds=120, wait=120)) as pool:
            greedy = [asyncio.create_task(pool.ask(f"{SLOW} # {n}", None, "greedy")) for n in range(20)]
            await asyncio.sleep(1)
            await pool.ask("ASK {}", None, "first")  # those in places for short ones were stopped: others must start
            for number in range(10):
                assert await _answered_within(pool, 5, f"modest {number}")
            assert not any(task.done() for task in greedy)
            await _stopped(greedy)

    asyncio.run(run())


def test_one_clients_queue_keeps_no_other_out(graph: Path) -> None:
    async def run() -> None:
        async with Pool(graph, replace(Limits(), seconds=60, wait=60, workers=1, queue=3)) as pool:
            greedy = [asyncio.create_task(pool.ask(SLOW, None, "greedy")) for _ in range(4)]
            while not pool._turns._is_for_long(("greedy", "")):
                await asyncio.sleep(0.1)
            with pytest.raises(Busy):
                await pool.ask("ASK {}", None, "greedy")
            modest = asyncio.create_task(pool.ask("ASK {}", None, "modest"))
            await asyncio.sleep(0.2)
            assert [task.done() for task in greedy] == [False, False, False, True]
            with pytest.raises(Busy):
                await greedy[3]
            greedy[0].cancel()
            assert (await modest).status == 200
            await _stopped(greedy)

    asyncio.run(run())


def test_a_query_that_waited_for_a_place_among_the_long_ones_is_answered(graph: Path) -> None:
    takes_a_while = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } LIMIT 30 } ?d ?e ?f . ?g ?h ?i }"

    async def run() -> None:
        async with Pool(graph, replace(Limits(), seconds=120, wait=120, workers=2, short_seconds=0.1)) as pool:
            replies = await asyncio.gather(*(pool.ask(takes_a_while, None, str(number)) for number in range(3)))
            assert [reply.status for reply in replies] == [200] * 3

    asyncio.run(run())


def test_processes_that_die_leave_no_place_taken(graph: Path) -> None:
    async def run() -> None:
        async with Pool(graph, replace(Limits(), wait=60)) as pool:
            for _ in range(3):
                for process in list(pool._all):
                    os.kill(process.pid, signal.SIGKILL)
                answers = (pool.ask("ASK {}", None, "modest") for _ in range(8))
                await asyncio.gather(*answers, return_exceptions=True)  # one at work when it is killed is told so
            assert (await pool.ask("ASK {}", None, "modest")).status == 200
            async with asyncio.timeout(60):
                while pool._at_work or pool._turns._at_work:
                    await asyncio.sleep(0.1)

    asyncio.run(run())
