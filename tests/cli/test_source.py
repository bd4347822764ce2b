"""``bevo source add`` writes a record, or says why not and writes nothing."""

from __future__ import annotations

import re
import shlex

import pytest
from typer.testing import CliRunner

from bevo.build.prepare import check
from bevo.cli.main import app
from bevo.curation import lookup
from bevo.problems import errors
from bevo.project import Project
from checkout import ROOT, copy_project, keep_findings
from curation.test_registers import registers

__all__ = ["registers"]  # a fixture


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_project(tmp_path_factory.mktemp("source"))
    keep_findings(project, "yang-2021", ["table-2"])
    return project


def add(project: Project, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["source", "add", *arguments, "--root", str(project.root)])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def answering(registers: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The three registers, on this machine."""
    monkeypatch.setattr(lookup.look_up, "__defaults__", (5, registers))


@pytest.mark.usefixtures("answering")
def test_each_kind_is_written_into_its_file_and_may_then_be_curated(project: Project) -> None:
    for arguments, name, file in (
        (("--doi", "https://doi.org/10.1000/bone.2020.7"), "nunez-orsted-2021", "studies.yaml"),
        (("--nct", "NCT01234567"), "nct01234567", "sources.yaml"),
        (("--pmid", "31234567", "--as", "review"), "li-2019", "reviews.yaml"),
    ):
        code, out, err = add(project, *arguments)
        assert (code, err.count(f"{file}; its findings go into findings/{name}/")) == (0, 1), err
        assert out in (project.instances / file).read_text(encoding="utf-8")
        folder = project.instances / "findings" / name
        folder.mkdir()
        (folder / "a.yaml").write_text(
            f"- id: F9{len(name):03}\n  vesicle: exosome\n  promotes: ossification\n"
            + ("  at: Discussion\n  uncited: the review's own word\n" if "review" in arguments else ""),
            encoding="utf-8",
        )
    checked = check(project)
    assert not errors(checked.problems)
    assert checked.instances.studies["nunez-orsted-2021"].resolution == "resolved"


@pytest.mark.usefixtures("answering")
def test_what_is_there_already_is_refused_and_nothing_is_written(project: Project) -> None:
    before = {path: path.read_bytes() for path in project.instances.glob("*.yaml")}
    code, _, err = add(project, "--doi", "10.1038/NCOMMS10872")
    assert code == 1 and "it is there already: li-2016 has that DOI (" in err
    code, _, err = add(project, "--pmid", "500")
    assert code == 1 and "answers 500" in err
    assert {path: path.read_bytes() for path in project.instances.glob("*.yaml")} == before


def test_offline_only_what_the_id_tells_is_written_and_only_when_asked(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup.look_up, "__defaults__", (2, {"pmid": "http://127.0.0.1:1/{id}"}))
    code, out, err = add(project, "--pmid", "987654")
    assert (code, out) == (1, "") and "--offline writes what the id alone tells" in err
    code, out, _ = add(project, "--pmid", "987654", "--offline")
    assert (code, out) == (0, "- id: pmid-987654\n  pmid: '987654'\n  resolution: probable\n")
    code, _, err = add(project, "--doi", "10.1000/data", "--offline", "--as", "dataset")
    assert code == 1 and "a dataset needs more than the id tells: the key 'title' is missing" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give one of --doi, --pmid and --nct"),
        (("--doi", "10.1000/x", "--pmid", "1"), "give one of"),
        (("--nct", "NCT01234567", "--as", "study"), "is a trial"),
        (("--pmid", "1", "--as", "book"), "study, review or dataset"),
    ],
)
def test_a_misuse_is_told(arguments: tuple[str, ...], message: str, project: Project) -> None:
    code, _, err = add(project, *arguments)
    assert code == 2 and message in err.replace("│", "").replace("\n", " ")


def test_the_commands_of_the_page_print_what_it_shows(project: Project) -> None:
    page = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\$ bevo source add (.+)\n((?:.+\n)+?)```", page, re.MULTILINE)
    assert shown
    for line, output in shown:
        assert add(project, *shlex.split(line))[:2] == (0, output)
