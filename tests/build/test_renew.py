"""``bevo renew`` over a copy of the sample: it names what a finding changes, and writes only when it is told to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, RdfFormat, Store
from typer.testing import CliRunner

from bevo.build.build import Release, build
from bevo.build.renew import Renewal, renewal, write
from bevo.build.reviewed import FINDINGS, read_digests
from bevo.cli.main import app
from bevo.exports.readme import with_table
from bevo.problems import BevoError, InputError
from bevo.project import Project
from bevo.questions.conflict_lists import with_sides
from bevo.questions.conflicts import Found
from bevo.questions.questions import read_queries, run
from bevo.rdf.answer import Answer, answer_csv
from checkout import ROOT, SAMPLE, copy_project
from contributor import SECTION, add_a_finding

NEW = "F7002"


def files(project: Project) -> dict[str, bytes]:
    """What is committed of a project."""
    found = (path for name in ("instances", "queries", "docs") for path in (project.root / name).rglob("*"))
    return {
        str(p.relative_to(project.root)): p.read_bytes() for p in [*found, project.root / "README.md"] if p.is_file()
    }


@pytest.fixture(scope="module")
def reviewed(sample: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A checkout with the records of the sample, all of it as reviewed; no test changes it."""
    root = tmp_path_factory.mktemp("reviewed")
    project = copy_project(root, SAMPLE / "instances")
    (root / "queries").unlink()
    shutil.copytree(ROOT / "queries", root / "queries", ignore=shutil.ignore_patterns("answers"))
    shutil.copy(ROOT / "README.md", root)
    shutil.copytree(sample[0].build / "cache", root / "build" / "cache")
    write(project, renewal(project).stale)
    return project


