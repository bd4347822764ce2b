"""Work in a second process gives what it would give here, faults included, and ends with its context."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bevo.beside import beside
from bevo.problems import BevoError, InputError, Problem


@pytest.fixture(params=[2, 1], ids=["two cores", "one core"])
def cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    count: int = request.param
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(count)), raising=False)
    return count


def test_the_result_is_that_of_the_work_and_the_work_is_done_once(cores: int, tmp_path: Path) -> None:
    def work() -> list[int]:
        with (tmp_path / "log").open("a") as log:
            log.write("done\n")
        return [1, 2]

    with beside(work) as result:
        assert result() == [1, 2] and result() == [1, 2]
    assert (tmp_path / "log").read_text() == "done\n"


def test_what_changes_there_stays_there() -> None:
    seen: list[int] = []

    def work() -> int:
        seen.append(1)
        return os.getpid()

    with beside(work) as result:
        other = result()
    assert other == os.getpid() or not seen


def test_a_fault_is_raised_where_the_result_is_asked_for(cores: int) -> None:
    problem = Problem("file.yaml", 3, "F0001", "wrong")

    def work() -> None:
        raise InputError([problem])

    with beside(work) as result, pytest.raises(InputError) as raised:
        result()
    assert raised.value.problems == [problem]


def test_a_process_that_was_ended_is_told_in_a_sentence() -> None:
    with beside(lambda: os._exit(9) if os.getpid() != first else None) as result:
        if len(os.sched_getaffinity(0)) > 1:
            with pytest.raises(BevoError, match="was ended"):
                result()


first = os.getpid()


def test_the_process_ends_with_its_context() -> None:
    work: Callable[[], None] = lambda: time.sleep(60)  # noqa: E731
    start = time.monotonic()
    with beside(work):
        pass
    assert time.monotonic() - start < 30
