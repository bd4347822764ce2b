"""The simulated cluster: sums that are known, and what loss, chance and skew must cost."""

from __future__ import annotations

import pytest

from bevo_bench.cluster import DETECTED, Loss, partitions, schedule, stages


def test_even_tasks_divide_by_the_cores_and_one_task_does_not() -> None:
    assert schedule([1.0] * 100, 5, 2).seconds == 10
    assert schedule([7.0], 10, 2).seconds == 7
    assert schedule([], 1, 1).seconds == 0


def test_what_a_lost_machine_had_under_way_is_done_again_elsewhere() -> None:
    run = schedule([10.0] * 4, 2, 1, [Loss(15, 1)])
    assert run.again == 1  # its second task, begun at 10
    assert run.seconds == 15 + DETECTED + 10
    assert schedule([10.0] * 4, 2, 1, [Loss(25, 1)]).again == 0


def test_without_a_machine_left_there_is_no_end() -> None:
    with pytest.raises(ValueError, match="no machine is left"):
        schedule([10.0], 1, 1, [Loss(5, 0)])


def test_tasks_that_die_cost_their_half_and_the_same_seed_the_same() -> None:
    plain = schedule([1.0] * 1000, 2, 2)
    dying = schedule([1.0] * 1000, 2, 2, failing=0.1, seed=3)
    assert dying == schedule([1.0] * 1000, 2, 2, failing=0.1, seed=3)
    assert plain.seconds * 1.02 < dying.seconds < plain.seconds * 1.15
    assert 60 < dying.again < 180


def test_a_slow_machine_takes_fewer_tasks_and_is_not_waited_for() -> None:
    plain, slow = (schedule([1.0] * 1000, 10, 1, slow=times).seconds for times in (1, 2))
    assert plain < slow < 1.1 * plain


def test_a_key_with_a_third_of_the_rows_bounds_a_question_by_that_key() -> None:
    even, skewed = [1.0] * 20, partitions(1, 400, 20, 0.3)
    assert sum(skewed) == pytest.approx(1)
    assert max(skewed) >= 0.3
    assert stages(10, 10, 20, even) == pytest.approx(1)
    assert stages(10, 10, 20, skewed) >= 0.5 + 3
