"""The benchmark measures what it says: real runs of real ways, small."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bevo.build.build import Release
from bevo.cli.main import app
from bevo.problems import BevoError
from bevo.project import Project
from bevo.rdf.answer import Answer
from bevo_bench.case import make, place
from bevo_bench.clock import Clock
from bevo_bench.measure import Measured, Plan, run, run_worker
from bevo_bench.page import engines, page, plot, questions, table
from bevo_bench.questions import in_fork
from bevo_bench.results import Results, continued, exponent, merged, targets, to_json
from bevo_bench.ways import WAYS, digest
from checkout import copy_project, keep_findings


@pytest.fixture(scope="module")
def released(built: tuple[Project, Release]) -> Project:
    return built[0]


@pytest.fixture(scope="module")
def small(released: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The release with the records of one review: a third of the findings."""
    project = copy_project(tmp_path_factory.mktemp("small"))
    keep_findings(project, "yang-2021")
    project.dist.symlink_to(released.dist)
    return project


def made_up(size: int, wall: float, step: str = "emit", way: str = "BEVO", answer: str = "5 ab") -> Measured:
    return Measured(step, way, size, wall, wall, 100.0, (wall,), answer)


def test_the_exponent_of_a_power_is_its_exponent_and_one_point_has_none() -> None:
    assert exponent((n, 3 * n**1.7) for n in (1, 10, 100)) == pytest.approx(1.7)
    assert exponent([(10, 2.0)]) is None


def test_a_digest_tells_neither_order_nor_process_but_every_line() -> None:
    lines = [f"line {n}" for n in range(1000)]
    shuffled = random.Random(0).sample(lines, len(lines))
    assert digest(lines) == digest(shuffled)
    assert digest(lines) != digest([*lines[:-1], "line 1000"])
    assert digest(lines).split()[0] == "1000"


def test_the_clock_counts_only_what_runs_under_it() -> None:
    clock = Clock()
    for _ in range(2):
        with clock.running():
            time.sleep(0.05)
        time.sleep(0.2)
    assert 0.1 <= clock.wall < 0.2
    assert clock.cpu < 0.05


def test_rdflib_emits_the_quads_that_bevo_emits_and_takes_longer_at_it(small: Project) -> None:
    found = {m.way: m for m in run(Plan(small, (1,), 1, 300, 1), ["emit"], lambda _: None)}
    ours, theirs = found["BEVO"], found["rdflib"]
    assert ours.answer == theirs.answer
    assert ours.answer.split()[0] == found["pyoxigraph, parsing the same"].answer
    assert ours.cpu and theirs.cpu and ours.cpu < theirs.cpu
    assert ours.memory and 20 < ours.memory < 1000


def test_the_rules_infer_in_a_benchmark_what_hermit_infers(small: Project) -> None:
    way = {w.name: w for w in WAYS if w.step == "reason"}
    case = place(small, 1, 1)
    make(case, "findings.jsonl")
    answers = {name: way[name].run(case, Clock()) for name in ("BEVO, rules", "HermiT, as bevo reason asks it")}
    assert len(set(answers.values())) == 1
    assert int(answers["BEVO, rules"].split()[0]) > 1000


@pytest.mark.usefixtures("true_without_a_count")
def test_faults_are_planted_for_the_report_and_each_way_finds_the_same(small: Project) -> None:
    way = {w.name: w for w in WAYS if w.step == "validate"}
    case = place(small, 1, 1)
    for name in ("findings.jsonl", "faulty.nt"):
        make(case, name)
    ours = way["BEVO, shapes as SPARQL"].run(case, Clock())
    assert int(ours.split()[0]) > 3
    assert way["pyshacl on Oxigraph"].run(case, Clock()) == ours


