"""A loss is told, whatever the machine; and no step of the release has rotted."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bevo.build.build import Release
from bevo.cli.main import app
from bevo.project import Project
from bevo_bench.compare import LIMITS, PEER, above, losses, pace, small, table
from bevo_bench.measure import Measured
from bevo_bench.results import Results, to_json
from bevo_bench.ways import WAYS


def took(step: str, way: str, seconds: float, size: int = 10) -> Measured:
    return Measured(step, way, size, seconds, seconds, 100.0, (seconds,), "5 ab")


PEERS = ("rdflib", "pyoxigraph, parsing the same", "oxigraph convert of the same")


def run(ours: float, peers: float, question: float = 1.0) -> list[Measured]:
    return [
        took("emit", "BEVO", ours),
        *(took("emit", peer, peers) for peer in PEERS),
        took("query: Oxigraph, in memory", "conflicts", question),
    ]


def test_twice_as_slow_is_a_loss_on_the_same_machine_and_none_on_one_half_as_fast() -> None:
    assert [(one.way, round(one.times or 0, 1)) for one in losses(run(1, 1), run(2, 1))] == [("BEVO", 2.0)]
    assert not losses(run(1, 1), run(2, 2, question=2))
    assert pace(run(1, 1), run(2, 2)) == 2


def test_what_stayed_as_it_was_on_a_machine_twice_as_fast_is_a_loss() -> None:
    assert [one.way for one in losses(run(1, 1), run(1, 0.5, question=0.5))] == ["BEVO"]


def test_a_peer_that_got_slower_is_no_loss_of_ours() -> None:
    slower = [took("emit", "rdflib", 9) if one.way == "rdflib" else one for one in run(1, 1)]
    assert not losses(run(1, 1), slower)


def test_questions_are_compared_by_engine_and_one_that_fails_is_the_worst_loss() -> None:
    failed = Measured("query: Oxigraph, in memory", "conflicts", 10, why="> 20 s")
    now = [*run(2, 1)[:-1], failed]
    found = losses(run(1, 1), now)
    assert [one.way for one in found] == ["conflicts", "BEVO"]
    rows = table(found)
    assert rows[1] == ["query: Oxigraph, in memory", "conflicts", "10x", "1.00 s", "> 20 s", ""]
    assert rows[2][-1] == "2.0"


def test_what_is_new_or_gone_or_takes_no_time_is_not_compared() -> None:
    assert not losses(run(1, 1)[1:], run(9, 1))
    assert not losses(run(1, 1), run(9, 1)[1:])
    assert not losses(run(0.001, 1), run(0.01, 1))


def test_the_command_ends_with_1_where_something_got_slower(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "old.json"
    old.write_bytes(to_json(Results({}, tuple(run(1, 1)))))
    monkeypatch.setattr("bevo_bench.measure.run", lambda *_: iter(run(3, 1)))
    monkeypatch.setattr("bevo_bench.results.machine", lambda _: {})
    told = CliRunner().invoke(app, ["bench", "--compare", str(old)])
    assert told.exit_code == 1
    assert "3.0" in told.stdout
    assert "1 ways are slower" in told.stderr
    monkeypatch.setattr("bevo_bench.measure.run", lambda *_: iter(run(1, 1)))
    told = CliRunner().invoke(app, ["bench", "--compare", str(old)])
    assert told.exit_code == 0
    assert "nothing is slower" in told.stderr


@pytest.mark.parametrize("content", [None, "{", "[]", '{"facts": {}}'])
def test_an_earlier_run_that_is_none_is_told_before_anything_is_measured(content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    if content is not None:
        path.write_text(content)
    told = CliRunner().invoke(app, ["bench", "--compare", str(path)])
    assert told.exit_code == 1
    assert "old.json is not a file that bevo bench wrote" in told.stderr


def test_a_step_ten_times_as_slow_is_above_its_limit_and_so_is_one_that_is_not_measured() -> None:
    assert set(LIMITS) | {PEER} <= {(way.step, way.name) for way in WAYS}
    fine = [took(*PEER, 0.1, size=1), *(took(*key, limit * 0.04, size=1) for key, limit in LIMITS.items())]
    assert not above(fine)
    rotten = [took(*key, limit * 0.4, size=1) for key, limit in LIMITS.items()]
    assert len(above([fine[0], *rotten])) == len(LIMITS)
    assert above(fine[:-1]) == ["reason (BEVO, rules) was not measured"]


@pytest.mark.slow
def test_no_step_has_rotted(built: tuple[Project, Release]) -> None:
    """Generous: what fails here is several times as slow as it was, on any machine and beside any load."""
    assert not above(small(built[0]))
