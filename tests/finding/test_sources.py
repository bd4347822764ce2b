"""Findings of a study, a trial and a dataset beside those of reviews: they conform, and each study counts once."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad, Store, Triple

from bevo import __version__
from bevo.build.prepare import check, emit_by_source, places, shacl
from bevo.curation.records import Review, Study
from bevo.finding.emit_sources import emit_source, whole
from bevo.ontology.merge import logical, with_metadata
from bevo.problems import errors
from bevo.project import Project
from bevo.questions.questions import read_queries, run
from bevo.rdf.index import Index
from bevo.rdf.names import bevo, node, section_iri
from bevo.rdf.rdfio import sorted_triples
from bevo.reasoning.infer import infer
from bevo.site.data.addresses import linker
from bevo.site.pages.tables import told_by
from bevo.site.read.reading import read_site
from checkout import SAMPLE, copy_project, keep_findings

CLAIM = """  from: osteoclast
  vesicle: exosome
  cargo: miR-214
  to: osteoblast
  inhibits: osteoblast differentiation
"""
FILES = {
    "sources.yaml": """\
- {id: nct01234567, kind: trial, title: A trial, nct: NCT01234567, study: li-2016, authors: [A Hospital], year: 2022}
- {id: gse1, kind: dataset, title: A series, accession: GSE1}
""",
    "findings/li-2016/abstract.yaml": f"- id: F9001\n  at: abstract\n{CLAIM}"
    f"- id: F9004\n  at: discussion\n  certainty: hedged\n{CLAIM}",
    "findings/nct01234567/results.yaml": f"- id: F9002\n{CLAIM}",
    "findings/gse1/table.yaml": f"- id: F9003\n  at: [supplementary table 3, row 7]\n{CLAIM}",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, list[Triple], list[str]]:
    """The finding of li-2016 that the review yang-2021 tells, and the same from the study, a trial and a dataset."""
    project = copy_project(tmp_path_factory.mktemp("sources"), SAMPLE / "instances")
    keep_findings(project, "yang-2021", ["table-2"])
    for name, text in FILES.items():
        path = project.instances / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    checked = check(project)
    assert not errors(checked.problems)
    by_source = emit_by_source(checked)
    findings = sorted_triples(t for triples in by_source.values() for t in triples)
    faults = [str(fault) for fault in errors(shacl(project, checked.ontology, findings, places(checked)))]
    ontology = with_metadata(checked.ontology.triples(), __version__)
    logic = {finding: emitted.logic for finding, emitted in checked.emitted.items()}
    return project, sorted_triples([*ontology, *findings, *infer(logical(ontology), logic, "rules")]), faults


Rows = list[dict[str, str]]


def ask(told: tuple[Project, list[Triple], list[str]], name: str, without: str = "no such finding") -> Rows:
    store = Store()
    store.bulk_extend(Quad(*t) for t in told[1] if f"finding/{without}" not in str(t.subject))
    answer = run(read_queries(told[0].queries)[name].text, store)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.plain()]


def more(told: tuple[Project, list[Triple], list[str]], name: str, of: dict[str, str]) -> dict[str, int]:
    """By how much the findings F900x change the numbers of a row."""
    before, after = (
        next(row for row in ask(told, name, without) if of.items() <= row.items()) for without in ("F900", "none")
    )
    return {
        key: int(after[key]) - int(value) for key, value in before.items() if value.isdigit() and after[key] != value
    }


def test_they_conform_to_the_shapes(told: tuple[Project, list[Triple], list[str]]) -> None:
    assert told[2] == []


def test_they_stand_in_their_source_as_a_whole(told: tuple[Project, list[Triple], list[str]]) -> None:
    graph = Index(told[1])
    for finding, source, cited, at in (
        ("F9001", "li-2016", "li-2016", "abstract"),
        ("F9002", "nct01234567", "li-2016", "as a whole"),
        ("F9003", "gse1", "gse1", "row 7"),
    ):
        this = node(f"finding:{finding}")
        assert list(graph.nodes(this, bevo("reportedIn"))) == [node(f"study:{source}")]
        assert list(graph.nodes(this, bevo("cites"))) == [node(f"study:{cited}")]
        assert at in graph.text(this, bevo("locator"))


def test_a_study_counts_once_whether_a_review_told_it_or_it_stands_for_itself(
    told: tuple[Project, list[Triple], list[str]],
) -> None:
    # li-2016, told by the review, by itself and by its trial, is one; the dataset that no study tells is another.
    new = {"lossFindings": 3, "lossStudies": 1, "readLossFindings": 3, "readLossStudies": 1}
    assert more(told, "friend-or-foe", {"source": "osteoclast"}) == new
    claim = {"key": "miR-214", "sign": "inhibits", "about": "osteoblast differentiation"}
    assert more(told, "corroboration", claim) == {"findings": 3, "studies": 1, "readFindings": 3, "readStudies": 1}


def test_what_a_study_says_of_itself_need_not_be_checked_against_it(
    told: tuple[Project, list[Triple], list[str]],
) -> None:
    unchecked = {row["finding"].rpartition(":")[2] for row in ask(told, "never-checked")}
    assert "F9002" in unchecked and not {"F9001", "F9003"} & unchecked


def test_the_site_says_which(told: tuple[Project, list[Triple], list[str]]) -> None:
    site = read_site(Index(told[1]), [])
    href = linker({str(t.subject)[1:-1] for t in told[1]}, {})
    words = {
        name: told_by(site, site.findings[name], href).items[0].text for name in ("F0026", "F9001", "F9002", "F9003")
    }
    assert words == {
        "F0026": "Yang Z 2021",
        "F9001": "the study itself: Li D 2016",
        "F9002": "the trial itself: NCT01234567",
        "F9003": "the dataset itself: GSE1",
    }
    assert site.studies["nct01234567"].told_by == "li-2016" and site.studies["nct01234567"].number == "NCT01234567"


def test_a_review_without_an_outline_has_one_section() -> None:
    review = Review(id="r-2026", title="R")
    assert whole(review) == section_iri("r-2026", "text")
    assert Triple(section_iri("r-2026", "text"), bevo("sectionOf"), node("review:r-2026")) in emit_source(review)
    assert whole(Study(id="s-2026", resolution="resolved")) == node("study:s-2026")


def test_questions_that_name_the_review_name_the_study_of_its_own_findings(
    told: tuple[Project, list[Triple], list[str]],
) -> None:
    rows = {row["finding"]: row["review"] for row in ask(told, "findings-by-study")}
    assert (rows["finding:F9001"], rows["finding:F0026"]) == ("study:li-2016", "review:yang-2021")
    hedged = {row["finding"]: row["review"] for row in ask(told, "hedged-claims")}
    assert hedged["finding:F9004"] == "study:li-2016"