def test_a_peer_that_takes_too_long_is_stopped_with_all_that_it_started(released: Project) -> None:
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        run_worker(Plan(released, (1,), 1, 300, 1), "reason", "HermiT, as bevo reason asks it", 1, 5)
    assert time.monotonic() - begun < 20
    time.sleep(1)
    assert not [pid for pid in _descendants(os.getpid()) if "bevo.reasoning.hermit_process" in _command(pid)]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _descendants(pid: int) -> list[int]:
    """Also those whose parent died: they are told by the environment that this process set."""
    marked = f"PYTEST_CURRENT_TEST={os.environ['PYTEST_CURRENT_TEST']}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if marked in (entry / "environ").read_bytes() and int(entry.name) != pid:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def test_a_question_that_takes_too_long_is_ended_and_one_that_fails_says_why() -> None:
    def slow(_: str) -> Answer:
        time.sleep(60)
        return Answer([])

    def failing(_: str) -> Answer:
        raise BevoError("no such store")

    def dying(_: str) -> Answer:
        os._exit(9)

    assert in_fork(slow, "", 3, 0.2) == [{"why": "> 0.2 s"}]
    assert in_fork(failing, "", 1, 5) == [{"why": "no such store"}]
    assert in_fork(dying, "", 3, 5) == [{"why": "failed"}]
    made = in_fork(lambda _: Answer(["a"], [[None]]), "", 3, 5)
    assert len(made) == 3 and all(one["answer"].startswith("1 ") for one in made)


def test_no_more_askings_are_begun_when_the_limit_is_spent() -> None:
    def slow(_: str) -> Answer:
        time.sleep(0.2)
        return Answer(["a"], [[None]])

    assert len(in_fork(slow, "", 9, 0.3)) == 2


def test_a_peer_that_would_exceed_the_limit_is_left_out_and_one_after_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def worker(_: Plan, step: str, name: str, size: int, limit: float | None) -> dict[str, object]:
        asked.append((step, name, size))
        return {"wall": 20.0 * size, "cpu": 1.0, "memory": 1.0, "answer": ""}

    monkeypatch.setattr("bevo_bench.measure.run_worker", worker)
    found = list(run(Plan(Project(), (1, 10, 100), 3, 100, 1), ["read", "emit"], lambda _: None))
    assert [m.why for m in found if m.way == "rdflib"] == ["", "> 100 s by estimate", "> 100 s by estimate"]
    assert all(m.wall for m in found if m.way == "BEVO")
    assert next(m.walls for m in found if m.way == "BEVO" and m.size == 10) == (200.0,)
    assert ("emit", "rdflib", 10) not in asked


def test_a_target_tells_a_miss_an_answer_that_differs_and_what_was_not_measured() -> None:
    measured = (
        made_up(10, 2.0),
        made_up(100, 40.0),
        made_up(100, 10.0, way="pyoxigraph, parsing the same", answer="5"),
        made_up(10, 50.0, "validate", "pyshacl on rdflib", "5 other"),
        made_up(10, 1.0, "validate", "BEVO, shapes as SPARQL", "5 ab"),
        Measured("reason", "HermiT, as bevo reason asks it", 10, why="> 300 s"),
        made_up(10, 2.0, "reason", "BEVO, rules"),
    )
    told = {t.name: (t.met, t.figure) for t in targets(Results({}, measured))}
    assert told["emit at 100x: BEVO / pyoxigraph, parsing the same at most 3"][0] is False
    met, figure = told["validate at 10x: pyshacl on rdflib / BEVO, shapes as SPARQL at least 10"]
    assert met is False and "ANOTHER ANSWER" in figure
    assert told["reason at 10x: HermiT, as bevo reason asks it / BEVO, rules at least 10"] == (True, "> 150.0 (wall)")
    assert told["emit: exponent at most 1.1 from 10x"][0] is False
    assert told["emit: under 4 GB at 1000x"] == (None, "not measured")


