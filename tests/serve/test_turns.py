"""Whose query is next: by what its client took of late, never by luck."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bevo.serve.answer import Reply
from bevo.serve.limits import Limits
from bevo.serve.pool import Busy, Pool
from bevo.serve.turns import HALF_LIFE, REMEMBERED, Turns, client_of
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


def test_who_came_first_is_first(turns: Turns) -> None:
    assert turns.next(["a", "b"]) == 0
    assert turns.next([]) is None


def test_who_has_a_query_at_work_waits_behind_who_has_none(turns: Turns) -> None:
    turns.begin("a")
    assert turns.next(["a", "a", "b"]) == 2


def test_who_took_much_waits_behind_who_took_little_until_it_is_forgotten(turns: Turns, clock: Clock) -> None:
    turn = turns.begin("a")
    clock.now = 4.0
    turns.end(turn)
    assert turns.next(["a", "b"]) == 1
    clock.now += 3 * HALF_LIFE
    assert turns.next(["a", "b"]) == 0


def test_a_query_still_at_work_counts(turns: Turns, clock: Clock) -> None:
    turns.begin("a")
    other = turns.begin("b")
    turns.end(other)
    clock.now = 4.0
    assert turns.next(["a", "b"]) == 1


def test_the_places_for_long_queries_are_all_that_who_took_much_may_have(turns: Turns, clock: Clock) -> None:
    first, second = turns.begin("a"), turns.begin("b")
    clock.now = 4.0
    assert turns.lengthen(first) and turns.lengthen(first)
    assert not turns.lengthen(second)
    assert turns.next(["a", "b"]) is None
    assert turns.next(["a", "b", "c"]) == 2
    turns.end(first)
    assert turns.next(["a", "b"]) == 0 and turns.begin("a").is_long


def test_clients_without_number_are_not_kept(clock: Clock) -> None:
    turns = Turns(1, clock)
    for number in range(REMEMBERED + 1):
        turn = turns.begin(str(number))
        clock.now += 0.001
        turns.end(turn)
    assert len(turns._taken) <= REMEMBERED


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
        async with Pool(graph, replace(Limits(), seconds=30)) as pool:
            greedy = [asyncio.create_task(pool.ask(SLOW, None, "greedy")) for _ in range(20)]
            await asyncio.sleep(
                5
            )  # those that began in the places for short ones were stopped, and others replaced them
            for number in range(10):
                assert await _answered_within(pool, 1, f"modest {number}")
            assert not any(task.done() for task in greedy)
            await _stopped(greedy)

    asyncio.run(run())


def test_one_clients_queue_keeps_no_other_out(graph: Path) -> None:
    async def run() -> None:
        async with Pool(graph, replace(Limits(), seconds=30, workers=1, queue=3)) as pool:
            greedy = [asyncio.create_task(pool.ask(SLOW, None, "greedy")) for _ in range(4)]
            await asyncio.sleep(1.5)  # it took much
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
    takes_a_second = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    async def run() -> None:
        async with Pool(graph, replace(Limits(), workers=2, short_seconds=0.1)) as pool:
            replies = await asyncio.gather(*(pool.ask(takes_a_second, None, str(number)) for number in range(3)))
            assert [reply.status for reply in replies] == [200] * 3

    asyncio.run(run())
