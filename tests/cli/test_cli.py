from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bevo.build.build import Release
from bevo.cli.main import app
from bevo.project import Project


def bevo(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize(
    "words", [(), ("build",), ("check",), ("reason",), ("validate",), ("query",), ("query", "run")]
)
def test_help_tells_what_a_command_does(words: tuple[str, ...]) -> None:
    code, out, _ = bevo(*words, "--help")
    assert code == 0
    assert len(out) > 200


def test_check_counts(sample_project: Project) -> None:
    file = sample_project.instances / "findings" / "yang-2021" / "table-3.yaml"
    code, out, _ = bevo("check", str(file), "--root", str(sample_project.root))
    number = file.read_text(encoding="utf-8").count("- id: ")
    assert (code, out) == (0, f"{number} findings are well formed\n") and number > 5


def test_check_reads_a_file_from_elsewhere(tmp_path: Path) -> None:
    good = (
        "- {id: F9001, at: Table 2 row 1, uncited: mine, from: osteoblast, vesicle: exosome, promotes: ossification}\n"
    )
    for review, text in (("yang-2021", good), ("mine", good), ("encyclopedia-ev-osteoporosis", "- {id: F9001}\n")):
        (tmp_path / review).mkdir()
        (tmp_path / review / "a.yaml").write_text(text, encoding="utf-8")
    assert bevo("check", str(tmp_path / "yang-2021" / "a.yaml"))[:2] == (0, "1 findings are well formed\n")
    code, _, err = bevo("check", str(tmp_path / "mine" / "a.yaml"))
    assert code == 1 and "its folder is 'mine', but reviews.yaml has no such review" in err
    code, _, err = bevo("check", str(tmp_path / "encyclopedia-ev-osteoporosis"))
    assert code == 1 and "a.yaml:1: F9001: the key 'at' is missing" in err


def test_check_of_a_missing_file_fails() -> None:
    code, _, err = bevo("check", "nowhere.yaml")
    assert code == 1 and "nowhere.yaml: does not exist" in err


def test_query_list_and_show(project: Project) -> None:
    assert "friend-or-foe" in bevo("query", "list")[1]
    code, out, _ = bevo("query", "show", "cargo-profile")
    assert code == 0 and "--cargo (term)" in out and "VALUES ?cargo { molecule:miR-214 }" in out


def test_query_run_in_three_formats(sample: tuple[Project, Release]) -> None:
    root = str(sample[0].root)
    words = ("query", "run", "cargo-profile", "--cargo", "miR-214-3p", "--root", root)
    assert "cargo name" in bevo(*words)[1]
    assert bevo(*words, "--format", "csv")[1].startswith("finding,cargoName,")
    rows = json.loads(
        bevo("query", "run", "findings-by-study", "--study=study:xiong-2020", "--root", root, "--format", "json")[1]
    )
    assert {row["finding"] for row in rows} >= {"finding:F0062", "finding:F0063"}


def test_query_run_for_programs(sample: tuple[Project, Release]) -> None:
    words = ("query", "run", "findings-by-study", "--root", str(sample[0].root))
    lines = bevo(*words, "--study", "Li et al. 2016", "--format", "jsonl")[1].splitlines()
    assert lines and {json.loads(line)["doi"] for line in lines} == {"10.1038/ncomms10872"}
    by_doi = bevo(*words, "--study", "https://doi.org/10.1038/ncomms10872", "--format", "tsv")[1].splitlines()
    assert len(by_doi) == len(lines) + 1 and by_doi[0].startswith("study\tfinding\tsays\t")
    assert by_doi[0].endswith("\tverdict\tevidence\tstudies\tdoi\tpmid")
    assert bevo(*words, "--study", "li-2016", "--format", "md")[1].splitlines()[1] == "| --- | --- | --- | --- | --- |"
    code, _, err = bevo(*words, "--study", "Nobody et al. 1999")
    assert code == 1 and "'Nobody et al. 1999' is no term of the graph" in err


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("friend-or-fo",), 2, "there is no question 'friend-or-fo'; nearest: friend-or-foe"),
        (("cargo-profile", "--cargo"), 2, "'--cargo' is not --parameter value"),
        (("cargo-profile", "--cargo", "unobtainium"), 1, "'unobtainium' is no term of the graph; search for a part"),
        (("cargo-profile", "--cell", "x"), 1, "has no parameter --cell; it has: --cargo"),
    ],
)
def test_misuse_is_told(sample: tuple[Project, Release], words: tuple[str, ...], code: int, message: str) -> None:
    result = bevo("query", "run", *words, "--root", str(sample[0].root))
    assert result[0] == code and message in result[2]


def test_a_release_that_is_not_built_is_told(tmp_path: Path, project: Project) -> None:
    (Project(tmp_path).root / "queries").symlink_to(project.queries)
    code, _, err = bevo("query", "run", "friend-or-foe", "--root", str(tmp_path))
    assert code == 1 and "run 'make'" in err


CHECKOUT = "holds no ontology/bevo.ttl: not a BEVO checkout"
BUILT = "bevo-kg.ttl is not there; run 'make'"
NO_QUESTIONS = "there are no questions"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("build",), CHECKOUT),
        (("build", "--findings", "x.jsonl", "--out", "x"), CHECKOUT),
        (("check",), CHECKOUT),
        (("validate",), CHECKOUT),
        (("validate", "--pyshacl"), CHECKOUT),
        (("reason",), CHECKOUT),
        (("reason", "--fast"), CHECKOUT),
        (("explain", "F0026", "BoneLossFinding"), CHECKOUT),
        (("synthetic", "1"), CHECKOUT),
        (("release", "0.1.0"), CHECKOUT),
        (("query", "list"), NO_QUESTIONS),
        (("query", "show", "friend-or-foe"), NO_QUESTIONS),
        (("query", "run", "friend-or-foe"), NO_QUESTIONS),
        (("query", "check"), NO_QUESTIONS),
        (("query", "compare"), NO_QUESTIONS),
        (("load", "http://localhost:1/store"), BUILT),
        (("serve",), BUILT),
        (("bench", "--sizes", "1"), CHECKOUT),
    ],
)
def test_an_empty_folder_is_told_by_every_command(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    code, out, err = bevo(*words, "--root", str(tmp_path))
    assert (code, out) == (1, "")
    assert message in err
    assert "None" not in err
    assert not list(tmp_path.iterdir())


def test_the_package_opens_the_release(sample: tuple[Project, Release]) -> None:
    import bevo as package

    assert len(package.open_graph(sample[0].dist / "bevo-kg.ttl")) > 5000
