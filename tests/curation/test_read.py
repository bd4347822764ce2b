"""Records are read with their places, and held against each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from bevo.curation.read import files_below, read_instances, read_list, unique
from bevo.curation.records import Study
from bevo.problems import InputError, Problem

FILES = {
    "reviews.yaml": """\
- id: r
  title: A review
  sections:
  - name: Table
    rows: 3
""",
    "studies.yaml": """\
- id: li-2016
  doi: 10.1038/x
  cited_as: {r: ['1']}
  resolution: resolved
""",
    "findings/r/table.yaml": """\
- id: F0002
  at: Table row 2
  cites: [li-2016]
  vesicle: exosome
  promotes: ossification
- id: F0001
  at: [Table row 1]
  uncited: a guess
  vesicle: exosome
  inhibits: ossification
""",
    "discrepancies/r.yaml": """\
- id: D0001
  type: count
  at: {r: Table row 1}
  findings: [F0001]
  cites: [li-2016]
  says: Two and two are five.
  reading: Four.
""",
}


def written(folder: Path, changes: dict[str, str] | None = None) -> Path:
    """A folder of records, with some files put in or more lines added (``+`` before the name)."""
    files = dict(FILES)
    for name, text in (changes or {}).items():
        files[name.removeprefix("+")] = files.get(name.removeprefix("+"), "") * name.startswith("+") + text
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_records_are_read_in_the_order_of_their_ids_with_review_and_place(tmp_path: Path) -> None:
    instances, problems = read_instances(written(tmp_path))
    assert problems == []
    assert [(read.finding.id, read.review) for read in instances.findings] == [("F0001", "r"), ("F0002", "r")]
    assert list(instances.studies) == ["li-2016"]
    assert [discrepancy.id for discrepancy in instances.discrepancies] == ["D0001"]
    assert instances.origins["F0001"].document.file.endswith("findings/r/table.yaml")
    assert instances.origins["F0001"].line("inhibits") == 10
    assert instances.origins["study:li-2016"].line("doi") == 2
    assert instances.origins["review:r"].line("id") == 1


FINDING = "- id: F0003\n  at: {at}\n  cites: [{study}]\n  vesicle: exosome\n  promotes: ossification\n"
STUDY = "- id: {id}\n  doi: {doi}\n  cited_as: {{{review}: ['2']}}\n  resolution: probable\n"
OWN = "- id: F0003\n  vesicle: exosome\n  promotes: ossification\n"
GOOD = FINDING.format(at="Table row 3", study="li-2016")


@pytest.mark.parametrize(
    ("changes", "line", "message"),
    [
        ({"+findings/r/table.yaml": FINDING.format(at="Table row 9", study="li-2016")}, 12, "has 3 rows"),
        ({"+findings/r/table.yaml": FINDING.format(at="Figure", study="li-2016")}, 12, "is no section of r"),
        ({"+findings/r/table.yaml": FINDING.format(at="Table row 3", study="li-2061")}, 13, "nearest: li-2016"),
        (
            {"sources.yaml": "- id: x\n  kind: study\n  title: T\n"},
            2,
            "a study stands in studies.yaml",
        ),
        ({"sources.yaml": "- id: x\n  kind: book\n  title: T\n"}, 2, "the kind of a source here is trial or dataset"),
        ({"sources.yaml": "- id: x\n  title: T\n"}, 1, "the kind of a source here is trial or dataset, not None"),
        (
            {"sources.yaml": "- id: x\n  kind: trial\n  title: T\n  nct: NCT123\n"},
            4,
            "'NCT123' does not fit the pattern",
        ),
        (
            {"sources.yaml": "- id: li-2016\n  kind: dataset\n  title: T\n"},
            1,
            "li-2016: the id stands already in studies.yaml",
        ),
        (
            {"sources.yaml": "- id: x\n  kind: dataset\n  title: T\n  study: li-2061\n"},
            4,
            "'li-2061' is no study of studies.yaml; nearest: li-2016",
        ),
        ({"findings/li-2016/a.yaml": OWN + "  uncited: no\n"}, 4, "a finding of li-2016 cites it without saying so"),
        (
            {
                "+studies.yaml": "- id: old\n  type: review\n  resolution: resolved\n",
                "findings/old/a.yaml": OWN,
            },
            1,
            "studies.yaml calls old a review; to curate it, put it into reviews.yaml",
        ),
        (
            {
                "+studies.yaml": "- id: own\n  resolution: resolved\n  sections: [{name: Results, paragraphs: [2]}]\n",
                "findings/own/a.yaml": OWN,
            },
            1,
            "the key 'at' is missing: own has an outline, so say where it stands there",
        ),
        (
            {"+studies.yaml": "- id: own\n  resolution: resolved\n  coverage: sentences\n"},
            5,
            "coverage of sentences needs an outline",
        ),
        ({"findings/s/table.yaml": GOOD}, 1, "its folder is 's', but reviews.yaml has no such review"),
        ({"findings/r/other.yaml": GOOD.replace("F0003", "F0001")}, 6, "F0001"),
        ({"findings/r/notes.txt": "to do"}, 0, "is not read"),
        ({"findings/r/deep/table.yaml": GOOD}, 0, "is not read"),
        (
            {"+studies.yaml": STUDY.format(id="li-2017", doi="10.1038/X", review="r")},
            6,
            "the DOI is already that of li-2016",
        ),
        (
            {"+studies.yaml": STUDY.format(id="li-2017", doi="10.1038/y", review="s")},
            7,
            "there is no review 's' in reviews.yaml",
        ),
        ({"discrepancies/r.yaml": FILES["discrepancies/r.yaml"].replace("F0001", "F0009")}, 4, "'F0009' is no finding"),
        ({"discrepancies/r.yaml": FILES["discrepancies/r.yaml"].replace("li-2016", "x")}, 5, "'x' is no study"),
        ({"discrepancies/r.yaml": FILES["discrepancies/r.yaml"].replace("row 1", "row 7")}, 3, "has 3 rows"),
        (
            {"discrepancies/r.yaml": FILES["discrepancies/r.yaml"].replace("{r:", "{s:")},
            3,
            "there is no review 's' in reviews.yaml",
        ),
    ],
)
def test_what_does_not_fit_together_is_told_with_file_and_line(
    changes: dict[str, str], line: int, message: str, tmp_path: Path
) -> None:
    _, problems = read_instances(written(tmp_path, changes))
    assert len(problems) == 1
    assert problems[0].line == line
    assert message in str(problems[0])


STUDIES = {
    "- id: a\n  doi: 10.1000/a\n": (1, "the key 'resolution' is missing"),
    "- id: a\n  cited_as: {}\n  resolution: resolved\n  titel: x\n": (
        4,
        "'titel' is no key of a record; nearest: title",
    ),
    "- id: a\n  cited_as: {}\n  resolution: resolved\n  note:\n": (4, "the key 'note' has no value"),
    "- id: A b\n  cited_as: {}\n  resolution: resolved\n": (1, "id: 'A b' does not fit the pattern"),
    "id: a\n": (1, "must be a list of records"),
    "- {id: a\n": (2, ""),
}


@pytest.mark.parametrize("text", STUDIES)
def test_a_record_that_is_malformed_is_told_and_left_out(text: str, tmp_path: Path) -> None:
    line, message = STUDIES[text]
    path = tmp_path / "studies.yaml"
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    assert read_list(path, Study, problems) == []
    assert [problem.line for problem in problems] == [line]
    assert message in problems[0].message


def test_of_two_records_with_an_id_the_first_stands(tmp_path: Path) -> None:
    path = tmp_path / "studies.yaml"
    study = "- id: a\n  cited_as: {}\n  resolution: resolved\n  title: %s\n"
    path.write_text(study % "first" + study % "second", encoding="utf-8")
    problems: list[Problem] = []
    kept = unique(read_list(path, Study, problems), problems)
    assert {key: read.record.title for key, read in kept.items()} == {"a": "first"}
    assert [(problem.line, problem.about) for problem in problems] == [(5, "a")]
    assert "studies.yaml:1" in problems[0].message


def test_files_are_found_below_folders_and_what_is_not_there_is_told(tmp_path: Path) -> None:
    written(tmp_path)
    found = files_below([tmp_path / "findings", tmp_path / "studies.yaml"])
    assert [path.name for path in found] == ["table.yaml", "studies.yaml"]
    with pytest.raises(InputError, match="gone: does not exist"):
        files_below([tmp_path / "gone"])


def test_a_study_stands_for_itself_and_a_trial_or_dataset_for_itself_or_the_study_that_tells_it(tmp_path: Path) -> None:
    files = {
        "sources.yaml": "- {id: nct01234567, kind: trial, title: T, nct: NCT01234567, study: li-2016}\n"
        "- {id: gse1, kind: dataset, title: D, accession: GSE1}\n",
        "findings/li-2016/a.yaml": OWN,
        "findings/nct01234567/a.yaml": OWN.replace("F0003", "F0004") + "  at: results section, arm 2\n",
        "findings/gse1/a.yaml": OWN.replace("F0003", "F0005") + "  cites: [li-2016]\n",
    }
    instances, problems = read_instances(written(tmp_path, files))
    assert problems == []
    cited = {one.finding.id: (one.review, one.finding.cites) for one in instances.findings[2:]}
    assert cited == {
        "F0003": ("li-2016", ("li-2016",)),
        "F0004": ("nct01234567", ("li-2016",)),
        "F0005": ("gse1", ("li-2016",)),
    }
    assert instances.origins["trial:nct01234567"].line("title") == 1