def test_the_page_and_the_plot_come_from_the_figures_alone(tmp_path: Path) -> None:
    measured = (
        made_up(1, 0.5),
        made_up(10, 5.0),
        made_up(1, 0.7, way="rdflib"),
        Measured("emit", "rdflib", 10, why="> 3 s"),
        made_up(1, 0.004, "query: Oxigraph, in memory", "conflicts", "3 aa"),
        made_up(1, 4.0, "query: rdflib", "conflicts", "3 bb"),
    )
    results = Results({"seed": "1"}, measured)
    path = tmp_path / "figures.json"
    path.write_bytes(to_json(results))
    again = continued(path, {"seed": "1"})
    assert again == results
    text = page(again)
    assert text == page(results)
    assert "| emit | BEVO | 0.50 s (0.50 s), 100 MB | 5.00 s (5.00 s), 100 MB | 1.00 | yes |" in text
    assert "| emit | rdflib | 0.70 s (0.70 s), 100 MB | > 3 s |  | yes |" in text
    assert questions(results)[1] == ["conflicts", "4", "4000", "no"]
    assert len(table(results)) == 3
    assert plot(results) == plot(again)
    assert b"rdflib" in plot(results)


def test_an_engine_is_judged_by_the_rows_of_the_first_and_not_asked_what_it_has_no_view_for() -> None:
    measured = (
        made_up(10, 1.0, "query: Oxigraph, in memory", "conflicts", "3 aa"),
        made_up(10, 2.0, "query: Oxigraph, in memory", "timeline", "4 cc"),
        made_up(10, 0.5, "query: maplib", "conflicts", "0 bb"),
        Measured("query: maplib", "timeline", 10, why="> 20 s"),
        made_up(10, 0.1, "query: DuckDB, SQL views", "conflicts", "3 aa"),
        Measured("query: DuckDB, SQL views", "timeline", 10, why="no view"),
    )
    _, *rows = engines(Results({}, measured))
    assert rows == [
        ["Oxigraph, in memory", "10x", "2", "2", "2 of 2", "3.0", "timeline 2.00 s", "none"],
        ["maplib", "10x", "2", "1", "0 of 1", "0.5", "conflicts 0.50 s", "timeline (> 20 s), conflicts (rows)"],
        ["DuckDB, SQL views", "10x", "1", "1", "1 of 1", "0.1", "conflicts 0.10 s", "none"],
    ]


def test_a_run_goes_on_where_a_former_one_stopped_and_only_beside_its_like(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def worker(_: Plan, step: str, name: str, size: int, limit: float | None) -> dict[str, object]:
        asked.append((step, name, size))
        return {"wall": 1.0, "cpu": 1.0, "memory": 1.0, "answer": ""}

    monkeypatch.setattr("bevo_bench.measure.run_worker", worker)
    plan = Plan(Project(), (1,), 1, 100, 1)
    whole = list(run(plan, ["emit"], lambda _: None))
    asked.clear()
    assert list(run(plan, ["emit"], lambda _: None, whole[:2])) == whole
    assert [name for _, name, _ in asked if name in {one.way for one in whole}] == [one.way for one in whole[2:]]
    found = Results({}, ())
    for one in reversed([*whole, made_up(1, 2.0)]):
        found = merged(found, one)
    assert [one.way for one in found.measured] == [one.way for one in whole]
    path = tmp_path / "figures.json"
    path.write_bytes(to_json(Results({"rdflib": "7", "load when it began": "9"}, ())))
    assert continued(path, {"rdflib": "7", "load when it began": "0"}).facts["load when it began"] == "9"
    with pytest.raises(BevoError, match="rdflib: 7, now 8"):
        continued(path, {"rdflib": "8"})


@pytest.mark.parametrize("words", [["--steps", "emti"], ["--sizes", "ten"], ["--json", __file__]])
def test_a_wrong_option_of_the_benchmark_is_told_in_a_sentence(words: list[str]) -> None:
    result = CliRunner().invoke(app, ["bench", *words])
    assert result.exit_code == 1
    assert result.stderr.startswith("bevo: ")
    assert "Traceback" not in result.stderr


def test_the_benchmark_says_when_there_is_no_release(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    result = CliRunner().invoke(app, ["bench", "--steps", "emit", "--sizes", "1", "--root", str(project.root)])
    assert result.exit_code == 1
    assert "run 'make'" in result.stderr
