"""Records of background that have a fault: each is told by file and line, and says nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bevo.background.records import read_knowledge
from bevo.build.prepare import Checked
from bevo.problems import Problem
from checkout import ROOT

FOLDER = ROOT / "instances" / "background"
STATED = "  told_in: [F0026]\n"

FAULTY = {
    "no sign": ("reviews.yaml", f"- subject: ATF4\n{STATED}", ":1: ", "needs one of 'promotes' and 'inhibits'"),
    "both signs": (
        "reviews.yaml",
        f"- subject: ATF4\n  promotes: bone formation\n  inhibits: bone formation\n{STATED}",
        ":1: ",
        "needs one of 'promotes' and 'inhibits'",
    ),
    "a process nobody knows": (
        "reviews.yaml",
        f"- subject: ATF4\n  promotes: bone formtion\n{STATED}",
        ":1: ",
        "'bone formtion' is no background process; nearest: bone formation",
    ),
    "a molecule nobody knows": (
        "reviews.yaml",
        f"# the second line\n- subject: ATF44\n  promotes: bone formation\n{STATED}",
        ":2: ",
        "'ATF44'",
    ),
    "a finding nobody knows": (
        "reviews.yaml",
        "- subject: ATF4\n  promotes: bone formation\n  told_in: [F9026]\n",
        ":1: ",
        "there is no finding F9026",
    ),
    "a finding that curators disown": (
        "reviews.yaml",
        "- subject: ATF4\n  promotes: bone formation\n  told_in: [F0032]\n",
        ":1: ",
        "F0032 does not count as told",
    ),
    "no place": (
        "reviews.yaml",
        "- subject: ATF4\n  promotes: bone formation\n",
        ":1: ",
        "say where a review tells it",
    ),
    "a place that is none": (
        "reviews.yaml",
        "- subject: ATF4\n  promotes: bone formation\n  at: ['yang-2021: Abstract sentence 999']\n",
        ":1: ",
        "Abstract",
    ),
    "a review nobody knows": (
        "reviews.yaml",
        "- subject: ATF4\n  promotes: bone formation\n  at: ['yang-2012: Abstract']\n",
        ":1: ",
        "'yang-2012' is no review; nearest: yang-2021",
    ),
    "our own reading without a reason": (
        "terms.yaml",
        "- subject: bone formation\n  promotes: bone repair\n",
        ":1: ",
        "needs its reason as 'note'",
    ),
    "a key nobody knows": ("reviews.yaml", f"- subject: ATF4\n  promots: bone formation\n{STATED}", ":2: ", "promots"),
    "a row with a sign that is none": (
        "go.tsv",
        "{head}bevo:molecule/ATF4\tATF4\tup\tbone formation\texperimental\tIMP\tGO:1\tx\t{source}\n",
        ":2: ",
        "sign: 'up' is not known",
    ),
    "a row that is cut": ("go.tsv", "{head}bevo:molecule/ATF4\tATF4\n", ":2: ", ""),
    "a reading of no finding": (
        "readings.yaml",
        "- finding: F9026\n  cause: slip\n  reading: None.\n",
        ":1: ",
        "there is no finding F9026",
    ),
    "a source without a date": (
        "sources.yaml",
        "- id: go-2022-09\n  title: GO\n  date: last year\n  licence: x\n  url: y\n",
        ":3: ",
        "date",
    ),
    "a process without a term": (
        "processes.tsv",
        "process\tclasses\tcell\tgo\treason\nsinging\tGO:0000000\t\t\t\n",
        ":2: ",
        "GO:0000000 is no term of the tables",
    ),
}


def read(folder: Path, checked: Checked) -> list[Problem]:
    problems: list[Problem] = []
    read_knowledge(folder, checked.ontology.vocabulary, checked.instances, problems)
    return problems


@pytest.fixture(scope="module")
def whole(checked: Checked) -> Checked:
    assert not read(FOLDER, checked)
    return checked


@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_is_told_by_file_and_line(name: str, whole: Checked, tmp_path: Path) -> None:
    file, text, line, says = FAULTY[name]
    folder = tmp_path / "background"
    shutil.copytree(FOLDER, folder)
    head = (FOLDER / "go.tsv").read_text(encoding="utf-8").partition("\n")[0]
    (folder / file).write_text(text.replace("{head}", f"{head}\n").replace("{source}", "go-2022-09"), encoding="utf-8")
    told = [str(p) for p in read(folder, whole)]
    assert any(f"{file}{line}" in problem and says in problem for problem in told), told