@pytest.fixture(scope="module")
def more(reviewed: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The same with a finding more."""
    root = tmp_path_factory.mktemp("more") / "checkout"
    shutil.copytree(reviewed.root, root, symlinks=True)
    add_a_finding(root)
    return Project(root)


@pytest.fixture(scope="module")
def found(more: Project) -> Renewal:
    return renewal(more)


@pytest.fixture(scope="module")
def stores(reviewed: Project, more: Project, tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Store]:
    """What a build releases of both."""
    root = tmp_path_factory.mktemp("built") / "checkout"
    found = []
    for project in (reviewed, more):
        shutil.copytree(project.root, root, symlinks=True)
        build(Project(root))
        store = Store()
        store.bulk_load(path=str(root / "dist" / "bevo-kg.ttl"), format=RdfFormat.TURTLE)
        found.append(store)
        shutil.rmtree(root)
    return found[0], found[1]


def test_what_was_written_is_current_and_the_next_time_nothing_is_to_be_told(reviewed: Project) -> None:
    before = files(reviewed)
    assert renewal(reviewed).stale == [] == list(renewal(reviewed).findings)
    assert files(reviewed) == before


def test_exactly_the_changed_answers_are_named_each_with_its_finding(
    found: Renewal, reviewed: Project, stores: tuple[Store, Store]
) -> None:
    asked = [query for query in read_queries(reviewed.queries).values() if not query.federated]
    answers = [{query.name: answer_csv(run(query.text, store)) for query in asked} for store in stores]
    changed = {name for name, answer in answers[1].items() if answer != answers[0][name]}
    told = {Path(one.path).stem: one for one in found.stale if one.path.endswith(".csv")}
    assert told.keys() == changed
    assert {"friend-or-foe", "conflicts", "cargo-profile"} <= changed < {query.name for query in asked}
    assert found.findings == {NEW: "new"}
    assert {tuple(one.because) for one in told.values()} == {(f"{NEW} (new)",)}
    assert not any(one.perhaps for one in told.values())
    for name, one in told.items():
        assert one.data == answers[1][name].encode("utf-8"), name


def test_the_change_is_told_in_figures(found: Renewal, reviewed: Project) -> None:
    (row,) = (c for one in found.stale if one.path.endswith("friend-or-foe.csv") for c in one.changes)
    assert row.startswith("osteoclast: gainFindings ") and "lossFindings" not in row
    readme = next(one for one in found.stale if one.path == "README.md")
    assert [line[:13] for line in readme.changes] == ["-| osteoclast", "+| osteoclast"]


def test_the_files_that_a_build_writes_are_told_as_well(found: Renewal) -> None:
    paths = {one.path for one in found.stale}
    assert {"instances/yang-2021.ttl", "instances/coverage.tsv", "docs/curation.md"} <= paths
    assert not paths & {"docs/questions.md", "instances/finding.schema.json"}


def test_a_new_conflict_is_left_to_a_person_with_a_form(found: Renewal) -> None:
    (form,) = (text for text in found.unread if "cargo miR-214 osteoblast differentiation" in text)
    assert "  cargo: miR-214\n  outcome: osteoblast differentiation\n  promotes: [F7002]\n  inhibits: [" in form


def test_the_command_writes_only_when_told_and_a_reading_is_still_owed(more: Project, tmp_path: Path) -> None:
    root = tmp_path / "checkout"
    shutil.copytree(more.root, root, symlinks=True)
    before = files(Project(root))

    def renew(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["renew", "--root", str(root), *words])
        return result.exit_code, result.stdout

    code, told = renew("--check")
    assert code == 1 and files(Project(root)) == before
    assert "Findings since the answers were reviewed:\n  new: F7002\n" in told
    assert "queries/answers/friend-or-foe.csv: 1 change\n  because of F7002 (new)\n" in told
    assert "Nothing is broken" in told and "bevo renew --yes" in told
    code, told = renew("--yes")
    assert code == 1 and "written; commit them" in told and "For you: no record reviews cargo miR-214" in told
    code, told = renew("--check")
    assert code == 1 and "to renew" not in told and "For you: " in told
    assert renew("--yes", "--check")[0] == 2


def test_a_withdrawn_a_changed_and_a_lost_finding_are_told_as_such(reviewed: Project, tmp_path: Path) -> None:
    root = tmp_path / "checkout"
    shutil.copytree(reviewed.root, root, symlinks=True)
    path = root / "instances" / "findings" / "yang-2021" / "table-2.yaml"
    text = path.read_text(encoding="utf-8")
    lost = text[text.index("- id: F0007\n") :].partition("\n- id: ")
    text = text.replace(f"{lost[0]}\n", "")
    text = text.replace("- id: F0037\n", "- id: F0037\n  when: day 3\n")
    path.write_text(text.replace("- id: F0009\n", "- id: F0009\n  deprecated: made up\n"), encoding="utf-8")
    (root / "queries" / "withdrawn.rq").unlink()
    found = renewal(Project(root))
    assert found.findings == {"F0007": "gone", "F0009": "withdrawn", "F0037": "changed"}
    steps = next(one for one in found.stale if one.path == "queries/answers/mechanisms-to.csv")
    assert (steps.because, steps.perhaps) == (["F0009 (withdrawn)"], ["F0007 (gone)", "F0037 (changed)"])
    gone = next(one for one in found.stale if one.path == "queries/answers/withdrawn.csv")
    assert gone.data is None and gone.changes[0].startswith("the question is gone")
    write(Project(root), [gone])
    assert not (root / "queries" / "answers" / "withdrawn.csv").exists()


def test_a_fault_of_the_records_is_told_and_nothing_compared(reviewed: Project, tmp_path: Path) -> None:
    root = tmp_path / "checkout"
    shutil.copytree(reviewed.root, root, symlinks=True)
    (root / SECTION).write_text("- id: F7002\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["renew", "--root", str(root)])
    assert result.exit_code == 1 and "F7002: the key 'at' is missing" in result.stderr and not result.stdout


@pytest.mark.parametrize("text", ["finding\thash\nF0001 abc\n", "finding\thash\n\n", "finding\thash\nF0001\t\n"])
def test_a_table_of_hashes_that_a_person_broke_is_named_with_its_line(text: str, tmp_path: Path) -> None:
    (tmp_path / FINDINGS).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"findings\.tsv:2: .*must be an id, a tab and a hash"):
        read_digests(tmp_path / FINDINGS)
    assert read_digests(tmp_path / "none.tsv") is None


PAGE = "Before\n<!-- q -->\n| of | n |\n| --- | --- |\n| old | 1 |\n<!-- end -->\nafter\n"


def test_the_rows_of_a_table_in_a_page_are_replaced_and_nothing_else() -> None:
    answer = Answer(["cell", "findings"], [[Literal("a | b"), Literal("2")]])
    assert with_table(PAGE, "q", answer) == PAGE.replace("| old | 1 |", "| a \\| b | 2 |")
    with pytest.raises(BevoError, match="has no table between <!-- r -->"):
        with_table(PAGE, "r", answer)
    with pytest.raises(BevoError, match="the table of q has 2 columns, the question 1; mend its head"):
        with_table(PAGE, "q", Answer(["cell"], []))


def made(key: str, promotes: tuple[str, ...], inhibits: tuple[str, ...]) -> Found:
    return Found(("cargo", key, "ossification"), 1, 0, promotes, inhibits, (), ())


def test_sides_of_a_conflict_change_in_place_and_no_word_of_a_person_does(tmp_path: Path) -> None:
    record = "- id: C0001\n  cargo: miR-21\n  outcome: ossification\n  promotes: [F0457,\n    F0458]\n"
    record += "  inhibits: [F0033]\n  # by hand\n  explained_by: [disease]\n  reading: >-\n    inhibits: [F0033]\n"
    (tmp_path / "a.yaml").write_text(record, encoding="utf-8")
    assert with_sides(tmp_path, [made("miR-21", ("F0457", "F0458"), ("F0033",))]) == ({"a.yaml": record.encode()}, [])
    changed, unread = with_sides(tmp_path, [made("miR-21", ("F0456",), ("F0033", "F7002"))])
    wanted = record.replace("[F0457,\n    F0458]", "[F0456]").replace(
        "inhibits: [F0033]\n  #", "inhibits: [F0033, F7002]\n  #"
    )
    assert (changed["a.yaml"].decode(), unread) == (wanted, [])
    assert with_sides(tmp_path, [made("miR-22", ("F1",), ("F2",))])[1] == [
        "C0001: its conflict is no longer found; if that is right, remove the record",
        "no record reviews cargo miR-22 ossification; read the findings, fill this in, and add it to "
        "instances/conflicts:\n- id: C0002\n  cargo: miR-22\n  outcome: ossification\n  promotes: [F1]\n"
        "  inhibits: [F2]\n  explained_by: []\n  reading:",
    ]
