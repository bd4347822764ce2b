"""Every file of tests/invalid holds one fault and the message it must give."""

from __future__ import annotations

import hashlib
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bevo.build.build import Release
from bevo.project import Project
from checkout import ROOT, SAMPLE, copy_project
from faults import CASES

FORMER = {"bevo-kg.ttl": b"# the former release\n", "findings.csv": b"id\n"}


@dataclass(frozen=True)
class Case:
    command: str
    expect: str
    exit: int
    env: dict[str, str]
    terms: list[list[str]]
    file_size: int | None
    interrupt: str | None
    folder: str


def read_case(path: Path) -> Case:
    given = re.findall(r"^# ([a-z-]+): (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    fields = {key: value for key, value in given if key != "terms"}
    return Case(
        command=fields.get("command", "check"),
        expect=fields["expect"],
        exit=int(fields.get("exit", 1)),
        env=dict(pair.split("=") for pair in [fields["env"]] if pair) if "env" in fields else {},
        terms=[value.split() for key, value in given if key == "terms"],
        file_size=int(fields["file-size"]) if "file-size" in fields else None,
        interrupt=fields.get("interrupt"),
        folder=fields.get("folder", "findings/yang-2021"),
    )


def digest(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()
    }


def with_terms(project: Project, terms: list[list[str]]) -> None:
    if not terms:
        return
    (project.root / "ontology").unlink()
    shutil.copytree(ROOT / "ontology", project.ontology)
    with (project.ontology / "terms" / "molecules.tsv").open("a", encoding="utf-8") as table:
        for curie, label, synonym in terms:
            table.write("\t".join([curie, label, synonym, "bevo:MicroRNA", "", "", "", ""]) + "\n")


@pytest.fixture
def own_project(tmp_path: Path) -> Iterator[Project]:
    project = copy_project(tmp_path, SAMPLE / "instances")
    project.dist.mkdir()
    for name, data in FORMER.items():
        (project.dist / name).write_bytes(data)
    yield project


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_says_what_is_wrong_and_leaves_dist_whole(path: Path, own_project: Project) -> None:
    case = read_case(path)
    with_terms(own_project, case.terms)
    target = own_project.instances / case.folder / "case.yaml"
    target.parent.mkdir(exist_ok=True)
    shutil.copy(path, target)
    before = digest(own_project.instances)

    def limit_file_size() -> None:
        if case.file_size:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (case.file_size, case.file_size))

    command = [sys.executable, "-m", "bevo", case.command, "--root", str(own_project.root)]
    with subprocess.Popen(
        command, cwd=target.parent, env={**os.environ, **case.env}, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit_file_size,
    ) as process:  # fmt: skip
        assert process.stdout and process.stderr
        said = ""
        for line in process.stderr:
            said += line
            if case.interrupt and f"bevo: {case.interrupt}" in line:
                process.send_signal(signal.SIGINT)
        process.wait()
    assert case.expect in said
    assert process.returncode == case.exit, said
    assert "Traceback" not in said
    if case.command == "build":
        assert {name: (own_project.dist / name).read_bytes() for name in FORMER} == FORMER
        assert sorted(p.name for p in own_project.dist.iterdir()) == sorted(FORMER)
        assert {path.name for path in own_project.build.iterdir()} <= {"web", "cache"}
        assert digest(own_project.instances) == before
        assert not list(own_project.root.glob(".dist*"))


def test_the_release_itself_has_no_fault(built: tuple[Project, Release]) -> None:
    assert not [problem for problem in built[1].checked.problems if not problem.warning]
